/**
 * A VM with snapshots as a fixture: what an engine would send, written down by hand. Two branches, one snapshot with memory, growth of 2 MB/s, and
 * answers to what an operation costs and how it compares with a vMotion.
 */
import type { ApiInput } from '../../src-main/contract/api.ts'
import type { LabEvent } from '../../src-main/contract/events.ts'
import type { CostState, GrowthPoint, OperationCost, SnapshotGrowth } from '../../src-main/contract/operation-cost.ts'
import type { FailureOutcome, SideBySide } from '../../src-main/contract/side-by-side.ts'
import type { SnapshotState, VmState } from '../../src-main/contract/state.ts'
import { articleEvents, articleFrame, articleLab } from './article-run.ts'

const GIB = 1_073_741_824
const rate = 2000
export const snapshotTimes = { base: 100_000, patch: 400_000, now: 1_000_000, removal: 1_400_000 }

const snapshot = (id: string, name: string, parent: string | null, takenAtMs: number, more: Partial<SnapshotState> = {}): SnapshotState => ({
  id,
  name,
  parent,
  memory: false,
  consistency: 'crash',
  deltaBytes: 0,
  memoryBytes: 0,
  content: [],
  takenAtMs,
  ...more,
})

/** base → { try, patch (with memory, current) }. */
const snapshots = [
  snapshot('s1', 'base', null, snapshotTimes.base, { content: ['orders'], consistency: 'application' }),
  snapshot('s2', 'try', 's1', 250_000, { deltaBytes: 150_000 * rate, content: ['orders', 'attempt'] }),
  snapshot('s3', 'patch', 's1', snapshotTimes.patch, {
    deltaBytes: 100_000 * rate,
    memory: true,
    memoryBytes: 3 * GIB,
    content: ['orders', 'patched'],
  }),
]

export function snapshotVm(name: string, t: number): Partial<VmState> {
  const none = { snapshots: [], currentSnapshot: null, deltaBytes: null, chainDepth: 0, readLayers: null, content: [], memoryReservationMiB: 0 }
  if (name !== 'VM3') return none
  const taken = snapshots.filter(({ takenAtMs }) => takenAtMs <= t)
  const current = taken.at(-1) ?? null
  // All are being removed: their entries are gone, their files are not.
  if (t >= snapshotTimes.removal) return { ...none, deltaBytes: 600_000 * rate, chainDepth: 2, snapshotBytes: 26 * GIB, power: 'on' }
  return {
    ...none,
    snapshots: taken,
    currentSnapshot: current?.id ?? null,
    deltaBytes: current === null ? null : (t - current.takenAtMs) * rate,
    chainDepth: current === null ? 0 : current.id === 's3' ? 2 : 1,
    readLayers: current === null ? null : 1.94,
    consolidationNeeded: t >= 1_200_000,
    question: t >= 1_300_000 ? 'outOfSpace' : null,
    content: ['orders', 'patched', 'later'],
    power: 'on',
  }
}

function frame(t: number, n: number): ReturnType<typeof articleFrame> {
  const made = articleFrame(t, n)
  const vm3 = made.vms['VM3']
  if (vm3 == null) return made
  const state = snapshotVm('VM3', t)
  return {
    ...made,
    vms: {
      ...made.vms,
      VM3: {
        ...vm3,
        snapshotCount: state.snapshots?.length ?? 0,
        consolidationNeeded: state.consolidationNeeded ?? false,
        question: state.question ?? null,
        ...(t >= snapshotTimes.removal && { taskInProgress: true as const }),
      },
    },
  }
}

const point = (t: number): GrowthPoint => {
  const state = snapshotVm('VM3', t)
  return {
    t,
    frozen: Object.fromEntries((state.snapshots ?? []).map(({ id, deltaBytes }) => [id, deltaBytes])),
    current: state.currentSnapshot ?? null,
    topBytes: state.deltaBytes ?? 0,
    freeBytes: null,
  }
}

export function snapshotGrowth(_: unknown, t: number): SnapshotGrowth {
  const from = snapshotTimes.base
  const at = (share: number): number => from + (t - from) * share
  return {
    vm: 'VM3',
    t,
    diskBytes: 40 * GIB,
    past: [0, 0.25, 0.5, 0.75, 1].map((share) => point(at(share))),
    ahead: [900_000, 1_800_000, 3_600_000].map((later) => ({ ...point(t), t: t + later, topBytes: (point(t).topBytes ?? 0) + later * rate })),
    fullAtMs: t + 2_160_000,
  }
}

