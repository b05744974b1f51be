import type { Lab } from '../contract/lab/index.ts'
import type { RunCommand } from './branch.ts'

export interface CrashReport {
  readonly seed: number
  readonly engineVersion: number
  readonly turn: number
  readonly t: number
  readonly commands: readonly RunCommand[]
  readonly error: string
}

/**
 * What it takes to repeat a failure. Names of the inventory become `host#1`, `vm#3` …, numbered as in the lab, and other text of
 * the commands goes, so that the report may be logged and passed on.
 */
export function crashReport(
  error: unknown,
  lab: Lab,
  at: { readonly engineVersion: number; readonly turn: number; readonly t: number; readonly commands: readonly RunCommand[] },
): CrashReport {
  const names = aliases(lab)
  return {
    seed: lab.seed,
    engineVersion: at.engineVersion,
    turn: at.turn,
    t: at.t,
    commands: at.commands.map((command) => ({ ...command, args: hideArguments(command.args, names) as RunCommand['args'] })),
    error: hideIn(error instanceof Error ? (error.stack ?? error.message) : String(error), names),
  }
}

type Aliases = readonly (readonly [name: string, alias: string])[]

/** Longest first: a name may be part of another. */
function aliases(lab: Lab): Aliases {
  const of = (kind: string, records: readonly { readonly name: string }[]): [string, string][] =>
    records.map(({ name }, index) => [name, `${kind}#${index + 1}`])
  const all = [
    ...of('host', lab.hosts),
    ...of('vm', lab.vms),
    ...of('network', lab.networks),
    ...of('datastore', lab.datastores),
    ...of('pool', lab.cluster.resourcePools),
    ...of('cluster', [lab.cluster]),
  ]
  return all.sort(([a], [b]) => b.length - a.length)
}

function hideIn(text: string, names: Aliases): string {
  let hidden = text
  for (const [name, alias] of names) if (hidden.includes(name)) hidden = hidden.replaceAll(name, alias)
  return hidden
}

function hideArguments(value: unknown, names: Aliases): unknown {
  if (typeof value === 'string') return names.find(([name]) => name === value)?.[1] ?? '#'
  if (Array.isArray(value)) return value.map((item) => hideArguments(item, names))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [names.find(([name]) => name === key)?.[1] ?? key, hideArguments(item, names)]),
  )
}
