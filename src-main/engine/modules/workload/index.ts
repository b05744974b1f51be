/**
 * What the guests ask for. Owns the demand of each VM, a function of time that is evaluated when somebody reads it (`reads/demand.ts`);
 * only a change of the function is a write.
 */
import type { CommandArgs as CommandArgsOf, DemandPatch, LabDemand } from '../../../contract/lab/index.ts'
import type { CommandArgs } from '../../core/messages.ts'
import { defineModule } from '../../core/module.ts'
import type { Turn } from '../../core/turn.ts'
import { lastIoAt } from '../../reads/demand.ts'

function setDemand(turn: Turn, args: CommandArgs): void {
  const { vm, ...patch } = args as unknown as CommandArgsOf['vm.setDemand']
  if (!turn.world.demands.has(vm)) return turn.refuse('notFound', ['DRS-024'])
  change(turn, vm, patch)
}

function change(turn: Turn, vm: string, patch: DemandPatch): void {
  const record = turn.world.demands.need(vm)
  const io = lastIoAt(turn.world, vm, turn.now, -Infinity)
  turn.world.demands.set(vm, { demand: { ...record.demand, ...patch } as LabDemand, since: turn.now, lastIoAt: io ?? record.lastIoAt })
  const seq = turn.emit('vm.demandChanged', { vm })
  turn.signal('demandChanged', { vm }, seq)
}

export const workload = defineModule({
  name: 'workload',
  owns: ['demands'],
  commands: { 'vm.setDemand': setDemand },
  requests: {
    'workload.add': (turn, { vm, demand }) => void turn.world.demands.set(vm, { demand, since: null, lastIoAt: null }),
    'workload.change': (turn, { vm, demand }) => change(turn, vm, demand),
    'workload.remove': (turn, { vm }) => turn.world.demands.remove(vm),
  },
  signals: {},
  timers: {},
  invariants: [],
})
