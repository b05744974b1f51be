import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { articleStory } from '../../testing/article-run.ts'
import { FakeRun } from '../../testing/fake-run.ts'
import { startRun } from '../../testing/mount-over.ts'
import { openMenu } from '../faults/object-menu.ts'
import InventoryTree from './InventoryTree.vue'

afterEach(() => (openMenu.value = null))

it('opens the menu of the object that has the focus, also after rows above it went', async () => {
  const fake = new FakeRun(articleStory)
  const plugins = await startRun(fake)
  const tree = mount(InventoryTree, { global: { plugins }, attachTo: document.body })
  await flushPromises()
  const rowOf = (name: string) => tree.get(`[data-testid="tree-row"][data-name="${name}"]`)
  await rowOf('Host B').trigger('click')
  const before = rowOf('Host B').attributes('data-index')
  await rowOf('Host A').trigger('dblclick')
  expect(rowOf('Host B').attributes('data-index')).not.toBe(before)
  await tree.get('[data-testid="tree"]').trigger('keydown', { key: 'F10', shiftKey: true })
  expect(openMenu.value?.object).toEqual({ kind: 'host', name: 'Host B' })
  tree.unmount()
  fake.stop()
})
