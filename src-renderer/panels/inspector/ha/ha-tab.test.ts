import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { useWorldStore } from '../../../stores/world.ts'
import { useSelectionStore } from '../../../stores/selection.ts'
import { haMoments, haStory } from '../../../testing/ha-run.ts'
import type { FakeStory } from '../../../testing/fake-story.ts'
import { FakeRun } from '../../../testing/fake-run.ts'
import { mountOver } from '../../../testing/mount-over.ts'
import { checkLabels } from '../../../testing/labels.ts'
import HaTab from '../HaTab.vue'
import SummaryTab from '../SummaryTab.vue'

let fake: FakeRun
let tab: VueWrapper

async function show(component: typeof HaTab, story: FakeStory = haStory, language: 'en' | 'ko' = 'en'): Promise<void> {
  fake = new FakeRun(story)
  tab = await mountOver(fake, component, { language })
}

async function at(t: number): Promise<void> {
  fake.goTo(t)
  await flushPromises()
}

beforeEach(() => localStorage.clear())
afterEach(() => {
  fake.stop()
  tab.unmount()
})

const by = (id: string) => tab.get(`[data-testid="${id}"]`)
const all = (id: string) => tab.findAll(`[data-testid="${id}"]`)
const has = (id: string): boolean => tab.find(`[data-testid="${id}"]`).exists()
const fold = (id: string) => tab.get(`#fold-${id}`)
const isOpen = (id: string): boolean => fold(id).attributes('aria-expanded') === 'true'
const cells = (testId: string, name: string): string[] =>
  by(testId)
    .get(`[data-name="${name}"]`)
    .findAll('td')
    .map((cell) => cell.text())

describe('sections', () => {
  beforeEach(() => show(HaTab))

  it('are open only while they have something to say', async () => {
    await at(haMoments.calm)
    expect(['decision', 'clocks', 'queue', 'vmcp', 'heartbeats', 'issues'].filter(isOpen)).toEqual(['decision'])
    await at(haMoments.queue)
    expect(['clocks', 'queue', 'vmcp'].filter(isOpen)).toEqual(['clocks', 'queue'])
    await at(haMoments.storage)
    expect(['queue', 'vmcp'].filter(isOpen)).toEqual(['vmcp'])
  })

  it('do not tell what comes to whoever is to predict it', async () => {
    await at(62_000)
    expect(has('clock-next')).toBe(true)
    fake.push('predict.changed', { runId: fake.status().runId, asked: null, told: null, right: 0, answered: 0 })
    await flushPromises()
    expect([has('clock-next'), isOpen('clocks')]).toEqual([false, false])
    await fold('clocks').trigger('click')
    expect(tab.text()).toContain('Not shown while you predict')
    await at(haMoments.off)
    expect(['vmcp', 'heartbeats', 'issues'].filter(isOpen)).toEqual(['heartbeats', 'issues'])
  })

  it('stay as a person has put them', async () => {
    await at(haMoments.calm)
    await fold('issues').trigger('click')
    expect(by('config-issues').text()).toBe('No configuration issues.')
    await fold('decision').trigger('click')
    expect(has('decision-table')).toBe(false)
    await at(haMoments.off)
    await at(haMoments.calm)
    expect(isOpen('issues')).toBe(true)
    expect(isOpen('decision')).toBe(false)
  })
})

describe('summary', () => {
  beforeEach(() => show(HaTab))

  it('names every primary with its partition, and whom vCenter talks to', async () => {
    await at(haMoments.partition)
    const rows = by('ha-partitions')
      .findAll('li')
      .map((row) => row.text())
    expect(rows[0]).toMatch(/^Host B\s*Host A$/)
    expect(rows[1]).toContain('alone in its partition')
    expect(rows[1]).toContain('vCenter Server talks to it')
    expect(tab.text()).toContain('2 Partitioned')
    await at(haMoments.calm)
    expect(has('ha-partitions')).toBe(false)
  })

  it('says when host monitoring is off', async () => {
    await at(haMoments.off)
    expect(by('ha-monitoring-off').text()).toContain('Host monitoring is off')
    await at(haMoments.calm)
    expect(has('ha-monitoring-off')).toBe(false)
  })
})

