/** A random lab, drawn from one stream: as a file has it, so that it comes in through the contract's own parser. */
import { memoryOverheadMiB } from '../../contract/memory-overhead.ts'
import type { Rng } from '../core/rng.ts'
import { percent, sample } from './draws.ts'
import type { Having } from './draws.ts'
import { conditions, drawAdmissionControl, drawHa, drawSensitivity, priorities, responses } from './ha-shape.ts'
import { drawPoolOf, drawPools } from './pool-shape.ts'
import { drawCapacityGiB, drawDisks, drawLinks, drawMoveSettings, drawWorkload } from './moving-shape.ts'

export interface LabShape {
  /** A lab file as JSON. */
  readonly text: string
  /** What is special about it, for the table of coverage. */
  readonly features: ReadonlySet<string>
}

interface Network {
  readonly name: string
  readonly kind: string
  readonly isolationAddresses?: readonly string[]
}

export interface Datastore {
  readonly name: string
  readonly network?: string
  readonly hosts?: readonly string[]
}

export interface Host {
  readonly name: string
  readonly memoryMiB: number
  readonly networks: readonly string[]
  readonly maintenance: boolean
  readonly standby: boolean
  readonly standalone: boolean
}

const monitoringLevels = ['disabled', 'vm', 'vmAndApplication']
const HOST_MHZ = 2 * 8 * 2400
/** Settled VMs leave so much of each host's memory to reservations of others. */
const FULL_SHARE = 0.9

export function drawLab(rng: Rng): LabShape {
  const features = new Set<string>()
  const having = (feature: string, n: number): boolean => {
    const has = percent(rng, n)
    if (has) features.add(feature)
    return has
  }
  const hostNames = Array.from({ length: rng.between(2, 8) }, (_, i) => `esx-0${i + 1}`)
  const networks = drawNetworks(rng, having)
  const shared = drawDatastores(rng, having, hostNames, networks)
  const hosts = drawHosts(rng, having, hostNames, networks)
  const cold = having('cold start', 20)
  const lan = networks.some((network) => network.name === 'lan')
  const noHa = having('no HA', 3)
  const paired = !cold && !noHa && ['vmotion', 'ft'].every((kind) => networks.some((network) => network.kind === kind)) && having('FT pairs', 45)
  const { vms, vcenterVm } = drawVms(rng, having, { hosts, datastores: shared, lan, paired })
  const datastores = shared.map((datastore) => ({ ...datastore, capacityGiB: drawCapacityGiB(rng, having, datastore.name, vms) }))
  const admissionControl = having('admission control', 30) ? drawAdmissionControl(rng, having, hosts) : { policy: 'disabled' }
  // A vCenter without a way to a host would never be content.
  const everywhere = networks
    .filter(({ name, kind }) => kind === 'management' && hosts.every((host) => host.networks.includes(name)))
    .map(({ name }) => name)
  const lab = {
    hostdown: 1,
    name: 'Swarm',
    seed: rng.between(1, 1_000_000),
    start: cold ? 'cold' : 'settled',
    vcenter: { vm: vcenterVm, network: rng.pick(everywhere) },
    product: having('product 6.0', 12) ? '6.0' : '8.0',
    cluster: {
      ha: noHa ? null : { ...drawHa(rng, having, datastores), admissionControl },
      drs: having('rules', 45) ? drawRules(rng, having, hostNames, vms) : having('DRS without rules', 40) ? { enabled: true } : null,
      evcMode: having('EVC', 25) ? drawnModels[0] : null,
    },
    networks,
    datastores,
    hosts,
    vms,
  }
  if (!having('resource pools', 35)) return { text: JSON.stringify(drawDpm(rng, having, lab)), features }
  const resourcePools = drawPools(rng, having)
  const outside = new Set(hosts.filter((host) => host.standalone).map((host) => host.name))
  const pooled = vms.map((vm) => {
    const { power, host } = vm as DrawnVm & { readonly power: string; readonly host: string }
    const resourcePool = outside.has(host) ? null : drawPoolOf(rng, resourcePools, power === 'on')
    return { ...vm, resourcePool }
  })
  return { text: JSON.stringify(drawDpm(rng, having, { ...lab, cluster: { ...lab.cluster, resourcePools }, vms: pooled })), features }
}

interface Drawn {
  readonly cluster: { readonly drs: object | null }
  readonly hosts: readonly object[]
}

