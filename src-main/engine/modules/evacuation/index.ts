/**
 * DRS's evacuation of hosts that are to enter maintenance or standby mode (DRS-082, DRS-084): what runs there is moved to other hosts, as soon as it
 * is asked for and, for what could not go, with each later pass. VMs that are not fully automated wait for a person.
 */
import { productAtLeast } from '../../../contract/lab/product.ts'
import { defineModule } from '../../core/module.ts'
import type { Invariant } from '../../core/module.ts'
import type { Signals } from '../../core/messages.ts'
import type { Turn } from '../../core/turn.ts'
import { migrationKey } from '../../reads/vmotion.ts'
import { evacuate } from './evacuate.ts'
import { beginPlan, isLeaving } from './plan.ts'

function hostLeaving(turn: Turn, { host, leaving }: Signals['hostLeaving']): void {
  if (!leaving) return stay(turn, host)
  turn.world.evacuations.set(host, { host, faults: {}, sent: [], causeSeq: turn.cause })
  evacuate(turn, beginPlan(turn), host)
  planPass(turn)
}

function pass(turn: Turn): void {
  turn.world.evacuationPass.remove('next')
  const plan = beginPlan(turn)
  for (const host of [...turn.world.evacuations.keys()]) evacuate(turn, plan, host)
  planPass(turn)
}

/** A host that has entered, or is down, is not to leave any more. */
function forgetOthers(turn: Turn): void {
  if (turn.world.evacuations.size === 0) return
  for (const { host } of [...turn.world.evacuations.values()]) {
    const record = turn.world.hosts.get(host)
    if (record === undefined || !isLeaving(record)) turn.world.evacuations.remove(host)
  }
  planPass(turn)
}

/** DRS-010: while some host is to leave there is a next pass. */
function planPass(turn: Turn): void {
  const known = turn.world.evacuationPass.get('next')
  const isNeeded = turn.world.evacuations.size > 0
  if (isNeeded === (known !== undefined)) return
  if (known !== undefined) {
    turn.cancel(known.timer)
    turn.world.evacuationPass.remove('next')
    return
  }
  const { scoreMs, classicMs } = turn.constants['DRS-010']
  const algorithm = turn.lab.cluster.drs?.algorithm ?? (productAtLeast(turn.lab.product, '7.0') ? 'drsScore' : 'classic')
  const everyMs = algorithm === 'drsScore' ? scoreMs : classicMs
  const timer = turn.at((Math.floor(turn.now / everyMs) + 1) * everyMs, 'evacuation.pass', {})
  turn.world.evacuationPass.set('next', { timer })
}

/** What still waits in the queue stays; what is on its way goes on. */
function stay(turn: Turn, host: string): void {
  const sent = turn.world.evacuations.get(host)?.sent ?? []
  turn.world.evacuations.remove(host)
  planPass(turn)
  for (const vm of sent) {
    for (const role of [null, 'secondary'] as const) {
      const migration = turn.world.migrations.get(migrationKey(vm, role))
      if (migration?.from === host && migration.startedAt === null) turn.request('migration.cancel', { vm, role })
    }
  }
}

const leavingIsWatched: Invariant = {
  name: 'leavingIsWatched',
  reads: ['evacuations', 'evacuationPass', 'hosts'],
  check(world) {
    for (const host of world.hosts.values())
      if (isLeaving(host) !== world.evacuations.has(host.name))
        return `${host.name} is ${isLeaving(host) ? '' : 'not '}to leave, and its evacuation is ${isLeaving(host) ? "nobody's" : 'not over'}`
    return world.evacuations.size > 0 === world.evacuationPass.has('next') ? null : 'the next look at hosts that are to leave is amiss'
  },
}

export const evacuation = defineModule({
  name: 'evacuation',
  owns: ['evacuations', 'evacuationPass'],
  commands: {},
  requests: {},
  signals: { hostLeaving, hostRole: forgetOthers, hostPower: forgetOthers, hostRemoved: forgetOthers },
  timers: { 'evacuation.pass': pass },
  invariants: [leavingIsWatched],
})
