/**
 * One look after another: a picture in each size, what axe says, and what a machine can see by itself: text that is cut or leaves the
 * window, panes that scroll sideways, English in a Korean window. Pictures and `seen.txt` go to `e2e/test-results/walk/LANGUAGE-THEME/`.
 */
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { violationsOf } from '../axe.ts'
import { expect, ofThisTest, test, type Fixtures } from '../shell.ts'
import { still } from '../window.ts'

export const sizes = [
  [1280, 800],
  [1920, 1080],
] as const
export type Language = 'en' | 'ko'
export type Theme = 'dark' | 'light'

const results = join(import.meta.dirname, '..', 'test-results', 'walk')

/** What somebody should look at, found in the page. */
function oddities(language: string): string[] {
  const said: string[] = []
  const textOf = (element: Element): string => (element.textContent ?? '').trim().replace(/\s+/g, ' ').slice(0, 80)
  const nameOf = (element: Element): string =>
    `${element.tagName.toLowerCase()}${typeof element.className === 'string' && element.className !== '' ? `.${element.className.split(' ').join('.')}` : ''}`
  for (const element of document.querySelectorAll<HTMLElement>('body *')) {
    if (element.closest('svg') !== null || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    const box = element.getBoundingClientRect()
    if (box.width < 2 || box.height < 2) continue
    const own = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '')
    const style = getComputedStyle(element)
    const wider = element.scrollWidth > element.clientWidth + 1
    if (wider && element.clientWidth > 0 && own && style.overflowX !== 'visible' && element.tagName !== 'TEXTAREA')
      said.push(`cut: ${nameOf(element)}: ${textOf(element)}`)
    if (wider && (style.overflowX === 'auto' || style.overflowX === 'scroll') && element.tagName !== 'TEXTAREA')
      said.push(`sideways: ${nameOf(element)}: ${String(element.scrollWidth)} in ${String(element.clientWidth)}`)
    if (own && (box.right > innerWidth + 1 || box.left < -1)) said.push(`beyond: ${nameOf(element)}: ${textOf(element)}`)
    if (own && language === 'ko' && !/[가-힣]/.test(textOf(element)) && /[A-Za-z]{2,} [a-z]{3,}/.test(textOf(element)))
      said.push(`english: ${nameOf(element)}: ${textOf(element)}`)
  }
  if (document.documentElement.scrollHeight > innerHeight) said.push(`the window itself scrolls: ${String(document.documentElement.scrollHeight)}`)
  return [...new Set(said)]
}

interface Look {
  readonly language: Language
  readonly theme: Theme
}
const allLooks: readonly Look[] = (['en', 'ko'] as const).flatMap((language) => (['light', 'dark'] as const).map((theme) => ({ language, theme })))

/**
 * With HOSTDOWN_WALK=pairs half of it: each theme in each language, each of both in each size, but not all three in every combination. With
 * HOSTDOWN_WALK=pictures all of them, and axe is not asked, which takes longer than the pictures.
 */
const inPairs = process.env['HOSTDOWN_WALK'] === 'pairs'
const withAxe = process.env['HOSTDOWN_WALK'] !== 'pictures'
const looksIn = (width: number): readonly Look[] =>
  inPairs ? allLooks.filter(({ language, theme }) => ((language === 'en') === (theme === 'light')) === (width === sizes[0][0])) : allLooks

/** As somebody would choose it in the settings, with whatever is open. */
function dress({ language, theme }: { readonly language: string; readonly theme: string }): void {
  interface Prefs {
    _s: Map<string, { language: string; theme: string }>
  }
  const root = document.querySelector('#app') as unknown as { __vue_app__: { config: { globalProperties: { $pinia: Prefs } } } }
  const prefs = root.__vue_app__.config.globalProperties.$pinia._s.get('prefs')
  if (prefs !== undefined) Object.assign(prefs, { language, theme })
}

export class Walk {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  /** Goes somewhere and looks. What cannot be got to is told, and the walk goes on. */
  async at(name: string, go: () => Promise<unknown> = async () => undefined): Promise<void> {
    await this.#reach(name, go)
    for (const [width, height] of sizes) {
      await this.page.setViewportSize({ width, height })
      await this.page.mouse.move(width / 2, 1)
      for (const look of looksIn(width)) {
        await this.page.evaluate(dress, look)
        await this.#look(name, look, width)
      }
    }
    await this.page.evaluate(dress, { language: 'en', theme: 'light' })
    const [width, height] = sizes[0]
    await this.page.setViewportSize({ width, height })
    await still(this.page)
  }

  /** A page that has one look of its own. */
  async atDocument(name: string, language: Language, go: () => Promise<unknown>): Promise<void> {
    await this.#reach(name, go)
    for (const [width, height] of sizes) {
      await this.page.setViewportSize({ width, height })
      await this.#look(name, { language, theme: 'light' }, width)
    }
  }

  async #reach(name: string, go: () => Promise<unknown>): Promise<void> {
    try {
      await go()
    } catch (error) {
      const said = String(error).split('\n').slice(0, 6).join(' ')
      expect.soft(said, name).toBe('')
      this.#tell({ language: 'en', theme: 'light' }, name, [`not reached: ${said}`])
    }
  }

  async #look(name: string, look: Look, width: number): Promise<void> {
    await this.page.waitForTimeout(150)
    await still(this.page)
    const where = `${name}-${String(width)}`
    await this.page.screenshot({ path: join(folderOf(look), `${where}.png`), timeout: 90_000 })
    this.#tell(look, where, await this.page.evaluate(oddities, look.language))
    // What axe looks at differs by theme and language, hardly by size; it takes longer than all the rest.
    if (withAxe && width === sizes[0][0]) await this.#axe(where, look)
  }

  async #axe(where: string, look: Look): Promise<void> {
    const told = (await violationsOf(this.page)).map(
      ({ id, impact, nodes }) => `axe ${String(impact)} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`,
    )
    this.#tell(look, where, told)
    expect.soft(told, `${where} (${look.language}, ${look.theme})`).toEqual([])
  }

  #tell(look: Look, where: string, lines: readonly string[]): void {
    if (lines.length > 0) appendFileSync(join(folderOf(look), 'seen.txt'), `${where}\n${lines.map((line) => `  ${line}\n`).join('')}`)
  }

  /** Presses a button that is there once. */
  async press(id: string): Promise<void> {
    await this.page.getByTestId(id).first().click()
  }

  async keys(...list: readonly string[]): Promise<void> {
    for (const key of list) await this.page.keyboard.press(key)
  }
}

function folderOf({ language, theme }: Look): string {
  const folder = join(results, `${language}-${theme}`)
  mkdirSync(folder, { recursive: true })
  return folder
}

type Way = (walk: Walk, openLab: Fixtures['openLab']) => Promise<void>

/** One way, with each look at each stop. */
export function walk(name: string, way: Way): void {
  test(name, async ({ page, openLab }) => {
    const [width, height] = sizes[0]
    await page.setViewportSize({ width, height })
    // What moves for ever takes time, and is another picture each time.
    ofThisTest.push(await page.addInitScript(() => localStorage.setItem('hostdown.window', '{"language":"en","theme":"light","motion":"reduced"}')))
    await way(new Walk(page), openLab)
  })
}
