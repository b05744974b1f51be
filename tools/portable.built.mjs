// The portable archive, unpacked by another program into a folder of its own, with nothing of the checkout in reach.
import { spawn, spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writePortable } from './portable.mjs'

const unzipper = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'))('unzipper')
let folder
let unpacked

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hostdown portable '))
  const zip = await unzipper.Open.file(writePortable(folder))
  await zip.extract({ path: join(folder, 'far away') })
  unpacked = join(folder, 'far away', zip.files[0].path.split('/')[0])
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))

const env = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(INIT_CWD|NODE_PATH|NODE_OPTIONS|HOSTDOWN_.*|VITEST.*)$/.test(name)))

it('serves the window from wherever it is', async () => {
  mkdirSync(join(folder, 'elsewhere'))
  const args = [join(unpacked, 'hostdown.mjs'), '--no-open', '--port', '0', '--data', 'data']
  const child = spawn(process.execPath, args, { cwd: join(folder, 'elsewhere'), env: env() })
  try {
    const url = await new Promise((resolve, reject) => {
      let said = ''
      child.stdout.on('data', (chunk) => {
        said += chunk
        const found = /^Hostdown: (\S+)$/m.exec(said)
        if (found) resolve(found[1])
      })
      child.stderr.on('data', (chunk) => (said += chunk))
      child.once('exit', (status) => reject(new Error(`ended with ${status}: ${said}`)))
    })
    const first = await fetch(url, { redirect: 'manual' })
    const cookie = first.headers.get('set-cookie').split(';')[0]
    const page = await (await fetch(new URL('/', url), { headers: { cookie } })).text()
    expect(page).toContain('<title>Hostdown</title>')
    const script = /src="\.?([^"]+\.js)"/.exec(page)[1]
    const answer = await fetch(new URL(script, url), { headers: { cookie } })
    expect([answer.status, (await answer.text()).length > 100_000]).toEqual([200, true])
    const run = await overSocket(url, cookie, 'run.current', {})
    expect(run).toMatchObject({ ok: true, output: { lab: { hosts: { length: 3 } } } })
    // The native module is there and works: the data is kept.
    const info = await overSocket(url, cookie, 'app.info', {})
    expect(info).toMatchObject({ output: { data: { folder: join(folder, 'elsewhere', 'data'), problem: null } } })
    expect(existsSync(join(folder, 'elsewhere', 'data', 'hostdown.sqlite'))).toBe(true)
    const licences = await overSocket(url, cookie, 'app.licences', {})
    expect(licences.output.map(({ name }) => name)).toEqual(expect.arrayContaining(['vue', 'better-sqlite3']))
  } finally {
    const gone = new Promise((resolve) => child.once('exit', resolve))
    if (child.kill()) await gone
  }
}, 60_000)

async function overSocket(url, cookie, method, input) {
  const { WebSocket } = createRequire(import.meta.url)('ws')
  const { origin } = new URL(url)
  const socket = new WebSocket(`${origin.replace('http', 'ws')}/ws`, { headers: { Cookie: cookie, Origin: origin } })
  try {
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    socket.send(JSON.stringify({ id: 7, method, input }))
    return await new Promise((resolve) =>
      socket.on('message', (data) => {
        const message = JSON.parse(data.toString())
        if (message.id === 7) resolve(message)
      }),
    )
  } finally {
    socket.terminate()
  }
}

it('has the command line too', () => {
  const lab = join(unpacked, 'resources', 'samples', 'article.lab.yaml')
  const result = spawnSync(process.execPath, [join(unpacked, 'hostdown-cli.mjs'), 'check', lab], { cwd: folder, env: env(), encoding: 'utf8' })
  expect(result.stderr + result.stdout).not.toMatch(/error/i)
  expect(result.status).toBe(0)
})
