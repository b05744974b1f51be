/** What a random lab has for migrations, snapshots and Fault Tolerance: links, room on datastores, workloads, pairs. */
import type { Rng } from '../core/rng.ts'
import { percent } from './draws.ts'
import type { Having } from './draws.ts'

export interface Link {
  readonly name: string
  readonly kind: 'vmotion' | 'ft'
  readonly gbps: number
  readonly nics: number
  readonly rttMs: number
}

/** Links of several speeds, of one network or two; none at all is a lab too. */
export function drawLinks(rng: Rng, having: Having): Link[] {
  const links: Link[] = []
  const add = (name: string, kind: Link['kind'], rttMs: number): void =>
    void links.push({ name, kind, gbps: rng.pick([1, 10, 10, 25, 100]), nics: percent(rng, 25) ? 2 : 1, rttMs })
  if (having('vMotion network', 75)) add('vmotion-1', 'vmotion', having('long distance', 10) ? rng.between(1, 160) : 0)
  if (links.length > 0 && having('two vMotion networks', 12)) add('vmotion-2', 'vmotion', 0)
  if (having('slow vMotion network', 6)) links.push({ name: 'vmotion-slow', kind: 'vmotion', gbps: 0.5, nics: 1, rttMs: 0 })
  if (having('FT network', 70)) add('ft-1', 'ft', 0)
  return links
}

/** What a guest dirties and writes; rates that a copy can keep up with, mostly. */
export function drawWorkload(rng: Rng, having: Having): object {
  return {
    ...(having('guests that dirty memory', 60) ? { dirtyMBps: percent(rng, 75) ? rng.between(1, 80) : rng.between(100, 3000) } : {}),
    ...(having('small working set', 20) ? { workingSetMiB: rng.between(16, 1024) } : {}),
    ...(having('overwrites', 15) ? { overwriteFraction: rng.between(1, 4) / 4 } : {}),
  }
}

/** Settings of a VM that a migration, a snapshot or a client looks at. */
export function drawMoveSettings(rng: Rng, having: Having): object {
  return {
    ...(having('SDPS off', 25) ? { sdps: false } : {}),
    ...(having('encryption required', 5) ? { migrateEncryption: 'required' } : {}),
    ...(having('client that pings', 30) ? { clientPing: { interval: `${rng.between(1, 30) * 100}ms`, phase: `${rng.between(0, 40) * 50}ms` } } : {}),
    ...(having('silent guest', 8) ? { frameInterval: null } : {}),
    ...(having('failing pre-freeze script', 8) ? { preFreezeScript: 'fails' } : {}),
    ...(having('application that is notified', 6)
      ? {
          vmOpNotification: {
            enabled: true,
            timeout: `${rng.between(1, 90)}s`,
            acknowledgeAfter: percent(rng, 50) ? `${rng.between(0, 60)}s` : null,
          },
        }
      : {}),
    ...(having('CPU affinity', 2.5) ? { cpuAffinity: [rng.between(0, 7)] } : {}),
    ...(having('device of the host', 2.5) ? { devices: [{ type: 'cdrom' }] } : {}),
    ...(having('shared SCSI bus', 2) ? { scsiBusSharing: 'virtual' } : {}),
  }
}

/** Disks of one VM on one datastore or two, small enough to be copied within a run; now and then one that is no plain one. */
export function drawDisks(rng: Rng, having: Having, first: string, second: string): object[] {
  const sizeGiB = (): number => rng.between(1, 6)
  const disks: object[] = [{ sizeGiB: sizeGiB(), datastore: first }]
  if (second !== first) disks.push({ sizeGiB: sizeGiB(), datastore: second })
  if (having('independent disk', 4))
    disks.push({ sizeGiB: 1, datastore: first, mode: percent(rng, 50) ? 'independentPersistent' : 'independentNonpersistent' })
  if (having('RDM', 3)) disks.push({ sizeGiB: 1, datastore: first, rdm: percent(rng, 50) ? 'virtual' : 'physical' })
  return disks
}

interface Sized {
  readonly datastore: string
  readonly memoryMiB: number
  readonly disks: readonly { readonly sizeGiB: number; readonly datastore: string }[]
}

/** A capacity that what lies there at the start fits into; null: never full. */
export function drawCapacityGiB(rng: Rng, having: Having, datastore: string, vms: readonly Sized[]): number | null {
  if (!having('finite datastore', 35)) return null
  // Little room more often than not, so that it runs out within a run: not even for memory images of all.
  const isTight = percent(rng, 60)
  let used = 0
  for (const vm of vms) {
    for (const disk of vm.disks) if (disk.datastore === datastore) used += disk.sizeGiB
    if (!isTight && vm.datastore === datastore) used += vm.memoryMiB / 1024
  }
  return Math.ceil(used) + (isTight ? rng.between(0, 4) : rng.between(3, 60))
}