describe('decision table', () => {
  beforeEach(() => show(HaTab))

  it('has the signs of each host and the row that they match', async () => {
    await at(haMoments.isolation)
    expect(cells('decision-table', 'Host A')).toEqual(['Host A', '50 s', '2.3 s', 'none', 'yes', '2', 'Isolated'])
    expect(cells('decision-table', 'Host B').slice(3)).toEqual(['yes', 'no', '1', 'Secondary'])
    expect(cells('decision-table', 'Host C')[5]).toBe('–')
    await at(haMoments.silent)
    expect(cells('decision-table', 'Host A')[5]).toBe('–')
  })

  it('says nothing of a host before its primary can know', async () => {
    await at(62_000)
    expect(useWorldStore().mirror.hosts.get('Host A')?.power).toBe('off')
    expect(cells('decision-table', 'Host A')[6]).toBe('Secondary')
    await at(haMoments.queue)
    expect(cells('decision-table', 'Host A')[6]).toBe('Failed')
  })

  it('groups hosts by the primary that judges them where there are several', async () => {
    await at(haMoments.isolation)
    expect(by('decision-table').findAll('.judge')).toHaveLength(0)
    await at(haMoments.partition)
    const groups = by('decision-table')
      .findAll('tbody')
      .map((group) => [group.get('.judge').text(), ...group.findAll('[data-name]').map((row) => row.attributes('data-name'))])
    expect(groups).toEqual([
      ['As Host B sees it', 'Host A', 'Host B'],
      ['As Host C sees it', 'Host A', 'Host B', 'Host C'],
    ])
    // vCenter Server shows it as partitioned; its own primary hears it.
    expect(cells('decision-table', 'Host A').slice(5)).toEqual(['1', 'Secondary'])
    const byHostC = by('decision-table').findAll('tbody')[1]?.get('[data-name="Host A"]').findAll('td')
    expect(byHostC?.slice(3).map((cell) => cell.text())).toEqual(['none', 'no', '3', 'Partitioned'])
    expect(tab.text()).toContain('by primary')
  })

  it('opens the table of HA-064 with the matching rows marked', async () => {
    await at(haMoments.queue)
    expect(has('decision-rules')).toBe(false)
    await by('decision-rules-toggle').trigger('click')
    const rows = by('decision-rules').findAll('tbody tr')
    expect(rows).toHaveLength(8)
    const matched = rows.filter((row) => row.classes('matched')).map((row) => [row.attributes('data-row'), row.get('.who').text()])
    expect(matched).toEqual([
      ['1', 'Host B'],
      ['6', 'Host A'],
    ])
  })

  it('is used by keyboard', async () => {
    await by('decision-table').get('[data-name="Host B"]').trigger('keydown', { key: 'Enter' })
    expect(useSelectionStore().object).toEqual({ kind: 'host', name: 'Host B' })
  })
})

describe('what comes next', () => {
  beforeEach(() => show(HaTab))
  const next = (): string[] => all('clock-next').map((each) => each.text().replace(/\s+/g, ' '))
  const keys = (): (string | undefined)[] => all('clock-track').map((track) => track.attributes('data-key'))

  it('follows the instant that is shown', async () => {
    await at(62_000)
    expect(next()).toEqual(['in 1 s Host C misses the heartbeat of Host A and looks at its datastores 00:01:03.000'])
    await at(haMoments.silent)
    expect(next()[0]).toMatch(/^in 5 s Host A counts as unreachable and Host C pings it/)
    await at(76_500)
    expect(next()[0]).toMatch(/^in 1.5 s Host C judges Host A: Host Failed/)
    const track = all('clock-track')[0]
    expect(track?.findAll('.point.past').map((point) => point.attributes('aria-label'))).toEqual([
      '+0 s last heartbeat',
      '+3 s heartbeat missed',
      '+10 s unreachable, ping',
      '+15 s no answer',
    ])
    await track?.get('.point.known').trigger('click')
    expect(useSelectionStore().why).toEqual({ seq: 4 })
  })

  it('tells of elections, isolation and its cancellation, shut-downs, storage, restarts and resets', async () => {
    await at(haMoments.partition)
    expect(next()[0]).toContain('the election ends and one of Host A, Host B is the primary host')
    await at(haMoments.isolation)
    expect(next()).toEqual([
      'in 10 s Host A acts on VM1: Power off and restart VMs 00:04:20.000',
      'in 4 min 10 s Host A powers VM2 off unless shut down by then (Shut down and restart VMs) 00:08:20.000',
    ])
    await at(haMoments.cancelled)
    expect(keys()).toEqual(['cancelled Host A'])
    await at(haMoments.storage)
    expect(next()[0]).toContain('the APD timeout of ds-01 on Host B passes')
    await at(haMoments.queue)
    expect(keys()).toEqual(['restart VM4', 'restart VM2', 'judged Host A'])
    await at(haMoments.guests)
    expect(next()).toEqual(['in 1 min 5 s VM monitoring resets VM5 (reset 2 of 3) 00:08:15.000'])
  })
})

