/** A live migration seen and made in the window: rounds that shrink, the stun, the lost ping; and a destination that dies in round 3. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './shell.ts'
import { clockMs, goTo, migrateTo, playTo, prefer, someOf, treeRow, vmsUnder } from './window.ts'

/** The article's live migration, where nothing happens by itself. */
const quiet = readFileSync(join(import.meta.dirname, '../resources/samples/article-vmotion.lab.yaml'), 'utf8')
  .replace(/\nbookmarks:[\s\S]*?\n\ntimeline:/, '\ntimeline:')
  .replace(/\ntimeline:[\s\S]*?\n\nexpect:[\s\S]*?\n\nuntil:/, '\nuntil:')

const bars = (page: Page, state: string): Locator => page.locator(`#fold-body-rounds .rounds [data-state="${state}"]`)
const bytesOf = (drawn: Locator): Promise<number[]> => drawn.evaluateAll((list) => list.map((bar) => Number(bar.getAttribute('data-bytes'))))

async function migrate(page: Page, vm: string, host: string): Promise<void> {
  await treeRow(page, 'vm', vm).click()
  await page.getByTestId('tab-vmotion').click()
  await page.getByTestId('migrate-open').click()
  await migrateTo(page, host)
  await expect(page.getByTestId('migrate-dialog')).toHaveCount(0)
}

const words = {
  en: { total: '111.7 s', stun: '571 ms', outage: 'away for 671 ms, 1 lost', failed: 'the destination host failed' },
  ko: { total: '111.7초', stun: '571ms', outage: '671ms 동안 중단, 1개 손실', failed: '대상 호스트에 장애가 발생했습니다' },
} as const

for (const [language, theme] of someOf(
  [
    ['en', 'light'],
    ['ko', 'dark'],
  ] as const,
  ([language]) => language === 'ko',
)) {
  test(`64 GiB move while they run (${language})`, async ({ page, openLab }) => {
    await prefer(page, language, theme)
    await openLab(quiet)
    await treeRow(page, 'vm', 'db-1').click()
    await page.getByTestId('tab-vmotion').click()

    // Before anything moves: the VM's own numbers, then others.
    const sum = (key: string): Locator => page.locator(`[data-testid="forecast-sums"] [data-sum="${key}"] dd`)
    await expect(sum('total')).toHaveText(words[language].total)
    await expect(sum('stun')).toHaveText(words[language].stun)
    await expect(sum('rounds')).toHaveText('6')
    await page.getByTestId('forecast-dirty').press('End')
    await expect(page.getByTestId('forecast-verdict')).toHaveAttribute('data-tone', 'amber')
    await page.getByTestId('forecast-sdps').uncheck()
    await expect(page.getByTestId('forecast-verdict')).toHaveAttribute('data-tone', 'red')
    await page.getByTestId('forecast-reset').click()
    await expect(sum('rounds')).toHaveText('6')

    await migrate(page, 'db-1', 'Host B')
    await playTo(page, '10', 30_000)
    // While it moves it runs where it was, and the host where it will be holds its place.
    await expect(page.getByTestId('vmotion-steps')).toHaveAttribute('data-step', 'preCopy')
    await expect(bars(page, 'now')).toHaveAttribute('data-round', '0')
    await expect(bars(page, 'ahead')).toHaveCount(6)
    await expect.poll(() => vmsUnder(page, 'Host A')).toContain('db-1')
    await expect(page.getByTestId('vmotion-rates')).toContainText('r = 0.444')
    await playTo(page, '60', 114_000)

    await expect(page.getByTestId('migration')).toHaveAttribute('data-state', 'completed')
    const sent = await bytesOf(bars(page, 'done'))
    expect(sent).toHaveLength(7)
    expect(sent[0]).toBe(64 * 2 ** 30)
    expect(sent).toEqual([...sent].sort((a, b) => b - a))
    await expect(page.getByTestId('vmotion-stun')).toHaveText('571 ms'.replace(' ', language === 'ko' ? '' : ' '))
    await expect(page.getByTestId('vmotion-outage')).toHaveText(words[language].outage)
    await expect(page.locator('[data-testid="vmotion-pings"] [data-state="lost"]')).toHaveCount(1)
    await expect.poll(() => vmsUnder(page, 'Host B')).toContain('db-1')

    // Every phase has its causes one click away.
    await page.locator('[data-testid="vmotion-phases"] [data-row="switchOver"]').click()
    await expect(page.getByTestId('why-step').first()).toBeVisible()
    await expect(page.locator('[data-fact="VM-021"]').first()).toBeVisible()
  })

  test(`the destination dies in round 3, and the VM is unharmed (${language})`, async ({ page, openLab }) => {
    await prefer(page, language, theme)
    await openLab(quiet)
    await migrate(page, 'db-1', 'Host B')
    // Into its third round at once: played, a slow machine would be past it.
    await goTo(page, '1:45', 105_000)
    await expect(bars(page, 'now')).toHaveAttribute('data-round', '3')
    const at = await clockMs(page)
    await treeRow(page, 'host', 'Host B').click({ button: 'right' })
    await page.getByTestId('fault-powerOff').last().click()
    await treeRow(page, 'vm', 'db-1').click()
    await playTo(page, '60', at + 60_000)

    await page.getByTestId('tab-vmotion').click()
    await expect(page.getByTestId('migration')).toHaveAttribute('data-state', 'failed')
    await expect(page.getByTestId('migration-failed')).toContainText(words[language].failed)
    await expect.poll(() => vmsUnder(page, 'Host A')).toContain('db-1')
    await expect(page.locator('[data-testid="vmotion-pings"] [data-state="lost"]')).toHaveCount(0)
    // It was neither stopped nor restarted.
    await page.getByTestId('event-search').fill('db-1')
    for (const type of ['vm.poweredOff', 'ha.restartQueued', 'client.outage'])
      await expect(page.locator(`[data-testid="event-row"][data-type="${type}"]`)).toHaveCount(0)
  })
}
