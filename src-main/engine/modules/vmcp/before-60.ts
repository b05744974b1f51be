/** HA-138: before 6.0 a host ends the VMs that it cannot serve after a PDL where its own option says so. */
import { flagValue } from '../../../contract/lab/option-values.ts'
import { productAtLeast } from '../../../contract/lab/product.ts'
import type { StorageLossRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { datastoresOf, productOf } from '../../reads/storage.ts'
import { runsOn } from './losses.ts'

export function killBefore60(turn: Turn, { host, datastore }: StorageLossRecord): void {
  if (productAtLeast(productOf(turn, host), '6.0')) return
  const isSet = flagValue(String(turn.world.hosts.get(host)?.cfg.advancedOptions['disk.terminatevmonpdldefault'])) ?? false
  if (isSet !== turn.constants['HA-138'].byHostOption) return
  for (const vm of turn.world.vms.values())
    if (runsOn(vm, host) && datastoresOf(vm.cfg).includes(datastore)) turn.request('compute.stopVm', { vm: vm.name, host, cause: 'vmcp' })
}
