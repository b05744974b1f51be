/**
 * What the guests ask for. Owns the demand of each VM, a function of time that is evaluated when somebody reads it (`reads/demand.ts`);
 * only a change of the function is a write.
 */
import type { CommandArgs as CommandArgsOf, DemandPatch, LabDemand } from '../../../contract/lab/index.ts'
import type { CommandArgs, Signals } from '../../core/messages.ts'
import { defineModule } from '../../core/module.ts'
import type { Invariant } from '../../core/module.ts'
import type { VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { lastIoAt } from '../../reads/demand.ts'
import { newDemand, pastAt } from './history.ts'

function setDemand(turn: Turn, args: CommandArgs): void {
  const { vm, ...patch } = args as unknown as CommandArgsOf['vm.setDemand']
  if (!turn.world.demands.has(vm)) return turn.refuse('notFound', ['DRS-024'])
  change(turn, vm, patch)
}

function change(turn: Turn, vm: string, patch: DemandPatch): void {
  const { world, now } = turn
  const record = world.demands.need(vm)
  const io = lastIoAt(world, vm, now, -Infinity)
  world.demands.set(vm, {
    ...record,
    demand: { ...record.demand, ...patch } as LabDemand,
    since: now,
    past: pastAt(record, now),
    lastIoAt: io ?? record.lastIoAt,
  })
  const seq = turn.emit('vm.demandChanged', { vm })
  turn.signal('demandChanged', { vm }, seq)
}

const isDown = ({ guest }: VmRecord): boolean => guest === 'crashed' || guest === 'hung'

function guestChanged({ world, now }: Turn, { vm }: Signals['guestChanged']): void {
  const record = world.demands.get(vm)
  const guest = world.vms.get(vm)
  if (record === undefined || guest === undefined || guest.power !== 'on') return
  const asks = !isDown(guest)
  if (asks !== record.asks) world.demands.set(vm, { ...record, asks, past: pastAt(record, now) })
}

/** Its windows begin empty (DRS-028), unless it has the lock again of a process that was there all the while. */
function poweredOn({ world, now }: Turn, { vm, host }: Signals['vmPoweredOn']): void {
  const record = world.demands.get(vm)
  const guest = world.vms.get(vm)
  if (record === undefined || guest?.instances.find((instance) => instance.host === host)?.startedAt !== now) return
  world.demands.set(vm, { ...record, asks: !isDown(guest), onSince: now, past: [] })
}

const silenceIsKnown: Invariant = {
  name: 'silenceIsKnown',
  reads: ['vms', 'demands'],
  check(world) {
    for (const vm of world.vms.values())
      if (vm.power === 'on' && world.demands.get(vm.name)?.asks !== !isDown(vm)) return `what ${vm.name} asks for does not follow its guest`
    return null
  },
}

export const workload = defineModule({
  name: 'workload',
  owns: ['demands'],
  commands: { 'vm.setDemand': setDemand },
  requests: {
    'workload.add': (turn, { vm, demand }) => void turn.world.demands.set(vm, newDemand(demand)),
    'workload.change': (turn, { vm, demand }) => change(turn, vm, demand),
    'workload.remove': (turn, { vm }) => turn.world.demands.remove(vm),
  },
  signals: { guestChanged, vmPoweredOn: poweredOn },
  timers: {},
  invariants: [silenceIsKnown],
})
