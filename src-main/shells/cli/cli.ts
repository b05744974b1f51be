/** The command line: finds the command, runs it, and turns whatever it throws into an exit status. */
import { hintFor } from '../../contract/did-you-mean.ts'
import { readArguments } from './arguments.ts'
import { commands, type Command } from './command-list.ts'
import { BadInput, BrokenRun, OutputClosed, type CliIo } from './io.ts'

export const exitStatus = { done: 0, failed: 1, badInput: 2, internal: 3 } as const

/** Runs one command; resolves to its exit status and never rejects. */
export async function cliMain(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    return await dispatch(argv, io)
  } catch (error) {
    return await report(error, io).catch(() => exitStatus.internal)
  }
}

async function dispatch(argv: readonly string[], io: CliIo): Promise<number> {
  const [first, ...rest] = argv
  if (first === '--help' || first === '-h' || first === 'help') {
    const { generalHelp, commandHelp } = await import('./help.ts')
    const command = rest[0] === undefined ? undefined : commandNamed(rest[0])
    await io.out.write(command === undefined ? generalHelp() : commandHelp(command))
    return exitStatus.done
  }
  if (first === '--version') {
    const [{ versionBeside }, { ENGINE_VERSION }] = await Promise.all([import('../../app/version.ts'), import('../../engine/index.ts')])
    await io.out.write(`Hostdown ${versionBeside(io.built.resourcesDir)}, engine version ${ENGINE_VERSION}\n`)
    return exitStatus.done
  }
  if (first === undefined) {
    const { generalHelp } = await import('./help.ts')
    await io.err.write(generalHelp())
    return exitStatus.badInput
  }
  const command = commandNamed(first)
  if (isHelpWanted(rest)) {
    const { commandHelp } = await import('./help.ts')
    await io.out.write(commandHelp(command))
    return exitStatus.done
  }
  const args = readArguments(command, rest)
  const body = await command.load()
  return body(args, io)
}

function isHelpWanted(argv: readonly string[]): boolean {
  const end = argv.indexOf('--')
  return (end < 0 ? argv : argv.slice(0, end)).some((argument) => argument === '--help' || argument === '-h')
}

/** Throws BadInput for one that there is not. */
function commandNamed(name: string): Command {
  const command = commands.find((one) => one.name === name)
  if (command !== undefined) return command
  const known = commands.map((one) => one.name)
  const what = name.startsWith('-') ? 'option' : 'command'
  throw new BadInput([`hostdown: unknown ${what} ${JSON.stringify(name)}${hintFor(name, known)}`, 'hostdown --help lists the commands'])
}

async function report(error: unknown, io: CliIo): Promise<number> {
  if (error instanceof OutputClosed) return exitStatus.done
  if (error instanceof BadInput) {
    await io.err.write(`${error.lines.join('\n')}\n`)
    return exitStatus.badInput
  }
  if (error instanceof BrokenRun) {
    await io.err.write(`${error.lines.join('\n')}\n`)
    return exitStatus.internal
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error)
  await io.err.write(`hostdown: internal error\n${detail}\n`)
  return exitStatus.internal
}
