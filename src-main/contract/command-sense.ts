/**
 * Whether a command makes sense on an object just now, by what the state says of it: nobody powers on what runs. Who offers commands asks here; the
 * engine is the judge of all the rest. Pure.
 */
import type { HostView, LabSummary, VmView } from './api-runs.ts'
import type { DatastoreState, LabState, NetworkState } from './state.ts'

export type SenseReason =
  | 'addressAnswers'
  | 'addressDown'
  | 'agentDead'
  | 'agentRuns'
  | 'applicationFailed'
  | 'applicationRuns'
  | 'booting'
  | 'connected'
  | 'crashed'
  | 'disconnected'
  | 'dnsAnswers'
  | 'dnsDown'
  | 'guestBoots'
  | 'hostOff'
  | 'hostOn'
  | 'hostUnmanaged'
  | 'hostdRuns'
  | 'hostdStopped'
  | 'hung'
  | 'inMaintenance'
  | 'inStandby'
  | 'itsHostOff'
  | 'lost'
  | 'mounted'
  | 'networkDown'
  | 'networkUp'
  | 'noAgent'
  | 'noApplication'
  | 'noMaintenance'
  | 'noStandby'
  | 'noTools'
  | 'noVmRuns'
  | 'notDisconnected'
  | 'offNetwork'
  | 'onNetwork'
  | 'oneHost'
  | 'powerOnsFail'
  | 'powerOnsWork'
  | 'poweringOn'
  | 'reached'
  | 'taskInProgress'
  | 'toolsRun'
  | 'toolsStopped'
  | 'unmanaged'
  | 'unmounted'
  | 'vcenterCut'
  | 'vcenterDown'
  | 'vcenterOn'
  | 'vcenterUp'
  | 'vmOff'
  | 'vmOn'
  | 'whole'

type Reason = SenseReason | null

export interface AskedCommand {
  readonly command: string
  /** What its arguments name. */
  readonly target: 'host' | 'vm' | 'datastore' | 'network' | 'vcenter'
  /** The network that a host is cut from. */
  readonly network: string | null
  /** The address of the network that is meant. */
  readonly address: { readonly name: string } | null
  /** Arguments besides the object. */
  readonly with?: Readonly<Record<string, unknown>>
  readonly ask?: 'groups' | 'demand'
}

/** What is known of the cluster at an instant. */
export interface KnownState {
  readonly lab: Pick<LabSummary, 'drsEnabled'> | null
  readonly hosts: ReadonlyMap<string, HostView>
  readonly vms: ReadonlyMap<string, VmView>
  readonly datastores: ReadonlyMap<string, DatastoreState>
  readonly networks: ReadonlyMap<string, NetworkState>
  readonly vcenter: LabState['vcenter'] | null
}

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
  return power === 'booting' ? 'booting' : power === 'standby' ? 'inStandby' : 'hostOff'
}

/** vCenter Server can have it do something. */
function isManaged({ power, connection, hostdRuns }: HostView): boolean {
  return power === 'on' && connection === 'connected' && hostdRuns
}

function hostPowerReason(command: string, host: HostView): Reason {
  const down = hostDown(host)
  if (command === 'host.powerOn') return host.power === 'on' ? 'hostOn' : host.power === 'off' ? null : down
  // A host that boots loses its power like any other.
  return host.power === 'booting' ? null : down
}

