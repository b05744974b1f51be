/** A blind drill of each level, as somebody works on it: what is seen, looks on the spot, waiting, the answer, what happened; one of them across an end. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { drillScoring, type DrillLevel } from '../src-main/contract/practice/drill.ts'
import { makeDrill } from '../src-main/practice/drills/make-drill.ts'
import { drawWith } from './seeded.ts'
import { expect, test } from './shell.ts'
import { clockMs, prefer } from './window.ts'

const drillClock = async (page: Page): Promise<number> => Number(await page.getByTestId('drill-clock').getAttribute('data-ms'))

async function begin(page: Page, level: DrillLevel): Promise<void> {
  await expect(page.getByTestId('clock')).toBeVisible()
  await page.keyboard.press('Alt+p')
  await page.getByTestId(`drill-level-${String(level)}`).click()
  await expect(page.getByTestId('drill')).toBeVisible({ timeout: 60_000 })
}

for (const [level, seed, language, answersRight] of [
  [1, 5, 'en', true],
  [2, 2, 'ko', true],
  [3, 4, 'en', false],
] as const) {
  test(`a blind drill of level ${String(level)}`, async ({ page, startShell }) => {
    test.setTimeout(120_000)
    const drill = makeDrill(level, seed)
    const letters = 'abcde'
    const right = letters[drill.right] ?? ''
    const answer = answersRight ? right : (letters[(drill.right + 1) % 5] ?? '')
    const data = mkdtempSync(join(tmpdir(), 'hostdown-drill-'))
    try {
      await prefer(page, language, level === 2 ? 'dark' : 'light')
      await drawWith(page, 'drill.begin', seed)
      const first = await startShell(undefined, { data })
      await page.goto(first.url)
      await begin(page, level)
      expect(await drillClock(page)).toBe(drill.shownAt)
      await expect(page.getByTestId('drill-debrief'), 'nothing is told').toHaveCount(0)
      await expect(page.locator('[data-testid="drill-choices"] [data-choice]')).toHaveCount(5)

      await page.getByTestId('look-at-esx-01').click()
      await page.getByTestId('look-uplinks').check({ force: true })
      await page.getByTestId('look-at-esx-03').click()
      await expect(page.getByTestId('looked').locator('dt')).toHaveCount(2)
      await expect(page.getByTestId('look-at-esx-03'), 'once at an instant').toBeDisabled()
      await page.getByTestId('wait-120000').click()
      await expect.poll(() => drillClock(page)).toBe(drill.shownAt + 120_000)
      await expect(page.getByTestId('look-at-esx-03')).toBeEnabled()

      if (level === 2) {
        await first.stop('SIGKILL')
        await expect(page.getByTestId('link-lost')).toBeVisible()
        const second = await startShell(undefined, { data })
        await page.goto(second.url)
        await page.getByTestId('practice-shelf').getByRole('button').first().click()
        await page.getByTestId('drill-go-on').click()
        await expect(page.getByTestId('looked').locator('dt')).toHaveCount(2)
        expect(await drillClock(page)).toBe(drill.shownAt + 120_000)
      }

      await expect(page.getByTestId('drill-answer')).toBeDisabled()
      await page.locator(`[data-choice="${answer}"]`).click()
      await page.getByTestId('drill-answer').click()
      const debrief = page.getByTestId('drill-debrief')
      // Two looks and two minutes are taken off; the time that a test takes is free.
      const score = drillScoring.most - 2 * drillScoring.look - 2 * drillScoring.waitedMinute
      await expect(debrief).toHaveAttribute('data-score', String(answersRight ? score : 0))
      await expect(debrief.locator('li').first()).toBeVisible()
      await expect(page.locator(`[data-choice="${right}"]`)).toHaveClass(/right/)
      await page.getByTestId('drill-show').click()
      await expect(page.getByTestId('from-question')).toBeVisible()
      await expect.poll(() => clockMs(page)).toBe(drill.faultAt)
      await page.getByTestId('back-to-question').click()
      await expect(debrief).toBeVisible()
      await page.getByTestId('to-practice').click()
      await expect(page.getByTestId(`drill-level-${String(level)}`)).toContainText(answersRight ? String(score) : '0')
      await expect(page.getByTestId('drill-go-on')).toHaveCount(0)
    } finally {
      rmSync(data, { recursive: true, force: true })
    }
  })
}
