/** A run that an earlier engine recorded: `fixtures/engine-2.hostdown`, from before isolation responses acted. */
import { join } from 'node:path'
import { expect, painted, test } from './shell.ts'
import { clockMs, eventRows, prefer, scrubTo, treeRow } from './window.ts'

const recorded = join(import.meta.dirname, 'fixtures', 'engine-2.hostdown')

test('a run of an earlier engine opens as recorded, and run again it shows where it differs', async ({ page, openLab }) => {
  await prefer(page, 'ko', 'dark')
  await openLab()
  await page.getByTestId('home').click()
  await page.getByTestId('project-file').setInputFiles(recorded)
  await page.getByTestId('project-card').filter({ hasText: 'Recorded by an earlier engine' }).getByRole('button').first().click()
  await painted(page)
  await expect(page.getByTestId('banner-recorded')).toContainText('2')

  // As it was: Host A declares itself isolated, and nothing is done about its VMs.
  await page.getByTestId('to-start').click()
  await expect.poll(() => clockMs(page)).toBe(0)
  await scrubTo(page, 150_000)
  await eventRows(page, 'ha.isolationDeclared', 'Host A')
  await page.getByTestId('event-search').fill('')
  await expect(page.locator('[data-testid="event-row"][data-type="ha.isolationResponse"]')).toHaveCount(0)
  await expect(treeRow(page, 'vm', 'VM1')).toBeVisible()

  // This engine powers its VMs off 30 s later: the two part before that, where this one says more of the pings.
  await page.getByTestId('run-again').click()
  await expect(page.getByTestId('rerun-dialog')).toHaveAttribute('data-differs', 'true')
  await page.getByTestId('rerun-go').click()
  await expect(page.getByTestId('banner-recorded')).toHaveCount(0)
  await page.getByTestId('to-end').click()
  await expect(page.getByTestId('run-digest')).toBeVisible()
  await eventRows(page, 'ha.isolationResponse', 'VM1')
})
