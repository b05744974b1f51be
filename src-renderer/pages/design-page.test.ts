import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useDesignDoor } from '../stores/design-door.ts'
import { useDesignStore } from '../stores/design.ts'
import { emptyDesign, FakeDesign, someDesign } from '../testing/fake-design.ts'
import { manyProjects } from '../testing/fake-library.ts'
import { articleStory } from '../testing/article-run.ts'
import { FakeRun } from '../testing/fake-run.ts'
import { closeWindow, mountWindow, withoutWorkbench } from '../testing/mount-window.ts'
import DesignPage from './DesignPage.vue'

let fake: FakeRun
let app: VueWrapper

async function openDesign(lab = someDesign(4, 20, 2), projects = manyProjects(Date.now())): Promise<void> {
  history.replaceState(null, '', '/#/design')
  sessionStorage.setItem('hostdown.design', '1')
  fake = new FakeRun(articleStory, { projects })
  fake.design = new FakeDesign(lab)
  app = mountWindow(fake, { stubs: withoutWorkbench })
  await vi.waitFor(() => expect(app.findComponent(DesignPage).exists()).toBe(true))
  await flushPromises()
}

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})
afterEach(() => {
  closeWindow(fake, app)
})

const by = (id: string) => app.get(`[data-testid="${id}"]`)
const all = (id: string) => app.findAll(`[data-testid="${id}"]`)
const inPage = (id: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`[data-testid="${id}"]`)
  if (found === null) throw new Error(`There is no ${id}`)
  return found
}
const edits = (): unknown[] => fake.asked.filter(({ method }) => method === 'design.edit').map(({ input }) => (input as { edits: unknown }).edits)
const row = (key: string) => app.get(`[data-row="${key}"]`)
const field = (id: string) => app.get(`[data-field="${id}"]`)

async function press(key: string, init: KeyboardEventInit = {}): Promise<void> {
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...init }))
  await flushPromises()
}
async function type(id: string, text: string): Promise<void> {
  const input = field(id).get('input')
  await input.setValue(text)
  await input.trigger('change')
  await flushPromises()
}

describe('a rule that was asked for in the palette', () => {
  it('is added to the draft, with its form open and its name ready to be typed', async () => {
    await openDesign()
    const door = useDesignDoor()
    location.hash = '#/library'
    await vi.waitFor(() => expect(app.findComponent(DesignPage).exists()).toBe(false))
    door.show(1, 'rule')
    await vi.waitFor(() => expect(edits()).toEqual([[{ do: 'add', kind: 'rule', entry: { name: 'rule01', type: 'separate', vms: [] } }]]))
    await vi.waitFor(() => expect(useDesignStore().selected).toEqual({ form: 'rule', names: ['rule01'] }))
    expect([useDesignStore().target?.key, door.wanted]).toEqual([['name'], null])
    await vi.waitFor(() => expect(field('rule.name').element.contains(document.activeElement)).toBe(true))
  })
})

