/**
 * An evening of study: the article's lab is run, a host fails, one goes back and tries something else, notes it, closes, opens it again,
 * and takes the whole project to another data folder. Once in each language; the digest is the same all the way.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { commandLine, expect, painted, test, type Shell } from './shell.ts'
import { clockMs, clockPasses, prefer, scrubTo, someOf, treeRow } from './window.ts'

const digestOf = (page: Page): Promise<string | null> => page.getByTestId('run-digest').getAttribute('data-digest')

async function openWindow(page: Page, shell: Shell): Promise<void> {
  await page.goto(shell.url)
}

/** To the end of the branch that is shown; its digest. */
async function toEnd(page: Page): Promise<string> {
  await page.getByTestId('to-end').click()
  await expect(page.getByTestId('run-digest')).toBeVisible()
  return (await digestOf(page)) ?? ''
}

/** The digest of what was shown before may be there for an instant. */
async function endsWith(page: Page, digest: string): Promise<void> {
  await page.getByTestId('to-end').click()
  await expect(page.getByTestId('run-digest')).toHaveAttribute('data-digest', digest)
}

async function openProject(page: Page): Promise<void> {
  await page.getByTestId('project-card').first().getByRole('button').first().click()
  await painted(page)
}

for (const [language, powerCut] of someOf(
  [
    ['en', 'Cut the power'],
    ['ko', '전원 차단'],
  ] as const,
  ([language]) => language === 'ko',
)) {
  test(`the story of a project (${language})`, async ({ page, startShell }) => {
    test.setTimeout(180_000)
    const data = mkdtempSync(join(tmpdir(), 'hostdown-story-'))
    const elsewhere = mkdtempSync(join(tmpdir(), 'hostdown-story-'))
    try {
      await prefer(page, language, 'light')
      const first = await startShell(undefined, { data })
      await openWindow(page, first)
      await expect(page.locator('html')).toHaveAttribute('lang', language)

      // The article's lab, one button.
      await page.getByTestId('run-it').click()
      await page.getByTestId('speed').selectOption('60')
      await clockPasses(page, 95_000)
      await page.getByTestId('play-pause').click()
      const mainDigest = await toEnd(page)

      // Back to before the fault, and another host fails instead: a branch.
      await scrubTo(page, 30_000)
      const at = await clockMs(page)
      await treeRow(page, 'host', 'Host C').click({ button: 'right' })
      await page.locator('.n-dropdown-menu').getByText(powerCut, { exact: true }).first().click()
      await expect(page.getByTestId('branch-chooser')).toContainText('2')
      expect(await clockMs(page)).toBe(at)

      // A note for later.
      await page.keyboard.press('Control+b')
      await page.getByTestId('bookmark-note').fill('What if the primary dies first?')
      await page.getByTestId('bookmark-save').click()
      const branchDigest = await toEnd(page)
      expect(branchDigest).not.toBe(mainDigest)
      await expect(page.getByTestId('saved-state').locator('[data-saved="saved"]')).toBeVisible()

      // Undo is one key, and so is bringing it back.
      await page.keyboard.press('Control+z')
      await expect.poll(() => clockMs(page)).toBe(at)
      await endsWith(page, mainDigest)
      await page.keyboard.press('Control+Shift+Z')
      await expect.poll(() => clockMs(page)).toBe(at)
      await endsWith(page, branchDigest)

      // Closed, and opened again: it is all there.
      await first.stop()
      const runs = (await commandLine('replay', '--data', data)).trim().split('\n')
      expect(runs).toHaveLength(2)
      const ids = runs.map((line) => line.split('\t')[0] ?? '')
      expect((await commandLine('replay', '--data', data, '--run', ids[0] ?? '', '--digest')).trim()).toBe(mainDigest)
      expect((await commandLine('replay', '--data', data, '--run', ids[1] ?? '', '--digest')).trim()).toBe(branchDigest)
      const second = await startShell(undefined, { data })
      await openWindow(page, second)
      await expect(page.getByTestId('library')).toBeVisible()
      await openProject(page)
      expect(await digestOf(page)).toBe(branchDigest)
      await page.getByTestId('bookmarks').click()
      await expect(page.getByTestId('bookmark')).toContainText('What if the primary dies first?')
      await page.getByTestId('bookmark-go').click()
      await expect.poll(() => clockMs(page)).toBe(at)

      // The whole project as one file, into another data folder.
      await page.getByTestId('home').click()
      const card = page.getByTestId('project-card').first()
      await card.getByTestId('project-menu').click()
      const download = page.waitForEvent('download')
      await page.getByTestId('project-exportProject').click()
      const file = join(elsewhere, (await download).suggestedFilename())
      await (await download).saveAs(file)
      expect(file).toMatch(/\.hostdown$/)
      await second.stop()

      const third = await startShell(undefined, { data: join(elsewhere, 'data') })
      await openWindow(page, third)
      await page.getByTestId('home').click()
      await page.getByTestId('project-file').setInputFiles(file)
      await expect(page.getByTestId('project-card')).toHaveCount(2)
      await page.getByTestId('project-card').filter({ hasText: '(2)' }).getByRole('button').first().click()
      await painted(page)
      await endsWith(page, branchDigest)
      await page.getByTestId('branch-chooser').click()
      await page.getByTestId('branch-0').click()
      await endsWith(page, mainDigest)
    } finally {
      rmSync(data, { recursive: true, force: true })
      rmSync(elsewhere, { recursive: true, force: true })
    }
  })
}
