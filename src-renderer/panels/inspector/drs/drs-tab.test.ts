import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DrsState } from '../../../../src-main/contract/drs-state.ts'
import { useSelectionStore } from '../../../stores/selection.ts'
import { drsNow, drsStory } from '../../../testing/drs-run.ts'
import { FakeRun } from '../../../testing/fake-run.ts'
import { mountOver } from '../../../testing/mount-over.ts'
import DrsTab from '../DrsTab.vue'
import { areaOf, instantAt, pathOf, ticksOf, topOf } from './chart.ts'
import { poolRows, segments } from './shares.ts'

let fake: FakeRun
let tab: VueWrapper

async function show(drs: DrsState | null = drsNow, language: 'en' | 'ko' = 'en'): Promise<void> {
  fake = new FakeRun(drsStory(drs))
  tab = await mountOver(fake, DrsTab, { language, t: 370_000 })
}

beforeEach(() => localStorage.clear())
afterEach(() => {
  fake.stop()
  tab.unmount()
})
const by = (id: string) => tab.get(`[data-testid="${id}"]`)
const has = (id: string): boolean => tab.find(`[data-testid="${id}"]`).exists()
const commands = (): unknown[] => fake.asked.filter(({ method }) => method === 'run.command').map(({ input }) => input)
const unfold = async (id: string): Promise<void> => {
  const fold = tab.get(`#fold-${id}`)
  if (fold.attributes('aria-expanded') === 'false') await fold.trigger('click')
  await flushPromises()
}

describe('how content the cluster is', () => {
  it('shows score, bands, settings and the next pass', async () => {
    await show()
    expect(by('drs-score').text()).toContain('71.0%')
    expect(by('drs-bands').get('[data-band="61-80"]').attributes('data-count')).toBe('2')
    expect(tab.text()).toContain('Manual · threshold 3 · DRS score')
    expect(by('drs-next').text()).toBe('next pass in 50 s')
  })

  it('shows the deviation against its target under classic', async () => {
    await show({ ...drsNow, algorithm: 'classic', score: null, numVmsPerDrsScoreBucket: null, imbalance: 0.216, target: 0.1155 })
    expect(by('drs-balance').text()).toContain('Host load deviation 0.2160, target 0.1155')
    expect(has('drs-score')).toBe(false)
  })

  it('says what its threshold lets through where it recommends nothing', async () => {
    await show({ ...drsNow, recommendations: [], migrationThreshold: 1 })
    expect(by('drs-kept').text()).toMatch(/^Threshold 1 of 5, .* Load is not balanced\. DRS-004$/)
    await show({ ...drsNow, recommendations: [], migrationThreshold: 4 })
    expect(by('drs-kept').text()).toContain('recommendations of priority 1 to 4 are kept')
    await show()
    expect(has('drs-kept')).toBe(false)
  })

  it('says why it does nothing although it is on', async () => {
    await show({ ...drsNow, silentBecause: 'noAgents' })
    expect(by('drs-silent').text()).toContain('its agents (vCLS) are not there')
    expect(by('drs-run').attributes('disabled')).toBeDefined()
  })

  it('says that DRS is off and still shows pools, rules and EVC', async () => {
    await show(null)
    expect(by('drs-off').text()).toBe('vSphere DRS is off in this cluster.')
    expect(has('drs-run')).toBe(false)
    expect(by('drs-rules').findAll('tbody tr')).toHaveLength(3)
  })
})

