/** What is kept beside the tables (views of DRS, rooms of hosts, places, indexes) decides nothing: a run, one that was restored, and one beside it are the same. */
import { describe, expect, it } from 'vitest'
import { parseLab, type Lab } from '../contract/lab/index.ts'
import type { Keyframe, Simulation } from './core/simulation-types.ts'
import { createSimulation, restoreOver, restoreSimulation } from './index.ts'

const MINUTE = 60_000
const END = 60 * MINUTE
const LONG_MS = 120_000

const cpu = { sockets: 1, coresPerSocket: 8, mhz: 2000 }
const host = (name: string, more: object = {}) => ({ name, cpu, memoryMiB: 65_536, dpm: { wake: ['ipmi'] }, ...more })
/** DPM leaves it on. */
const awake = { dpm: { automation: 'disabled', wake: ['ipmi'] } }
const wave = (phase: string, high: number) => ({
  shape: 'sine',
  period: '20m',
  phase,
  cpuMHz: [200, high],
  grantedMiB: 3000,
  consumedMiB: 3500,
  netMbps: 40,
})
const raw = {
  hostdown: 1,
  name: 'Hosts and VMs come and go',
  product: '8.0',
  cluster: {
    ha: { admissionControl: { policy: 'clusterResourcePercentage', hostFailuresToTolerate: 1 } },
    drs: {
      migrationThreshold: 5,
      dpm: { automation: 'automatic', threshold: 5 },
      advancedOptions: { VmDemandHistorySecsHostOff: 600 },
      rules: [{ name: 'apart', type: 'separate', vms: ['low-001', 'low-002'] }],
    },
    resourcePools: [{ name: 'gold', cpuShares: 'high' }],
  },
  networks: [{ name: 'mgmt', kind: 'management' }, { name: 'moves', kind: 'vmotion', gbps: 10 }, { name: 'users', kind: 'vm', gbps: 1 }],
  datastores: [{ name: 'ds-1' }, { name: 'ds-2' }],
  hosts: [host('a', awake), host('b', awake), host('c'), host('d'), host('outside', { standalone: true })],
  vms: [
    { name: 'high', count: 8, host: 'a', vcpus: 4, memoryMiB: 4096, datastore: 'ds-1', resourcePool: 'gold', demand: wave('0s', 3000) },
    { name: 'low', count: 6, host: 'b', vcpus: 2, memoryMiB: 4096, datastore: 'ds-2', memoryReservationMiB: 2048, demand: wave('10m', 1500) },
    { name: 'still', host: 'c', vcpus: 2, memoryMiB: 16_384, datastore: 'ds-2', demand: { cpuMHz: 500, grantedMiB: 16_384 } },
  ],
  timeline: [
    { at: '90s', do: 'host.add', ...host('e') },
    { at: '170s', do: 'vm.migrate', vm: 'still', host: 'outside' },
    { at: '175s', do: 'vm.setDemand', vm: 'still', grantedMiB: 2048, cpuMHz: 3500 },
    { at: '182s', do: 'host.crash', host: 'outside' },
    { at: '270s', do: 'vm.migrate', vm: 'low-004', host: 'a' },
    { at: '5m', do: 'host.powerOn', host: 'outside' },
    { at: '6m', do: 'vm.create', name: 'new', vcpus: 2, memoryMiB: 4096, datastore: 'ds-1', power: 'on', demand: { cpuMHz: 2500 } },
    { at: '11m', do: 'vm.migrate', vm: 'still', datastore: 'ds-1' },
    { at: '14m', do: 'host.powerOff', host: 'b' },
    { at: '18m', do: 'vm.configure', vm: 'high-002', memoryReservationMiB: 4096 },
    { at: '22m', do: 'host.powerOn', host: 'b' },
    { at: '26m', do: 'host.enterMaintenance', host: 'a' },
    { at: '31m', do: 'host.remove', host: 'a' },
    { at: '36m', do: 'host.add', ...host('f') },
    { at: '40m', do: 'network.down', network: 'moves' },
    { at: '44m', do: 'network.up', network: 'moves' },
  ],
} // prettier-ignore

function labOf(more: object = {}): Lab {
  const parsed = parseLab(JSON.stringify({ ...raw, ...more }))
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return parsed.lab
}

const { rules: _, ...classic } = raw.cluster.drs
const labs = [
  { what: 'the DRS score', lab: labOf() },
  { what: 'the imbalance', lab: labOf({ product: '6.7', cluster: { ...raw.cluster, drs: classic } }) },
]

/** Runs on to the end, one turn of each after the other. */
function together(runs: readonly Simulation[], end: number): void {
  const goes = (run: Simulation): boolean => {
    const next = run.nextAt()
    if (next === null || next > end) return false
    run.step()
    return true
  }
  for (let open = runs; open.length > 0;) open = open.filter(goes)
  for (const run of runs) run.runUntil(end)
}

