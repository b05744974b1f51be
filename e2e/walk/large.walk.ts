/**
 * 96 hosts and 8,000 VMs in the window: what a design, an import and a comparison cost. Told as time that passed and as time of the page's
 * own thread, which a busy machine does not change much.
 */
import { appendFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CDPSession, Page } from '@playwright/test'
import { makeWorkbook } from '../../src-main/inventory/testing/make-workbook.ts'
import { madeExport } from '../../src-main/inventory/testing/made-export.ts'
import { expect, test } from '../shell.ts'
import { talkTo } from '../talk.ts'
import { clockMs, prefer } from '../window.ts'

const [hosts, vms] = [96, 8000]
const lab = JSON.stringify({
  hostdown: 1,
  name: '96 hosts, 8,000 VMs',
  cluster: { ha: {}, drs: {} },
  networks: [{ name: 'Management', kind: 'management' }, { name: 'vMotion', kind: 'vmotion', gbps: 25 }, { name: 'VM Network', kind: 'vm' }],
  datastores: Array.from({ length: 8 }, (_, i) => ({ name: `ds-${String(i + 1)}` })),
  hosts: Array.from({ length: hosts }, (_, i) => ({
    name: `esx-${String(i + 1).padStart(3, '0')}`,
    faultDomain: `rack-${String(1 + (i % 4))}`,
    cpu: { sockets: 2, coresPerSocket: 32, mhz: 2600 },
    memoryMiB: 1_048_576,
  })),
  vms: Array.from({ length: vms }, (_, i) => ({
    name: `vm-${String(i + 1).padStart(4, '0')}`,
    host: `esx-${String((i % hosts) + 1).padStart(3, '0')}`,
    vcpus: 2,
    memoryMiB: 4096,
    datastore: `ds-${String((i % 8) + 1)}`,
    demand: { cpuMHz: 300 },
  })),
  until: '30m',
}) // prettier-ignore

class Watch {
  readonly #page: Page
  readonly #cdp: CDPSession

  constructor(page: Page, cdp: CDPSession) {
    this.#page = page
    this.#cdp = cdp
  }

  async #busy(): Promise<number> {
    const { metrics } = await this.#cdp.send('Performance.getMetrics')
    return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0) * 1000
  }

  /** `times`: how often it was done in `work`. */
  async time(name: string, work: () => Promise<unknown>, times = 1): Promise<void> {
    const [busy, begun] = [await this.#busy(), performance.now()]
    await work()
    await this.#page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
    // A page that is loaded anew counts anew.
    const now = await this.#busy()
    const [thread, passed] = [now < busy ? now : now - busy, performance.now() - begun]
    const line = `${name.padEnd(44)} ${(thread / times).toFixed(0).padStart(6)} ms of the page's thread, ${(passed / times).toFixed(0).padStart(6)} ms\n`
    console.log(line.trimEnd())
    const folder = join(import.meta.dirname, '..', 'test-results', 'walk')
    mkdirSync(folder, { recursive: true })
    appendFileSync(join(folder, 'large.txt'), line)
  }
}

