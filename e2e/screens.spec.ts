/** Pictures of the window, to look at. With HOSTDOWN_UPDATE_SCREENSHOTS all of them are taken, and those of 1440 × 900 go into docs/. */
import { join } from 'node:path'
import { expect, painted, test } from './shell.ts'
import { eventRows, everything, prefer, still } from './window.ts'

const results = join(import.meta.dirname, 'test-results', 'screenshots')
const docs = process.env['HOSTDOWN_UPDATE_SCREENSHOTS'] ? join(import.meta.dirname, '..', 'docs', 'screenshots') : join(results, '1440x900')
/** Every size in every language and theme takes minutes: only for whoever is going to look at them. */
/** Host A has been declared failed, and its VMs are about to run elsewhere. */
const MOMENT_MS = '78000'

for (const language of ['en', 'ko'] as const) {
  for (const theme of ['dark', 'light'] as const) {
    if (!everything && `${language} ${theme}` !== 'en dark') continue
    test(`pictures: ${language}, ${theme}`, async ({ page, openLab }) => {
      await page.setViewportSize({ width: 1440, height: 900 })
      await prefer(page, language, theme)
      await openLab()
      await page.getByTestId('to-end').click()
      await expect(page.getByTestId('run-digest')).toBeVisible()
      // A double click on an event goes to its instant.
      await (await eventRows(page, 'ha.restartAttempted', 'VM1')).first().dblclick()
      await expect(page.getByTestId('clock')).toHaveAttribute('data-ms', MOMENT_MS)
      await page.getByTestId('event-search').fill('')

      const shoot = async (name: string, shown = 'workbench'): Promise<void> => {
        await expect(page.getByTestId(shown)).toBeVisible()
        if (shown === 'workbench') await painted(page)
        // Tooltips and hover marks are no part of the picture.
        await page.mouse.move(2, 898)
        await still(page)
        const suffix = `${language}-${theme}.png`
        await page.screenshot({ path: join(docs, `${name}-${suffix}`) })
        if (!everything) return
        for (const [width, height] of [
          [1280, 800],
          [1920, 1080],
        ] as const) {
          await page.setViewportSize({ width, height })
          await page.waitForTimeout(250)
          await page.screenshot({ path: join(results, `${width}x${height}`, `${name}-${suffix}`) })
        }
        await page.setViewportSize({ width: 1440, height: 900 })
      }
      await page.getByTestId('tab-summary').click()
      await shoot('workbench')
      await page.getByTestId('tab-ha').click()
      await shoot('ha')
      await (await eventRows(page, 'ha.restartAttempted', 'VM1')).first().click()
      await page.getByTestId('event-search').fill('')
      await page.getByTestId('tab-why').click()
      await expect(page.getByTestId('why-step').first()).toBeVisible()
      await shoot('why')
      await page.getByTestId('home').click()
      await expect(page.getByTestId('project-card').first()).toBeVisible()
      await shoot('library', 'library')
      await page.getByTestId('open-settings').click()
      await expect(page.getByTestId('settings')).toBeVisible()
      await shoot('settings', 'settings')
    })
  }
}
