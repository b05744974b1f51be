/** What a kind of fault is, and how those are made that draw one target. */
import type { Kernel } from '../core/simulation.ts'
import type { Rng } from '../core/rng.ts'
import { percent, sample } from './draws.ts'

export interface DrawnCommand {
  readonly do: string
  /** As a person would write them in a lab. */
  readonly args: Readonly<Record<string, unknown>>
}

export type World = Kernel['world']
export interface Scene {
  readonly rng: Rng
  readonly world: World
  /** Take any target, also one that makes no sense. */
  readonly blind: boolean
}

export interface FaultKind {
  /** A command, or what it is for where one command does several things. */
  readonly name: string
  readonly weight: number
  /** Null: there is no target now. */
  readonly draw: (scene: Scene) => DrawnCommand | null
}

export function pickFrom<T extends { readonly name: string }>({ rng, blind }: Scene, all: Iterable<T>, suits: (item: T) => boolean): string | null {
  const list = [...all]
  const suiting = blind ? list : list.filter(suits)
  return suiting.length === 0 ? null : rng.pick(suiting).name
}

type HostTest = (host: ReturnType<World['hosts']['need']>, world: World) => boolean
export type VmTest = (vm: ReturnType<World['vms']['need']>, world: World) => boolean
type NetworkTest = (network: ReturnType<World['networks']['need']>) => boolean
export type Extra = (scene: Scene) => Readonly<Record<string, unknown>>

export function onHost(name: string, weight: number, suits: HostTest, extra: Extra = () => ({})): FaultKind {
  return {
    name,
    weight,
    draw: (scene) => {
      const host = pickFrom(scene, scene.world.hosts.values(), (record) => suits(record, scene.world))
      return host === null ? null : { do: name, args: { host, ...extra(scene) } }
    },
  }
}

export function onVm(name: string, weight: number, suits: VmTest, extra: Extra = () => ({}), label = name): FaultKind {
  return {
    name: label,
    weight,
    draw: (scene) => {
      const vm = pickFrom(scene, scene.world.vms.values(), (record) => suits(record, scene.world))
      return vm === null ? null : { do: name, args: { vm, ...extra(scene) } }
    },
  }
}

export function onNetwork(name: string, weight: number, suits: NetworkTest, extra: Extra = () => ({})): FaultKind {
  return {
    name,
    weight,
    draw: (scene) => {
      // Management is where it hurts.
      const management = percent(scene.rng, 70)
      const network = pickFrom(scene, scene.world.networks.values(), (record) => (!management || record.cfg.kind === 'management') && suits(record))
      return network === null ? null : { do: name, args: { network, ...extra(scene) } }
    },
  }
}

export function onDatastore(name: string, weight: number, suits: (faults: number) => boolean): FaultKind {
  return {
    name,
    weight,
    draw: (scene) => {
      const datastore = pickFrom(scene, scene.world.datastores.values(), (record) => suits(Object.keys(record.faults).length))
      if (datastore === null) return null
      const hosts = percent(scene.rng, 60) ? { hosts: sample(scene.rng, [...scene.world.hosts.keys()], 1, 3) } : {}
      return { do: name, args: { datastore, ...hosts } }
    },
  }
}

export function withHost(name: string, weight: number, disconnected: boolean): FaultKind {
  return {
    name,
    weight,
    draw: (scene) => {
      const drawn = onNetwork(name, 1, (network) => !disconnected || Object.keys(network.disconnected).length > 0).draw(scene)
      if (drawn === null) return null
      const cut = scene.world.networks.need(drawn.args['network'] as string).disconnected
      const host = pickFrom(scene, scene.world.hosts.values(), (record) => (cut[record.name] !== undefined) === disconnected)
      if (host === null) return null
      const reachable = !disconnected && percent(scene.rng, 15) ? { isolationAddresses: 'reachable' } : {}
      return { do: name, args: { host, ...drawn.args, ...reachable } }
    },
  }
}

export function addressKind(name: string, down: boolean): FaultKind {
  return {
    name,
    weight: 2,
    draw: ({ rng, world }) => {
      const addresses = [...world.networks.values()].flatMap((network) =>
        network.cfg.isolationAddresses.filter((address) => network.addressesDown.includes(address) !== down),
      )
      return addresses.length === 0 ? null : { do: name, args: { address: rng.pick(addresses) } }
    },
  }
}

export function plain(name: string, weight: number, suits: (world: World) => boolean): FaultKind {
  return { name, weight, draw: ({ world, blind }) => (blind || suits(world) ? { do: name, args: {} } : null) }
}

export function configureHa(name: string, weight: number, suits: (world: World) => boolean, ha: (scene: Scene) => object): FaultKind {
  return {
    name,
    weight,
    draw: (scene) => (scene.blind || suits(scene.world) ? { do: 'cluster.configure', args: { ha: ha(scene) } } : null),
  }
}
