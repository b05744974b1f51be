/** Entry of the command line: the process around it, and the files that are built beside it. */
import module from 'node:module'
import { join } from 'node:path'
import { cliMain } from './cli.ts'
import { outputSink, type CliIo } from './io.ts'

// Compiled code is kept between calls; the launcher may have chosen a folder already.
if (module.getCompileCacheDir() === undefined) module.enableCompileCache()

const out = join(import.meta.dirname, '..')
const io: CliIo = {
  out: outputSink(1, () => process.stdout),
  err: outputSink(2, () => process.stderr),
  env: process.env,
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  built: { workerUrl: new URL('./run.worker.js', import.meta.url), rendererDir: join(out, 'renderer'), resourcesDir: join(out, '..', 'resources') },
  // Not performance.now(), which loads all of perf_hooks.
  nowMs: () => Number(process.hrtime.bigint()) / 1e6,
}

process.exitCode = await cliMain(process.argv.slice(2), io)
