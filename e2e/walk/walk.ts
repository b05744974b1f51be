/**
 * One look after another: a picture in each size, what axe says, and what a machine can see by itself: text that is cut or leaves the
 * window, panes that scroll sideways, English in a Korean window. Pictures and `seen.txt` go to `e2e/test-results/walk/LANGUAGE-THEME/`.
 */
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test, type Fixtures } from '../shell.ts'
import { prefer, still } from '../window.ts'

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
  return [...new Set(said)]
}

export class Walk {
  readonly page: Page
  readonly language: Language
  readonly folder: string

  constructor(page: Page, language: Language, theme: Theme) {
    this.page = page
    this.language = language
    this.folder = join(results, `${language}-${theme}`)
    mkdirSync(this.folder, { recursive: true })
  }

  private tell(where: string, lines: readonly string[]): void {
    if (lines.length > 0) appendFileSync(join(this.folder, 'seen.txt'), `${where}\n${lines.map((line) => `  ${line}\n`).join('')}`)
  }

  /** Goes somewhere and looks. What cannot be got to is told, and the walk goes on. */
  async at(name: string, go: () => Promise<unknown> = async () => undefined): Promise<void> {
    try {
      await go()
    } catch (error) {
      expect.soft(String(error), name).toBe('')
      this.tell(name, [`not reached: ${String(error).split('\n').slice(0, 6).join(' ')}`])
    }
    for (const [width, height] of sizes) {
      await this.page.setViewportSize({ width, height })
      await this.page.mouse.move(width / 2, 1)
      await this.page.waitForTimeout(250)
      await still(this.page)
      const where = `${name}-${String(width)}`
      await this.page.screenshot({ path: join(this.folder, `${where}.png`) })
      this.tell(where, await this.page.evaluate(oddities, this.language))
      // What axe looks at differs by theme and language, hardly by size; it takes longer than all the rest.
      if (width === sizes[0][0]) await this.axe(where)
    }
    const [width, height] = sizes[0]
    await this.page.setViewportSize({ width, height })
    await still(this.page)
  }

  private async axe(where: string): Promise<void> {
    const isThere = await this.page.evaluate(() => 'axe' in window)
    const builder = new AxeBuilder({ page: this.page, ...(isThere && { axeSource: ';' }) }).setLegacyMode().options({ resultTypes: ['violations'] })
    const { violations } = await builder.analyze()
    const told = violations.map(({ id, impact, nodes }) => `axe ${String(impact)} ${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
    this.tell(where, told)
    expect
      .soft(
        told.filter((line) => !/^axe (minor|moderate)/.test(line)),
        where,
      )
      .toEqual([])
  }

  /** Presses a button that is there once. */
  async press(id: string): Promise<void> {
    await this.page.getByTestId(id).first().click({ timeout: 10_000 })
  }

  async keys(...list: readonly string[]): Promise<void> {
    for (const key of list) await this.page.keyboard.press(key)
  }
}

type Way = (walk: Walk, openLab: Fixtures['openLab']) => Promise<void>

/** The same way in each language and theme. */
export function walk(name: string, way: Way): void {
  for (const language of ['en', 'ko'] as const)
    for (const theme of ['light', 'dark'] as const)
      test(`${name}: ${language}, ${theme}`, async ({ page, openLab }) => {
        const [width, height] = sizes[0]
        await page.setViewportSize({ width, height })
        await prefer(page, language, theme)
        await way(new Walk(page, language, theme), openLab)
      })
}
