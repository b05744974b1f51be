/** Faults that can be put on a host, in the order of the menus. */
import type { MessageKey } from '../../i18n/en.ts'

export interface HostFault {
  readonly command: 'host.powerOff' | 'host.crash' | 'host.powerOn'
  readonly testid: string
  readonly hint: MessageKey
  readonly grave: boolean
}

export const hostFaults: readonly HostFault[] = [
  { command: 'host.powerOff', testid: 'fault-powerOff', hint: 'faults.powerOffHint', grave: true },
  { command: 'host.crash', testid: 'fault-crash', hint: 'faults.crashHint', grave: true },
  { command: 'host.powerOn', testid: 'fault-powerOn', hint: 'faults.powerOnHint', grave: false },
]
