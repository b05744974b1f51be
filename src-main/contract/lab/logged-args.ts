/**
 * Commands that were logged once and come back from a file: their arguments are in the engine's own units. They are written again as a lab file would
 * have them and parsed, so that the schemas of commands stand in one place.
 */
import type { LabProblem } from './problems.ts'
import { expectedGot, isMap, optionFor, shapeOf, structure } from './problems.ts'
import type { PlainMap } from './problems.ts'
import { commandSchemas, isCommandName } from './commands.ts'
import type { CommandArgs, CommandName } from './commands.ts'
import { facetOf } from './fields.ts'
import type { AnySchema } from './fields.ts'
import * as z from './schema.ts'
import { parseCommand } from './timeline.ts'

export type LoggedCommand =
  /** `args` as they have to be, without the samples of traces; `logged`: the same part of what was logged. */
  { readonly ok: true; readonly args: CommandArgs[CommandName]; readonly logged: unknown } | { readonly ok: false; readonly problem: LabProblem }

/** Never throws. Names are not looked up: the engine refuses what it does not find. */
export function readLoggedCommand(command: string, args: unknown): LoggedCommand {
  const samples = sampleProblem(command, args)
  if (samples !== null) return { ok: false, problem: samples }
  const logged = withDemand(command, args, withoutSamples)
  const written = isCommandName(command) ? writtenAs(commandSchemas[command] as AnySchema, withDemand(command, logged, withInterval)) : logged
  const parsed = parseCommand(command, written)
  const [problem] = parsed.ok ? [] : parsed.problems
  if (problem !== undefined) return { ok: false, problem }
  return { ok: true, args: (parsed as { args: CommandArgs[CommandName] }).args, logged }
}

/** As a lab file has it: times with their unit. What is of no such kind stays, and is refused when it is parsed. */
function writtenAs(schema: AnySchema, value: unknown): unknown {
  const inner = structure(schema)
  if (facetOf(inner)?.type === 'duration') return typeof value === 'number' ? `${value}ms` : { logged: value }
  if (inner instanceof z.ZodUnion) {
    const option = optionFor(inner, value)
    return option === null ? value : writtenAs(option, value)
  }
  if (Array.isArray(value)) {
    if (inner instanceof z.ZodArray) return value.map((item) => writtenAs(inner.def.element as AnySchema, item))
    return value
  }
  if (!isMap(value)) return value
  const of = inner instanceof z.ZodObject ? shapeOf(inner) : null
  const each = inner instanceof z.ZodRecord ? (inner.def.valueType as AnySchema) : null
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      const schemaOf = of === null ? each : Object.hasOwn(of, key) ? (of[key] as AnySchema) : null
      return [key, schemaOf === null || item === null ? item : writtenAs(schemaOf, item)]
    }),
  )
}

// A demand that was logged holds the samples of its traces instead of the files' interval.

function withDemand(command: string, args: unknown, change: (demand: PlainMap) => unknown): unknown {
  if (!isMap(args)) return args
  if (command === 'vm.setDemand') return change(args)
  return isMap(args['demand']) ? { ...args, demand: change(args['demand']) } : args
}

function withoutSamples(demand: PlainMap): unknown {
  const { trace: _trace, memoryTrace: _memoryTrace, traceSamples: _samples, memoryTraceSamples: _memorySamples, ...rest } = demand
  return rest
}

function withInterval({ traceIntervalMs, ...demand }: PlainMap): unknown {
  return traceIntervalMs === undefined ? demand : { ...demand, interval: traceIntervalMs }
}

const traceKeys = [
  ['trace', 'traceSamples'],
  ['memoryTrace', 'memoryTraceSamples'],
] as const

function sampleProblem(command: string, args: unknown): LabProblem | null {
  const demand = !isMap(args) ? null : command === 'vm.setDemand' ? args : args['demand']
  if (!isMap(demand)) return null
  for (const [trace, samples] of traceKeys) {
    const [name, list] = [demand[trace], demand[samples]]
    if (name === undefined && list === undefined) continue
    const isTold = typeof name === 'string' && Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'number' && one >= 0)
    if (isTold || (name === null && list === null)) continue
    const [message, messageKo] = expectedGot(['the samples of a trace', '트레이스의 샘플'], list)
    return { path: command === 'vm.setDemand' ? samples : `demand.${samples}`, line: null, message, messageKo }
  }
  return null
}
