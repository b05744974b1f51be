/** The test's way into the process, as Playwright's `ElectronApplication.evaluate` is into a real one: a function, run with the module `electron`. */
import { serialize } from 'node:v8'

interface Request {
  readonly id: number
  readonly source: string
  readonly argument: unknown
}

export function answerTest(electron: object): void {
  if (process.send === undefined) return
  process.on('message', (request: Request) => {
    void answer(electron, request).then((reply) => process.send?.({ id: request.id, ...reply }))
  })
  // The test holds the other end; it must not keep a process alive that has quit, nor outlive the test.
  process.on('disconnect', () => process.exit(1))
}

async function answer(electron: object, { source, argument }: Request): Promise<{ readonly value?: unknown; readonly error?: string }> {
  try {
    // Code of the spec itself, as its runner would evaluate it.
    const body = (0, eval)(`(${source})`) as (module: object, argument: unknown) => unknown
    const value = await body(electron, argument)
    serialize(value)
    return { value }
  } catch (error) {
    return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  }
}
