/** The application with all its threads as they stand in the source, for tests. */
import { join } from 'node:path'
import { createApp, type App } from './create-app.ts'

export const resourcesDir = join(import.meta.dirname, '..', '..', 'resources')

const here = (file: string): URL => new URL(file, import.meta.url)

export function appFromSource(dataFolder: string): App {
  return createApp({
    shell: 'web',
    workerUrl: here('./run.worker.ts'),
    sweepWorkerUrl: here('../sweeps/sweep.worker.ts'),
    importWorkerUrl: here('./import.worker.ts'),
    practiceWorkerUrl: here('./practice.worker.ts'),
    guidedWorkerUrl: here('./guided.worker.ts'),
    startLab: null,
    resourcesDir,
    dataFolder,
    log: () => undefined,
  })
}
