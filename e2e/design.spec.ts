/** A lab is designed in the window, from nothing to its first failover, without a line of YAML. */
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { seriousOf } from './axe.ts'
import { expect, test } from './shell.ts'
import { clockMs, eventRows, everything, menuEntry, prefer, still, treeRow, vmsUnder } from './window.ts'

const results = join(import.meta.dirname, 'test-results', 'screenshots')
/** Every size in every language and theme takes minutes: only for whoever is going to look at them. */

/** A click is one, a group of keys is one, and so is a value that is typed; the click into its field counts by itself. */
class Hand {
  count = 0
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async click(target: Locator, options?: { readonly button: 'right' }): Promise<void> {
    this.count++
    await target.click(options)
  }

  async press(keys: string): Promise<void> {
    this.count++
    await this.page.keyboard.press(keys)
  }

  async type(target: Locator, text: string): Promise<void> {
    await this.click(target)
    this.count++
    await target.fill(text)
  }
}

const row = (page: Page, key: string): Locator => page.locator(`[data-testid="design-row"][data-row="${key}"]`)
const host = (page: Page, name: string): Locator => page.locator(`[data-testid="design-host"][data-name="${name}"]`)
const vm = (page: Page, name: string): Locator => page.locator(`[data-testid="design-vm"][data-name="${name}"]`)
const field = (page: Page, id: string): Locator => page.locator(`[data-testid="design-field"][data-field="${id}"]`)
const input = (page: Page, id: string): Locator => field(page, id).locator('input[type="text"]')

async function begin(page: Page, template: string): Promise<void> {
  await page.getByTestId('home').click()
  await page.getByTestId('new-design').click()
  await page.getByTestId(`template-${template}`).click()
  await expect(page.getByTestId('design')).toBeVisible()
}

test('from nothing to a failover of 4 hosts and 20 VMs in at most 60 clicks, with mistakes on the way', async ({ page, openLab }) => {
  test.setTimeout(300_000)
  await openLab()
  const hand = new Hand(page)
  await hand.click(page.getByTestId('home'))
  await hand.click(page.getByTestId('new-design'))
  await hand.click(page.getByTestId('template-empty'))
  await expect(page.getByTestId('design-run')).toHaveAttribute('aria-disabled', 'true')

  await hand.click(page.getByTestId('design-first-host'))
  for (const name of ['esx02', 'esx03', 'esx04']) {
    await hand.click(page.getByTestId('design-add-host'))
    await expect(host(page, name)).toBeVisible()
  }
  // A name twice: said while it is typed, and taken back with a key.
  await hand.type(input(page, 'host.name'), 'esx01')
  await expect(field(page, 'host.name')).toContainText('There is one named esx01 already')
  await hand.press('Escape')
  await expect(input(page, 'host.name')).toHaveValue('esx04')

  await hand.click(page.getByTestId('design-add-vm'))
  await hand.type(page.getByTestId('add-vms-count'), '20')
  await hand.click(page.getByTestId('add-vms-small'))
  await hand.press('Enter')
  await expect(page.getByTestId('design-vm')).toHaveCount(20)
  await expect(host(page, 'esx01').getByTestId('design-host-count')).toHaveText('VMs: 5')

  // A VM larger than its host.
  await hand.click(row(page, 'vm:vm05'))
  await hand.type(input(page, 'vm.memoryMiB'), '999999')
  await hand.press('Enter')
  await expect(field(page, 'vm.memoryMiB').getByTestId('field-beyond')).toContainText('esx01 has 262,144 MiB')
  await hand.click(page.getByTestId('design-undo'))
  await expect(input(page, 'vm.memoryMiB')).toHaveValue('2048')
  await expect(page.getByTestId('field-beyond')).toHaveCount(0)

  // A reservation that does not fit: nothing runs until it is taken back.
  await hand.type(input(page, 'vm.cpuReservationMHz'), '900000')
  await hand.press('Enter')
  await expect(field(page, 'vm.cpuReservationMHz').getByTestId('field-problem')).toContainText('do not fit')
  await expect(page.getByTestId('design-run')).toHaveAttribute('aria-disabled', 'true')
  await expect(page.getByTestId('design-problem').first()).toContainText('vm05')
  await hand.click(page.getByTestId('design-undo'))
  await expect(page.getByTestId('design-run')).toHaveAttribute('aria-disabled', 'false')

  await hand.click(row(page, 'block:cluster'))
  await hand.click(page.getByTestId('enable-ha'))
  await expect(page.getByTestId('enable-ha')).toBeChecked()
  await hand.click(page.getByTestId('enable-drs'))
  await expect(page.getByTestId('enable-drs')).toBeChecked()
  await hand.click(page.getByTestId('design-run'))

  await expect(page.getByTestId('workbench')).toBeVisible()
  await expect.poll(async () => (await vmsUnder(page, 'esx01')).length, { timeout: 30_000 }).toBe(5)
  await hand.click(treeRow(page, 'host', 'esx01'), { button: 'right' })
  await hand.click(menuEntry(page, 'Cut the power'))
  await hand.click(page.getByTestId('to-end'))
  await expect.poll(() => vmsUnder(page, 'esx01'), { timeout: 60_000 }).toEqual([])
  const spread = await Promise.all(['esx02', 'esx03', 'esx04'].map((name) => vmsUnder(page, name)))
  expect(spread.flat()).toHaveLength(20)
  await eventRows(page, 'ha.hostStateChanged', 'esx01')
  await eventRows(page, 'vm.poweredOn', 'vm01')
  expect(await clockMs(page)).toBeGreaterThan(0)

  test.info().annotations.push({ type: 'clicks and key groups', description: String(hand.count) })
  console.log(`clicks and key groups: ${String(hand.count)}`)
  expect(hand.count).toBeLessThanOrEqual(60)
})

