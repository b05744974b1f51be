/** Entry of the command line: the process around it, and the files that are built beside it. */
import module from 'node:module'
import { join } from 'node:path'
import { cliMain } from './cli.ts'
import { streamSink, type CliIo } from './io.ts'

// Compiled code is kept between calls; the launcher may have chosen a folder already.
if (module.getCompileCacheDir() === undefined) module.enableCompileCache()

const out = join(import.meta.dirname, '..')
const io: CliIo = {
  out: streamSink(process.stdout),
  err: streamSink(process.stderr),
  env: process.env,
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  built: { workerUrl: new URL('./run.worker.js', import.meta.url), rendererDir: join(out, 'renderer'), resourcesDir: join(out, '..', 'resources') },
  nowMs: () => performance.now(),
}

process.exitCode = await cliMain(process.argv.slice(2), io)
