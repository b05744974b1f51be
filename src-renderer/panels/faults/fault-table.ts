/** Every fault and command of the palette: what it is put on, where it stands in menus, and what it asks for. Data alone. */
import type { MessageKey } from '../../i18n/en.ts'

export const faultTargets = ['host', 'vm', 'datastore', 'network', 'vcenter'] as const
export type FaultTarget = (typeof faultTargets)[number]

/** Headings of menus and of the palette, in their order. */
export const faultGroups = [
  'power',
  'agent',
  'hostNetwork',
  'modes',
  'vcenterHost',
  'guest',
  'application',
  'load',
  'vmPower',
  'loss',
  'mount',
  'network',
  'addresses',
  'vcenter',
  'dns',
] as const
export type FaultGroup = (typeof faultGroups)[number]

export interface FaultRow {
  readonly command: string
  readonly target: FaultTarget
  readonly group: FaultGroup
  /** What `data-testid` says. */
  readonly testid: string
  readonly hint: MessageKey
  /** False: it mends something, or is what a person does every day. */
  readonly grave: boolean
  /** Instead of the name of the command. */
  readonly label?: MessageKey
  /** Arguments besides the object. */
  readonly with?: Readonly<Record<string, unknown>>
  /** One entry for each network of the host, or for each address of the network. */
  readonly each?: 'network' | 'address'
  /** Answers are needed before it can be sent. */
  readonly ask?: 'groups' | 'demand'
  /** May be put on some hosts only. */
  readonly hosts?: true
}

type Rest = Partial<Pick<FaultRow, 'label' | 'with' | 'each' | 'ask' | 'hosts'>>
type Line = readonly [command: string, testid: string, hint: MessageKey, grave: boolean, rest?: Rest]

function rows(target: FaultTarget, group: FaultGroup, lines: readonly Line[]): FaultRow[] {
  return lines.map(([command, testid, hint, grave, rest]) => ({ command, target, group, testid: `fault-${testid}`, hint, grave, ...rest }))
}

