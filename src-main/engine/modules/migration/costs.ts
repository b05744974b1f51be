/** What an operation costs, and where (VM-060). */
import type { MigrationCost, MigrationRecord } from '../../core/records.ts'
import type { Constants } from '../../../knowledge/constants.ts'

export interface CostInput {
  readonly kind: MigrationRecord['kind']
  readonly from: string
  readonly to: string
  /** Datastores that it reads; of a move that leaves the files where they are, those that they lie on. */
  readonly sources: readonly string[]
  readonly destination: string | null
  /** The vMotion network that it uses: its name and the speed of one NIC; null: none. */
  readonly network: { readonly name: string; readonly gbps: number } | null
}

/** The most that a budget of that key can be, whoever asks. */
export function largestBudget(key: string, constants: Constants): number {
  const { hostBudget, slowNetworkBudget, networkBudget, fastNetworkBudget, datastoreBudget } = constants['VM-060']
  if (key.startsWith('datastore/')) return datastoreBudget
  return key.startsWith('host/') ? hostBudget : Math.max(slowNetworkBudget, networkBudget, fastNetworkBudget)
}

/** One entry for each budget that it draws on. */
export function costsOf(input: CostInput, constants: Constants): MigrationCost[] {
  const rules = constants['VM-060']
  const costs = new Map<string, MigrationCost>()
  const add = (what: MigrationCost['what'], key: string, name: string, cost: number, budget: number): void => {
    const known = costs.get(key)
    costs.set(key, { key, what, name, cost: cost + (known?.cost ?? 0), budget })
  }
  const { kind, from, to, sources, destination, network } = input
  const hosts = from === to ? [from] : [from, to]
  const ofHost = { vmotion: rules.vmotionHost, storage: rules.storageHost, both: rules.unsharedHost, ft: rules.unsharedHost, cold: rules.otherHost }
  for (const host of hosts) add('host', `host/${host}`, host, ofHost[kind], rules.hostBudget)
  if (network !== null && kind !== 'storage' && kind !== 'cold') {
    const budget = network.gbps >= 10 ? rules.fastNetworkBudget : network.gbps >= 1 ? rules.networkBudget : rules.slowNetworkBudget
    for (const host of hosts) add('network', `network/${host}`, network.name, rules.network, budget)
  }
  if (kind === 'cold') return [...costs.values()]
  const ofDatastore = kind === 'vmotion' ? rules.vmotionDatastore : rules.diskDatastore
  for (const name of sources) add('datastore', `datastore/${name}`, name, ofDatastore, rules.datastoreBudget)
  if (destination !== null) add('datastore', `datastore/${destination}`, destination, ofDatastore, rules.datastoreBudget)
  return [...costs.values()]
}
