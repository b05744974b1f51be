/** The window itself: language, colours, labs that are wrong, connections that break. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { expect, fullMotion, painted, test } from './shell.ts'
import { clockMs, goTo, menuEntry } from './window.ts'

test('language and colours change at once and stay', async ({ page, openLab }) => {
  await openLab()
  const before = await page.locator('html').getAttribute('lang')
  const background = (): Promise<string> => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--surface'))
  const colour = await background()
  await page.getByTestId('lang-toggle').click()
  await page.getByTestId('theme-toggle').click()
  const after = before === 'ko' ? 'en' : 'ko'
  await expect(page.locator('html')).toHaveAttribute('lang', after)
  await expect.poll(background).not.toBe(colour)
  await expect(page.getByTestId('tab-why')).toHaveText(after === 'ko' ? /[가-힣]/ : /Why/)
  const changed = await background()
  await page.reload()
  await painted(page)
  await expect(page.locator('html')).toHaveAttribute('lang', after)
  expect(await background()).toBe(changed)
})

test('a lab with errors lists them all, and the run that was open stays', async ({ page, openLab }) => {
  await openLab()
  const bad = [
    'hostdown: 1',
    'name: Wrong',
    'hosts:',
    '  - { name: esx-01, cpu: { sockets: 2, coresPerSocket: 16, mhz: fast }, memoryMiB: 262144 }',
    '  - { name: esx-01, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryGiB: 256 }',
    'vms:',
    '  - { name: VM1, host: esx-09, vcpus: 2, memoryMiB: 4096 }',
    'timeline:',
    '  - { at: 60s, do: host.powerOf, host: esx-01 }',
  ].join('\n')
  await page.getByTestId('lab-file').setInputFiles({ name: 'wrong.lab.yaml', mimeType: 'text/yaml', buffer: Buffer.from(bad) })
  await expect(page.getByTestId('problems')).toBeVisible()
  expect(await page.getByTestId('problem').count()).toBeGreaterThanOrEqual(5)
  await expect(page.getByTestId('problems')).toContainText('esx-09')
  await page.keyboard.press('Escape')
  await page.getByTestId('to-end').click()
  await expect(page.getByTestId('run-digest')).toBeVisible()
})

test('a lab opens from a file and from the samples', async ({ page, openLab }) => {
  await openLab()
  const own = 'hostdown: 1\nname: My own lab\nhosts:\n  - { name: esx-01, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }\n'
  await page.getByTestId('lab-file').setInputFiles({ name: 'own.lab.yaml', mimeType: 'text/yaml', buffer: Buffer.from(own) })
  await expect(page.getByTestId('lab-menu')).toHaveText(/My own lab/)
  await page.getByTestId('lab-menu').click()
  await menuEntry(page, 'A host goes down').click()
  await expect(page.getByTestId('lab-menu')).not.toHaveText(/My own lab/)
})

/** What a click saves, as text. */
async function saved(page: Page, click: () => Promise<void>): Promise<{ readonly name: string; readonly text: string }> {
  const download = page.waitForEvent('download')
  await click()
  const file = await download
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') }
}

