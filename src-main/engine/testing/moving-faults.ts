/** Migrations, snapshots, Fault Tolerance: what people ask for, and what goes wrong right in the middle. */
import type { HostRecord, MigrationRecord, VmRecord } from '../core/records.ts'
import { vcenterManages, vcenterRuns } from '../reads/network.ts'
import { datastoresOf } from '../reads/storage.ts'
import { percent } from './draws.ts'
import type { DrawnCommand, FaultKind, Scene, World } from './fault-kind.ts'

type VmTest = (vm: VmRecord, world: World) => boolean
type Extra = (scene: Scene, vm: VmRecord) => Readonly<Record<string, unknown>> | null

function onVm(name: string, weight: number, suits: VmTest, extra: Extra = () => ({}), label = name): FaultKind {
  return {
    name: label,
    weight,
    draw: (scene) => {
      const { rng, world, blind } = scene
      const vms = [...world.vms.values()].filter((vm) => blind || suits(vm, world))
      if (vms.length === 0) return null
      const vm = rng.pick(vms)
      const args = extra(scene, vm)
      return args === null ? null : { do: name, args: { vm: vm.name, ...args } }
    },
  }
}

const isOn: VmTest = (vm) => vm.power === 'on'
/** vCenter can do something about it. */
const isInHand: VmTest = (vm, world) => vcenterRuns(world) && vm.host !== null && vcenterManages(world, vm.host)
const isOnInHand: VmTest = (vm, world) => isOn(vm, world) && isInHand(vm, world)
const hasSnapshots: VmTest = (vm, world) => (world.chains.get(vm.name)?.snapshots.length ?? 0) > 0
const ftState = (vm: VmRecord, world: World): string | undefined => world.ftPairs.get(vm.name)?.state

function otherHost({ rng, world }: Scene, vm: VmRecord): string | null {
  const others = [...world.hosts.values()].filter(({ name }) => name !== vm.host)
  const ready = others.filter(({ name, power, maintenance }) => power === 'on' && maintenance === 'no' && vcenterManages(world, name))
  const hosts = ready.length > 0 && percent(rng, 90) ? ready : others
  return hosts.length === 0 ? null : rng.pick(hosts).name
}

function otherDatastore({ rng, world }: Scene, vm: VmRecord): string | null {
  const datastores = [...world.datastores.keys()].filter((datastore) => datastore !== vm.cfg.datastore)
  return datastores.length === 0 ? null : rng.pick(datastores)
}

const toHost: Extra = (scene, vm) => {
  const host = otherHost(scene, vm)
  return host === null ? null : { host }
}
const toDatastore: Extra = (scene, vm) => {
  const datastore = otherDatastore(scene, vm)
  return datastore === null ? null : { datastore }
}
const toBoth: Extra = (scene, vm) => {
  const [host, datastore] = [otherHost(scene, vm), otherDatastore(scene, vm)]
  return host === null || datastore === null ? null : { host, datastore }
}

const aSnapshot: Extra = ({ rng, world }, vm) => {
  const snapshots = world.chains.get(vm.name)?.snapshots ?? []
  if (snapshots.length === 0) return { name: 'none' }
  const { id, name } = rng.pick(snapshots)
  return { name: percent(rng, 50) ? id : name }
}

/** Hosts that a migration or FT's first copy goes from or to, and those of running pairs. */
function busyHosts(world: World): ReadonlySet<string> {
  const hosts = new Set<string>()
  for (const { from, to } of world.migrations.values()) for (const host of [from, to]) hosts.add(host)
  for (const { vm, secondary } of world.ftPairs.values())
    for (const host of [secondary, world.vms.get(vm)?.host ?? null]) if (host !== null) hosts.add(host)
  return hosts
}

/** Something that lasts is under way: the moment to interrupt it. */
export function isMoving(world: World): boolean {
  return world.migrations.size > 0 || world.snapshotJobs.size > 0
}

/** A guest stands still for a migration over the network: the moment is short, and seldom met by chance. */
export function isSwitchingOver(world: World): boolean {
  return world.migrations.any(switchesOver)
}

const switchesOver = ({ phase, preCopy }: MigrationRecord): boolean => phase === 'switchOver' && preCopy !== null

/** In the middle of a migration, a copy or a life under Fault Tolerance. */
const dies: FaultKind = {
  name: 'a host of a migration or an FT pair dies',
  weight: 4,
  draw: ({ rng, world, blind }) => {
    const busy = busyHosts(world)
    const hosts = [...world.hosts.values()].filter((host: HostRecord) => blind || (host.power === 'on' && busy.has(host.name)))
    return hosts.length === 0 ? null : { do: percent(rng, 70) ? 'host.powerOff' : 'host.crash', args: { host: rng.pick(hosts).name } }
  },
}

function links(world: World): ReturnType<World['networks']['need']>[] {
  return [...world.networks.values()].filter(({ cfg }) => cfg.kind === 'vmotion' || cfg.kind === 'ft')
}

const linkGoes: FaultKind = {
  name: 'a vMotion or FT link goes',
  weight: 5,
  draw: ({ rng, world }) => {
    const up = links(world).filter((network) => network.up)
    if (up.length === 0 || world.hosts.size === 0) return null
    const network = rng.pick(up).name
    if (percent(rng, 15)) return { do: 'network.down', args: { network } }
    const busy = [...busyHosts(world)].filter((host) => world.hosts.has(host))
    const host = rng.pick(busy.length > 0 && percent(rng, 80) ? busy : [...world.hosts.keys()])
    return { do: 'network.disconnect', args: { host, network } }
  },
}

