import type { VmService } from '../core/simulation-types.ts'
import type { Kernel } from '../core/simulation.ts'
import type { VmRecord } from '../core/records.ts'
import { clientOutageMs, isCut } from '../reads/clients.ts'
import { reachesVm } from '../reads/storage.ts'

/** What its users have of each VM, in the order of the inventory. */
export function vmServices(kernel: Kernel): readonly VmService[] {
  const { world, now } = kernel
  // Where nothing is wrong with the storage nobody lacks any.
  const sound = [...world.datastores.values()].every(({ faults, cfg }) => isEmpty(faults) && cfg.network === null && cfg.type !== 'vsan')
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

const isEmpty = (map: object): boolean => Object.keys(map).length === 0
