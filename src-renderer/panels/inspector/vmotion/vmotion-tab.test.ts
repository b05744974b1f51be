import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { MigrationQuestion } from '../../../../src-main/contract/prediction.ts'
import { useSelectionStore } from '../../../stores/selection.ts'
import { vmotionMoments, vmotionPrediction, vmotionStory } from '../../../testing/vmotion-run.ts'
import { FakeRun } from '../../../testing/fake-run.ts'
import { mountOver } from '../../../testing/mount-over.ts'
import type { FakeStory } from '../../../testing/fake-story.ts'
import { checkLabels } from '../../../testing/labels.ts'
import VmotionTab from '../VmotionTab.vue'
import { migratingVm } from './migrate-dialog.ts'
import MigrateDialog from './MigrateDialog.vue'

let fake: FakeRun
let tab: VueWrapper

async function show(component: typeof VmotionTab = VmotionTab, language: 'en' | 'ko' = 'en', story: FakeStory = vmotionStory): Promise<void> {
  fake = new FakeRun(story)
  tab = await mountOver(fake, component, { language })
}

async function at(t: number): Promise<void> {
  fake.goTo(t)
  await flushPromises()
}

beforeEach(() => {
  localStorage.clear()
  migratingVm.value = null
})
afterEach(() => {
  fake.stop()
  tab.unmount()
})

const by = (id: string) => tab.get(`[data-testid="${id}"]`)
const has = (id: string): boolean => tab.find(`[data-testid="${id}"]`).exists()
const words = (text: string): string => text.replace(/\s+/g, ' ').trim()
const row = (vm: string): string[] =>
  by('migrations')
    .get(`[data-name="${vm}"]`)
    .findAll('td')
    .map((cell) => words(cell.text()))
const bars = (): string[] =>
  tab
    .get('#fold-body-rounds .rounds')
    .findAll('.bar')
    .map((bar) => `${bar.attributes('data-round') ?? ''} ${bar.attributes('data-state') ?? ''}`)
const steps = (): (string | undefined)[] =>
  by('vmotion-steps')
    .findAll('li')
    .map((step) => step.attributes('data-state'))

describe('the list of migrations', () => {
  beforeEach(() => show())

  it('has those that run, those that wait with what for, and those that are done', async () => {
    await at(vmotionMoments.before)
    expect(by('migrations').text()).toContain('Nothing has been migrated')
    await at(vmotionMoments.thirdRound)
    expect(row('VM1').slice(0, 3)).toEqual(['VM1', 'Host A → Host B', 'Running'])
    expect(row('VM1')[3]).toMatch(/^\d+% · round 3$/)
    expect(row('VM2').slice(2)).toEqual(['Waiting', 'waits for host Host A'])
    expect(row('VM3').slice(2)).toEqual(['Failed', 'the destination host failed'])
    expect(tab.text()).toMatch(/1 running, 1 waiting, 0 done, 1 failed/)
    await at(vmotionMoments.after)
    expect(row('VM1').slice(2)).toEqual(['Completed', '111.7 s, stun 571 ms'])
    expect(row('VM2')[2]).toBe('Running')
  })

  it('shows the one that is chosen, and knows no more than has happened', async () => {
    await at(vmotionMoments.after)
    await by('migrations').get('[data-name="VM1"]').trigger('keydown', { key: 'Enter' })
    expect(useSelectionStore().object).toEqual({ kind: 'vm', name: 'VM1' })
    expect(by('migration').attributes()).toMatchObject({ 'data-vm': 'VM1', 'data-state': 'completed' })
    await at(vmotionMoments.firstRound)
    expect(by('migration').attributes('data-state')).toBe('running')
    expect(bars()[0]).toBe('0 now')
    expect(has('vmotion-switchover')).toBe(false)
  })

  it('stays with the one that was watched when it ends, until another begins some time after', async () => {
    await at(vmotionMoments.stun)
    expect(by('migration').attributes('data-vm')).toBe('VM1')
    // VM2 begins at the instant at which VM1 is done.
    await at(vmotionMoments.after)
    expect(by('migration').attributes('data-vm')).toBe('VM1')
    await at(vmotionMoments.before + 12_000)
    expect(by('migration').attributes('data-vm')).toBe('VM3')
    await at(vmotionMoments.firstRound)
    expect(by('migration').attributes('data-vm')).toBe('VM1')
  })

  it('has its causes one click away', async () => {
    await at(vmotionMoments.thirdRound)
    await by('migrations').get('[data-name="VM3"] button').trigger('click')
    expect(useSelectionStore().why).toEqual({ seq: 3 })
  })
})

