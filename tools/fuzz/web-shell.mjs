// The built web shell as a process of its own, and a window that only talks.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { root } from '../bootstrap.mjs'
import { talkTo } from '../../e2e/talk.ts'

/** However busy the machine. */
const START_MS = 600_000

const spawnShell = (data) =>
  spawn(process.execPath, [join(root, 'out', 'main', 'web.js'), '--no-open', '--port', '0', '--data', data], { stdio: ['ignore', 'pipe', 'pipe'] })

/** Begins to start one and ends it on the way, or once it said where it is; resolves when it is gone. */
export function killWhileStarting(data, afterMs) {
  const child = spawnShell(data)
  const kill = () => child.kill('SIGKILL')
  const late = setTimeout(kill, afterMs)
  child.stdout.once('data', kill)
  return new Promise((resolve) => child.once('close', resolve)).finally(() => clearTimeout(late))
}

/** `kill`: at once, as when the power goes; resolves when it is gone. */
export function startShell(data) {
  const child = spawnShell(data)
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (errors = `${errors}${text}`.slice(-4000)))
  const gone = new Promise((resolve) => child.once('close', resolve))
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), START_MS)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^Hostdown: (\S+)$/.exec(line)?.[1]
      if (url === undefined) return
      clearTimeout(late)
      resolve({
        url,
        port: Number(new URL(url).port),
        pid: child.pid,
        talk: () => talkTo(url),
        errors: () => errors,
        isAlive: () => child.exitCode === null && child.signalCode === null,
        async kill(signal = 'SIGKILL') {
          child.kill(signal)
          await gone
        },
      })
    })
    void gone.then(() => reject(new Error(`it did not start: ${errors}`)))
  })
}