/** DPM may act, and some hosts have settings of their own. */
function drawDpm<L extends Drawn>(rng: Rng, having: Having, lab: L): Drawn {
  const { drs } = lab.cluster
  if (drs === null || !having('DPM', 30)) return lab
  const advancedOptions = {
    ...(having('DPM windows', 40) ? { VmDemandHistorySecsHostOn: rng.between(0, 600), VmDemandHistorySecsHostOff: rng.between(0, 3600) } : {}),
    ...(having('minimum capacity', 25) ? { MinPoweredOnMemCapacity: rng.between(1, 200_000) } : {}),
  }
  const dpm = { automation: percent(rng, 80) ? 'automatic' : 'manual', threshold: rng.between(2, 5) }
  const hosts = lab.hosts.map((host) => (having('DPM of a host', 20) ? { ...host, dpm: drawHostDpm(rng) } : host))
  return { ...lab, hosts, cluster: { ...lab.cluster, drs: { ...drs, dpm, advancedOptions } } }
}

function drawHostDpm(rng: Rng): object {
  return { automation: rng.pick([null, 'automatic', 'manual', 'disabled']), wake: percent(rng, 60) ? [] : [rng.pick(['ipmi', 'ilo', 'wol'])] }
}

function drawNetworks(rng: Rng, having: Having): Network[] {
  const networks: Network[] = [
    { name: 'mgmt-1', kind: 'management', isolationAddresses: having('several isolation addresses', 30) ? ['gw-1', 'gw-1b'] : ['gw-1'] },
  ]
  if (having('two management networks', 35))
    networks.push({ name: 'mgmt-2', kind: 'management', isolationAddresses: percent(rng, 70) ? ['gw-2'] : [] })
  networks.push({ name: 'storage', kind: 'storage' })
  if (having('network for VMs', 60))
    networks.push({ name: 'lan', kind: 'vm', ...(having('switches that are not notified', 12) ? { notifySwitches: false } : {}) } as Network)
  return [...networks, ...drawLinks(rng, having)]
}

function drawDatastores(rng: Rng, having: Having, hosts: readonly string[], networks: readonly Network[]): Datastore[] {
  const shared = having('one datastore', 20) ? 1 : rng.between(2, 4)
  const datastores: Datastore[] = []
  for (let i = 1; i <= shared; i++) {
    const carried = i > 1 && having('datastore on a network', 25)
    datastores.push({
      name: `ds-${i}`,
      type: rng.pick(['vmfs', 'vmfs', 'nfs', 'vvol']),
      array: `array-${rng.between(1, 3)}`,
      throughputMBps: rng.pick([300, 500, 500, 1000]),
      ...(carried ? { network: percent(rng, 70) ? 'storage' : rng.pick(networks).name } : {}),
      ...(i > 1 && having('datastore for some hosts', 15) ? { hosts: sample(rng, hosts, 1, hosts.length) } : {}),
    } as Datastore)
  }
  if (having('local datastore', 10)) datastores.push({ name: 'local-1', type: 'local', hosts: [rng.pick(hosts)] } as Datastore)
  if (having('vSAN datastore', 8)) datastores.push({ name: 'vsan-1', type: 'vsan' } as Datastore)
  return datastores
}

/** All offer the oldest, which EVC is set to at first. */
export const drawnModels = ['intel-haswell', 'intel-skylake', 'intel-cascade-lake', 'intel-ice-lake'] as const

function drawHosts(rng: Rng, having: Having, names: readonly string[], networks: readonly Network[]): Host[] {
  const tight = having('hosts nearly full', 35)
  const racks = having('fault domains', 30)
  const unequal = having('unequal hosts', 30)
  const lacking = having('hosts lack networks', 20)
  const moids = having('managed object ids of several lengths', 25)
  const models = having('CPUs of several generations', 30)
  return names.map((name, i) => ({
    name,
    cpu: { sockets: 2, coresPerSocket: 8, mhz: 2400, ...(models ? { model: rng.pick(drawnModels) } : {}) },
    memoryMiB: (tight ? 12_288 : 65_536) * (unequal ? rng.between(1, 3) : 1),
    faultDomain: racks ? `rack-${(i % 2) + 1}` : null,
    networks: networks.filter((network) => network.name === 'mgmt-1' || !lacking || percent(rng, 75)).map((network) => network.name),
    maintenance: i > 1 && having('host in maintenance mode', 4),
    standby: i > 1 && having('host in standby mode', 4),
    localDiskFreeMiB: having('small local disk', 4) ? rng.between(10, 100) : 1024,
    standalone: i > 1 && having('standalone host', 3),
    bootTime: `${rng.between(10, 300)}s`,
    ...(moids ? { moid: `host-${i * 37 + rng.between(1, 37)}` } : {}),
    ...hostOptions(rng, having),
  }))
}

