/** The workbench around a failover: tabs, panels, menus, popovers, dialogs. */
import { join } from 'node:path'
import { expect } from '../shell.ts'
import { eventRows, goTo, treeRow } from '../window.ts'
import { talkTo } from '../talk.ts'
import { ruled, sample } from './labs.ts'
import { walk, type Walk } from './walk.ts'

const select = (w: Walk, kind: string, name: string): Promise<void> => treeRow(w.page, kind, name).click()

walk('the article', async (w, openLab) => {
  await openLab()
  await w.at('start')
  await w.at('start-tour-1', () => w.press('take-tour'))
  for (const n of [2, 3, 4, 5, 6, 7]) await w.at(`start-tour-${String(n)}`, () => w.keys('ArrowRight'))
  await w.keys('Escape')
  await goTo(w.page, '1:18', 78_000)
  for (const [kind, name] of [
    ['cluster', 'Cluster'],
    ['host', 'Host A'],
    ['vm', 'VM1'],
  ] as const)
    for (const tab of ['summary', 'properties', ...(kind === 'cluster' ? ['ha', 'drs', 'vmotion', 'snapshots', 'ft', 'storage'] : []), 'why'])
      await w.at(`article-${kind}-${tab}`, async () => {
        await select(w, kind, name)
        await w.press(`tab-${tab}`)
      })
  for (const tab of ['vms', 'storage', 'networking'])
    await w.at(`article-tree-${tab}`, () =>
      w.page
        .locator(`[data-testid^="tree-tab-"]`)
        .nth(['vms', 'storage', 'networking'].indexOf(tab) + 1)
        .click(),
    )
  await w.page.locator(`[data-testid^="tree-tab-"]`).first().click()
  await goTo(w.page, '3:00', 180_000)
  for (const tab of ['tasks', 'alarms', 'events']) await w.at(`article-bottom-${tab}`, () => w.press(`bottom-tab-${tab}`))
  await w.at('article-fact', async () => {
    await select(w, 'vm', 'VM1')
    await w.press('tab-why')
    await w.page.locator('[data-testid=why-step] [data-fact]').first().click()
  })
  await w.keys('Escape')
})

walk('menus and dialogs', async (w, openLab) => {
  await openLab()
  await goTo(w.page, '1:18', 78_000)
  for (const id of ['lab-menu', 'branch-chooser', 'bookmarks', 'saved-state', 'fault-menu', 'layers', 'export-menu', 'legend', 'event-areas']) {
    await w.at(`menu-${id}`, () => w.press(id))
    await w.keys('Escape')
  }
  for (const kind of ['host', 'vm', 'datastore', 'network', 'vcenter'])
    await w.at(`faults-${kind}`, async () => {
      if (!(await w.page.getByTestId('fault-palette').isVisible())) await w.press('fault-menu')
      await w.press(`fault-kind-${kind}`)
    })
  await w.at('faults-search', () => w.page.getByTestId('fault-search').fill('net'))
  await w.at('faults-at-a-time', async () => {
    await w.page.getByTestId('fault-search').fill('')
    await w.press('fault-at')
  })
  await w.keys('Escape', 'Escape')
  for (const [kind, name] of [
    ['host', 'Host B'],
    ['vm', 'VM3'],
    ['cluster', 'Cluster'],
  ] as const) {
    await w.at(`context-${kind}`, () => treeRow(w.page, kind, name).click({ button: 'right' }))
    await w.keys('Escape')
  }
  for (const [kind, fault] of [
    ['vm', 'loadSpike'],
    ['datastore', 'apd'],
  ] as const) {
    await w.at(`fault-dialog-${fault}`, async () => {
      await w.press('fault-menu')
      await w.press(`fault-kind-${kind}`)
      const options = w.page.getByTestId(`fault-${fault}-options`)
      await ((await options.count()) > 0 ? options.first() : w.page.getByTestId(`fault-${fault}`).first()).click()
      await expect(w.page.getByTestId('fault-dialog')).toBeVisible()
    })
    await w.keys('Escape', 'Escape')
  }
  await w.at('partition-bar', async () => {
    await w.press('partition')
    await w.press('partition-list')
  })
  await w.keys('Escape', 'Escape')
  await w.at('find', () => w.press('find'))
  await w.keys('Escape')
  await w.at('palette', () => w.keys('Control+k'))
  await w.at('palette-found', () => w.page.getByTestId('palette-search').fill('host'))
  await w.keys('Escape')
  await w.at('shortcuts', () => w.press('help'))
  await w.keys('Escape')
  await w.at('bookmark', () => w.keys('Control+b'))
  await w.page.getByTestId('bookmark-note').fill('Here VM1 is restarted')
  await w.press('bookmark-save')
  await w.at('bookmark-list', () => w.press('bookmarks'))
  await w.keys('Escape')
  await w.at('branch', async () => {
    await w.press('to-end')
    await expect(w.page.getByTestId('run-digest')).toBeVisible()
    await goTo(w.page, '0:30', 30_000)
    await treeRow(w.page, 'host', 'Host C').click({ button: 'right' })
    await w.page.getByTestId('fault-powerOff').last().click()
    await w.press('branch-chooser')
  })
  await w.keys('Escape')
  await w.at('report', async () => {
    await w.keys('Control+k')
    await w.page.getByTestId('palette-search').fill('report')
    await w.keys('Enter')
    await expect(w.page.getByTestId('report-dialog')).toBeVisible()
  })
  await w.keys('Escape')
  await w.at('problems', async () => {
    await w.page.getByTestId('lab-file').setInputFiles({
      name: 'broken.lab.yaml',
      mimeType: 'text/yaml',
      buffer: Buffer.from('hostdown: 1\nhosts:\n  - { name: a, memoryMiB: -4 }\n  - { name: a }\nvms: 3\nwhatever: true\n'),
    })
    await expect(w.page.getByTestId('problems')).toBeVisible()
  })
})

