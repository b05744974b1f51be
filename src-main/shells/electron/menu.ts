/** The application menu. What concerns the page goes there as the id of an action; what needs the system is done by the shell. */
import type { MenuItemConstructorOptions } from 'electron'
import type { MenuTexts } from './menu-texts.ts'

/** Ids of the window's actions (`src-renderer/actions`), by the entry that asks for them. */
export const menuActions = {
  export: 'exportProject',
  settings: 'settings',
  play: 'togglePlay',
  stepForward: 'stepForward',
  stepBack: 'stepBack',
  undoFault: 'undo',
  redoFault: 'redo',
  shortcuts: 'help',
  about: 'about',
} as const

export type Theme = 'light' | 'dark' | null

export interface MenuPorts {
  /** Has the window do what one of its actions does. */
  readonly act: (action: string) => void
  readonly openLab: () => void
  readonly importProject: () => void
  readonly setTheme: (theme: Theme) => void
}

export interface MenuOptions {
  readonly texts: MenuTexts
  readonly mac: boolean
  readonly theme: Theme
  /** Shows the tools for developers: not in what is installed. */
  readonly developer: boolean
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

export function menuTemplate({ texts, mac, theme, developer }: MenuOptions, ports: MenuPorts): MenuItemConstructorOptions[] {
  // `id` is how tests and the window's actions know an entry.
  const action = (name: keyof typeof menuActions, accelerator?: string): MenuItemConstructorOptions => ({
    id: name,
    label: texts[name],
    ...(accelerator !== undefined && { accelerator }),
    click: () => ports.act(menuActions[name]),
  })
  const file: MenuItemConstructorOptions[] = [
    { id: 'openLab', label: texts.openLab, accelerator: 'CmdOrCtrl+O', click: () => ports.openLab() },
    { id: 'importProject', label: texts.importProject, click: () => ports.importProject() },
    action('export'),
    separator,
    action('settings', 'CmdOrCtrl+,'),
    separator,
    { role: mac ? 'close' : 'quit', label: mac ? texts.close : texts.quit },
  ]
  // No keys for playing and stepping: the page has Space, comma and period itself, which typing needs too.
  const run = [action('play'), action('stepBack'), action('stepForward'), separator, action('undoFault'), action('redoFault')]
  const themes = ([null, 'light', 'dark'] as const).map((value): MenuItemConstructorOptions => {
    const name = value === null ? 'themeSystem' : value === 'light' ? 'themeLight' : 'themeDark'
    return { id: name, label: texts[name], type: 'radio', checked: theme === value, click: () => ports.setTheme(value) }
  })
  return [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    { label: texts.file, submenu: file },
    { label: texts.edit, submenu: editMenu(texts) },
    { label: texts.run, submenu: run },
    { label: texts.view, submenu: viewMenu(texts, themes, developer) },
    { label: texts.help, role: 'help', submenu: [action('shortcuts'), action('about')] },
  ]
}

/** Without these, a Mac's text fields know no clipboard. */
function editMenu(texts: MenuTexts): MenuItemConstructorOptions[] {
  return [
    { role: 'undo', label: texts.undo },
    { role: 'redo', label: texts.redo },
    separator,
    { role: 'cut', label: texts.cut },
    { role: 'copy', label: texts.copy },
    { role: 'paste', label: texts.paste },
    { role: 'selectAll', label: texts.selectAll },
  ]
}

function viewMenu(texts: MenuTexts, themes: MenuItemConstructorOptions[], developer: boolean): MenuItemConstructorOptions[] {
  return [
    { role: 'resetZoom', label: texts.resetZoom },
    { role: 'zoomIn', label: texts.zoomIn },
    { role: 'zoomOut', label: texts.zoomOut },
    separator,
    { role: 'togglefullscreen', label: texts.fullscreen },
    { label: texts.theme, submenu: themes },
    ...(developer ? [separator, { role: 'toggleDevTools' } as const] : []),
  ]
}
