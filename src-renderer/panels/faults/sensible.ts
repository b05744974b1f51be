/**
 * Whether a fault makes sense on an object just now, from what the window shows of it: nobody powers on what runs. The engine is the judge of all
 * the rest. Pure.
 */
import type { HostView, VmView } from '../../../src-main/contract/api.ts'
import type { MessageKey } from '../../i18n/en.ts'
import type { ObjectRef } from '../../stores/selection.ts'
import type { WorldMirror } from '../../stores/world-mirror.ts'
import type { Fault } from './faults.ts'

type Reason = MessageKey | null

/** Commands that go through vCenter Server and are refused without it. */
const throughVcenter: ReadonlySet<string> = new Set([
  'host.enterMaintenance',
  'host.exitMaintenance',
  'host.enterStandby',
  'host.exitStandby',
  'host.disconnect',
  'host.connect',
  'host.reconfigureHa',
  'vm.powerOn',
  'vm.powerOff',
  'vm.shutDown',
])

/** What a person does with a VM: its host has to be in the hands of vCenter Server. */
const doneToVm: ReadonlySet<string> = new Set(['vm.powerOn', 'vm.powerOff', 'vm.shutDown', 'vm.reset', 'vm.rebootGuest'])

/** What only a host that runs can do or suffer; null: it runs. */
function hostDown({ power }: HostView): Reason {
  if (power === 'on') return null
  return power === 'booting' ? 'faults.not.booting' : power === 'standby' ? 'faults.not.inStandby' : 'faults.not.hostOff'
}

/** vCenter Server can have it do something. */
function isManaged({ power, connection, hostdRuns }: HostView): boolean {
  return power === 'on' && connection === 'connected' && hostdRuns
}

function hostPowerReason(command: string, host: HostView): Reason {
  const down = hostDown(host)
  if (command === 'host.powerOn') return host.power === 'on' ? 'faults.not.hostOn' : host.power === 'off' ? null : down
  // A host that boots loses its power like any other.
  return host.power === 'booting' ? null : down
}

function hostModeReason(command: string, host: HostView): Reason {
  const inMaintenance = host.maintenance || host.mode === 'enteringMaintenance'
  const inStandby = host.standby || host.power === 'standby' || host.mode === 'enteringStandby'
  const outOfHand: Reason = hostDown(host) ?? (isManaged(host) ? null : 'faults.not.unmanaged')
  const enters: Reason = host.mode === 'enteringMaintenance' ? 'faults.not.inMaintenance' : null
  const disconnected: Reason = host.connection === 'disconnected' ? 'faults.not.disconnected' : null
  switch (command) {
    case 'host.enterMaintenance':
      return inMaintenance ? 'faults.not.inMaintenance' : outOfHand
    case 'host.exitMaintenance':
      return inMaintenance ? disconnected : 'faults.not.noMaintenance'
    case 'host.enterStandby':
      return inStandby ? 'faults.not.inStandby' : (outOfHand ?? enters)
    case 'host.exitStandby':
      return inStandby ? disconnected : 'faults.not.noStandby'
    case 'host.disconnect':
      return disconnected ?? (inStandby ? 'faults.not.inStandby' : enters)
    case 'host.connect':
      return disconnected === null
        ? host.connection === 'connected'
          ? 'faults.not.connected'
          : 'faults.not.notDisconnected'
        : (hostDown(host) ?? (host.hostdRuns ? null : 'faults.not.hostdStopped'))
    default:
      return hostDown(host) ?? (host.connection !== 'connected' ? 'faults.not.unmanaged' : host.agent === null ? 'faults.not.noAgent' : null)
  }
}

/** The processes of a host that is on. */
function hostProcessReason(command: string, { agent, hostdRuns }: HostView): Reason {
  switch (command) {
    case 'host.hostdStop':
      return hostdRuns ? null : 'faults.not.hostdStopped'
    case 'host.hostdStart':
      return hostdRuns ? 'faults.not.hostdRuns' : null
    case 'host.agentRestore':
      return agent === null ? 'faults.not.noAgent' : agent === 'dead' ? null : 'faults.not.agentRuns'
    case 'host.agentFail':
      return agent === null ? 'faults.not.noAgent' : agent === 'dead' ? 'faults.not.agentDead' : null
    case 'host.agentCrash':
      return agent === null ? 'faults.not.noAgent' : agent === 'running' ? null : 'faults.not.agentDead'
    default:
      return null
  }
}

function hostReason(command: string, host: HostView): Reason {
  switch (command) {
    case 'host.powerOff':
    case 'host.crash':
    case 'host.powerOn':
      return hostPowerReason(command, host)
    case 'host.hostdStop':
    case 'host.hostdStart':
    case 'host.agentFail':
    case 'host.agentCrash':
    case 'host.agentRestore':
      return hostDown(host) ?? hostProcessReason(command, host)
    default:
      return hostModeReason(command, host)
  }
}

function hostNetworkReason(fault: Fault, name: string, host: HostView, mirror: WorldMirror): Reason {
  const cut = mirror.networks.get(fault.network ?? '')?.disconnectedHosts.includes(name) === true
  if (fault.command === 'network.reconnect') return cut ? null : 'faults.not.onNetwork'
  // Whoever hears nothing of it anyway shows nothing of the cut.
  return cut ? 'faults.not.offNetwork' : host.power === 'booting' ? null : hostDown(host)
}

