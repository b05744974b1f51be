/** What can happen to a lab: faults, repairs and what people do, and how likely it is. Each draws its target from the world as it is. */
import type { Rng } from '../core/rng.ts'
import { toolsRun } from '../reads/guests.ts'
import { percent, sample, weighted } from './draws.ts'
import { addressKind, configureHa, onDatastore, onHost, onNetwork, onVm, pickFrom, plain, withHost } from './fault-kind.ts'
import type { DrawnCommand, Extra, FaultKind, Scene, VmTest, World } from './fault-kind.ts'
import { drawnModels } from './lab-shape.ts'
import { drsFaults } from './drs-faults.ts'
import { cutsSwitchOver, interruptions, isMoving, isSwitchingOver, movingFaults } from './moving-faults.ts'
import { poolFaults } from './pool-faults.ts'
import { ruleFaults } from './rule-faults.ts'

/** Two or three parts; whoever is named nowhere makes one more. */
function groups({ rng, world }: Scene): Readonly<Record<string, unknown>> {
  const members = [
    ...world.hosts.keys(),
    ...[...world.networks.values()].flatMap((network) => (percent(rng, 50) ? network.cfg.isolationAddresses : [])),
  ]
  if (world.vcenter.need('vcenter').vm === null && percent(rng, 50)) members.push('vcenter')
  const parts: string[][] = Array.from({ length: rng.between(1, 3) }, () => [])
  for (const member of members) if (percent(rng, 85)) rng.pick(parts).push(member)
  return { groups: parts.filter((part) => part.length > 0), ...(percent(rng, 20) ? { blocks: 'agentTraffic' } : {}) }
}

/** Any policy, with settings that may be refused. */
function admissionControl({ rng, world }: Scene): object {
  const settings = {
    policy: rng.pick(['slotPolicy', 'clusterResourcePercentage', 'dedicatedFailoverHosts', 'disabled']),
    hostFailuresToTolerate: rng.between(1, 3),
    cpuPercent: percent(rng, 50) ? null : rng.between(0, 60),
    failoverHosts: sample(rng, [...world.hosts.keys()], 1, 2),
    performanceDegradationPercent: percent(rng, 50) ? 100 : rng.between(0, 60),
  }
  return { admissionControl: settings }
}

const HOSTS_ADDED_MAX = 2
const VMS_ADDED_MAX = 3
const isOn: VmTest = (vm) => vm.power === 'on'
const isOff: VmTest = (vm) => vm.power === 'off'
const direct: Extra = ({ rng }) => (percent(rng, 40) ? { direct: true } : {})
const everyBoot: Extra = ({ rng }) => (percent(rng, 20) ? { everyBoot: true } : {})
const vcenterOf = (world: World): ReturnType<World['vcenter']['need']> => world.vcenter.need('vcenter')
const haOf = (world: World): ReturnType<World['ha']['get']> => world.ha.get('ha')

const addHost: FaultKind = {
  name: 'host.add',
  weight: 1,
  draw: ({ rng, world }) => {
    const added = [...world.hosts.keys()].filter((name) => name.startsWith('new-')).length
    if (added >= HOSTS_ADDED_MAX) return null
    const args = {
      name: `new-${added + 1}`,
      cpu: { sockets: 2, coresPerSocket: 8, mhz: 2400 },
      memoryMiB: 32_768,
      bootTime: `${rng.between(10, 300)}s`,
    }
    return { do: 'host.add', args }
  },
}

/** Disk and memory for the agent, the weight in elections, adapters, hardware. */
const configureHost: FaultKind = {
  name: 'host.configure',
  weight: 1,
  draw: (scene) => {
    const { rng, world } = scene
    const host = pickFrom(scene, world.hosts.values(), () => true)
    if (host === null) return null
    const change = rng.pick([
      { localDiskFreeMiB: rng.between(1, 200) },
      { advancedOptions: { 'fdm.nodeGoodness': rng.between(1, 9) } },
      { networks: [...world.networks.values()].filter(({ cfg }) => cfg.kind === 'management' || percent(rng, 80)).map(({ name }) => name) },
      { maintenance: percent(rng, 50) },
      { memoryMiB: rng.between(16, 96) * 1024 },
      { bootTime: `${rng.between(10, 300)}s` },
    ])
    return { do: 'host.configure', args: { host, ...change } }
  },
}

