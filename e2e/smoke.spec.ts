/** What has to work whatever carries the application: web shell, double, Electron. */
import { expect, test } from './hosted.ts'
import { painted, quietArticle } from './shell.ts'
import { vmsUnder } from './window.ts'

test('the first start shows the article’s lab; it runs, and what ran on the dead host runs elsewhere', async ({ start }) => {
  const { page } = await start()
  await expect(page.getByTestId('clock')).toHaveAttribute('data-ms', '0')
  await painted(page)
  expect(await vmsUnder(page, 'Host A')).toEqual(['VM1', 'VM2'])
  await page.getByTestId('to-end').click()
  await expect(page.getByTestId('run-digest')).toBeVisible()
  await expect.poll(() => vmsUnder(page, 'Host A')).toEqual([])
})

test('it opens the lab that it was started with', async ({ start, write }) => {
  const { page } = await start(write('mine.lab.yaml', quietArticle.replace('Host A', 'Host Z').replaceAll('host: Host A', 'host: Host Z')))
  await painted(page)
  expect(await vmsUnder(page, 'Host Z')).toEqual(['VM1', 'VM2'])
})