walk('rules, branches, an isolated host', async (w, openLab) => {
  const shell = await openLab(ruled)
  const talk = await talkTo(shell.url)
  await w.at('rules', async () => {
    await talk.invoke('run.seek', { t: 120_000 })
    await w.press('tab-drs')
  })
  await w.at('isolated-host', async () => {
    await talk.invoke('run.command', { command: 'network.disconnect', arguments: { host: 'esx-2', network: 'Management' } })
    await talk.invoke('run.seek', { t: 145_000 })
    await select(w, 'host', 'esx-2')
  })
  await w.at('branches', async () => {
    for (const n of [1, 2, 3, 4]) {
      await talk.invoke('run.seek', { t: 100_000 - n * 15_000 })
      await talk.invoke('run.command', { command: 'host.powerOff', arguments: { host: `esx-${String(n)}` } })
      await talk.invoke('run.seek', { t: 110_000 })
    }
    await w.press('fit')
  })
  talk.close()
})

walk('an event and an earlier engine', async (w, openLab) => {
  await openLab()
  await w.at('event-why', async () => {
    await w.press('to-end')
    await (await eventRows(w.page, 'ha.restartAttempted', 'VM1')).first().click()
    await w.press('tab-why')
    await expect(w.page.getByTestId('why-step').first()).toBeVisible()
  })
  await w.press('home')
  await w.page.getByTestId('project-file').setInputFiles(join(import.meta.dirname, '..', 'fixtures', 'engine-2.hostdown'))
  await w.at('recorded', async () => {
    await w.page.getByTestId('project-card').filter({ hasText: 'Recorded by an earlier engine' }).getByRole('button').first().click()
    await expect(w.page.getByTestId('banner-recorded')).toBeVisible()
  })
  await w.at('rerun', async () => {
    await w.press('run-again')
    await expect(w.page.getByTestId('rerun-dialog')).toBeVisible()
  })
})

walk('a partition and lost storage', async (w, openLab) => {
  await openLab(sample('two-sites'))
  for (const [time, ms] of [
    ['1:40', 100_000],
    ['11:00', 660_000],
  ] as const)
    await w.at(`two-sites-${String(ms / 1000)}`, async () => {
      await goTo(w.page, time, ms)
      await w.press('tab-ha')
    })
  await openLab(sample('storage-goes-away'))
  await w.at('storage-apd', async () => {
    await goTo(w.page, '7:00', 420_000)
    await w.press('tab-storage')
  })
  await w.at('storage-apd-ha', () => w.press('tab-ha'))
  await w.at('storage-datastore', async () => {
    await w.page.locator(`[data-testid^="tree-tab-"]`).nth(2).click()
    await select(w, 'datastore', 'Datastore 1')
    await w.press('tab-summary')
  })
})
