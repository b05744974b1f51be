import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseLab, type Lab } from '../contract/lab/index.ts'
import { createSimulation, ENGINE_VERSION } from '../engine/index.ts'
import { factById, factView } from '../knowledge/index.ts'
import { csv } from './csv.ts'
import { factList } from './document.ts'
import { html, table } from './html.ts'
import { OpenComparison, type ComparedSource } from '../comparisons/comparison.ts'
import { sumsOf } from '../comparisons/outcomes.ts'
import { BranchTree } from '../runs/branch-tree.ts'
import { FakeClock } from '../runs/testing/fake-engine.ts'
import { thisEngine } from '../runs/this-engine.ts'
import { planOf, sweep } from '../sweeps/sweep.ts'
import { warmUp } from '../sweeps/warm.ts'
import { compareReport, designReport, eventTable, renaming, runReport, seriesTable, sweepReport, type ReportOptions } from './index.ts'

const labOf = (text: string): Lab => {
  const parsed = parseLab(text)
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return parsed.lab
}
const article = labOf(readFileSync(new URL('../../resources/samples/article.lab.yaml', import.meta.url), 'utf8'))
const options = (rest: Partial<ReportOptions> = {}): ReportOptions => ({
  language: 'en',
  replaceNames: false,
  factsOf: (ids) => ids.filter((id) => factById(id) !== undefined).map(factView),
  ...rest,
})

function reported(lab: Lab, until: number) {
  const simulation = createSimulation(lab)
  simulation.runUntil(until)
  const vms = simulation.vmNames().map((vm) => {
    const state = simulation.vmState(vm)
    return {
      vm,
      host: state?.host ?? null,
      down: state?.power !== 'on',
      downtimeMs: state?.downtimeMs ?? null,
      restarts: state?.restarts ?? 0,
      moves: 0,
      pingsLost: state?.pingsLost ?? null,
    }
  })
  return {
    title: lab.name,
    lab,
    branch: '',
    events: simulation.log,
    reached: until,
    commands: lab.timeline.map(({ at, do: command }) => ({ t: at, command, target: ['Host A'] })),
    vms,
    sums: sumsOf(new Map(vms.map(({ vm, ...outcome }) => [vm, outcome]))),
    digest: null,
    engineVersion: ENGINE_VERSION,
  }
}
const run = reported(article, 300_000)

describe('the facts of a report', () => {
  it.each(['en', 'ko'] as const)('have their tables as tables and not as lines of bars: %s', (language) => {
    const list = factList([factView('HA-064'), factView('HA-021')], language)?.text ?? ''
    expect(list).not.toContain(' | ')
    expect(list.match(/<th /g)).toHaveLength(6)
    expect(list.match(/<tr>/g)).toHaveLength(9)
    expect(list).toContain(language === 'en' ? '<td>hostDown at T+15</td>' : '<td>T+15에 호스트 장애</td>')
  })
})

/** Without tags. */
const plain = (text: string): string => text.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]+>/g, ' ')

describe('HTML', () => {
  it('escapes whatever is put in, but for HTML', () => {
    expect(html`<p title="${'"><script>'}">${html`<b>${"a & 'b'"}</b>`}${null}${['<', '>']}</p>`.text).toBe(
      '<p title="&quot;&gt;&lt;script&gt;"><b>a &amp; &#39;b&#39;</b>&lt;&gt;</p>',
    )
  })

  it('says how many rows a table leaves out', () => {
    const text = table([{ head: 'n', cell: (n: number) => n }], [1, 2, 3], { most: 2, more: (n) => `and ${n} more` }).text
    expect(text).toContain('and 1 more')
    expect(text.match(/<tr>/g)).toHaveLength(3)
  })
})

describe('CSV', () => {
  it('quotes what needs it, and makes no formula of a name', () => {
    expect(
      csv(
        ['a', 'b'],
        [
          ['x,"y"\nz', '=cmd()'],
          [-1.5, '-1'],
          [null, true],
        ],
      ),
    ).toBe('\uFEFFa,b\r\n"x,""y""\nz",\'=cmd()\r\n-1.5,\'-1\r\n,true\r\n')
  })
})

