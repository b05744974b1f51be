/** Which failures a sweep looks at, and the commands of the contract that bring each about. */
import type { SweepCommand, SweepDomain, SweepFailure } from '../contract/api-sweep.ts'
import type { Simulation } from '../engine/index.ts'

/** One object of the domain. */
export interface Breakable {
  readonly name: string
  readonly hosts: readonly string[]
  readonly commands: readonly SweepCommand[]
}

export interface Breakables {
  readonly sound: readonly Breakable[]
  /** Down already. */
  readonly skipped: readonly string[]
}

/** What there is at the instant of the simulation, in the order of the inventory. */
export function breakablesOf(simulation: Simulation, domain: SweepDomain, domainOf: ReadonlyMap<string, string | null>): Breakables {
  switch (domain) {
    case 'host':
      return split(simulation.hostNames().map((name) => ({ name, ...powerCut(simulation, [name]) })))
    case 'faultDomain': {
      const domains = new Map<string, string[]>()
      for (const host of simulation.hostNames()) {
        const name = domainOf.get(host) ?? null
        if (name === null) continue
        const hosts = domains.get(name) ?? []
        domains.set(name, hosts)
        hosts.push(host)
      }
      return split([...domains].map(([name, hosts]) => ({ name, ...powerCut(simulation, hosts) })))
    }
    case 'datastore':
      return split(
        namesIn(simulation.clusterState().datastores).map((name) => {
          const hosts = simulation.datastoreState(name)?.hosts ?? {}
          const isLost = Object.values(hosts).every((access) => access !== 'ok')
          return { name, hosts: [], commands: isLost ? [] : [{ command: 'datastore.pdl', arguments: { datastore: name } }] }
        }),
      )
    case 'network':
      return split(
        namesIn(simulation.clusterState().networks).map((name) => {
          const isUp = simulation.networkState(name)?.up === true
          return { name, hosts: [], commands: isUp ? [{ command: 'network.down', arguments: { network: name } }] : [] }
        }),
      )
  }
}

/** All singles, and with 2 all pairs behind them. */
export function failuresOf(sound: readonly Breakable[], failures: 1 | 2): readonly SweepFailure[] {
  const singles = sound.map(({ name, hosts, commands }) => ({ failed: [name], hosts, commands }))
  if (failures === 1) return singles
  const pairs = sound.flatMap((one, i) =>
    sound.slice(i + 1).map((other) => ({
      failed: [one.name, other.name],
      hosts: [...one.hosts, ...other.hosts],
      commands: [...one.commands, ...other.commands],
    })),
  )
  return [...singles, ...pairs]
}

const namesIn = (map: object): readonly string[] => Object.keys(map)

/** Hosts of these that are on. */
function powerCut(simulation: Simulation, names: readonly string[]): Omit<Breakable, 'name'> {
  const hosts = names.filter((host) => simulation.hostState(host)?.power === 'on')
  return { hosts, commands: hosts.map((host) => ({ command: 'host.powerOff', arguments: { host } })) }
}

function split(all: readonly Breakable[]): Breakables {
  return {
    sound: all.filter(({ commands }) => commands.length > 0),
    skipped: all.filter(({ commands }) => commands.length === 0).map(({ name }) => name),
  }
}
