/** DRS seen and used in the window: a load on Host B, the look-back that fills, the recommendation with its reason, applied by hand or by DRS; a host that empties. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './shell.ts'
import { eventRows, goTo, playTo, prefer, someOf, treeRow, vmsUnder } from './window.ts'

const overload = readFileSync(join(import.meta.dirname, '../resources/samples/article-overload.lab.yaml'), 'utf8')
/** The same cluster, where nothing happens by itself. */
const quiet = overload.replace(/\nbookmarks:[\s\S]*?\n\n(?=\w)/, '\n').replace(/\ntimeline:[\s\S]*?\n\nexpect:[\s\S]*?\n\nuntil:/, '\nuntil:')
const manual = quiet.replace('automation: fullyAutomated', 'automation: manual')

/** Drags the load spike onto Host B, where db-1 makes it. */
async function loadOnHostB(page: Page): Promise<void> {
  await page.getByTestId('fault-menu').click()
  await page.getByTestId('fault-loadSpike').dragTo(treeRow(page, 'host', 'Host B'))
  const dialog = page.getByTestId('fault-dialog')
  await expect(dialog).toBeVisible()
  await dialog.getByTestId('demand-vm').selectOption('db-1')
  await expect(dialog).toContainText(/2,000 ?MHz/)
  await dialog.getByTestId('demand-cpu').fill('18000')
  await dialog.getByTestId('fault-apply').click()
  await expect(dialog).toHaveCount(0)
}

const words = {
  en: { lookBack: 'average DRS looks at', reason: 'balance average CPU loads', kept: 'pinned' },
  ko: { lookBack: 'DRS가 보는 평균', reason: '평균 CPU 로드 밸런싱', kept: '고정' },
} as const

for (const [language, theme] of someOf(
  [
    ['en', 'light'],
    ['ko', 'dark'],
  ] as const,
  ([language]) => language === 'en',
)) {
  test(`a load on Host B is looked at for a while, then VM3 should leave for Host C (${language})`, async ({ page, openLab }) => {
    await prefer(page, language, theme)
    await openLab(manual)
    await goTo(page, '0:30', 30_000)
    await loadOnHostB(page)

    // The average that DRS looks at follows the demand as the window fills.
    await treeRow(page, 'vm', 'db-1').click()
    await page.getByTestId('tab-drs').click()
    await playTo(page, '60', 150_000)
    const course = page.getByTestId('drs-course')
    await expect(course).toHaveAttribute('data-about', 'db-1')
    await expect(course).toContainText(words[language].lookBack)

    await goTo(page, '14:00', 840_000)
    const first = page.locator('[data-testid="drs-recommendations"] tr[data-vm="VM3"]')
    await expect(first).toBeVisible()
    await expect(first).toHaveAttribute('data-to', 'Host C')
    await expect(first).toContainText(words[language].reason)
    await expect(page.getByTestId('drs-hosts').locator('[data-name="Host B"]')).toHaveAttribute('data-asked', /^\d{2,3}$/)

    // Why: numbers, the options that were rejected, and the facts.
    await first.locator('p .link').click()
    await expect(page.getByTestId('why-step').first()).toBeVisible()
    await expect(page.locator('[data-fact="DRS-060"], [data-fact="DRS-062"]').first()).toBeVisible()

    await page.getByTestId('tab-drs').click()
    const id = await first.getAttribute('data-id')
    await page.getByTestId(`drs-apply-${id ?? ''}`).click()
    await goTo(page, '14:30', 870_000)
    await expect.poll(() => vmsUnder(page, 'Host C')).toContain('VM3')
    expect(await vmsUnder(page, 'Host B')).toContain('db-1')
  })
}

test('fully automated, DRS moves VM3 and then VM4 by itself, and db-1 stays', async ({ page, openLab }) => {
  await prefer(page, 'en', 'light')
  await openLab(quiet)
  await goTo(page, '0:30', 30_000)
  await loadOnHostB(page)
  await page.getByTestId('tab-drs').click()
  await playTo(page, '600', 600_000)
  await goTo(page, '25:00', 1_500_000)
  await expect.poll(() => vmsUnder(page, 'Host C')).toEqual(expect.arrayContaining(['VM3', 'VM4']))
  expect(await vmsUnder(page, 'Host B')).toEqual(['db-1'])
  await page.locator('#fold-drs-history').click()
  await expect(page.getByTestId('drs-history').locator('[data-type="drs.applied"]')).toHaveCount(2)
})

test('a host that is to enter maintenance mode empties itself', async ({ page, openLab }) => {
  await prefer(page, 'en', 'light')
  await openLab(quiet)
  await treeRow(page, 'host', 'Host A').click({ button: 'right' })
  await page.getByTestId('fault-enterMaintenance').last().click()
  await page.getByTestId('tab-drs').click()
  await goTo(page, '1:00', 60_000)
  await expect.poll(() => vmsUnder(page, 'Host A')).toEqual([])
  await expect(page.getByTestId('drs-hosts').locator('[data-name="Host A"]')).toContainText('maintenance mode')
})

for (const language of someOf(['en', 'ko'] as const, (each) => each === 'ko')) {
  test(`a pass that recommends nothing says what it weighed, and what each move missed (${language})`, async ({ page, openLab }) => {
    await prefer(page, language, language === 'en' ? 'dark' : 'light')
    await openLab(quiet)
    await goTo(page, '6:30', 390_000)
    const passes = await eventRows(page, 'drs.pass', 'DRS')
    await passes.first().click()
    const look = page.getByTestId('drs-look')
    await expect(look).toHaveAttribute('data-known', 'true')
    await expect(look).toContainText(language === 'en' ? 'Migration threshold 3' : '마이그레이션 임계값 3')
    await expect(look.locator('tbody tr').first()).toHaveAttribute('data-verdict', /threshold|costBenefit/)
    await expect(look.locator('[data-verdict="wanted"]')).toHaveCount(0)
  })
}
