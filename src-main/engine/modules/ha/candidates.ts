/** The hosts that a restart may choose from, as `policy/placement.ts` wants them (HA-092, HA-101, HA-169, HA-170). */
import type { LabVm } from '../../../contract/lab/index.ts'
import { maximums } from '../../../contract/lab/maximums.ts'
import { productAtLeast } from '../../../contract/lab/product.ts'
import type { RestartRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { isFailoverHost } from '../../reads/admission.ts'
import { roomOfHosts, takeIssued } from '../../reads/capacity.ts'
import { overheadOf } from '../../reads/claims.ts'
import type { HostRoom } from '../../reads/capacity.ts'
import { hasTooFewCpus, perVmEvcTrouble } from '../../reads/cpu.ts'
import { vcpusLeft } from '../../reads/drs-limits.ts'
import { ftLimitReached, hasFt } from '../../reads/ft.ts'
import { networksMissing } from '../../reads/network.ts'
import { allows, placesOfOthers, rulesOf } from '../../reads/rules.ts'
import type { RulesOfVm } from '../../reads/rules.ts'
import { datastoresOf, reachesVm } from '../../reads/storage.ts'
import { flagOption, numberOption, partitionOf } from './cluster.ts'
import { asksOnlyDedicated, place, refusalOf } from './policy/placement.ts'
import type { HostOption, Placement, PlacementNeed, PlacementRules, Refusal } from './policy/placement.ts'

/** What one look at the queue gathers once. Restarts that it issues take their room here. */
export interface Pass {
  readonly rooms: Map<string, HostRoom>
  /** By host, the foremost level of the power-ons under way (HA-092). */
  readonly batches: Map<string, number>
  /** By primary. */
  readonly partitions: Map<string, ReadonlySet<string>>
  readonly rules: PlacementRules
  /** Hosts with an agent VM that does not run: nobody else is started there. */
  readonly agentsMissing: ReadonlySet<string>
  /** vCPUs of restarts that it issued. */
  vcpusIssued: number
  /** What found no host, by all that a placement looks at: as room only shrinks during a pass, the like of it finds none either. */
  readonly inVain: Map<string, Extract<Placement, { host: null }>>
}

export function beginPass(turn: Turn): Pass {
  const c = turn.constants
  const max = maximums[turn.lab.product]
  const limited = turn.lab.limits === 'vsphere'
  const pass: Pass = {
    rooms: roomOfHosts(turn.world),
    batches: new Map(),
    partitions: new Map(),
    rules: {
      powerOnsPerHost: numberOption(turn, 'das.perhostconcurrentfailoverslimit', c['HA-100'].powerOnsPerHost),
      vmsPerHost: limited ? max.vmsPerHost : Number.MAX_SAFE_INTEGER,
      vcpusPerHost: limited ? max.vcpusPerHost : Number.MAX_SAFE_INTEGER,
      ...c['HA-101'],
      ...c['HA-102'],
      triedFirst: c['HA-162'].triedFirst,
      ...c['HA-164'],
    },
    agentsMissing: agentsMissing(turn),
    vcpusIssued: 0,
    inVain: new Map(),
  }
  takeIssued(turn.world, pass.rooms)
  noteIssued(turn, pass)
  return pass
}

/** Hosts are busy with the restarts that were issued. */
function noteIssued(turn: Turn, { batches }: Pass): void {
  for (const { state, target, level } of turn.world.restarts.values())
    if (state === 'attempted' && target !== null) batches.set(target, Math.min(batches.get(target) ?? level, level))
}

function agentsMissing(turn: Turn): ReadonlySet<string> {
  const hosts = new Set<string>()
  for (const vm of turn.world.vms.values()) if (vm.cfg.agentVm && vm.host !== null && vm.power !== 'on') hosts.add(vm.host)
  return hosts
}

export function needOf(cfg: LabVm): PlacementNeed {
  return { cpuMHz: cfg.cpuReservationMHz, memoryMiB: cfg.memoryReservationMiB + overheadOf(cfg), vcpus: cfg.vcpus }
}

export function placeFor(turn: Turn, pass: Pass, entry: Pick<RestartRecord, 'by' | 'level'>, vm: VmRecord): Placement {
  const need = needOf(vm.cfg)
  const rules = rulesOf(turn.world, vm.name)
  const isOrdinary =
    !hasFt(turn.world, vm.name) && rules.must.length + rules.should.length + rules.apart.length === 0 && vm.cfg.vsanComponents === null
  const key = isOrdinary ? likeness(turn, entry, vm, need) : null
  const known = key === null ? undefined : pass.inVain.get(key)
  if (known !== undefined) return known
  const found = place(hostOptions(turn, pass, entry, vm, rules), need, pass.rules)
  if (key !== null && found.host === null) pass.inVain.set(key, found)
  return found
}

/** A host as a restart would find it; `refusal`: null, it would start there. */
export interface HostAsked {
  readonly room: Pick<HostRoom, 'cpuMHz' | 'memoryMiB'>
  readonly refusal: Refusal | null
}

/** What a restart of the VM would find on each host if it were tried now; by host. */
export function askHosts(turn: Turn, entry: Pick<RestartRecord, 'by' | 'level'>, vm: VmRecord): ReadonlyMap<string, HostAsked> {
  const pass = beginPass(turn)
  const need = needOf(vm.cfg)
  const options = hostOptions(turn, pass, entry, vm, rulesOf(turn.world, vm.name))
  const onlyDedicated = asksOnlyDedicated(options, pass.rules)
  return new Map(
    options.map((option) => {
      const room = { cpuMHz: option.cpuUnreservedMHz, memoryMiB: option.memoryUnreservedMiB }
      return [option.host, { room, refusal: refusalOf(option, need, pass.rules, onlyDedicated) }]
    }),
  )
}

function likeness(turn: Turn, entry: Pick<RestartRecord, 'by' | 'level'>, vm: VmRecord, { cpuMHz, memoryMiB, vcpus }: PlacementNeed): string {
  const nics = vm.cfg.nics.map((nic) => nic.network)
  const onVsan = datastoresOf(vm.cfg).some((datastore) => turn.world.datastores.get(datastore)?.cfg.type === 'vsan')
  return JSON.stringify([
    entry.by,
    entry.level,
    cpuMHz,
    memoryMiB,
    vcpus,
    vm.cfg.agentVm,
    vm.cfg.evcMode,
    nics,
    datastoresOf(vm.cfg),
    onVsan ? vm.cfg.host : null,
  ])
}

function hostOptions(turn: Turn, pass: Pass, entry: Pick<RestartRecord, 'by' | 'level'>, vm: VmRecord, rules: RulesOfVm): HostOption[] {
  const networks = vm.cfg.nics.map((nic) => nic.network)
  const partition = partitionIn(turn, pass, entry.by)
  const occupied = separates(turn) ? placesOfOthers(turn.world, vm.name, rules.apart) : new Set<string>()
  const must = turn.constants['HA-169'].mustRulesHold ? rules.must.filter((rule) => rule.known) : []
  const should = respectsShould(turn) ? rules.should.filter((rule) => rule.known) : []
  const batches = !productAtLeast(turn.lab.product, '6.5') && turn.constants['HA-092'].batchesPerHost
  const isFt = hasFt(turn.world, vm.name)
  const registered = vm.host === null ? undefined : turn.world.hosts.get(vm.host)
  const ranWithoutCpus = registered !== undefined && hasTooFewCpus(vm.cfg, registered.cfg)
  const options: HostOption[] = []
  for (const host of turn.world.hosts.values()) {
    const room = pass.rooms.get(host.name)
    if (room === undefined || host.cfg.standalone) continue
    const broken = should.filter((rule) => !allows(rule, host.name))
    options.push({
      host: host.name,
      order: host.order,
      excluded: excluded(turn, host.name, partition),
      cpuUnreservedMHz: room.cpuMHz,
      memoryUnreservedMiB: room.memoryMiB,
      vms: room.vms,
      vcpus: room.vcpus,
      vcpusLeft: vcpusLeft(turn, host.cfg, room, pass.vcpusIssued),
      powerOns: room.powerOns,
      ftLimitReached: isFt && ftLimitReached(turn, vm.name, host.name) !== null,
      isFailoverHost: isFailoverHost(turn.world, host.name),
      reachesDatastores: reachesVm(turn.world, host.name, vm.cfg),
      hasNetworks: networksMissing(turn.world, networks, host.name) === null,
      offersCpu: perVmEvcTrouble(turn, vm.cfg, host.cfg) === null,
      hasCpus: ranWithoutCpus || !hasTooFewCpus(vm.cfg, host.cfg),
      agentVmsRun: vm.cfg.agentVm || !pass.agentsMissing.has(host.name),
      mustRulesAllow: must.every((rule) => allows(rule, host.name)),
      keepsApart: !occupied.has(host.name),
      shouldRulesBroken: broken.length,
      newestShouldBroken: broken.at(-1)?.order ?? 0,
      earlierPriority: batches && (pass.batches.get(host.name) ?? entry.level) < entry.level,
    })
  }
  return options
}

function partitionIn(turn: Turn, pass: Pass, primary: string): ReadonlySet<string> {
  let partition = pass.partitions.get(primary)
  if (partition === undefined) pass.partitions.set(primary, (partition = new Set(partitionOf(turn, primary))))
  return partition
}

/** HA-169: the option, else by product. */
function respectsShould(turn: Turn): boolean {
  return flagOption(turn, 'das.respectvmhostsoftaffinityrules', Number(turn.lab.product) >= turn.constants['HA-169'].shouldRulesFromProduct)
}

/** HA-170: the option, else by product. */
function separates(turn: Turn): boolean {
  const { antiAffinityFromProduct, separateRulesHold } = turn.constants['HA-170']
  return separateRulesHold && flagOption(turn, 'das.respectvmvmantiaffinityrules', Number(turn.lab.product) >= antiAffinityFromProduct)
}

function excluded(turn: Turn, host: string, partition: ReadonlySet<string>): string | null {
  const record = turn.world.hosts.need(host)
  if (record.maintenance !== 'no') return 'inMaintenance'
  if (record.power === 'standby' || record.standbyChange !== null) return 'inStandby'
  if (record.disconnected) return 'disconnected'
  if (partition.has(host)) return null
  return record.power === 'on' ? 'notInPartition' : 'failedHost'
}
