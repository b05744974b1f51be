/** Outages of a VM as its clients see them, and the wait until frames arrive. */
import type { ClientRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { isOut, pingsOf, serves } from '../../reads/clients.ts'

type State = Omit<ClientRecord, 'vm'>

/** Of a VM that has always answered. */
export const blank: State = { links: {}, isNew: false, answersAt: null, outageSince: null, outageMs: 0, pingsLost: 0, timer: null }

/** VM-082: t_net. */
export function settleMs(turn: Turn): number {
  return turn.constants['VM-082'].settleSeconds * 1000
}

/** Takes in what changed about a VM, and begins or ends its outage. */
export function look(turn: Turn, vm: VmRecord, change: Partial<State>): void {
  const before: State = turn.world.clients.get(vm.name) ?? blank
  let next: State = Object.assign({}, before, change)
  if (next.isNew && serves(vm)) next = { ...next, isNew: false, answersAt: turn.now + settleMs(turn) }
  next = counted(turn, vm, next)
  const due = dueOf(next)
  if (due !== dueOf(before) || (next.timer === null) !== (due === null)) {
    turn.cancel(next.timer)
    next = { ...next, timer: due === null ? null : turn.at(due, 'clients.settled', { vm: vm.name }) }
  }
  if ((Object.keys(next) as (keyof State)[]).some((key) => next[key] !== before[key])) turn.world.clients.set(vm.name, { vm: vm.name, ...next })
}

/** The first instant at which something is over by itself. */
export function dueOf({ links, answersAt }: State): number | null {
  let due = answersAt
  for (const { learnedAt } of Object.values(links)) if (learnedAt !== null && (due === null || learnedAt < due)) due = learnedAt
  return due
}

function counted(turn: Turn, vm: VmRecord, state: State): State {
  const out = isOut(vm, state)
  if (out === (state.outageSince !== null)) return state
  if (state.outageSince === null) return { ...state, outageSince: turn.now }
  const durationMs = turn.now - state.outageSince
  const pingsLost = pingsOf(vm.cfg, state.outageSince, turn.now)
  if (vm.cfg.clientPing !== null) turn.emit('client.outage', { vm: vm.name, durationMs, pingsLost })
  return { ...state, outageSince: null, outageMs: state.outageMs + durationMs, pingsLost: state.pingsLost + pingsLost }
}
