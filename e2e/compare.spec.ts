/** Comparing in the window: two branches from the branch menu, two projects from the Library, by address; at one instant, with what differs and why. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { seriousOf } from './axe.ts'
import { expect, test } from './shell.ts'
import { talkTo } from './talk.ts'
import { boxesOf, everything, prefer, someOf, still } from './window.ts'

const article = readFileSync(join(import.meta.dirname, '../resources/samples/article.lab.yaml'), 'utf8')
const pictures = join(import.meta.dirname, 'test-results', 'screenshots', 'compare')
/** Pictures take time: only for whoever is going to look at them. */

async function shoot(page: Page, name: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 })
  if (!everything) return
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.mouse.move(2, height - 2)
    await page.waitForTimeout(200)
    await still(page)
    await page.screenshot({ path: join(pictures, `${name}-${width}.png`) })
  }
}

async function ready(page: Page): Promise<void> {
  await expect(page.getByTestId('compare-page')).toHaveAttribute('data-ready', 'true')
  await expect(page.locator('.picture[data-painted="true"]')).toHaveCount(2)
}

const instant = (page: Page): Promise<number> => page.getByTestId('compare-clock').getAttribute('data-ms').then(Number)

async function expectNothingSerious(page: Page): Promise<void> {
  expect.soft(await seriousOf(page)).toEqual([])
}

for (const [language, theme] of someOf(
  [
    ['en', 'light'],
    ['ko', 'dark'],
  ] as const,
  ([language]) => language === 'ko',
)) {
  test(`a branch beside the course that it left (${language})`, async ({ page, openLab }) => {
    await prefer(page, language, theme)
    const shell = await openLab()
    const talk = await talkTo(shell.url)
    await talk.invoke('run.seek', { t: 900_000 })
    await talk.invoke('run.seek', { t: 200_000 })
    await talk.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'Host B' } })
    talk.close()

    await page.getByTestId('branch-chooser').click()
    await page.getByTestId('compare-branch-0').click()
    await ready(page)
    await expect(page).toHaveURL(/#\/compare\/b1\/b0$/)
    // Both stand where they part, and the reason is the command.
    expect(await instant(page)).toBe(200_000)
    const first = page.locator('[data-testid=compare-partings] article[data-kind=first]')
    await expect(first.getByTestId('parting-a')).toContainText('Host B')
    await expect(page.getByTestId('compare-commands').locator('li')).toHaveCount(1)
    await expect(page.getByTestId('compare-design')).toContainText(language === 'en' ? 'The designs are the same' : '설계가 같습니다')
    await expect(page.locator('[data-kind=decision] [data-testid=parting-a] [data-fact]').first()).toBeVisible()

    // One scrubber moves both.
    await page.getByTestId('compare-scrubber').focus()
    await page.keyboard.press('End')
    await expect.poll(() => instant(page)).toBe(900_000)
    const row = page.locator('[data-testid=compare-outcome] tr[data-vm]').first()
    await row.getByRole('button').click()
    await expect(page.getByTestId('compare-selected')).toHaveCount(2)
    // In a large window the VMs stand beside the sums, and both are seen whole.
    const before = page.viewportSize()!
    await page.setViewportSize({ width: 1920, height: 1080 })
    await expect
      .poll(async () => {
        const [[sums], [vms]] = await Promise.all([
          boxesOf(page.locator('[data-testid=compare-outcome] .sums')),
          boxesOf(page.locator('[data-testid=compare-outcome] .vms')),
        ])
        return sums !== undefined && vms !== undefined && vms.x >= sums.x + sums.width && sums.y + sums.height < 1080
      })
      .toBe(true)
    await page.setViewportSize(before)
    await shoot(page, `branches-${language}-${theme}`)
    await expectNothingSerious(page)

    await page.getByTestId('compare-swap').click()
    await expect(page).toHaveURL(/#\/compare\/b0\/b1$/)
    await ready(page)
    await expect(page.locator('[data-kind=first] [data-testid=parting-b]')).toContainText('Host B')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('workbench')).toBeVisible()
  })

  test(`two projects with different designs (${language})`, async ({ page, openLab }) => {
    await prefer(page, language, theme)
    const other = article
      .replace(/^name: .*$/m, 'name: With admission control')
      .replace(/^nameKo: .*$/m, 'nameKo: 승인 제어 사용')
      .replace('isolationResponse: disabled', 'isolationResponse: powerOffAndRestart')
      .replace('policy: clusterResourcePercentage', 'policy: slotPolicy')
      .replace('migrationThreshold: 3', 'migrationThreshold: 5')
      .replace(/^( *- \{ name: )Host C(.*)65536 \}$/m, '$1Host C$232768 }\n$1Host D$265536 }')
      .replace(/(name: VM[12],.*memoryMiB: )3072/g, '$18192')
    const shell = await openLab(other)
    const talk = await talkTo(shell.url)
    const projects = await talk.invoke('project.list', {})
    talk.close()
    const [a, b] = [projects.find(({ sample }) => sample !== null), projects.find(({ sample }) => sample === null)]

    await page.getByTestId('home').click()
    const card = page.locator(`[data-testid=project-card][data-id="${String(a?.id)}"]`)
    await card.hover()
    await card.getByTestId('project-menu').click()
    await page.getByTestId('project-compare').click()
    await expect(page.getByTestId('compare-empty')).toBeVisible()
    await page.getByTestId('compare-choose-b').selectOption(`p${String(b?.id)}`)
    await ready(page)
    // Neither was ever run: both are, to their end.
    expect(Number(await page.getByTestId('compare-clock').getAttribute('data-until'))).toBeGreaterThan(0)
    await shoot(page, `projects-${language}-${theme}`)
    await expectNothingSerious(page)
    await page.reload()
    await ready(page)
  })
}
