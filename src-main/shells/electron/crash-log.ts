/** A file beside the data that tells what went wrong: lines of the application (which name nothing of an inventory) and ends of processes. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The file before is kept, and the one before that is not. */
const BYTES_MAX = 1_000_000

export interface CrashLog {
  readonly path: string
  readonly write: (text: string) => void
  /** The kind of an error and where it happened; its message may hold a name or a path, so it stays out. */
  readonly writeError: (what: string, error: unknown) => void
}

/** Never throws: where there is no room for a log, standard error has to do. */
export function openCrashLog(folder: string, about: string, now: () => Date = () => new Date()): CrashLog {
  const path = join(folder, 'hostdown.log')
  const write = (text: string): void => {
    const line = `${now().toISOString()} ${about} ${text}\n`
    process.stderr.write(line)
    try {
      mkdirSync(folder, { recursive: true })
      if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > BYTES_MAX) renameSync(path, join(folder, 'hostdown.before.log'))
      appendFileSync(path, line)
    } catch {
      // Standard error has it.
    }
  }
  return { path, write, writeError: (what, error) => write(`${what}: ${traceOf(error)}`) }
}

function traceOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  // Folders of the user are no part of where in the program it happened.
  return [error.name, ...frames.map((line) => line.trim().replace(/(?:file:\/\/)?[^\s()]*[\\/](?=[^\\/\s()]+:\d+)/g, ''))].join(' ')
}
