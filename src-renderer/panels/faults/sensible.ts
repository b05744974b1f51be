/**
 * Whether a fault makes sense on an object just now, from what the window shows of it: nobody powers on what runs. The engine is the judge of all
 * the rest. Pure.
 */
import type { HostView } from '../../../src-main/contract/api.ts'
import type { MessageKey } from '../../i18n/en.ts'
import type { ObjectRef } from '../../stores/selection.ts'
import type { WorldMirror } from '../../stores/world-mirror.ts'
import type { Fault } from './faults.ts'

type Reason = MessageKey | null

function hostReason(command: string, host: HostView): Reason {
  const off: Reason = host.power === 'on' ? null : host.power === 'booting' ? 'faults.not.booting' : 'faults.not.hostOff'
  const inMaintenance = host.maintenance || host.mode === 'enteringMaintenance'
  const inStandby = host.standby || host.power === 'standby' || host.mode === 'enteringStandby'
  switch (command) {
    case 'host.powerOff':
      return host.power === 'off' || host.power === 'standby' ? 'faults.not.hostOff' : null
    case 'host.powerOn':
      return host.power === 'on' ? 'faults.not.hostOn' : host.power === 'booting' ? 'faults.not.booting' : null
    case 'host.disconnect':
      return host.connection === 'disconnected' ? 'faults.not.disconnected' : null
    case 'host.connect':
      return host.connection === 'connected' ? 'faults.not.connected' : null
    case 'host.enterMaintenance':
      return inMaintenance ? 'faults.not.inMaintenance' : off
    case 'host.exitMaintenance':
      return inMaintenance ? null : 'faults.not.noMaintenance'
    case 'host.enterStandby':
      return inStandby ? 'faults.not.inStandby' : off
    case 'host.exitStandby':
      return inStandby ? null : 'faults.not.noStandby'
    default:
      return off
  }
}

function hostNetworkReason(fault: Fault, host: string, mirror: WorldMirror): Reason {
  const cut = mirror.networks.get(fault.network ?? '')?.disconnectedHosts.includes(host) === true
  if (fault.command === 'network.reconnect') return cut ? null : 'faults.not.onNetwork'
  return cut ? 'faults.not.offNetwork' : null
}

function vmReason(command: string, name: string, mirror: WorldMirror): Reason {
  const vm = mirror.vms.get(name)
  if (vm === undefined || command === 'vm.failPowerOn' || command === 'vm.setDemand') return null
  if (command === 'vm.powerOn') return vm.power === 'on' ? 'faults.not.vmOn' : vm.power === 'poweringOn' ? 'faults.not.poweringOn' : null
  if (vm.power === 'off') return 'faults.not.vmOff'
  if (command === 'vm.powerOff') return null
  if (vm.power === 'poweringOn') return 'faults.not.poweringOn'
  if (command === 'vm.guestCrash' && vm.guest === 'crashed') return 'faults.not.crashed'
  return command === 'vm.guestHang' && vm.guest === 'hung' ? 'faults.not.hung' : null
}

function datastoreReason(command: string, name: string, mirror: WorldMirror): Reason {
  const accesses = Object.values(mirror.datastores.get(name)?.hosts ?? {})
  if (accesses.length === 0) return null
  const lost = accesses.some((access) => access === 'apd' || access === 'apdTimeout' || access === 'pdl')
  switch (command) {
    case 'datastore.restore':
      return lost ? null : 'faults.not.reached'
    case 'datastore.mount':
      return accesses.includes('unmounted') ? null : 'faults.not.mounted'
    case 'datastore.unmount':
      return accesses.every((access) => access === 'unmounted') ? 'faults.not.unmounted' : null
    case 'datastore.apd':
      return accesses.includes('ok') ? null : 'faults.not.lost'
    default:
      return accesses.every((access) => access === 'pdl' || access === 'unmounted') ? 'faults.not.lost' : null
  }
}

function networkReason(command: string, name: string, mirror: WorldMirror): Reason {
  const network = mirror.networks.get(name)
  if (network === undefined) return null
  if (command === 'network.up') return network.up ? 'faults.not.networkUp' : null
  if (command === 'network.down') return network.up ? null : 'faults.not.networkDown'
  if (command === 'network.partition') return mirror.hosts.size < 2 ? 'faults.not.oneHost' : null
  const whole = network.up && network.groups.length <= 1 && network.disconnectedHosts.length === 0
  return command === 'network.heal' && whole ? 'faults.not.whole' : null
}

function vcenterReason(command: string, mirror: WorldMirror): Reason {
  const { vcenter } = mirror
  if (vcenter === null) return null
  if (command === 'vcenter.down') return vcenter.running ? null : 'faults.not.vcenterDown'
  if (command === 'vcenter.up') return vcenter.running ? 'faults.not.vcenterUp' : null
  if (command === 'vcenter.disconnect') return vcenter.connected ? null : 'faults.not.vcenterCut'
  return command === 'vcenter.reconnect' && vcenter.connected ? 'faults.not.vcenterOn' : null
}

/** Why a fault makes no sense on an object at the instant shown; null: it may be tried. */
export function reasonAgainst(fault: Fault, object: ObjectRef, mirror: WorldMirror): Reason {
  switch (fault.target) {
    case 'host': {
      const host = mirror.hosts.get(object.name)
      if (host === undefined) return null
      return fault.network === null ? hostReason(fault.command, host) : hostNetworkReason(fault, object.name, mirror)
    }
    case 'vm':
      return vmReason(fault.command, object.name, mirror)
    case 'datastore':
      return datastoreReason(fault.command, object.name, mirror)
    case 'network':
      return networkReason(fault.command, object.name, mirror)
    case 'vcenter':
      return vcenterReason(fault.command, mirror)
  }
}
