/** Rules and groups that people add, change and take away. */
import { percent, sample } from './draws.ts'
import type { FaultKind } from './fault-kind.ts'

function onRule(name: string, weight: number, suits: (enabled: boolean) => boolean): FaultKind {
  return {
    name,
    weight,
    draw: ({ rng, world, blind }) => {
      const rules = [...world.rules.values()].filter(({ rule }) => blind || suits(rule.enabled))
      return rules.length === 0 ? null : { do: name, args: { name: rng.pick(rules).rule.name } }
    },
  }
}

const RULES_MAX = 6

const addRule: FaultKind = {
  name: 'rule.add',
  weight: 2,
  draw: ({ rng, world }) => {
    const name = Array.from({ length: RULES_MAX }, (_, i) => `rule-${i + 1}`).find((free) => !world.rules.has(free))
    const vms = [...world.vms.keys()]
    if (name === undefined || vms.length < 2) return null
    const type = rng.pick(['keepTogether', 'separate', 'mustRunOn', 'mustNotRunOn', 'shouldRunOn', 'restartDependency'])
    if (type === 'keepTogether' || type === 'separate') return { do: 'rule.add', args: { name, type, vms: sample(rng, vms, 2, 3) } }
    if (type === 'restartDependency') return { do: 'rule.add', args: { name, type, vms: sample(rng, vms, 1, 2), dependsOn: sample(rng, vms, 1, 2) } }
    const groups = world.ruleGroups.need('groups')
    return Object.keys(groups.hosts).length === 0 ? null : { do: 'rule.add', args: { name, type, vmGroup: 'some', hostGroup: 'here' } }
  },
}

/** A person applies what DRS recommends. */
const applies: FaultKind = {
  name: 'drs.apply',
  weight: 1,
  draw: ({ rng, world }) => {
    const ids = [...world.recommendations.keys()]
    return { do: 'drs.apply', args: { id: ids.length === 0 || percent(rng, 50) ? 'all' : rng.pick(ids) } }
  },
}

const drsSettings: FaultKind = {
  name: 'DRS settings',
  weight: 1,
  draw: ({ rng }) => ({
    do: 'cluster.configure',
    args: {
      drs: {
        automation: rng.pick(['manual', 'partiallyAutomated', 'fullyAutomated']),
        migrationThreshold: rng.between(1, 5),
        ...(percent(rng, 25) ? { vmDistribution: percent(rng, 70) } : {}),
        ...(percent(rng, 25) ? { cpuOverCommitPercent: percent(rng, 70) ? rng.between(0, 400) : null } : {}),
      },
    },
  }),
}

/** What VMs can use of a host is less than it was, or all of it again (DRS-013). */
const capacity: FaultKind = {
  name: 'capacity of a host',
  weight: 1,
  draw: ({ rng, world }) => {
    const hosts = [...world.hosts.values()]
    if (hosts.length === 0) return null
    const { name, cfg } = rng.pick(hosts)
    const whole = cfg.cpu.sockets * cfg.cpu.coresPerSocket * cfg.cpu.mhz
    const percentLeft = rng.pick([30, 60, 100])
    const part = (amount: number): number => Math.floor((amount * percentLeft) / 100)
    return { do: 'host.configure', args: { host: name, vmCapacity: { cpuMHz: part(whole), memoryMiB: part(cfg.memoryMiB) } } }
  },
}

export const ruleFaults: readonly FaultKind[] = [
  addRule,
  onRule('rule.remove', 1, () => true),
  onRule('rule.enable', 2, (enabled) => !enabled),
  onRule('rule.disable', 1, (enabled) => enabled),
  {
    name: 'groups',
    weight: 1,
    draw: ({ rng, world }) => ({
      do: 'cluster.configure',
      args: {
        drs: {
          enabled: percent(rng, 50),
          vmGroups: { some: sample(rng, [...world.vms.keys()], 1, 3) },
          hostGroups: { here: sample(rng, [...world.hosts.keys()], 1, 4) },
        },
      },
    }),
  },
  applies,
  drsSettings,
  capacity,
]
