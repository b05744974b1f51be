/** What people ask of DRS: groups that start, recommendations that are carried out, plans; and hosts whose hardware is reported as degraded. */
import { drsSettings } from '../reads/drs.ts'
import { percent, sample } from './draws.ts'
import type { FaultKind, Scene } from './fault-kind.ts'

function withDrs(name: string, weight: number, command: string, draw: (scene: Scene) => Readonly<Record<string, unknown>> | null): FaultKind {
  return {
    name,
    weight,
    draw: (scene) => {
      const args = drsSettings(scene.world) === null && !scene.blind ? null : draw(scene)
      return args === null ? null : { do: command, args }
    },
  }
}

export const drsFaults: readonly FaultKind[] = [
  withDrs('group power-on', 2, 'vm.powerOn', ({ rng, world }) => {
    const off = [...world.vms.values()].filter(({ power }) => power === 'off').map(({ name }) => name)
    return off.length < 2 ? null : { vms: sample(rng, off, 2, 3) }
  }),
  withDrs('drs.apply with a host', 2, 'drs.apply', ({ rng, world }) => {
    const placed = [...world.recommendations.values()].filter(({ hosts }) => hosts.length > 0)
    if (placed.length === 0) return null
    const { id, hosts } = rng.pick(placed)
    return { id, host: rng.pick(hosts).host }
  }),
  withDrs('drs.planMaintenance', 1, 'drs.planMaintenance', ({ rng, world }) => ({
    hosts: sample(rng, [...world.hosts.keys()], 1, 4),
    ...(percent(rng, 50) ? { demandCapacityRatioTarget: rng.between(40, 200) } : {}),
  })),
  withDrs('automation of a VM', 1, 'vm.configure', ({ rng, world }) => {
    const vms = [...world.vms.keys()]
    const automation = rng.pick(['manual', 'partiallyAutomated', 'fullyAutomated', 'disabled'])
    return vms.length === 0 ? null : { vm: rng.pick(vms), drs: { automation } }
  }),
  withDrs('host.degrade', 4, 'host.degrade', ({ rng, world }) =>
    world.hosts.size === 0 ? null : { host: rng.pick([...world.hosts.keys()]), severity: rng.pick(['none', 'moderate', 'severe']) },
  ),
  withDrs('Proactive HA', 4, 'cluster.configure', ({ rng, world }) =>
    world.ha.get('ha') === undefined
      ? null
      : {
          ha: { proactiveHa: rng.pick(['disabled', 'quarantine', 'maintenance', 'mixed']), proactiveHaAutomation: rng.pick(['manual', 'automated']) },
        },
  ),
]
