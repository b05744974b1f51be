/** What a person sees and does in the window, in the words of the specs. */
import type { Locator, Page } from '@playwright/test'
import { expect, ofThisTest } from './shell.ts'

/** Each language and theme, and every picture: what a person asks for before a release. Else each story is told in one of its languages, some in this, some in that. */
export const everything = Boolean(process.env['HOSTDOWN_UPDATE_SCREENSHOTS'])

/** All of a list, or what is kept where not everything is looked at. */
export const someOf = <T>(list: readonly T[], kept: (one: T) => boolean): readonly T[] => (everything ? list : list.filter(kept))

export const clockMs = async (page: Page): Promise<number> => Number(await page.getByTestId('clock').getAttribute('data-ms'))

/** Looks often: a run that plays is soon far beyond. */
export async function clockPasses(page: Page, ms: number): Promise<void> {
  await expect.poll(() => clockMs(page), { timeout: 30_000, intervals: [50] }).toBeGreaterThanOrEqual(ms)
}

/** Plays until an instant has passed, and stops there. */
export async function playTo(page: Page, speed: string, ms: number): Promise<void> {
  await page.getByTestId('speed').selectOption(speed)
  await page.getByTestId('play-pause').click()
  await clockPasses(page, ms)
  await page.getByTestId('play-pause').click()
  await expect(isPlaying(page)).toHaveCount(0)
}

/** To an instant at once, by the palette: `time` as a person types it. */
export async function goTo(page: Page, time: string, ms: number, timeout = 15_000): Promise<void> {
  await page.keyboard.press('Control+k')
  await page.getByTestId('palette-search').fill(time)
  await page.keyboard.press('Enter')
  await expect.poll(() => clockMs(page), { timeout, intervals: [50] }).toBe(ms)
}

/** In the dialog that is open: where to, and off as soon as it is known what would come of it. */
export async function migrateTo(page: Page, host: string): Promise<void> {
  await page.locator(`[data-testid="migrate-dialog"] [data-host="${host}"]`).getByRole('radio').check()
  await expect(page.getByTestId('migrate-forecast')).toBeVisible()
  await page.getByTestId('migrate-go').click()
}

/** What opens, closes or makes room has done so; what moves for ever does not count. */
export async function still(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve))
    // What goes by scrolling (the fade at the end of a list) has no end that comes by itself.
    const ending = (): Animation[] =>
      document
        .getAnimations()
        .filter(({ effect, timeline }) => timeline instanceof DocumentTimeline && effect?.getComputedTiming().endTime !== Infinity)
    // Twice: what a first one brings about begins a frame later.
    for (let i = 0; i < 2; i++) {
      await frame()
      await frame()
      await Promise.allSettled(ending().map(({ finished }) => finished))
    }
  })
}

/** Where elements stand, px. */
export const boxesOf = async (locator: Locator): Promise<readonly { x: number; y: number; width: number; height: number }[]> =>
  locator.evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().toJSON() as DOMRect))

export const isPlaying = (page: Page): Locator => page.locator('[data-testid="play-pause"][data-playing="true"]')

export const treeRow = (page: Page, kind: string, name: string): Locator =>
  page.locator(`[data-testid="tree-row"][data-kind="${kind}"][data-name="${name}"]`)

/** Rows of the list are virtual: only those in view are there. The search narrows it to what is meant. */
export async function eventRows(page: Page, type: string, search: string): Promise<Locator> {
  await page.getByTestId('event-search').fill(search)
  const rows = page.locator(`[data-testid="event-row"][data-type="${type}"]`)
  await expect(rows.first()).toBeVisible()
  return rows
}

/** Names of a host's VMs in the tree: the rows between it and the next host. */
export async function vmsUnder(page: Page, host: string): Promise<readonly string[]> {
  const rows = await page
    .getByTestId('tree-row')
    .evaluateAll((list) => list.map((row) => [row.getAttribute('data-kind') ?? '', row.getAttribute('data-name') ?? ''] as const))
  const at = rows.findIndex(([kind, name]) => kind === 'host' && name === host)
  const after = rows.slice(at + 1)
  const end = after.findIndex(([kind]) => kind !== 'vm')
  return (end === -1 ? after : after.slice(0, end)).map(([, name]) => name)
}

/** Drags the handle of the scrubber to an instant, as near as a pixel allows. */
export async function scrubTo(page: Page, ms: number): Promise<void> {
  const scrubber = page.getByTestId('scrubber')
  const until = Number(await scrubber.getAttribute('aria-valuemax'))
  const box = await scrubber.locator('canvas').boundingBox()
  if (box === null) throw new Error('The scrubber is not shown')
  const x = (t: number): number => box.x + Math.min((box.width * t) / until, box.width - 2)
  const y = box.y + box.height / 2
  await page.mouse.move(x(await clockMs(page)), y)
  await page.mouse.down()
  await page.mouse.move(x(ms), y, { steps: 12 })
  await page.mouse.up()
  await expect.poll(async () => Math.abs((await clockMs(page)) - ms), { timeout: 20_000 }).toBeLessThanOrEqual((2 * until) / box.width)
}

/** An entry of the menu that is open, by its words. */
export const menuEntry = (page: Page, words: string): Locator => page.locator('.n-dropdown-menu').getByText(words, { exact: true })

/** Chooses language and colours before the window opens. */
export async function prefer(page: Page, language: 'en' | 'ko', theme: 'dark' | 'light'): Promise<void> {
  ofThisTest.push(await page.addInitScript((saved) => localStorage.setItem('hostdown.window', saved), JSON.stringify({ language, theme })))
}
