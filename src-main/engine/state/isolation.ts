/** Hosts that hear nobody, and what is to come of it (HA-050, HA-055, HA-056). */
import type { IsolationState } from '../../contract/ha-state.ts'
import type { AgentRecord, VmRecord } from '../core/records.ts'
import type { IsolationAddress } from '../core/simulation-types.ts'
import type { Kernel } from '../core/simulation.ts'
import { addressesFail, isolationAddresses, settings, settingOf } from '../modules/ha/cluster.ts'
import { isolationResponseOf, responsesSuspended } from '../modules/ha/isolation.ts'
import { addressIsUp } from '../reads/network.ts'

export function isolationAddressStates(kernel: Kernel): readonly IsolationAddress[] {
  return isolationAddresses(kernel).map((address) => ({ address, isUp: addressIsUp(kernel.world, address) }))
}

export function isolationState(kernel: Kernel): IsolationState[] {
  return [...kernel.world.agents.values()].filter((agent) => agent.aloneAt !== null).map((agent) => stateOf(kernel, agent))
}

function stateOf(kernel: Kernel, agent: AgentRecord): IsolationState {
  const nextAtMs = nextAt(kernel, agent)
  const actsAtMs = agent.timerKind === 'response' ? agent.timerAt : null
  const listed = new Map<string, IsolationState['vms'][number]>()
  for (const entry of kernel.world.isolation.values()) {
    if (entry.host !== agent.host) continue
    const { vm, response, state } = entry
    listed.set(vm, { vm, response, state, nextAtMs: entry.nextAt })
  }
  for (const vm of kernel.world.vms.values()) {
    if (listed.has(vm.name) || !vm.instances.some(({ host }) => host === agent.host)) continue
    const response = responseOf(kernel, vm)
    listed.set(vm.name, { vm: vm.name, response, state: 'waiting', nextAtMs: response === 'disabled' ? null : actsAtMs })
  }
  return { host: agent.host, sinceMs: agent.aloneAt ?? kernel.now, declaredAtMs: agent.declaredAt, nextAtMs, vms: [...listed.values()] }
}

/** What will be done with it, restart priority and host monitoring taken into account (HA-027, HA-079). */
function responseOf(kernel: Kernel, vm: VmRecord): IsolationState['vms'][number]['response'] {
  const cfg = settings(kernel.world)?.cfg
  if (cfg === undefined || responsesSuspended(kernel) || settingOf(cfg, vm.cfg, 'restartPriority') === 'disabled') return 'disabled'
  return isolationResponseOf(kernel, vm)
}

/** When it declares itself isolated if nothing changes, or acts on its VMs; null: it does not, or has. */
function nextAt(kernel: Kernel, agent: AgentRecord): number | null {
  if (agent.state === 'networkIsolated') return agent.timerKind === 'response' && !responsesSuspended(kernel) ? agent.timerAt : null
  if (!addressesFail(kernel, agent.host)) return null
  const { constants: c, world } = kernel
  if (agent.timerKind === 'isolation') return agent.timerAt
  const pingMs = c['HA-050'].isolationPingMs
  if (agent.state === 'election') {
    const election = agent.electionId === null ? undefined : world.elections.get(String(agent.electionId))
    return election === undefined ? null : election.startedAt + c['HA-012'].electionMs + pingMs
  }
  if (agent.timerKind === 'primaryTimeout' && agent.timerAt !== null) return agent.timerAt + c['HA-012'].electionMs + pingMs
  return null
}
