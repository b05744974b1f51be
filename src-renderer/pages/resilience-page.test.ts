/** The Resilience page over a run without an engine: what is asked, how far it is, what came of it, and how a failure is opened. */
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Finding, SweepOutcome, SweepReport } from '../../src-main/contract/api-sweep.ts'
import { cellText, gridOf, levelOf, shortMinutes, tallyOf } from '../panels/resilience/heat.ts'
import { articleStory } from '../testing/article-run.ts'
import { FakeRun } from '../testing/fake-run.ts'
import { checkLabels } from '../testing/labels.ts'
import { closeWindow, mountWindow, withoutWorkbench } from '../testing/mount-window.ts'

const outcome = (failed: readonly string[], more: Partial<SweepOutcome> = {}): SweepOutcome => ({
  failed,
  hosts: failed,
  commands: failed.map((host) => ({ command: 'host.powerOff', arguments: { host } })),
  restarted: 2,
  notRestarted: 0,
  tookOver: 0,
  stranded: 0,
  downtimeMs: 90_000,
  longestDowntimeMs: 45_000,
  longestDowntimeVm: 'VM1',
  outageMs: 200_000,
  longestOutageMs: 100_000,
  lost: [],
  strandedVms: [],
  promised: failed.length === 1,
  kept: failed.length === 1 ? true : null,
  ...more,
})
const lost = (vm: string): SweepOutcome['lost'][number] => ({
  vm,
  reason: 'insufficientResources',
  blockers: [{ reason: 'notEnoughMemory', hosts: 1 }],
  facts: ['HA-099'],
})
const finding: Finding = {
  rule: 'restartDisabled',
  severity: 'warning',
  about: 'vm',
  names: ['VM4'],
  figures: {},
  facts: ['HA-104'],
  play: [{ command: 'host.powerOff', arguments: { host: 'Host C' } }],
}
const outcomes = [
  outcome(['Host A']),
  outcome(['Host B'], { notRestarted: 1, kept: false, lost: [lost('VM3')] }),
  outcome(['Host C'], { restarted: 0, downtimeMs: 0, longestDowntimeVm: null }),
  outcome(['Host A', 'Host B'], { notRestarted: 4, downtimeMs: 3_600_000, lost: ['VM1', 'VM2', 'VM3', 'VM4'].map(lost) }),
  outcome(['Host A', 'Host C'], { stranded: 2, strandedVms: [{ vm: 'VM1', without: 'storage' }, { vm: 'VM2', without: 'network' }] }),
  outcome(['Host B', 'Host C']),
] // prettier-ignore
const report = (runId: string): SweepReport => ({
  domain: 'host',
  failures: 2,
  at: 30_000,
  runMs: 900_000,
  before: {
    vmsOn: 5,
    hosts: 3,
    admission: { policy: 'slotPolicy', ok: true, hostFailuresTolerated: 1, hostFailuresToTolerate: 1 },
    promisedHosts: 1,
    agents: 3,
  },
  objects: ['Host A', 'Host B', 'Host C'],
  skipped: [],
  outcomes,
  worst: [3, 4, 1],
  findings: [finding],
  from: { runId, branch: 0, turn: 12, at: 30_000, first: [{ command: 'timeline.clear', arguments: {} }] },
})

