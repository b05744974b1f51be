/** The process around the command line, and the files that are built beside the entry that answers. */
import { join } from 'node:path'
import { outputSink, type CliIo } from './io.ts'

/** `entry`: the `import.meta` of an entry in out/main. */
export function processIo(entry: Pick<ImportMeta, 'url' | 'dirname'>): CliIo {
  const out = join(entry.dirname, '..')
  return {
    out: outputSink(1, () => process.stdout),
    err: outputSink(2, () => process.stderr),
    env: process.env,
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    built: { workerUrl: new URL('run.worker.js', entry.url), rendererDir: join(out, 'renderer'), resourcesDir: join(out, '..', 'resources') },
    // Not performance.now(), which loads all of perf_hooks.
    nowMs: () => Number(process.hrtime.bigint()) / 1e6,
  }
}