function hostOptions(rng: Rng, having: Having): object {
  const options: Record<string, number> = {}
  if (having('nodeGoodness', 4)) options['fdm.nodeGoodness'] = rng.between(1, 9)
  if (having('Misc.APDTimeout', 25)) options['Misc.APDTimeout'] = rng.between(20, 60)
  return { advancedOptions: options }
}

function sees(host: Host, datastore: Datastore): boolean {
  return (datastore.hosts?.includes(host.name) ?? true) && (datastore.network === undefined || host.networks.includes(datastore.network))
}

interface VmScene {
  readonly hosts: readonly Host[]
  readonly datastores: readonly Datastore[]
  readonly lan: boolean
  /** Some VMs start as FT pairs. */
  readonly paired: boolean
}

interface DrawnVm {
  readonly name: string
  readonly datastore: string
  readonly memoryMiB: number
  readonly disks: readonly { readonly sizeGiB: number; readonly datastore: string }[]
  readonly ha: { readonly restartPriority?: string }
}

interface Room {
  memoryMiB: number
  cpuMHz: number
}

/** FT-005: at most so many pairs, that a host never has too many. */
const PAIRS_MAX = 3

function drawVms(rng: Rng, having: Having, scene: VmScene): { vms: DrawnVm[]; vcenterVm: string | null } {
  const vms: DrawnVm[] = []
  const room = new Map(
    scene.hosts.map((host): [string, Room] => [host.name, { memoryMiB: host.memoryMiB * FULL_SHARE, cpuMHz: HOST_MHZ * FULL_SHARE }]),
  )
  const reserving = having('reservations', 60)
  const slow = having('slow power-ons', 25)
  const clocked = having('loads that follow the clock', 45)
  const wanted = rng.between(2, 24)
  let pairs = 0
  for (let i = 1; i <= wanted; i++) {
    const wired = percent(rng, 70)
    const vcpus = rng.between(1, 4)
    const { pair, ...place } = drawPlace(rng, having, scene, room, { wired, vcpus, reserving, pairs: pairs < PAIRS_MAX })
    if (pair !== null) pairs++
    vms.push({
      name: `vm-${i}`,
      ...place,
      ...pair,
      vcpus,
      // Without a network for VMs the lab has an ideal one.
      ...(wired ? {} : { nics: [] }),
      powerOnTime: `${slow ? rng.between(15, 90) : rng.between(1, 20)}s`,
      bootTime: having('long boot of guests', 6) ? '10m' : `${rng.between(5, 90)}s`,
      shutdownTime: `${rng.between(1, 60)}s`,
      ...(having('agent VM', 4) ? { agentVm: true } : {}),
      ...drawGuest(rng, having, drawCpuLoad(rng, clocked, vcpus)),
      ...(pair === null ? drawMoveSettings(rng, having) : {}),
      ha: {
        ...(having('own restart priority', 15) ? { restartPriority: rng.pick(priorities) } : {}),
        ...(having('own VM monitoring', 10) ? { vmMonitoring: rng.pick(monitoringLevels), vmMonitoringSensitivity: drawSensitivity(rng) } : {}),
        ...(having('own isolation response', 10) ? { isolationResponse: rng.pick(responses) } : {}),
        ...(having('own restart condition', 10) ? { restartCondition: rng.pick(conditions) } : {}),
      },
    } as DrawnVm)
  }
  const vcenterVm = having('vCenter as a VM', 20) ? `vm-${rng.between(1, wanted)}` : null
  return { vms, vcenterVm }
}

interface Wanted {
  readonly wired: boolean
  readonly vcpus: number
  readonly reserving: boolean
  readonly pairs: boolean
}