describe('what is shown', () => {
  it('has the name of its project in the language of the window', async () => {
    await openDesign(
      someDesign(4, 20, 2),
      manyProjects(Date.now()).map((card) => ({ ...card, nameKo: '기사의 클러스터' })),
    )
    expect(app.get('h1').text()).toBe("The article's cluster")
    await by('lang-toggle').trigger('click')
    expect(app.get('h1').text()).toBe('기사의 클러스터')
    await by('lang-toggle').trigger('click')
    await flushPromises()
  })

  it('is the inventory, the drawing and the form of the draft that was here last', async () => {
    await openDesign()
    expect(row('section:host').text()).toContain('4')
    expect(row('domain:Site A').text()).toContain('2')
    expect(all('design-region').map((region) => region.attributes('data-name'))).toEqual(['Site A', 'Site B'])
    expect(all('design-host')).toHaveLength(4)
    expect(all('design-vm')).toHaveLength(20)
    expect(by('design-form').text()).toContain('vSphere HA')
    expect(by('design-saved').text()).toBe('As the newest revision')
  })

  it('is where to begin when nothing is open', async () => {
    await openDesign()
    useDesignDoor().remember(null)
    app.unmount()
    fake.design = new FakeDesign()
    app = mountWindow(fake, { stubs: withoutWorkbench })
    await vi.waitFor(() => expect(all('design-new')).toHaveLength(1))
  })

  it('says at once which VMs stand on no host, and where they are', async () => {
    const design = someDesign(3, 6)
    const free = design.vms.map(({ host: _host, ...entry }) => entry)
    await openDesign({ ...design, vms: [...free, { name: 'db', vcpus: 2, memoryMiB: 4096, host: 'esx01' }] })
    expect(by('design-unplaced-note').text()).toContain('VMs that no host is named for: 6. They are placed at power-on.')
    const shown = vi.spyOn(by('design-unplaced').element, 'scrollIntoView')
    await by('design-unplaced-show').trigger('click')
    expect(shown).toHaveBeenCalled()
  })

  it('does not speak of them where there are none', async () => {
    await openDesign(someDesign(3, 6))
    expect(all('design-unplaced-note')).toHaveLength(0)
  })

  it('begins with a template that says how many VMs it has, and which of them no host has yet', async () => {
    await openDesign()
    useDesignDoor().choosing = true
    await vi.waitFor(() => expect(document.querySelectorAll('[data-testid="size-of-template"]')).toHaveLength(2))
    expect([...document.querySelectorAll('[data-testid="size-of-template"]')].map((size) => size.textContent)).toEqual([
      'hosts: 0 · VMs: 0',
      'hosts: 3 · VMs: 1,006 · of them placed at power-on: 1,000',
    ])
    useDesignDoor().choosing = false
    await flushPromises()
  })

  it('is a count on each host where there are thousands of VMs', async () => {
    await openDesign(someDesign(96, 8000, 4))
    expect(all('design-host')).toHaveLength(96)
    expect(all('design-vm')).toHaveLength(0)
    expect(all('design-host-count')[0]?.text()).toBe('VMs: 84')
    expect(all('design-row').length).toBeLessThan(60)
    await all('design-host')[0]?.trigger('click')
    expect(all('design-vm')).toHaveLength(24)
  })
})

describe('adding', () => {
  it('gives a host the values of the last, and a name that is free', async () => {
    await openDesign(emptyDesign())
    await by('design-first-host').trigger('click')
    await flushPromises()
    await type('host.memoryMiB', '131072')
    await by('design-add-host').trigger('click')
    await flushPromises()
    expect(edits().at(-1)).toEqual([
      { do: 'add', kind: 'host', entry: { name: 'esx02', cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 }, memoryMiB: 131_072 } },
    ])
    expect(useDesignStore().selected).toEqual({ form: 'host', names: ['esx02'] })
  })

  it('of VMs is one step for as many as are asked for, on all hosts in turn', async () => {
    await openDesign(someDesign(2, 0))
    await by('design-add-vm').trigger('click')
    await vi.waitFor(() => inPage('add-vms-count'))
    const count = inPage('add-vms-count') as HTMLInputElement
    count.value = '3'
    count.dispatchEvent(new Event('input'))
    inPage('add-vms-large').click()
    await flushPromises()
    inPage('add-vms').dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    const entry = (name: string, host: string) => ({ do: 'add', kind: 'vm', entry: { name, vcpus: 4, memoryMiB: 16_384, host } })
    expect(edits()).toEqual([[entry('vm01', 'esx01'), entry('vm02', 'esx02'), entry('vm03', 'esx01')]])
    expect(useDesignStore().selected.names).toEqual(['vm01', 'vm02', 'vm03'])
  })

  it('of VMs without a name says that one is needed', async () => {
    await openDesign(someDesign(2, 0))
    await by('design-add-vm').trigger('click')
    await vi.waitFor(() => inPage('add-vms-name'))
    const name = inPage('add-vms-name') as HTMLInputElement
    name.value = ' '
    name.dispatchEvent(new Event('input'))
    await flushPromises()
    expect([name.getAttribute('aria-invalid'), inPage('add-vms').textContent?.includes('Needed: it cannot be left out')]).toEqual(['true', true])
    inPage('add-vms').dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(edits()).toEqual([])
  })

  it('shows what a lab has by itself, and adds to it', async () => {
    await openDesign(emptyDesign())
    expect(row('section:network').text()).toContain('1 by default')
    await by('design-add-network').trigger('click')
    await flushPromises()
    expect(edits()).toEqual([[{ do: 'add', kind: 'network', entry: { name: 'management2', kind: 'vm' } }]])
  })
})