test('the palette finds rules: those of the run, and the form for a new one', async ({ page, openLab }) => {
  await openLab()
  const palette = async (words: string, id: string): Promise<void> => {
    await page.keyboard.press('Control+k')
    await page.getByTestId('palette-search').fill(words)
    await page.locator(`[data-testid="palette-entry"][data-id="action:${id}"]`).click()
  }
  await palette('rules', 'rules')
  await expect(page.locator('#fold-drs-rules')).toHaveAttribute('aria-expanded', 'true')
  await palette('add rule', 'addRule')
  await expect(row(page, 'rule:rule01')).toBeVisible()
  await expect(input(page, 'rule.name')).toBeFocused()
  await expect(input(page, 'rule.name')).toHaveValue('rule01')
  await page.keyboard.press('Control+z')
  await expect(row(page, 'rule:rule01')).toHaveCount(0)
})

test('dragging, moving by keyboard, undo, and a draft that a reload keeps', async ({ page, openLab }) => {
  test.setTimeout(300_000)
  await openLab()
  await begin(page, 'empty')
  await page.getByTestId('design-first-host').click()
  await page.getByTestId('design-add-host').click()
  await expect(host(page, 'esx02')).toBeVisible()
  await page.getByTestId('design-add-vm').click()
  await page.getByTestId('add-vms-count').fill('4')
  await page.getByTestId('add-vms-count').press('Enter')
  await expect(host(page, 'esx01').getByTestId('design-host-count')).toHaveText('VMs: 2')

  // What was added is selected, and would all be dragged.
  await vm(page, 'vm01').click()
  await vm(page, 'vm01').dragTo(host(page, 'esx02').locator('header'))
  await expect(host(page, 'esx02').getByTestId('design-host-count')).toHaveText('VMs: 3')
  await page.getByTestId('design-undo').click()
  await expect(host(page, 'esx02').getByTestId('design-host-count')).toHaveText('VMs: 2')
  await page.getByTestId('design-redo').click()
  await expect(host(page, 'esx02').getByTestId('design-host-count')).toHaveText('VMs: 3')

  // Several at once, without a pointer.
  await row(page, 'vm:vm01').click()
  await row(page, 'vm:vm04').click({ modifiers: ['Shift'] })
  await page.getByTestId('design-tree').focus()
  await page.keyboard.press('m')
  await page.getByTestId('move-targets').selectOption('=esx01')
  await page.getByTestId('move-take').click()
  await expect(host(page, 'esx01').getByTestId('design-host-count')).toHaveText('VMs: 4')

  await host(page, 'esx02').click()
  await page.keyboard.press('m')
  await page.getByTestId('move-take').click()
  await expect(page.locator('[data-testid="design-region"][data-name="Site A"]')).toContainText('esx02')

  await page.reload()
  await expect(page.locator('[data-testid="design-region"][data-name="Site A"]')).toContainText('esx02')
  await expect(host(page, 'esx01').getByTestId('design-host-count')).toHaveText('VMs: 4')
  // The steps are kept too.
  await page.keyboard.press('Control+z')
  await expect(page.getByTestId('design-region')).toHaveCount(1)

  // A host goes, and its VMs stay: told, with a way back.
  await host(page, 'esx01').click()
  await page.keyboard.press('Delete')
  await expect(page.getByTestId('design-unplaced')).toContainText('vm01')
  await page.getByTestId('notice-action').click()
  await expect(host(page, 'esx01').getByTestId('design-host-count')).toHaveText('VMs: 4')

  // The whole as text: what is no YAML says in which line.
  await page.getByTestId('design-yaml').click()
  await expect(page.getByTestId('design-yaml-text')).toHaveValue(/esx01/)
  await page.getByTestId('design-yaml-text').fill('hostdown: 1\nhosts: [')
  await page.getByTestId('design-yaml-apply').click()
  await expect(page.getByTestId('design-yaml-problem').first()).toBeVisible()
  await page.getByTestId('design-undo').click()
  await expect(page.getByTestId('design-yaml-problem')).toHaveCount(0)
})

