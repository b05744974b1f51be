/** Guided labs in the window: the first one solved by hand as somebody new would, what a keep forbids, and a table that is told beforehand. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './shell.ts'
import { talkTo } from './talk.ts'
import { clockMs, goTo, isPlaying, migrateTo, playTo, prefer, treeRow } from './window.ts'

const verdictOf = (page: Page, id: string): Locator => page.locator(`[data-testid="guided-pane"] [data-testid="condition"][data-id="${id}"]`)
const card = (page: Page, id: string): Locator => page.locator(`[data-testid="guided-card"][data-id="${id}"]`)

async function begin(page: Page, id: string): Promise<void> {
  await page.keyboard.press('Alt+p')
  await card(page, id).getByTestId('guided-open').click()
  await page.getByTestId('guided-begin').click()
  await expect(page.locator(`[data-testid="guided-pane"][data-lab="${id}"]`)).toBeVisible()
}

test('the first lab is solved by hand: HA switched on, a move refused, the power cut, all VMs up, and what came of it (ko)', async ({
  page,
  openLab,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await prefer(page, 'ko', 'dark')
  await openLab()
  await begin(page, 'L1')
  await expect(verdictOf(page, 'ha-on')).toHaveAttribute('data-verdict', 'open')

  // HA is switched on where one would look for it: at the cluster.
  await treeRow(page, 'cluster', 'Cluster-01').click({ button: 'right' })
  await page.getByTestId('menu-configure').click()
  const settings = page.getByTestId('run-settings')
  await settings.locator('[data-field="ha.enabled"] input').check()
  await page.getByTestId('settings-apply').click()
  await expect(settings).toHaveCount(0)
  await playTo(page, '60', 120_000)
  await expect(verdictOf(page, 'ha-on')).toHaveAttribute('data-verdict', 'held')

  // What the lab does not allow is refused, and leaves no trace.
  await treeRow(page, 'vm', 'app-1').click({ button: 'right' })
  await page.getByTestId('menu-migrate').click()
  await migrateTo(page, 'esx-02')
  await expect(page.getByRole('alert').filter({ hasText: '이 랩에서 허용하지 않습니다: VM을 직접 이동하지 않음' })).toBeVisible()
  await expect(verdictOf(page, 'no-move')).toHaveAttribute('data-verdict', 'held')
  await expect(page.locator('[data-testid="event-row"][data-type="vmotion.started"]')).toHaveCount(0)
  await page.keyboard.press('Escape')

  await treeRow(page, 'host', 'esx-02').click({ button: 'right' })
  await page.getByTestId('fault-powerOff').click()
  // How far it played before depends on the machine.
  const later = Math.ceil((await clockMs(page)) / 60_000) + 4
  await goTo(page, `${String(later)}:00`, later * 60_000)
  const solved = page.getByTestId('guided-solved')
  await expect(solved).toContainText('기본 호스트는 네트워크 하트비트')
  await expect(solved.getByTestId('guided-change')).toHaveCount(2)
  await expect(solved.locator('[data-testid="condition"][data-verdict="held"]')).toHaveCount(3)
  await page.getByTestId('guided-replay').click()
  await expect(isPlaying(page)).toHaveCount(1)
  expect(await clockMs(page)).toBeLessThan(later * 60_000)
  await page.keyboard.press('Space')

  await page.keyboard.press('Alt+p')
  await expect(card(page, 'L1')).toHaveAttribute('data-standing', 'solved')
})

test('the split brain is told beforehand, locked at the cut, and compared (en)', async ({ page, openLab }) => {
  await prefer(page, 'en', 'light')
  await openLab()
  await begin(page, 'L3')
  const told = (vm: string, field: string): Locator => page.locator(`[data-told="${vm}.${field}"]`)
  const homes = {
    'a-1': 'esx-a1',
    'a-2': 'esx-a2',
    'a-3': 'esx-a3',
    'a-4': 'esx-a3',
    'b-1': 'esx-b1',
    'b-2': 'esx-b1',
    'b-3': 'esx-b1',
    'b-4': 'esx-b1',
  }
  for (const [vm, host] of Object.entries(homes)) {
    await told(vm, 'host').selectOption(host)
    await told(vm, 'power').selectOption('on')
  }
  await expect(page.getByTestId('guided-pane')).toContainText('16 of 16 told')
  // Whoever loads the window again finds the course as it was.
  await page.reload()
  await expect(told('b-2', 'host')).toHaveValue('esx-b1')

  await goTo(page, '3:00', 180_000)
  await expect(told('b-2', 'host')).toHaveText('esx-b1')
  await expect(verdictOf(page, 'told')).toHaveAttribute('data-verdict', 'open')
  await goTo(page, '10:30', 630_000)
  await expect(page.getByTestId('guided-solved')).toContainText('Two primaries, no second instance')
})

test('a change of the design is part of a course, and a trial is made when it is asked for (en)', async ({ page, openLab }) => {
  await prefer(page, 'en', 'dark')
  await openLab()
  await begin(page, 'L4')
  await expect(page.locator('[data-verdict="untried"]')).toHaveCount(1)
  await page.getByTestId('guided-check').click()
  const trial = page.locator('[data-testid="guided-pane"] [data-testid="condition"]').first()
  await expect(trial).toHaveAttribute('data-verdict', 'open', { timeout: 20_000 })
  await page.keyboard.press('c')
  await page.getByTestId('command-text').fill('{ do: cluster.configure, ha: { isolationResponse: nothing } }')
  await page.getByTestId('command-send').click()
  await expect(page.getByTestId('command-problem')).toContainText('ha.isolationResponse')
  await page.getByTestId('command-text').fill('{ do: cluster.configure, ha: { isolationResponse: powerOffAndRestart } }')
  await page.getByTestId('command-send').click()
  await expect(trial).toHaveAttribute('data-verdict', 'untried')
  await page.getByTestId('guided-check').click()
  await expect(page.getByTestId('guided-solved')).toBeVisible({ timeout: 20_000 })

  await begin(page, 'L11')
  await page.getByTestId('guided-design').click()
  await page.locator('[data-testid="design-row"][data-row="network:vmotion"]').click()
  const nics = page.locator('[data-field="network.nics"] input')
  await nics.fill('2')
  await nics.press('Enter')
  await page.getByTestId('design-run').click()
  await expect(page.locator('[data-testid="guided-pane"][data-lab="L11"]')).toBeVisible()
  await treeRow(page, 'vm', 'db').click({ button: 'right' })
  await page.getByTestId('menu-migrate').click()
  await migrateTo(page, 'esx-02')
  await goTo(page, '9:00', 540_000)
  await expect(page.getByTestId('guided-solved')).toContainText('Design: networks')
})

test('a course goes on where it was left after Hostdown was killed, and one that is solved stays so (en)', async ({ page, startShell }) => {
  const killed = await startShell()
  const talk = await talkTo(killed.url)
  await talk.invoke('guided.begin', { id: 'L1', anew: false })
  await talk.invoke('run.commands', { text: '[{ do: cluster.configure, ha: { enabled: true } }, { at: 2m, do: host.powerOff, host: esx-02 }]' })
  await talk.invoke('run.seek', { t: 400_000 })
  expect((await talk.invoke('guided.check', {})).report).not.toBeNull()
  await talk.invoke('guided.begin', { id: 'L3', anew: false })
  await talk.invoke('guided.tell', { told: { 'a-1': { host: 'esx-a1' } } })
  await killed.stop('SIGKILL')
  talk.close()

  await prefer(page, 'en', 'light')
  const shell = await startShell(undefined, { data: killed.data })
  await page.goto(`${shell.url}#/practice/guided`)
  await expect(card(page, 'L1')).toHaveAttribute('data-standing', 'solved')
  await expect(card(page, 'L3')).toHaveAttribute('data-standing', 'begun')
  await card(page, 'L3').getByTestId('guided-open').click()
  await page.getByTestId('guided-begin').click()
  await expect(page.locator('[data-told="a-1.host"]')).toHaveValue('esx-a1')
  await page.goto(`${shell.url}#/practice/guided/L1`)
  await expect(page.getByTestId('guided-report').getByTestId('guided-change')).toHaveCount(2)
})

test("a guided lab of one's own lies in the data folder; one that is broken is named with its place (en)", async ({ page, openLab }) => {
  await prefer(page, 'en', 'light')
  const shell = await openLab()
  const folder = join(shell.data, 'guided')
  const text = readFileSync(join(import.meta.dirname, '../resources/guided/l01-first-failover.guided.yaml'), 'utf8').replace('id: L1\n', 'id: L100\n')
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(join(folder, 'mine.guided.yaml'), text.replace('en: First failover', 'en: My very own'))
    writeFileSync(join(folder, 'bad.guided.yaml'), text.replace('level: 1', 'level: 9'))
    await page.keyboard.press('Alt+p')
    await expect(card(page, 'L100')).toContainText('My very own')
    const own = page.getByTestId('guided-own')
    await expect(own.getByTestId('path')).toHaveText(folder)
    await expect(own.locator('[data-file="bad.guided.yaml"]')).toContainText('(line 5)')

    await card(page, 'L100').getByTestId('guided-open').click()
    await page.getByTestId('guided-begin').click()
    await expect(page.locator('[data-testid="guided-pane"][data-lab="L100"]')).toBeVisible()
    await expect(verdictOf(page, 'ha-on')).toHaveAttribute('data-verdict', 'open')
    // Its keeps hold like those of any other.
    const talk = await talkTo(shell.url)
    await expect(talk.invoke('run.command', { command: 'vm.migrate', arguments: { vm: 'app-1', host: 'esx-02' } })).rejects.toMatchObject({
      code: 'forbidden',
    })
    talk.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