test('96 hosts and 8,000 VMs: design, comparison, import', async ({ page, openLab }) => {
  await prefer(page, 'en', 'light')
  const shell = await openLab()
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' })
  const watch = new Watch(page, cdp)
  const talk = await talkTo(shell.url)

  const opened = await talk.invoke('lab.open', { fileName: 'large.lab.yaml', text: lab })
  expect(opened.ok).toBe(true)
  await watch.time('workbench: opened anew, to its picture', async () => {
    await page.reload()
    await expect(page.getByTestId('topology')).toHaveAttribute('data-painted', /.+/)
  })
  const middle = async (id: string): Promise<readonly [number, number]> => {
    const box = await page.getByTestId(id).boundingBox()
    return [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + (box?.height ?? 0) / 2]
  }
  const pan = async (id: string): Promise<void> => {
    const [x, y] = await middle(id)
    await page.mouse.move(x, y)
    await page.mouse.down({ button: 'middle' })
    await page.mouse.up({ button: 'middle' })
    await page.getByTestId(id).focus()
    for (let i = 0; i < 30; i++) await page.keyboard.press(i % 2 === 0 ? 'ArrowRight' : 'ArrowLeft')
  }
  await watch.time('workbench: a step of panning', () => pan('topology'), 30)
  await talk.invoke('run.seek', { t: 300_000 })
  await watch.time('workbench: a jump to another instant', async () => {
    for (const t of [60_000, 240_000, 120_000, 180_000, 0]) {
      await talk.invoke('run.seek', { t })
      await expect.poll(() => clockMs(page), { intervals: [20] }).toBe(t)
    }
  }, 5) // prettier-ignore

  await watch.time('design: from the workbench to its picture', async () => {
    await page.getByTestId('to-design').click()
    await expect(page.getByTestId('design-host').first()).toBeVisible()
  })
  await watch.time('design: opened anew, to its picture', async () => {
    await page.reload()
    await expect(page.getByTestId('design-host').first()).toBeVisible()
  })
  await watch.time('design: a turn of the wheel over the hosts', async () => {
    await page.mouse.move(...(await middle('design-canvas')))
    for (let i = 0; i < 20; i++) {
      await page.mouse.wheel(0, i < 10 ? 400 : -400)
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    }
  }, 20) // prettier-ignore
  await watch.time('design: a VM selected, its form', async () => {
    await page.getByTestId('design-search').fill('vm-0001')
    await page.locator('[data-testid="design-row"][data-row="vm:vm-0001"]').click()
    await expect(page.locator('[data-field="vm.memoryMiB"]')).toBeVisible()
  })
  await watch.time('design: a value changed', async () => {
    await page.locator('[data-field="vm.memoryMiB"] input').fill('6144')
    await page.keyboard.press('Enter')
    await expect(page.getByTestId('design-undo')).toBeEnabled()
  })
  await watch.time('design: undone', async () => {
    await page.getByTestId('design-undo').click()
    await expect(page.getByTestId('design-undo')).toBeDisabled()
  })
  await watch.time('design: 100 VMs added', async () => {
    await page.getByTestId('design-add-vm').click()
    await page.getByTestId('add-vms-count').fill('100')
    await page.getByTestId('add-vms-count').press('Enter')
    await expect(page.getByTestId('add-vms')).toHaveCount(0)
    await expect(page.getByTestId('design-undo')).toBeEnabled()
  })

  await talk.invoke('run.seek', { t: 60_000 })
  await talk.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'esx-001' } })
  await talk.invoke('run.seek', { t: 240_000 })
  await page.goto(`${new URL(page.url()).origin}/#/workbench`)
  await watch.time('comparison: of two branches, to both pictures', async () => {
    await page.goto(`${new URL(page.url()).origin}/#/compare/b1/b0`)
    await expect(page.getByTestId('compare-page')).toHaveAttribute('data-ready', 'true')
    await expect(page.locator('.picture[data-painted="true"]')).toHaveCount(2)
  })
  await watch.time('comparison: a step of the scrubber', async () => {
    await page.getByTestId('compare-scrubber').focus()
    for (let i = 0; i < 10; i++) {
      await page.keyboard.press(i < 5 ? 'ArrowRight' : 'ArrowLeft')
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    }
  }, 10) // prettier-ignore
  talk.close()

  const workbook = makeWorkbook(madeExport({ vms, hosts, vmsPerCluster: vms }))
  await page.goto(`${new URL(page.url()).origin}/#/import`)
  await expect(page.getByTestId('import-begin')).toBeVisible()
  await watch.time('import: from the workbook to the preview', async () => {
    await page.getByTestId('export-file').setInputFiles({ name: 'large.xlsx', mimeType: 'application/octet-stream', buffer: workbook })
    await expect(page.getByTestId('import-lab')).toHaveCount(1, { timeout: 180_000 })
  })
  await watch.time('import: a turn of the wheel over what was assumed', async () => {
    await page.mouse.move(...(await middle('import-assumed')))
    for (let i = 0; i < 20; i++) {
      await page.mouse.wheel(0, i < 10 ? 300 : -300)
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    }
  }, 20) // prettier-ignore
  await watch.time('import: made, to the picture of its run', async () => {
    await page.getByTestId('import-create').click()
    await expect(page.getByTestId('clock')).toBeVisible({ timeout: 180_000 })
    await expect(page.getByTestId('topology')).toHaveAttribute('data-painted', /.+/, { timeout: 180_000 })
  })
})