const linkReturns: FaultKind = {
  name: 'a vMotion or FT link returns',
  weight: 6,
  draw: ({ rng, world }): DrawnCommand | null => {
    const cut = links(world).filter((network) => !network.up || Object.keys(network.disconnected).length > 0)
    return cut.length === 0 ? null : { do: 'network.heal', args: { network: rng.pick(cut).name } }
  },
}

export const interruptions: readonly FaultKind[] = [dies, linkGoes]

/** VM-055: the link of a migration whose guest stands still. */
export const cutsSwitchOver: FaultKind = {
  name: 'the link of a switch-over goes',
  weight: 0,
  draw: ({ rng, world }): DrawnCommand | null => {
    const [move] = [...world.migrations.values()].filter(switchesOver)
    const up = [...world.networks.values()].filter(({ cfg, up }) => cfg.kind === 'vmotion' && up)
    if (move === undefined || up.length === 0) return null
    return { do: 'network.disconnect', args: { host: percent(rng, 50) ? move.from : move.to, network: rng.pick(up).name } }
  },
}

const labels = ['red', 'green', 'blue']

const isShort: VmTest = (vm, world) => datastoresOf(vm.cfg).some((name) => (world.datastores.get(name)?.cfg.capacityGiB ?? null) !== null)
const hasDelta: VmTest = (vm, world) => (world.chains.get(vm.name)?.layers.length ?? 0) > 1

/** SN-016: more than the datastore has room for, at once or by and by. */
const fillsUp: FaultKind = {
  name: 'a guest fills its datastore',
  weight: 5,
  draw: ({ rng, world, blind }) => {
    const vms = [...world.vms.values()].filter((vm) => blind || (isOn(vm, world) && hasDelta(vm, world) && isShort(vm, world)))
    if (vms.length === 0) return null
    const { name } = rng.pick(vms)
    if (percent(rng, 50)) return { do: 'vm.setDemand', args: { vm: name, writeMBps: rng.between(5, 80) } }
    return { do: 'vm.guestWrite', args: { vm: name, megabytes: rng.between(500, 6000), label: rng.pick(labels) } }
  },
}

export const movingFaults: readonly FaultKind[] = [
  onVm('vm.migrate', 10, isOnInHand, toHost, 'vm.migrate to a host'),
  onVm('vm.migrate', 4, isOnInHand, toDatastore, 'vm.migrate to a datastore'),
  onVm('vm.migrate', 4, isOnInHand, toBoth, 'vm.migrate to both'),
  onVm('vm.migrate', 3, (vm, world) => vm.power === 'off' && isInHand(vm, world), toBoth, 'vm.migrate while off'),
  onVm('snapshot.create', 7, isInHand, ({ rng }) => ({
    name: rng.pick(['before', 'after', 'nightly']),
    ...(percent(rng, 45) ? { memory: true } : {}),
    ...(percent(rng, 20) ? { quiesce: true } : {}),
  })),
  onVm(
    'snapshot.create',
    4,
    (vm, world) => isInHand(vm, world) && isShort(vm, world) && !hasDelta(vm, world),
    () => ({ name: 'short' }),
    'a snapshot where room is short',
  ),
  onVm('snapshot.revert', 3, hasSnapshots, aSnapshot),
  onVm('snapshot.delete', 3, hasSnapshots, (scene, vm) => {
    const name = aSnapshot(scene, vm)
    return name === null ? null : { ...name, ...(percent(scene.rng, 30) ? { children: true } : {}) }
  }),
  onVm('snapshot.deleteAll', 2, hasSnapshots),
  onVm('snapshot.consolidate', 2, (vm, world) => world.chains.get(vm.name)?.consolidationNeeded === true),
  onVm('vm.guestWrite', 4, isOn, ({ rng }) => ({
    megabytes: rng.between(1, 1500),
    label: rng.pick(labels),
    ...(percent(rng, 25) ? { over: rng.pick(labels) } : {}),
  })),
  onVm(
    'vm.answerQuestion',
    5,
    (vm) => vm.question === 'outOfSpace',
    ({ rng }) => ({ answer: percent(rng, 75) ? 'retry' : 'cancel' }),
  ),
  onVm(
    'vm.setDemand',
    2,
    isOn,
    ({ rng }) => ({ dirtyMBps: rng.between(0, percent(rng, 20) ? 2000 : 60), writeMBps: rng.between(0, 4) }),
    'what a guest dirties',
  ),
  onVm(
    'ft.enable',
    4,
    (vm, world) => ftState(vm, world) === undefined && vm.cfg.vcpus <= 4 && isInHand(vm, world),
    (scene, vm) => {
      const host = percent(scene.rng, 25) ? otherHost(scene, vm) : null
      return host === null ? {} : { host }
    },
  ),
  onVm('ft.disable', 1, (vm, world) => ftState(vm, world) !== undefined),
  onVm('ft.suspend', 1, (vm, world) => ftState(vm, world) === 'running'),
  onVm('ft.resume', 3, (vm, world) => ftState(vm, world) === 'disabled'),
  onVm('ft.testFailover', 2, (vm, world) => ftState(vm, world) === 'running'),
  fillsUp,
  ...interruptions,
  linkReturns,
]
