/** Predictions: before the first question, asked, told right and wrong, two of one instant, after the last. */
import { expect } from '../shell.ts'
import { treeRow } from '../window.ts'
import { walk } from './walk.ts'

walk('predictions', async (w, openLab) => {
  const asked = w.page.getByTestId('predict-asked')
  const told = w.page.getByTestId('predict-told')
  await openLab()
  await w.at('predict-waits', () => w.keys('q'))
  await w.at('predict-asked', async () => {
    await w.page.getByTestId('speed').selectOption('max')
    await w.keys('Space')
    await expect(asked).toBeVisible()
  })
  await w.at('predict-told', async () => {
    await w.keys('1')
    await expect(told).toBeVisible()
  })
  await w.at('predict-asked-host', async () => {
    await w.keys('Enter')
    await expect(asked).toBeVisible()
  })
  await w.at('predict-asked-why', () => w.press('tab-why'))
  await w.at('predict-ha', async () => {
    await treeRow(w.page, 'cluster', 'Cluster').click()
    await w.press('tab-ha')
  })
  await w.at('predict-told-first', async () => {
    await w.page.getByTestId('predict-choice-2').click()
    await expect(told).toBeVisible()
  })
  await w.at('predict-asked-vm', async () => {
    await w.press('predict-go-on')
    await expect(asked).toBeVisible()
  })
  await w.at('predict-told-vm', async () => {
    await w.press('predict-choice-1')
    await expect(told).toBeVisible()
  })
  await w.at('predict-over', async () => {
    for (;;) {
      if (await told.isVisible()) await w.press('predict-go-on')
      await expect(asked.or(w.page.getByTestId('predict-waits'))).toBeVisible()
      if (await asked.isVisible()) await w.press('predict-skip')
      else if ((await w.page.getByTestId('predict-waits').textContent())?.includes('over') === true) break
      await w.page.waitForTimeout(300)
    }
  })
})
