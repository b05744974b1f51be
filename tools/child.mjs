// A long-running child that shares the terminal: signals are passed on, its exit is ours.
import { spawn } from 'node:child_process'

/** Resolves with the exit status (128 + signal number, as shells have it) once the child has ended. */
export function runChild(program, args, options = {}) {
  const child = spawn(program, args, { stdio: 'inherit', ...options })
  const forward = (signal) => child.kill(signal)
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  const orphaned = whenOrphaned(() => child.kill())
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status, signal) => {
      for (const name of signals) process.off(name, forward)
      clearInterval(orphaned)
      resolve(status ?? { SIGHUP: 129, SIGINT: 130, SIGKILL: 137, SIGTERM: 143 }[signal] ?? 1)
    })
  })
}

/** npm that is killed tells nobody: whoever it started has another parent then. (On Windows the parent stays named; there a console ends all.) */
function whenOrphaned(call) {
  const { ppid } = process
  return setInterval(() => {
    if (process.ppid === ppid) return
    call()
  }, 1000).unref()
}
