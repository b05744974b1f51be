/** The pages beside the workbench: Library, settings, designs, import, comparison, Resilience. */
import { join } from 'node:path'
import type { Locator } from '@playwright/test'
import { expect } from '../shell.ts'
import { talkTo } from '../talk.ts'
import { longNames, sample } from './labs.ts'
import { walk, type Walk } from './walk.ts'

const inventory = join(import.meta.dirname, '../../src-main/inventory/testing/sample')

walk('Library and settings', async (w, openLab) => {
  const shell = await openLab()
  const talk = await talkTo(shell.url)
  for (const id of ['article-vmotion', 'sixty-four-hosts', 'two-sites']) {
    await talk.invoke('lab.open', { sample: id })
    await talk.invoke('run.seek', { t: 400_000 })
  }
  await talk.invoke('lab.open', { fileName: 'long.lab.yaml', text: longNames })
  const [first, second] = await talk.invoke('project.list', {})
  await talk.invoke('project.duplicate', { id: second?.id ?? 0 })
  await talk.invoke('project.delete', { id: first?.id ?? 0 })
  await talk.invoke('store.backup', {})
  talk.close()
  await w.press('home')
  await expect(w.page.getByTestId('project-card').first()).toBeVisible()
  await w.at('library')
  await w.at('library-menu', () => w.press('project-menu'))
  await w.at('library-rename', () => w.press('project-rename'))
  await w.keys('Escape')
  await w.at('library-below', async () => {
    await w.page.getByTestId('deleted-shelf').locator('summary').click()
    await w.page.getByTestId('deleted-shelf').scrollIntoViewIfNeeded()
  })
  await w.at('library-search', () => w.page.getByTestId('project-search').fill('nothing like it'))
  await w.press('open-settings')
  for (const section of ['general', 'data', 'about']) await w.at(`settings-${section}`, () => w.press(`settings-${section}`))
  await w.at('settings-restore', async () => {
    await w.press('settings-data')
    await w.press('restore')
  })
  await w.keys('Escape', 'Escape')
  await w.at('library-deleted', async () => {
    await w.page.getByTestId('project-search').fill('')
    await w.page.getByTestId('project-card').first().getByTestId('project-menu').click()
    await w.press('project-delete')
  })
})

walk('designs', async (w, openLab) => {
  await openLab()
  const row = (key: string): Locator => w.page.locator(`[data-testid="design-row"][data-row="${key}"]`)
  await w.press('home')
  await w.at('design-templates', () => w.press('new-design'))
  await w.at('design-empty', () => w.press('template-empty'))
  await w.at('design-add-vms', async () => {
    await w.press('design-first-host')
    await w.press('design-add-vm')
  })
  await w.press('add-vms-take')
  await w.at('design-vm', () => expect(w.page.getByTestId('design-vm').first()).toBeVisible())
  await w.at('design-problem', async () => {
    await w.page.locator('[data-field="vm.cpuReservationMHz"] input').fill('900000')
    await w.keys('Enter')
    await expect(w.page.getByTestId('design-problem').first()).toBeVisible()
  })
  await w.press('home')
  await w.press('new-design')
  await w.press('template-two-sites')
  await expect(w.page.getByTestId('design-host').first()).toBeVisible()
  for (const block of ['head', 'cluster', 'ha', 'drs']) await w.at(`design-${block}`, () => row(`block:${block}`).click())
  for (const [key, name] of [
    ['host:a1', 'host'],
    ['vm:a1-db', 'vm-two-sites'],
  ] as const)
    await w.at(`design-${name}`, () => row(key).click())
  for (const kind of ['datastore', 'network', 'pool', 'rule', 'vmGroup'])
    await w.at(`design-${kind}`, async () => {
      await w.page.getByTestId('design-search').fill('')
      for (const folded of ['section:vm', 'section:host']) {
        const section = row(folded)
        if ((await section.count()) > 0 && (await section.getAttribute('aria-expanded')) === 'true') await section.locator('.twist').click()
      }
      await w.page.locator(`[data-testid^="design-add-${kind}"]`).first().click()
    })
  await w.at('design-menu', async () => {
    await w.page.getByTestId('design-host').first().click({ button: 'right' })
  })
  await w.keys('Escape')
  await w.at('design-move', async () => {
    await w.page.getByTestId('design-vm').first().click()
    await w.keys('m')
  })
  await w.keys('Escape')
  await w.at('design-yaml', () => w.press('design-yaml'))
  await w.press('home')
  await w.press('new-design')
  await w.at('design-sixty-four', async () => {
    await w.press('template-sixty-four-hosts')
    await expect(w.page.getByTestId('design-host').first()).toBeVisible()
  })
})

