/** What vSphere HA makes of a network that fails: an isolation response that is called off in time, and a cluster that is torn in two. */
import type { Locator, Page } from '@playwright/test'
import { expect, quietArticle, test } from './shell.ts'
import { clockMs, eventRows, goTo, playTo, prefer, someOf, still, treeRow, vmsUnder } from './window.ts'

const isolating = quietArticle.replace('  ha:\n', '  ha:\n    isolationResponse: powerOffAndRestart\n')

async function fromMenu(row: Locator, fault: string): Promise<void> {
  await row.click({ button: 'right' })
  await row.page().getByTestId(fault).last().click()
}

/** Draws a closed line through points of the topology, in shares of its width and height. */
async function draw(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  // The picture makes room for the bar first.
  await expect(page.getByTestId('partition-bar')).toBeVisible()
  await still(page)
  const box = await page.getByTestId('lasso').boundingBox()
  if (box === null) throw new Error('Nothing can be drawn on')
  const [first, ...others] = points.map(([x, y]) => [box.x + x * box.width, box.y + y * box.height] as const)
  if (first === undefined) return
  await page.mouse.move(...first)
  await page.mouse.down()
  for (const point of others) await page.mouse.move(...point, { steps: 6 })
  await page.mouse.up()
}

const words = {
  en: { countdown: /off in (\d+) s/, isolated: 'Isolated', secondary: 'Secondary', primary: 'primary: Host' },
  ko: { countdown: /(\d+)초 후 끔/, isolated: '분리됨', secondary: '보조', primary: '기본: Host' },
} as const

for (const language of someOf(['en', 'ko'] as const, (each) => each === 'ko')) {
  test(`an isolation response that is called off (${language})`, async ({ page, openLab }) => {
    await prefer(page, language, 'dark')
    await openLab(isolating)
    const host = treeRow(page, 'host', 'Host A')
    const vm = treeRow(page, 'vm', 'VM1')
    await fromMenu(host, 'fault-disconnect')
    await goTo(page, '0:41', 41_000)
    await expect(host).toContainText(words[language].isolated)

    // At the speed of the clock on the wall: the seconds to the power-off run down.
    const left = async (): Promise<number> =>
      Number(words[language].countdown.exec(((await vm.textContent()) ?? '').replace('VM1', ' '))?.[1] ?? 'NaN')
    expect(await left()).toBe(19)
    await playTo(page, '1', 43_000)
    expect(await left()).toBe(Math.ceil((60_000 - (await clockMs(page))) / 1000))

    // The network is back in time: nothing is stopped.
    await fromMenu(host, 'fault-reconnect')
    await playTo(page, '60', 120_000)
    expect(await left()).toBeNaN()
    await expect(host).not.toContainText(words[language].isolated)
    await expect.poll(() => vmsUnder(page, 'Host A')).toEqual(['VM1', 'VM2'])
    await eventRows(page, 'ha.isolationDeclared', 'Host A')
    await page.getByTestId('event-search').fill('VM1')
    await expect(page.locator('[data-testid="event-row"][data-type="vm.poweredOff"]')).toHaveCount(0)
  })

  test(`a partition that is drawn, and healed (${language})`, async ({ page, openLab }) => {
    await prefer(page, language, 'light')
    await openLab(isolating)
    await page.getByTestId('partition').click()
    await draw(page, [
      [0.02, 0.14],
      [0.35, 0.14],
      [0.35, 0.66],
      [0.02, 0.66],
    ])
    await expect(page.getByTestId('partition-parts').locator('li')).toHaveText([/1.*Host A$/, /2.*Host B, Host C$/])
    await page.getByTestId('partition-send').click()
    const parts = page.getByTestId('partition-part')
    await expect(parts).toHaveCount(2)
    await playTo(page, '60', 60_000)

    // Each part has a primary of its own.
    await expect(parts.nth(0)).toHaveAttribute('data-hosts', 'Host A')
    await expect(parts.nth(0)).toHaveAttribute('data-primary', 'Host A')
    await expect(parts.nth(1)).toHaveAttribute('data-hosts', 'Host B,Host C')
    await expect(parts.nth(1)).toHaveAttribute('data-primary', 'Host C')
    await expect(parts.nth(0)).toContainText(words[language].primary)
    await expect.poll(() => vmsUnder(page, 'Host A')).toEqual(['VM1', 'VM2'])

    await parts.nth(1).getByTestId('partition-heal').click()
    await expect(parts).toHaveCount(0)
    await playTo(page, '60', 120_000)
    await expect(treeRow(page, 'host', 'Host A')).toContainText(words[language].secondary)
  })
}

test('a partition without a pointer: hosts are marked, then it is sent', async ({ page, openLab }) => {
  await openLab(isolating)
  await treeRow(page, 'host', 'Host A').click()
  await page.getByTestId('tree').focus()
  await page.keyboard.press('m')
  await expect(page.getByTestId('partition-parts')).toContainText('Host A')
  await page.keyboard.press('p')
  await expect(page.getByTestId('partition-part')).toHaveCount(2)
  await expect(page.getByTestId('partition-bar')).toHaveCount(0)
})
