/** Electron's entry: the same application as in the browser, in a window of its own. */
import { join } from 'node:path'
import { app, BrowserWindow, dialog, Menu, nativeTheme } from 'electron'
import { createApp, type App } from '../../app/create-app.ts'
import { dataFolderHere } from '../../app/data-folder.ts'
import type { Settings } from '../../contract/api.ts'
import { openCrashLog } from './crash-log.ts'
import { sendAction, serveWindows } from './ipc.ts'
import { menuTemplate } from './menu.ts'
import { menuTexts, type MenuTexts } from './menu-texts.ts'
import { isProject, lineOf, openFile } from './open-file.ts'
import { commandLineOf, readStartArguments } from './start-arguments.ts'
import { tellProblems, watchProcess, watchWindow } from './troubles.ts'
import { bringToFront, openWindow, registerScheme, servePages } from './window.ts'

const out = join(import.meta.dirname, '..')
/** Where the user stands, also through npm. */
const here = process.env['INIT_CWD'] ?? process.cwd()
const given = process.argv.slice(app.isPackaged ? 1 : 2)
const { file, data } = readStartArguments(given, here)
const dataFolder = dataFolderHere(data)
// One Hostdown for one data folder: Electron knows its instances by this path.
const userData = join(dataFolder, 'window')

let settings: Pick<Settings, 'language' | 'theme'> = { language: null, theme: null }
/** Handed over by the system before there was anything to open them with. */
const waiting: string[] = []
let open = (path: string): void => void waiting.push(path)

const texts = (): MenuTexts => menuTexts(settings.language, app.getLocale())
const log = openCrashLog(join(dataFolder, 'logs'), `Hostdown ${app.getVersion()}, Electron ${process.versions['electron'] ?? '?'},`)
const theWindow = (): BrowserWindow | null => BrowserWindow.getAllWindows()[0] ?? null

async function start(): Promise<void> {
  registerScheme()
  app.enableSandbox()
  watchProcess({ log, texts })
  await app.whenReady()
  const hostdown = createApp({
    shell: 'electron',
    // Relative to this entry in out/main.
    workerUrl: new URL('./run.worker.js', import.meta.url),
    startLab: file === null || isProject(file) ? null : file,
    resourcesDir: join(out, '..', 'resources'),
    dataFolder,
    log: log.write,
  })
  app.on('will-quit', (event) => {
    // What was acknowledged is written before the process ends.
    event.preventDefault()
    hostdown.close().finally(() => app.exit(0))
  })
  app.on('window-all-closed', () => app.quit())
  const problems = await hostdown.started
  if (problems.length > 0) return refuse(problems.map(lineOf))
  follow(hostdown, (await hostdown.invoke('app.info', {})).settings)
  servePages(join(out, 'renderer'))
  serveWindows(hostdown)
  show()
  app.on('activate', () => theWindow() === null && show())
  open = (path) =>
    void openFile(hostdown, path).then((wrong) => {
      if (wrong.length > 0) tellProblems(theWindow(), texts(), wrong)
    })
  if (file !== null && isProject(file)) open(file)
  for (const path of waiting.splice(0)) open(path)
}

/** The lab that it was started with is wrong: said where whoever started it looks, and the start ends. */
function refuse(problems: readonly string[]): void {
  console.error(problems.join('\n'))
  if (app.isPackaged) dialog.showErrorBox(texts().cannotOpen, problems.join('\n'))
  app.exit(2)
}

function show(): void {
  const window = openWindow({ preload: join(out, 'preload', 'index.cjs'), statePath: join(userData, 'window.json') })
  watchWindow(window, { log, texts })
}

/** Menu and colours are those of the settings, whoever changes them. */
function follow(hostdown: App, first: Settings): void {
  const apply = (now: Settings): void => {
    settings = now
    nativeTheme.themeSource = now.theme ?? 'system'
    const options = { texts: texts(), mac: process.platform === 'darwin', theme: now.theme, developer: !app.isPackaged }
    const template = menuTemplate(options, {
      act: (action) => sendAction(theWindow(), action),
      openLab: () => void choose(texts().labFiles, ['yaml', 'yml', 'json']),
      importProject: () => void choose(texts().projectFiles, ['hostdown']),
      setTheme: (theme) => void hostdown.invoke('settings.set', { theme }),
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template))
  }
  apply(first)
  hostdown.onPush((push, payload) => {
    if (push === 'settings.changed') apply(payload as Settings)
  })
}

async function choose(name: string, extensions: string[]): Promise<void> {
  const window = theWindow()
  if (window === null) return
  const { filePaths } = await dialog.showOpenDialog(window, { properties: ['openFile'], filters: [{ name, extensions }] })
  for (const path of filePaths) open(path)
}

/** The window, or the one that is there already. */
function openHostdown(): void {
  // macOS hands files over as events, also before anything is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault()
    open(path)
  })
  app.on('second-instance', (_event, _argv, _folder, given) => {
    const window = theWindow()
    if (window !== null) bringToFront(window)
    // As the second process resolved it; Chromium may reorder plain arguments.
    const path = (given as { readonly file?: unknown } | null)?.file
    if (typeof path === 'string') open(path)
  })

  if (app.requestSingleInstanceLock({ file })) {
    start().catch((error: unknown) => {
      log.writeError('The start failed', error)
      console.error(error)
      app.exit(3)
    })
  } else {
    app.quit()
  }
}

/** As from a checkout: no window, and the exit status of the command. */
async function answer(args: readonly string[]): Promise<void> {
  app.dock?.hide()
  const [{ cliMain }, { processIo }] = await Promise.all([import('../cli/cli.ts'), import('../cli/process-io.ts')])
  app.exit(await cliMain(args, processIo(import.meta)))
}

app.setPath('userData', userData)
const command = commandLineOf(given)
if (command === null) openHostdown()
else void answer(command)