walk('import', async (w, openLab) => {
  await openLab()
  await w.press('home')
  await w.at('import-begin', () => w.press('import-export'))
  await w.at('import-refused', async () => {
    await w.page
      .getByTestId('export-file')
      .setInputFiles({ name: 'notes.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('no workbook') })
    await expect(w.page.getByTestId('import-problems')).toContainText('notes.xlsx')
  })
  await w.at('import-preview', async () => {
    await w.page.getByTestId('export-file').setInputFiles(join(inventory, 'RVTools_export_all.xlsx'))
    await expect(w.page.getByTestId('import-lab')).toHaveCount(2)
  })
  await w.at('import-skipped', () => w.page.getByTestId('import-skipped').scrollIntoViewIfNeeded())
  await w.at('import-pseudonyms', async () => {
    await w.page.getByTestId('replace-names').check()
    await expect(w.page.getByTestId('import-lab').first()).toContainText('cluster-001')
  })
  await w.at('import-run', async () => {
    await w.press('import-create')
    await expect(w.page.getByTestId('clock')).toBeVisible({ timeout: 60_000 })
  })
  await w.at('import-record', async () => {
    await w.page.keyboard.press('Alt+l')
    await w.page.getByTestId('project-card').first().getByTestId('project-menu').click()
    await w.page.getByTestId('project-imported').click()
    await expect(w.page.getByTestId('import-record')).toBeVisible()
  })
})

walk('comparison', async (w, openLab) => {
  const other = sample('article')
    .replace(/^name: .*$/m, 'name: With admission control')
    .replace(/^nameKo: .*$/m, 'nameKo: 승인 제어 사용')
    .replace('isolationResponse: disabled', 'isolationResponse: powerOffAndRestart')
    .replace('policy: clusterResourcePercentage', 'policy: slotPolicy')
    .replace(/(name: VM[12],.*memoryMiB: )3072/g, '$18192')
  const shell = await openLab(other)
  const talk = await talkTo(shell.url)
  await talk.invoke('run.seek', { t: 900_000 })
  await talk.invoke('run.seek', { t: 200_000 })
  await talk.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'Host B' } })
  const projects = await talk.invoke('project.list', {})
  talk.close()
  const ready = async (): Promise<void> => {
    await expect(w.page.getByTestId('compare-page')).toHaveAttribute('data-ready', 'true')
    await expect(w.page.locator('.picture[data-painted="true"]')).toHaveCount(2)
  }
  await w.at('compare-branches', async () => {
    await w.press('branch-chooser')
    await w.press('compare-branch-0')
    await ready()
  })
  await w.at('compare-branches-end', async () => {
    await w.page.getByTestId('compare-scrubber').focus()
    await w.keys('End')
    await w.page.locator('[data-testid=compare-outcome] tr[data-vm]').first().getByRole('button').click()
  })
  await w.press('home')
  const card = w.page.locator(`[data-testid=project-card][data-id="${String(projects.find(({ sample: of }) => of !== null)?.id)}"]`)
  await w.at('compare-empty', async () => {
    await card.getByTestId('project-menu').click()
    await w.press('project-compare')
    await expect(w.page.getByTestId('compare-empty')).toBeVisible()
  })
  await w.at('compare-projects', async () => {
    await w.page.getByTestId('compare-choose-b').selectOption(`p${String(projects.find(({ sample: of }) => of === null)?.id)}`)
    await ready()
  })
  await w.at('compare-report', () => w.press('report-menu'))
})

const sweepOver = async (w: Walk): Promise<void> => {
  await w.press('sweep-start')
  await expect(w.page.getByTestId('matrix').or(w.page.getByTestId('failures'))).toBeVisible({ timeout: 60_000 })
  await expect(w.page.getByTestId('sweep-going')).toHaveCount(0)
}

walk('Resilience', async (w, openLab) => {
  await openLab(sample('two-sites'))
  await w.keys('Alt+r')
  await w.at('resilience-empty', () => expect(w.page.getByTestId('resilience')).toBeVisible())
  await w.at('resilience-pairs', () => sweepOver(w))
  await w.at('resilience-detail', () => w.page.locator('[data-testid^="cell-"]').nth(9).focus())
  await w.at('resilience-findings', () => w.page.getByTestId('findings').scrollIntoViewIfNeeded())
  for (const domain of ['datastore', 'network', 'faultDomain'])
    await w.at(`resilience-${domain}`, async () => {
      await w.page.getByTestId(`domain-${domain}`).check({ force: true })
      await w.page.getByTestId('failures-1').check({ force: true })
      await sweepOver(w)
    })
  await openLab()
  await w.keys('Alt+r')
  await w.at('resilience-article', () => sweepOver(w))
})
