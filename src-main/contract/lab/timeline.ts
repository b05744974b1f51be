/** Reads timeline entries, and commands that a person sends: arguments, names as they are at that instant, traces. */
import * as z from './schema.ts'
import { hintFor } from '../did-you-mean.ts'
import type { LabProblem } from './problems.ts'
import { asSubject, type Phrase } from '../texts/language.ts'
import type { ClusterPatch } from './cluster.ts'
import { commandNames, commandSchemas, commandTime, isCommandName } from './commands.ts'
import type { CommandArgs, CommandName, LabCommand } from './commands.ts'
import type { DemandEntry } from './demand.ts'
import { checkPings, finishDemand } from './demand-rules.ts'
import { ruleSchema } from './drs.ts'
import { parseOne } from './entries.ts'
import { refWords } from './fields.ts'
import type { AdvancedOptions, AnySchema } from './fields.ts'
import { LabNames, checkReferences, expandedNames } from './names.ts'
import { poolSchema } from './pool.ts'
import type { Path, PlainMap, Report } from './problems.ts'
import { expectedGot, isMap, missing, noneNamed, pathText, refusal, reportIssues } from './problems.ts'
import { lowerCaseKeys } from './resolve.ts'
import { Traces } from './traces.ts'
import type { ReadTrace } from './traces.ts'

interface Entry {
  readonly index: number
  readonly at: number
  readonly command: CommandName
  readonly raw: PlainMap
  /** null: refused. */
  readonly args: unknown
}

/** The commands of a timeline by time; those of one instant stay in file order. Names that commands add are added to `names`. */
export function readTimeline(raw: readonly unknown[], names: LabNames, traces: Traces, report: Report): readonly LabCommand[] {
  const entries = raw.map((entry, index) => readEntry(entry, index, report)).filter((entry) => entry !== null)
  entries.sort((a, b) => a.at - b.at || a.index - b.index)
  const removed = new Set<string>()
  const commands: LabCommand[] = []
  for (const entry of entries) {
    const path = ['timeline', entry.index]
    checkNames(entry.command, entry.raw, path, names, removed, report)
    if (entry.args === null) continue
    for (const args of finishedArgs(entry.command, entry.args, traces, path, report)) {
      commands.push({ at: entry.at, do: entry.command, args } as LabCommand)
    }
  }
  return commands
}

function readEntry(raw: unknown, index: number, report: Report): Entry | null {
  const path = ['timeline', index]
  if (!isMap(raw)) {
    report(path, expectedGot(['{ at, do, … }', '{ at, do, … }'], raw))
    return null
  }
  const { at: rawAt, do: command, ...args } = raw
  const at = rawAt === undefined ? null : parseOne(commandTime, rawAt, [...path, 'at'], report)
  if (rawAt === undefined) report([...path, 'at'], refusal(commandTime, undefined))
  if (typeof command !== 'string' || !isCommandName(command)) {
    report([...path, 'do'], commandRefusal(command))
    return null
  }
  return { index, at: at ?? 0, command, raw: args, args: parseOne(commandSchemas[command], args, path, report) }
}

function commandRefusal(command: unknown): Phrase {
  const expected: Phrase = ['the name of a command', '명령 이름']
  if (command === undefined) return missing(expected)
  if (typeof command !== 'string') return expectedGot(expected, command)
  const [en, ko] = noneNamed(['command', '명령'], command, commandNames)
  const [others, othersKo] = hintFor(command, commandNames) === '' ? ofItsGroup(command) : ['', '']
  return [`${en}${others}; docs/writing-labs.md lists all`, `${ko}${othersKo}. 전체 목록은 docs/writing-labs.md에 있습니다`]
}

/** Where nothing is near, what is there for the same kind of thing. */
function ofItsGroup(command: string): Phrase {
  const group = command.slice(0, command.indexOf('.') + 1)
  const others = group === '' ? [] : commandNames.filter((name) => name.startsWith(group))
  const list = others.join(', ')
  return others.length === 0 ? ['', ''] : [` (there are ${list})`, ` (있는 명령: ${list})`]
}

