import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { outageKinds, type Outages, type PowerOnRoom, type VmOutage } from '../../../src-main/contract/outage.ts'
import { useOutageStore } from '../../stores/outages.ts'
import { useSelectionStore } from '../../stores/selection.ts'
import { articleStory } from '../../testing/article-run.ts'
import { FakeRun } from '../../testing/fake-run.ts'
import { mountOver } from '../../testing/mount-over.ts'
import { checkLabels } from '../../testing/labels.ts'
import PowerOnRoomView from '../why/PowerOnRoom.vue'
import ClusterSummary from './ClusterSummary.vue'

const outage = (vm: string, more: Partial<VmOutage>): VmOutage => ({
  ...{ vm, host: 'Host A', kind: 'off', sinceMs: 60_000, restart: null, reason: null },
  ...more,
})
const restart = { state: 'pending', waitsFor: 'insufficientResources', attempt: 0, nextAtMs: null } as const
const room: PowerOnRoom = {
  by: 'ha',
  needed: { cpuMHz: 500, memoryMiB: 20_654.5, memoryReservationMiB: 20_480, memoryOverheadMiB: 174.5 },
  hosts: [
    ['Host A', 65_536, null, { reason: 'failedHost', facts: [], resource: null }],
    ['Host B', 20_600, 54.5, { reason: 'notEnoughMemory', facts: ['HA-102'], resource: null }],
    ['Host C', 30_000, null, null],
  ].map(([host, memory, memoryShort, refused]) => ({
    host: host as string,
    cpuCapacityMHz: 20_800,
    cpuUnreservedMHz: 20_800,
    memoryCapacityMiB: 65_536,
    memoryUnreservedMiB: memory as number,
    cpuShortMHz: null,
    memoryShortMiB: memoryShort as number | null,
    refused: refused as PowerOnRoom['hosts'][number]['refused'],
  })),
}

let fake: FakeRun
let view: VueWrapper
async function show(
  outages: Outages | null,
  language: 'en' | 'ko' = 'en',
  component: object = ClusterSummary,
  props: Record<string, unknown> = {},
): Promise<void> {
  fake = new FakeRun({ ...articleStory, answers: { 'run.outages': () => outages, 'run.powerOnRoom': () => room } })
  view = await mountOver(fake, component, { language, props })
  fake.goTo(85_000)
  await flushPromises()
}
/** The words of a part, each in an element of its own. */
const wordsOf = (part: { readonly element: Element }): string => {
  const walker = document.createTreeWalker(part.element, NodeFilter.SHOW_TEXT)
  const words: string[] = []
  while (walker.nextNode() !== null) words.push(walker.currentNode.textContent?.trim() ?? '')
  return words.filter((word) => word !== '').join(' ')
}
const rows = (): string[] => view.findAll('[data-testid="outage-list"] tbody tr').map(wordsOf)
beforeEach(() => localStorage.clear())
afterEach(() => {
  fake.stop()
  view.unmount()
})

describe('VMs without service', () => {
  it('are told with since when, and what each waits for; a press selects one, or asks why', async () => {
    const vms = [
      outage('VM1', { restart }),
      outage('VM2', { reason: 'haDisabled' }),
      outage('VM3', { kind: 'storage', host: 'Host B', sinceMs: 80_000 }),
      outage('VM4', { restart: { ...restart, state: 'retrying', waitsFor: null, nextAtMs: 100_000 } }),
    ]
    await show({ total: 7, vms })
    await vi.waitFor(() => expect(rows()).toHaveLength(4))
    expect(rows()).toEqual([
      'VM1 1:00 for 25 s No host yet: no host has enough unreserved resources Why?',
      'VM2 1:00 for 25 s vSphere HA is turned off Why?',
      'VM3 1:20 for 5 s Host B does not reach its files Why?',
      'VM4 1:00 for 25 s Waiting to retry next: in 15 s Why?',
    ])
    expect(view.get('[data-section="outages"]').text()).toContain('3 more')
    expect(checkLabels(view.element).missing).toEqual([])
    const selection = useSelectionStore()
    await view.get('tr[data-name="VM3"] .vm').trigger('click')
    expect(selection.object).toEqual({ kind: 'vm', name: 'VM3' })
    await view.get('tr[data-name="VM2"] [data-testid="outage-why"]').trigger('click')
    expect([selection.tab, selection.why]).toEqual(['why', { kind: 'vm', name: 'VM2' }])
    await useOutageStore().show()
    expect([selection.tab, selection.object?.kind, document.activeElement?.id]).toEqual(['summary', 'cluster', 'fold-outages'])
  })

  it.each(['en', 'ko'] as const)('have words for all that may stand between (%s)', async (language) => {
    await show({ total: outageKinds.length, vms: outageKinds.map((kind, i) => outage(`VM${String(i)}`, { kind, reason: 'gaveUp' })) }, language)
    await vi.waitFor(() => expect(rows()).toHaveLength(outageKinds.length))
    const told = view.findAll('.waits').map((cell) => cell.text())
    expect(new Set(told).size).toBe(outageKinds.length)
    expect(told.filter((text) => /outages\.|^–?$/.test(text))).toEqual([])
  })

  it('are no section where nobody knows of them, as in a recording', async () => {
    await show(null)
    expect(fake.asked.some(({ method }) => method === 'run.outages')).toBe(true)
    expect(view.find('[data-section="outages"]').exists()).toBe(false)
  })
})

describe('room for a VM that is off', () => {
  it('has what is needed, what each host has and by how much it falls short, those that may take it first', async () => {
    await show({ total: 0, vms: [] }, 'en', PowerOnRoomView, { vm: 'VM1' })
    await vi.waitFor(() => expect(view.findAll('li')).toHaveLength(3))
    expect(view.get('.needed').text()).toContain(
      'Needed: 20.2 GiB of unreserved memory (20 GiB reserved, 174.5 MiB overhead). And 500 MHz of unreserved CPU.',
    )
    const hosts = view.findAll('li').map(wordsOf)
    expect(hosts[0]).toContain('Host C It would be started here.')
    expect(hosts[1]).toMatch(/^Host B too little unreserved memory.*20\.1 GiB of 64 GiB 54\.5 MiB too little/)
    expect(hosts[2]).toBe('Host A it has failed')
    expect(view.findAll('li').map((each) => each.findAll('.bar').length)).toEqual([2, 2, 0])
  })
})