describe('recommendations', () => {
  it('are applied one by one, all at once, and on the chosen host', async () => {
    await show()
    const rows = by('drs-recommendations').findAll('tbody tr')
    expect(rows.map((row) => row.attributes('data-id'))).toEqual(['r1', 'r2', 'r3'])
    expect(rows[0]?.text()).toContain('VM3 Host B → Host C')
    expect(rows[0]?.text()).toContain('balance average CPU loads')
    expect(rows[0]?.text()).toContain('33.1')
    await by('drs-apply-r1').trigger('click')
    await by('drs-host').setValue('Host A')
    await by('drs-apply-r3').trigger('click')
    await by('drs-apply-all').trigger('click')
    await by('drs-run').trigger('click')
    expect(commands()).toEqual([
      { command: 'drs.apply', arguments: { id: 'r1' } },
      { command: 'drs.apply', arguments: { id: 'r3', host: 'Host A' } },
      { command: 'drs.apply', arguments: { id: 'all' } },
      { command: 'drs.run', arguments: {} },
    ])
  })

  it('open their reason', async () => {
    await show()
    await by('drs-recommendations').get('tbody tr .what p .link').trigger('click')
    expect(useSelectionStore().why).toEqual({ seq: 2 })
  })

  it('and faults are told with who they are about', async () => {
    await show()
    expect(by('drs-faults').text()).toContain('VM5')
    expect(by('drs-faults').text()).toContain('the virtual machine is pinned to its host')
  })

  it('that were applied are history', async () => {
    await show()
    await unfold('drs-history')
    expect(by('drs-history').text()).toContain('applied by you')
    await by('drs-history').get('.link').trigger('click')
    expect(useSelectionStore().why).toEqual({ seq: 3 })
  })
})

describe('hosts, pools, rules, power', () => {
  it('shows what hosts are entitled to and asked for', async () => {
    await show()
    const row = by('drs-hosts').get('[data-name="Host B"]')
    expect(row.text()).toContain('92% entitled, 118% asked')
    await row.trigger('click')
    expect(useSelectionStore().object).toEqual({ kind: 'host', name: 'Host B' })
    await flushPromises()
    expect(by('drs-course').attributes('data-about')).toBe('Host B')
  })

  it('divides what pools have among their children', async () => {
    await show()
    const tree = by('drs-pools')
    expect(tree.findAll('li').map((row) => row.attributes('data-pool'))).toEqual(['root', 'prod', 'web', 'test'])
    expect(tree.get('[data-pool="prod"]').text()).toContain('shares 8,000, effective 24,000')
    expect(tree.get('[data-pool="prod"]').text()).toContain('reservation 6 GHz (1.5 GHz unreserved)')
    expect(tree.get('[data-pool="test"]').text()).toContain('limit 12 GHz')
    await tree.get('[data-pool="prod"] .pool-name').trigger('click')
    expect(
      by('drs-pools')
        .findAll('li')
        .map((row) => row.attributes('data-pool')),
    ).toEqual(['root', 'prod', 'test'])
  })

  it('marks rules that are violated or were switched off for another, and switches them', async () => {
    await show()
    const rules = by('drs-rules')
    expect(rules.get('[data-rule="licensed"]').text()).toContain('violated')
    expect(rules.get('[data-rule="licensed"]').text()).toContain('VM3 → Host A, Host B')
    expect(rules.get('[data-rule="later"]').text()).toContain('off: conflicts with db and app')
    await rules.get('[data-rule="later"] .link').trigger('click')
    expect(commands()).toEqual([{ command: 'rule.enable', arguments: { name: 'later' } }])
  })

  it('shows which EVC modes the hosts have in common', async () => {
    await show()
    await unfold('drs-evc')
    const offers = by('drs-evc')
      .findAll('[data-model="intel-broadwell"] .cell')
      .map((cell) => cell.attributes('data-offers'))
    expect(offers.at(-1)).toBe('false')
    expect(offers.at(-2)).toBe('true')
    expect(tab.text()).toContain('The hosts have up to intel-broadwell in common.')
  })

  it('shows the range of DPM', async () => {
    await show()
    expect(by('drs-dpm').text()).toContain('Hosts are to be used from 45 to 81%.')
    expect(by('drs-dpm').text()).toContain('3 of 3 hosts are on')
    expect(
      by('drs-dpm')
        .findAll('li i')
        .map((bar) => bar.classes()),
    ).toEqual([['low'], ['high'], ['low']])
  })

  it('says that DPM is off instead of boxes with nothing in them', async () => {
    await show({ ...drsNow, dpm: { ...drsNow.dpm, automation: 'off', usePercent: {} } })
    await unfold('drs-dpm')
    expect(by('dpm-off').text()).toBe('DPM is off: it puts no host into standby mode. 3 of 3 hosts are on')
    expect(by('drs-dpm').find('li').exists()).toBe(false)
    expect(by('drs-dpm').text()).not.toContain('to be used from')
  })
})

