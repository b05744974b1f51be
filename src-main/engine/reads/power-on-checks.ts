/**
 * What vCenter and the host look at before a VM is powered on there (DRS-047), and who chooses the host: the one place that power-ons and the
 * placement by DRS ask. Pure reads over the world. The first thing that stands against it is told.
 */
import type { FactId } from '../../contract/fact-id.ts'
import { maximums } from '../../contract/lab/maximums.ts'
import { productAtLeast } from '../../contract/lab/product.ts'
import type { LabVm } from '../../contract/lab/index.ts'
import type { HostRecord, VmRecord } from '../core/records.ts'
import type { Turn } from '../core/turn.ts'
import { fallsShort } from '../models/maths.ts'
import { acceptsVms, roomOfHost } from './capacity.ts'
import { overheadOf } from './claims.ts'
import type { HostRoom } from './capacity.ts'
import { clusterEvcMode, hasTooFewCpus, perVmEvcTrouble } from './cpu.ts'
import { automationOf, drsAtWork } from './drs.ts'
import type { At } from './drs.ts'
import { capTrouble } from './drs-limits.ts'
import { ftLimitReached, hasFt } from './ft.ts'
import type { MoveTrouble } from './migration-checks.ts'
import { networksMissing, vcenterManages } from './network.ts'
import { allows, rulesOf } from './rules.ts'
import { datastoresOf, reachesFiles } from './storage.ts'

/**
 * Why the VM cannot be powered on there; null: it can. `direct`: at the host itself, past vCenter. `room`: what is free there, where the asker
 * knows. Rules are asked apart.
 */
export function powerOnTrouble(turn: Turn, vm: VmRecord, host: HostRecord, direct = false, known?: HostRoom): MoveTrouble | null {
  const about = { vm: vm.name, host: host.name }
  const because = (reason: string, fact: FactId = 'DRS-047', more: MoveTrouble['about'] = {}): MoveTrouble => ({
    reason,
    facts: [fact],
    about: { ...about, ...more },
  })
  const inHand = direct ? host.hostd : vcenterManages(turn.world, host.name)
  if (host.power !== 'on' || !inHand || host.standbyChange !== null) return because('invalidState')
  if (host.maintenance !== 'no') return because('hostInMaintenance')
  const cpu = perVmEvcTrouble(turn, vm.cfg, host.cfg)
  if (cpu !== null) return { reason: cpu.reason, facts: cpu.facts, about: cpu.about }
  if (turn.constants['DRS-097'].cpusAreCounted && hasTooFewCpus(vm.cfg, host.cfg)) return because('notEnoughCpus', 'DRS-097')
  for (const datastore of datastoresOf(vm.cfg))
    if (!reachesFiles(turn.world, host.name, vm.cfg, datastore)) return because('datastoreNotAccessible', 'DRS-047', { datastore })
  const network = networksMissing(
    turn.world,
    vm.cfg.nics.map((nic) => nic.network),
    host.name,
  )
  if (network !== null) return because('networkMismatch', 'DRS-047', { network })
  const ftLimit = hasFt(turn.world, vm.name) ? ftLimitReached(turn, vm.name, host.name) : null
  if (ftLimit !== null) return because(ftLimit)
  const room = known ?? roomOfHost(turn.world, host.name, vm.name)
  if (turn.lab.limits === 'vsphere' && room.vms >= maximums[turn.lab.product].vmsPerHost) return because('vmsPerHostLimit', 'DRS-102')
  const cap = capTrouble(turn, host.cfg, room, vm.cfg, true)
  if (cap !== null) return because(cap.reason, cap.facts[0])
  if (room.cpuMHz < vm.cfg.cpuReservationMHz) return because('insufficientResources', 'DRS-045', { resource: 'cpu' })
  // With no reservation only the overhead is needed.
  const neededMiB = vm.cfg.memoryReservationMiB + (turn.constants['DRS-045'].overheadCounts ? overheadOf(vm.cfg) : 0)
  if (fallsShort(room.memoryMiB, neededMiB)) return because('insufficientResources', 'DRS-045', { resource: 'memory' })
  return null
}

/** Its must rules leave it no host at all (DRS-072). */
export function ruledOut({ world }: Pick<Turn, 'world'>, vm: string): boolean {
  const { must } = rulesOf(world, vm)
  return must.length > 0 && ![...world.hosts.keys()].some((host) => must.every((rule) => allows(rule, host)))
}

/** DRS-074: with DRS off too. Null: no must rule is against it. */
export function mustRuleTrouble(turn: Pick<Turn, 'world'>, vm: string, host: string): MoveTrouble | null {
  const broken = rulesOf(turn.world, vm).must.find((rule) => !allows(rule, host))
  if (broken === undefined) return null
  if (ruledOut(turn, vm)) return { reason: 'noCompatibleHardAffinityHost', facts: ['DRS-072'], about: { vm } }
  return { reason: 'mustRuleViolation', facts: ['DRS-074'], about: { vm, host, name: broken.rule } }
}

/** A CPU affinity or hardware of its host: it starts where it is registered. */
function isTied({ cpuAffinity, devices }: LabVm): boolean {
  return cpuAffinity.length > 0 || devices.some(({ type, backing, connected }) => connected && (type === 'passthrough' || backing === 'hostDevice'))
}

/** DRS-081, FT-012: what DRS does for a VM with Fault Tolerance at all needs EVC. */
export function drsServesFt({ world, constants }: Pick<At, 'world' | 'constants'>): boolean {
  return (clusterEvcMode(world) !== null) === constants['DRS-081'].evcNeeded
}

/** FT-012: SMP-FT of 6.0 to 6.7 is placed and not balanced. */
export function drsBalancesFt(turn: Pick<At, 'world' | 'constants' | 'lab'>): boolean {
  const isOld = productAtLeast(turn.lab.product, '6.0') && !productAtLeast(turn.lab.product, '7.0')
  return drsServesFt(turn) && isOld !== turn.constants['FT-012'].placedOnlyBefore70
}

/** DRS chooses the host of its power-on (DRS-079); else it starts where it is registered. */
export function drsPlaces(turn: Turn, vm: VmRecord): boolean {
  if (!turn.constants['DRS-079'].drsChooses || drsAtWork(turn) === null || vm.cfg.agentVm || automationOf(turn, vm) === 'disabled') return false
  const at = vm.host === null ? undefined : turn.world.hosts.get(vm.host)
  if (at === undefined) return true
  return !at.cfg.standalone && !isTied(vm.cfg) && (!hasFt(turn.world, vm.name) || drsServesFt(turn))
}

/** vCenter has the host where it is registered in hand, or knows why it is away: maintenance and standby mode keep no VM from starting elsewhere. */
export function isWithinReach({ world }: Pick<Turn, 'world'>, vm: VmRecord): boolean {
  const at = vm.host === null ? undefined : world.hosts.get(vm.host)
  return at === undefined || at.power === 'standby' || at.standbyChange === 'exiting' || (at.power === 'on' && vcenterManages(world, at.name))
}

/** A host of the cluster that could be asked for, for checks that do not look at which. */
export function anyHost({ world }: Pick<Turn, 'world'>, isLeftOut: (host: string) => boolean): HostRecord | undefined {
  return [...world.hosts.values()].find((host) => !host.cfg.standalone && acceptsVms(host) && !isLeftOut(host.name))
}
