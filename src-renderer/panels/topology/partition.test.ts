import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Plugin } from 'vue'
import { performAction } from '../../actions/registry.ts'
import type { Tear } from '../../graph/draw-partitions.ts'
import { createTexts } from '../../i18n/index.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import { articleStory } from '../../testing/article-run.ts'
import { FakeRun } from '../../testing/fake-run.ts'
import { startRun } from '../../testing/mount-over.ts'
import { faultTime } from '../faults/fault-time.ts'
import { usePartitionStore } from '../faults/partition.ts'
import PartitionBar from './PartitionBar.vue'
import PartitionLabels from './PartitionLabels.vue'

let fake: FakeRun
let plugins: Plugin[]
let shown: VueWrapper | null = null

const commands = (): unknown[] => fake.asked.filter((entry) => entry.method === 'run.command').map((entry) => entry.input)
const one = (id: string) => shown?.get(`[data-testid="${id}"]`)

beforeEach(async () => {
  fake = new FakeRun(articleStory)
  plugins = await startRun(fake)
  Object.assign(faultTime, { mode: 'now', text: '' })
})
afterEach(() => {
  shown?.unmount()
  shown = null
  fake.stop()
})

describe('a partition that is drawn', () => {
  it('sends the part that was drawn and what is left', async () => {
    const partition = usePartitionStore()
    partition.begin()
    expect(partition.ready).toBe(false)
    partition.take(['Host A', 'Host B'], true)
    partition.take(['Host A'], true)
    await partition.send(null)
    expect(commands()).toEqual([{ command: 'network.partition', arguments: { network: 'management', groups: [['Host A'], ['Host B', 'Host C']] } }])
    expect(partition.active).toBe(false)
  })

  it('may have more than two parts, and let pings pass', async () => {
    const partition = usePartitionStore()
    partition.begin('management', 'Host B')
    partition.add()
    partition.toggle('Host C')
    partition.agentTraffic = true
    expect(partition.canAdd).toBe(false)
    await partition.send(90_000)
    expect(commands()).toEqual([
      {
        command: 'network.partition',
        arguments: { network: 'management', groups: [['Host B'], ['Host C'], ['Host A']], blocks: 'agentTraffic' },
        at: 90_000,
      },
    ])
  })

  it('is not sent while all hosts are in one part', () => {
    const partition = usePartitionStore()
    partition.begin()
    partition.take(['Host A', 'Host B', 'Host C'], true)
    expect(partition.ready).toBe(false)
  })

  it('is made by keyboard alone: hosts are marked, then it is sent', async () => {
    const selection = useSelectionStore()
    for (const host of ['Host A', 'Host C']) {
      selection.select({ kind: 'host', name: host })
      expect(performAction('markHost')).toBe(true)
    }
    expect(performAction('partition')).toBe(true)
    await flushPromises()
    expect(commands()).toEqual([{ command: 'network.partition', arguments: { network: 'management', groups: [['Host A', 'Host C'], ['Host B']] } }])
  })

  it('is shown and chosen in its bar', async () => {
    const partition = usePartitionStore()
    partition.begin()
    shown = mount(PartitionBar, { global: { plugins }, attachTo: document.body }) as VueWrapper
    expect(one('partition-send')?.attributes('disabled')).toBeDefined()
    await shown.get('[data-testid="partition-pick"][data-name="Host B"]').trigger('change')
    expect(one('partition-parts')?.text()).toContain('1Host B')
    expect(one('partition-parts')?.text()).toContain('2Host A, Host C')
    await one('partition-agent-traffic')?.setValue(true)
    await shown.get('form').trigger('submit')
    await flushPromises()
    expect(commands()).toEqual([
      { command: 'network.partition', arguments: { network: 'management', groups: [['Host B'], ['Host A', 'Host C']], blocks: 'agentTraffic' } },
    ])
  })

  it('goes on Esc', async () => {
    const partition = usePartitionStore()
    partition.begin()
    shown = mount(PartitionBar, { global: { plugins }, attachTo: document.body }) as VueWrapper
    await shown.get('form').trigger('keydown', { key: 'Escape' })
    expect(partition.active).toBe(false)
    expect(commands()).toEqual([])
  })
})

describe('the labels of a torn network', () => {
  const tear: Tear = {
    network: 'management',
    parts: [
      { part: 0, hosts: ['Host A'], primaries: ['Host A'] },
      { part: 1, hosts: ['Host B', 'Host C'], primaries: [] },
    ],
  }
  it('name the primaries and heal it by one click', async () => {
    shown = mount(PartitionLabels, {
      props: { tear, possible: true },
      global: { plugins: [createTexts('ko')] },
    }) as VueWrapper
    const parts = shown.findAll('[data-testid="partition-part"]')
    expect(parts.map((part) => part.text())).toEqual(['파티션 1기본: Host A복구', '파티션 2기본 호스트 없음복구'])
    await parts[1]?.get('button').trigger('click')
    expect(shown.emitted('heal')).toEqual([['management']])
  })
  it('offer nothing in a recording', () => {
    shown = mount(PartitionLabels, { props: { tear, possible: false }, global: { plugins } }) as VueWrapper
    expect(shown.find('button').exists()).toBe(false)
  })
})
