/** Menus and dialogs, which nobody sees here: entries can be clicked by a test, and dialogs answer at once. */

interface Template {
  readonly id?: string
  readonly role?: string
  readonly label?: string
  readonly type?: string
  readonly checked?: boolean
  readonly submenu?: readonly Template[]
  readonly click?: (item: object) => void
}

class MenuItem {
  readonly id: string | undefined
  readonly label: string
  readonly checked: boolean
  readonly submenu: Menu | null
  readonly #click: Template['click']

  constructor(template: Template) {
    // As Electron does.
    if (template.role === undefined && template.label === undefined && template.type !== 'separator')
      throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type')
    this.id = template.id
    this.label = template.label ?? ''
    this.checked = template.checked ?? false
    this.submenu = template.submenu === undefined ? null : Menu.buildFromTemplate(template.submenu)
    this.#click = template.click
  }

  click(): void {
    this.#click?.(this)
  }
}

let applicationMenu: Menu | null = null

export class Menu {
  readonly items: MenuItem[]

  constructor(items: MenuItem[] = []) {
    this.items = items
  }

  static buildFromTemplate = (template: readonly Template[]): Menu => new Menu(template.map((item) => new MenuItem(item)))
  static getApplicationMenu = (): Menu | null => applicationMenu
  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null)
      if (found !== null) return found
    }
    return null
  }
}

export const dialog = {
  showOpenDialog: async (): Promise<object> => ({ canceled: true, filePaths: [] }),
  showMessageBox: async (): Promise<object> => ({ response: 1, checkboxChecked: false }),
  showErrorBox: (title: string, content: string): void => console.error(`${title}\n${content}`),
}