describe('over time', () => {
  it('asks for the selected VM and goes to the instant that is pressed', async () => {
    await show()
    expect(by('drs-course').attributes('data-points')).toBe('97')
    useSelectionStore().select({ kind: 'vm', name: 'VM3' }, { keepTab: true })
    await flushPromises()
    await new Promise((done) => setTimeout(done, 300))
    await flushPromises()
    expect(fake.asked.findLast(({ method }) => method === 'run.series')?.input).toEqual({ kind: 'vm', name: 'VM3', from: 0, points: 96 })
    expect(by('drs-course').text()).toContain('average DRS looks at')
    expect(by('drs-course').findAll('[data-testid="drs-tick"]').length).toBeGreaterThan(0)
    expect(
      by('drs-course')
        .findAll('.stays button')
        .map((stay) => stay.text()),
    ).toEqual(['Host B', 'Host C'])
  })
})

describe('in Korean', () => {
  it('has words for everything', async () => {
    await show(drsNow, 'ko')
    expect(tab.text()).toContain('수동 · 임계값 3 · DRS 점수')
    expect(tab.text()).not.toMatch(/drs\.[a-z]/)
  })
})

describe('pictures', () => {
  const box = { from: 0, to: 100, top: 10, width: 100, height: 50 }

  it('draws lines with gaps', () => {
    const samples = [
      { t: 0, value: 0 },
      { t: 50, value: 10 },
      { t: 75, value: null },
      { t: 100, value: 5 },
    ]
    expect(pathOf(samples, box)).toBe('M0.0 50.0L50.0 0.0M100.0 25.0')
    expect(areaOf(samples.slice(0, 2), box)).toBe('M0.0 50.0L50.0 0.0L50.0 50L0.0 50Z')
    expect(topOf([[{ t: 0, value: null }]])).toBe(1)
    expect(instantAt(box, 1.4)).toBe(100)
  })

  it('has a scale of round values, at most three', () => {
    expect(ticksOf(108)).toEqual([50, 100])
    expect(ticksOf(2700)).toEqual([1000, 2000])
    expect(ticksOf(0.35).map((value) => value.toFixed(2))).toEqual(['0.10', '0.20', '0.30'])
    // Without any demand 0.5 and 1 MHz would both read 1 MHz.
    expect(ticksOf(topOf([]), 1, 1)).toEqual([1])
    expect(ticksOf(2.7, 1, 1)).toEqual([1, 2])
    expect(ticksOf(40_000, 1024)).toEqual([10_240, 20_480, 30_720])
    for (let top = 1; top < 5000; top += 7) expect([1, 2, 3]).toContain(ticksOf(top).length)
  })

  it('tells what is too thin to be seen together', () => {
    const child = (name: string, entitlement: number) => ({
      kind: 'vm' as const,
      name,
      entitlement,
      demand: 0,
      shares: 1,
      reservation: 0,
      limit: null,
    })
    const { shown, restPercent } = segments([child('a', 50), child('b', 1), child('c', 49)], 2)
    expect(shown.map(({ child: { name }, widthPercent }) => [name, widthPercent])).toEqual([
      ['a', 50],
      ['c', 49],
    ])
    expect(restPercent).toBeCloseTo(1)
    expect(poolRows({}, null, 'cpu', () => true)).toHaveLength(1)
  })
})