const retreatMode: FaultKind = {
  name: 'retreat mode',
  weight: 1,
  draw: ({ world }) => ({ do: 'cluster.configure', args: { vcls: { retreatMode: !world.cluster.need('cluster').retreatMode } } }),
}

const toggleVsan: FaultKind = {
  name: 'vSAN',
  weight: 1,
  draw: ({ world }) => ({ do: 'cluster.configure', args: { vsan: !world.cluster.need('cluster').vsan } }),
}

const evcMode: FaultKind = {
  name: 'EVC',
  weight: 1,
  draw: ({ rng }) => ({ do: 'cluster.configure', args: { evcMode: rng.pick([null, ...drawnModels]) } }),
}

const createVm: FaultKind = {
  name: 'vm.create',
  weight: 1,
  draw: ({ rng, world }) => {
    const created = world.vms.size - [...world.vms.keys()].filter((name) => name.startsWith('vm-')).length
    if (created >= VMS_ADDED_MAX || world.hosts.size === 0) return null
    const name = [1, 2, 3].map((n) => `extra-${n}`).find((candidate) => !world.vms.has(candidate)) ?? 'extra-1'
    const host = rng.pick([...world.hosts.keys()])
    return { do: 'vm.create', args: { name, host, datastore: rng.pick([...world.datastores.keys()]), vcpus: 1, memoryMiB: 2048, nics: [] } }
  },
}

