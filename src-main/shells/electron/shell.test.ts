/** The parts of Electron's shell that need no Electron. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { App } from '../../app/create-app.ts'
import { openCrashLog } from './crash-log.ts'
import { menuActions, menuTemplate, type MenuPorts } from './menu.ts'
import { menuTexts } from './menu-texts.ts'
import { openFile } from './open-file.ts'
import { commandLineOf, readStartArguments } from './start-arguments.ts'
import { placeWindow, readWindowState, writeWindowState } from './window-state.ts'

const renderer = join(import.meta.dirname, '..', '..', '..', 'src-renderer')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostdown-shell-'))
})
afterAll(() => rmSync(folder, { recursive: true }))
// What is logged is meant for the file here.
beforeEach(() => void vi.spyOn(process.stderr, 'write').mockReturnValue(true))

describe('arguments', () => {
  const read = (...args: string[]): object => readStartArguments(args, resolve('/home/me'))

  it('a file, relative to where the user stands, and the data folder, among switches of Chromium', () => {
    expect(read()).toEqual({ file: null, data: null })
    expect(read('my.lab.yaml')).toEqual({ file: resolve('/home/me/my.lab.yaml'), data: null })
    expect(read('--enable-logging', '--data', 'd', resolve('/x/p.hostdown'))).toEqual({ file: resolve('/x/p.hostdown'), data: 'd' })
    expect(read('--data=d', '--port', '80', '')).toEqual({ file: null, data: 'd' })
    expect(read('--data')).toEqual({ file: null, data: null })
  })
})

describe('the command line', () => {
  it('is asked for by its commands, past switches of Chromium; all else is a file to open', () => {
    expect(commandLineOf(['run', 'my.lab.yaml', '--digest'])).toEqual(['run', 'my.lab.yaml', '--digest'])
    expect(commandLineOf(['--no-sandbox', 'facts', 'HA-041'])).toEqual(['facts', 'HA-041'])
    expect(commandLineOf(['--help'])).toEqual(['--help'])
    expect(commandLineOf(['--version'])).toEqual(['--version'])
    for (const args of [[], ['my.lab.yaml'], ['./run'], ['--enable-logging'], ['my.lab.yaml', 'run'], ['--data', 'd', 'run']])
      expect(commandLineOf(args), args.join(' ')).toBeNull()
  })
})

describe('where the window opens', () => {
  const left = { x: 0, y: 0, width: 1920, height: 1040 }
  const right = { x: 1920, y: 100, width: 1280, height: 900 }

  it('in the middle of the first display when it was never moved, and inside it', () => {
    expect(placeWindow(null, [left])).toEqual({ x: 160, y: 20, width: 1600, height: 1000 })
    expect(placeWindow(null, [right])).toEqual({ x: 1920, y: 100, width: 1280, height: 900 })
    expect(placeWindow(null, [])).toMatchObject({ x: 0, y: 0 })
  })

  it('where it was, also half outside and on the second display', () => {
    const saved = { x: 2000, y: 150, width: 1000, height: 700 }
    expect(placeWindow(saved, [left, right])).toEqual(saved)
    expect(placeWindow({ ...saved, x: -500, y: 10 }, [left])).toEqual({ ...saved, x: -500, y: 10 })
  })

  it.each([
    ['the display is gone', { x: 2000, y: 150, width: 1000, height: 700 }],
    ['the title bar is above it', { x: 100, y: -40, width: 1000, height: 700 }],
    ['the title bar is below it', { x: 100, y: 1030, width: 1000, height: 700 }],
    ['a hand’s breadth is left of it', { x: -950, y: 10, width: 1000, height: 700 }],
  ])('in the middle where %s', (_why, saved) => expect(placeWindow(saved, [left])).toEqual({ x: 160, y: 20, width: 1600, height: 1000 }))

  it('no larger than the display, no smaller than the window can be', () => {
    expect(placeWindow({ x: 10, y: 10, width: 5000, height: 5000 }, [left])).toEqual({ x: 10, y: 10, width: 1920, height: 1040 })
    expect(placeWindow({ x: 10, y: 10, width: 300, height: 10 }, [left])).toEqual({ x: 10, y: 10, width: 900, height: 600 })
  })

  it('is kept in a file, and a file that is missing or damaged is none', () => {
    const path = join(folder, 'window', 'window.json')
    const state = { bounds: { x: 1, y: 2, width: 3, height: 4 }, maximized: true }
    expect(readWindowState(path)).toEqual({ bounds: null, maximized: false })
    writeWindowState(path, state)
    expect(readWindowState(path)).toEqual(state)
    for (const text of [
      '',
      '{"bounds":',
      'null',
      '[]',
      '{"bounds":{"x":1,"y":2,"width":3}}',
      '{"bounds":{"x":"1","y":2,"width":3,"height":4}}',
      '{"bounds":{"x":1e9,"y":2,"width":3,"height":4}}',
    ]) {
      writeFileSync(path, text)
      expect(readWindowState(path), text).toEqual({ bounds: null, maximized: false })
    }
    // A file where the folder should be.
    writeFileSync(join(folder, 'taken'), '')
    expect(() => writeWindowState(join(folder, 'taken', 'window.json'), state)).not.toThrow()
  })
})

describe('the log of crashes', () => {
  const now = (): Date => new Date('2025-01-02T03:04:05Z')

  it('has a line for each, and of an error its kind and place, not its message or a folder', () => {
    const log = openCrashLog(join(folder, 'logs'), 'Hostdown 1.0,', now)
    log.write('The window does not answer')
    const error = new TypeError('esx-secret of /home/me is bad')
    error.stack =
      'TypeError: esx-secret of /home/me is bad\n    at open (file:///home/me/hostdown/out/main/index.js:10:5)\n    at C:\\Users\\me\\app\\main.js:3:1'
    log.writeError('The shell failed', error)
    log.writeError('The shell failed', 'esx-secret')
    expect(readFileSync(log.path, 'utf8').split('\n')).toEqual([
      '2025-01-02T03:04:05.000Z Hostdown 1.0, The window does not answer',
      '2025-01-02T03:04:05.000Z Hostdown 1.0, The shell failed: TypeError at open (index.js:10:5) at main.js:3:1',
      '2025-01-02T03:04:05.000Z Hostdown 1.0, The shell failed: string',
      '',
    ])
  })

  it('does not grow for ever', () => {
    const log = openCrashLog(join(folder, 'much'), 'x', now)
    for (let i = 0; i < 5; i++) log.write('y'.repeat(600_000))
    expect(readFileSync(log.path).length).toBeLessThan(1_300_000)
    expect(readFileSync(join(folder, 'much', 'hostdown.before.log')).length).toBeGreaterThan(1_000_000)
  })

  it('does not fail where nothing can be written', () => {
    writeFileSync(join(folder, 'file'), '')
    expect(() => openCrashLog(join(folder, 'file'), 'x', now).write('y')).not.toThrow()
  })
})

describe('the application menu', () => {
  interface Item {
    readonly id?: string
    readonly role?: string
    readonly label?: string
    readonly type?: string
    readonly checked?: boolean
    readonly submenu?: readonly Item[]
    readonly click?: () => void
  }
  const done: string[] = []
  const ports: MenuPorts = {
    act: (action) => done.push(action),
    openLab: () => done.push('openLab'),
    importProject: () => done.push('importProject'),
    setTheme: (theme) => done.push(`theme ${theme}`),
  }
  const all = (items: readonly Item[]): readonly Item[] => items.flatMap((item) => [item, ...all(item.submenu ?? [])])
  const build = (mac: boolean, language: 'en' | 'ko' = 'en', developer = false): readonly Item[] =>
    menuTemplate({ texts: menuTexts(language, 'en-US'), mac, theme: 'dark', developer }, ports) as unknown as readonly Item[]

  it('sends the window’s actions, and does itself what needs the system', () => {
    for (const item of all(build(false))) item.click?.()
    expect(done).toEqual([
      'openLab',
      'importProject',
      'exportProject',
      'settings',
      'togglePlay',
      'stepBack',
      'stepForward',
      'undo',
      'redo',
      'theme null',
      'theme light',
      'theme dark',
      'help',
      'about',
    ])
  })

  it('asks for actions that the window has', () => {
    const registry = readFileSync(join(renderer, 'actions', 'registry.ts'), 'utf8')
    const ids = [...registry.matchAll(/\bid: '([\w.]+)'/g)].map(([, id]) => id)
    expect(Object.values(menuActions).filter((id) => !ids.includes(id))).toEqual([])
  })

  it('marks the theme that is set; has a Mac’s own menu there, and tools for developers only where asked', () => {
    expect(
      all(build(false))
        .filter(({ checked }) => checked)
        .map(({ id }) => id),
    ).toEqual(['themeDark'])
    expect(build(true)[0]).toEqual({ role: 'appMenu' })
    expect(build(false).some(({ role }) => role === 'appMenu')).toBe(false)
    expect(all(build(false)).some(({ role }) => role === 'toggleDevTools')).toBe(false)
    expect(all(build(false, 'en', true)).some(({ role }) => role === 'toggleDevTools')).toBe(true)
  })

  it('is in the language that is set, else in the system’s, and every entry has words', () => {
    expect(menuTexts(null, 'ko-KR')).toBe(menuTexts('ko', 'en-US'))
    expect(menuTexts(null, 'de')).toBe(menuTexts('en', 'ko'))
    for (const item of all(build(false, 'ko'))) {
      if (item.type === 'separator' || (item.role !== undefined && item.label === undefined)) continue
      expect(item.label, item.id).toMatch(/[가-힣]/)
    }
  })
})

describe('files that are handed over', () => {
  const calls: [string, unknown][] = []
  const answers: Record<string, unknown> = {}
  const app = {
    invoke: (method: string, input: unknown) => {
      calls.push([method, input])
      return answers[method] instanceof Error ? Promise.reject(answers[method]) : Promise.resolve(answers[method])
    },
  } as unknown as App
  beforeEach(() => {
    calls.length = 0
  })
  const put = (name: string, content: string | Buffer): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }

  it('a lab goes over as text, and what is wrong with it comes back as lines', async () => {
    answers['lab.open'] = { ok: true }
    expect(await openFile(app, put('가.lab.yaml', 'name: 가'))).toEqual([])
    expect(calls).toEqual([['lab.open', { fileName: '가.lab.yaml', text: 'name: 가' }]])
    answers['lab.open'] = {
      ok: false,
      problems: [
        { path: 'vms[0]', line: 3, message: 'bad' },
        { path: '', line: null, message: 'worse' },
      ],
    }
    expect(await openFile(app, put('b.lab.yaml', ''))).toEqual(['vms[0]: bad (line 3)', 'worse'])
  })

  it('a project is imported and opened', async () => {
    answers['project.import'] = { ok: true, project: { id: 7 } }
    answers['project.open'] = { ok: true }
    expect(await openFile(app, put('p.HOSTDOWN', Buffer.from([0, 255])))).toEqual([])
    expect(calls).toEqual([
      ['project.import', { fileName: 'p.HOSTDOWN', base64: 'AP8=' }],
      ['project.open', { id: 7 }],
    ])
    answers['project.import'] = { ok: false, problems: [{ path: '', line: null, message: 'truncated' }] }
    expect(await openFile(app, join(folder, 'p.HOSTDOWN'))).toEqual(['truncated'])
  })

  it('says why one cannot be read, or is too large, without asking the application', async () => {
    expect(await openFile(app, join(folder, 'gone.lab.yaml'))).toEqual(['There is no file gone.lab.yaml'])
    mkdirSync(join(folder, 'folder.lab.yaml'))
    expect(await openFile(app, join(folder, 'folder.lab.yaml'))).toEqual(['folder.lab.yaml cannot be read (EISDIR)'])
    truncateSync(put('huge.lab.yaml', ''), 300_000_000)
    expect(await openFile(app, join(folder, 'huge.lab.yaml'))).toEqual(['huge.lab.yaml has 300 MB; the most is 50 MB'])
    expect(calls).toEqual([])
  })

  it('passes on what the application refuses', async () => {
    answers['lab.open'] = new Error('It could not be kept: the disk is full')
    expect(await openFile(app, put('c.lab.yaml', ''))).toEqual(['It could not be kept: the disk is full'])
  })
})

it('the window’s first colour is that of the page', () => {
  const tokens = readFileSync(join(renderer, 'styles', 'tokens.ts'), 'utf8')
  const [light, dark] = [...tokens.matchAll(/\bbg: '(#\w+)'/g)].map(([, colour]) => colour)
  expect(readFileSync(join(import.meta.dirname, 'window.ts'), 'utf8')).toContain(`{ light: '${light}', dark: '${dark}' }`)
})