test('a run is taken along: a report with and without names, a table, a picture', async ({ page, openLab }) => {
  await openLab()
  await page.getByTestId('to-end').click()
  await expect(page.getByTestId('run-digest')).toBeVisible()
  const open = async (entry: string): Promise<void> => {
    await page.getByTestId('export-menu').click()
    await page.getByTestId(entry).click()
  }
  await open('exportReport')
  const report = await saved(page, () => page.getByTestId('report-save').click())
  expect(report.name).toMatch(/\.html$/)
  expect(report.text).toContain('Host A')
  expect(report.text).toMatch(/HA-\d{3}/)
  await open('exportReport')
  await page.getByTestId('report-replace').click()
  await page.getByTestId('report-ko').click()
  const korean = await saved(page, () => page.getByTestId('report-save').click())
  expect(korean.text).toContain('결정과 그 이유')
  expect(korean.text).not.toMatch(/Host [ABC]|VM[1-6]\b/)
  await open('exportReport')
  await page.getByTestId('report-events').click()
  const log = await saved(page, () => page.getByTestId('report-save').click())
  expect(log.name).toMatch(/\.csv$/)
  expect(log.text.split('\r\n').length).toBeGreaterThan(30)
  const picture = await saved(page, () => open('exportSvg'))
  expect(picture.text).toMatch(/^<svg [^>]+>.*Host A.*<\/svg>/s)
  const png = page.waitForEvent('download')
  await open('exportPng')
  expect(
    readFileSync(await (await png).path())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG')
})

test('the tour leads from the picture to a decision and its fact', async ({ page, openLab }) => {
  await openLab()
  await page.getByTestId('take-tour').click()
  const stop = page.locator('.hostdown-tour')
  for (const at of [1, 2, 3, 4, 5, 6, 7]) {
    await expect(stop).toContainText(`${String(at)} / 7`)
    // The fifth shows why: the run was played on the way there, and something was decided in it.
    if (at === 5) await expect(page.locator('[data-pane=inspector]')).toContainText(/HA-\d{3}/)
    await expect(stop.getByRole('heading').or(stop.locator('.driver-popover-title'))).not.toBeEmpty()
    const next = stop.locator('.driver-popover-next-btn')
    await expect(next).toBeFocused()
    if (at < 4) await page.keyboard.press('Enter')
    else await next.click()
  }
  await expect(stop).toHaveCount(0)
  await page.keyboard.press('Control+k')
  await page.getByTestId('palette-search').fill('tour')
  await page.keyboard.press('Enter')
  await expect(stop).toContainText('1 / 7')
  await page.keyboard.press('Escape')
  await expect(stop).toHaveCount(0)
})

test('the list of events shows the instant that one jumps to, also right after it was scrolled elsewhere', async ({ page, openLab }) => {
  await openLab()
  await page.keyboard.press('End')
  await expect.poll(() => clockMs(page)).toBe(1_200_000)
  const fault = page.locator('[data-testid="event-row"][data-type="host.failed"]')
  const booted = page.locator('[data-testid="event-row"][data-type="vm.guestReady"]').first()
  await page.getByTestId('event-list').hover()
  await page.mouse.wheel(0, -100_000)
  await expect(fault).toBeInViewport()
  await goTo(page, '2:28', 148_000)
  await expect(booted).toBeInViewport()
})

test('a page on which nothing changes asks for no frame, and moves as soon as a hand does', async ({ page, openLab }) => {
  await fullMotion(page)
  await openLab()
  await page.evaluate(() => {
    const { requestAnimationFrame: ask } = window
    const counted = window as { framesAsked?: number }
    counted.framesAsked = 0
    window.requestAnimationFrame = (callback) => {
      counted.framesAsked = (counted.framesAsked ?? 0) + 1
      return ask(callback)
    }
  })
  const framesIn = async (ms: number): Promise<number> => {
    const frames = (): Promise<number> => page.evaluate(() => (window as { framesAsked?: number }).framesAsked ?? 0)
    const before = await frames()
    await page.waitForTimeout(ms)
    return (await frames()) - before
  }
  const rests = (): Promise<void> => expect.poll(() => framesIn(300)).toBe(0)
  const picture = page.getByTestId('topology')
  await picture.hover()
  await rests()
  const changes = async (hand: () => Promise<void>): Promise<void> => {
    const before = await picture.screenshot()
    await hand()
    await expect.poll(async () => (await picture.screenshot()).equals(before)).toBe(false)
    await rests()
  }
  await changes(() => page.mouse.wheel(0, -240))
  // Glides to where all fits.
  await changes(() => page.keyboard.press('0'))
})

test('nothing in the page breaks the policy, and no error is logged', async ({ page, openLab }) => {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy/.test(message.text())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await openLab()
  await page.getByTestId('take-tour').click()
  await expect(page.locator('.hostdown-tour')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.locator('.hostdown-tour')).toHaveCount(0)
  await page.getByTestId('speed').selectOption('max')
  await page.getByTestId('play-pause').click()
  await expect(page.getByTestId('run-digest')).toBeVisible()
  for (const tab of ['tab-summary', 'tab-why', 'tab-ha']) await page.getByTestId(tab).click()
  expect(complaints).toEqual([])
})
