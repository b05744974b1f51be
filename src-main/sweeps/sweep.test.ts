import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sweepDomains, SWEEP_RUN_MS, type SweepDomain } from '../contract/api-sweep.ts'
import type { LabEvent } from '../contract/events.ts'
import { parseLab, type Lab } from '../contract/lab/index.ts'
import { createSimulation, digestOf } from '../engine/index.ts'
import { outcomeOf, baselineOf } from './outcome.ts'
import { packed } from './packed.ts'
import { planOf, sweep, Sweepers, type Plan } from './sweep.ts'
import { fork, labUntil, timelineOf, warmUp, type Warm } from './warm.ts'

const labOf = (raw: object | string): Lab => {
  const parsed = parseLab(typeof raw === 'string' ? raw : JSON.stringify(raw), { fileName: 'sweep.lab.yaml' })
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return parsed.lab
}

const cpu = { sockets: 2, coresPerSocket: 8, mhz: 2000 }
const busy = {
  hostdown: 1,
  name: 'Something of everything',
  seed: 7,
  cluster: {
    ha: {
      isolationResponse: 'powerOffAndRestart',
      pdlResponse: 'powerOffAndRestart',
      vmMonitoring: 'vm',
      admissionControl: { policy: 'clusterResourcePercentage' },
    },
    drs: { vmGroups: { pinned: ['db'] }, hostGroups: { left: ['esx-1', 'esx-2'] }, rules: [{ name: 'must', type: 'mustRunOn', vmGroup: 'pinned', hostGroup: 'left' }] },
  },
  networks: [{ name: 'mgmt', kind: 'management' }, { name: 'moves', kind: 'vmotion' }, { name: 'users', kind: 'vm' }],
  datastores: [{ name: 'ds-a' }, { name: 'ds-b' }],
  hosts: ['esx-1', 'esx-2', 'esx-3', 'esx-4'].map((name, i) => ({ name, cpu, memoryMiB: 32_768, faultDomain: i < 2 ? 'rack-a' : 'rack-b' })),
  vms: [
    { name: 'db', host: 'esx-1', vcpus: 4, memoryMiB: 16_384, memoryReservationMiB: 16_384, datastore: 'ds-a' },
    { name: 'web', count: 8, vcpus: 2, memoryMiB: 4096, datastore: 'ds-b', clientPing: { interval: '1s', phase: '200ms' }, demand: { cpuMHz: 1500 } },
    { name: 'quiet', host: 'esx-3', vcpus: 1, memoryMiB: 2048, ha: { restartPriority: 'disabled' } },
  ],
  timeline: [
    { at: '20s', do: 'vm.migrate', vm: 'web-002', host: 'esx-4' },
    { at: '45s', do: 'host.agentCrash', host: 'esx-2' },
    { at: '60s', do: 'vm.setDemand', vm: 'web-001', cpuMHz: 2000 },
    { at: '90s', do: 'host.powerOff', host: 'esx-4' },
  ],
} // prettier-ignore

/** DRS moves VMs, and DPM takes hosts out of use and back. */
const balanced = {
  ...busy,
  product: '8.0',
  cluster: {
    ha: { admissionControl: { policy: 'slotPolicy' } },
    drs: { migrationThreshold: 5, dpm: { automation: 'automatic', threshold: 5 }, advancedOptions: { VmDemandHistorySecsHostOff: 0 } },
  },
  hosts: busy.hosts.map((one) => ({ ...one, dpm: { wake: ['ipmi'] } })),
  vms: [
    { name: 'busy', count: 5, host: 'esx-1', vcpus: 4, memoryMiB: 4096, datastore: 'ds-a', demand: { shape: 'sine', period: '20m', cpuMHz: [500, 6000] } },
    { name: 'web', count: 4, host: 'esx-2', vcpus: 2, memoryMiB: 2048, datastore: 'ds-b', demand: { cpuMHz: 300 } },
  ],
  timeline: [{ at: '100s', do: 'vm.setDemand', vm: 'web-001', cpuMHz: 2000 }],
} // prettier-ignore

const planned = (
  lab: Lab,
  at: number,
  domain: SweepDomain,
  failures: 1 | 2,
): { readonly warm: Warm; readonly plan: Plan; readonly log: readonly LabEvent[] } => {
  const { simulation, ...warm } = warmUp(lab, at, SWEEP_RUN_MS)
  return { warm, plan: planOf(warm, domain, failures), log: simulation.log }
}