describe('the report of a run', () => {
  const text = runReport(run, options())

  it('needs nothing but itself', () => {
    expect(text).not.toMatch(/<script|<link|<img|url\(|@import/)
    expect([...text.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, target]) => target).every((target) => target?.startsWith('#'))).toBe(true)
  })

  it('tells what was done, what came of it, and why', () => {
    expect(plain(text)).toMatch(/Cut the power.*Host A/s)
    const restarted = run.vms.filter(({ restarts }) => restarts > 0)
    expect(restarted.length).toBeGreaterThan(0)
    for (const { vm } of restarted) expect(plain(text)).toMatch(new RegExp(`${vm}\\s`))
    expect(text).toContain('independent of VMware and Broadcom')
  })

  it('claims no downtime of a run of which none was recorded', () => {
    const recorded = run.vms.map((each) => ({ ...each, downtimeMs: null }))
    const sums = sumsOf(new Map(recorded.map(({ vm, ...outcome }) => [vm, outcome])))
    expect(runReport({ ...run, vms: recorded, sums }, options())).toContain('<b>–</b><span>Downtime</span>')
    expect(text).toMatch(/<b>[^<–]+<\/b><span>Downtime<\/span>/)
  })

  it('explains each fact that it names', () => {
    const named = new Set([...text.matchAll(/href="#((?:HA|DRS|VM|SN|FT)-\d+)"/g)].map(([, id]) => id))
    const explained = new Set([...text.matchAll(/<dt id="([^"]+)"/g)].map(([, id]) => id))
    expect(named.size).toBeGreaterThan(5)
    expect([...named].filter((id) => !explained.has(id))).toEqual([])
  })

  it('speaks Korean', () => {
    const korean = plain(runReport(run, options({ language: 'ko' })))
    expect(korean).toContain('결정과 그 이유')
    expect(korean).toContain(article.descriptionKo ?? '?')
    expect(korean).not.toContain('Restart priority')
  })

  it('draws the course of the run, a mark for what was grave', () => {
    expect(text).toMatch(/<svg[^>]+role="img"/)
    expect(text).toContain('var(--red)')
  })
})

const oddText = `hostdown: 1
name: Secret <b>project</b>
description: of Contoso
product: "8.0"
cluster:
  ha: {}
  drs: { vmGroups: { ledgers: [db-omega] }, hostGroups: { north-rack: [esx-kilo] }, rules: [{ name: licence-row, type: shouldRunOn, vmGroup: ledgers, hostGroup: north-rack }] }
  resourcePools: [{ name: finance-dept }]
networks: [{ name: mgmt-blue, kind: management }, { name: lan-seven, kind: vm }]
datastores: [{ name: lun-tango }, { name: lun-victor }]
hosts:
  - { name: esx-kilo, faultDomain: bunker, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
  - { name: esx-lima, faultDomain: attic, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
vms:
  - { name: db-omega, host: esx-kilo, vcpus: 2, memoryMiB: 4096, resourcePool: finance-dept, datastore: lun-tango }
timeline: [{ at: 60s, do: host.powerOff, host: esx-kilo }]
`
const odd = labOf(oddText)
const secrets = [
  'Secret',
  'Contoso',
  'db-omega',
  'ledgers',
  'north-rack',
  'licence-row',
  'finance-dept',
  'mgmt-blue',
  'lan-seven',
  'lun-',
  'esx-',
  'bunker',
  'attic',
]

describe('replaced names', () => {
  const ran = reported(odd, 240_000)
  const told = { ...ran, commands: ran.commands.map((each) => ({ ...each, target: ['esx-kilo'] })) }

  it('leave nothing of the old ones in any report', () => {
    const rename = renaming(odd, { hosts: [], vms: [] })
    const texts = [
      runReport(told, options({ replaceNames: true })),
      runReport(told, options({ replaceNames: true, language: 'ko' })),
      designReport({ title: odd.name, lab: odd }, { language: 'en', replaceNames: true }),
      eventTable(rename(ran.events), 'en'),
    ]
    for (const text of texts) expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    expect(texts[0]).toContain('host-01')
  })

  it('are the same wherever a name stands, and leave words of the engine alone', () => {
    const rename = renaming(odd, { hosts: [], vms: [] })
    expect(rename({ type: 'esx-kilo', host: 'esx-kilo', list: ['esx-lima', 'x'], 'esx-kilo': 1 })).toEqual({
      type: 'esx-kilo',
      host: 'host-01',
      list: ['host-02', 'x'],
      'host-01': 1,
    })
  })

  it('are not used where nobody asks: markup in a name stays text', () => {
    const text = designReport({ title: odd.name, lab: odd }, { language: 'en', replaceNames: false })
    expect(text).toContain('Secret &lt;b&gt;project&lt;/b&gt;')
    expect(text).not.toContain('<b>project')
  })
})