describe('the form', () => {
  it('marks what is set, shows what is meant where it is left out, and leaves it out again', async () => {
    await openDesign()
    await row('vm:vm03').trigger('click')
    expect(field('vm.memoryMiB').attributes('data-state')).toBe('set')
    const reservation = field('vm.cpuReservationMHz')
    expect(reservation.attributes('data-state')).toBe('absent')
    expect(reservation.get('input').attributes('placeholder')).toBe('0 MHz')
    // The unit is said once: by what is implied, and beside what is typed.
    expect(reservation.find('.unit').exists()).toBe(false)
    await reservation.get('input').setValue('5')
    expect(reservation.get('.unit').text()).toBe('MHz')
    await reservation.get('input').setValue('')
    await type('vm.cpuReservationMHz', '500')
    expect(edits().at(-1)).toEqual([{ do: 'set', kind: 'vm', names: ['vm03'], key: ['cpuReservationMHz'], value: 500 }])
    await by('leave-vm.cpuReservationMHz').trigger('click')
    await flushPromises()
    expect(edits().at(-1)).toEqual([{ do: 'set', kind: 'vm', names: ['vm03'], key: ['cpuReservationMHz'] }])
  })

  it('of several says what is mixed, and sets all', async () => {
    await openDesign()
    await row('vm:vm01').trigger('click')
    await row('vm:vm03').trigger('click', { shiftKey: true })
    expect(useDesignStore().selected.names).toEqual(['vm01', 'vm02', 'vm03'])
    expect(field('vm.host').attributes('data-state')).toBe('mixed')
    expect(field('vm.host').text()).toContain('mixed')
    expect(field('vm.name').get('input').attributes('disabled')).toBeDefined()
    await type('vm.vcpus', '8')
    expect(edits()).toEqual([[{ do: 'set', kind: 'vm', names: ['vm01', 'vm02', 'vm03'], key: ['vcpus'], value: 8 }]])
  })

  it('refuses while one types, and sends nothing: a name that is taken, a number that is none', async () => {
    await openDesign()
    await row('vm:vm03').trigger('click')
    await type('vm.name', 'vm04')
    expect(field('vm.name').text()).toContain('There is one named vm04 already')
    await field('vm.name').get('input').trigger('keydown', { key: 'Escape' })
    expect(field('vm.name').get('input').element.value).toBe('vm03')
    expect(field('vm.name').text()).not.toContain('already')
    await type('vm.vcpus', 'two')
    expect(field('vm.vcpus').text()).toContain('Not a number')
    await type('vm.memoryMiB', '0')
    expect(field('vm.memoryMiB').text()).toContain('At least 1')
    expect(edits()).toEqual([])
    await type('vm.name', 'web')
    expect(edits()).toEqual([[{ do: 'rename', kind: 'vm', name: 'vm03', to: 'web' }]])
    expect(useDesignStore().selected.names).toEqual(['web'])
  })

  it('shows what the application says at its field; a click on the problem goes there, and until then nothing runs', async () => {
    await openDesign()
    await row('vm:vm03').trigger('click')
    await type('vm.memoryMiB', '999999')
    expect(field('vm.memoryMiB').text()).toContain('999999 MiB are more than esx03 has')
    expect(by('design-run').attributes('aria-disabled')).toBe('true')
    expect(by('design-run').attributes('title')).toBe('Not yet: one problem')
    await row('block:head').trigger('click')
    await by('design-problem').trigger('click')
    await flushPromises()
    expect(useDesignStore().selected).toEqual({ form: 'vm', names: ['vm03'] })
    await vi.waitFor(() => expect(document.activeElement?.id).toBe('field-memoryMiB'))
    const memory = field('vm.memoryMiB').get('input')
    const undo = async (): Promise<boolean> => {
      const event = new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true, cancelable: true })
      memory.element.dispatchEvent(event)
      await flushPromises()
      return event.defaultPrevented
    }
    memory.element.value = '99999'
    await memory.trigger('input')
    expect(await undo(), 'what is being typed has an undo of its own').toBe(false)
    await memory.trigger('keydown', { key: 'Escape' })
    expect(await undo()).toBe(true)
    await flushPromises()
    expect(all('design-problem')).toHaveLength(0)
    expect(by('design-run').attributes('aria-disabled')).toBe('false')
  })

  it('turns services on with the defaults of vSphere, and off without losing them', async () => {
    await openDesign()
    await by('enable-ha').setValue(true)
    await flushPromises()
    expect(edits()).toEqual([[{ do: 'enable', service: 'ha' }]])
    await by('enable-ha').setValue(false)
    await flushPromises()
    expect(edits().at(-1)).toEqual([{ do: 'setLab', key: ['cluster', 'ha', 'enabled'], value: false }])
  })

  it('opens the fact behind a setting', async () => {
    await openDesign()
    await by('enable-ha').setValue(true)
    await flushPromises()
    await row('block:ha').trigger('click')
    expect(field('ha.isolationResponse').get('[data-fact]').attributes('data-fact')).toBe('HA-075')
  })
})