export const faultKinds: readonly FaultKind[] = [
  onHost('host.powerOff', 4, (host) => host.power === 'on'),
  onHost('host.crash', 3, (host) => host.power === 'on'),
  onHost('host.powerOn', 7, (host) => host.power === 'off'),
  onHost('host.agentFail', 2, (host, world) => host.power === 'on' && world.agents.get(host.name)?.alive === true),
  onHost('host.agentRestore', 2, (host, world) => world.agents.get(host.name)?.alive === false),
  onHost('host.agentCrash', 1, (host, world) => host.power === 'on' && world.agents.get(host.name)?.restartTimer === null),
  onHost('host.hostdStop', 1, (host) => host.power === 'on' && host.hostd),
  onHost('host.hostdStart', 3, (host) => host.power === 'on' && !host.hostd),
  onHost('host.disconnect', 1, (host) => !host.disconnected),
  onHost('host.connect', 3, (host) => host.disconnected),
  onHost('host.reconfigureHa', 1, (host, world) => host.power === 'on' && world.ha.size > 0),
  onHost('host.enterStandby', 1, (host) => host.power === 'on' && host.maintenance !== 'entering' && host.standbyChange === null),
  onHost('host.exitStandby', 3, (host) => host.power === 'standby' || host.standbyChange === 'entering'),
  onHost('host.remove', 1, (host, world) => world.hosts.size > 2 && (host.maintenance === 'yes' || host.disconnected)),
  configureHost,
  retreatMode,
  evcMode,
  toggleVsan,
  onHost('host.enterMaintenance', 2, (host) => host.power === 'on' && host.maintenance === 'no'),
  onHost('host.exitMaintenance', 3, (host) => host.maintenance !== 'no'),
  addHost,
  withHost('network.disconnect', 5, false),
  withHost('network.reconnect', 4, true),
  onNetwork('network.partition', 3, () => true, groups),
  onNetwork('network.down', 2, (network) => network.up),
  onNetwork('network.up', 2, (network) => !network.up),
  onNetwork('network.heal', 4, (network) => !network.up || network.groups !== null || Object.keys(network.disconnected).length > 0),
  addressKind('network.addressDown', true),
  addressKind('network.addressUp', false),
  onDatastore('datastore.apd', 2, () => true),
  onDatastore('datastore.pdl', 2, () => true),
  onDatastore('datastore.unmount', 1, () => true),
  onDatastore('datastore.restore', 4, (faults) => faults > 0),
  onDatastore('datastore.mount', 2, (faults) => faults > 0),
  onVm('vm.powerOn', 6, isOff, direct),
  onVm('vm.powerOff', 3, (vm) => vm.power !== 'off', direct),
  onVm('vm.shutDown', 2, isOn, direct),
  onVm('vm.reset', 1, isOn),
  onVm('vm.rebootGuest', 1, isOn),
  onVm('vm.processCrash', 3, isOn),
  onVm('vm.guestCrash', 2, isOn, everyBoot),
  onVm('vm.guestHang', 2, isOn, everyBoot),
  onVm('vm.toolsStop', 2, toolsRun),
  onVm('vm.toolsStart', 2, (vm) => vm.guest === 'ready' && vm.toolsStoppedAt !== null),
  onVm('vm.appCrash', 2, (vm) => vm.guest === 'ready' && vm.cfg.application && vm.appFailedAt === null),
  onVm('vm.appRecover', 1, (vm) => vm.guest === 'ready' && vm.appFailedAt !== null),
  onVm(
    'vm.failPowerOn',
    2,
    (vm) => !vm.failPowerOn,
    () => ({ on: true }),
    'vm.failPowerOn on',
  ),
  onVm(
    'vm.failPowerOn',
    2,
    (vm) => vm.failPowerOn,
    () => ({ on: false }),
    'vm.failPowerOn off',
  ),
  onVm('vm.setDemand', 1, isOn, ({ rng }) => ({ cpuMHz: rng.between(0, 4000), writeMBps: rng.between(0, 2), netMbps: 0 })),
  onVm(
    'vm.configure',
    1,
    () => true,
    ({ rng }) => ({
      ha: percent(rng, 50)
        ? { restartPriority: rng.pick(['disabled', 'low', 'high']) }
        : percent(rng, 60)
          ? { vmMonitoring: rng.pick(['disabled', 'vm', 'vmAndApplication']), vmMonitoringSensitivity: rng.pick(['high', 'medium', 'low']) }
          : { apdResponse: rng.pick(['disabled', 'powerOffAndRestartConservative', 'powerOffAndRestartAggressive']), apdResponseDelay: '30s' },
    }),
  ),
  onVm(
    'vm.configure',
    1,
    () => true,
    ({ rng }) => ({ ha: { isolationResponse: rng.pick(['disabled', 'powerOffAndRestart', 'shutDownAndRestart']) } }),
    'isolation response of a VM',
  ),
  onVm(
    'vm.configure',
    1,
    () => true,
    ({ rng }) => ({ ha: { restartCondition: rng.pick(['resourcesAllocated', 'poweredOn', 'guestHeartbeats']), restartAdditionalDelay: '5s' } }),
    'restart condition',
  ),
  ...ruleFaults,
  ...movingFaults,
  cutsSwitchOver,
  ...poolFaults,
  ...drsFaults,
  onVm(
    'vm.configure',
    1,
    isOn,
    ({ rng }) => (percent(rng, 50) ? { cpuReservationMHz: rng.between(0, 4000) } : { memoryReservationMiB: rng.between(0, 1024) }),
    'vm.configure reservation',
  ),
  createVm,
  onVm('vm.remove', 1, isOff),
  plain('vcenter.down', 2, (world) => vcenterOf(world).running),
  plain('vcenter.up', 3, (world) => !vcenterOf(world).running),
  plain('vcenter.disconnect', 2, (world) => !vcenterOf(world).cut),
  plain('vcenter.reconnect', 3, (world) => vcenterOf(world).cut),
  configureHa(
    'host monitoring off',
    1,
    (world) => haOf(world)?.cfg.hostMonitoring === true,
    () => ({ hostMonitoring: false }),
  ),
  configureHa(
    'host monitoring on',
    3,
    (world) => haOf(world)?.cfg.hostMonitoring === false,
    () => ({ hostMonitoring: true }),
  ),
  configureHa(
    'HA off',
    1,
    (world) => haOf(world) !== undefined,
    () => ({ enabled: false }),
  ),
  configureHa(
    'HA on',
    5,
    (world) => haOf(world) === undefined,
    () => ({ enabled: true }),
  ),
  configureHa('admission control', 1, (world) => haOf(world) !== undefined, admissionControl),
  configureHa(
    'VM monitoring',
    2,
    (world) => haOf(world) !== undefined,
    ({ rng }) => ({ vmMonitoring: rng.pick(['disabled', 'vm', 'vmAndApplication']), vmMonitoringSensitivity: rng.pick(['high', 'medium', 'low']) }),
  ),
  configureHa(
    'component protection',
    2,
    (world) => haOf(world) !== undefined,
    ({ rng }) => ({
      pdlResponse: rng.pick(['disabled', 'issueEvents', 'powerOffAndRestart']),
      apdResponse: rng.pick(['disabled', 'issueEvents', 'powerOffAndRestartConservative', 'powerOffAndRestartAggressive']),
      apdResponseDelay: `${rng.between(0, 200)}s`,
      apdResponseRecovery: rng.pick(['disabled', 'resetVms']),
    }),
  ),
  configureHa(
    'isolation response',
    1,
    (world) => haOf(world) !== undefined,
    ({ rng }) => ({ isolationResponse: rng.pick(['disabled', 'powerOffAndRestart', 'shutDownAndRestart']) }),
  ),
  configureHa(
    'isolation addresses',
    1,
    (world) => haOf(world) !== undefined,
    ({ rng }) => ({
      advancedOptions: { 'das.usedefaultisolationaddress': percent(rng, 50), 'das.isolationaddress1': rng.pick(['gw-1', 'elsewhere']) },
    }),
  ),
  configureHa(
    'heartbeat datastores',
    1,
    (world) => haOf(world) !== undefined,
    ({ rng, world }) => ({
      heartbeatDatastores: { policy: rng.pick(['automatic', 'preferred', 'only']), preferred: sample(rng, [...world.datastores.keys()], 1, 3) },
    }),
  ),
]

