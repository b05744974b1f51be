/** The built web shell against what should not get in, and a lab file that should not start it. */
import { spawnSync } from 'node:child_process'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from './shell.ts'

interface Answer {
  readonly status: number
  readonly body: string
  readonly cookie: string | undefined
}

/** As written: no client tidies the path or the headers up. */
function ask(port: number, path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers: { Host: `127.0.0.1:${port}`, ...headers }, agent: false }, (response) => {
      let body = ''
      response.on('data', (chunk: Buffer) => (body += chunk.toString()))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, cookie: response.headers['set-cookie']?.[0] }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

test('refuses strangers and strange addresses, and lives', async ({ startShell }) => {
  const shell = await startShell()
  const { search } = new URL(shell.url)
  const cookie = (await ask(shell.port, `/${search}`)).cookie?.split(';')[0] ?? ''
  expect((await ask(shell.port, '/', { Cookie: cookie })).body).toContain('<title>Hostdown</title>')

  expect((await ask(shell.port, '/')).status).toBe(403)
  for (const headers of [{ Host: 'evil.example' }, { Origin: 'http://evil.example' }] as Record<string, string>[]) {
    expect(await ask(shell.port, `/${search}`, headers)).toMatchObject({ status: 403, cookie: undefined })
    expect((await ask(shell.port, '/', { Cookie: cookie, ...headers })).status).toBe(403)
  }
  for (const path of [
    '/%zz',
    '/%00',
    '/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/..%2f..%2fpackage.json',
    '//etc/passwd',
    '/main/web.js',
  ]) {
    const { status, body } = await ask(shell.port, path, { Cookie: cookie })
    expect([400, 404], path).toContain(status)
    expect(body).not.toContain('hostdown')
  }
  expect((await ask(shell.port, '/', { Cookie: cookie }, 'POST')).status).toBe(405)
  expect(shell.isAlive()).toBe(true)
})

test('a page of another origin gets no socket', async ({ page, openLab }) => {
  // With the cookie in its jar, as any page of the same browser would have it.
  const shell = await openLab()
  await page.goto('data:text/html,<title>evil</title>')
  const outcome = await page.evaluate(
    (url) =>
      new Promise<string>((resolve) => {
        const socket = new WebSocket(url)
        socket.onopen = () => resolve('open')
        socket.onerror = () => resolve('refused')
      }),
    `ws://127.0.0.1:${shell.port}/ws`,
  )
  expect(outcome).toBe('refused')
})

// 100 MB are sent in the tests of the server; a browser takes long to write them.
test('a message that is too large closes that window and nothing else', async ({ page, openLab }) => {
  const shell = await openLab()
  const code = await page.evaluate(
    (url) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(url)
        socket.onopen = () => socket.send('x'.repeat(20_000_000))
        socket.onclose = (event) => resolve(event.code)
      }),
    `ws://127.0.0.1:${shell.port}/ws`,
  )
  expect([1009, 1006]).toContain(code)
  expect(shell.isAlive()).toBe(true)
  await page.getByTestId('step-forward').click()
  await expect(page.getByTestId('clock')).not.toHaveAttribute('data-ms', '0')
})

const web = join(import.meta.dirname, '..', 'out', 'main', 'web.js')

test('a lab file that is wrong ends the start with all its errors', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, [web, '--no-open', '--port', '0', join(import.meta.dirname, '..', 'package.json')], {
    encoding: 'utf8',
    timeout: 20_000,
  })
  expect(status).toBe(2)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/hostdown/)
  expect(stderr.trim().split('\n').length).toBeGreaterThan(3)
  expect(spawnSync(process.execPath, [web, '--port', 'many'], { encoding: 'utf8', timeout: 20_000 }).status).toBe(2)
  expect(spawnSync(process.execPath, [web, '--no-open', '/nowhere.lab.yaml'], { encoding: 'utf8', timeout: 20_000 })).toMatchObject({
    status: 2,
    stderr: 'There is no file nowhere.lab.yaml\n',
  })
})

test('a port in use: the next one', async ({ startShell }) => {
  const blocker = createServer()
  const port = await new Promise<number>((resolve) => blocker.listen(0, '127.0.0.1', () => resolve((blocker.address() as { port: number }).port)))
  const shell = await startShell(undefined, { port })
  expect(shell.port).toBeGreaterThan(port)
  blocker.close()
})
