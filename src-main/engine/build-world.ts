/** From a lab to the world at t = 0. Nothing is logged. */
import type { Lab } from '../contract/lab/index.ts'
import type { Kernel } from './core/simulation.ts'
import { modeAtPowerOn } from './reads/cpu.ts'
import { breakersOf } from './reads/rules.ts'
import { hostRecord } from './modules/compute/hosts.ts'
import { vmRecord } from './modules/compute/instances.ts'
import { beginPasses } from './modules/drs/schedule.ts'
import { settleAgents } from './modules/drs/vcls.ts'
import { settlePairs } from './modules/ft/settle.ts'
import { settle } from './modules/ha/settle.ts'
import { settleLevels } from './modules/snapshots/levels.ts'
import { settleAlarms } from './modules/vcenter/alarms.ts'
import { newDemand } from './modules/workload/history.ts'

/** A settled VM runs as if it had been powered on a day ago. */
const SETTLED_FOR_MS = 86_400_000

export function buildWorld(kernel: Kernel, lab: Lab): void {
  const { world } = kernel
  lab.networks.forEach((cfg, order) =>
    world.networks.set(cfg.name, { name: cfg.name, order, cfg, up: true, groups: null, blocks: 'all', disconnected: {}, addressesDown: [] }),
  )
  lab.datastores.forEach((cfg, order) => world.datastores.set(cfg.name, { name: cfg.name, order, cfg, faults: {} }))
  for (const cfg of lab.hosts) {
    world.hosts.set(cfg.name, hostRecord(cfg, kernel.count('hosts')))
    // vCenter hears nothing of a host in standby mode.
    world.connections.set(cfg.name, { state: cfg.standby ? 'notResponding' : 'connected', timer: null })
  }
  world.cluster.set('cluster', { vsan: lab.cluster.vsan, retreatMode: lab.cluster.vcls.retreatMode })
  world.evc.set('cluster', { mode: lab.cluster.evcMode })
  world.vcenter.set('vcenter', { vm: lab.vcenter.vm, network: lab.vcenter.network, running: true, cut: false, dnsDown: false, agesAt: 0 })
  const drs = lab.cluster.drs
  world.ruleGroups.set('groups', {
    vms: drs?.vmGroups ?? {},
    hosts: drs?.hostGroups ?? {},
  })
  if (drs !== null) {
    const { vmGroups: _, hostGroups: _hosts, rules: _rules, ...cfg } = drs
    world.drs.set('drs', { cfg })
  }
  for (const cfg of lab.cluster.resourcePools) world.pools.set(cfg.name, { cfg, order: kernel.count('pools') })
  for (const rule of drs?.rules ?? [])
    world.rules.set(rule.name, {
      rule,
      order: kernel.count('rules'),
      setAt: -SETTLED_FOR_MS,
      known: true,
      timer: null,
      conflictsWith: null,
      violated: false,
    })
  for (const cfg of lab.vms) {
    const off = vmRecord(cfg, kernel.count('vms'))
    world.demands.set(cfg.name, newDemand(cfg.demand))
    if (lab.start === 'cold' || cfg.power === 'off' || cfg.host === null) {
      world.vms.set(cfg.name, off)
      continue
    }
    const startedAt = -SETTLED_FOR_MS
    const readyAt = startedAt + cfg.bootTime
    const instances = [{ host: cfg.host, startedAt, hasLock: true }]
    const cpuMode = modeAtPowerOn(kernel, cfg, world.hosts.need(cfg.host).cfg)
    world.vms.set(cfg.name, { ...off, power: 'on', guest: 'ready', upSince: startedAt, guestSince: readyAt, readyAt, instances, cpuMode })
    world.locks.set(cfg.name, { vm: cfg.name, datastore: cfg.datastore, holder: cfg.host, lostAt: null, timer: null })
  }
  if (lab.start === 'settled') {
    settlePairs(kernel)
    settle(kernel)
  }
  // A start may break a rule by where VMs stand, and tells nothing.
  for (const { rule } of [...world.rules.values()])
    if (rule.enabled && kernel.constants['DRS-069'].rulesAreWatched && breakersOf(world, rule).length > 0)
      world.rules.patch(rule.name, { violated: true })
  settleLevels(kernel)
  beginPasses(kernel)
  settleAgents(kernel)
  settleAlarms(kernel)
}