for (const language of ['en', 'ko'] as const)
  for (const theme of ['dark', 'light'] as const) {
    if (!everything && `${language} ${theme}` !== 'en dark' && `${language} ${theme}` !== 'ko light') continue
    test(`pictures, and nothing that axe finds serious: ${language}, ${theme}`, async ({ page, openLab }) => {
      test.setTimeout(300_000)
      await prefer(page, language, theme)
      await page.setViewportSize({ width: 1280, height: 800 })
      await openLab()
      const look = async (name: string): Promise<void> => {
        await page.mouse.move(640, 2)
        await still(page)
        expect.soft(await seriousOf(page), name).toEqual([])
        if (!everything) return
        for (const [width, height] of [
          [1280, 800],
          [1920, 1080],
        ] as const) {
          await page.setViewportSize({ width, height })
          await still(page)
          await page.screenshot({ path: join(results, `${String(width)}x${String(height)}`, `${name}-${language}-${theme}.png`) })
        }
        await page.setViewportSize({ width: 1280, height: 800 })
      }
      await page.getByTestId('home').click()
      await page.getByTestId('new-design').click()
      await expect(page.getByTestId('template-two-sites').or(page.getByTestId('template-article')).first()).toBeVisible()
      await look('design-templates')
      await page.locator('[data-testid^="template-"]').nth(2).click()
      await expect(page.getByTestId('design-host').first()).toBeVisible()
      await look('design')
      await page.getByTestId('design-vm').first().click()
      await input(page, 'vm.cpuReservationMHz').fill('900000')
      await page.keyboard.press('Enter')
      await expect(page.getByTestId('design-problem').first()).toBeVisible()
      await look('design-problem')
      await page.getByTestId('design-undo').click()
      await row(page, 'block:ha').click()
      await look('design-ha')
      await page.getByTestId('design-yaml').click()
      await expect(page.getByTestId('design-yaml-text')).toHaveValue(/hosts/)
      await look('design-yaml')
    })
  }
