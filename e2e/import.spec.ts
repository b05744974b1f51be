/** From an RVTools export to a run that is open, with pictures on the way for whoever is going to look at them. */
import { join } from 'node:path'
import { expect, test } from './shell.ts'
import { everything, prefer, someOf, still } from './window.ts'

const sample = join(import.meta.dirname, '..', 'src-main', 'inventory', 'testing', 'sample')
const workbook = join(sample, 'RVTools_export_all.xlsx')
const pictures = join(import.meta.dirname, 'test-results', 'screenshots', 'import')

for (const [language, theme, width, height] of someOf(
  [
    ['en', 'light', 1280, 800],
    ['ko', 'dark', 1920, 1080],
    ['ko', 'light', 1280, 800],
    ['en', 'dark', 1920, 1080],
  ] as const,
  ([language, , width]) => (language === 'ko') === (width === 1920),
)) {
  test(`an export becomes a run: ${language}, ${theme}, ${width} × ${height}`, async ({ page, openLab }) => {
    // Two previews, a project and a run: a busy machine takes its time.
    test.setTimeout(180_000)
    await page.setViewportSize({ width, height })
    await prefer(page, language, theme)
    await openLab()
    const shoot = async (name: string): Promise<void> => {
      if (!everything) return
      await page.mouse.move(2, height - 2)
      await still(page)
      await page.screenshot({ path: join(pictures, `${name}-${language}-${theme}-${width}.png`) })
    }
    await page.getByTestId('home').click()
    await page.getByTestId('import-export').click()
    await expect(page.getByTestId('import-begin')).toBeVisible()
    await shoot('begin')

    await page
      .getByTestId('export-file')
      .setInputFiles({ name: 'notes.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('no workbook') })
    await expect(page.getByTestId('import-problems')).toContainText('notes.xlsx')
    await shoot('refused')

    await page.getByTestId('export-file').setInputFiles(workbook)
    await expect(page.getByTestId('import-lab')).toHaveCount(2)
    await expect(page.getByTestId('import-lab').first()).toContainText('47')
    await shoot('preview')

    // The list of what was assumed fades at its end as long as more is below.
    const list = page.getByTestId('import-assumed').locator('.cut-list')
    const fade = (): Promise<string> => list.evaluate((rows) => getComputedStyle(rows, '::after').opacity)
    await expect.poll(fade).toBe('1')
    await list.evaluate((rows) => rows.scrollTo(0, rows.scrollHeight))
    await expect.poll(fade).toBe('0')
    await list.evaluate((rows) => rows.scrollTo(0, 0))

    const choices = page.getByTestId('stated-choice')
    await choices.first().selectOption('slotPolicy')
    await expect(page.getByTestId('import-create')).toBeEnabled()
    await expect(choices.first()).toHaveValue('slotPolicy')
    await page.getByTestId('replace-names').check()
    await expect(page.getByTestId('import-lab').first()).toContainText('cluster-001')
    await shoot('pseudonyms')
    await page.getByTestId('replace-names').uncheck()
    await expect(page.getByTestId('import-lab').first()).toContainText('CL-PROD')
    await page.getByTestId('import-lab').nth(1).getByRole('checkbox').uncheck()
    await expect(page.getByTestId('import-create')).toBeEnabled()
    await page.getByTestId('import-create').click()
    await expect(page.getByTestId('clock')).toBeVisible()
    await expect(page).toHaveTitle(/CL-PROD/)
    await shoot('run')
  })
}

test('a folder of CSV files, by the keyboard alone, and cancelled', async ({ page, openLab }) => {
  await openLab()
  await page.goto(`${new URL(page.url()).origin}/#/import`)
  await expect(page.getByTestId('import-begin')).toBeVisible()
  await page.getByTestId('export-folder').setInputFiles(sample)
  await expect(page.getByTestId('import-lab')).toHaveCount(2)
  await page.getByTestId('import-cancel').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('import-begin')).toBeVisible()
})