describe('one migration', () => {
  beforeEach(() => show())

  it('goes through the five steps and the nine phases, each with its actor', async () => {
    await at(vmotionMoments.firstRound)
    expect(steps()).toEqual(['done', 'now', 'ahead', 'ahead', 'ahead'])
    await at(vmotionMoments.stun)
    expect(steps()).toEqual(['done', 'done', 'now', 'ahead', 'ahead'])
    await at(vmotionMoments.after)
    useSelectionStore().select({ kind: 'vm', name: 'VM1' }, { keepTab: true })
    await flushPromises()
    expect(steps()).toEqual(['done', 'done', 'done', 'done', 'done'])
    const phases = by('vmotion-phases')
      .findAll('tr')
      .map((each) => each.findAll('td').map((cell) => cell.text()))
    expect(phases).toHaveLength(9)
    expect(phases[1]).toEqual(['2', '', 'Empty shell, memory reserved', 'Host B', '+0.5 s'])
    expect(phases[7]?.slice(2)).toEqual(['RARP: switches learn the way', 'Host B', '+111.7 s'])
    await by('vmotion-phases').get('[data-row="switchOver"]').trigger('click')
    expect(useSelectionStore().why).toEqual({ seq: 17 })
  })

  it('draws rounds that shrink: what is done, under way, and expected', async () => {
    await at(vmotionMoments.thirdRound)
    expect(bars()).toEqual(['0 done', '1 done', '2 done', '3 now', '4 ahead', '5 ahead', 'rest ahead'])
    const bytes = tab.findAll('#fold-body-rounds .rounds .bar').map((bar) => Number(bar.attributes('data-bytes')))
    expect([...bytes].sort((a, b) => b - a)).toEqual(bytes)
    expect(bytes[3]).toBe(6_032_985_088)
    // Two seconds at 1125 MB/s of that.
    const [outline, fill] = tab.findAll('#fold-body-rounds [data-round="3"] rect').slice(1)
    expect(Number(fill?.attributes('height')) / Number(outline?.attributes('height'))).toBeCloseTo(2.25e9 / 6_032_985_088, 3)
    expect(words(by('vmotion-rates').text())).toMatch(/Bandwidth ?1,125 MB\/s ?Dirty rate ?500 MB\/s/)
    expect(by('vmotion-rates').text()).toContain('r = 0.444')
    await tab.get('#fold-body-rounds [data-round="1"]').trigger('click')
    expect(useSelectionStore().why).toEqual({ seq: 12 })
  })

  it('expects nothing where the engine and what happened part', async () => {
    await at(vmotionMoments.thirdRound)
    tab.unmount()
    const story = { ...vmotionStory, predict: (question: MigrationQuestion) => ({ ...vmotionPrediction(question), course: null }) }
    fake.stop()
    await show(VmotionTab, 'en', story)
    await at(vmotionMoments.thirdRound)
    expect(bars()).toEqual(['0 done', '1 done', '2 done', '3 now'])
  })

  it('magnifies the switch-over to milliseconds', async () => {
    await at(vmotionMoments.stun)
    const points = () =>
      by('vmotion-switchover')
        .findAll('.point')
        .map((point) => point.attributes('aria-label'))
    expect(points()).toEqual(['+0 ms stun begins'])
    expect(by('vmotion-switchover').text()).toContain('stands still for 200 ms')
    await at(vmotionMoments.after)
    useSelectionStore().select({ kind: 'vm', name: 'VM1' }, { keepTab: true })
    await flushPromises()
    expect(points()).toEqual(['+0 ms stun begins', '+571 ms lock moves', '+571 ms resumes on Host B', '+591 ms RARP', '+671 ms client is answered'])
    expect(by('vmotion-stun').text()).toBe('571 ms')
  })

  it('has the pings of the client outside, with the lost one', async () => {
    const states = () =>
      by('vmotion-pings')
        .findAll('.ping')
        .map((ping) => ping.attributes('data-state'))
    await at(vmotionMoments.firstRound)
    expect(new Set(states())).toEqual(new Set(['answered', 'ahead']))
    await at(vmotionMoments.resumed)
    expect(states().filter((state) => state === 'open')).toHaveLength(1)
    await at(vmotionMoments.after)
    useSelectionStore().select({ kind: 'vm', name: 'VM1' }, { keepTab: true })
    await flushPromises()
    expect(states().filter((state) => state === 'lost')).toHaveLength(1)
    expect(by('vmotion-outage').text()).toBe('away for 671 ms, 1 lost')
    useSelectionStore().select({ kind: 'vm', name: 'VM2' }, { keepTab: true })
    await flushPromises()
    expect(has('vmotion-pings')).toBe(false)
    expect(tab.text()).toContain('Nobody pings this VM')
  })

  it('says why it failed and where the VM is', async () => {
    await at(vmotionMoments.thirdRound)
    useSelectionStore().select({ kind: 'vm', name: 'VM3' }, { keepTab: true })
    await flushPromises()
    expect(by('migration-failed').text()).toContain('the destination host failed')
    expect(steps().slice(0, 2)).toEqual(['done', 'failed'])
  })
})