function hostModeReason(command: string, host: HostView): Reason {
  const inMaintenance = host.maintenance || host.mode === 'enteringMaintenance'
  const inStandby = host.standby || host.power === 'standby' || host.mode === 'enteringStandby'
  const outOfHand: Reason = hostDown(host) ?? (isManaged(host) ? null : 'unmanaged')
  const enters: Reason = host.mode === 'enteringMaintenance' ? 'inMaintenance' : null
  const disconnected: Reason = host.connection === 'disconnected' ? 'disconnected' : null
  switch (command) {
    case 'host.enterMaintenance':
      return inMaintenance ? 'inMaintenance' : outOfHand
    case 'host.exitMaintenance':
      return inMaintenance ? disconnected : 'noMaintenance'
    case 'host.enterStandby':
      return inStandby ? 'inStandby' : (outOfHand ?? enters)
    case 'host.exitStandby':
      return inStandby ? disconnected : 'noStandby'
    case 'host.disconnect':
      return disconnected ?? (inStandby ? 'inStandby' : enters)
    case 'host.connect':
      return disconnected === null
        ? host.connection === 'connected'
          ? 'connected'
          : 'notDisconnected'
        : (hostDown(host) ?? (host.hostdRuns ? null : 'hostdStopped'))
    default:
      return hostDown(host) ?? (host.connection !== 'connected' ? 'unmanaged' : host.agent === null ? 'noAgent' : null)
  }
}

