/** VMs whose clients get no answer, and what each waits for. */
import type { OutageKind, VmOutage } from '../../contract/outage.ts'
import type { LabEvent } from '../../contract/events.ts'
import { isVcls } from '../../contract/vcls.ts'
import type { VmRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { lossReasonOf, tellsOfRestart } from '../models/loss-reason.ts'
import { primaries } from '../modules/ha/cluster.ts'
import { isOut } from '../reads/clients.ts'
import { datastoresOf, lossOf, reachesVm } from '../reads/storage.ts'
import { restartQueue } from './restart-queue.ts'
import { storageIsSound } from './services.ts'

/** Those that are off first, then by how long, then in the order of the inventory. Agents of vSphere Cluster Services are missed by nobody. */
export function outages(kernel: Kernel): readonly VmOutage[] {
  const { world } = kernel
  const found: { readonly vm: VmRecord; readonly kind: OutageKind; readonly sinceMs: number }[] = []
  for (const { vm: name, outageSince } of world.clients.values()) {
    const vm = world.vms.get(name)
    if (outageSince !== null && vm !== undefined && !isVcls(name)) found.push({ vm, kind: kindOf(kernel, vm), sinceMs: outageSince })
  }
  if (!storageIsSound(world)) {
    for (const vm of world.vms.values())
      if (!isVcls(vm.name) && isWithoutFiles(kernel, vm)) found.push({ vm, kind: 'storage', sinceMs: lostSince(kernel, vm) })
  }
  const waiting = new Map(restartQueue(world).map((entry) => [entry.vm, entry]))
  const silent = found.filter(({ vm, kind }) => kind === 'off' && !waiting.has(vm.name))
  const said = lastSaid(kernel.log, new Map(silent.map(({ vm, sinceMs }) => [vm.name, sinceMs])))
  const cfg = world.ha.get('ha')?.cfg
  const standing = { enabled: cfg !== undefined, hostMonitoring: cfg?.hostMonitoring ?? false, hasPrimary: primaries(world).length > 0 }
  const reasonOf = (vm: string): VmOutage['reason'] =>
    lossReasonOf({ event: said.get(vm), waitsFor: null, isProtected: world.protection.get(vm)?.committed === true }, standing)
  return found
    .sort((a, b) => rank(a.kind) - rank(b.kind) || a.sinceMs - b.sinceMs || a.vm.order - b.vm.order)
    .map(({ vm, kind, sinceMs }) => {
      const entry = waiting.get(vm.name)
      return {
        vm: vm.name,
        host: vm.powerOn?.host ?? vm.host,
        kind,
        sinceMs,
        restart: entry === undefined ? null : { state: entry.state, waitsFor: entry.waitsFor, attempt: entry.attempt, nextAtMs: entry.nextAtMs },
        reason: kind === 'off' && entry === undefined ? reasonOf(vm.name) : null,
      }
    })
}

const rank = (kind: OutageKind): number => (kind === 'off' || kind === 'placing' ? 0 : 1)

function kindOf({ world }: Kernel, vm: VmRecord): OutageKind {
  if (vm.power === 'poweringOn') return 'poweringOn'
  if (vm.power === 'off') return vm.placing === null ? 'off' : 'placing'
  if (vm.downSince !== null) return vm.question === null ? 'stunned' : 'question'
  if (vm.guest !== 'ready') return vm.guest === 'off' ? 'stunned' : vm.guest
  const [first] = vm.cfg.nics
  return first !== undefined && world.clients.get(vm.name)?.links[first.mac]?.cut === true ? 'network' : 'settling'
}

/** It runs and would answer, but its host does not reach its files. */
function isWithoutFiles({ world }: Kernel, vm: VmRecord): boolean {
  return vm.power === 'on' && vm.host !== null && !isOut(vm, world.clients.get(vm.name)) && !reachesVm(world, vm.host, vm.cfg)
}

/** The first loss of one of its datastores; where none is noted (vSAN, a datastore that was unmounted) the instant at which it began to run. */
function lostSince({ world }: Kernel, vm: VmRecord): number {
  const losses = datastoresOf(vm.cfg).flatMap((datastore) => lossOf(world, datastore, vm.host ?? '')?.sinceAt ?? [])
  return losses.length > 0 ? Math.min(...losses) : (vm.upSince ?? 0)
}

/** The last event in which HA tells of each, since it stopped. */
function lastSaid(log: readonly LabEvent[], since: ReadonlyMap<string, number>): ReadonlyMap<string, LabEvent> {
  const found = new Map<string, LabEvent>()
  if (since.size === 0) return found
  const first = Math.min(...since.values())
  for (let i = log.length - 1; i >= 0 && found.size < since.size; i--) {
    const event = log[i] as LabEvent
    if (event.t < first) break
    const vm = event['vm']
    if (typeof vm !== 'string' || found.has(vm) || !tellsOfRestart(event)) continue
    const from = since.get(vm)
    if (from !== undefined && event.t >= from) found.set(vm, event)
  }
  return found
}
