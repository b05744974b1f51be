/** Nothing that axe calls serious or critical, in either theme and in either language, wherever one gets to. */
import type { Page } from '@playwright/test'
import { seriousOf, violationsOf } from './axe.ts'
import { expect, test } from './shell.ts'
import { goTo, prefer, still } from './window.ts'

/** `part`: the selector of what is new since the last look; the whole page takes seconds. */
async function expectNothingSerious(page: Page, where: string, part?: string): Promise<void> {
  // Colours of what is still fading in are nobody's.
  await still(page)
  expect.soft(await seriousOf(page, part), where).toEqual([])
}

for (const [language, theme] of [
  ['en', 'light'],
  ['ko', 'dark'],
] as const) {
  test(`axe finds nothing serious (${language}, ${theme})`, async ({ page, openLab }) => {
    test.setTimeout(180_000)
    await prefer(page, language, theme)
    await page.setViewportSize({ width: 1280, height: 800 })
    await openLab()
    await expectNothingSerious(page, 'the first start')
    await page.getByTestId('take-tour').click()
    await expectNothingSerious(page, 'the tour', '.hostdown-tour')
    await page.keyboard.press('Escape')
    await goTo(page, '2:00', 120_000)
    // Colours are what the themes differ in: the second one needs fewer looks.
    const all = theme === 'light'
    for (const tab of all ? ['summary', 'properties', 'ha', 'drs', 'vmotion', 'snapshots', 'ft', 'storage', 'why'] : ['ha', 'vmotion', 'why']) {
      await page.getByTestId(`tab-${tab}`).click()
      await expectNothingSerious(page, `the tab ${tab}`, '.pane.right')
    }
    for (const panel of all ? ['fault-menu', 'branch-chooser', 'bookmarks', 'saved-state', 'layers'] : ['fault-menu']) {
      await page.getByTestId(panel).click()
      await expectNothingSerious(page, panel, panel === 'layers' ? '.layers' : '.n-popover')
      await page.keyboard.press('Escape')
    }
    // What belongs to no landmark is moderate, and seen only in the whole page.
    for (const panel of all ? ['lab-menu', 'legend'] : ['event-areas']) {
      await page.getByTestId(panel).click()
      await still(page)
      const found = await violationsOf(page)
      expect
        .soft(
          found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`),
          panel,
        )
        .toEqual([])
      await page.keyboard.press('Escape')
    }
    await page.keyboard.press('Control+k')
    await expect(page.getByTestId('palette')).toBeVisible()
    await expectNothingSerious(page, 'the command palette', '[data-testid=palette]')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Alt+r')
    await page.getByTestId('sweep-start').click()
    await expect(page.getByTestId('matrix')).toBeVisible({ timeout: 60_000 })
    await expectNothingSerious(page, 'Resilience')
    await page.getByTestId('home').click()
    await expect(page.getByTestId('library')).toBeVisible()
    await expectNothingSerious(page, 'the Library')
    await page.getByTestId('to-practice').click()
    await expect(page.getByTestId('memory')).toBeVisible()
    await expectNothingSerious(page, 'the practice', 'main')
    for (const choice of ['mode-study', 'kind-facts', 'length-10']) await page.getByTestId(choice).check({ force: true })
    await page.getByTestId('practice-begin').click()
    await expect(page.getByTestId('question')).toBeVisible()
    await expectNothingSerious(page, 'a question', 'main')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('solution')).toBeVisible()
    await expectNothingSerious(page, 'what a question is told with', 'main')
    await page.getByTestId('to-review').click()
    await page.getByTestId('finish').click()
    await expect(page.getByTestId('result')).toBeVisible()
    await expectNothingSerious(page, 'a result', 'main')
    await page.getByTestId('open-settings').click()
    for (const section of all ? ['general', 'data', 'about'] : ['general']) {
      await page.getByTestId(`settings-${section}`).click()
      await expectNothingSerious(page, `settings: ${section}`, '[data-testid=settings]')
    }
  })
}
