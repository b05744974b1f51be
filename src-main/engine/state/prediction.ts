/** What a migration would be like, and where a VM may go: asked before anything moves. The models are those that migrations follow. */
import type { MigrationCourse, MigrationPrediction, MigrationQuestion, MigrationTarget, TargetTrouble } from '../../contract/prediction.ts'
import type { DemandKey } from '../../contract/lab/index.ts'
import type { VmRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { transferOf } from '../modules/migration/migration-record.ts'
import { usersOfDatastore, usersOfLink } from '../modules/transfer/users.ts'
import { pingsLost } from '../models/client-pings.ts'
import { demandAt, prepareDemand } from '../models/demand.ts'
import { floor9 } from '../models/maths.ts'
import { preCopy, type PreCopy } from '../models/pre-copy.ts'
import { storageCopySeconds } from '../models/storage-copy.ts'
import { linkRate } from '../models/vmotion-link.ts'
import { kindOfMove, migrationTrouble, migrationWarnings, notNow, type MoveTrouble } from '../reads/migration-checks.ts'
import { filesToMove } from '../reads/space.ts'
import { reaches } from '../reads/storage.ts'
import { vmotionNetworksOf, vmotionPath } from '../reads/vmotion.ts'

const MIB = 1_048_576
const MB = 1e6
/** Of a client that the lab does not have. */
const PING_INTERVAL_MS = 1000

export function predictMigration(kernel: Kernel, question: MigrationQuestion): MigrationPrediction | null {
  const { world } = kernel
  const vm = world.vms.get(question.vm)
  const { to, datastore } = question
  if (vm === undefined || (to !== undefined && !world.hosts.has(to)) || (datastore !== undefined && !world.datastores.has(datastore))) return null
  const isElsewhere = to === undefined ? datastore === undefined : to !== vm.host
  const kind = datastore === undefined ? 'vmotion' : isElsewhere ? 'both' : 'storage'
  const memoryMiB = question.memoryMiB ?? vm.cfg.memoryMiB
  const workingSetMiB = question.workingSetMiB === undefined ? asked(kernel, vm, 'workingSetMiB') : question.workingSetMiB
  const asks = {
    memoryMiB,
    dirtyMBps: question.dirtyMBps ?? asked(kernel, vm, 'dirtyMBps'),
    // All of its memory stays all of it, however much that is.
    workingSetMiB: workingSetMiB === null || workingSetMiB >= vm.cfg.memoryMiB ? memoryMiB : Math.min(memoryMiB, workingSetMiB),
    sdps: question.sdps ?? vm.cfg.sdps,
  }
  const link = linkOf(kernel, vm, question)
  return {
    kind,
    from: vm.host,
    to: kind === 'storage' ? vm.host : (to ?? null),
    ...asks,
    link,
    othersNow: othersOn(kernel, vm, to ?? null),
    course: courseOf(kernel, vm, { kind, datastore: datastore ?? null, to: to ?? vm.host, link, ...asks }),
  }
}

/** What the guest asks for, also of a VM that is off: the question is what it would be like if it ran. */
function asked({ world, now }: Kernel, { name }: VmRecord, key: DemandKey): number {
  const demand = world.demands.get(name)?.demand
  return demand === undefined ? 0 : demandAt(prepareDemand(demand), key, now)
}

function linkOf(kernel: Kernel, { name, host }: VmRecord, { to, gbps, nics }: MigrationQuestion): MigrationPrediction['link'] {
  const { world, lab } = kernel
  const path = host === null ? null : vmotionPath(kernel, host, to ?? host)
  const mine = host === null ? [] : vmotionNetworksOf(world, host)
  const theirs = to === undefined ? mine : vmotionNetworksOf(world, to)
  const common = mine.filter((network) => theirs.includes(network))
  const used = common.length > 0 ? common : mine
  const known = {
    gbps: path?.gbps ?? 0,
    nics: used.filter(({ cfg }) => cfg.gbps > 0).reduce((sum, { cfg }) => sum + cfg.nics, 0),
    rttMs: path?.rttMs ?? 0,
  }
  // VM-037
  const [atSource, there] = [othersAt(kernel, name, host), to === undefined ? 0 : othersAt(kernel, name, to)].map((others) => 1 + others) as [
    number,
    number,
  ]
  if (gbps !== undefined || nics !== undefined) {
    const wanted = { gbps: gbps ?? known.gbps, nics: nics ?? Math.max(1, known.nics) }
    if (wanted.gbps <= 0) return null
    const { bytesPerSecond, streams } = linkRate(wanted, lab.product, kernel.constants)
    return { ...wanted, streams, bytesPerSecond: bytesPerSecond / Math.max(atSource, there), rttMs: known.rttMs }
  }
  const bytesPerSecond = path === null ? 0 : Math.min(path.fromBytesPerSecond / atSource, path.toBytesPerSecond / there)
  return path === null || bytesPerSecond <= 0 ? null : { ...known, bytesPerSecond, streams: path.streams }
}

/** Those that share the links of source and destination now, but for one of the VM itself. */
function othersOn({ world }: Kernel, { name, host }: VmRecord, to: string | null): number {
  const others = new Set([host, to].flatMap((each) => (each === null ? [] : [...usersOfLink(world, each)])))
  others.delete(transferOf(name))
  return others.size
}

function othersAt({ world }: Kernel, name: string, host: string | null): number {
  const users = host === null ? null : usersOfLink(world, host)
  return users === null ? 0 : users.size - (users.has(transferOf(name)) ? 1 : 0)
}

interface Plan {
  readonly kind: MigrationPrediction['kind']
  readonly to: string | null
  readonly datastore: string | null
  readonly link: MigrationPrediction['link']
  readonly memoryMiB: number
  readonly dirtyMBps: number
  readonly workingSetMiB: number
  readonly sdps: boolean
}

function courseOf(kernel: Kernel, vm: VmRecord, plan: Plan): MigrationCourse | null {
  const { constants } = kernel
  const disks = disksOf(kernel, vm, plan)
  if (disks === null || (plan.kind !== 'storage' && plan.link === null)) return null
  const copy = plan.kind === 'storage' || plan.link === null ? null : memoryOf(kernel, plan, plan.link)
  const setupSeconds = constants['VM-030'].setupSeconds
  const stunSeconds = copy === null ? constants['VM-062'].stunMs / 1000 : copy.stunSeconds
  const memorySeconds = copy === null ? setupSeconds + stunSeconds : copy.totalSeconds
  const failed = copy?.failed ?? null
  const outageMs = failed === null ? (stunSeconds + constants['VM-082'].settleSeconds) * 1000 : 0
  const intervalMs = vm.cfg.clientPing?.interval ?? PING_INTERVAL_MS
  const sent = copy === null ? 0 : copy.bytes
  return {
    setupMs: setupSeconds * 1000,
    diskBytes: disks.bytes,
    diskMs: disks.seconds * 1000,
    rounds: (copy?.rounds ?? []).map(({ bytes, seconds, dirtyBytes }) => ({ bytes, ms: seconds * 1000, dirtyBytes })),
    lastBytes: failed === null ? (copy?.rounds.at(-1)?.dirtyBytes ?? 0) : 0,
    bytes: disks.bytes + sent,
    stunMs: stunSeconds * 1000,
    totalMs: (disks.seconds + memorySeconds) * 1000,
    sdpsFromRound: copy?.sdpsFromRound ?? null,
    slowdownPercent: copy?.slowdownPercent ?? 0,
    failed,
    clientOutageMs: outageMs,
    // VM-082: the phase decides between the two.
    pings: { intervalMs, least: floor9(outageMs / intervalMs), most: pingsLost(outageMs, intervalMs, 0) },
  }
}

function memoryOf(kernel: Kernel, plan: Plan, link: NonNullable<MigrationPrediction['link']>): PreCopy {
  return preCopy(
    {
      memoryBytes: plan.memoryMiB * MIB,
      bytesPerSecond: link.bytesPerSecond,
      dirtyBytesPerSecond: plan.dirtyMBps * MB,
      workingSetBytes: plan.workingSetMiB * MIB,
      rttSeconds: link.rttMs / 1000,
      sdps: plan.sdps,
    },
    kernel.constants,
  )
}

/**
 * One source datastore after the other, with deltas and memory images (SN-027), among those that copy there now (VM-062); null: one of the ends
 * does not reach it. A raw device stays where it is.
 */
function disksOf(kernel: Kernel, vm: VmRecord, { datastore, to, kind, link }: Plan): { readonly bytes: number; readonly seconds: number } | null {
  const { world } = kernel
  let bytes = 0
  let seconds = 0
  if (datastore === null) return { bytes, seconds }
  if (vm.host === null || to === null || !reaches(world, to, datastore)) return null
  const throughput = (name: string): number => {
    const users = usersOfDatastore(world, name)
    return (world.datastores.need(name).cfg.throughputMBps * MB) / (1 + users.size - (users.has(transferOf(vm.name)) ? 1 : 0))
  }
  for (const [from, size] of filesToMove(kernel, vm.name)) {
    if (from === datastore || size <= 0) continue
    if (!reaches(world, vm.host, from)) return null
    bytes += size
    seconds += storageCopySeconds({
      bytes: size,
      fromBytesPerSecond: throughput(from),
      toBytesPerSecond: throughput(datastore),
      linkBytesPerSecond: kind === 'both' ? (link?.bytesPerSecond ?? 0) : null,
      isSameDatastore: false,
      writeBytesPerSecond: asked(kernel, vm, 'writeMBps') * MB,
    })
  }
  return { bytes, seconds }
}

/** What `vm.migrate` would answer, host by host. */
export function migrationTargets(kernel: Kernel, name: string, datastore: string | null): readonly MigrationTarget[] | null {
  const vm = kernel.world.vms.get(name)
  if (vm === undefined) return null
  const never = notNow(kernel, vm)
  return [...kernel.world.hosts.keys()].map((host) => {
    const kind = kindOfMove(vm, host, datastore)
    const isCurrent = host === vm.host
    if (kind === null || vm.host === null) return { host, isCurrent, refused: never === null ? null : toldOf(never), warnings: [] }
    const move = { vm, from: vm.host, to: host, datastore, kind }
    const found = never ?? migrationTrouble(kernel, move)
    return {
      host,
      isCurrent,
      refused: found === null ? null : toldOf(found),
      warnings: found === null ? migrationWarnings(kernel, move).map(toldOf) : [],
    }
  })
}

function toldOf({ reason, facts, about }: MoveTrouble): TargetTrouble {
  return { code: reason, facts, resource: typeof about.resource === 'string' ? about.resource : null }
}