/** A page that is not laid out has no width. */
class WideElements {
  readonly #told: (entries: readonly Pick<ResizeObserverEntry, 'target' | 'contentRect'>[]) => void
  constructor(told: (entries: readonly Pick<ResizeObserverEntry, 'target' | 'contentRect'>[]) => void) {
    this.#told = told
  }
  observe(target: Element): void {
    queueMicrotask(() => this.#told([{ target, contentRect: new DOMRect(0, 0, 700, 0) }]))
  }
  unobserve(): void {}
  disconnect(): void {}
}

let fake: FakeRun
let app: VueWrapper
let finish: (value: SweepReport | null) => void

beforeEach(async () => {
  vi.stubGlobal('ResizeObserver', WideElements)
  localStorage.clear()
  history.replaceState(null, '', '/#/resilience')
  const opened = vi.fn(() => {
    throw new Error('a fake run has no branches of failures')
  })
  fake = new FakeRun({
    ...articleStory,
    answers: {
      'sweep.start': () => new Promise<SweepReport | null>((resolve) => (finish = resolve)),
      'sweep.cancel': () => (finish(null), {}),
      'run.fork': opened,
    },
  })
  app = mountWindow(fake, { stubs: withoutWorkbench })
  await flushPromises()
})
afterEach(() => {
  closeWindow(fake, app)
  vi.unstubAllGlobals()
})

const by = (id: string) => app.get(`[data-testid="${id}"]`)
const asked = (method: string): unknown[] => fake.asked.filter((entry) => entry.method === method).map((entry) => entry.input)

async function swept(): Promise<void> {
  await by('sweep-at').setValue('0:30')
  await by('sweep-start').trigger('click')
  await flushPromises()
  const runId = (await fake.transport().invoke('run.current', {}))?.status.runId ?? ''
  finish(report(runId))
  await flushPromises()
}

describe('the page', () => {
  it('is left by the keys of the other pages', async () => {
    const press = async (key: string): Promise<KeyboardEvent> => {
      const event = new KeyboardEvent('keydown', { key, altKey: true, bubbles: true, cancelable: true })
      document.body.dispatchEvent(event)
      await flushPromises()
      return event
    }
    expect((await press('l')).defaultPrevented).toBe(true)
    expect(app.find('[data-testid="library"]').exists()).toBe(true)
    await press('r')
    expect(app.find('[data-testid="resilience"]').exists()).toBe(true)
    expect((await press('b')).defaultPrevented, 'a key of the workbench').toBe(false)
  })

  it('asks for what was chosen, and cancels it by its ticket', async () => {
    expect(by('sweep-empty').text()).toContain('What if something dies?')
    await by('domain-network').setValue(true)
    await by('failures-1').setValue(true)
    await by('sweep-at').setValue('1:00.5')
    await by('sweep-start').trigger('click')
    await flushPromises()
    expect(asked('sweep.start')).toMatchObject([{ domain: 'network', failures: 1, at: 60_500 }])
    expect(app.find('[data-testid="sweep-start"]').exists()).toBe(false)
    await by('sweep-cancel').trigger('click')
    await flushPromises()
    expect(asked('sweep.cancel')).toEqual([{ ticket: (asked('sweep.start')[0] as { ticket: string }).ticket }])
    expect(app.find('[data-testid="sweep-empty"]').exists()).toBe(true)
  })

  it('sends nothing while the instant is none', async () => {
    await by('sweep-at').setValue('noon')
    expect(by('sweep-start').attributes('disabled')).toBeDefined()
    expect(by('sweep-at').attributes('aria-invalid')).toBe('true')
  })

  it('shows a cell for each failure, the worst one in detail, what was promised and what the design lacks', async () => {
    await swept()
    expect(app.findAll('[role="gridcell"]').map((cell) => cell.text())).toEqual(['✓', '4', '2', '1', '✓', '·'])
    expect(checkLabels(by('matrix').element)).toEqual({ checked: 3, missing: [] })
    expect(by('tally').text()).toContain('6 failures run')
    expect(by('agents-left-out').text()).toBe('Without 3 vCLS agents, which HA does not restart.')
    expect(by('failure-detail').text()).toContain('Host A + Host B')
    expect(by('failure-detail').text()).toContain('VM1, VM2, VM3, VM4 no host has room for it: too little unreserved memory (1 host)')
    // Each name is one box: a line ends between two of them, not at a hyphen.
    const boxes = by('failure-detail').findAll('.name')
    expect(boxes.map((name) => name.text())).toEqual(['VM1,', 'VM2,', 'VM3,', 'VM4'])
    expect(by('promise').text()).toContain('As admission control (Slot Policy) counts it, there was room for host failures: 1.')
    expect(by('promise').text()).toContain('3 of these failures are within it; in 1 of them not every VM runs again.')
    expect(by('worst').text()).toContain('4 not restarted')
    expect(by('findings').text()).toContain('VMs that are not restarted')
    await by('cell-4').trigger('focus')
    expect(by('failure-detail').text()).toContain('VM1 run without their storage. Their guests answer pings all the same: no downtime is counted')
    await by('metric-downtime').trigger('click')
    expect(by('cell-3').text()).toBe('60')
  })

  it('walks the cells by keyboard and opens one as a branch of the run', async () => {
    await swept()
    await by('cell-3').trigger('focus')
    await by('cell-3').trigger('keydown', { key: 'ArrowRight' })
    await flushPromises()
    expect(document.activeElement?.getAttribute('data-place')).toBe('4')
    await by('cell-4').trigger('keydown', { key: 'ArrowDown' })
    await flushPromises()
    expect(document.activeElement?.getAttribute('data-place')).toBe('5')
    await by('cell-5').trigger('click')
    await flushPromises()
    expect(asked('run.fork')).toEqual([
      {
        branch: 0,
        turn: 12,
        at: 30_000,
        commands: [
          { command: 'timeline.clear', arguments: {} },
          { command: 'host.powerOff', arguments: { host: 'Host B' } },
          { command: 'host.powerOff', arguments: { host: 'Host C' } },
        ],
      },
    ])
    await by('play-restartDisabled').trigger('click')
    await flushPromises()
    expect(asked('run.fork')[1]).toMatchObject({
      commands: [{ command: 'timeline.clear' }, { command: 'host.powerOff', arguments: { host: 'Host C' } }],
    })
  })
})

describe('cells', () => {
  it('say how bad it is in shape, letters and colour', () => {
    expect(outcomes.map((one) => levelOf(one, 'vms', 4))).toEqual(['ok', 'few', 'none', 'worst', 'few', 'ok'])
    expect(outcomes.map((one) => levelOf(one, 'downtime', 3_600_000))).toEqual(['ok', 'ok', 'none', 'worst', 'ok', 'ok'])
    expect(outcomes.map((one) => cellText(one, 'downtime'))).toEqual(['2', '2', '·', '60', '2', '2'])
    expect([0, 20_000, 60_000, 99 * 60_000, 600 * 60_000].map(shortMinutes)).toEqual(['0', '<1', '1', '99', '10h'])
    expect(tallyOf(outcomes)).toEqual({ ok: 3, few: 2, more: 1 })
  })

  it('lie on and above the diagonal', () => {
    expect(gridOf(['Host A', 'Host B', 'Host C'], outcomes)).toEqual([
      [0, 3, 4],
      [null, 1, 5],
      [null, null, 2],
    ])
  })
})
