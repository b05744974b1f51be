/** Switching HA on and off, and its settings while the lab runs. vCenter does that (HA-003, HA-004). */
import { quickly } from '../../../contract/lab/entries.ts'
import { haSchema, sensitivityDefaults } from '../../../contract/lab/ha.ts'
import type { HaEntry } from '../../../contract/lab/ha.ts'
import type { ClusterPatch, LabHa } from '../../../contract/lab/index.ts'
import { filled, merged } from '../../../contract/lab/patch.ts'
import { isMap } from '../../../contract/lab/problems.ts'
import { productAtLeast } from '../../../contract/lab/product.ts'
import { resolveHa } from '../../../contract/lab/resolve.ts'
import type { CommandArgs } from '../../core/messages.ts'
import type { Turn, WhyDraft } from '../../core/turn.ts'
import { evcTrouble } from '../../reads/cpu.ts'
import { vcenterRuns } from '../../reads/network.ts'
import { changeTrouble, poolsAfter } from '../../reads/pool-changes.ts'
import type { PoolsTrouble } from '../../reads/pool-changes.ts'
import { lacksDependencies, nameMissing, rulesAfter } from '../../reads/rule-changes.ts'
import { dependencyTrouble } from '../../reads/rules.ts'
import { admissionTrouble } from './admission-settings.ts'
import { removeAgent, setUpAgent } from './agent-setup.ts'
import { idleAgent } from './agent-state.ts'
import { reconsiderAgents } from './agents.ts'
import { isMember, settings } from './cluster.ts'
import { chooseHeartbeats } from './heartbeats.ts'
import { dropIsolation } from './isolation.ts'
import { abandonLists, protectLater, releaseLists } from './lists.ts'
import { dropRestarts } from './failovers.ts'
import { reconsiderAllReadiness } from './readiness.ts'
import { dropDisabled } from './restart-queue.ts'
import { show, shownState } from './shown.ts'
import { dropViews } from './views.ts'

/** What was taken away means what it means when it is left out. Both sides are read already: times are in ms. */
function withDefaults(entry: Readonly<Record<string, unknown>>): LabHa {
  const whole = filled(quickly(haSchema)({}) as Record<string, unknown>, entry)
  const sensitivity = whole['vmMonitoringSensitivity']
  if (isMap(sensitivity)) whole['vmMonitoringSensitivity'] = { ...sensitivityDefaults, ...sensitivity }
  return resolveHa(whole as HaEntry)
}

/** A partial `cluster:` block: the part about HA is done here, groups and rules by the module that owns them; all of it or nothing. */
export function configure(turn: Turn, args: CommandArgs): void {
  const { ha: patch, drs, evcMode, resourcePools } = args as ClusterPatch
  if (!vcenterRuns(turn.world)) return turn.refuse('vcenterDown', ['HA-004'])
  const before = settings(turn.world)?.cfg ?? null
  const next = patch === undefined ? before : nextSettings(turn, before, patch)
  if (!rulesAreSound(turn, drs, next) || !admissionIsSound(turn, patch, next)) return
  const trouble = evcMode === undefined ? null : evcTrouble(turn, evcMode)
  if (trouble !== null) return turn.refuse(trouble.reason, trouble.facts, trouble.about)
  if (resourcePools !== undefined && !poolsAreSound(turn, resourcePools)) return
  if (!configureCluster(turn, args)) return
  if (evcMode !== undefined) turn.request('evc.configure', { mode: evcMode })
  if (drs !== undefined) {
    turn.request('drs.configure', { patch: drs })
    turn.request('rules.configure', { patch: drs })
  }
  if (resourcePools !== undefined) turn.request('resources.configure', { patch: resourcePools })
  if (patch !== undefined) apply(turn, before, next)
}

/** Null: HA is off. */
function nextSettings(turn: Turn, before: LabHa | null, patch: ClusterPatch['ha']): LabHa | null {
  if (patch === null) return null
  const base = before ?? turn.lab.cluster.haSettings ?? {}
  const next = withDefaults(merged(base as Record<string, unknown>, patch as Record<string, unknown>))
  return next.enabled ? next : null
}

/** What is wrong with rules is refused before anything is changed (HA-093). */
function rulesAreSound(turn: Turn, drs: ClusterPatch['drs'], ha: LabHa | null): boolean {
  const rules = rulesAfter(turn.world, drs)
  if (rules === null) return refuse('invalidState')
  const missing = drs === undefined ? null : nameMissing(turn.world, rules, drs)
  if (missing !== null) return refuse('notFound', missing)
  if (drs !== undefined && lacksDependencies(turn.lab.product, rules)) return refuse('notInProduct')
  const trouble = dependencyTrouble(turn.world, { rules, clusterPriority: ha?.restartPriority ?? null })
  return trouble === null || refuse(trouble.reason, trouble.rule)

  function refuse(reason: string, name?: string): false {
    turn.refuse(reason, ['HA-093'], name === undefined ? {} : { name })
    return false
  }
}

/** And what is wrong with resource pools. */
function poolsAreSound(turn: Turn, patch: ClusterPatch['resourcePools'] | null): boolean {
  const pools = poolsAfter(turn.world, patch)
  const trouble = pools === null ? ({ reason: 'invalidState', fact: 'DRS-019' } satisfies PoolsTrouble) : changeTrouble(turn, pools)
  if (trouble === null) return true
  const { reason, fact, figures, ...about }: PoolsTrouble = trouble
  turn.refuse(reason, [fact], about, [], figures)
  return false
}