describe('restart queue', () => {
  beforeEach(() => show(HaTab))

  it('says what each waits for, when it goes on, and why hosts were refused', async () => {
    await at(haMoments.queue)
    expect(cells('restart-queue', 'VM1')).toEqual(['VM1', 'Highest', '1', 'Restarting', 'Host B'])
    expect(cells('restart-queue', 'VM2')[4]).toBe('in 9 min 30 s')
    const refused = all('queue-refused').map((list) => list.findAll('li').map((row) => row.text().replace(/\s+/g, ' ')))
    expect(refused).toEqual([
      ['Host C another host has fewer power-ons under way'],
      ['Host A it has failed', 'Host B, Host C too little unreserved memory'],
    ])
    expect(by('restart-queue').text()).toContain('Waits: no host has enough unreserved resources')
    await by('restart-queue').get('.more .link').trigger('click')
    expect(useSelectionStore().object).toEqual({ kind: 'vm', name: 'VM1' })
  })
})

describe('locks', () => {
  beforeEach(() => show(HaTab))

  it('are as old as the silence of their host is told to be', async () => {
    await at(62_999)
    await vi.waitFor(() => expect(cells('locks', 'VM2').at(-1)).toBe('2.9 s'))
    expect(cells('decision-table', 'Host A').slice(1, 3)).toEqual(['2.9 s', '2.9 s'])
  })

  it('show stale holders with the age of the lease, and power-off records', async () => {
    await at(haMoments.queue)
    expect(cells('locks', 'VM2').slice(1)).toEqual(['ds-01', 'Host A', '1 min 10 s'])
    expect(has('power-off-record')).toBe(false)
    await at(haMoments.isolation)
    // Questions are asked at most every quarter of a second.
    await vi.waitFor(() => expect(by('locks').get('[data-name="VM2"]').text()).toContain('power-off record'))
    expect(all('power-off-record')).toHaveLength(1)
  })

  it('have the protected list of each datastore: owner, and the VMs in it', async () => {
    await at(haMoments.calm)
    expect(cells('protected-lists', 'ds-01')).toEqual(['ds-01', 'Host C', '6'])
    await by('protected-lists').get('[data-name="ds-01"] button').trigger('click')
    expect(by('protected-lists').get('.file').text()).toContain('VM1, VM2, VM3, VM4, VM5, VM6')
  })
})

describe('admission control', () => {
  beforeEach(() => show(HaTab))
  const hostRow = (host: string) => by('slot-grid').get(`[data-host="${host}"]`)
  const squares = (host: string): string[] =>
    hostRow(host)
      .findAll('.square')
      .map((square) => square.classes().filter((name) => name !== 'square')[0] ?? '')

  it('draws slots by host: used, held back, free', async () => {
    await at(haMoments.calm)
    expect(squares('Host A')).toEqual(['used', 'used', 'used', 'used', 'free', 'free', 'free', 'free'])
    expect(squares('Host C').filter((kind) => kind === 'held')).toHaveLength(8)
    expect(hostRow('Host A').text()).toContain('VM1 takes 3')
  })

  it('asks the engine what is left if a host were lost', async () => {
    await at(haMoments.calm)
    await by('admission-as-if').setValue('Host A')
    await flushPromises()
    expect(fake.asked.at(-1)).toEqual({ method: 'run.state', input: { kind: 'admission', name: 'Host A' } })
    expect(hostRow('Host A').text()).toContain('lost; 4 slots to restart')
    expect(by('slot-grid').get('.totals').text()).toMatch(/Total slots\s*18/)
    expect(by('admission').text()).toContain('failover capacity not kept')
  })

  it('draws percentages with what must stay free, and failover hosts', async () => {
    await at(haMoments.partition)
    expect(all('reserved-bar').map((bar) => bar.attributes('data-short'))).toEqual(['false', 'false'])
    expect(all('reserved-bar')[0]?.text()).toContain('70% free, 33% must stay free, 37% available')
    await at(haMoments.storage)
    expect(
      by('failover-hosts')
        .findAll('li')
        .map((row) => row.text()),
    ).toEqual(['Host Bin use: VMs run on it', 'Host Cready, without VMs'])
  })
})

