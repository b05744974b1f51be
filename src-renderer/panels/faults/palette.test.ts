import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defineComponent, h, type Plugin } from 'vue'
import { useSelectionStore, type ObjectRef } from '../../stores/selection.ts'
import { articleStory } from '../../testing/article-run.ts'
import { FakeRun } from '../../testing/fake-run.ts'
import { startRun } from '../../testing/mount-over.ts'
import { endFaultDrag, faultDataType, startFaultDrag, useFaultDrop, type FaultDrop } from './drag.ts'
import { faultTime } from './fault-time.ts'
import DemandForm from './DemandForm.vue'
import FaultDialog from './FaultDialog.vue'
import FaultPalette from './FaultPalette.vue'
import { faultsOf } from './faults.ts'
import { openFault } from './use-faults.ts'

let fake: FakeRun
let plugins: Plugin[]
let mounted: VueWrapper[] = []

function show(component: Parameters<typeof mount>[0]): VueWrapper {
  const wrapper = mount(component, { global: { plugins }, attachTo: document.body }) as VueWrapper
  mounted.push(wrapper)
  return wrapper
}

const commands = (): unknown[] => fake.asked.filter((entry) => entry.method === 'run.command').map((entry) => entry.input)
const by = (wrapper: VueWrapper, id: string) => wrapper.get(`[data-testid="${id}"]`)

beforeEach(async () => {
  fake = new FakeRun(articleStory)
  plugins = await startRun(fake)
  Object.assign(faultTime, { mode: 'now', text: '' })
})
afterEach(() => {
  for (const wrapper of mounted) wrapper.unmount()
  mounted = []
  openFault.value = null
  endFaultDrag()
  fake.stop()
})

describe('the palette', () => {
  it('puts a fault on the object that was chosen, at the instant shown', async () => {
    const palette = show(FaultPalette)
    await by(palette, 'fault-host').setValue('Host B')
    await by(palette, 'fault-crash').trigger('click')
    expect(commands()).toEqual([{ command: 'host.crash', arguments: { host: 'Host B' } }])
    expect(palette.emitted('done')).toHaveLength(1)
  })

  it('begins with what is selected', async () => {
    useSelectionStore().select({ kind: 'vm', name: 'VM4' })
    const palette = show(FaultPalette)
    expect(palette.findAll('[data-autofocus]').map((tab) => tab.attributes('data-testid'))).toEqual(['fault-kind-vm'])
    await by(palette, 'fault-guestCrash').trigger('click')
    expect(commands()).toEqual([{ command: 'vm.guestCrash', arguments: { vm: 'VM4' } }])
  })

  it('takes a set time, says what is wrong with one, and remembers it', async () => {
    const palette = show(FaultPalette)
    await by(palette, 'fault-at').setValue(true)
    await by(palette, 'fault-time').setValue('0:75')
    expect(by(palette, 'fault-time-note').text()).toContain('m:ss')
    expect(by(palette, 'fault-crash').attributes('disabled')).toBeDefined()
    await by(palette, 'fault-time').setValue('9:00:00')
    expect(by(palette, 'fault-time-note').text()).toContain('25:00')
    await by(palette, 'fault-time').setValue('2:05')
    await by(palette, 'fault-crash').trigger('click')
    expect(commands()).toEqual([{ command: 'host.crash', arguments: { host: 'Host A' }, at: 125_000 }])
    expect((by(show(FaultPalette), 'fault-time').element as HTMLInputElement).value).toBe('2:05')
  })

  it('asks for the sides of a partition first', async () => {
    const palette = show(FaultPalette)
    show(FaultDialog)
    await by(palette, 'fault-kind-network').trigger('click')
    await by(palette, 'fault-partition').trigger('click')
    await flushPromises()
    expect(commands()).toEqual([])
    const dialog = document.querySelector('[data-testid="fault-dialog"]')
    const side = (host: string, n: number) =>
      dialog?.querySelector<HTMLInputElement>(`[data-testid="partition-host"][data-name="${host}"] [data-testid="side-${String(n)}"]`)
    side('Host C', 1)?.dispatchEvent(new Event('change'))
    await flushPromises()
    dialog?.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(commands()).toEqual([{ command: 'network.partition', arguments: { network: 'management', groups: [['Host A', 'Host C'], ['Host B']] } }])
  })
})

