/** Proactive HA (HA-181): what is done with hosts whose hardware a health provider reports, and how VMs leave a host in quarantine (DRS-085). */
import { round9 } from '../../models/maths.ts'
import type { WhatIfHost, WhatIfVm } from '../../models/what-if.ts'
import type { HostRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { drsAtWork } from '../../reads/drs.ts'
import { vcenterManages, vcenterRuns } from '../../reads/network.ts'
import { allows, rulesOf } from '../../reads/rules.ts'
import { leaversOf } from './evacuate.ts'
import { choose } from './policy/choose.ts'
import type { Nowhere, Obstacle } from './policy/choose.ts'
import type { Pass } from './proposal.ts'
import { loadOf, obstacleTo, percentOf, planMove } from './view.ts'

type Remedy = HostRecord['remedy']

/** What its settings ask for; `none` where Proactive HA or DRS is off. */
function remedyOf({ world, constants, lab }: Turn, { health, cfg }: HostRecord): Remedy {
  const settings = world.ha.get('ha')?.cfg
  if (health === 'none' || settings === undefined || cfg.standalone || !constants['HA-181'].hostsAreSpared) return 'none'
  if (drsAtWork({ world, constants, lab }) === null || settings.proactiveHa === 'disabled') return 'none'
  if (settings.proactiveHa !== 'mixed') return settings.proactiveHa
  return health === 'severe' ? 'maintenance' : 'quarantine'
}

const isAutomated = ({ world }: Turn): boolean => world.ha.get('ha')?.cfg.proactiveHaAutomation === 'automated'

/** While vCenter is down nobody changes anything. */
export function reconsiderDegraded(turn: Turn): void {
  if (!vcenterRuns(turn.world)) return
  for (const host of [...turn.world.hosts.values()]) {
    if (host.health === 'none' && host.remedy === 'none') continue
    const remedy = isAutomated(turn) ? remedyOf(turn, host) : 'none'
    if (remedy !== host.remedy && host.power === 'on' && vcenterManages(turn.world, host.name))
      turn.request('compute.remedy', { host: host.name, remedy })
  }
}

const mayBeSpared = ({ quarantine, health }: HostRecord): boolean => quarantine || health !== 'none'

/** VMs leave a degraded host as long as no VM suffers and no rule breaks; where Proactive HA is manual they are recommended to, and no balance brings others. */
export function spareDegradedHosts(pass: Pass): void {
  const { turn } = pass
  if (!turn.constants['DRS-085'].vmsLeave || !turn.world.hosts.any(mayBeSpared)) return
  for (const host of turn.world.hosts.values()) {
    const isSpared = host.quarantine || (!isAutomated(turn) && remedyOf(turn, host) !== 'none')
    if (isSpared && host.power === 'on' && host.maintenance === 'no' && host.standbyChange === null) spare(pass, host)
  }
}

function spare(pass: Pass, host: HostRecord): void {
  const left = pass.view.host.get(host.name)
  if (left !== undefined) left.takesVms = false
  for (const { record, role } of leaversOf(pass.turn, host.name)) {
    const vm = pass.view.vm.get(record.name)
    if (vm === undefined || vm.moved) continue
    if (vm.stuck === 'drsDisabledOnVm') fault(pass, vm, host, vm.stuck)
    else moveOff(pass, host, vm, role)
  }
}

function moveOff(pass: Pass, host: HostRecord, vm: WhatIfVm, role: 'primary' | 'secondary' | null): void {
  const { turn, view } = pass
  const candidates = view.hosts
    .filter(({ name }) => name !== host.name)
    .map((one) => ({ host: one.name, order: one.order, load: loadOf(one), shouldRulesBroken: [] }))
  const choice = choose(candidates, (name) => obstacleOf(pass, vm, view.host.get(name) as WhatIfHost, host.name))
  if (choice.host === null) return fault(pass, vm, host, choice.fault, choice)
  const to = view.host.get(choice.host) as WhatIfHost
  pass.proposals.push({
    kind: 'migrate',
    vm: vm.name,
    from: host.name,
    to: to.name,
    priority: 1,
    reason: 'hostInDegradation',
    automatic: isAutomated(turn) && vm.automation === 'fullyAutomated',
    why: {
      decision: 'drsSparesHost',
      facts: ['DRS-085', 'HA-181', 'DRS-013'],
      inputs: { vm: vm.name, from: host.name, to: to.name, severity: host.health, loadPercent: percentOf(loadOf(to)) },
      rejected: choice.rejected,
    },
  })
  if (role !== 'secondary') planMove(vm, to)
  else vm.moved = true
}

/** No VM suffers: the destination stays below what it has (DRS-083). */
function obstacleOf({ turn, view }: Pass, vm: WhatIfVm, to: WhatIfHost, from: string): Obstacle | null {
  const obstacle = obstacleTo(turn, view, vm, to, from)
  if (obstacle !== null) return obstacle
  const isFull = round9((to.cpuDemandMHz + vm.cpuDemandMHz) / to.cpuMHz) >= 1 || round9((to.memoryDemandMiB + vm.memoryDemandMiB) / to.memoryMiB) >= 1
  if (isFull) return { reason: 'insufficientResources', facts: ['DRS-085', 'DRS-083'] }
  const broken = rulesOf(turn.world, vm.name).should.some((rule) => !allows(rule, to.name))
  return broken ? { reason: 'shouldRuleViolation', facts: ['DRS-085', 'DRS-075'] } : null
}

function fault(
  pass: Pass,
  vm: WhatIfVm,
  host: HostRecord,
  reason: string,
  { rule, rejected }: Pick<Nowhere, 'rule' | 'rejected'> = { rule: null, rejected: [] },
): void {
  pass.faults.push({ vm: vm.name, host: host.name, rule, reason, facts: ['DRS-085', 'DRS-097'], rejected })
}
