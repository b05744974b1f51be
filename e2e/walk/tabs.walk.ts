/** The tabs of DRS, vMotion, snapshots and Fault Tolerance with something in them; large clusters and long names. */
import { expect } from '../shell.ts'
import { eventRows, goTo, treeRow } from '../window.ts'
import { longNames, quiet, sample } from './labs.ts'
import { walk } from './walk.ts'

walk('DRS', async (w, openLab) => {
  await openLab(sample('article-overload').replace('automation: fullyAutomated', 'automation: manual'))
  await w.at('drs-recommended', async () => {
    await goTo(w.page, '14:00', 840_000)
    await w.press('tab-drs')
  })
  await w.at('drs-recommended-below', () => w.page.locator('#inspector-body').evaluate((body) => body.scrollTo(0, body.scrollHeight)))
  await w.at('drs-vm', () => treeRow(w.page, 'vm', 'db-1').click())
  await openLab(sample('sixteen-hosts'))
  await w.at('sixteen-drs', async () => {
    await goTo(w.page, '11:30:00', 41_400_000, 60_000)
    await w.press('tab-drs')
  })
  await w.at('sixteen-ha', () => w.press('tab-ha'))
})

walk('VMs without service', async (w, openLab) => {
  await openLab(sample('article-capacity'))
  await w.at('outages', async () => {
    await goTo(w.page, '1:30', 90_000)
    await w.press('outage-pill')
    await expect(w.page.getByTestId('outage-list')).toBeVisible()
  })
  await w.at('outage-room', async () => {
    await w.page.locator('[data-testid="outage-list"] tr[data-name="VM2"]').getByTestId('outage-why').click()
    await w.page.getByTestId('power-on-room').scrollIntoViewIfNeeded()
  })
  await w.at('drs-look', async () => {
    await (await eventRows(w.page, 'drs.pass', 'DRS')).first().click()
    await expect(w.page.getByTestId('drs-look')).toHaveAttribute('data-known', 'true')
  })
})

walk('vMotion', async (w, openLab) => {
  await openLab(sample('article-vmotion'))
  await treeRow(w.page, 'vm', 'db-1').click()
  await w.press('tab-vmotion')
  await w.at('vmotion-forecast')
  await w.at('vmotion-running', () => goTo(w.page, '1:50', 110_000))
  await w.at('vmotion-done', () => goTo(w.page, '4:00', 240_000))
  await w.at('vmotion-failed', () => goTo(w.page, '7:00', 420_000))
  for (const [n, share] of [
    ['2', 0.5],
    ['3', 1],
  ] as const)
    await w.at(`vmotion-failed-${n}`, () =>
      w.page.locator('#inspector-body').evaluate((body, part) => body.scrollTo(0, body.scrollHeight * part), share),
    )
  await w.at('migrate', async () => {
    await w.press('migrate-open')
    await w.page.getByTestId('migrate-dialog').getByRole('radio', { disabled: false }).first().check()
    await expect(w.page.getByTestId('migrate-forecast')).toBeVisible()
  })
})

walk('snapshots', async (w, openLab) => {
  await openLab(sample('snapshots'))
  await treeRow(w.page, 'vm', 'Files').click()
  await w.press('tab-snapshots')
  await w.at('snapshots-grown', () => goTo(w.page, '40:00', 2_400_000))
  await w.at('snapshots-revert', async () => {
    await w.page.getByTestId('snapshot-row').first().click()
    await w.press('snapshot-revert')
  })
  await w.keys('Escape')
  await w.at('snapshots-delete-all', () => w.press('snapshot-delete-all'))
  await w.keys('Escape')
  await w.at('snapshots-take', () => w.press('snapshot-take'))
  await w.keys('Escape')
  await w.at('side-by-side', async () => {
    await w.press('side-by-side-run')
    await expect(w.page.getByTestId('side-by-side-table')).toBeVisible({ timeout: 30_000 })
    await w.page.getByTestId('side-by-side-table').scrollIntoViewIfNeeded()
  })
  await w.at('side-by-side-wide', () => w.press('side-by-side-enlarge'))
  await w.keys('Escape')
  await w.at('snapshots-full', async () => {
    await goTo(w.page, '1:12:00', 4_320_000)
    await w.page.locator('#inspector-body').evaluate((body) => body.scrollTo(0, 0))
  })
  await w.at('snapshots-storage', () => w.press('tab-storage'))
})

walk('Fault Tolerance', async (w, openLab) => {
  await openLab(sample('fault-tolerance'))
  await goTo(w.page, '1:30', 90_000)
  await treeRow(w.page, 'vm', 'Accounts').click()
  await w.at('ft-vm', () => w.press('tab-ft'))
  // Before the host fails: after that there is no secondary to fail over to.
  await goTo(w.page, '0:30', 30_000)
  await w.at('ft-test-failover', () => w.page.locator('[data-testid^="ft-testFailover"]').first().click())
  await w.keys('Escape')
  await goTo(w.page, '1:30', 90_000)
  await w.at('ft-cluster', () => treeRow(w.page, 'cluster', 'Cluster').click())
  await openLab(sample('guest-hangs'))
  await w.at('guest-hangs', async () => {
    await goTo(w.page, '2:30', 150_000)
    await treeRow(w.page, 'vm', 'VM1').click()
    await w.press('tab-summary')
  })
})

walk('large and long', async (w, openLab) => {
  await openLab(longNames)
  await goTo(w.page, '3:20', 200_000)
  for (const tab of ['summary', 'ha', 'drs', 'storage']) await w.at(`long-${tab}`, () => w.press(`tab-${tab}`))
  await w.at('long-host', async () => {
    await treeRow(w.page, 'host', 'esxi-prod-02.dc-seoul.corp.example.com').click()
    await w.press('tab-summary')
  })
  await w.at('long-vm', async () => {
    await treeRow(w.page, 'vm', 'oracle-rac-node-with-a-very-long-name-01.corp.example.com').click()
    await w.press('tab-vmotion')
  })
  await w.at('long-migrate', () => w.press('migrate-open'))
  await w.keys('Escape')
  await w.at('long-design', () => w.press('to-design'))
  await openLab(quiet(sample('sixty-four-hosts')))
  await w.at('sixty-four', () => w.press('tab-summary'))
  await openLab(sample('sixty-four-hosts'))
  await w.at('sixty-four-rack', async () => {
    await goTo(w.page, '5:40', 340_000)
    await w.press('tab-ha')
  })
})
