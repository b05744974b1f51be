import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { useSelectionStore } from '../../stores/selection.ts'
import { articleStory } from '../../testing/article-run.ts'
import { FakeRun } from '../../testing/fake-run.ts'
import { startRun } from '../../testing/mount-over.ts'
import { openMenu, openObjectMenu } from './object-menu.ts'
import ObjectMenu from './ObjectMenu.vue'

let fake: FakeRun
let menu: VueWrapper
const behind = document.createElement('button')
const heard = vi.fn()
const focused = (): string | null => document.activeElement?.getAttribute('data-testid') ?? null

async function press(key: string): Promise<void> {
  document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await flushPromises()
}

beforeEach(async () => {
  fake = new FakeRun(articleStory)
  const plugins = await startRun(fake)
  behind.addEventListener('keydown', heard)
  document.body.append(behind)
  behind.focus()
  menu = mount(ObjectMenu, { global: { plugins }, attachTo: document.body }) as VueWrapper
  openObjectMenu({ kind: 'host', name: 'Host B' }, 10, 10)
  await vi.waitFor(() => expect(focused()).toBe('menu-summary'))
})
afterEach(() => {
  openMenu.value = null
  menu.unmount()
  behind.remove()
  heard.mockClear()
  fake.stop()
})

it('takes the arrows, and does what has the focus on Enter', async () => {
  expect(document.activeElement?.getAttribute('role')).toBe('menuitem')
  expect(document.activeElement?.closest('[role="menu"]')?.getAttribute('aria-label')).toBe('Host B')
  await press('ArrowDown')
  expect(focused()).toBe('menu-why')
  await press('End')
  expect(focused()).toBe('fault-at-menu')
  await press('ArrowDown')
  expect(focused()).toBe('menu-summary')
  await press('Enter')
  expect(openMenu.value).toBeNull()
  expect(useSelectionStore().object).toEqual({ kind: 'host', name: 'Host B' })
  expect(document.activeElement).toBe(behind)
})

it('keeps its keys from what is behind it, and gives the focus back on Esc', async () => {
  behind.focus()
  await press('ArrowDown')
  expect(heard).not.toHaveBeenCalled()
  await press('Escape')
  expect(openMenu.value).toBeNull()
  expect(document.activeElement).toBe(behind)
  await press('ArrowDown')
  expect(heard).toHaveBeenCalledOnce()
})
