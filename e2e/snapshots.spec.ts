/** Snapshots and Fault Tolerance in the browser: a comparison with vMotion, what an operation costs, a revert, and a takeover without a restart. */
import type { Page } from '@playwright/test'
import { expect, test } from './shell.ts'
import { clockMs, goTo, prefer, someOf, treeRow } from './window.ts'

const lab = `
hostdown: 1
name: Snapshots and Fault Tolerance
cluster:
  name: Cluster-01
  ha: {}
networks:
  - { name: management, kind: management, gbps: 1 }
  - { name: vmotion, kind: vmotion, gbps: 10 }
  - { name: ft, kind: ft, gbps: 10 }
  - { name: vm, kind: vm }
hosts:
  - { name: Host A, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 262144 }
  - { name: Host B, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 262144 }
  - { name: Host C, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 262144 }
vms:
  - { name: big, host: Host A, vcpus: 8, memoryMiB: 65536, demand: { cpuMHz: 4000, dirtyMBps: 500, writeMBps: 2 } }
  - { name: safe, host: Host A, vcpus: 2, memoryMiB: 4096, faultTolerance: true, ftSecondaryHost: Host B, demand: { cpuMHz: 800, dirtyMBps: 20, writeMBps: 2 } }
until: 10m
`

async function showTab(page: Page, vm: string, tab: 'snapshots' | 'ft'): Promise<void> {
  await treeRow(page, 'vm', vm).click()
  await page.getByTestId(`tab-${tab}`).click()
}

const words = {
  en: { lost: 'HA restart', unharmed: 'unharmed on its source, Host A', off: 'powered off' },
  ko: { lost: 'HA 다시 시작', unharmed: '소스 Host A에서 이상 없이', off: '전원 꺼짐' },
} as const

for (const language of someOf(['en', 'ko'] as const, (each) => each === 'en')) {
  test(`a snapshot and a vMotion of a VM of 64 GiB, side by side (${language})`, async ({ page, openLab }) => {
    await prefer(page, language, language === 'en' ? 'light' : 'dark')
    await openLab(lab)
    await goTo(page, '0:30', 30_000)
    await showTab(page, 'big', 'snapshots')
    await page.getByTestId('side-by-side-run').click()
    const table = page.getByTestId('side-by-side-table')
    const cell = (row: string, of: 'snapshot' | 'vmotion') => table.locator(`[data-row="${row}"] [data-cell="${of}"]`)
    await expect(cell('bytes', 'snapshot')).toContainText(/64 ?GiB/, { timeout: 30_000 })
    await expect(cell('time', 'snapshot')).toContainText(language === 'en' ? '2 min 17 s' : '2분 17초')
    await expect(cell('time', 'vmotion')).toContainText(language === 'en' ? '1 min 51 s' : '1분 51초')
    await expect(cell('stun', 'vmotion')).toContainText(/57[01] ?ms/)
    await expect(cell('sourceFails', 'snapshot')).toContainText(words[language].lost)
    await expect(cell('sourceFails', 'vmotion')).toContainText(words[language].lost)
    await expect(cell('destinationFails', 'vmotion')).toContainText(words[language].unharmed)
    await expect(page.getByTestId('operation-axis').locator('[data-lane="vmotion"] rect.round')).toHaveCount(6)
    await page.getByTestId('side-by-side-enlarge').click()
    await expect(page.getByTestId('side-by-side-dialog')).toBeVisible()
    await page.keyboard.press('Escape')
    // Nothing of the run has changed for it.
    expect(await clockMs(page)).toBe(30_000)
    await expect(page.getByTestId('snapshot-row')).toHaveCount(1)
  })

  test(`a snapshot is taken, written over, and reverted to (${language})`, async ({ page, openLab }) => {
    await prefer(page, language, 'dark')
    await openLab(lab)
    await goTo(page, '0:30', 30_000)
    await showTab(page, 'big', 'snapshots')
    await page.getByTestId('snapshot-take').click()
    const dialog = page.getByTestId('operation-dialog')
    await dialog.getByTestId('snapshot-name').fill('before')
    await dialog.getByTestId('snapshot-memory').uncheck()
    await expect(dialog.locator('[data-line="stun"]')).toContainText(/200 ?ms/)
    await dialog.getByTestId('operation-confirm').click()
    await goTo(page, '5:30', 330_000)
    await expect(page.getByTestId('snapshot-row')).toHaveCount(2)
    // 300 s of 2 MB/s.
    await expect(page.locator('[data-testid="snapshot-row"][data-id="here"]')).toContainText(/57[12] ?MiB/)
    await page.locator('[data-testid="snapshot-row"][data-id="s1"]').click()
    await page.getByTestId('snapshot-revert').click()
    await expect(dialog.locator('[data-line="discarded"]')).toContainText(/57[12] ?MiB/)
    await expect(dialog.locator('[data-line="power"]')).toContainText(words[language].off)
    await dialog.getByTestId('operation-confirm').click()
    await expect(page.locator('[data-testid="snapshot-row"][data-id="here"]')).not.toContainText('MiB')
    await expect(page.getByTestId('snapshot-row')).toHaveCount(2)
  })
}

test('the host of a primary dies, and its secondary takes over without a restart', async ({ page, openLab }) => {
  await prefer(page, 'en', 'dark')
  await openLab(lab)
  await goTo(page, '1:00', 60_000)
  await showTab(page, 'safe', 'ft')
  await expect(page.getByTestId('ft-primary')).toContainText('Host A')
  await expect(page.getByTestId('ft-secondary')).toContainText('Host B')
  await treeRow(page, 'host', 'Host A').click({ button: 'right' })
  await page.getByTestId('fault-powerOff').last().click()
  await goTo(page, '1:02', 62_000)
  await showTab(page, 'safe', 'ft')
  await expect(page.getByTestId('ft-primary')).toContainText('Host B')
  await expect(page.getByTestId('ft-failover')).toContainText(
    'The copy on Host B took over from Host A: no restart, the guest stood still for 1.5 s.',
  )
  await expect(page.getByTestId('ft-tab')).toHaveAttribute('data-state', 'needSecondary')
  await page.getByTestId('event-search').fill('safe')
  await expect(page.locator('[data-testid="event-row"][data-type="ft.failover"]')).toHaveCount(1)
  await expect(page.locator('[data-testid="event-row"][data-type="vm.poweredOn"]')).toHaveCount(0)
  await goTo(page, '6:00', 360_000)
  await expect(page.getByTestId('ft-tab')).toHaveAttribute('data-state', 'running')
  await expect(page.getByTestId('ft-secondary')).toContainText('Host C')
})
