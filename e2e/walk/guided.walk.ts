/** Guided labs: the list, the task, the pane beside the run, what is refused, what is told beforehand, and what came of it. */
import { expect } from '../shell.ts'
import { talkTo } from '../talk.ts'
import { walk } from './walk.ts'

walk('guided labs', async (w, openLab) => {
  const shell = await openLab()
  const talk = await talkTo(shell.url)
  const { page } = w
  const task = (id: string): Promise<unknown> => page.goto(`${shell.url}#/practice/guided/${id}`)
  const pane = page.getByTestId('guided-pane')
  const begin = async (id: string): Promise<void> => {
    await task(id)
    await w.press('guided-begin')
    await expect(page.locator(`[data-testid="guided-pane"][data-lab="${id}"]`)).toBeVisible()
  }

  await w.at('guided-list', async () => {
    await page.goto(`${shell.url}#/practice`)
    await expect(page.getByTestId('guided-card').first()).toBeVisible()
    await page.getByTestId('guided-list').scrollIntoViewIfNeeded()
  })
  await w.at('guided-task', () => task('L11'))
  await w.at('guided-begun', async () => {
    await begin('L1')
  })
  await w.at('guided-settings', () => w.press('guided-settings'))
  await w.keys('Escape')
  await w.at('guided-settings-vm', async () => {
    await w.press('guided-settings')
    await page.getByTestId('settings-form').selectOption('vm')
  })
  await w.keys('Escape')
  await w.at('guided-command', async () => {
    await w.press('guided-command')
    await page
      .getByTestId('command-text')
      .fill('- { do: cluster.configure, ha: { enabled: maybe } }\n- { at: 2m, do: host.powerOff, host: esx-09 }\n')
    await w.press('command-send')
    await expect(page.getByTestId('command-problem')).toHaveCount(2)
  })
  await w.keys('Escape')
  await w.at('guided-hints', async () => {
    await w.press('guided-next-hint')
    await w.press('guided-next-hint')
  })
  await w.at('guided-folded', () => w.press('guided-fold'))
  await w.press('guided-unfold')
  await w.at('guided-solved', async () => {
    await talk.invoke('run.command', { command: 'cluster.configure', arguments: { ha: { enabled: true } } })
    await talk.invoke('run.seek', { t: 120_000 })
    await talk.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'esx-02' } })
    await talk.invoke('run.seek', { t: 400_000 })
    await expect(page.getByTestId('guided-solved')).toBeVisible()
  })
  await w.at('guided-task-solved', () => task('L1'))
  await w.at('guided-told', async () => {
    await begin('L3')
    await page.locator('[data-told="a-1.host"]').selectOption('esx-a1')
  })
  await w.at('guided-told-failed', async () => {
    await talk.invoke('run.seek', { t: 660_000 })
    await expect(page.locator('[data-testid="condition"][data-verdict="failed"]')).toHaveCount(1)
  })
  await w.at('guided-trial', async () => {
    await begin('L6')
    await w.press('guided-check')
    await expect(pane.locator('[data-testid="condition"][data-id][data-verdict="open"]').first()).toBeVisible()
  })
  await w.at('guided-broken', async () => {
    await begin('L12')
    await talk.invoke('run.seek', { t: 600_000 })
    await talk.invoke('run.command', { command: 'vm.powerOff', arguments: { vm: 'files' } })
    await expect(pane.locator('[data-testid="condition"][data-verdict="failed"]').first()).toBeVisible()
  })
  talk.close()
})
