import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useSelectionStore } from '../../../stores/selection.ts'
import { FakeRun } from '../../../testing/fake-run.ts'
import { mountOver } from '../../../testing/mount-over.ts'
import { ftMoments, ftStory } from '../../../testing/ft-run.ts'
import { openOperation } from '../../operations/open-operation.ts'
import FtTab from '../FtTab.vue'

let fake: FakeRun
let tab: VueWrapper

async function show(t: number, vm: string | null = 'VM3', language: 'en' | 'ko' = 'en'): Promise<void> {
  fake = new FakeRun(ftStory)
  tab = await mountOver(fake, FtTab, { language, t, vm })
}

beforeEach(() => localStorage.clear())
afterEach(() => {
  openOperation.value = null
  fake.stop()
  tab.unmount()
})
const by = (id: string) => tab.get(`[data-testid="${id}"]`)
const has = (id: string): boolean => tab.find(`[data-testid="${id}"]`).exists()
const disabled = (id: string): boolean => by(id).attributes('disabled') !== undefined

describe('pair', () => {
  it('shows both hosts, the traffic against the link and the added latency', async () => {
    await show(ftMoments.running)
    expect(by('ft-primary').text()).toContain('Host B')
    expect(by('ft-secondary').text()).toContain('Host C')
    expect(tab.text()).toContain('176 Mb/s of 10 Gb/s')
    expect(by('ft-slowdown').text()).toBe('none')
    expect(by('ft-latency').text()).toBe('5 ms')
    expect(by('ft-state').text()).toBe('Protected')
    await by('ft-secondary').trigger('click')
    expect(useSelectionStore().object).toEqual({ kind: 'host', name: 'Host C' })
  })

  it('says by how much the primary is slowed down', async () => {
    await show(ftMoments.slow)
    expect(by('ft-slowdown').text()).toBe('26.0%')
    expect(by('ft-slowdown').classes()).toContain('bad')
  })

  it('needs a secondary after a failover, with the reason', async () => {
    await show(ftMoments.alone)
    expect(by('ft-state').text()).toBe('Needs a secondary VM')
    expect(by('ft-reason').text()).toBe('primary and secondary VM lost each other')
    expect(by('ft-secondary').text()).toContain('none')
    expect(by('ft-secondary').attributes('disabled')).toBeDefined()
  })

  it('shows how far the first copy is', async () => {
    await show(ftMoments.starting)
    expect(by('ft-progress').text()).toContain('Copying to Host A')
    expect(by('ft-progress').text()).toContain('for 1 min 22 s')
    expect(by('ft-progress').text()).toContain('46%')
  })
})

describe('last failover', () => {
  const points = (at: number): string[] => {
    const axis = tab.findAll('svg.axis')[at]
    return axis === undefined ? [] : axis.findAll('.point').map((each) => each.attributes('aria-label') ?? '')
  }

  it('is drawn from the death of the primary on, and back to protection', async () => {
    await show(ftMoments.again)
    expect(by('ft-failover').text()).toContain('The copy on Host C took over from Host B: no restart, the guest stood still for 1.5 s.')
    expect(points(0)).toEqual(['+0 s primary gone', '+1 s heartbeats lost', '+1.2 s tie-break won', '+1.5 s secondary live', '+1.5 s RARP sent'])
    expect(points(1)).toEqual([
      '+0 s secondary live',
      '+16.5 s HA declares the host failed',
      '+16.5 s new secondary begins',
      '+194.3 s protected again',
    ])
    await by('ft-failover').get('.link').trigger('click')
    expect(useSelectionStore().why).toEqual({ seq: 1 })
  })

  it('is not told before it happened', async () => {
    await show(ftMoments.gone)
    expect(has('ft-failover')).toBe(false)
    fake.goTo(ftMoments.alone)
    await flushPromises()
    expect(has('ft-failover')).toBe(true)
    expect(tab.findAll('svg.axis')).toHaveLength(1)
  })
})

describe('buttons', () => {
  it('are those that make sense, and ask what it costs', async () => {
    await show(ftMoments.running)
    expect([has('ft-enable'), disabled('ft-disable'), disabled('ft-suspend'), disabled('ft-testFailover')]).toEqual([false, false, false, false])
    await by('ft-testFailover').trigger('click')
    expect(openOperation.value).toMatchObject({ command: 'ft.testFailover', vm: 'VM3' })
    fake.goTo(ftMoments.alone)
    await flushPromises()
    expect(disabled('ft-testFailover')).toBe(true)
    expect(by('ft-testFailover').attributes('title')).toBe('No secondary is ready.')
  })

  it('turn it on where it is off', async () => {
    await show(ftMoments.running, 'VM4')
    await by('ft-enable').trigger('click')
    expect(openOperation.value).toMatchObject({ command: 'ft.enable', vm: 'VM4' })
    expect(disabled('ft-suspend')).toBe(true)
  })
})

it('lists the pairs of the cluster, and selects one', async () => {
  await show(ftMoments.running, null)
  expect(by('ft-pairs').text().replace(/\s+/g, ' ')).toContain('VM3Host BHost CProtected')
  await by('ft-pairs').get('[data-name="VM3"]').trigger('click')
  await vi.waitFor(() => expect(has('ft-pair')).toBe(true))
})

it.each(Object.entries(ftMoments))('has words for everything in Korean: %s', async (_, t) => {
  await show(t, 'VM3', 'ko')
  expect(tab.text()).toContain('기본 VM')
  expect(tab.text()).not.toMatch(/\b(ft|operation|snapshots)\.[a-z]+/i)
})
