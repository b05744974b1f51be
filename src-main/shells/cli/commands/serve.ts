import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { wholeOption, type Arguments } from '../arguments.ts'
import { BadInput, type CliIo } from '../io.ts'

const PORT_MAX = 65_535

/** Serves until it is interrupted. */
export async function serve(args: Arguments, io: CliIo): Promise<number> {
  const port = wholeOption(args, 'port', 0, PORT_MAX)
  const lab = args.operands[0]
  const { workerUrl, rendererDir, resourcesDir } = io.built
  if (!existsSync(join(rendererDir, 'index.html'))) throw new BadInput(['the window is not built yet: npm start builds it'])
  const { LabProblemsError, startServer } = await import('../../web/server.ts')
  try {
    const server = await startServer({
      workerUrl,
      rendererDir,
      resourcesDir,
      startLab: lab === undefined ? null : resolve(io.cwd, lab),
      dataFolder: args.values.get('data') ?? null,
      ...(port !== null && { port }),
    })
    await io.out.write(`Hostdown: ${server.url}\n`)
    if (!args.switches.has('no-open')) openBrowser(server.url, io)
    await interrupted()
    await server.close()
    return 0
  } catch (error) {
    if (error instanceof LabProblemsError) throw new BadInput(error.message.split('\n'))
    throw error
  }
}

const interrupted = (): Promise<void> =>
  new Promise((done) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => done())
  })

/** Best effort: the address is printed anyway. */
function openBrowser(url: string, io: CliIo): void {
  const { platform } = process
  if (platform === 'linux' && !io.env['DISPLAY'] && !io.env['WAYLAND_DISPLAY']) return
  const [program, before] =
    platform === 'darwin' ? ['open', []] : platform === 'win32' ? ['rundll32', ['url.dll,FileProtocolHandler']] : ['xdg-open', []]
  const child = spawn(program, [...before, url], { stdio: 'ignore', detached: true })
  child.on('error', () => undefined)
  child.unref()
}
