/** What refuses Fault Tolerance to a VM by itself, wherever it runs (FT-004 to FT-009, FT-029): also one that is only being created. */
import { productAtLeast } from '../../contract/lab/product.ts'
import type { LabVm } from '../../contract/lab/index.ts'
import type { VmRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import { settingOf, settings } from './ha.ts'
import { datastoresOf } from './storage.ts'

export type FtTrouble = Readonly<Parameters<Turn['refuse']>>

export function vmTrouble(turn: Turn, vm: Pick<VmRecord, 'name' | 'cfg'>): FtTrouble | null {
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
function sizeTrouble(turn: Turn, cfg: LabVm): FtTrouble | null {
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

function deviceTrouble(turn: Turn, cfg: LabVm): FtTrouble | null {
  const { devicesExcluded } = turn.constants['FT-009']
  const bars = cfg.devices.some(({ type, backing }) => barredDevices.includes(type) || backing !== 'iso')
  const raw = cfg.disks.some(({ rdm }) => rdm === 'physical') || cfg.scsiBusSharing !== 'none'
  if (devicesExcluded && (bars || raw)) return ['ftIncompatibleDevice', ['FT-009']]
  const vvol = datastoresOf(cfg).find((datastore) => turn.world.datastores.get(datastore)?.cfg.type === 'vvol')
  if (vvol !== undefined && turn.constants['FT-008'].vvolExcluded) return ['ftIncompatibleDatastore', ['FT-008'], { datastore: vvol }]
  return null
}
