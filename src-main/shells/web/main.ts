/** Entry of `npm start` where there is no Electron: opens Hostdown in the browser. */
import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { LabProblemsError, startServer } from './server.ts'

const usage = 'usage: web [LAB] [--port N] [--no-open] [--data DIR]'
const out = join(import.meta.dirname, '..')

interface Arguments {
  readonly lab: string | null
  readonly port: number | undefined
  readonly open: boolean
  readonly data: string | null
}

function readArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { port: { type: 'string' }, 'no-open': { type: 'boolean', default: false }, data: { type: 'string' } },
  })
  if (positionals.length > 1) throw new Error('one lab file at most')
  const port = values.port === undefined ? undefined : Number(values.port)
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) throw new Error('--port: a number from 0 to 65535')
  const lab = positionals[0]
  // Paths are relative to where the user stands, also through npm.
  return { lab: lab === undefined ? null : resolve(process.env['INIT_CWD'] ?? '', lab), port, open: !values['no-open'], data: values.data ?? null }
}

async function start(args: Arguments): Promise<void> {
  const server = await startServer({
    workerUrl: new URL('./run.worker.js', import.meta.url),
    rendererDir: join(out, 'renderer'),
    resourcesDir: join(out, '..', 'resources'),
    startLab: args.lab,
    dataFolder: args.data,
    ...(args.port !== undefined && { port: args.port }),
  })
  console.log(`Hostdown: ${server.url}`)
  if (args.open) openBrowser(server.url)
  const stop = (): void => void server.close().finally(() => process.exit(0))
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
}

/** Best effort: the address is printed anyway. */
function openBrowser(url: string): void {
  const { platform, env } = process
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) return
  const [command, args] =
    platform === 'darwin' ? ['open', [url]] : platform === 'win32' ? ['rundll32', ['url.dll,FileProtocolHandler', url]] : ['xdg-open', [url]]
  const child = spawn(command as string, args as string[], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}

function fail(error: unknown): void {
  // Bad input has its own status, like on the command line.
  const expected = error instanceof LabProblemsError
  console.error(expected ? error.message : error)
  process.exitCode = expected ? 2 : 3
}

try {
  start(readArguments(process.argv.slice(2))).catch(fail)
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  process.exitCode = 2
}
