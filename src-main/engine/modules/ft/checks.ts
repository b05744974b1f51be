/** What refuses Fault Tolerance to a VM, whatever its secondary would find (FT-004 to FT-010, FT-029). */
import type { LabVm } from '../../../contract/lab/index.ts'
import { productAtLeast } from '../../../contract/lab/product.ts'
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { roomOfHost } from '../../reads/capacity.ts'
import { ftLimitReached, ftNetworksOf } from '../../reads/ft.ts'
import { poolShortage } from '../../reads/pool-room.ts'
import { settingOf, settings } from '../../reads/ha.ts'
import { datastoresOf } from '../../reads/storage.ts'
import { vmotionNetworksOf } from '../../reads/vmotion.ts'
import { mayRunFt } from './candidates.ts'

type Trouble = Readonly<Parameters<Turn['refuse']>>

export function vmTrouble(turn: Turn, vm: VmRecord): Trouble | null {
  const { cfg } = vm
  const c = turn.constants
  const ha = settings(turn.world)
  if (c['FT-006'].haNeeded && ha === undefined) return ['haNotEnabled', ['FT-006']]
  if (c['FT-007'].haNeededOfVm && ha !== undefined && settingOf(ha.cfg, cfg, 'restartPriority') === 'disabled') return ['haNotEnabled', ['FT-007']]
  if (cfg.ft.metroFtEnabled && cfg.ft.metroFtHostGroup === null && c['FT-029'].groupNeeded) return ['noHostGroupConfigured', ['FT-029']]
  if (c['FT-007'].snapshotsExcluded && (turn.world.chains.get(vm.name)?.snapshots.length ?? 0) > 0) return ['hasSnapshots', ['FT-007']]
  return sizeTrouble(turn, cfg) ?? deviceTrouble(turn, cfg)
}

/** FT-004: configuration maximums. */
function sizeTrouble(turn: Turn, cfg: LabVm): Trouble | null {
  const { vcpusFrom67, vcpusFrom60, vcpusBefore60, memoryMiB, disks, diskGiB } = turn.constants['FT-004']
  if (turn.lab.limits === 'none') return null
  const { product } = turn.lab
  const vcpus = productAtLeast(product, '6.7') ? vcpusFrom67 : productAtLeast(product, '6.0') ? vcpusFrom60 : vcpusBefore60
  if (cfg.vcpus > vcpus) return ['ftTooManyVcpus', ['FT-004']]
  if (cfg.memoryMiB > memoryMiB) return ['ftTooMuchMemory', ['FT-004'], { resource: 'memory' }]
  if (cfg.disks.length > disks || cfg.disks.some(({ sizeGiB }) => sizeGiB > diskGiB)) return ['ftDisksTooLarge', ['FT-004']]
  return null
}

/** What has to be removed first (FT-008, FT-009); an ISO image on a datastore is fine. */
const barredDevices: readonly string[] = ['usb', 'sound', 'passthrough', 'serial', 'parallel']

function deviceTrouble(turn: Turn, cfg: LabVm): Trouble | null {
  const { devicesExcluded } = turn.constants['FT-009']
  const bars = cfg.devices.some(({ type, backing }) => barredDevices.includes(type) || backing !== 'iso')
  const raw = cfg.disks.some(({ rdm }) => rdm === 'physical') || cfg.scsiBusSharing !== 'none'
  if (devicesExcluded && (bars || raw)) return ['ftIncompatibleDevice', ['FT-009']]
  const vvol = datastoresOf(cfg).find((datastore) => turn.world.datastores.get(datastore)?.cfg.type === 'vvol')
  if (vvol !== undefined && turn.constants['FT-008'].vvolExcluded) return ['ftIncompatibleDatastore', ['FT-008'], { datastore: vvol }]
  return null
}

/** The host of the primary has to be able to do it too (FT-005, FT-006). */
export function hostTrouble(turn: Turn, vm: VmRecord, host: string): Trouble | null {
  const { world } = turn
  const record = world.hosts.need(host)
  if (record.cfg.standalone) return ['haNotEnabled', ['FT-006'], { host }]
  if (!mayRunFt(record)) return ['cpuIncompatible', ['FT-006'], { host }]
  if (ftNetworksOf(world, host).length === 0 && turn.constants['FT-006'].ftNicNeeded) return ['missingFtLoggingNic', ['FT-006'], { host }]
  if (vmotionNetworksOf(world, host).length === 0) return ['vmotionNotEnabled', ['FT-006'], { host }]
  const limit = ftLimitReached(turn, vm.name, host)
  return limit === null ? null : [limit, ['FT-005'], { host }]
}

/** FT-010: the host of the primary has to hold its full memory. */
export function roomTrouble(turn: Turn, vm: VmRecord, cfg: LabVm): Trouble | null {
  const { world } = turn
  const host = vm.host ?? ''
  const more = cfg.memoryReservationMiB - vm.cfg.memoryReservationMiB
  if (more > roomOfHost(world, host).memoryMiB) return ['insufficientResources', ['FT-010'], { host, resource: 'memory' }]
  // The secondary will hold as much of the same pool.
  const short = world.pools.size === 0 ? null : poolShortage(turn, { vms: [{ name: vm.name, cfg, times: 2 }] })
  return short === null
    ? null
    : ['insufficientResources', ['FT-010', 'DRS-022'], { host, resource: short.resource, pool: short.pool }, [], short.figures]
}