describe('storage, guests, issues', () => {
  beforeEach(() => show(HaTab))

  it('has the clock of component protection for each VM', async () => {
    await at(haMoments.storage)
    const [apd, pdl] = all('vmcp-loss').map((loss) => loss.text().replace(/\s+/g, ' '))
    expect(apd).toContain('APD timeout in 1 min 10 s')
    expect(apd).toContain('ended in 4 min 10 s')
    expect(apd).toContain('is not ended')
    expect(pdl).toContain('No VM is affected')
  })

  it('has the heartbeats of failed guests and the resets that are left', async () => {
    await at(haMoments.guests)
    expect(cells('monitored', 'VM5').slice(1)).toEqual(['stopped (red)application: arriving', '1 / 3', 'in 1 min 5 s'])
    expect(cells('monitored', 'VM6').slice(1)).toEqual(['arrivingapplication: stopped (red)', '3 / 3', 'no more resets'])
  })

  it('names the objects of configuration issues, their fact and their event', async () => {
    await at(haMoments.off)
    const issue = by('config-issues').get('[data-issue="heartbeatDatastoreNotSufficient"]')
    expect(issue.find('[data-fact="HA-035"]').exists()).toBe(true)
    expect(issue.findAll('.objects .link').map((link) => link.text())).toEqual(['Host A', 'Host B'])
    expect(by('config-issues').get('[data-issue="noRedundantManagementNetwork"]').text()).toContain('of the cluster')
    await issue.get('p .link').trigger('click')
    expect(useSelectionStore().tab).toBe('why')
    expect(by('heartbeat-datastores').get('[data-name="Host A"]').text()).toContain('fewer than required')
  })
})

describe('a recording of an older engine', () => {
  const old: FakeStory = {
    ...haStory,
    frame: (t, n) => {
      const frame = haStory.frame(t, n)
      const { primaries = [], configIssues = [], restartQueue = [] } = frame.ha ?? {}
      const bare = { primaries, configIssues, restartQueue: restartQueue.map(({ rejected: _, ...entry }) => entry) }
      return { ...frame, ha: bare } as unknown as typeof frame
    },
  }
  it.each(Object.entries(haMoments))('shows what it has: %s', async (_, t) => {
    await show(HaTab, { ...old, vm: undefined as never })
    await at(t)
    expect(by('decision-table').text()).toContain('Host A')
    expect(has('admission')).toBe(false)
    if (t === haMoments.off) expect(by('config-issues').findAll('.objects .link')).toHaveLength(2)
  })
})

describe('in Korean', () => {
  it.each(Object.entries(haMoments))('%s has words for everything', async (_, t) => {
    await show(HaTab, haStory, 'ko')
    await at(t)
    const text = tab.text()
    expect(text).toContain('기본 호스트')
    expect(checkLabels(tab.element).missing).toEqual([])
    // Keys without words would be shown as they are.
    expect(text).not.toMatch(/(ha|clock|queue|slots|admission|vmcp|issues|lists|locks|monitoring|reserved)\.[a-z]+/i)
  })
})

describe('summary of a VM', () => {
  it('has what HA does with it and what monitoring sees', async () => {
    await show(SummaryTab)
    useSelectionStore().select({ kind: 'vm', name: 'VM5' })
    await at(haMoments.guests)
    const rows = tab.findAll('dt').map((term) => `${term.text()}: ${term.element.nextElementSibling?.textContent?.trim() ?? ''}`)
    expect(rows).toEqual(
      expect.arrayContaining([
        'Restart priority: Medium',
        'Restart condition: Guest heartbeats detected',
        'Response for Host Isolation: Power off and restart VMs',
        'Datastore with APD: Power off and restart VMs (conservative)',
        'VM Monitoring: VM and Application Monitoring',
        'Guest heartbeat: stopped (red)',
        'Application heartbeat: arriving',
        'Resets that count: 1 / 3',
        'Next reset: in 65 s',
      ]),
    )
  })
})
