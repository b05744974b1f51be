/**
 * What the guests ask for. Owns the demand of each VM, a function of time that is evaluated when somebody reads it (`reads/demand.ts`);
 * only a change of the function is a write.
 */
import type { CommandArgs as CommandArgsOf, DemandPatch, LabDemand } from '../../../contract/lab/index.ts'
import type { CommandArgs } from '../../core/messages.ts'
import { defineModule } from '../../core/module.ts'
import type { Turn } from '../../core/turn.ts'

function setDemand(turn: Turn, args: CommandArgs): void {
  const { vm, ...patch } = args as unknown as CommandArgsOf['vm.setDemand']
  if (!turn.world.demands.has(vm)) return turn.refuse('notFound', ['DRS-024'])
  change(turn, vm, patch)
}

function change(turn: Turn, vm: string, patch: DemandPatch): void {
  turn.world.demands.set(vm, { demand: { ...turn.world.demands.need(vm).demand, ...patch } as LabDemand })
  turn.emit('vm.demandChanged', { vm })
}

export const workload = defineModule({
  name: 'workload',
  owns: ['demands'],
  commands: { 'vm.setDemand': setDemand },
  requests: {
    'workload.add': (turn, { vm, demand }) => void turn.world.demands.set(vm, { demand }),
    'workload.change': (turn, { vm, demand }) => change(turn, vm, demand),
    'workload.remove': (turn, { vm }) => turn.world.demands.remove(vm),
  },
  signals: {},
  timers: {},
  invariants: [],
})
