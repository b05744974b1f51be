/** Reads the arguments of a command. A parser library would cost a third of the time that a small lab takes. */
import { hintFor } from '../../contract/did-you-mean.ts'
import { parseDuration, parseRunTime } from '../../contract/units.ts'
import { BadInput } from './io.ts'

export interface OptionSpec {
  readonly name: string
  /** A letter that may stand for it: `-o`. */
  readonly letter?: string
  /** What stands for its value in the help; left out for a switch. */
  readonly value?: string
  readonly help: string
}

export interface CommandSpec {
  readonly name: string
  /** `LAB`, `PATH…` (one or more), `[LAB]` (at most one), `[PATH…]` (any number) or null (none). */
  readonly operand: string | null
  readonly options: readonly OptionSpec[]
  readonly help: string
}

export interface Arguments {
  readonly operands: readonly string[]
  readonly values: ReadonlyMap<string, string>
  readonly switches: ReadonlySet<string>
}

/** Throws BadInput for an unknown option, a missing value, or operands that are missing or too many. */
export function readArguments(spec: CommandSpec, argv: readonly string[]): Arguments {
  const operands: string[] = []
  const values = new Map<string, string>()
  const switches = new Set<string>()
  let onlyOperands = false
  for (let i = 0; i < argv.length; i++) {
    const argument = argv[i] ?? ''
    if (onlyOperands || argument === '-' || !argument.startsWith('-')) {
      operands.push(argument)
      continue
    }
    if (argument === '--') {
      onlyOperands = true
      continue
    }
    const equals = argument.indexOf('=')
    const written = equals < 0 ? argument : argument.slice(0, equals)
    const option = optionNamed(spec, written)
    if (values.has(option.name) || switches.has(option.name)) throw new BadInput([`${written}: given twice`])
    if (option.value === undefined) {
      if (equals >= 0) throw new BadInput([`${written}: takes no value`])
      switches.add(option.name)
      continue
    }
    const value = equals < 0 ? argv[++i] : argument.slice(equals + 1)
    if (value === undefined || value === '' || (equals < 0 && value.startsWith('--')))
      throw new BadInput([`${written}: needs a value, ${option.value}`])
    values.set(option.name, value)
  }
  checkOperands(spec, operands)
  return { operands, values, switches }
}

function optionNamed(spec: CommandSpec, written: string): OptionSpec {
  const option = spec.options.find(({ name, letter }) => `--${name}` === written || (letter !== undefined && `-${letter}` === written))
  if (option !== undefined) return option
  const known = spec.options.map(({ name }) => `--${name}`)
  const list = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`
  throw new BadInput([`hostdown ${spec.name}: unknown option ${written}${hintFor(written, known) || ` (${list})`}`])
}

function checkOperands(spec: CommandSpec, operands: readonly string[]): void {
  const { operand } = spec
  const many = operand?.includes('…') ?? false
  const optional = operand === null || operand.startsWith('[')
  const max = operand === null ? 0 : many ? Number.MAX_SAFE_INTEGER : 1
  if (operands.length === 0 && !optional) throw new BadInput([`hostdown ${spec.name}: missing ${operand}`, `usage: ${usageOf(spec)}`])
  if (operands.length > max) throw new BadInput([`hostdown ${spec.name}: unexpected ${JSON.stringify(operands[max])}`, `usage: ${usageOf(spec)}`])
}

export function usageOf(spec: CommandSpec): string {
  const options = spec.options.map(({ name, value }) => `[--${name}${value === undefined ? '' : ` ${value}`}]`)
  return ['hostdown', spec.name, ...(spec.operand === null ? [] : [spec.operand]), ...options].join(' ')
}

/** A run time such as `90s`, `2m30s`, a number of seconds or `1:18` as clocks show it, in ms; null where the option is not given. */
export function timeOption(args: Arguments, name: string): number | null {
  const text = args.values.get(name)
  if (text === undefined) return null
  const ms = parseRunTime(text) ?? parseDuration(/^\d+(\.\d+)?$/.test(text) ? Number(text) : text)
  if (ms === null)
    throw new BadInput([
      `--${name}: expected a time such as 500ms, 90s, 2m30s, 1h, 7d, 1:18, 1:02:30 or a number of seconds, got ${JSON.stringify(text)}`,
    ])
  return ms
}

/** A whole number within the limits; null where the option is not given. */
export function wholeOption(args: Arguments, name: string, min: number, max: number): number | null {
  const text = args.values.get(name)
  if (text === undefined) return null
  const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
  if (!(value >= min && value <= max)) throw new BadInput([`--${name}: expected a whole number from ${min} to ${max}, got ${JSON.stringify(text)}`])
  return value
}

/** One of some words; null where the option is not given. */
export function wordOption<const W extends string>(args: Arguments, name: string, words: readonly W[]): W | null {
  const text = args.values.get(name)
  if (text === undefined) return null
  const word = words.find((known) => known === text)
  if (word === undefined) throw new BadInput([`--${name}: expected ${words.join(' or ')}, got ${JSON.stringify(text)}${hintFor(text, words)}`])
  return word
}
