import type { VmService } from '../core/simulation-types.ts'
import type { Kernel } from '../core/simulation.ts'
import type { VmRecord } from '../core/records.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { clientOutageMs, isCut } from '../reads/clients.ts'
import { reachesVm } from '../reads/storage.ts'

/** What its users have of each VM, in the order of the inventory. */
export function vmServices(kernel: Kernel): readonly VmService[] {
  const { world, now } = kernel
  const sound = storageIsSound(world)
  // The same for all VMs of a host that use a network.
  const known = new Map<string, boolean>()
  const isWithout = (host: string, network: string | null): boolean => {
    const key = `${host} ${network ?? ''}`
    let answer = known.get(key)
    if (answer === undefined) known.set(key, (answer = isCut(world, network, host)))
    return answer
  }
  const serviceOf = (vm: VmRecord): VmService => {
    const { name, host, cfg } = vm
    const on = vm.power === 'on' && host !== null
    const network = cfg.nics[0]?.network
    return {
      vm: name,
      power: vm.power,
      host,
      hasStorage: on && (sound || reachesVm(world, host, cfg)),
      hasNetwork: on && (network === undefined || !isWithout(host, network)),
      isProtected: world.protection.get(name)?.committed === true,
      downtimeMs: vm.downtimeMs + (vm.downSince === null ? 0 : now - vm.downSince),
      clientOutageMs: clientOutageMs(world, name, now),
    }
  }
  return Array.from(world.vms.values(), serviceOf)
}

/** Nothing is wrong with it that could keep a VM from its files. */
export function storageIsSound({ datastores }: ReadonlyTables): boolean {
  return [...datastores.values()].every(({ faults, cfg }) => isEmpty(faults) && cfg.network === null && cfg.type !== 'vsan')
}

const isEmpty = (map: object): boolean => Object.keys(map).length === 0