/** How likely each kind is in one run: some never happen, others almost only. */
export interface FaultMix {
  /** In the order of `faultKinds`. */
  readonly weights: readonly number[]
  readonly weightSum: number
  /** Percent of the gaps between commands that are nothing, short (up to 5 s), middle (up to 40 s); the others take minutes. */
  readonly gapPercents: readonly [number, number, number]
}

export function drawMix(rng: Rng): FaultMix {
  const drawn = faultKinds.map((kind) => (percent(rng, 30) ? 0 : kind.weight * (percent(rng, 8) ? 12 : rng.between(1, 2))))
  const weights = drawn.every((weight) => weight === 0) ? faultKinds.map((kind) => kind.weight) : drawn
  const none = rng.between(0, 25)
  const short = rng.between(5, 40)
  return { weights, weightSum: weights.reduce((sum, weight) => sum + weight), gapPercents: [none, short, rng.between(0, 100 - none - short)] }
}

/** What the next command may come earlier for; null: nothing. */
export function drawCatch(rng: Rng, world: World): ((world: World) => boolean) | null {
  return world.migrations.size > 0 && percent(rng, 20) ? isSwitchingOver : null
}

/** While something moves, often so short that the next command falls into it; so long that a switch-over without its link ends. */
export function drawGapMs(rng: Rng, { gapPercents: [none, short, middle] }: FaultMix, world: World): number {
  if (isSwitchingOver(world) && percent(rng, 50)) return rng.between(1, 110_000)
  if (isMoving(world) && percent(rng, 40)) return rng.between(1, 8_000)
  const ticket = rng.between(1, 100)
  if (ticket <= none) return 0
  if (ticket <= none + short) return rng.between(1, 5_000)
  if (ticket <= none + short + middle) return rng.between(1_000, 40_000)
  return rng.between(30_000, 300_000)
}

/** Null: what was drawn has no target now. */
export function drawCommand(rng: Rng, mix: FaultMix, world: World): { readonly kind: string; readonly command: DrawnCommand } | null {
  const cuts = isSwitchingOver(world) && percent(rng, 50)
  const interrupts = isMoving(world) && percent(rng, 12)
  const kind = cuts ? cutsSwitchOver : interrupts ? rng.pick(interruptions) : weighted(rng, faultKinds, mix.weights, mix.weightSum)
  const command = kind.draw({ rng, world, blind: percent(rng, 6) })
  return command === null ? null : { kind: kind.name, command }
}