const costState = (t: number, more: Partial<CostState> = {}): CostState => ({
  ...(snapshotVm('VM3', t) as CostState),
  host: 'Host B',
  uptimeMs: 86_400_000,
  downtimeMs: 0,
  consolidationNeeded: false,
  usedBytes: 45 * GIB,
  ftState: 'notConfigured',
  ftSecondaryHost: null,
  ...more,
})

export function snapshotCost({ command, arguments: args }: ApiInput<'run.cost'>, t: number): OperationCost {
  const before = costState(t)
  const base = { command, vm: args.vm, t, refused: null, durationMs: 0, stunMs: null, bytes: null, mode: null, iterations: null, before, events: [] }
  if (command === 'snapshot.create') {
    if (args['memory'] === true)
      return { ...base, after: null, refused: { reason: 'memorySnapshotOnIndependentDisk', text: null, facts: ['SN-021'] } }
    const events = [{ t, seq: 900, type: 'snapshot.created', causedBy: null, vm: args.vm, consistency: 'crash' } as unknown as LabEvent]
    return { ...base, durationMs: 200, stunMs: 200, bytes: 0, events, after: costState(t, { chainDepth: 3, readLayers: 2.9 }) }
  }
  if (command === 'snapshot.revert')
    return {
      ...base,
      after: costState(t, { power: 'off', deltaBytes: 0, content: ['orders'], chainDepth: 1, currentSnapshot: 's1', usedBytes: 44 * GIB }),
    }
  return {
    ...base,
    durationMs: 29_230,
    stunMs: 200,
    bytes: 7.2e9,
    mode: 'mirror',
    iterations: 1,
    after: costState(t, { snapshots: [], currentSnapshot: null, chainDepth: 0, readLayers: 1, usedBytes: 40 * GIB }),
  }
}

const failure = (more: Partial<FailureOutcome>): FailureOutcome => ({
  during: 'vmotion',
  when: 'during',
  failed: 'source',
  host: 'Host B',
  atMs: 55_000,
  power: 'on',
  runsOn: 'Host A',
  restarts: 1,
  downtimeMs: 28_000,
  newSnapshots: 0,
  consolidationNeeded: false,
  bootedAnew: true,
  ...more,
})

/** A VM of 64 GiB with the article's numbers. */
export function sideBySide({ vm, to = 'Host C' }: ApiInput<'run.sideBySide'>, t: number): SideBySide {
  const rounds = [61_084, 27_148, 12_066, 5363, 2383, 1059]
  let end = t + 2000
  const events = rounds.map((durationMs, round) => ({ t: (end += durationMs), seq: round, type: 'vmotion.round', vm, round, durationMs }))
  const moved = [...events, { t: end + 571, seq: 6, type: 'vmotion.switchover', vm, stunMs: 571 }] as unknown as LabEvent[]
  const snapshotOf = { refused: null, events: [], datastore: 'ds-01', deltaAfterHourBytes: 7.2e9 }
  const removal = { durationMs: 29_230, stunMs: 200, bytes: 7.2e9 }
  return {
    vm,
    t,
    host: 'Host B',
    memoryBytes: 64 * GIB,
    diskBytes: 40 * GIB,
    diskOnly: { ...snapshotOf, durationMs: 200, stunMs: 200, memoryBytes: 0, files: ['VM3-000001.vmdk'], removal },
    withMemory: { ...snapshotOf, durationMs: 137_439, stunMs: 500, memoryBytes: 64 * GIB, files: ['VM3-000001.vmdk', 'VM3-Snapshot1.vmem'], removal },
    move: { refused: null, events: moved, durationMs: 111_675, stunMs: 571, memoryBytes: 1.233e11, rounds: 6, slowdownPercent: null, to },
    failures: [
      failure({ during: 'snapshot', consolidationNeeded: true }),
      failure({}),
      failure({ failed: 'destination', host: to, runsOn: 'Host B', restarts: 0, downtimeMs: 0, bootedAnew: false }),
      failure({ during: 'snapshot', when: 'after', newSnapshots: 1 }),
      failure({ failed: 'destination', when: 'after', host: to }),
    ],
  }
}

export const snapshotStory = {
  lab: articleLab,
  events: articleEvents,
  frame,
  facts: [],
  vm: snapshotVm,
  answers: { 'run.growth': snapshotGrowth, 'run.cost': snapshotCost, 'run.sideBySide': sideBySide },
}