describe('the report of a sweep', () => {
  const swept = async (failures: 1 | 2) => {
    const warm = warmUp(odd, 60_000, 300_000)
    return sweep(warm, planOf(warm, 'host', failures), { sweepers: null })
  }

  it('has a row for each failure, and says why VMs stay down', async () => {
    const result = await swept(2)
    const text = sweepReport({ title: odd.name, lab: odd, result }, options())
    for (const failed of ['esx-kilo', 'esx-lima', 'esx-kilo + esx-lima']) expect(plain(text)).toContain(failed)
    const lost = result.outcomes.flatMap(({ lost: losses }) => losses)
    expect(lost.length).toBeGreaterThan(0)
    expect(plain(text)).toContain('db-omega')
    expect(result.findings.length).toBeGreaterThan(0)
    expect(text).toMatch(/<svg[^>]+role="img"/)
    expect(text.match(/<rect /g)).toHaveLength(4)
  })

  it('says what came of the promise as the window does, where it was kept too', async () => {
    const result = await swept(1)
    const outcomes = result.outcomes.map((outcome) => ({ ...outcome, promised: true, kept: true }))
    const before = { ...result.before, promisedHosts: 1, admission: { policy: 'slotPolicy', ok: true } } as typeof result.before
    const said = (language: 'en' | 'ko', kept: boolean): string =>
      plain(sweepReport({ title: odd.name, lab: { ...odd, nameKo: '이상한 랩' }, result: { ...result, before, outcomes: kept ? outcomes : outcomes.map((one) => ({ ...one, kept: false })) } }, options({ language })))
    expect(said('en', true)).toContain('in each of them every VM that HA is to restart runs again')
    expect(said('en', false)).toContain('not every VM runs again')
    expect(said('ko', true)).toMatch(/이상한 랩: 복원력.*보장과 실제 결과.*모두에서 HA가 다시 시작해야 하는 모든 가상 시스템이 다시 실행됩니다/s)
  }) // prettier-ignore

  it('keeps names to itself where it is asked to', async () => {
    const result = await swept(2)
    for (const language of ['en', 'ko'] as const) {
      const text = sweepReport({ title: odd.name, lab: odd, result }, options({ language, replaceNames: true }))
      expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
    }
  })
})

describe('the report of a comparison', () => {
  const other = labOf(oddText.replace('at: 60s, do: host.powerOff, host: esx-kilo', 'at: 90s, do: host.powerOff, host: esx-lima'))
  const sourceOf = (lab: Lab): ComparedSource => {
    const branch = BranchTree.fresh(lab, thisEngine, null).get(0)
    while (branch.takeTurn(240_000));
    branch.head.simulation.runUntil(240_000)
    return { of: { branch: 0 }, lab, branch: branch.detached(lab), project: null, reached: branch.reached }
  }
  const open = new OpenComparison(1, sourceOf(odd), sourceOf(other), { engine: thisEngine, clock: new FakeClock() })
  const input = { comparison: open.opened(), labs: open.labs }

  it('says where the two part, and what became of the VMs', () => {
    const text = plain(compareReport(input, options()))
    expect(text).toMatch(/01:00\.000/)
    expect(text).toMatch(/Cut the power\s*·\s*esx-kilo/)
    expect(text).toMatch(/Cut the power\s*·\s*esx-lima/)
    expect(text).toContain('db-omega')
    expect(text).toMatch(/CPU demand of the busiest host\W*\d+%/)
  })

  it('keeps names to itself where it is asked to', () => {
    const text = compareReport(input, options({ replaceNames: true, language: 'ko' }))
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
  })
})

describe('tables', () => {
  it('have a row for each event', () => {
    const lines = eventTable(run.events, 'en').trimEnd().split('\r\n')
    expect(lines).toHaveLength(run.events.length + 1)
    expect(lines.find((line) => line.includes('host.failed'))).toMatch(/,critical,/)
  })

  it('have a row for each instant of a course', () => {
    const simulation = createSimulation(article)
    const point = { t: 0, cpuDemandMHz: 1, drsCpuDemandMHz: null, cpuEntitlementMHz: 2, cpuUsedMHz: null, cpuCapacityMHz: null } as const
    const rest = {
      memoryDemandMiB: null,
      memoryEntitlementMiB: null,
      memoryCapacityMiB: null,
      score: 99.5,
      imbalance: null,
      target: null,
      host: simulation.vmNames()[0] ?? null,
    }
    const lines = seriesTable({ kind: 'vm', name: 'VM1', points: [{ ...point, ...rest }], cut: false }).split('\r\n')
    expect(lines[1]).toBe('0,1,,2,,,,,,99.5,,,VM1')
  })
})
