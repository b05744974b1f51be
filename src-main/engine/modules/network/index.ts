/**
 * Links, partitions and addresses. Owns networks; who reaches whom is read from them (`reads/network.ts`). Bandwidth, RARP and the traffic of
 * migrations come with vMotion.
 */
import type { CommandArgs } from '../../core/messages.ts'
import { defineModule } from '../../core/module.ts'
import type { NetworkRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { networkOfAddress } from '../../reads/network.ts'

function changing(change: (network: NetworkRecord, args: CommandArgs) => Partial<NetworkRecord>) {
  return (turn: Turn, args: CommandArgs): void => {
    const network = turn.world.networks.get(args['network'] as string)
    if (network === undefined) return turn.refuse('notFound', ['HA-030'])
    turn.world.networks.patch(network.name, change(network, args))
    turn.signal('networkChanged', { network: network.name })
  }
}

function without(map: NetworkRecord['disconnected'], host: string): NetworkRecord['disconnected'] {
  return Object.fromEntries(Object.entries(map).filter(([name]) => name !== host))
}

function address(down: boolean) {
  return (turn: Turn, args: CommandArgs): void => {
    const name = args['address'] as string
    const network = networkOfAddress(turn.world, name)
    if (network === undefined) return turn.refuse('notFound', ['HA-081'])
    const others = network.addressesDown.filter((other) => other !== name)
    turn.world.networks.patch(network.name, { addressesDown: down ? [...others, name] : others })
    turn.signal('networkChanged', { network: network.name })
  }
}

export const network = defineModule({
  name: 'network',
  owns: ['networks'],
  commands: {
    'network.disconnect': changing((network, args) => ({
      disconnected: { ...network.disconnected, [args['host'] as string]: args['isolationAddresses'] === 'reachable' },
    })),
    'network.reconnect': changing((network, args) => ({ disconnected: without(network.disconnected, args['host'] as string) })),
    'network.partition': changing((_, args) => ({
      groups: args['groups'] as readonly (readonly string[])[],
      blocks: (args['blocks'] as NetworkRecord['blocks'] | undefined) ?? 'all',
    })),
    'network.down': changing(() => ({ up: false })),
    'network.up': changing(() => ({ up: true })),
    'network.heal': changing(() => ({ up: true, groups: null, blocks: 'all', disconnected: {} })),
    'network.addressDown': address(true),
    'network.addressUp': address(false),
  },
  requests: {},
  signals: {
    hostRemoved: (turn, { host }) => {
      for (const network of [...turn.world.networks.values()])
        if (network.disconnected[host] !== undefined) turn.world.networks.patch(network.name, { disconnected: without(network.disconnected, host) })
    },
  },
  timers: {},
  invariants: [],
})
