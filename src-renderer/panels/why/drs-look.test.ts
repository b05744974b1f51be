import type { VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { lookVerdicts, type DrsLook, type DrsLookMove } from '../../../src-main/contract/drs-look.ts'
import { articleStory } from '../../testing/article-run.ts'
import { FakeRun } from '../../testing/fake-run.ts'
import { mountOver } from '../../testing/mount-over.ts'
import DrsLookView from './DrsLookView.vue'

const move = (vm: string, more: Partial<DrsLookMove>): DrsLookMove => ({
  ...{ vm, from: 'Host A', to: 'Host B', verdict: 'threshold', obstacle: null, gain: 0.4, missing: 4.6, cost: 0.6, scoreBefore: 90, scoreAfter: 91 },
  ...{ migrationTimeMs: 2000, ...more },
})
const look: DrsLook = {
  ...{ t: 60_000, algorithm: 'drsScore', threshold: 3, score: 96, leastGain: 5, imbalance: null, target: null, vmsLookedAt: 6 },
  moves: [
    move('VM1', { verdict: 'costBenefit', gain: 4.5, missing: 0.5 }),
    move('VM2', {}),
    move('VM3', { verdict: 'blocked', obstacle: 'vmRuleViolation', gain: 7, missing: null }),
    ...Array.from({ length: 7 }, (_, i) => move(`more${String(i)}`, { gain: -1, missing: 6 })),
  ],
  stuck: [{ reason: 'drsDisabledOnVm', vms: 2 }],
}

let fake: FakeRun
let view: VueWrapper
async function show(answer: DrsLook | null, language: 'en' | 'ko' = 'en'): Promise<void> {
  fake = new FakeRun({ ...articleStory, answers: { 'run.drsLook': () => answer } })
  view = await mountOver(fake, DrsLookView, { language, props: { seq: 4 } })
}
const cells = (vm: string): string[] =>
  view
    .get(`[data-name="${vm}"]`)
    .findAll('td')
    .slice(1)
    .map((cell) => cell.text())
beforeEach(() => localStorage.clear())
afterEach(() => {
  fake.stop()
  view.unmount()
})

describe('what a pass of DRS weighed', () => {
  it('says what is asked of a move, and by how much each of the best missed it', async () => {
    await show(look)
    expect(fake.asked.map(({ method }) => method)).toContain('facts.get')
    expect(fake.asked).toContainEqual({ method: 'run.drsLook', input: { seq: 4 } })
    expect(view.get('.head').text()).toContain('Migration threshold 3: a move has to gain 5 points after its cost, and the cluster has to gain too.')
    expect(cells('VM1')).toEqual(['90', '91', '0.6', '4.5', 'its cost leaves 0.5 points too few'])
    expect(cells('VM2').at(-1)).toBe('4.6 points too few')
    expect(cells('VM3').at(-1)).toBe('a VM-VM rule is violated')
    expect(view.findAll('tbody tr')).toHaveLength(8)
    expect(view.text()).toContain('and 2 more moves that gain less')
    expect(view.text()).toContain('May not be moved (the virtual machine is pinned to its host): 2')
  })

  it('is the deviation of loads under the classic algorithm, without scores', async () => {
    const plain = { cost: null, scoreBefore: null, scoreAfter: null, gain: 0.0123 }
    await show({
      ...look,
      algorithm: 'classic',
      score: null,
      leastGain: null,
      imbalance: 0.0712,
      target: 0.2,
      moves: [move('VM1', plain)],
      stuck: [],
    })
    expect(view.get('.head').text()).toContain('the loads of the hosts deviate by 0.0712, and the target is 0.2.')
    expect(cells('VM1')).toEqual(['0.0123', 'the hosts are even enough'])
  })

  it('says so where no move is looked for, where there is none, and where DRS did nothing', async () => {
    await show({ ...look, threshold: 1, leastGain: null, moves: [move('VM1', { missing: null })], stuck: [] })
    expect(view.get('.head').text()).toContain('no move is made for a better score')
    expect(cells('VM1').at(-1)).toBe('not looked for at this threshold')
    view.unmount()
    await show({ ...look, moves: [], stuck: [] })
    expect(view.text()).toContain('there was no move to weigh')
    view.unmount()
    await show(null)
    expect(view.text()).toContain('DRS did nothing at that instant')
  })

  it.each(['en', 'ko'] as const)('has words for every verdict (%s)', async (language) => {
    await show(
      { ...look, moves: lookVerdicts.map((verdict, i) => move(`v${String(i)}`, { verdict, obstacle: verdict === 'blocked' ? 'busy' : null })) },
      language,
    )
    const told = view.findAll('tbody tr').map((row) => row.findAll('td').at(-1)?.text() ?? '')
    expect(told).toHaveLength(lookVerdicts.length)
    expect(told.filter((text) => text === '' || text.includes('drsLook.'))).toEqual([])
  })
})