describe('steps', () => {
  it('are undone and redone with the keys, and named', async () => {
    await openDesign()
    await row('host:esx02').trigger('click')
    await press('Delete')
    expect(all('design-host')).toHaveLength(3)
    expect(by('design-undo').attributes('title')).toContain('remove esx02')
    await press('z', { ctrlKey: true })
    expect(all('design-host')).toHaveLength(4)
    await press('z', { ctrlKey: true, shiftKey: true })
    expect(all('design-host')).toHaveLength(3)
  })

  it('say what they did besides, with a way back', async () => {
    await openDesign()
    await row('host:esx02').trigger('click')
    await press('Delete')
    await vi.waitFor(() => expect(document.body.textContent).toContain('VMs of the removed host are placed at power-on.'))
    inPage('notice-action').click()
    await flushPromises()
    expect(all('design-host')).toHaveLength(4)
  })

  it('move what is dragged, the whole selection with it', async () => {
    await openDesign()
    await row('vm:vm01').trigger('click')
    await row('vm:vm02').trigger('click', { ctrlKey: true })
    const target = all('design-host').find((host) => host.attributes('data-name') === 'esx04')
    await all('design-vm')[0]?.trigger('dragstart')
    await target?.trigger('dragover')
    await target?.trigger('drop')
    await flushPromises()
    expect(edits()).toEqual([[{ do: 'set', kind: 'vm', names: ['vm01', 'vm02'], key: ['host'], value: 'esx04' }]])
    await all('design-host')[0]?.trigger('dragstart')
    await by('design-new-domain').trigger('drop')
    await flushPromises()
    expect(edits().at(-1)).toEqual([{ do: 'set', kind: 'host', names: ['esx01'], key: ['faultDomain'], value: 'Site C' }])
  })

  it('move without a pointer', async () => {
    await openDesign()
    await row('vm:vm01').trigger('click')
    await press('m')
    await vi.waitFor(() => inPage('move-targets'))
    const targets = inPage('move-targets') as HTMLSelectElement
    targets.value = '=esx03'
    targets.dispatchEvent(new Event('change'))
    inPage('move').dispatchEvent(new Event('submit', { cancelable: true }))
    await flushPromises()
    expect(edits()).toEqual([[{ do: 'set', kind: 'vm', names: ['vm01'], key: ['host'], value: 'esx03' }]])
  })

  it('copy and paste what is selected as text', async () => {
    await openDesign()
    const kept: string[] = []
    vi.spyOn(navigator.clipboard, 'writeText').mockImplementation(async (text) => void kept.push(text))
    await row('vm:vm01').trigger('click')
    await press('c', { ctrlKey: true })
    expect(JSON.parse(kept[0] ?? '')).toMatchObject({ vms: [{ name: 'vm01' }] })
    const event = new Event('paste', { bubbles: true, cancelable: true })
    Object.defineProperty(event, 'clipboardData', { value: { getData: () => kept[0] } })
    document.body.dispatchEvent(event)
    await flushPromises()
    expect(useDesignStore().selected.names).toEqual(['vm01 (2)'])
    vi.restoreAllMocks()
  })

  it('take the whole text, and keep it while it is no YAML', async () => {
    await openDesign()
    await by('design-yaml').trigger('click')
    await flushPromises()
    const text = by('design-yaml-text')
    expect((text.element as HTMLTextAreaElement).value).toContain('"esx01"')
    await text.setValue('{ no')
    await by('design-yaml-apply').trigger('click')
    await flushPromises()
    expect(by('design-yaml-problem').text()).toBe('line 1')
    expect(by('design-run').attributes('title')).toBe('The text is not YAML')
    await by('design-undo').trigger('click')
    await flushPromises()
    expect(all('design-yaml-problem')).toHaveLength(0)
  })
})