describe('the forecast', () => {
  beforeEach(() => show())
  const sums = (): { readonly [key: string]: string } =>
    Object.fromEntries(
      by('forecast-sums')
        .findAll('[data-sum]')
        .map((each) => [each.attributes('data-sum') ?? '', each.get('dd').text()]),
    )

  it('is of the VM that is selected, else of the largest', async () => {
    await at(vmotionMoments.before)
    expect(by('forecast').attributes('data-vm')).toBe('VM1')
    expect(sums()).toEqual({
      total: '111.7 s', stun: '571 ms', sent: '115 GiB', rounds: '6', link: '1,125 MB/s', streams: '1', outage: '671 ms', pings: '0 or 1',
    }) // prettier-ignore
    expect(by('forecast-verdict').text()).toContain('500 MB/s are dirtied, 1,125 MB/s can be sent')
    useSelectionStore().select({ kind: 'vm', name: 'VM4' })
    await vi.waitFor(() => expect(by('forecast').attributes('data-vm')).toBe('VM4'))
  })

  it('asks the engine anew with what the sliders say', async () => {
    await at(vmotionMoments.before)
    const dirty = by('forecast-dirty')
    const values = [0, 10, 20, 50, 80, 100, 150, 200, 300, 400, 500, 600, 700, 800, 900, 1000, 1100, 1200, 1500, 2000]
    await dirty.setValue(values.indexOf(2000))
    await vi.waitFor(() => expect(fake.asked.at(-1)).toEqual({ method: 'run.predictMigration', input: { vm: 'VM1', dirtyMBps: 2000 } }))
    await flushPromises()
    expect(by('forecast-verdict').text()).toContain('SDPS slows the guest by 71.9% from round 1 on')
    expect(sums()['total']).toBe('184.9 s')
    await by('forecast-sdps').setValue(false)
    await vi.waitFor(() => expect(by('forecast-verdict').text()).toContain('Fails after 6 rounds'))
    await by('forecast-reset').trigger('click')
    await flushPromises()
    expect(by('forecast').attributes('data-changed')).toBe('false')
    expect(sums()['total']).toBe('111.7 s')
  })
})

describe('the dialog', () => {
  const get = (selector: string): HTMLElement => document.querySelector<HTMLElement>(selector) ?? document.createElement('i')
  const target = (host: string): HTMLElement => get(`[data-testid="migrate-dialog"] [data-host="${host}"]`)

  it('says why a host is refused, what one would be like, and sends the command', async () => {
    await show(MigrateDialog)
    await at(vmotionMoments.before)
    migratingVm.value = 'VM1'
    await flushPromises()
    await vi.waitFor(() => expect(target('Host C').dataset['refused']).toBe('insufficientResources'))
    expect(target('Host C').textContent).toContain('not enough unreserved memory')
    expect(target('Host C').querySelector('[data-fact="VM-015"]')).not.toBeNull()
    expect(target('Host C').querySelector('input')?.disabled).toBe(true)
    expect(target('Host B').textContent).toContain('a should rule is violated')
    expect(target('Host B').querySelector('input')?.checked).toBe(true)
    await vi.waitFor(() => expect(words(get('[data-testid="migrate-forecast"]').textContent ?? '')).toContain('Total 111.7 s'))
    get('[data-testid="migrate-go"]').click()
    await flushPromises()
    expect(fake.asked.findLast(({ method }) => method === 'run.command')?.input).toEqual({
      command: 'vm.migrate',
      arguments: { vm: 'VM1', host: 'Host B' },
    })
    expect(useSelectionStore().tab).toBe('vmotion')
    expect(migratingVm.value).toBeNull()
  })
})

describe('in Korean', () => {
  it.each(Object.entries(vmotionMoments))('%s has words for everything', async (_, t) => {
    await show(VmotionTab, 'ko')
    await at(t)
    expect(tab.text()).toContain('마이그레이션')
    expect(checkLabels(tab.element).missing).toEqual([])
    // Keys without words would be shown as they are.
    expect(tab.text()).not.toMatch(/(vmotion|forecast|migrate)\.[a-z]+/i)
  })
})
