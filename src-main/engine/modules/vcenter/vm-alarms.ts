/** Alarms on VMs and datastores: chains that are too deep, snapshots that are too old (SN-006), Fault Tolerance without a secondary (FT-016), room that runs out. */
import { derived } from '../../core/derived.ts'
import type { FtRecord, SnapshotRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { chainDepth } from '../../models/snapshot-chain.ts'
import { keyed, none, worldOf } from './alarm-source.ts'
import type { Alarm, AlarmSource } from './alarm-source.ts'

export const snapshots: AlarmSource = {
  alarms: ['snapshotChainDepth', 'snapshotAge'],
  now: derived(['chains', 'vcenter'], worldOf, (turn) => {
    const { world, constants } = turn
    if (world.chains.size === 0) return none
    const { agesAt } = world.vcenter.need('vcenter')
    const on: Alarm[] = []
    const say = (alarm: Alarm['alarm'], vm: string): void => void on.push({ alarm, severity: 'yellow', entity: vm, kind: 'vm' })
    for (const chain of world.chains.values()) {
      if (chainDepth(chain) > constants['SN-006'].recommendedDepth) say('snapshotChainDepth', chain.vm)
      if (chain.snapshots.some((snapshot) => oldAt(turn, snapshot) <= agesAt)) say('snapshotAge', chain.vm)
    }
    return keyed(on)
  }),
}

function oldAt({ constants }: Turn, { takenAt }: SnapshotRecord): number {
  return takenAt + constants['SN-006'].keepMs
}

/** Ages change by time alone: they are judged as of an instant that is written down, so that an alarm that is on stays explained. */
export function lookAtAges(turn: Turn): void {
  if (turn.world.chains.size === 0) return
  const { agesAt } = turn.world.vcenter.need('vcenter')
  for (const { snapshots: taken } of turn.world.chains.values())
    for (const snapshot of taken)
      if (oldAt(turn, snapshot) > agesAt && oldAt(turn, snapshot) <= turn.now) return void turn.world.vcenter.patch('vcenter', { agesAt: turn.now })
}

const isAmiss = ({ state }: FtRecord): boolean => state === 'needSecondary' || state === 'disabled'

export const ftStates: AlarmSource = {
  alarms: ['ftState'],
  now: derived(['ftPairs'], worldOf, ({ world }) => {
    if (!world.ftPairs.any(isAmiss)) return none
    const pairs = [...world.ftPairs.values()].filter(isAmiss)
    return keyed(pairs.map(({ vm, state }) => ({ alarm: 'ftState', severity: state === 'disabled' ? 'yellow' : 'red', entity: vm, kind: 'vm' })))
  }),
}

export const datastores: AlarmSource = {
  alarms: ['datastoreSpace'],
  now: derived(['spaceLevels'], worldOf, ({ world }) => {
    const on: Alarm[] = []
    for (const { datastore, level } of world.spaceLevels.values())
      if (level !== null) on.push({ alarm: 'datastoreSpace', severity: level, entity: datastore, kind: 'datastore' })
    return keyed(on)
  }),
}