const alreadyNamed = (kind: keyof typeof refWords, name: string): Phrase => [
  `there is already a ${kind} named ${JSON.stringify(name)}`,
  `이름이 ${JSON.stringify(name)}인 ${asSubject(refWords[kind][1])} 이미 있습니다`,
]

const additions = { 'host.add': 'host', 'vm.create': 'vm', 'resourcePool.add': 'pool', 'rule.add': 'rule' } as const
const removals = {
  'host.remove': ['host', 'host'],
  'vm.remove': ['vm', 'vm'],
  'resourcePool.remove': ['pool', 'pool'],
  'rule.remove': ['rule', 'name'],
} as const

/** Names that a command adds must be free, those that it refers to must have been there at some time before. */
function checkNames(command: CommandName, raw: PlainMap, path: Path, names: LabNames, removed: Set<string>, report: Report): void {
  if (command === 'cluster.configure') addNamesOfPatch(raw, path, names, report)
  checkReferences(commandSchemas[command] as AnySchema, raw, path, names, report)
  if (Object.hasOwn(additions, command)) {
    const kind = additions[command as keyof typeof additions]
    for (const name of namesOf(raw)) {
      const key = `${kind} ${name}`
      if (names.byKind[kind].has(name) && !removed.has(key)) report([...path, 'name'], alreadyNamed(kind, name))
      names.byKind[kind].add(name)
      removed.delete(key)
    }
  }
  if (Object.hasOwn(removals, command)) {
    const [kind, key] = removals[command as keyof typeof removals]
    removed.add(`${kind} ${String(raw[key])}`)
  }
}

/** Names that an entry as written stands for; none where its name is no text. */
export function namesOf(raw: unknown): readonly string[] {
  if (!isMap(raw) || typeof raw['name'] !== 'string') return []
  const count = raw['count']
  return expandedNames(raw['name'], typeof count === 'number' && Number.isInteger(count) && count >= 1 && count <= 100_000 ? count : 1)
}

/** A `cluster.configure` may bring pools, rules and groups; a rule or pool that is new must be whole. */
function addNamesOfPatch(raw: PlainMap, path: Path, names: LabNames, report: Report): void {
  const drs = isMap(raw['drs']) ? raw['drs'] : {}
  addEntries('pool', poolSchema, raw['resourcePools'], [...path, 'resourcePools'], names, report)
  for (const [kind, groups] of [
    ['vmGroup', drs['vmGroups']],
    ['hostGroup', drs['hostGroups']],
  ] as const) {
    if (isMap(groups)) for (const group of Object.keys(groups)) names.byKind[kind].add(group)
  }
  addEntries('rule', ruleSchema, drs['rules'], [...path, 'drs', 'rules'], names, report)
}

function addEntries(kind: 'pool' | 'rule', schema: AnySchema, list: unknown, path: Path, names: LabNames, report: Report): void {
  if (!Array.isArray(list)) return
  for (const [i, entry] of list.entries()) {
    const name = namesOf(entry)[0]
    if (name === undefined || names.byKind[kind].has(name)) continue
    const parsed = z.safeParse(schema, entry, { jitless: true })
    // Unknown keys and wrong values were reported with the patch itself; what is new here is what a whole entry lacks.
    const lacking = parsed.error?.issues.filter(
      (issue) => issue.code === 'invalid_union' || (issue.code === 'invalid_type' && !hasValue(entry, issue.path)),
    )
    if (lacking !== undefined) reportIssues(lacking, schema, entry, [...path, i], report)
    names.byKind[kind].add(name)
  }
}

const hasValue = (raw: unknown, path: readonly PropertyKey[]): boolean =>
  path.reduce<unknown>((at, key) => (isMap(at) ? at[String(key)] : undefined), raw) !== undefined

