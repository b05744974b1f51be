/** What an evacuation knows of the hosts of the cluster: room and load with all that is on its way, and who is to be kept apart or together. */
import type { Move } from '../../reads/migration-checks.ts'
import { migrationTrouble } from '../../reads/migration-checks.ts'
import { overheadOf, roomOfHosts, take } from '../../reads/capacity.ts'
import type { HostRoom } from '../../reads/capacity.ts'
import { demandOf } from '../../reads/demand.ts'
import { migrationOf } from '../../reads/vmotion.ts'
import { allows, rulesOf } from '../../reads/rules.ts'
import type { RulesOfVm, VmSet } from '../../reads/rules.ts'
import type { HostRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { choose } from './policy/choose.ts'
import type { Choice, Obstacle } from './policy/choose.ts'

interface Load {
  cpuMHz: number
  memoryMiB: number
}

/** One look at all hosts; VMs that it sends away take their room here. */
export interface Plan {
  readonly hosts: readonly HostRecord[]
  readonly rooms: Map<string, HostRoom>
  readonly loads: Map<string, Load>
  /** By VM, where it is to go. */
  readonly sentTo: Map<string, string>
}

export function isLeaving(host: HostRecord): boolean {
  return host.maintenance === 'entering' || host.standbyChange === 'entering'
}

export function beginPlan(turn: Turn): Plan {
  const { world } = turn
  const hosts = [...world.hosts.values()].filter((host) => !host.cfg.standalone)
  const plan: Plan = {
    hosts,
    rooms: roomOfHosts(world),
    loads: new Map(hosts.map(({ name }) => [name, { cpuMHz: 0, memoryMiB: 0 }])),
    sentTo: new Map(),
  }
  for (const vm of world.vms.values()) {
    const at = migrationOf(world, vm.name)?.to ?? vm.powerOn?.host ?? (vm.power === 'on' ? vm.host : null)
    if (at !== null) burden(turn, plan, vm, at)
  }
  // What only waits in the queue holds no room yet, and will.
  for (const { vm, to, from, startedAt, kind } of world.migrations.values())
    if (startedAt === null && to !== from && kind !== 'cold' && kind !== 'storage') take(plan.rooms.get(to), world.vms.need(vm).cfg)
  return plan
}

function burden(turn: Turn, plan: Plan, vm: VmRecord, host: string): void {
  const load = plan.loads.get(host)
  if (load === undefined) return
  load.cpuMHz += demandOf(turn.world, vm.name, 'cpuMHz', turn.now)
  load.memoryMiB += demandOf(turn.world, vm.name, 'memoryMiB', turn.now) + overheadOf(vm.cfg)
}

/** Notes that the VM is to go there. */
export function send(turn: Turn, plan: Plan, vm: VmRecord, host: string): void {
  burden(turn, plan, vm, host)
  take(plan.rooms.get(host), vm.cfg)
  plan.sentTo.set(vm.name, host)
}

export function destinationOf(turn: Turn, plan: Plan, vm: VmRecord, from: string): Choice {
  const rules = rulesOf(turn.world, vm.name)
  const candidates = plan.hosts
    .filter(({ name }) => name !== from)
    .map(({ name, order, cfg }) => {
      const load = plan.loads.get(name) ?? { cpuMHz: 0, memoryMiB: 0 }
      const share = Math.max(load.cpuMHz / cfg.vmCapacity.cpuMHz, load.memoryMiB / cfg.vmCapacity.memoryMiB)
      return { host: name, order, load: share, shouldRulesBroken: rules.should.filter((rule) => !allows(rule, name)).length }
    })
  return choose(candidates, (host) => obstacleTo(turn, plan, { vm, from, to: host, datastore: null, kind: 'vmotion' }, rules))
}

function obstacleTo(turn: Turn, plan: Plan, move: Move, rules: RulesOfVm): Obstacle | null {
  const trouble = migrationTrouble(turn, move, plan.rooms.get(move.to))
  if (trouble !== null) return trouble
  const occupied = placesOf(turn, plan, move.vm.name, rules.apart)
  const wanted = placesOf(turn, plan, move.vm.name, rules.together)
  const isKept = !occupied.has(move.to) && (wanted.size === 0 || wanted.has(move.to))
  return isKept ? null : { reason: 'vmRuleViolation', facts: ['DRS-069'] }
}

/** Where the others of these sets will be: those on a host that leaves have no place yet. */
function placesOf(turn: Turn, plan: Plan, vm: string, sets: readonly VmSet[]): ReadonlySet<string> {
  const places = new Set<string>()
  for (const name of new Set(sets.flatMap(({ vms }) => vms))) {
    const other = name === vm ? undefined : turn.world.vms.get(name)
    if (other === undefined || (other.power === 'off' && other.powerOn === null)) continue
    const at = plan.sentTo.get(name) ?? migrationOf(turn.world, name)?.to ?? other.powerOn?.host ?? other.host
    const host = at === null ? undefined : turn.world.hosts.get(at)
    if (host !== undefined && !isLeaving(host)) places.add(host.name)
  }
  return places
}
