import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { LabEvent } from '../../../../src-main/contract/events.ts'
import { useSelectionStore } from '../../../stores/selection.ts'
import { useTimelineStore } from '../../../stores/timeline.ts'
import { useWorldStore } from '../../../stores/world.ts'
import { FakeRun } from '../../../testing/fake-run.ts'
import { mountOver } from '../../../testing/mount-over.ts'
import { snapshotStory, snapshotTimes } from '../../../testing/snapshot-run.ts'
import OperationDialog from '../../operations/OperationDialog.vue'
import { openOperation } from '../../operations/open-operation.ts'
import SnapshotsTab from '../SnapshotsTab.vue'

let fake: FakeRun
let tab: VueWrapper
const Both = defineComponent({ render: () => [h(SnapshotsTab), h(OperationDialog)] })

async function show(language: 'en' | 'ko' = 'en', vm: string | null = 'VM3', t = snapshotTimes.now): Promise<void> {
  fake = new FakeRun(snapshotStory)
  tab = await mountOver(fake, Both, { language, t, vm })
}

beforeEach(() => localStorage.clear())
afterEach(() => {
  openOperation.value = null
  fake.stop()
  tab.unmount()
  document.body.innerHTML = ''
})

const by = (id: string) => tab.get(`[data-testid="${id}"]`)
const has = (id: string): boolean => tab.find(`[data-testid="${id}"]`).exists()
/** Dialogs stand outside of what is mounted. */
const inDialog = (selector: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-testid="operation-dialog"] ${selector}`)
  if (found === null) throw new Error(`No ${selector} in the dialog`)
  return found
}
const costs = (): Record<string, string> =>
  Object.fromEntries(
    [...document.querySelectorAll<HTMLElement>('[data-testid="operation-cost"] dd')].map((line) => [
      line.dataset['line'] ?? '',
      (line.textContent ?? '').replace(/\s+/g, ' ').trim(),
    ]),
  )
const commands = (): unknown[] => fake.asked.filter(({ method }) => method === 'run.command').map(({ input }) => input)

describe('a removal under way', () => {
  beforeEach(() => show('en', 'VM3', snapshotTimes.removal))

  it('counts the files that are still there', () => {
    expect(tab.text()).toContain('0 snapshots · depth 2 · 26 GiB')
  })

  it('offers nothing else with the VM until it is over, and says why', () => {
    const take = by('snapshot-take')
    expect(take.attributes('disabled')).toBeDefined()
    expect(take.attributes('title')).toBe('Another task of it is in progress.')
  })
})

describe('tree', () => {
  beforeEach(() => show())

  it('has each snapshot with its age, size and marks, and ends where the VM is', () => {
    const rows = tab.findAll('[data-testid="snapshot-row"]').map((row) => row.text().replace(/\s+/g, ' '))
    expect(rows).toEqual(['basequiesced 15 min–', 'try 12 min286 MiB', 'patchmemory 10 min3.2 GiB', 'You are here 1.1 GiB'])
    expect(tab.text()).toContain('3 snapshots · depth 2 · 4.6 GiB')
  })

  it('shows what is in the one that is chosen, by pointer and by keyboard', async () => {
    await tab.get('[data-id="s1"]').trigger('click')
    expect(by('snapshot-details').text()).toContain('the base disk')
    expect(by('snapshot-details').text()).toContain('Application-consistent')
    await tab.get('[data-id="s1"]').trigger('keydown', { key: 'End' })
    expect(by('snapshot-details').attributes('data-id')).toBe('here')
    expect(by('snapshot-details').text()).toMatch(/Layers searched by a read\s*1.94/)
    expect(document.activeElement?.getAttribute('data-id')).toBe('here')
  })

  it('draws how the deltas grew and when the datastore will be full', () => {
    expect(by('snapshot-growth').attributes('data-bytes')).toBe(String(850_000 * 2000))
    expect(by('snapshot-growth').text()).toContain('6.7 GiB an hour')
    expect(by('snapshot-growth').text()).toContain('Datastore full at 00:52:40, in 36 min')
    expect(by('snapshot-growth').get('.past').attributes('points')?.split(' ')).toHaveLength(5)
  })
})

describe('operations', () => {
  beforeEach(() => show())

  it('say what a deletion costs before it is done', async () => {
    await by('snapshot-delete-all').trigger('click')
    await vi.waitFor(() => expect(costs()['merged']).toBe('6.7 GiB'))
    expect(costs()).toMatchObject({
      time: '29.23 s',
      stun: '200 ms',
      depth: '2 → 0',
      layers: '1.94 → 1.00',
      freed: '5 GiB',
      gone: 'base, try, patch',
    })
    expect(commands()).toEqual([])
    inDialog('form').dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(commands()).toEqual([{ command: 'snapshot.deleteAll', arguments: { vm: 'VM3' } }])
    expect(openOperation.value).toBeNull()
  })

  it('say what a revert loses', async () => {
    await tab.get('[data-id="s1"]').trigger('click')
    await by('snapshot-revert').trigger('click')
    await vi.waitFor(() => expect(costs()['discarded']).toBe('1.1 GiB'))
    expect(costs()).toMatchObject({ lost: 'patched, later', power: 'powered off' })
    inDialog('form').dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(commands()).toEqual([{ command: 'snapshot.revert', arguments: { vm: 'VM3', name: 's1' } }])
  })

  it('cannot be confirmed where the engine would refuse, and memory and quiescing exclude each other', async () => {
    await by('snapshot-take').trigger('click')
    await vi.waitFor(() => expect(document.querySelector('[data-testid="refusal"]')).not.toBeNull())
    expect((inDialog('[data-testid="snapshot-name"]') as HTMLInputElement).value).toBe('Snapshot 4')
    expect(inDialog('[data-testid="refusal"]').textContent).toContain('independent disk')
    expect(inDialog('[data-fact="SN-021"]').textContent).toBe('SN-021')
    expect((inDialog('[data-testid="operation-confirm"]') as HTMLButtonElement).disabled).toBe(true)
    const memory = inDialog('[data-testid="snapshot-memory"]') as HTMLInputElement
    const quiesce = inDialog('[data-testid="snapshot-quiesce"]') as HTMLInputElement
    expect(memory.checked).toBe(true)
    quiesce.click()
    await flushPromises()
    expect([memory.checked, quiesce.checked]).toEqual([false, true])
    await vi.waitFor(() => expect(costs()['stun']).toBe('200 ms'))
    expect((inDialog('[data-testid="operation-confirm"]') as HTMLButtonElement).disabled).toBe(false)
    const asked = fake.asked.filter(({ method }) => method === 'run.cost').map(({ input }) => input)
    expect(asked.at(-1)).toEqual({ command: 'snapshot.create', arguments: { vm: 'VM3', name: 'Snapshot 4', quiesce: true } })
  })
})

describe('banners', () => {
  it('say that consolidation is needed, and ask what it costs', async () => {
    await show('en', 'VM3', 1_250_000)
    await by('banner-consolidation').get('.act').trigger('click')
    expect(openOperation.value?.command).toBe('snapshot.consolidate')
  })

  it('let the question of a full datastore be answered', async () => {
    await show('en', 'VM3', 1_350_000)
    await by('banner-space').get('.act').trigger('click')
    await flushPromises()
    expect(commands()).toEqual([{ command: 'vm.answerQuestion', arguments: { vm: 'VM3', answer: 'retry' } }])
  })
})

describe('the banner of a VM that waits for space', () => {
  const GIB = 1_073_741_824
  const told = async (thenBytes: number, nowBytes: number): Promise<string> => {
    const { mirror } = useWorldStore()
    const datastore = mirror.datastores.get('ds-01')
    if (datastore === undefined) throw new Error('the fixture has it')
    mirror.datastores.set('ds-02', { ...datastore, capacityBytes: 130 * GIB, freeBytes: nowBytes })
    const why = {
      decision: 'outOfSpace',
      facts: ['SN-016'],
      inputs: { vm: 'VM3', datastore: 'ds-02', capacityGiB: 130, freeBytes: thenBytes },
      rejected: [],
    }
    const timeline = useTimelineStore()
    const before = timeline.log.events.slice(0, -1)
    const asked = { t: 1_300_000, seq: before.length, type: 'vm.questionRaised', causedBy: null, vm: 'VM3', question: 'outOfSpace', why }
    timeline.replace([...before, asked as unknown as LabEvent])
    await flushPromises()
    return by('banner-space').get('p').text()
  }
  beforeEach(() => show('en', 'VM3', 1_350_000))

  it('names the datastore that it waits for, and what is free there', async () => {
    expect(await told(0, 0)).toContain('datastore ds-02 had no space for its delta. Free some')
    expect(await told(0, 4 * GIB)).toContain('Now 4 GiB are free: answer Retry.')
    expect(await told(4 * GIB, 4 * GIB)).toContain('4 GiB free on datastore ds-02 were too little')
  })
})

describe('side by side', () => {
  const cell = (row: string, key: string): string =>
    by('side-by-side-table').get(`[data-row="${row}"] [data-cell="${key}"]`).text().replace(/\s+/g, ' ')

  it('fills the table with the numbers of the VM, and marks them when time goes on', async () => {
    await show()
    expect(has('side-by-side-table')).toBe(false)
    await by('side-by-side-run').trigger('click')
    await flushPromises()
    expect(cell('time', 'snapshot')).toBe('2 min 17 sdisk only: 200 ms')
    expect(cell('time', 'vmotion')).toBe('1 min 51 s')
    expect(cell('stun', 'vmotion')).toBe('571 msconverges by itself')
    expect(cell('bytes', 'snapshot')).toContain('64 GiB')
    expect(cell('sourceFails', 'snapshot')).toBe('HA restart on Host A, down 28 sno usable snapshot · consolidation needed · memory lost')
    expect(cell('destinationFails', 'vmotion')).toBe('runs unharmed on its source, Host B')
    expect(cell('failsAfter', 'snapshot')).toContain('snapshot survives')
    expect(cell('removal', 'snapshot')).toContain('29.23 s to merge 6.7 GiB')
    fake.goTo(snapshotTimes.now + 1000)
    await flushPromises()
    expect(tab.text()).toContain('The instant shown has moved on')
  })

  it('takes the destination that is chosen, and forgets with another VM', async () => {
    await show()
    await by('side-by-side-to').setValue('Host A')
    await by('side-by-side-run').trigger('click')
    await flushPromises()
    expect(fake.asked.at(-1)).toEqual({ method: 'run.sideBySide', input: { vm: 'VM3', to: 'Host A' } })
    expect(by('side-by-side-table').text()).toContain('vMotion to Host A')
    useSelectionStore().select({ kind: 'vm', name: 'VM4' }, { keepTab: true })
    await flushPromises()
    expect(has('side-by-side-table')).toBe(false)
  })
})

it('lists VMs with snapshots where none is selected', async () => {
  await show('en', null)
  await vi.waitFor(() => expect(by('snapshot-overview').text()).toContain('VM3'))
  await by('snapshot-overview').get('[data-name="VM3"]').trigger('click')
  expect(useSelectionStore().object).toEqual({ kind: 'vm', name: 'VM3' })
})

it('has words for everything in Korean', async () => {
  await show('ko', 'VM3', 1_350_000)
  await by('side-by-side-run').trigger('click')
  await flushPromises()
  await by('snapshot-delete-all').trigger('click')
  await vi.waitFor(() => expect(costs()['merged']).toBe('6.7GiB'))
  expect(`${tab.text()} ${document.body.textContent ?? ''}`).not.toMatch(/\b(snapshots|side|growth|cost|operation|tab)\.[a-z]+/i)
  expect(tab.text()).toContain('현재 위치')
})
