import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, expect, it, vi } from 'vitest'
import { installApi } from '../../api/client.ts'
import { createTexts } from '../../i18n/index.ts'
import { usePrefsStore } from '../../stores/prefs.ts'
import { useRunStore } from '../../stores/run.ts'
import { useSelectionStore, type ObjectRef } from '../../stores/selection.ts'
import { haMoments, haStory } from '../../testing/ha-run.ts'
import { articleStory } from '../../testing/article-run.ts'
import type { FakeStory } from '../../testing/fake-story.ts'
import { FakeRun } from '../../testing/fake-run.ts'
import SummaryTab from './SummaryTab.vue'

let fake: FakeRun
let summary: VueWrapper

async function show(story: FakeStory, object: ObjectRef): Promise<void> {
  const pinia = createPinia()
  setActivePinia(pinia)
  usePrefsStore().language = 'en'
  fake = new FakeRun(story)
  installApi(fake.transport())
  const run = useRunStore()
  await run.start()
  if (run.lab === null) await run.openSample('article')
  useSelectionStore().select(object)
  summary = mount(SummaryTab, { global: { plugins: [pinia, createTexts('en')] } }) as VueWrapper
  await flushPromises()
}
afterEach(() => {
  summary.unmount()
  fake.stop()
})

const commands = (): unknown[] => fake.asked.filter(({ method }) => method === 'run.command').map(({ input }) => input)
const offered = (): (string | undefined)[] =>
  summary.findAll('[data-testid="summary-fault"][aria-disabled="false"]').map((button) => button.attributes('data-fault'))

it('offers of a host without power what the menu offers of it, and says why not the rest', async () => {
  await show(articleStory, { kind: 'host', name: 'Host A' })
  expect(offered()).toContain('host.powerOff')
  await useRunStore().seek(70_000)
  await flushPromises()
  expect(offered()).toEqual(['host.powerOn', 'host.disconnect'])
  const cut = summary.get('[data-fault="network.disconnect:management"]')
  expect(cut.attributes('title')).toBe('The host is not on.')
  await cut.trigger('click')
  expect(commands()).toEqual([])
  await summary.get('[data-fault="host.powerOn"]').trigger('click')
  expect(commands()).toEqual([{ command: 'host.powerOn', arguments: { host: 'Host A' } }])
})

it('has the heartbeats of a guest in the colour that VM monitoring gives them', async () => {
  await show(haStory, { kind: 'vm', name: 'VM5' })
  await useRunStore().seek(haMoments.guests)
  await vi.waitFor(() => expect(summary.findAll('dd.bad').map((row) => row.text())).toEqual(['stopped (red)']))
  expect(summary.get('dd.bad .state-glyph').attributes('style')).toContain('var(--red)')
})
