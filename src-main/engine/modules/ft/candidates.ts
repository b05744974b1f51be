/** The hosts that a secondary may go to, as `policy/placement.ts` wants them. */
import { evcSequences } from '../../../contract/lab/evc.ts'
import type { EvcMode, LabVm } from '../../../contract/lab/index.ts'
import type { FtRecord, HostRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { isFailoverHost } from '../../reads/admission.ts'
import { roomOfHosts, takeIssued } from '../../reads/capacity.ts'
import { overheadOf } from '../../reads/claims.ts'
import { cpuTrouble } from '../../reads/cpu.ts'
import { ftCopiesOn, ftHostLimits, ftLinked, ftNetworksOf, haPrimaryOf } from '../../reads/ft.ts'
import { networksMissing, vcenterManages, vcenterRuns } from '../../reads/network.ts'
import { allows, rulesOf } from '../../reads/rules.ts'
import { freeBytes } from '../../reads/space.ts'
import { reaches } from '../../reads/storage.ts'
import { vmotionNetworksOf } from '../../reads/vmotion.ts'
import { placeSecondary } from './policy/placement.ts'
import type { SecondaryNeed, SecondaryOption, SecondaryPlacement, SecondaryRules } from './policy/placement.ts'

const BYTES_PER_GIB = 1024 * 1024 * 1024

/** Who starts a secondary: vCenter for a person, FDM after a failure, or nobody: the lab starts with it. */
export type Starter = 'vcenter' | 'ha' | 'settled'

/** Whoever can start a secondary of a VM on that host now: FDM (FT-025), else vCenter; null: nobody. */
export function starterFor({ world }: Turn, host: string): Starter | null {
  if (haPrimaryOf(world, host) !== null) return 'ha'
  return vcenterRuns(world) && vcenterManages(world, host) ? 'vcenter' : null
}

export interface Wanted {
  readonly vm: VmRecord
  /** As it will be: with its full reservation. */
  readonly cfg: LabVm
  readonly primary: string
  /** Of the secondary's files. */
  readonly datastore: string
  readonly starter: Starter
  /** Only this host may be chosen; null: any. */
  readonly only: string | null
  /** Taken where it fits. */
  readonly preferred: string | null
}

export function findPlace(turn: Turn, wanted: Wanted): SecondaryPlacement {
  return placeSecondary(optionsFor(turn, wanted), needOf(wanted.cfg), rulesFor(turn, wanted.starter), wanted.preferred)
}

export function needOf(cfg: LabVm): SecondaryNeed {
  return { vcpus: cfg.vcpus, cpuMHz: cfg.cpuReservationMHz, memoryMiB: cfg.memoryReservationMiB + overheadOf(cfg) }
}

function rulesFor(turn: Turn, starter: Starter): SecondaryRules {
  const { vms, vcpus } = ftHostLimits(turn)
  return {
    ftVmsPerHost: vms,
    ftVcpusPerHost: vcpus,
    ...turn.constants['FT-011'],
    ftNicNeeded: turn.constants['FT-006'].ftNicNeeded,
    failoverHosts: starter === 'ha' || !turn.constants['HA-162'].keptFree ? 'first' : 'never',
  }
}

function optionsFor(turn: Turn, { vm, cfg, primary, datastore, starter, only }: Wanted): SecondaryOption[] {
  const { world } = turn
  const rooms = roomOfHosts(world)
  // HA may have placed VMs in this very instant.
  takeIssued(world, rooms)
  const rules = rulesOf(world, vm.name)
  const must = turn.constants['FT-012'].hostRulesForSecondary ? rules.must.filter(({ known }) => known || starter !== 'ha') : []
  const should = rules.should.filter(({ known }) => known || starter !== 'ha')
  const networks = cfg.nics.map(({ network }) => network)
  const options: SecondaryOption[] = []
  for (const host of world.hosts.values()) {
    const room = rooms.get(host.name)
    if (room === undefined || host.cfg.standalone || (only !== null && host.name !== only)) continue
    const copies = ftCopiesOn(world, host.name, null)
    const broken = should.filter((rule) => !allows(rule, host.name))
    options.push({
      host: host.name,
      order: host.order,
      excluded: excluded(turn, host, primary, starter),
      isPartner: host.name === primary || vm.instances.some((instance) => instance.host === host.name),
      // The lock that decides who survives lies beside the primary's files (FT-013, FT-017).
      reachesDatastores: reaches(world, host.name, datastore) && reaches(world, host.name, cfg.datastore),
      hasNetworks: networksMissing(world, networks, host.name) === null,
      cpuCompatible: mayRunFt(host) && cpuTrouble(turn, vm, host.cfg) === null,
      hasVmotionNic: vmotionNetworksOf(world, host.name).length > 0,
      hasFtNic: ftNetworksOf(world, host.name).length > 0,
      ftLinked: ftLinked(turn, primary, host.name),
      mustRulesAllow: must.every((rule) => allows(rule, host.name)),
      metroAllows: metroAllows(turn, cfg, primary, host.name),
      shouldRulesBroken: broken.length,
      newestShouldBroken: broken.at(-1)?.order ?? 0,
      ftVms: copies.vms,
      ftVcpus: copies.vcpus,
      cpuUnreservedMHz: room.cpuMHz,
      memoryUnreservedMiB: room.memoryMiB,
      isFailoverHost: isFailoverHost(world, host.name),
    })
  }
  return options
}

function excluded({ world }: Turn, host: HostRecord, primary: string, starter: Starter): SecondaryOption['excluded'] {
  if (host.maintenance !== 'no') return { reason: 'inMaintenance', code: 'hostInMaintenance' }
  if (host.power === 'standby' || host.standbyChange !== null) return { reason: 'inStandby', code: 'invalidState' }
  if (host.power !== 'on') return { reason: 'failedHost', code: 'invalidState' }
  if (host.disconnected || !host.hostd) return { reason: 'disconnected', code: 'invalidState' }
  if (starter === 'vcenter' && !vcenterManages(world, host.name)) return { reason: 'disconnected', code: 'invalidState' }
  if (starter !== 'ha') return null
  const partition = haPrimaryOf(world, primary)
  return partition !== null && haPrimaryOf(world, host.name) === partition ? null : { reason: 'notInPartition', code: 'invalidState' }
}

/** FT-006: Sandy Bridge or Bulldozer, or later. */
const oldestCpus: readonly EvcMode[] = ['intel-sandy-bridge', 'amd-bulldozer']

export function mayRunFt({ cfg }: HostRecord): boolean {
  return evcSequences.some((sequence: readonly EvcMode[]) =>
    oldestCpus.some((oldest) => sequence.includes(oldest) && sequence.indexOf(cfg.cpu.model) >= sequence.indexOf(oldest)),
  )
}

/** FT-029: one of the pair in the preferred group, the other outside it. */
function metroAllows(turn: Turn, cfg: LabVm, primary: string, host: string): boolean {
  if (!cfg.ft.metroFtEnabled || !turn.constants['FT-029'].differentGroups) return true
  const group = cfg.ft.metroFtHostGroup === null ? undefined : turn.world.ruleGroups.get('groups')?.hosts[cfg.ft.metroFtHostGroup]
  return group === undefined || group.includes(primary) !== group.includes(host)
}

/** Where the files of the next secondary go. */
export function datastoreFor({ asked }: Pick<FtRecord, 'asked'>, cfg: LabVm): string {
  return asked.datastore ?? cfg.datastore
}

/** The disks of a secondary find room there (FT-013). */
export function hasSpace(turn: Turn, cfg: LabVm, datastore: string): boolean {
  return freeBytes(turn, datastore) >= cfg.disks.reduce((sum, disk) => sum + disk.sizeGiB * BYTES_PER_GIB, 0)
}
