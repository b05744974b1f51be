import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import App from '../../App.vue'
import { installApi } from '../../api/client.ts'
import { createTexts } from '../../i18n/index.ts'
import { defaultPanes, usePrefsStore } from '../../stores/prefs.ts'
import { useSettingsStore } from '../../stores/settings.ts'
import { manyProjects } from '../../testing/fake-library.ts'
import { articleStory } from '../../testing/article-run.ts'
import { FakeRun } from '../../testing/fake-run.ts'

let fake: FakeRun
let app: VueWrapper

async function openWindow(before: (fake: FakeRun) => void = () => undefined): Promise<void> {
  fake = new FakeRun(articleStory, { projects: manyProjects(Date.now()) })
  before(fake)
  installApi(fake.transport())
  app = mount(App, { global: { plugins: [createPinia(), createTexts('en')] }, attachTo: document.body })
  await flushPromises()
}

beforeEach(() => {
  localStorage.clear()
  history.replaceState(null, '', '/#/library')
})
afterEach(() => {
  vi.useRealTimers()
  fake.stop()
  app.unmount()
})

const inPage = (id: string): HTMLElement | null => document.querySelector<HTMLElement>(`[data-testid="${id}"]`)
const sent = (): unknown[] => fake.asked.filter((entry) => entry.method === 'settings.set').map((entry) => entry.input)
const remembered = (): Record<string, unknown> => JSON.parse(localStorage.getItem('hostdown.window') ?? '{}') as Record<string, unknown>

async function click(id: string): Promise<void> {
  await vi.waitFor(() => expect(inPage(id)).not.toBeNull())
  inPage(id)?.click()
  await flushPromises()
}

function pick(row: string, value: string): void {
  const input = document.querySelector<HTMLInputElement>(`[data-testid="${row}"] input[value="${value}"]`)
  if (input === null) throw new Error(`no ${value} in ${row}`)
  input.dispatchEvent(new Event('change', { bubbles: true }))
}

describe('choices about the window', () => {
  it('are sent, kept and remembered for the first paint', async () => {
    await openWindow()
    window.dispatchEvent(new KeyboardEvent('keydown', { key: ',', ctrlKey: true, cancelable: true }))
    await vi.waitFor(() => expect(inPage('set-motion')).not.toBeNull())
    pick('set-language', 'ko')
    pick('set-theme', 'light')
    pick('set-motion', 'reduced')
    await vi.waitFor(() => expect(fake.library.settings).toMatchObject({ language: 'ko', theme: 'light', motion: 'reduced' }))
    await flushPromises()
    expect(document.documentElement.lang).toBe('ko')
    expect(document.documentElement.dataset).toMatchObject({ theme: 'light', motion: 'reduced' })
    expect(remembered()).toMatchObject({ language: 'ko', theme: 'light', motion: 'reduced' })
    pick('set-motion', 'system')
    await vi.waitFor(() => expect(fake.library.settings.motion).toBeNull())
  })

  it('of the data folder win over what the window remembers', async () => {
    localStorage.setItem('hostdown.window', JSON.stringify({ language: 'ko', theme: 'light' }))
    await openWindow(({ library }) => (library.settings = { ...library.settings, language: 'en', theme: 'dark' }))
    expect(document.documentElement.lang).toBe('en')
    expect(remembered()).toMatchObject({ language: 'en', theme: 'dark' })
    expect(sent()).toEqual([])
  })

  it('go into a data folder that has none yet', async () => {
    localStorage.setItem('hostdown.window', JSON.stringify({ language: 'ko', theme: 'no such', panes: { left: 300 } }))
    await openWindow()
    await vi.waitFor(() => expect(fake.library.settings).toMatchObject({ language: 'ko', theme: null, panes: { left: 300 } }))
    expect(document.documentElement.lang).toBe('ko')
  })

  it('made in another window apply here', async () => {
    await openWindow()
    fake.push('settings.changed', { ...fake.library.settings, language: 'ko', hiddenLayers: ['locks'] })
    await flushPromises()
    expect(document.documentElement.lang).toBe('ko')
    expect(usePrefsStore().hiddenLayers).toEqual(['locks'])
    expect(sent()).toEqual([])
  })

  it('are sent once for a pane that is dragged, and stand against an older answer meanwhile', async () => {
    await openWindow()
    vi.useFakeTimers()
    const prefs = usePrefsStore()
    for (const left of [240, 250, 260]) prefs.panes = { ...prefs.panes, left }
    fake.push('settings.changed', fake.library.settings)
    expect(prefs.panes.left).toBe(260)
    await vi.advanceTimersByTimeAsync(1000)
    expect(sent()).toEqual([{ panes: { ...defaultPanes, left: 260 } }])
    fake.push('settings.changed', { ...fake.library.settings, panes: { left: 200 } })
    expect(prefs.panes).toEqual({ ...defaultPanes, left: 200 })
  })

  it('last in the window where they cannot be kept', async () => {
    await openWindow()
    const answer = vi.spyOn(fake, 'answer').mockImplementation(() => {
      throw new Error('full')
    })
    usePrefsStore().theme = 'light'
    await vi.waitFor(() => expect(answer).toHaveBeenCalled())
    await flushPromises()
    expect(document.documentElement.dataset['theme']).toBe('light')
    expect(remembered()['theme']).toBe('light')
  })
})

describe('data and backup', () => {
  it('shows the folder, makes a copy, and restores one after asking', async () => {
    await openWindow()
    useSettingsStore().open('data')
    await vi.waitFor(() => expect(inPage('data-folder')?.querySelector('code')?.textContent).toBe('/home/ana/.local/share/Hostdown'))
    await click('back-up')
    await vi.waitFor(() => expect(document.querySelectorAll('[data-testid="backup"]')).toHaveLength(1))
    await click('restore')
    expect(fake.asked.some((entry) => entry.method === 'store.restore')).toBe(false)
    expect(inPage('restore-question')?.textContent).toContain('The run that is open is closed')
    await click('restore-yes')
    expect(fake.asked.find((entry) => entry.method === 'store.restore')?.input).toEqual({ fileName: 'hostdown-1.sqlite' })
    await vi.waitFor(() => expect(useSettingsStore().shown).toBe(false))
    expect(useSettingsStore().backups.map((copy) => copy.reason)).toEqual(['restore', 'asked'])
  })
})

it('About lists licences, and shows a text when asked', async () => {
  await openWindow()
  useSettingsStore().open('about')
  await vi.waitFor(() => expect(document.querySelectorAll('[data-testid="licence"]').length).toBe(5))
  expect(inPage('about-version')?.textContent).toBe('Version 0.1.0 · engine 2')
  const search = inPage('licence-search') as HTMLInputElement
  search.value = 'pinia'
  search.dispatchEvent(new Event('input', { bubbles: true }))
  await flushPromises()
  expect(document.querySelectorAll('[data-testid="licence"]')).toHaveLength(1)
  document.querySelector<HTMLElement>('[data-testid="licence"] button')?.click()
  await flushPromises()
  expect(inPage('licence')?.textContent).toContain('Permission is granted: pinia')
})
