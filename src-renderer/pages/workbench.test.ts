import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import * as useGraph from '../graph/use-graph.ts'
import { articleStory } from '../testing/article-run.ts'
import { FakeRun } from '../testing/fake-run.ts'
import { checkLabels } from '../testing/labels.ts'
import { closeWindow, mountWindow } from '../testing/mount-window.ts'

// A graph needs a laid-out page; the pure half of the topology has its own tests.
const noGraph = {
  centres: new Map(),
  setElements: () => undefined,
  setColours: () => undefined,
  setMarked: () => undefined,
  setHover: () => undefined,
  fit: () => undefined,
  zoomBy: () => undefined,
  panBy: () => undefined,
  reveal: () => undefined,
  centreOn: () => undefined,
  view: () => ({ width: 0, height: 0, dpr: 1, panX: 0, panY: 0, zoom: 1 }),
  resize: () => undefined,
  destroy: () => undefined,
} as unknown as ReturnType<typeof useGraph.createGraph>

let fake: FakeRun
let app: VueWrapper

beforeEach(async () => {
  vi.spyOn(useGraph, 'createGraph').mockReturnValue(noGraph)
  localStorage.clear()
  fake = new FakeRun(articleStory)
  app = mountWindow(fake)
  await flushPromises()
})
afterEach(() => {
  closeWindow(fake, app)
  vi.restoreAllMocks()
})

const by = (id: string) => app.get(`[data-testid="${id}"]`)
const all = (id: string) => app.findAll(`[data-testid="${id}"]`)
const lastAsked = (method: string): unknown => fake.asked.findLast((entry) => entry.method === method)?.input

async function press(key: string, target: EventTarget = window): Promise<void> {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  await flushPromises()
}

describe('workbench', () => {
  it('opens the first lab and offers to run it', async () => {
    expect(by('lab-menu').text()).toContain("The article's cluster")
    expect(all('tree-row').map((row) => row.attributes('data-name'))).toContain('Host A')
    expect(lastAsked('run.speed')).toEqual({ speed: 10 })
    await by('speed').setValue('60')
    await by('run-it').trigger('click')
    expect(lastAsked('run.play')).toEqual({})
    expect(fake.status()).toMatchObject({ playing: true, speed: 60 })
  })

  it('moves every view to the instant that is sought', async () => {
    fake.goTo(80_000)
    await flushPromises()
    expect(by('clock').attributes('data-ms')).toBe('80000')
    expect(by('decision-table').get('[data-name="Host A"]').text()).toContain('Failed')
    expect(by('restart-queue').text()).toContain('VM1')
    expect(by('locks').get('[data-name="VM3"]').text()).toContain('Host B')
  })

  it('explains an event that is clicked, and marks its objects', async () => {
    fake.goTo(80_000)
    await flushPromises()
    // In sight then: the list follows the clock.
    await app.get('[data-testid="event-row"][data-seq="12"]').trigger('click')
    await flushPromises()
    expect(all('why-step').map((step) => step.attributes('data-type'))).toEqual([
      'command.received',
      'host.failed',
      'ha.heartbeatLost',
      'ha.datastoreHeartbeat',
      'ha.hostStateChanged',
      'ha.restartQueued',
      'ha.restartAttempted',
    ])
    expect(by('tab-why').attributes('aria-selected')).toBe('true')
    expect(
      all('tree-row')
        .filter((each) => each.classes('selected'))
        .map((each) => each.attributes('data-name')),
    ).toEqual(expect.arrayContaining(['VM1', 'Host B']))
  })

  it('works by keyboard', async () => {
    await press(' ')
    expect(lastAsked('run.play')).toEqual({})
    await press('.')
    expect(lastAsked('run.step')).toEqual({ by: 1 })
    await press('End')
    expect(lastAsked('run.seek')).toEqual({ t: articleStory.lab.until })
    await press('f')
    await press('?')
    expect(document.querySelector('[data-testid="shortcuts"]')).not.toBeNull()
  })

  it('leaves typing alone', async () => {
    const before = fake.asked.length
    await press('.', by('event-search').element)
    await press(' ', by('tree-search').element)
    expect(fake.asked.length).toBe(before)
  })

  it('walks the tree with the arrows', async () => {
    const tree = by('tree')
    await tree.trigger('keydown', { key: 'ArrowDown' })
    await tree.trigger('keydown', { key: 'ArrowDown' })
    await flushPromises()
    expect(
      all('tree-row')
        .find((row) => row.classes('selected'))
        ?.attributes('data-name'),
    ).toBe('Host A')
    await tree.trigger('keydown', { key: 'ArrowLeft' })
    await flushPromises()
    expect(all('tree-row').map((row) => row.attributes('data-name'))).not.toContain('VM1')
  })

  it('changes language and theme, and remembers them', async () => {
    fake.goTo(80_000)
    await by('tab-ha').trigger('click')
    await flushPromises()
    const english = checkLabels()
    expect([english.missing, english.checked > 15]).toEqual([[], true])
    await by('lang-toggle').trigger('click')
    await by('theme-toggle').trigger('click')
    await flushPromises()
    expect(by('tab-summary').text()).toBe('요약')
    expect(checkLabels()).toEqual(english)
    const saved = JSON.parse(localStorage.getItem('hostdown.window') ?? '{}') as { language?: string; theme?: string }
    expect(saved.language).toBe('ko')
    expect(document.documentElement.dataset['theme']).toBe(saved.theme)
    expect(document.documentElement.lang).toBe('ko')
  })

  it('shows the digest when the run has ended', async () => {
    expect(all('run-digest')).toHaveLength(0)
    fake.goTo(articleStory.lab.until)
    await flushPromises()
    expect(by('run-digest').attributes('data-digest')?.startsWith('01234567')).toBe(true)
    expect(by('run-digest').text()).toBe('01234567')
  })

  it('lists what is wrong with a lab file', async () => {
    const file = new File(['hosts: []'], 'mine.lab.yaml')
    const input = by('lab-file').element as HTMLInputElement
    Object.defineProperty(input, 'files', { value: [file], configurable: true })
    await by('lab-file').trigger('change')
    await vi.waitFor(() => expect(document.querySelectorAll('[data-testid="problem"]')).toHaveLength(2))
    expect(document.querySelector('[data-testid="problems"]')?.textContent).toContain('hosts[0].cpu')
  })
})
