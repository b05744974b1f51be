/** What only Electron's shell does. Runs in the double, and in Electron where there is its binary. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from './hosted.ts'
import { painted, quietArticle } from './shell.ts'
import { isPlaying, treeRow } from './window.ts'

const otherLab = quietArticle.replace('Host B', 'Host Y').replaceAll('host: Host B', 'host: Host Y')
const preload = join(import.meta.dirname, '..', 'out', 'preload', 'index.cjs')

test('the page is shut in: the API and the menu, no other page, nothing from elsewhere', async ({ start }) => {
  const { page, evaluate } = await start()
  await painted(page)
  await test.step('nothing of Node or Electron', async () => {
    const found = await page.evaluate(() => {
      const shape = (name: string): string[] => Object.keys((window as unknown as Record<string, object>)[name] ?? {})
      const names = ['require', 'process', 'module', 'Buffer', 'global', 'ipcRenderer', 'electron', '__dirname']
      return {
        api: shape('hostdown'),
        shell: shape('hostdownShell'),
        ours: Object.getOwnPropertyNames(window).filter((name) => /^hostdown/i.test(name)),
        foreign: names.filter((name) => name in window),
      }
    })
    expect(found).toEqual({ api: ['invoke', 'subscribe'], shell: ['onAction'], ours: ['hostdown', 'hostdownShell'], foreign: [] })
    // What is refused comes over with its code, and nothing but the API is answered.
    const refused = await page.evaluate('window.hostdown.invoke("app.quit", {}).catch((error) => error)')
    expect(refused).toMatchObject({ code: 'badInput' })
  })
  await test.step('no other page, no new window, no request', async () => {
    const own = page.url()
    const reached = await page.evaluate(async () => {
      const requests = ['https://example.com/', 'http://127.0.0.1:9/'].map((url) =>
        fetch(url).then(
          () => 'reached',
          () => 'refused',
        ),
      )
      return Promise.all(requests)
    })
    expect(reached).toEqual(['refused', 'refused'])
    for (const go of ['location.href = "https://example.com/"', 'location.href = "file:///etc/passwd"', 'window.open("https://example.com/")']) {
      await page.evaluate(go).catch(() => undefined)
      await page.evaluate(() => {
        const link = Object.assign(document.createElement('a'), { href: 'https://example.com/', target: '_blank' })
        document.body.append(link)
        link.click()
        link.remove()
      })
      await expect.poll(() => evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1)
      await expect.poll(() => page.context().pages().length).toBe(1)
      expect(page.url()).toBe(own)
    }
    await expect(page.getByTestId('clock')).toBeVisible()
  })
  await test.step('a foreign page with our preload is refused', async () => {
    const answer = await evaluate(async ({ BrowserWindow }, preloadPath) => {
      const foreign = new BrowserWindow({ show: false, webPreferences: { preload: preloadPath, sandbox: true, contextIsolation: true } })
      await foreign.loadURL('data:text/html,<title>foreign</title>')
      const said: unknown = await foreign.webContents.executeJavaScript(
        'window.hostdown.invoke("app.info", {}).then(() => "answered", (error) => error.message)',
      )
      foreign.close()
      return said
    }, preload)
    expect(answer).toBe('Not a page of Hostdown')
  })
})

test('a file that is handed over is opened, or everything wrong in it is told', async ({ start, write }) => {
  const { page, evaluate, startAgain } = await start()
  await painted(page)
  await test.step('by a second start, which ends', async () => {
    expect(await startAgain(write('other.lab.yaml', otherLab))).toBe(0)
    await expect(treeRow(page, 'host', 'Host Y')).toBeVisible()
    expect(await evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length, null)).toBe(1)
  })
  await test.step('by the system', async () => {
    const hand = (path: string): Promise<unknown> =>
      evaluate(({ app }, file) => void app.emit('open-file', { preventDefault: () => undefined }, file), path)
    await hand(write('third.lab.yaml', otherLab.replaceAll('Host Y', 'Host X')))
    await expect(treeRow(page, 'host', 'Host X')).toBeVisible()

    await evaluate(({ dialog }) => {
      const told: unknown[] = []
      Object.assign(globalThis, { told })
      dialog.showMessageBox = (async (...given: unknown[]) => {
        told.push(given.at(-1))
        return { response: 0, checkboxChecked: false }
      }) as never
    }, null)
    await hand(write('bad.lab.yaml', otherLab.replace('gbps: 10', 'gbps: fast').replace('vcpus: 2', 'vcpus: 0')))
    const told = (): Promise<unknown> => evaluate(() => (globalThis as unknown as { told: unknown[] }).told, null)
    await expect.poll(told).toHaveLength(1)
    const [box] = (await told()) as [{ readonly detail: string }]
    expect(box.detail).toMatch(/networks\[1\]\.gbps/)
    expect(box.detail).toMatch(/vms\[0\]\.vcpus/)
    await expect(treeRow(page, 'host', 'Host X')).toBeVisible()
  })
  await test.step('a project too', async () => {
    const call = (code: string): Promise<unknown> => page.evaluate(`window.hostdown.invoke(${code})`)
    const before = (await call('"project.list", {}')) as readonly { readonly id: number; readonly name: string }[]
    const { base64 } = (await call(`"project.export", { id: ${before[0]?.id ?? 0} }`)) as { readonly base64: string }
    await evaluate(
      ({ app }, file) => void app.emit('open-file', { preventDefault: () => undefined }, file),
      write('mine.hostdown', Buffer.from(base64, 'base64')),
    )
    await expect.poll(async () => ((await call('"project.list", {}')) as readonly unknown[]).length).toBe(before.length + 1)
  })
})

test('the menu opens a lab, and its actions reach the page', async ({ start, write }) => {
  const { page, evaluate } = await start()
  await painted(page)
  const choose = (id: string): Promise<unknown> => evaluate(({ Menu }, item) => void Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id)
  await choose('play')
  await expect(isPlaying(page)).toBeVisible()
  await choose('play')
  await expect(isPlaying(page)).toHaveCount(0)

  const lab = write('chosen.lab.yaml', otherLab)
  await evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: [path] })) as never
  }, lab)
  await choose('openLab')
  await expect(treeRow(page, 'host', 'Host Y')).toBeVisible()
})

test('the window opens where it was', async ({ start, folder }) => {
  const first = await start()
  await painted(first.page)
  await first.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setBounds({ x: 60, y: 40, width: 1100, height: 700 }), null)
  await first.close()
  expect(existsSync(join(folder, 'data', 'window', 'window.json'))).toBe(true)
  const second = await start()
  const bounds = await second.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getNormalBounds(), null)
  expect(bounds).toEqual({ x: 60, y: 40, width: 1100, height: 700 })
})

test('a window that died is told natively, noted without names, and opened again', async ({ start, folder }) => {
  const { page, evaluate } = await start()
  await painted(page)
  await evaluate(({ BrowserWindow, dialog }) => {
    dialog.showMessageBox = (async () => ({ response: 0, checkboxChecked: false })) as never
    BrowserWindow.getAllWindows()[0]?.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 })
  }, null)
  const log = join(folder, 'data', 'logs', 'hostdown.log')
  await expect.poll(() => existsSync(log)).toBe(true)
  expect(readFileSync(log, 'utf8')).toMatch(/^\S+Z Hostdown .*process is gone: crashed \(5\)$/m)
  expect(readFileSync(log, 'utf8')).not.toMatch(/Host A|VM1/)
  await painted(page)
})

test('commands of the command line are answered without a window, with their exit status', async ({ answer, write, folder }) => {
  const sound = write('sound.lab.yaml', `${quietArticle}expect: [{ at: 1s, vm: VM1, is: { power: on } }]\n`)
  const failing = write('failing.lab.yaml', `${quietArticle}expect: [{ at: 1s, vm: VM1, is: { power: off } }]\n`)
  const wrong = write('wrong.lab.yaml', `${quietArticle}colour: blue\n`)
  const data = ['--data', join(folder, 'data')]
  expect(await answer('run', sound, '--digest', ...data)).toMatchObject({ status: 0, out: expect.stringMatching(/^[0-9a-f]{64}\n$/) })
  expect(await answer('test', failing)).toMatchObject({ status: 1, out: expect.stringContaining('0 of 1 labs hold') })
  expect(await answer('check', wrong)).toMatchObject({ status: 2, err: expect.stringContaining('colour: unknown key (line ') })
  expect((await answer('--help')).out).toMatch(/^hostdown COMMAND/)
})