/** The same failure in the timeline of the lab, from the start. */
const fromTheStart = (lab: Lab, at: number, commands: Parameters<typeof timelineOf>[0]) => {
  const early = labUntil(lab, at)
  const simulation = createSimulation({ ...early, timeline: [...early.timeline, ...timelineOf(commands, at)] })
  simulation.runUntil(at + SWEEP_RUN_MS)
  return simulation
}

describe('a failure that is forked from the warm state', () => {
  const article = labOf(readFileSync(join(import.meta.dirname, '../../resources/samples/article.lab.yaml'), 'utf8'))
  // An instant at which others are due: the process of 20 s ends, heartbeats and passes come at whole seconds.
  const cases = [
    { what: 'everything', lab: labOf(busy), at: 60_000 },
    { what: 'everything, in the middle of a migration', lab: labOf(busy), at: 21_000 },
    { what: 'everything, at the start', lab: labOf(busy), at: 0 },
    { what: 'a cold start', lab: labOf({ ...busy, start: 'cold' }), at: 60_000 },
    { what: 'a cold start, at its first instant', lab: labOf({ ...busy, start: 'cold' }), at: 0 },
    { what: 'while HA restarts after another failure', lab: labOf(busy), at: 110_000 },
    { what: 'DRS and DPM at work', lab: labOf(balanced), at: 120_000 },
    { what: 'the article', lab: article, at: 60_000 },
  ]
  it.each(cases)('is that of a lab with the failure in its timeline: $what', ({ lab, at }) => {
    let compared = 0
    for (const domain of sweepDomains) {
      const { warm, plan, log } = planned(lab, at, domain, 2)
      for (const failure of plan.list) {
        const forked = fork(warm, failure)
        forked.runUntil(at + SWEEP_RUN_MS)
        const whole = fromTheStart(lab, at, failure.commands)
        expect(digestOf([...log, ...forked.log]), failure.failed.join(' + ')).toBe(whole.digest())
        expect(JSON.stringify(forked.state())).toBe(JSON.stringify(whole.state()))
        compared++
      }
    }
    expect(compared).toBeGreaterThan(5)
  })

  it('needs its place among what is due at the same instant', () => {
    const { warm, plan } = planned(labOf(busy), 60_000, 'host', 1)
    const failure = plan.list[0]!
    const early = fork(warm, failure)
    const late = fork({ ...warm, comeBy: 'command' }, failure)
    for (const run of [early, late]) run.runUntil(200_000)
    expect(digestOf(early.log)).not.toBe(digestOf(late.log))
  })
})

