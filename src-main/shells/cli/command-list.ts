/** The commands of the contract, and how each is loaded: only the one that is asked for costs start-up time. */
import type { CommandLineName } from '../../contract/command-line.ts'
import { topics } from '../../contract/practice/topics.ts'
import type { Arguments, CommandSpec, OptionSpec } from './arguments.ts'
import { run } from './commands/run.ts'
import type { CliIo } from './io.ts'

/** Returns the exit status. */
export type CommandBody = (args: Arguments, io: CliIo) => Promise<number>

export interface Command extends CommandSpec {
  readonly name: CommandLineName
  load(): Promise<CommandBody>
}

const traces: OptionSpec = { name: 'traces', value: 'DIR', help: 'folder of the trace files (default: the folder of the lab)' }
const data: OptionSpec = { name: 'data', value: 'DIR', help: 'the data folder (or HOSTDOWN_DATA)' }
const seed: OptionSpec = { name: 'seed', value: 'N', help: 'use this seed instead of that of the lab' }

export const commands: readonly Command[] = [
  {
    name: 'run',
    operand: 'LAB',
    help: 'runs a lab and prints its event log',
    options: [
      { name: 'until', value: 'T', help: 'end at this run time, such as 90s, 2m30s, 1h' },
      seed,
      { name: 'events', help: 'print the event log (the default)' },
      { name: 'state', help: 'print the state at the end as one JSON object' },
      { name: 'digest', help: 'print the digest of the log' },
      { name: 'format', value: 'jsonl|text', help: 'jsonl: one JSON object a line (the default); text: for people' },
      traces,
      { name: 'record', help: 'keep the run in the data folder; its id goes to standard error' },
      data,
    ],
    // The one that people wait for is loaded with the rest.
    load: async () => run,
  },
  {
    name: 'check',
    operand: 'PATH…',
    help: 'validates labs, or all below folders, and prints every error and warning, or ok',
    options: [traces],
    load: async () => (await import('./commands/check.ts')).check,
  },
  {
    name: 'test',
    operand: 'PATH…',
    help: 'judges the expect: blocks of all labs below the paths; guided labs prove their solution and that each keep can be broken',
    options: [{ name: 'break', value: 'FACT', help: "perturb that fact's constant: labs that cite it must go red" }, traces],
    load: async () => (await import('./commands/test.ts')).test,
  },
  {
    name: 'explain',
    operand: 'LAB',
    help: 'the chain of causes behind the state of a VM or host',
    options: [
      { name: 'at', value: 'T', help: 'the instant, as a run time' },
      { name: 'vm', value: 'NAME', help: 'the VM' },
      { name: 'host', value: 'NAME', help: 'the host' },
      seed,
      traces,
    ],
    load: async () => (await import('./commands/explain.ts')).explainCommand,
  },
  {
    name: 'facts',
    operand: '[ID]',
    help: 'prints a fact with its source and standing, or lists all',
    options: [],
    load: async () => (await import('./commands/facts.ts')).factsCommand,
  },
  {
    name: 'serve',
    operand: '[LAB]',
    help: 'serves the window to a browser on this machine and prints its address',
    options: [
      { name: 'port', value: 'N', help: 'port to listen on; the next free one where it is taken' },
      { name: 'no-open', help: 'do not open the browser' },
      data,
    ],
    load: async () => (await import('./commands/serve.ts')).serve,
  },
  {
    name: 'replay',
    operand: null,
    help: 'a stored run from its command log: the same digest and state as when it ran',
    options: [
      { name: 'run', value: 'ID', help: 'the run; without it the runs of the data folder are listed' },
      { name: 'seek', value: 'T', help: 'at this run time, through the stored keyframes' },
      { name: 'digest', help: 'print the digest of the log' },
      { name: 'state', help: 'print the state as one JSON object' },
      data,
    ],
    load: async () => (await import('./commands/replay.ts')).replayCommand,
  },
  {
    name: 'traces',
    operand: '[PATH…]',
    help: 'reads workload traces (wide CSV, PlanetLab, Bitbrains), or makes some, and writes them as a lab can use them',
    options: [
      { name: 'out', letter: 'o', value: 'DIR', help: 'write the CSV files and traces-report.json there; without it only the report is printed' },
      { name: 'lab', value: 'LAB', help: 'a column for each VM of this lab, named after it: of the trace with its name, else as --map says' },
      {
        name: 'map',
        value: 'order|size',
        help: 'the other VMs take traces in their order (the default), or those nearest to their vCPUs and memory',
      },
      { name: 'unit', value: 'percent|mhz', help: 'of a wide CSV (default: percent where no value is above 100)' },
      { name: 'synthetic', value: 'planetlab|business', help: 'make days with the statistics of published traces instead of reading any' },
      { name: 'vms', value: 'N', help: 'how many VMs of it (default 1052, or 200 of business)' },
      { name: 'days', value: 'N', help: 'how many days of it (default 1, or 7 of business)' },
      { name: 'seed', value: 'N', help: 'of what is drawn (default 1)' },
    ],
    load: async () => (await import('./commands/traces.ts')).tracesCommand,
  },
  {
    name: 'sweep',
    operand: 'LAB',
    help: 'what becomes of the VMs when something fails: each host, and on demand each pair of them',
    options: [
      { name: 'failures', value: '1|2', help: 'two at a time too (default 1)' },
      { name: 'domain', value: 'host|faultDomain|datastore|network', help: 'what fails (default host)' },
      { name: 'at', value: 'T', help: 'when, as a run time (default 60s); the timeline runs until then' },
      { name: 'json', help: 'print one JSON object' },
      seed,
      traces,
    ],
    load: async () => (await import('./commands/sweep.ts')).sweepCommand,
  },
  {
    name: 'import',
    operand: 'FILE',
    help: 'an RVTools export (.xlsx, or a folder of its CSV files) into labs, one for each cluster, with import-report.json',
    options: [
      { name: 'out', letter: 'o', value: 'DIR', help: 'write the labs and the report there' },
      { name: 'answers', value: 'FILE', help: 'a report whose assumed values were edited: they count instead' },
      { name: 'replace-names', help: 'names of VMs, hosts, datastores and all else become pseudonyms' },
    ],
    load: async () => (await import('./commands/import.ts')).importCommand,
  },
  {
    name: 'exam',
    operand: null,
    help: 'practice questions that the engine answers: choices, the right answer, why and the fact',
    options: [
      { name: 'count', value: 'N', help: 'how many (default 10)' },
      { name: 'seed', value: 'N', help: 'of what is drawn (default 1): the same questions each time' },
      { name: 'topic', value: 'T', help: `only about ${topics.join(', ')}` },
      { name: 'family', value: 'F01', help: 'only of this family' },
      { name: 'language', value: 'en|ko', help: 'of the texts (default en)' },
      { name: 'json', help: 'print a JSON list, a question a line' },
    ],
    load: async () => (await import('./commands/exam.ts')).examCommand,
  },
  {
    name: 'swarm',
    operand: null,
    help: 'random clusters, faults and commands against the invariants',
    options: [
      { name: 'runs', value: 'N', help: 'how many (default 100)' },
      { name: 'seed', value: 'N', help: 'the first seed (default 1)' },
      { name: 'turns', value: 'N', help: 'stop each after so many turns' },
    ],
    load: async () => (await import('./commands/swarm.ts')).swarm,
  },
  {
    name: 'bench',
    operand: null,
    help: 'the performance scenarios',
    options: [
      { name: 'json', help: 'print a JSON list' },
      { name: 'only', value: 'NAME', help: 'only this scenario' },
    ],
    load: async () => (await import('./commands/bench.ts')).bench,
  },
]
