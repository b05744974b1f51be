/** Which files a migration carries, and from where. Bytes. */
import type { LabVm } from '../../../contract/lab/index.ts'
import type { MigrationRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { datastoresOf } from '../../reads/storage.ts'
import { filesToMove } from '../../reads/space.ts'

type Moved = Pick<MigrationRecord, 'vm' | 'kind' | 'datastore'>
type Groups = NonNullable<MigrationRecord['disks']>['left']

const GIB = 1024 * 1024 * 1024

/** Datastores that lose files to it; of FT's copy those that it reads. */
export function sourcesOf(turn: Turn, { vm, kind, datastore }: Moved): readonly string[] {
  const own = datastoresOf(turn.world.vms.need(vm).cfg)
  return datastore === null ? [] : own.filter((name) => kind === 'ft' || name !== datastore)
}

/** What is to be copied, by source datastore (SN-027); FT's copy takes the disks wherever they are (FT-014). */
export function groupsOf(turn: Turn, { vm, kind, datastore }: Moved): Groups {
  if (datastore === null) return []
  const files = kind === 'ft' ? disksOf(turn.world.vms.need(vm).cfg) : filesToMove(turn, vm)
  return [...files].flatMap(([from, bytes]) => (bytes > 0 && (kind === 'ft' || from !== datastore) ? [{ from, bytes }] : []))
}

function disksOf(cfg: LabVm): ReadonlyMap<string, number> {
  const files = new Map<string, number>()
  for (const disk of cfg.disks) if (disk.rdm === null) files.set(disk.datastore, (files.get(disk.datastore) ?? 0) + disk.sizeGiB * GIB)
  return files
}

/** Where its files lie once it has ended. */
export function filesThere(cfg: LabVm, datastore: string): Pick<LabVm, 'datastore' | 'disks'> {
  return { datastore, disks: cfg.disks.map((disk) => ({ ...disk, datastore })) }
}
