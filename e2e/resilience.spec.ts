/** What if something dies: the sweep in the window, its matrix, why VMs stay down, findings that are played, and a failure opened as a run. */
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './shell.ts'
import { boxesOf, clockMs, everything, prefer, still } from './window.ts'

const results = join(import.meta.dirname, 'test-results', 'screenshots')

/** Eight hosts in two racks; a database that is hard to place, and a VM that a rule ties to one host. */
const lab = JSON.stringify({
  hostdown: 1,
  name: 'Eight hosts in two racks',
  cluster: {
    ha: { admissionControl: { policy: 'clusterResourcePercentage' }, isolationResponse: 'powerOffAndRestart' },
    drs: {
      automation: 'manual',
      vmGroups: { licensed: ['erp'] },
      hostGroups: { 'rack a': ['esx-01', 'esx-02'] },
      rules: [{ name: 'licence', type: 'mustRunOn', vmGroup: 'licensed', hostGroup: 'rack a' }],
    },
  },
  networks: [{ name: 'management', kind: 'management', nics: 1 }, { name: 'users', kind: 'vm' }],
  datastores: [{ name: 'ds-01' }, { name: 'ds-02' }],
  hosts: Array.from({ length: 8 }, (_, i) => ({
    name: `esx-0${String(i + 1)}`,
    faultDomain: i < 4 ? 'rack-a' : 'rack-b',
    cpu: { sockets: 2, coresPerSocket: 8, mhz: 2600 },
    memoryMiB: 65_536,
  })),
  vms: [
    { name: 'erp', host: 'esx-01', vcpus: 8, memoryMiB: 16_384, memoryReservationMiB: 16_384 },
    { name: 'db', host: 'esx-06', vcpus: 8, memoryMiB: 49_152, memoryReservationMiB: 49_152 },
    { name: 'web', count: 56, vcpus: 2, memoryMiB: 7168, memoryReservationMiB: 6144 },
    { name: 'lab', host: 'esx-03', vcpus: 1, memoryMiB: 2048, ha: { restartPriority: 'disabled' } },
  ],
  timeline: [{ at: '5m', do: 'host.powerOff', host: 'esx-08' }],
}) // prettier-ignore

const words = { en: { promised: 'Admission control' }, ko: { promised: '승인 제어' } } as const

async function toResilience(page: Page): Promise<void> {
  await page.keyboard.press('Alt+r')
  await expect(page.getByTestId('resilience')).toBeVisible()
}

async function sweepOver(page: Page): Promise<void> {
  await page.getByTestId('sweep-start').click()
  await expect(page.getByTestId('matrix').or(page.getByTestId('failures'))).toBeVisible({ timeout: 60_000 })
  await expect(page.getByTestId('sweep-going')).toHaveCount(0)
}

async function shoot(page: Page, name: string): Promise<void> {
  if (!everything) return
  await page.mouse.move(2, 798)
  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.waitForTimeout(250)
    await still(page)
    await page.screenshot({ path: join(results, `${String(width)}x${String(height)}`, `${name}.png`) })
  }
  await page.setViewportSize({ width: 1600, height: 1000 })
}

