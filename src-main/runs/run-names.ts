import { knownNames, type Lab } from '../contract/lab/index.ts'
import type { Simulation } from '../engine/index.ts'

type Names = ReturnType<typeof knownNames>
type Sent = { readonly command: string; readonly args: object }

/** What a command may refer to now: what exists, and the rules, pools and groups of the lab and of all commands so far. */
export function namesNow(lab: Lab, simulation: Simulation, sent: readonly Sent[]): Names {
  const { drs, resourcePools } = lab.cluster
  const names = knownNames({
    host: simulation.hostNames(),
    vm: simulation.vmNames(),
    network: namesOf(lab.networks),
    datastore: namesOf(lab.datastores),
    pool: namesOf(resourcePools),
    rule: namesOf(drs?.rules),
    vmGroup: Object.keys(drs?.vmGroups ?? {}),
    hostGroup: Object.keys(drs?.hostGroups ?? {}),
    addresses: [...lab.networks.flatMap(({ isolationAddresses }) => isolationAddresses), ...(lab.vcenter.vm === null ? ['vcenter'] : [])],
  })
  const { pool, rule, vmGroup, hostGroup } = names.byKind
  for (const { command, args: given } of [...lab.timeline.map((entry): Sent => ({ command: entry.do, args: entry.args })), ...sent]) {
    const args = mapOf(given)
    if (command === 'resourcePool.add') add(pool, namesOf([args]))
    if (command === 'rule.add') add(rule, namesOf([args]))
    if (command !== 'cluster.configure') continue
    const patch = mapOf(args['drs'])
    add(pool, namesOf(args['resourcePools']))
    add(rule, namesOf(patch['rules']))
    add(vmGroup, Object.keys(mapOf(patch['vmGroups'])))
    add(hostGroup, Object.keys(mapOf(patch['hostGroups'])))
  }
  return names
}

function add(names: Set<string>, more: readonly string[]): void {
  for (const name of more) names.add(name)
}

const mapOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

const namesOf = (records: unknown): readonly string[] =>
  (Array.isArray(records) ? records : []).flatMap((record) => {
    const { name } = mapOf(record)
    return typeof name === 'string' ? [name] : []
  })