function vmPowerReason(command: string, { power }: VmView): Reason {
  if (command === 'vm.powerOn') return power === 'on' ? 'faults.not.vmOn' : power === 'poweringOn' ? 'faults.not.poweringOn' : null
  if (power === 'off') return 'faults.not.vmOff'
  return power === 'poweringOn' && command !== 'vm.powerOff' ? 'faults.not.poweringOn' : null
}

/** What a guest that runs can do or suffer just now. */
function guestReason(fault: Fault, { guest, tools, application }: VmView): Reason {
  const notUp: Reason =
    guest === 'ready' ? null : guest === 'crashed' ? 'faults.not.crashed' : guest === 'hung' ? 'faults.not.hung' : 'faults.not.guestBoots'
  const noTools: Reason = tools === 'notInstalled' ? 'faults.not.noTools' : tools === 'stopped' ? 'faults.not.toolsStopped' : null
  switch (fault.command) {
    case 'vm.guestCrash':
    case 'vm.guestHang':
      // With each boot from now on: also of one that has failed.
      return fault.with === undefined && guest !== 'booting' ? notUp : null
    case 'vm.rebootGuest':
      return notUp
    case 'vm.toolsStop':
    case 'vm.shutDown':
      return notUp ?? noTools
    case 'vm.toolsStart':
      return notUp ?? (tools === 'stopped' ? null : (noTools ?? 'faults.not.toolsRun'))
    case 'vm.appCrash':
      return application === undefined ? 'faults.not.noApplication' : (notUp ?? (application === 'failed' ? 'faults.not.applicationFailed' : null))
    case 'vm.appRecover':
      return application === undefined ? 'faults.not.noApplication' : (notUp ?? (application === 'running' ? 'faults.not.applicationRuns' : null))
    default:
      return null
  }
}

function isAsleep({ standby, mode }: HostView): boolean {
  return standby || mode === 'exitingStandby'
}

/** Whether vCenter Server reaches the VM: DRS places one of a host in standby mode elsewhere. */
function vmHostReason({ host, power }: VmView, mirror: WorldMirror): Reason {
  const at = host === null ? undefined : mirror.hosts.get(host)
  if (at === undefined || isManaged(at) || (power === 'off' && mirror.lab?.drsEnabled === true && isAsleep(at))) return null
  return at.power === 'on' ? 'faults.not.hostUnmanaged' : 'faults.not.itsHostOff'
}

function vmReason(fault: Fault, name: string, mirror: WorldMirror): Reason {
  const { command } = fault
  const vm = mirror.vms.get(name)
  if (vm === undefined || command === 'vm.setDemand') return null
  if (command === 'vm.failPowerOn') {
    const fails = vm.failsPowerOn === true
    if (fault.with?.['on'] === true) return fails ? 'faults.not.powerOnsFail' : null
    return fails ? null : 'faults.not.powerOnsWork'
  }
  return vmPowerReason(command, vm) ?? guestReason(fault, vm) ?? (doneToVm.has(command) ? vmHostReason(vm, mirror) : null)
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

function networkReason({ command, address }: Fault, name: string, mirror: WorldMirror): Reason {
  const network = mirror.networks.get(name)
  if (network === undefined) return null
  if (address !== null) {
    const answers = !network.addressesDown.includes(address.name)
    if (command === 'network.addressUp') return answers ? 'faults.not.addressAnswers' : null
    return answers ? null : 'faults.not.addressDown'
  }
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
  if (command === 'vcenter.disconnect') return vcenter.cut ? 'faults.not.vcenterCut' : null
  if (command === 'vcenter.reconnect') return vcenter.cut ? null : 'faults.not.vcenterOn'
  if (command === 'dns.up') return vcenter.dns ? 'faults.not.dnsAnswers' : null
  return vcenter.dns ? null : 'faults.not.dnsDown'
}

const runsVms = (host: string, mirror: WorldMirror): boolean => [...mirror.vms.values()].some((vm) => vm.power === 'on' && vm.host === host)

/** Why a fault makes no sense on an object at the instant shown; null: it may be tried. */
export function reasonAgainst(fault: Fault, object: ObjectRef, mirror: WorldMirror): Reason {
  if (throughVcenter.has(fault.command) && mirror.vcenter?.running === false) return 'faults.not.vcenterDown'
  // A load that is put on a host is that of one of its VMs.
  if (object.kind === 'host' && fault.ask === 'demand') return runsVms(object.name, mirror) ? null : 'faults.noVmRuns'
  switch (fault.target) {
    case 'host': {
      const host = mirror.hosts.get(object.name)
      if (host === undefined) return null
      return fault.network === null ? hostReason(fault.command, host) : hostNetworkReason(fault, object.name, host, mirror)
    }
    case 'vm':
      return vmReason(fault, object.name, mirror)
    case 'datastore':
      return datastoreReason(fault.command, object.name, mirror)
    case 'network':
      return networkReason(fault, object.name, mirror)
    case 'vcenter':
      return vcenterReason(fault.command, mirror)
  }
}
