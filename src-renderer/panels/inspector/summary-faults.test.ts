import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { installApi } from '../../api/client.ts'
import { createTexts } from '../../i18n/index.ts'
import { useRunStore } from '../../stores/run.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import { articleStory, FakeRun } from '../../testing/fake-transport.ts'
import SummaryTab from './SummaryTab.vue'

let fake: FakeRun
let summary: VueWrapper

beforeEach(async () => {
  const pinia = createPinia()
  setActivePinia(pinia)
  fake = new FakeRun(articleStory)
  installApi(fake.transport())
  const run = useRunStore()
  await run.start()
  if (run.lab === null) await run.openSample('article')
  useSelectionStore().select({ kind: 'host', name: 'Host A' })
  summary = mount(SummaryTab, { global: { plugins: [pinia, createTexts('en')] } }) as VueWrapper
})
afterEach(() => {
  summary.unmount()
  fake.stop()
})

const commands = (): unknown[] => fake.asked.filter(({ method }) => method === 'run.command').map(({ input }) => input)
const offered = (): (string | undefined)[] =>
  summary.findAll('[data-testid="summary-fault"][aria-disabled="false"]').map((button) => button.attributes('data-fault'))

it('offers of a host without power what the menu offers of it, and says why not the rest', async () => {
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
