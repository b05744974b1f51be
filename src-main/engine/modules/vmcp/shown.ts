/** The clocks of component protection, as the state shows them. */
import type { VmcpState } from '../../../contract/ha-state.ts'
import type { StorageLossRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { actsAt, keyOf, lossesOf, runsOn, settingFor } from './losses.ts'

/** Every loss of a host with the VMs there that it hits, in the order in which they came. */
export function vmcpState(turn: Turn): VmcpState[] {
  return [...turn.world.storageLosses.values()].map((loss) => ({
    datastore: loss.datastore,
    host: loss.host,
    kind: loss.kind,
    sinceMs: loss.sinceAt,
    timeoutAtMs: loss.timeoutAt,
    vms: [...turn.world.vms.values()]
      .filter((vm) => runsOn(vm, loss.host) && lossesOf(turn.world, vm, loss.host).includes(loss))
      .map((vm) => ({ vm: vm.name, response: settingFor(turn, vm, loss.kind), actsAtMs: actsAtNow(turn, vm.name, loss) })),
  }))
}

/** Before the APD time-out it is foreseen; after it, it is what was decided. */
function actsAtNow(turn: Turn, vm: string, loss: StorageLossRecord): number | null {
  if (loss.kind === 'apd' && loss.timedOutAt === null) return actsAt(turn, turn.world.vms.need(vm), loss)
  const record = turn.world.vmcp.get(keyOf(vm, loss.host))
  return record?.state === 'waiting' && record.datastore === loss.datastore ? record.actAt : null
}
