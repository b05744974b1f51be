/**
 * What the guests ask for. Owns the demand of each VM, a function of time that is evaluated when somebody reads it (`reads/demand.ts`);
 * only a change of the function is a write.
 */
import type { LabDemand } from '../../../contract/lab/index.ts'
import type { CommandArgs } from '../../core/messages.ts'
import { defineModule } from '../../core/module.ts'
import type { Turn } from '../../core/turn.ts'

function setDemand(turn: Turn, args: CommandArgs): void {
  const { vm, ...change } = args
  const name = vm as string
  const record = turn.world.demands.get(name)
  if (record === undefined) return turn.refuse('notFound', ['DRS-024'])
  turn.world.demands.set(name, { demand: { ...record.demand, ...change } as LabDemand })
  turn.emit('vm.demandChanged', { vm: name })
}

export const workload = defineModule({
  name: 'workload',
  owns: ['demands'],
  commands: { 'vm.setDemand': setDemand },
  requests: {},
  signals: {},
  timers: {},
  invariants: [],
})
