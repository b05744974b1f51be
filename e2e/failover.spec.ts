/** The article's story: a host dies, the HA primary notices, locks lapse, its VMs restart elsewhere, and one can go back and ask why. */
import { commandLine, expect, fullMotion, quietArticle, test } from './shell.ts'
import { clockMs, eventRows, menuEntry, playTo, scrubTo, treeRow, vmsUnder } from './window.ts'

test('the article: A is cut at 60 s, noticed, VM1 and VM2 restart on B and C; back, and why', async ({ page, openLab }) => {
  await fullMotion(page)
  await openLab()
  await expect.poll(() => vmsUnder(page, 'Host A')).toEqual(['VM1', 'VM2'])
  await playTo(page, '60', 100_000)
  const paused = await clockMs(page)
  await page.waitForTimeout(300)
  expect(await clockMs(page)).toBe(paused)

  // The primary notices, the locks lapse, the VMs run elsewhere.
  const noticed = await eventRows(page, 'ha.hostStateChanged', 'Host A')
  await expect(noticed.first()).toHaveAttribute('data-t', '78000')
  await eventRows(page, 'lock.expired', 'VM1')
  await eventRows(page, 'vm.poweredOn', 'VM1')
  await eventRows(page, 'vm.poweredOn', 'VM2')
  await page.getByTestId('event-search').fill('')
  await expect
    .poll(async () => [...(await vmsUnder(page, 'Host B')), ...(await vmsUnder(page, 'Host C'))].sort())
    .toEqual(['VM1', 'VM2', 'VM3', 'VM4', 'VM5', 'VM6'])

  // Back to where A's VMs are still with it, but dead.
  await scrubTo(page, 70_000)
  await expect.poll(() => vmsUnder(page, 'Host A')).toEqual(['VM1', 'VM2'])
  await expect(page.getByTestId('branch-chooser')).not.toContainText('2')

  // Why VM1 runs where it runs.
  await (await eventRows(page, 'vm.poweredOn', 'VM1')).first().click()
  await page.getByTestId('tab-why').click()
  const steps = page.getByTestId('why-step')
  await expect(steps.first()).toBeVisible()
  const types = await steps.evaluateAll((list) => list.map((step) => step.getAttribute('data-type')))
  expect(types.length).toBeLessThanOrEqual(12)
  expect(types).toEqual(expect.arrayContaining(['command.received', 'host.failed', 'ha.hostStateChanged', 'ha.restartAttempted', 'vm.poweredOn']))
  await expect(page.getByTestId('why-panel')).toContainText('HA-041')
})

test('a power cut from the menu, where nothing happens by itself', async ({ page, openLab }) => {
  await openLab(quietArticle)
  await playTo(page, '5', 2000)
  const at = await clockMs(page)
  await treeRow(page, 'host', 'Host A').click({ button: 'right' })
  await menuEntry(page, 'Cut the power').click()
  await expect(page.locator('[data-testid="event-row"][data-type="host.failed"]')).toHaveAttribute('data-t', String(await clockMs(page)))
  expect(await clockMs(page)).toBe(at)

  await page.getByTestId('to-end').click()
  const noticed = await eventRows(page, 'ha.hostStateChanged', 'Host A')
  const noticedAt = Number(await noticed.first().getAttribute('data-t'))
  expect(noticedAt - at).toBeGreaterThan(14_000)
  expect(noticedAt - at).toBeLessThanOrEqual(19_000)
  await expect.poll(() => vmsUnder(page, 'Host A')).toEqual([])
})

test('a command in the past makes a branch; the first one stays', async ({ page, openLab }) => {
  await openLab()
  await page.getByTestId('to-end').click()
  await expect(page.getByTestId('run-digest')).toBeVisible()
  const digest = await page.getByTestId('run-digest').getAttribute('data-digest')
  await scrubTo(page, 300_000)
  await page.getByTestId('fault-menu').click()
  await page.getByTestId('fault-host').selectOption('Host B')
  await page.getByTestId('fault-powerOff').click()
  await expect(page.getByTestId('branch-chooser')).toContainText('Host B')
  await page.getByTestId('to-end').click()
  await expect.poll(() => vmsUnder(page, 'Host B')).toEqual([])
  await page.getByTestId('branch-chooser').click()
  await page.getByTestId('branch-0').click()
  await page.getByTestId('to-end').click()
  await expect(page.getByTestId('run-digest')).toHaveAttribute('data-digest', digest ?? 'none')
})

test('steps event by event, forth and back', async ({ page, openLab }) => {
  await openLab()
  for (let i = 0; i < 6; i++) await page.getByTestId('step-forward').click()
  await expect(page.getByTestId('clock')).toHaveAttribute('data-ms', '63000')
  await page.getByTestId('step-back').click()
  await expect(page.getByTestId('clock')).toHaveAttribute('data-ms', '60000')
  for (let i = 0; i < 5; i++) await page.getByTestId('step-back').click()
  await expect(page.getByTestId('clock')).toHaveAttribute('data-ms', '0')
})

test('the run in the window has the digest of the command line', async ({ page, openLab }) => {
  await openLab()
  await page.getByTestId('speed').selectOption('max')
  await page.getByTestId('play-pause').click()
  const digest = /[0-9a-f]{64}/.exec(await commandLine('run', 'resources/samples/article.lab.yaml', '--digest'))?.[0]
  expect(digest).toBeDefined()
  await expect(page.getByTestId('run-digest')).toHaveAttribute('data-digest', digest ?? '', { timeout: 30_000 })
})

test('two windows show the same run; a reloaded one has all of it', async ({ page, context, openLab }) => {
  const shell = await openLab()
  const other = await context.newPage()
  await other.goto(shell.url)
  await page.getByTestId('to-end').click()
  const digest = await page.getByTestId('run-digest').getAttribute('data-digest')
  await expect(other.getByTestId('run-digest')).toHaveAttribute('data-digest', digest ?? 'none')
  const count = await page.getByTestId('event-list').getAttribute('data-count')
  await expect(other.getByTestId('event-list')).toHaveAttribute('data-count', count ?? 'none')
  await page.reload()
  await expect(page.getByTestId('event-list')).toHaveAttribute('data-count', count ?? 'none')
  await expect(page).toHaveURL(`http://127.0.0.1:${shell.port}/`)
})
