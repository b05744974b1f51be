/**
 * The user guide done in the window, in both languages: what `docs/guide` tells to press is pressed by its words, and the pictures are taken on the
 * way. With HOSTDOWN_UPDATE_SCREENSHOTS they go into docs/guide/pictures, else to `e2e/test-results/guide`.
 */
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { en, type MessageKey } from '../../src-renderer/i18n/en.ts'
import { ko } from '../../src-renderer/i18n/ko.ts'
import { expect, painted, test, type Fixtures, type Shell } from '../shell.ts'
import { everything, menuEntry, prefer, still, treeRow } from '../window.ts'

export type GuideLanguage = 'en' | 'ko'

const pictures = everything
  ? join(import.meta.dirname, '..', '..', 'docs', 'guide', 'pictures')
  : join(import.meta.dirname, '..', 'test-results', 'guide')
const size = { width: 1280, height: 800 }
/** What a picture shows of the workbench: all of it, a pane, or the topology with the details beside it. */
const parts = {
  window: { x: 0, y: 0, ...size },
  details: { x: 884, y: 46, width: 396, height: 502 },
  centre: { x: 232, y: 46, width: 652, height: 502 },
  picture: { x: 232, y: 46, width: 1048, height: 502 },
  timeline: { x: 0, y: 548, width: 718, height: 252 },
  fact: { x: 480, y: 46, width: 800, height: 674 },
  left: { x: 0, y: 0, width: 884, height: 548 },
} as const

export class Guide {
  readonly page: Page
  readonly language: GuideLanguage
  readonly shell: Shell

  constructor(page: Page, language: GuideLanguage, shell: Shell) {
    this.page = page
    this.language = language
    this.shell = shell
  }

  /** A text of the window. */
  t(key: MessageKey): string {
    return (this.language === 'ko' ? ko : en)[key]
  }

  /** A text that is not one of the window: of the contract, or of a lab. */
  say(english: string, korean: string): string {
    return this.language === 'ko' ? korean : english
  }

  id(id: string): Locator {
    return this.page.getByTestId(id).first()
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async button(name: string, within: Page | Locator = this.page): Promise<void> {
    await within.getByRole('button', { name, exact: true }).first().click()
  }

  /** The Library, and a sample lab of it, by its name. */
  async sample(english: string, korean: string): Promise<void> {
    await this.press('Alt+l')
    const name = this.say(english, korean)
    await this.page
      .locator('[data-testid^="sample-card-"]')
      .filter({ has: this.page.getByText(name, { exact: true }) })
      .click()
    await expect(this.id('lab-menu')).toContainText(name)
    await expect(this.id('clock')).toHaveAttribute('data-ms', '0')
    await painted(this.page)
  }

  async contextMenu(kind: string, name: string, entry: string): Promise<void> {
    await treeRow(this.page, kind, name).click({ button: 'right' })
    await menuEntry(this.page, entry).click()
  }

  async tab(key: Extract<MessageKey, `tab.${string}`>): Promise<void> {
    await this.page.getByRole('tab', { name: this.t(key), exact: true }).click()
  }

  /** `m:ss` or `h:mm:ss`, through the palette as a person does. */
  async goTo(time: string): Promise<void> {
    const [seconds = 0, minutes = 0, hours = 0] = time.split(':').map(Number).reverse()
    await this.press('Control+k')
    await this.id('palette-search').fill(time)
    await this.press('Enter')
    await expect(this.id('clock')).toHaveAttribute('data-ms', String((hours * 3600 + minutes * 60 + seconds) * 1000), { timeout: 60_000 })
  }

  async picture(name: string, of: keyof typeof parts | Locator = 'window'): Promise<void> {
    await this.page.mouse.move(640, 1)
    // What is told for a moment covers what is shown.
    for (const toast of await this.page
      .locator('.n-message')
      .getByRole('button', { name: this.t('close') })
      .all())
      await toast.click()
    // A ring around the tab that was chosen last says nothing.
    await this.page.evaluate(() => void document.activeElement?.closest<HTMLElement>('[role=tab]')?.blur())
    await still(this.page)
    await this.page.waitForTimeout(400)
    const path = join(pictures, `${name}-${this.language}.png`)
    if (typeof of === 'string') await this.page.screenshot({ path, clip: parts[of] })
    else await of.screenshot({ path })
  }
}

/** The cluster of chapter 5 and 10: four hosts, twenty VMs, vSphere HA and DRS. */
export async function design(g: Guide): Promise<void> {
  await g.press('Alt+l')
  await g.button(g.t('design.new'))
  await g.id('template-empty').click()
  await g.id('design-first-host').click()
  for (const host of ['esx01', 'esx02', 'esx03', 'esx04']) {
    if (host !== 'esx01') await g.id('design-add-host').click()
    await expect(g.page.locator(`[data-row="host:${host}"]`)).toBeVisible()
  }
  await g.id('design-add-vm').click()
  await g.id('add-vms-count').fill('20')
  await g.id('add-vms-small').click()
  await g.page
    .getByTestId('add-vms')
    .getByRole('textbox', { name: g.t('design.load') })
    .fill('800')
  await g.button(g.t('design.addTake'), g.id('add-vms'))
  await expect(g.page.getByTestId('design-vm')).toHaveCount(20)
  await g.page.locator('[data-row="block:cluster"]').click()
  await g.id('enable-ha').check()
  await expect(g.id('enable-ha')).toBeChecked()
  await g.id('enable-drs').check()
  await expect(g.id('enable-drs')).toBeChecked()
}

type Steps = (guide: Guide) => Promise<void>

/** One chapter, from a first start. */
export function chapter(name: string, steps: Steps): void {
  for (const language of ['en', 'ko'] as const)
    test(`${name} (${language})`, async ({ page, openLab }: { page: Page; openLab: Fixtures['openLab'] }) => {
      await page.setViewportSize(size)
      await prefer(page, language, 'light')
      await steps(new Guide(page, language, await openLab()))
    })
}