/** What follows parsing: option names in lower case, demand with its samples, one entry for each of a `count`. */
function finishedArgs(command: CommandName, args: unknown, traces: Traces, path: Path, report: Report): readonly unknown[] {
  switch (command) {
    case 'host.add': {
      const host = args as CommandArgs['host.add']
      return expandedNames(host.name, host.count).map((name) => ({ ...host, name, count: 1, advancedOptions: lowerCaseKeys(host.advancedOptions) }))
    }
    case 'host.configure': {
      const host = args as CommandArgs['host.configure']
      return [host.advancedOptions === undefined ? host : { ...host, advancedOptions: lowerCaseKeys(host.advancedOptions) }]
    }
    case 'cluster.configure': {
      const patch = args as ClusterPatch
      return [{ ...patch, ...loweredOptions('ha', patch), ...loweredOptions('drs', patch) }]
    }
    case 'vm.create': {
      const vm = args as CommandArgs['vm.create'] & { readonly demand: DemandEntry }
      checkPings(vm, path, report)
      return expandedNames(vm.name, vm.count).map((name) => ({
        ...vm,
        name,
        count: 1,
        demand: finishDemand(vm.demand, name, false, traces, [...path, 'demand'], report),
      }))
    }
    case 'vm.configure': {
      const { demand, ...vm } = args as Omit<CommandArgs['vm.configure'], 'demand'> & { readonly demand?: DemandEntry }
      checkPings(vm, path, report)
      return [demand === undefined ? vm : { ...vm, demand: finishDemand(demand, vm.vm, true, traces, [...path, 'demand'], report) }]
    }
    case 'vm.setDemand': {
      const { vm, ...demand } = args as { readonly vm: string } & DemandEntry
      return [{ vm, ...finishDemand(demand, vm, true, traces, path, report) }]
    }
    default:
      return [args]
  }
}

function loweredOptions(service: 'ha' | 'drs', patch: ClusterPatch): ClusterPatch {
  const block = patch[service]
  const options = block?.advancedOptions
  if (block === undefined || block === null || options === undefined || options === null) return {}
  return { [service]: { ...block, advancedOptions: lowerCaseKeys(options as AdvancedOptions) } }
}

export interface CommandContext {
  /** What exists now; left out: names are not checked (the engine refuses what it does not find). */
  readonly names?: LabNames
  readonly traces?: ReadTrace
}

export type ParsedCommand<C extends CommandName = CommandName> =
  { readonly ok: true; readonly command: C; readonly args: CommandArgs[C] } | { readonly ok: false; readonly problems: readonly LabProblem[] }

/** A command from outside a file, by the same schemas. Paths of problems are those of the arguments; lines are null. Never throws. */
export function parseCommand(command: string, args: unknown, context: CommandContext = {}): ParsedCommand {
  const problems: LabProblem[] = []
  const read = readCommand(command, args, context, (path, [message, messageKo]) =>
    problems.push({ path: pathText(path), line: null, message, messageKo }),
  )
  return read === null ? { ok: false, problems } : { ok: true, ...read }
}

/** Null: something was reported; paths as `parseCommand` has them. */
export function readCommand(
  command: unknown,
  args: unknown,
  context: CommandContext,
  report: Report,
): { readonly command: CommandName; readonly args: CommandArgs[CommandName] } | null {
  let isSound = true
  const say: Report = (path, message) => {
    isSound = false
    report(path, message)
  }
  if (typeof command !== 'string' || !isCommandName(command)) {
    say(['do'], commandRefusal(command))
    return null
  }
  const parsed: unknown = parseOne(commandSchemas[command] as AnySchema, args, [], say)
  if (isMap(args) && context.names !== undefined) checkReferences(commandSchemas[command] as AnySchema, args, [], context.names, say)
  if (isMap(parsed) && typeof parsed['count'] === 'number' && parsed['count'] > 1)
    say(['count'], ['expected 1: add them one at a time', '1이어야 합니다. 한 번에 하나씩 추가하십시오'])
  if (parsed === null || !isSound) return null
  const [finished] = finishedArgs(command, parsed, new Traces(context.traces ?? null), [], say)
  return isSound ? { command, args: finished as CommandArgs[CommandName] } : null
}

/** The names of hosts, VMs … that commands may refer to now. */
export function knownNames(
  lists: { readonly [K in keyof LabNames['byKind']]?: Iterable<string> } & { readonly addresses?: Iterable<string> },
): LabNames {
  const names = new LabNames()
  const { addresses, ...kinds } = lists
  for (const [kind, list] of Object.entries(kinds)) for (const name of list) names.byKind[kind as keyof LabNames['byKind']].add(name)
  for (const address of addresses ?? []) names.addresses.add(address)
  return names
}