/** The processes of a host that is on. */
function hostProcessReason(command: string, { agent, hostdRuns }: HostView): Reason {
  switch (command) {
    case 'host.hostdStop':
      return hostdRuns ? null : 'hostdStopped'
    case 'host.hostdStart':
      return hostdRuns ? 'hostdRuns' : null
    case 'host.agentRestore':
      return agent === null ? 'noAgent' : agent === 'dead' ? null : 'agentRuns'
    case 'host.agentFail':
      return agent === null ? 'noAgent' : agent === 'dead' ? 'agentDead' : null
    case 'host.agentCrash':
      return agent === null ? 'noAgent' : agent === 'running' ? null : 'agentDead'
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

function hostNetworkReason(asked: AskedCommand, name: string, host: HostView, known: KnownState): Reason {
  const cut = known.networks.get(asked.network ?? '')?.disconnectedHosts.includes(name) === true
  if (asked.command === 'network.reconnect') return cut ? null : 'onNetwork'
  // Whoever hears nothing of it anyway shows nothing of the cut.
  return cut ? 'offNetwork' : host.power === 'booting' ? null : hostDown(host)
}

function vmPowerReason(command: string, { power }: VmView): Reason {
  if (command === 'vm.powerOn') return power === 'on' ? 'vmOn' : power === 'poweringOn' ? 'poweringOn' : null
  if (power === 'off') return 'vmOff'
  return power === 'poweringOn' && command !== 'vm.powerOff' ? 'poweringOn' : null
}

/** What a guest that runs can do or suffer just now. */
function guestReason(asked: AskedCommand, { guest, tools, application }: VmView): Reason {
  const notUp: Reason = guest === 'ready' ? null : guest === 'crashed' ? 'crashed' : guest === 'hung' ? 'hung' : 'guestBoots'
  const noTools: Reason = tools === 'notInstalled' ? 'noTools' : tools === 'stopped' ? 'toolsStopped' : null
  switch (asked.command) {
    case 'vm.guestCrash':
    case 'vm.guestHang':
      // With each boot from now on: also of one that has failed.
      return asked.with === undefined && guest !== 'booting' ? notUp : null
    case 'vm.rebootGuest':
      return notUp
    case 'vm.toolsStop':
    case 'vm.shutDown':
      return notUp ?? noTools
    case 'vm.toolsStart':
      return notUp ?? (tools === 'stopped' ? null : (noTools ?? 'toolsRun'))
    case 'vm.appCrash':
      return application === undefined ? 'noApplication' : (notUp ?? (application === 'failed' ? 'applicationFailed' : null))
    case 'vm.appRecover':
      return application === undefined ? 'noApplication' : (notUp ?? (application === 'running' ? 'applicationRuns' : null))
    default:
      return null
  }
}

function isAsleep({ standby, mode }: HostView): boolean {
  return standby || mode === 'exitingStandby'
}

/** Whether vCenter Server reaches the VM: DRS places one of a host in standby mode elsewhere. */
function vmHostReason({ host, power }: VmView, known: KnownState): Reason {
  const at = host === null ? undefined : known.hosts.get(host)
  if (at === undefined || isManaged(at) || (power === 'off' && known.lab?.drsEnabled === true && isAsleep(at))) return null
  return at.power === 'on' ? 'hostUnmanaged' : 'itsHostOff'
}

function vmReason(asked: AskedCommand, name: string, known: KnownState): Reason {
  const { command } = asked
  const vm = known.vms.get(name)
  if (vm === undefined || command === 'vm.setDemand') return null
  if (command === 'vm.failPowerOn') {
    const fails = vm.failsPowerOn === true
    if (asked.with?.['on'] === true) return fails ? 'powerOnsFail' : null
    return fails ? null : 'powerOnsWork'
  }
  const state = vmPowerReason(command, vm) ?? guestReason(asked, vm)
  return state ?? (doneToVm.has(command) ? (vmHostReason(vm, known) ?? (vm.taskInProgress === true ? 'taskInProgress' : null)) : null)
}

function datastoreReason(command: string, name: string, known: KnownState): Reason {
  const accesses = Object.values(known.datastores.get(name)?.hosts ?? {})
  if (accesses.length === 0) return null
  const lost = accesses.some((access) => access === 'apd' || access === 'apdTimeout' || access === 'pdl')
  switch (command) {
    case 'datastore.restore':
      return lost ? null : 'reached'
    case 'datastore.mount':
      return accesses.includes('unmounted') ? null : 'mounted'
    case 'datastore.unmount':
      return accesses.every((access) => access === 'unmounted') ? 'unmounted' : null
    case 'datastore.apd':
      return accesses.includes('ok') ? null : 'lost'
    default:
      return accesses.every((access) => access === 'pdl' || access === 'unmounted') ? 'lost' : null
  }
}

function networkReason({ command, address }: AskedCommand, name: string, known: KnownState): Reason {
  const network = known.networks.get(name)
  if (network === undefined) return null
  if (address !== null) {
    const answers = !network.addressesDown.includes(address.name)
    if (command === 'network.addressUp') return answers ? 'addressAnswers' : null
    return answers ? null : 'addressDown'
  }
  if (command === 'network.up') return network.up ? 'networkUp' : null
  if (command === 'network.down') return network.up ? null : 'networkDown'
  if (command === 'network.partition') return known.hosts.size < 2 ? 'oneHost' : null
  const whole = network.up && network.groups.length <= 1 && network.disconnectedHosts.length === 0
  return command === 'network.heal' && whole ? 'whole' : null
}

function vcenterReason(command: string, known: KnownState): Reason {
  const { vcenter } = known
  if (vcenter === null) return null
  if (command === 'vcenter.down') return vcenter.running ? null : 'vcenterDown'
  if (command === 'vcenter.up') return vcenter.running ? 'vcenterUp' : null
  if (command === 'vcenter.disconnect') return vcenter.cut ? 'vcenterCut' : null
  if (command === 'vcenter.reconnect') return vcenter.cut ? null : 'vcenterOn'
  if (command === 'dns.up') return vcenter.dns ? 'dnsAnswers' : null
  return vcenter.dns ? null : 'dnsDown'
}

const runsVms = (host: string, known: KnownState): boolean => [...known.vms.values()].some((vm) => vm.power === 'on' && vm.host === host)

/** Why a command makes no sense on an object; null: it may be tried. */
export function reasonAgainst(asked: AskedCommand, object: { readonly kind: string; readonly name: string }, known: KnownState): Reason {
  if (throughVcenter.has(asked.command) && known.vcenter?.running === false) return 'vcenterDown'
  // A load that is put on a host is that of one of its VMs.
  if (object.kind === 'host' && asked.ask === 'demand') return runsVms(object.name, known) ? null : 'noVmRuns'
  switch (asked.target) {
    case 'host': {
      const host = known.hosts.get(object.name)
      if (host === undefined) return null
      return asked.network === null ? hostReason(asked.command, host) : hostNetworkReason(asked, object.name, host, known)
    }
    case 'vm':
      return vmReason(asked, object.name, known)
    case 'datastore':
      return datastoreReason(asked.command, object.name, known)
    case 'network':
      return networkReason(asked, object.name, known)
    case 'vcenter':
      return vcenterReason(asked.command, known)
  }
}