/** So is what is wrong with the settings of admission control, where they are changed. */
function admissionIsSound(turn: Turn, patch: ClusterPatch['ha'], next: LabHa | null): boolean {
  if (next === null || !isMap(patch?.admissionControl)) return true
  const trouble = admissionTrouble(turn, next.admissionControl)
  if (trouble === null) return true
  turn.refuse(trouble.reason, [trouble.fact], trouble.host === undefined ? {} : { host: trouble.host })
  return false
}

function apply(turn: Turn, before: LabHa | null, next: LabHa | null): void {
  if (next === null) {
    if (before !== null) switchOff(turn)
    return
  }
  if (before === null) return switchOn(turn, next)
  turn.world.ha.patch('ha', { cfg: next })
  turn.signal('haConfigured', {})
  if (before.hostMonitoring && !next.hostMonitoring) logMonitoringOff(turn)
  chooseHeartbeats(turn)
  dropDisabled(turn)
  reconsiderAllReadiness(turn)
  turn.signal('capacityChanged', { host: null })
}

/** HA-027 */
function logMonitoringOff(turn: Turn): void {
  turn.emit('vcenter.eventLogged', { name: 'DasHostMonitoringDisabledEvent' })
}

/** vSAN and vCLS. False after a refusal. */
function configureCluster(turn: Turn, args: CommandArgs): boolean {
  const { vsan: hasVsan, retreatMode } = turn.world.cluster.need('cluster')
  const patch = args['ha'] as { readonly enabled?: boolean | null } | null | undefined
  const vsan = args['vsan'] === undefined ? hasVsan : args['vsan'] === null ? turn.lab.cluster.vsan : args['vsan'] === true
  const goesOff = patch === null || patch?.enabled === false
  if (vsan !== hasVsan && settings(turn.world) !== undefined && !goesOff && turn.constants['HA-175'].haMustBeOff) {
    turn.refuse('haEnabled', ['HA-175'])
    return false
  }
  const vcls = args['vcls'] as { readonly retreatMode?: boolean | null } | null | undefined
  const retreats = vcls === undefined || (vcls !== null && vcls.retreatMode === undefined) ? retreatMode : vcls?.retreatMode === true
  if (retreats && !productAtLeast(turn.lab.product, '7.0')) {
    turn.refuse('notInProduct', ['HA-183'])
    return false
  }
  if (vsan !== hasVsan || retreats !== retreatMode) turn.world.cluster.set('cluster', { vsan, retreatMode: retreats })
  if (retreats !== retreatMode) turn.signal('retreatModeChanged', {})
  return true
}

/** Agents start and elect a primary; what runs becomes protected once it has the lists. */
export function switchOn(turn: Turn, cfg: LabHa): void {
  turn.world.ha.set('ha', { cfg, vcenterPrimary: null, vcenterLostAt: turn.now, vcenterTimer: null, usageTimer: null })
  for (const host of turn.world.hosts.values()) {
    turn.world.agents.set(host.name, { ...idleAgent(host.name), alive: turn.world.agents.get(host.name)?.alive ?? true })
    if (isMember(host)) setUpAgent(turn, host.name, true)
  }
  chooseHeartbeats(turn)
  for (const vm of turn.world.vms.values()) if (vm.power === 'on' && vm.host !== null) protectLater(turn, { vm: vm.name })
  reconsiderAgents(turn)
  turn.signal('haConfigured', {})
  if (!cfg.hostMonitoring) logMonitoringOff(turn)
}

function switchOff(turn: Turn): void {
  const left = new Map([...turn.world.hosts.keys()].map((host) => [host, removeAgent(turn, host)]))
  for (const [host, fault] of left) {
    const state = fault?.state ?? 'none'
    const why: WhyDraft =
      fault === null
        ? { decision: 'vcenterView', facts: ['HA-003'], inputs: { host, state, primary: null } }
        : { decision: 'agentNotRemoved', facts: ['HA-191'], inputs: { host, state, reason: fault.because } }
    show(turn, 'vcenter', host, shownState(turn.world, host), state, why)
    dropViews(turn, host)
    dropRestarts(turn, host)
    releaseLists(turn, host)
  }
  for (const agent of [...turn.world.agents.values()]) {
    turn.cancel(agent.timer)
    turn.cancel(agent.restartTimer)
    turn.world.agents.set(agent.host, { ...idleAgent(agent.host), alive: agent.alive, fault: left.get(agent.host) ?? null })
  }
  for (const election of [...turn.world.elections.values()]) {
    turn.cancel(election.timer)
    turn.world.elections.remove(String(election.id))
  }
  for (const entry of [...turn.world.protection.values()]) {
    turn.cancel(entry.timer)
    turn.world.protection.remove(entry.vm)
  }
  dropIsolation(turn)
  abandonLists(turn)
  for (const key of [...turn.world.heartbeats.keys()]) turn.world.heartbeats.remove(key)
  for (const key of [...turn.world.issues.keys()]) turn.world.issues.remove(key)
  turn.cancel(settings(turn.world)?.vcenterTimer ?? null)
  turn.cancel(settings(turn.world)?.usageTimer ?? null)
  turn.world.ha.remove('ha')
  turn.signal('failoverChanged', {})
  turn.signal('haConfigured', {})
}
