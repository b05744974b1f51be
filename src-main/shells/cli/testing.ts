/** A process in memory, for the tests of the command line. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cliMain } from './cli.ts'
import { OutputClosed, type CliIo, type Sink } from './io.ts'

export interface Result {
  readonly status: number
  readonly out: string
  readonly err: string
}

export interface Surroundings {
  readonly cwd?: string
  readonly env?: { readonly [name: string]: string }
  readonly isTty?: boolean
  /** The reader goes away after so many writes. */
  readonly closesAfter?: number
  /** Time that passes between two looks at the clock, in ms. */
  readonly tickMs?: number
}

export async function hostdown(argv: readonly string[], around: Surroundings = {}): Promise<Result> {
  const { cwd = process.cwd(), env = {}, isTty = false, closesAfter = Number.POSITIVE_INFINITY, tickMs = 1 } = around
  const out: string[] = []
  const err: string[] = []
  let nowMs = 0
  const sink = (texts: string[], writesMax: number): Sink => ({
    isTty,
    async write(text) {
      if (texts.length >= writesMax) throw new OutputClosed()
      texts.push(text)
    },
  })
  const io: CliIo = {
    out: sink(out, closesAfter),
    err: sink(err, Number.POSITIVE_INFINITY),
    env,
    cwd,
    built: { workerUrl: new URL('file:///run.worker.js'), rendererDir: join(cwd, 'no-window'), resourcesDir: cwd },
    nowMs: () => (nowMs += tickMs),
  }
  const status = await cliMain(argv, io)
  return { status, out: out.join(''), err: err.join('') }
}

const folders: string[] = []

/** A folder with these files; `removeFolders` after the tests. */
export function folderWith(files: { readonly [name: string]: string | Uint8Array }): string {
  const folder = mkdtempSync(join(tmpdir(), 'hostdown-cli-'))
  folders.push(folder)
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  return folder
}

export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
}