describe('what comes of a failure', () => {
  it('says who stays down and why, and what admission control promised', async () => {
    const { warm, plan } = planned(labOf(busy), 60_000, 'host', 2)
    const result = await sweep(warm, plan, { sweepers: null })
    expect(result.outcomes.map(({ failed }) => failed.join('+'))).toEqual([
      'esx-1', 'esx-2', 'esx-3', 'esx-4',
      'esx-1+esx-2', 'esx-1+esx-3', 'esx-1+esx-4', 'esx-2+esx-3', 'esx-2+esx-4', 'esx-3+esx-4',
    ]) // prettier-ignore
    const of = (...failed: string[]) => result.outcomes.find((one) => one.failed.join() === failed.join())!
    expect(of('esx-1').lost).toEqual([])
    expect(of('esx-1').restarted).toBeGreaterThan(0)
    expect(of('esx-1').longestDowntimeMs).toBeGreaterThan(10_000)
    expect(of('esx-1').outageMs).toBeGreaterThan(of('esx-1').downtimeMs)
    expect(of('esx-1', 'esx-2').lost).toMatchObject([
      { vm: 'db', reason: 'mustRuleViolation', blockers: [{ reason: 'failedHost', hosts: 2 }, { reason: 'mustRule', hosts: 2 }] },
    ]) // prettier-ignore
    expect(of('esx-3').lost).toMatchObject([{ vm: 'quiet', reason: 'restartDisabled', facts: ['HA-104'] }])
    expect(result.before).toMatchObject({ vmsOn: 10, hosts: 4, admission: { policy: 'clusterResourcePercentage', ok: true } })
    expect(result.before.promisedHosts).toBeGreaterThanOrEqual(1)
    expect(of('esx-3')).toMatchObject({ promised: true, kept: true, notRestarted: 1 })
    expect(of('esx-1')).toMatchObject({ promised: true, kept: true })
    expect(result.worst.map((place) => result.outcomes[place]!.notRestarted)).toEqual(
      [...result.worst.map((place) => result.outcomes[place]!.notRestarted)].sort((a, b) => b - a),
    )
    expect(result.outcomes[result.worst[0]!]!.notRestarted).toBe(Math.max(...result.outcomes.map(({ notRestarted }) => notRestarted)))
  })

  it('tells VMs without storage and without a network from those that run', () => {
    const { warm, plan } = planned(labOf({ ...busy, cluster: { ha: { pdlResponse: 'disabled' } } }), 60_000, 'datastore', 1)
    const outcome = outcomeOf(warm, plan.list[1]!, baselineOf(warm))
    expect(outcome).toMatchObject({ failed: ['ds-b'], restarted: 0, notRestarted: 0, stranded: 8, downtimeMs: 0, outageMs: 0 })
    expect(new Set(outcome.strandedVms.map(({ without }) => without))).toEqual(new Set(['storage']))
    const networks = planned(labOf(busy), 60_000, 'network', 1)
    const users = networks.plan.list.find(({ failed }) => failed[0] === 'users')!
    const cut = outcomeOf(networks.warm, users, baselineOf(networks.warm))
    expect(cut).toMatchObject({ notRestarted: 0, stranded: 10, downtimeMs: 0, promised: null })
    expect(cut.outageMs).toBe(10 * SWEEP_RUN_MS)
  })

  it('counts no agents of vSphere Cluster Services, which HA restarts never', async () => {
    const agents = ['vCLS (1)', 'vCLS-4c4c4544-0042'].map((name) => ({
      name,
      host: 'esx-3',
      vcpus: 1,
      memoryMiB: 128,
      ha: { restartPriority: 'disabled' },
    }))
    const { warm, plan } = planned(labOf({ ...busy, vms: [...busy.vms, ...agents] }), 60_000, 'host', 1)
    const result = await sweep(warm, plan, { sweepers: null })
    expect(result.before).toMatchObject({ vmsOn: 10, agents: 2 })
    const third = result.outcomes.find(({ failed }) => failed[0] === 'esx-3')
    expect(third?.lost.map(({ vm }) => vm)).toEqual(['quiet'])
    expect(result.findings.find(({ rule }) => rule === 'restartDisabled')?.names).toEqual(['quiet'])
  })

  it('says that HA is off where it is', () => {
    const { warm, plan } = planned(labOf({ ...busy, cluster: {} }), 60_000, 'faultDomain', 1)
    const outcome = outcomeOf(warm, plan.list[0]!, baselineOf(warm))
    expect(outcome.hosts).toEqual(['esx-1', 'esx-2'])
    expect(outcome.promised).toBeNull()
    expect(outcome.notRestarted).toBeGreaterThan(0)
    expect(new Set(outcome.lost.map(({ reason }) => reason))).toEqual(new Set(['haDisabled']))
  })
})

describe('a sweep', () => {
  const workerUrl = new URL('./sweep.worker.ts', import.meta.url)

  it('gives the same in threads, in the order of the failures, and counts as it goes', async () => {
    const { warm, plan } = planned(labOf(busy), 60_000, 'host', 2)
    const told: number[] = []
    const here = await sweep(warm, plan, { sweepers: null })
    const sweepers = new Sweepers(workerUrl, 2)
    sweepers.load(packed(warm))
    expect(await sweepers.plan('host', 2)).toEqual(plan)
    const there = await sweep(warm, plan, { sweepers, onProgress: (done) => told.push(done) })
    await sweepers.end()
    expect(there).toEqual(here)
    expect(told).toEqual(plan.list.map((_, i) => i + 1))
  })

  it('ends when it is told to', async () => {
    const { warm, plan } = planned(labOf(busy), 60_000, 'host', 2)
    const controller = new AbortController()
    const all = sweep(warm, plan, { sweepers: null, signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) })
    await expect(all).rejects.toThrow('enough')
    const sweepers = new Sweepers(workerUrl, 2)
    sweepers.load(packed(warm))
    const again = new AbortController()
    const there = sweep(warm, plan, { sweepers, signal: again.signal, onProgress: () => again.abort(new Error('enough')) })
    await expect(there).rejects.toThrow('enough')
    await sweepers.end()
  })

  it('leaves out what is down already', () => {
    const { plan } = planned(labOf(busy), 110_000, 'host', 1)
    expect(plan.skipped).toEqual(['esx-4'])
    expect(plan.objects).toEqual(['esx-1', 'esx-2', 'esx-3'])
  })
})
