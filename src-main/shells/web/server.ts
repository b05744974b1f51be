import { createApp, type AppOptions } from '../../app/create-app.ts'
import type { LabProblem } from '../../contract/api.ts'
import { serveApp, type RunningServer } from './serve-app.ts'

export interface StartOptions extends Omit<AppOptions, 'shell'> {
  readonly rendererDir: string
  readonly port?: number
}

/** The lab to open at the start does not parse. */
export class LabProblemsError extends Error {
  readonly problems: readonly LabProblem[]

  constructor(problems: readonly LabProblem[]) {
    super(
      problems.map(({ path, line, message }) => `${path === '' ? '' : `${path}: `}${message}${line === null ? '' : ` (line ${line})`}`).join('\n'),
    )
    this.name = 'LabProblemsError'
    this.problems = problems
  }
}

/** An application with its server, as `npm start` and `hostdown serve` use it. Rejects with a LabProblemsError. */
export async function startServer({ rendererDir, port, ...options }: StartOptions): Promise<RunningServer> {
  const app = createApp({ ...options, shell: 'web' })
  try {
    const problems = await app.started
    if (problems.length > 0) throw new LabProblemsError(problems)
    const server = await serveApp({ app, rendererDir, ...(port !== undefined && { port }) })
    const close = async (): Promise<void> => {
      await server.close()
      await app.close()
    }
    return { ...server, close }
  } catch (error) {
    await app.close()
    throw error
  }
}
