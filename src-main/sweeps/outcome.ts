/** One failure: run it, and see what became of the VMs that ran before. */
import type { FactId } from '../contract/fact-id.ts'
import type { LabEvent } from '../contract/events.ts'
import type { LossReason, SweepBefore, SweepFailure, SweepOutcome, VmLoss, VmStranded } from '../contract/api-sweep.ts'
import { isVcls } from '../contract/vcls.ts'
import { lossReasonOf, tellsOfRestart, type Simulation, type VmService } from '../engine/index.ts'
import { fork, restored, type Warm } from './warm.ts'

/** What is the same for all failures of a sweep. */
export interface Baseline {
  /** Those that run and serve somebody. */
  readonly services: ReadonlyMap<string, VmService>
  readonly before: SweepBefore
  readonly ha: { readonly enabled: boolean; readonly hostMonitoring: boolean }
}

export function baselineOf(warm: Warm): Baseline {
  const simulation = restored(warm)
  const running = simulation.vmServices().filter(runs)
  const services = new Map(running.filter(({ vm }) => !isVcls(vm)).map((service) => [service.vm, service]))
  const agents = running.length - services.size
  const admission = simulation.admissionState(null)
  const ha = haOf(warm)
  return {
    services,
    ha: { enabled: admission !== null, hostMonitoring: ha?.hostMonitoring ?? false },
    before: {
      vmsOn: services.size,
      agents,
      hosts: simulation.hostNames().length,
      admission:
        admission === null
          ? null
          : {
              policy: admission.policy,
              ok: admission.ok,
              hostFailuresTolerated: admission.hostFailuresTolerated,
              hostFailuresToTolerate: ha?.admissionControl.hostFailuresToTolerate ?? 0,
            },
      promisedHosts: promisedHostsOf(admission),
    },
  }
}

const runs = ({ power }: VmService): boolean => power === 'on'

/** The settings that HA has at that instant: a command may have changed those of the lab. */
function haOf({ lab, keyframe }: Warm): HaSettings | null {
  const record = keyframe.tables['ha']?.[0]?.[1] as { readonly cfg: HaSettings } | undefined
  return record?.cfg ?? lab.cluster.ha
}
type HaSettings = NonNullable<Warm['lab']['cluster']['ha']>

function promisedHostsOf(admission: ReturnType<Simulation['admissionState']>): number | null {
  if (admission === null || admission.policy === 'disabled') return null
  if (admission.failoverHosts !== null) return Object.values(admission.failoverHosts).filter((status) => status === 'green').length
  return admission.hostFailuresTolerated
}

export function outcomeOf(warm: Warm, failure: SweepFailure, baseline: Baseline): SweepOutcome {
  const simulation = fork(warm, failure)
  simulation.runUntil(warm.at + warm.runMs)
  return judged(simulation, failure, baseline)
}

function judged(simulation: Simulation, failure: SweepFailure, { services, before, ha }: Baseline): SweepOutcome {
  const story = storyOf(simulation.log)
  const sums = { restarted: 0, tookOver: 0, downtimeMs: 0, outageMs: 0 }
  const longest = { downtimeMs: 0, vm: null as string | null, outageMs: 0 }
  const off: VmService[] = []
  const strandedVms: VmStranded[] = []
  for (const now of simulation.vmServices()) {
    const then = services.get(now.vm)
    if (then === undefined) continue
    const tookOver = story.tookOver.has(now.vm)
    const stopped = story.stopped.has(now.vm) || !runs(now)
    const isCut = runs(now) && ((then.hasStorage && !now.hasStorage) || (then.hasNetwork && !now.hasNetwork))
    if (isCut) strandedVms.push({ vm: now.vm, without: now.hasStorage ? 'network' : 'storage' })
    if (!stopped && !tookOver && !isCut) continue
    const outageMs = now.clientOutageMs - then.clientOutageMs
    sums.outageMs += outageMs
    longest.outageMs = Math.max(longest.outageMs, outageMs)
    if (!stopped && !tookOver) continue
    const downtimeMs = now.downtimeMs - then.downtimeMs
    sums.downtimeMs += downtimeMs
    if (downtimeMs > longest.downtimeMs) Object.assign(longest, { downtimeMs, vm: now.vm })
    if (!runs(now)) off.push(then)
    else if (tookOver) sums.tookOver++
    else sums.restarted++
  }
  const lost = lossesOf(simulation, off, story, ha)
  const promised = failure.hosts.length === 0 || before.promisedHosts === null ? null : failure.hosts.length <= before.promisedHosts
  return {
    failed: failure.failed,
    hosts: failure.hosts,
    commands: failure.commands,
    restarted: sums.restarted,
    notRestarted: off.length,
    tookOver: sums.tookOver,
    stranded: strandedVms.length,
    downtimeMs: sums.downtimeMs,
    longestDowntimeMs: longest.downtimeMs,
    longestDowntimeVm: longest.vm,
    outageMs: sums.outageMs,
    longestOutageMs: longest.outageMs,
    lost,
    strandedVms,
    promised,
    // HA-104: of a VM that HA is not to restart nothing was promised.
    kept: promised === true ? lost.every(({ reason }) => reason === 'restartDisabled') : null,
  }
}

interface Story {
  /** VMs that stopped, and did not because somebody wanted it. */
  readonly stopped: ReadonlySet<string>
  readonly tookOver: ReadonlySet<string>
  /** The last thing that HA said of a VM. */
  readonly last: ReadonlyMap<string, LabEvent>
}

const wanted: ReadonlySet<unknown> = new Set(['user', 'guest'])

function storyOf(log: readonly LabEvent[]): Story {
  const stopped = new Set<string>()
  const tookOver = new Set<string>()
  const last = new Map<string, LabEvent>()
  for (const event of log) {
    const vm = event['vm']
    if (typeof vm !== 'string') continue
    if (event.type === 'vm.poweredOff' && !wanted.has(event['cause'])) stopped.add(vm)
    else if (event.type === 'ft.failover') tookOver.add(vm)
    else if (tellsOfRestart(event)) last.set(vm, event)
    // It was started anew after all.
    if (event.type === 'vm.poweredOn') tookOver.delete(vm)
  }
  return { stopped, tookOver, last }
}

const factsOf: { readonly [R in LossReason]?: readonly FactId[] } = {
  restartDisabled: ['HA-104'],
  hostMonitoringDisabled: ['HA-027'],
  notProtected: ['HA-073'],
  noPrimary: ['HA-047'],
  waiting: ['HA-089'],
}

function lossesOf(simulation: Simulation, off: readonly VmService[], story: Story, ha: Baseline['ha']): readonly VmLoss[] {
  if (off.length === 0) return []
  const state = simulation.haState()
  const queue = new Map(state?.restartQueue.map((entry) => [entry.vm, entry]))
  const hasPrimary = (state?.primaries.length ?? 0) > 0
  return off.map(({ vm, isProtected }) => {
    const event = story.last.get(vm)
    const entry = queue.get(vm)
    const reason = lossReasonOf({ event, waitsFor: entry?.waitsFor ?? null, isProtected }, { ...ha, hasPrimary })
    const counts = new Map<string, number>()
    for (const rejected of entry?.rejected ?? []) counts.set(rejected.reason, (counts.get(rejected.reason) ?? 0) + 1)
    return {
      vm,
      reason,
      blockers: [...counts].map(([why, hosts]) => ({ reason: why, hosts })).sort((a, b) => b.hosts - a.hosts || (a.reason < b.reason ? -1 : 1)),
      facts: event?.why?.facts ?? factsOf[reason] ?? [],
    }
  })
}