describe.each(labs)('$what', ({ lab }) => {
  const whole = createSimulation(lab)
  const keyframes = [1, 3, 5, 8, 13, 20, 27, 33, 41].map((minute) => {
    whole.runUntil(minute * MINUTE + 1000)
    return whole.keyframe()
  })
  whole.runUntil(END)
  const digest = whole.digest()

  it('moves VMs, and takes hosts in and out of use', () => {
    const seen = new Set(whole.log.map((event) => (event.type === 'drs.recommendation' ? `${event.type} ${String(event['kind'])}` : event.type)))
    expect(whole.log.filter(({ type }) => type === 'command.refused')).toEqual([])
    for (const kind of ['migrate', 'powerOn', 'hostPowerOff', 'hostPowerOn']) expect(seen).toContain(`drs.recommendation ${kind}`)
    for (const type of ['vmotion.completed', 'host.standbyEntered', 'host.standbyExited', 'host.failed', 'host.maintenanceEntered'])
      expect(seen).toContain(type)
  })

  it('a run that goes on from a keyframe has the rest of the log', { timeout: LONG_MS }, () => {
    for (const keyframe of keyframes) {
      const restored = restoreSimulation(lab, JSON.parse(JSON.stringify(keyframe)) as typeof keyframe, whole.log.slice(0, keyframe.logLength))
      restored.runUntil(END)
      expect(restored.digest(), `from ${keyframe.at}`).toBe(digest)
      expect(JSON.stringify(restored.state()), `from ${keyframe.at}`).toBe(JSON.stringify(whole.state()))
    }
  })

  it('one simulation that is taken from keyframe to keyframe, to and fro, is at each what a new one is', { timeout: LONG_MS }, () => {
    const restored = (keyframe: Keyframe): Simulation => restoreSimulation(lab, keyframe, whole.log.slice(0, keyframe.logLength))
    const [first] = keyframes as [Keyframe, ...Keyframe[]]
    const used = restored(first)
    // Back by little and by much, onto the same one again, and forth past what was seen.
    const order = [8, 2, 7, 0, 5, 5, 4, 6, 1, 3, 8, 0]
    for (const [step, place] of order.entries()) {
      const keyframe = keyframes[place] as Keyframe
      // Every third has no record in common with what the simulation has.
      const taken = step % 3 === 2 ? (JSON.parse(JSON.stringify(keyframe)) as Keyframe) : keyframe
      const now = restoreOver(used, lab, taken, whole.log)
      expect(now).toBe(used)
      const alone = restored(keyframe)
      for (const minutes of [0, 1, 4]) {
        now.runUntil(keyframe.at + minutes * MINUTE)
        alone.runUntil(keyframe.at + minutes * MINUTE)
        const what = `${step}: ${minutes} min after ${keyframe.at}`
        expect(JSON.stringify(now.state()), what).toBe(JSON.stringify(alone.state()))
        expect(JSON.stringify(now.keyframe()), what).toBe(JSON.stringify(alone.keyframe()))
        expect(JSON.stringify(now.log.slice(keyframe.logLength)), what).toBe(JSON.stringify(alone.log.slice(keyframe.logLength)))
      }
    }
    used.runUntil(END)
    expect(used.digest()).toBe(digest)
  })

  it('of the VMs that look otherwise than before none is left out of those that may, on the way and after a jump', { timeout: LONG_MS }, () => {
    const run = restoreSimulation(lab, keyframes[0] as Keyframe, whole.log)
    const views = new Map<string, string>()
    let mark: unknown = null
    let passedOver = 0
    const look = (): readonly string[] => {
      const since = run.vmsSince(mark)
      mark = since.mark
      const changed = run.vmNames().filter((name) => views.get(name) !== JSON.stringify(run.vmView(name)))
      for (const name of changed) views.set(name, JSON.stringify(run.vmView(name)))
      expect(since.names).toEqual(run.vmNames().filter((name) => since.names.includes(name)))
      expect(since.names).toEqual(expect.arrayContaining(changed))
      passedOver += run.vmNames().length - since.names.length
      return changed
    }
    expect(look()).toEqual(run.vmNames())
    let seen = 0
    for (const place of [0, 8, 4, 5, 1]) {
      restoreOver(run, lab, keyframes[place] as Keyframe, whole.log)
      look()
      for (const end = run.now + 4 * MINUTE; (run.nextAt() ?? end) < end;) {
        run.step()
        seen += look().length
      }
    }
    expect(seen).toBeGreaterThan(20)
    expect(passedOver).toBeGreaterThan(1000)
    const other = restoreSimulation(lab, keyframes[0] as Keyframe, whole.log)
    expect(other.vmsSince(mark).names, 'a mark of another simulation').toEqual(other.vmNames())
  })

  it('runs that share records with each other, some of them with commands of their own, stay as they are alone', { timeout: LONG_MS }, () => {
    const restored = (keyframe: Keyframe): Simulation => restoreSimulation(lab, keyframe, whole.log.slice(0, keyframe.logLength))
    const fork = (keyframe: Keyframe): Simulation => {
      const run = restored(keyframe)
      run.command('vm.setDemand', { vm: 'low-003', cpuMHz: 3900, grantedMiB: 4096 })
      run.command('host.powerOff', { host: 'c' })
      run.command('vm.configure', { vm: 'high-003', memoryReservationMiB: 4096 })
      return run
    }
    // Each other one: beside the test above, where a run begins matters less than that several are under way.
    const begun = keyframes.filter((_, i) => i % 2 === 0)
    const runs = begun.map(restored)
    const forks = begun.map(fork)
    together([...runs, ...forks], END)
    for (const run of runs) expect(run.digest()).toBe(digest)
    for (const [i, keyframe] of begun.entries()) {
      const alone = fork(keyframe)
      alone.runUntil(END)
      expect(forks[i]?.digest(), `from ${keyframe.at}`).toBe(alone.digest())
      expect(alone.digest()).not.toBe(digest)
    }
  })
})