/** Where a VM lies and runs, and what it reserves there; of an FT pair also where its secondary is. */
function drawPlace(rng: Rng, having: Having, { hosts, datastores, lan, paired }: VmScene, room: Map<string, Room>, wanted: Wanted) {
  const datastore = rng.pick(datastores)
  const second = having('disks on two datastores', 15) ? rng.pick(datastores) : datastore
  const reaches = (host: Host): boolean => sees(host, datastore) && sees(host, second) && (!wanted.wired || !lan || host.networks.includes('lan'))
  const able = hosts.filter((host) => !host.maintenance && !host.standby && reaches(host))
  const host = able.length === 0 ? null : rng.pick(able)
  const memoryMiB = 1024 * rng.between(1, 8)
  const reserved = wanted.reserving && percent(rng, 70)
  const cpuReservationMHz = reserved ? rng.between(0, 2000) : 0
  const pairing = paired && wanted.pairs && percent(rng, 35)
  const memoryReservationMiB = pairing ? memoryMiB : reserved ? Math.floor((memoryMiB * rng.between(10, 100)) / 100) : 0
  const fits = (name: string | undefined): boolean => {
    const left = name === undefined ? undefined : room.get(name)
    const neededMiB = memoryReservationMiB + memoryOverheadMiB(memoryMiB, wanted.vcpus)
    return left !== undefined && left.memoryMiB >= neededMiB && left.cpuMHz >= cpuReservationMHz
  }
  const take = (name: string): void => {
    const left = room.get(name) as Room
    left.memoryMiB -= memoryReservationMiB + memoryOverheadMiB(memoryMiB, wanted.vcpus)
    left.cpuMHz -= cpuReservationMHz
  }
  const on = fits(host?.name) && percent(rng, 90)
  if (on) take(host?.name as string)
  const forPairs = (candidate: Host): boolean => !candidate.standalone && ['vmotion-1', 'ft-1'].every((name) => candidate.networks.includes(name))
  const partners = host !== null && forPairs(host) ? able.filter((other) => other !== host && forPairs(other) && fits(other.name)) : []
  const partner = on && pairing && partners.length > 0 ? rng.pick(partners).name : null
  if (partner !== null) take(partner)
  const plain = [{ sizeGiB: rng.between(1, 6), datastore: datastore.name }]
  return {
    host: host?.name ?? hosts[0]?.name,
    datastore: datastore.name,
    disks: partner === null ? drawDisks(rng, having, datastore.name, second.name) : plain,
    power: on ? 'on' : 'off',
    memoryMiB,
    memoryReservationMiB,
    cpuReservationMHz,
    pair: partner === null ? null : { faultTolerance: true, ftSecondaryHost: partner },
  }
}

/** What monitoring looks at: Tools, an application, and I/O. */
function drawGuest(rng: Rng, having: Having, cpuLoad: object): object {
  const writes = having('guests that write', 25) ? { writeMBps: rng.between(1, 6) } : {}
  const sends = having('network load that comes and goes', 10)
    ? { shape: 'square', period: `${rng.between(2, 12)}m`, dutyPercent: rng.between(10, 60), netMbps: [0, rng.between(1, 50)] }
    : {}
  return {
    tools: !having('guests without Tools', 6),
    application: having('applications with heartbeats', 25),
    demand: { ...cpuLoad, ...drawWorkload(rng, having), ...writes, ...sends },
  }
}

/** Constant, or by the clock and then perhaps more than the hosts have. */
function drawCpuLoad(rng: Rng, clocked: boolean, vcpus: number): object {
  if (!clocked || !percent(rng, 60)) return { cpuMHz: rng.between(0, 2400 * vcpus) }
  return { shape: rng.pick(['square', 'ramp', 'sine']), period: `${rng.between(2, 30)}m`, cpuMHz: [0, rng.between(1200, 12_000) * vcpus] }
}

/** Rules that may be on together: what one needs comes before it, and has no priority of its own. */
function drawRules(rng: Rng, having: Having, hosts: readonly string[], all: readonly DrawnVm[]): object {
  const names = all.map((vm) => vm.name)
  const some = (least: number): string[] => sample(rng, names, Math.min(least, names.length), 4)
  const rules: object[] = []
  if (having('must rule', 40)) rules.push({ name: 'rule-1', type: rng.pick(['mustRunOn', 'mustNotRunOn']), vmGroup: 'some', hostGroup: 'here' })
  if (having('should rule', 30))
    rules.push({ name: 'rule-2', type: rng.pick(['shouldRunOn', 'shouldNotRunOn']), vmGroup: 'others', hostGroup: 'here' })
  if (having('separate', 40)) rules.push({ name: 'rule-3', type: 'separate', vms: some(2) })
  const plain = all.filter((vm) => vm.ha.restartPriority === undefined).map((vm) => vm.name)
  if (plain.length > 1 && having('dependency', 50)) {
    const at = rng.between(1, plain.length - 1)
    const vms = sample(rng, plain.slice(at), 1, 3)
    rules.push({ name: 'rule-4', type: 'restartDependency', vms, dependsOn: sample(rng, plain.slice(0, at), 1, 2) })
  }
  return { enabled: percent(rng, 50), vmGroups: { some: some(1), others: some(1) }, hostGroups: { here: sample(rng, hosts, 1, hosts.length) }, rules }
}