export const faultTable: readonly FaultRow[] = [
  ...rows('host', 'power', [
    ['host.powerOff', 'powerOff', 'faults.powerOffHint', true],
    ['host.crash', 'crash', 'faults.crashHint', true],
    ['host.powerOn', 'powerOn', 'faults.powerOnHint', false],
  ]),
  ...rows('host', 'hostNetwork', [
    ['network.disconnect', 'disconnect', 'faults.disconnectHint', true, { each: 'network' }],
    [
      'network.disconnect',
      'disconnectReachable',
      'faults.reachableHint',
      true,
      { each: 'network', label: 'faults.reachable', with: { isolationAddresses: 'reachable' } },
    ],
    ['network.reconnect', 'reconnect', 'faults.reconnectHint', false, { each: 'network' }],
  ]),
  ...rows('host', 'agent', [
    ['host.agentFail', 'agentFail', 'faults.agentFailHint', true],
    ['host.agentCrash', 'agentCrash', 'faults.agentCrashHint', true],
    ['host.agentRestore', 'agentRestore', 'faults.agentRestoreHint', false],
    ['host.hostdStop', 'hostdStop', 'faults.hostdStopHint', true],
    ['host.hostdStart', 'hostdStart', 'faults.hostdStartHint', false],
  ]),
  ...rows('host', 'modes', [
    ['host.enterMaintenance', 'enterMaintenance', 'faults.enterMaintenanceHint', false],
    ['host.exitMaintenance', 'exitMaintenance', 'faults.exitMaintenanceHint', false],
    ['host.enterStandby', 'enterStandby', 'faults.enterStandbyHint', false],
    ['host.exitStandby', 'exitStandby', 'faults.exitStandbyHint', false],
  ]),
  ...rows('host', 'vcenterHost', [
    ['host.disconnect', 'hostDisconnect', 'faults.hostDisconnectHint', true],
    ['host.connect', 'hostConnect', 'faults.hostConnectHint', false],
    ['host.reconfigureHa', 'reconfigureHa', 'faults.reconfigureHaHint', false],
  ]),
  ...rows('vm', 'guest', [
    ['vm.guestCrash', 'guestCrash', 'faults.guestCrashHint', true],
    ['vm.guestCrash', 'guestCrashEvery', 'faults.everyBootHint', true, { label: 'faults.crashEveryBoot', with: { everyBoot: true } }],
    ['vm.guestHang', 'guestHang', 'faults.guestHangHint', true],
    ['vm.guestHang', 'guestHangEvery', 'faults.everyBootHint', true, { label: 'faults.hangEveryBoot', with: { everyBoot: true } }],
    ['vm.toolsStop', 'toolsStop', 'faults.toolsStopHint', true],
    ['vm.toolsStart', 'toolsStart', 'faults.toolsStartHint', false],
  ]),
  ...rows('vm', 'application', [
    ['vm.appCrash', 'appCrash', 'faults.appCrashHint', true],
    ['vm.appRecover', 'appRecover', 'faults.appRecoverHint', false],
  ]),
  ...rows('vm', 'load', [['vm.setDemand', 'loadSpike', 'faults.loadSpikeHint', true, { label: 'faults.loadSpike', ask: 'demand' }]]),
  ...rows('vm', 'vmPower', [
    ['vm.processCrash', 'processCrash', 'faults.processCrashHint', true],
    ['vm.failPowerOn', 'failPowerOn', 'faults.failPowerOnHint', true, { with: { on: true } }],
    ['vm.failPowerOn', 'letPowerOn', 'faults.letPowerOnHint', false, { label: 'faults.letPowerOn', with: { on: false } }],
    ['vm.powerOn', 'vmPowerOn', 'faults.vmPowerOnHint', false],
    ['vm.powerOff', 'vmPowerOff', 'faults.vmPowerOffHint', true],
    ['vm.shutDown', 'vmShutDown', 'faults.vmShutDownHint', false],
    ['vm.reset', 'vmReset', 'faults.vmResetHint', true],
    ['vm.rebootGuest', 'vmReboot', 'faults.vmRebootHint', false],
  ]),
  ...rows('datastore', 'loss', [
    ['datastore.apd', 'apd', 'faults.apdHint', true, { hosts: true }],
    ['datastore.pdl', 'pdl', 'faults.pdlHint', true, { hosts: true }],
    ['datastore.restore', 'restore', 'faults.restoreHint', false, { hosts: true }],
  ]),
  ...rows('datastore', 'mount', [
    ['datastore.unmount', 'unmount', 'faults.unmountHint', false, { hosts: true }],
    ['datastore.mount', 'mount', 'faults.mountHint', false, { hosts: true }],
  ]),
  ...rows('network', 'network', [
    ['network.partition', 'partition', 'faults.partitionHint', true, { ask: 'groups' }],
    ['network.down', 'networkDown', 'faults.networkDownHint', true],
    ['network.up', 'networkUp', 'faults.networkUpHint', false],
    ['network.heal', 'heal', 'faults.healHint', false],
  ]),
  ...rows('network', 'addresses', [
    ['network.addressDown', 'addressDown', 'faults.addressDownHint', true, { each: 'address' }],
    ['network.addressUp', 'addressUp', 'faults.addressUpHint', false, { each: 'address' }],
  ]),
  ...rows('vcenter', 'vcenter', [
    ['vcenter.down', 'vcenterDown', 'faults.vcenterDownHint', true],
    ['vcenter.up', 'vcenterUp', 'faults.vcenterUpHint', false],
    ['vcenter.disconnect', 'vcenterCut', 'faults.vcenterCutHint', true],
    ['vcenter.reconnect', 'vcenterBack', 'faults.vcenterBackHint', false],
  ]),
  ...rows('vcenter', 'dns', [
    ['dns.down', 'dnsDown', 'faults.dnsDownHint', true],
    ['dns.up', 'dnsUp', 'faults.dnsUpHint', false],
  ]),
]
