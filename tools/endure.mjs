// What a web shell has to endure for long, or all at once.
//   node tools/endure.mjs connections [--count 10000]   so many clients that never end their request, while a window works; nothing else of them stays
//   node tools/endure.mjs week [--days 7]               a run of simulated days with failures; what is kept in memory grows with its log only
// Prints figures; exit 1: it did not hold.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { parseArgs } from 'node:util'
import { runInNewContext } from 'node:vm'
import { ensureBuilt } from './bootstrap.mjs'
import { openRoom, temporaryFolder } from './fuzz/room.mjs'
import { startShell } from './fuzz/web-shell.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { count: { type: 'string', default: '10000' }, days: { type: 'string', default: '7' } },
})
const ANSWER_MS_MAX = 1000
/** Open at the same time: what a system lets one process have. */
const AT_ONCE = 500
const DAY_MS = 86_400_000
/** Of what is neither events nor views of them, for a day. */
const GROWTH_MB_A_DAY = 8

const kinds = { connections, week }
const kind = kinds[positionals[0]]
if (kind === undefined) {
  console.error(`usage: node tools/endure.mjs ${Object.keys(kinds).join('|')}`)
  process.exit(2)
}
process.exitCode = (await kind()) ? 0 : 1

/** Linux tells of other processes; null elsewhere. */
function memoryOf(pid) {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024
  } catch {
    return null
  }
}

async function connections() {
  ensureBuilt('main')
  const folder = mkdtempSync(join(tmpdir(), 'hostdown-endure-'))
  const shell = await startShell(folder)
  const talk = await shell.talk()
  const count = Number(values.count)
  const began = performance.now()
  const before = memoryOf(shell.pid)
  let [opened, slowest, most] = [0, 0, 0]
  const open = new Set()
  try {
    while (opened < count) {
      while (open.size < AT_ONCE && opened < count) {
        opened++
        const socket = connect(shell.port, '127.0.0.1', () => socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${shell.port}\r\nX-Slow: `))
        open.add(socket)
        // Who does not read never hears that it was cut off.
        socket.resume()
        socket.on('error', () => undefined)
        socket.on('close', () => open.delete(socket))
      }
      const asked = performance.now()
      await talk.invoke('app.info', {})
      slowest = Math.max(slowest, performance.now() - asked)
      most = Math.max(most, memoryOf(shell.pid) ?? 0)
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    // Those that never end are cut off.
    const cutFrom = performance.now()
    while (open.size > 0 && performance.now() - cutFrom < 60_000) await new Promise((resolve) => setTimeout(resolve, 100))
    await talk.invoke('app.info', {})
    const grown = before === null ? null : Math.round(most - before)
    const seconds = Math.round((performance.now() - began) / 1000)
    console.log(
      `${opened} connections in ${seconds} s: the window was answered in ${Math.round(slowest)} ms at most, ${grown ?? '?'} MB more, ${open.size} left`,
    )
    return shell.isAlive() && open.size === 0 && slowest < ANSWER_MS_MAX && (grown ?? 0) < 100
  } finally {
    for (const socket of open) socket.destroy()
    talk.close()
    await shell.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function week() {
  setFlagsFromString('--expose-gc')
  const gc = runInNewContext('gc')
  const { folder, forget } = temporaryFolder()
  const { room } = openRoom(folder)
  const began = performance.now()
  const heaps = []
  try {
    const text = readFileSync(join(import.meta.dirname, '..', 'resources', 'samples', 'article.lab.yaml'), 'utf8')
    await room.invoke('open', { fileName: 'article.lab.yaml', text, folder: null, origin: { sample: 'article' } })
    let events = 0
    for (let day = 1; day <= Number(values.days); day++) {
      for (let part = 0; part < 4; part++) {
        const { t } = await room.invoke('run.seek', { t: Math.round((day - 1 + part / 4) * DAY_MS) })
        await room.invoke('run.command', { command: part % 2 === 0 ? 'host.powerOff' : 'host.powerOn', arguments: { host: 'Host B' }, at: t })
      }
      await room.invoke('run.seek', { t: day * DAY_MS })
      events = (await room.invoke('run.current', {})).events.length
      gc()
      heaps.push(process.memoryUsage().heapUsed / 1e6)
    }
    const growth = (heaps.at(-1) - heaps[0]) / Math.max(1, heaps.length - 1)
    const seconds = Math.round((performance.now() - began) / 1000)
    console.log(
      `${values.days} days, ${events} events in ${seconds} s: heap ${heaps.map((mb) => mb.toFixed(0)).join(', ')} MB, ${growth.toFixed(2)} MB more a day`,
    )
    return growth < GROWTH_MB_A_DAY
  } finally {
    room.close()
    forget()
  }
}