describe('what the palette finds and leaves', () => {
  it('finds faults of all kinds by a word, each on the object that is chosen for its kind', async () => {
    const palette = show(FaultPalette)
    await by(palette, 'fault-search').setValue('apd')
    expect(palette.findAll('.fault').map((row) => row.attributes('data-fault'))).toContain('datastore.apd')
    await by(palette, 'fault-search').setValue('hostd stop')
    await by(palette, 'fault-hostdStop').trigger('click')
    expect(commands()).toEqual([{ command: 'host.hostdStop', arguments: { host: 'Host A' } }])
    await by(palette, 'fault-search').setValue('xqzw')
    expect(palette.text()).toContain('No fault is called that.')
  })

  it('says why something makes no sense now, and not of another instant', async () => {
    const palette = show(FaultPalette)
    const entry = by(palette, 'fault-powerOn')
    expect(entry.attributes('aria-disabled')).toBe('true')
    expect(entry.text()).toContain('The host is on.')
    await entry.trigger('click')
    expect(commands()).toEqual([])
    await by(palette, 'fault-at').setValue(true)
    await by(palette, 'fault-time').setValue('2:05')
    expect(by(palette, 'fault-powerOn').attributes('aria-disabled')).toBe('false')
    await by(palette, 'fault-powerOn').trigger('click')
    expect(commands()).toEqual([{ command: 'host.powerOn', arguments: { host: 'Host A' }, at: 125_000 }])
  })

  it('puts the loss of a datastore on chosen hosts', async () => {
    const palette = show(FaultPalette)
    show(FaultDialog)
    await by(palette, 'fault-kind-datastore').trigger('click')
    await by(palette, 'fault-apd-options').trigger('click')
    await flushPromises()
    const dialog = document.querySelector('[data-testid="fault-dialog"]')
    expect(dialog?.querySelector<HTMLButtonElement>('[data-testid="fault-apply"]')?.disabled).toBe(true)
    for (const host of ['Host C', 'Host A']) {
      dialog?.querySelector(`[data-testid="fault-on-host"][data-name="${host}"]`)?.dispatchEvent(new Event('change'))
      await flushPromises()
    }
    dialog?.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(commands()).toEqual([{ command: 'datastore.apd', arguments: { datastore: 'ds-01', hosts: ['Host A', 'Host C'] } }])
  })

  it('asks how high a load is and how long, and brings it back', async () => {
    useSelectionStore().select({ kind: 'vm', name: 'VM4' })
    const palette = show(FaultPalette)
    const dialog = show(FaultDialog)
    await by(palette, 'fault-loadSpike').trigger('click')
    await flushPromises()
    const form = dialog.findComponent(DemandForm)
    form.vm.$emit('update:text', { cpu: '5000', lasts: '1:00', beforeMHz: 800 })
    await flushPromises()
    document.querySelector('[data-testid="fault-dialog"] form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(commands()).toEqual([
      { command: 'vm.setDemand', arguments: { vm: 'VM4', cpuMHz: 5000 } },
      { command: 'vm.setDemand', arguments: { vm: 'VM4', cpuMHz: 800 }, at: 60_000 },
    ])
  })
})

describe('a load that is put on a host', () => {
  it('is that of one of its VMs, the busiest unless another is chosen', async () => {
    show(FaultDialog)
    const spike = faultsOf(articleStory.lab).find((fault) => fault.ask === 'demand')
    openFault.value = { object: { kind: 'host', name: 'Host B' }, fault: spike ?? null, at: null }
    await flushPromises()
    const choice = document.querySelector<HTMLSelectElement>('[data-testid="demand-vm"]')
    expect([...(choice?.options ?? [])].map((option) => option.text)).toEqual(['VM4', 'VM3'])
    if (choice !== null) choice.value = 'VM3'
    choice?.dispatchEvent(new Event('change'))
    await flushPromises()
    const cpu = document.querySelector<HTMLInputElement>('[data-testid="demand-cpu"]')
    if (cpu !== null) cpu.value = '4000'
    cpu?.dispatchEvent(new Event('input'))
    await flushPromises()
    document.querySelector('[data-testid="fault-dialog"] form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(commands()).toEqual([{ command: 'vm.setDemand', arguments: { vm: 'VM3', cpuMHz: 4000 } }])
  })
})

/** happy-dom has no drag and drop: only what the handlers read. */
function dragEvent() {
  const data = new Map<string, string>()
  const done = { prevented: false, stopped: false }
  const dataTransfer = { setData: (type: string, text: string) => data.set(type, text), effectAllowed: '', dropEffect: 'none' }
  const event = { dataTransfer, preventDefault: () => (done.prevented = true), stopPropagation: () => (done.stopped = true) }
  return { event: event as unknown as DragEvent, data, done, dataTransfer }
}

describe('a fault that is dragged', () => {
  const crash = faultsOf(articleStory.lab).find((fault) => fault.command === 'host.crash')
  const host: ObjectRef = { kind: 'host', name: 'Host C' }
  let drop: FaultDrop

  beforeEach(() => {
    show(defineComponent({ setup: () => ((drop = useFaultDrop()), () => h('i')) }))
  })
  const start = () => {
    const drag = dragEvent()
    if (crash !== undefined) startFaultDrag(drag.event, crash)
    return drag
  }

  it('says what it is, and is taken by what it can be put on', () => {
    expect(start().data.get(faultDataType)).toBe('host.crash')
    const over = dragEvent()
    expect(drop.over(over.event, host)).toBe(true)
    expect(over.done.prevented).toBe(true)
    expect(over.dataTransfer.dropEffect).toBe('copy')
    expect(drop.isOver(host)).toBe(true)
    expect(drop.refuses({ kind: 'vm', name: 'VM1' })).toBe(true)
    drop.drop(dragEvent().event, host)
    expect(commands()).toEqual([{ command: 'host.crash', arguments: { host: 'Host C' } }])
    expect(drop.dragging.value).toBe(false)
  })

  it('is not taken by anything else', () => {
    start()
    const over = dragEvent()
    expect(drop.over(over.event, { kind: 'datastore', name: 'ds-01' })).toBe(false)
    expect(over.done.prevented).toBe(false)
    drop.drop(dragEvent().event, { kind: 'datastore', name: 'ds-01' })
    expect(commands()).toEqual([])
  })

  it('is gone after Esc', () => {
    start()
    endFaultDrag()
    expect(drop.over(dragEvent().event, host)).toBe(false)
    drop.drop(dragEvent().event, host)
    expect(commands()).toEqual([])
  })
})
