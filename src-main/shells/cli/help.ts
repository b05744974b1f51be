import { usageOf } from './arguments.ts'
import { commands, type Command } from './command-list.ts'

const column = (rows: readonly (readonly [string, string])[]): string => {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}\n`).join('')
}

export function generalHelp(): string {
  const rows = commands.map(({ name, operand, help }) => [operand === null ? name : `${name} ${operand}`, help] as const)
  return (
    'hostdown COMMAND: simulates vSphere clusters and says why each decision was taken\n\n' +
    column(rows) +
    '\nhostdown COMMAND --help tells more, hostdown --version which Hostdown and which engine it is.\n' +
    'Exit status: 0 done, 1 an expectation failed, 2 bad input, 3 an internal error.\n'
  )
}

export function commandHelp(command: Command): string {
  const options = command.options.map(
    ({ name, letter, value, help }) =>
      [`${letter === undefined ? '' : `-${letter}, `}--${name}${value === undefined ? '' : ` ${value}`}`, help] as const,
  )
  return `usage: ${usageOf(command)}\n\n${command.help}\n${options.length === 0 ? '' : `\n${column(options)}`}`
}