for (const language of ['en', 'ko'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    if (!everything && `${language} ${theme}` !== 'ko dark') continue
    test(`all pairs of hosts fail, and one of them is opened as a run (${language}, ${theme})`, async ({ page, openLab }) => {
      test.setTimeout(120_000)
      await prefer(page, language, theme)
      await openLab(lab)
      await toResilience(page)
      await expect(page.getByTestId('failures-2')).toBeChecked()
      await page.getByTestId('sweep-at').fill('1:00')
      await sweepOver(page)

      // A cell for each host, and one for each pair.
      await expect(page.locator('[data-testid^="cell-"]')).toHaveCount(36)
      await expect(page.getByTestId('tally')).toContainText('36')
      await expect(page.getByTestId('promise')).toContainText(words[language].promised)
      expect(Number(await page.getByTestId('promise').getAttribute('data-broken'))).toBeGreaterThan(0)
      await shoot(page, `resilience-${language}-${theme}`)

      // A large window is used: cells as far as what was found about the design, which stands beside them.
      await page.setViewportSize({ width: 1920, height: 1080 })
      await expect.poll(async () => (await boxesOf(page.getByTestId('cell-0')))[0]?.width).toBeGreaterThan(70)
      const cells = await boxesOf(page.locator('[data-testid^="cell-"]'))
      const [findings] = await boxesOf(page.getByTestId('findings'))
      const [right, bottom] = [Math.max(...cells.map((cell) => cell.x + cell.width)), Math.max(...cells.map((cell) => cell.y + cell.height))]
      expect(findings!.x).toBeGreaterThan(right)
      expect(right).toBeGreaterThan(640)
      expect(bottom).toBeGreaterThan(700)
      expect(bottom).toBeLessThan(1080)
      await page.setViewportSize({ width: 1600, height: 1000 })

      // Both hosts that may run the licensed VM: it stays down, and the rule is said to be why.
      const pair = page.getByTestId('cell-8')
      await pair.focus()
      const detail = page.getByTestId('failure-detail')
      await expect(detail).toContainText('esx-01 + esx-02')
      await expect(detail).toContainText('erp')
      await expect(detail.locator('[data-fact="HA-169"]').first()).toBeVisible()
      // By keyboard: to the right is the next pair, and back.
      await page.keyboard.press('ArrowRight')
      await expect(detail).toContainText('esx-01 + esx-03')
      await page.keyboard.press('ArrowLeft')
      await page.getByTestId('metric-downtime').click()
      await expect(page.getByTestId('cell-8')).not.toHaveText(/^✓$/)

      // A finding is played, as a branch of the run in the workbench.
      await expect(page.locator('[data-rule="restartDisabled"]')).toContainText('lab')
      await expect(page.locator('[data-rule="managementNetworkNotRedundant"]')).toBeVisible()

      await pair.focus()
      await page.keyboard.press('Enter')
      await expect(page.getByTestId('workbench')).toBeVisible()
      await expect.poll(() => clockMs(page)).toBeGreaterThanOrEqual(60_000)
      await page.getByTestId('play-pause').click()
      // Bars of CPU and memory have the same ends.
      await page.getByTestId('tab-summary').click()
      const tracks = await boxesOf(page.locator('[data-testid=summary] .usage .track'))
      expect(tracks).toHaveLength(2)
      expect([tracks[1]?.x, tracks[1]?.width]).toEqual([tracks[0]?.x, tracks[0]?.width])
      await page.getByTestId('branch-chooser').click()
      await expect(page.locator('.n-popover')).toContainText('esx-01')
      await page.keyboard.press('Escape')

      // What was found out is still there, and a finding starts from the same instant.
      await toResilience(page)
      await expect(page.locator('[data-testid^="cell-"]')).toHaveCount(36)
      await page.getByTestId('play-restartDisabled').click()
      await expect(page.getByTestId('workbench')).toBeVisible()
    })
  }
}

test('single datastores and networks, cancelling, and the way there from the Library', async ({ page, openLab }) => {
  await prefer(page, 'en', 'light')
  await openLab(lab)
  await page.getByTestId('home').click()
  await page.getByTestId('project-card').first().getByTestId('project-menu').click()
  await page.getByTestId('project-resilience').click()
  await expect(page.getByTestId('resilience')).toBeVisible()
  await expect(page).toHaveURL(/#\/resilience$/)
  await page.getByTestId('domain-datastore').check({ force: true })
  await page.getByTestId('failures-1').check({ force: true })
  await sweepOver(page)
  await expect(page.locator('[data-testid^="row-"]')).toHaveCount(2)
  await expect(page.locator('[data-rule="storageLossNotAnswered"]')).toBeVisible()
  await shoot(page, 'resilience-datastores')

  await page.getByTestId('domain-host').check({ force: true })
  await page.getByTestId('failures-2').check({ force: true })
  await page.getByTestId('sweep-start').click()
  await page.getByTestId('sweep-cancel').click()
  await expect(page.getByTestId('sweep-going')).toHaveCount(0)
  // What was there before is still shown.
  await expect(page.locator('[data-testid^="row-"]')).toHaveCount(2)
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('workbench')).toBeVisible()
})
