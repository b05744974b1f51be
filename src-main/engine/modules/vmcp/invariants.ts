import type { Invariant } from '../../core/module.ts'
import { runsOn } from './losses.ts'

/** HA-127, HA-129: only a VM that runs where one of its datastores is lost is about to be terminated; one whose loss is over may be reset. */
const onlyLossesAct: Invariant = {
  name: 'onlyLossesAct',
  reads: ['vmcp', 'vms', 'storageLosses'],
  check(world) {
    for (const record of world.vmcp.values()) {
      const vm = world.vms.get(record.vm)
      if (vm === undefined || !runsOn(vm, record.host)) return `${record.vm} is watched on ${record.host} and does not run there`
      if (record.state === 'resetting') continue
      const loss = world.storageLosses.get(`${record.datastore}>${record.host}`)
      if (loss?.kind !== record.kind) return `${record.vm} is watched for a loss of ${record.datastore} that ${record.host} does not have`
      if (loss.kind === 'apd' && loss.timedOutAt === null) return `${record.vm} is watched for an APD of ${record.datastore} that is not timed out`
    }
    return null
  },
}

/** HA-136: whoever is watched has an instant at which something happens, or is through with it. */
const watchesEnd: Invariant = {
  name: 'watchesEnd',
  reads: ['vmcp'],
  check(world) {
    for (const record of world.vmcp.values())
      if (record.state === 'acting' || (record.state === 'decided') !== (record.timer === null))
        return `${record.vm} is watched on ${record.host} and waits for nothing`
    return null
  },
}

export const vmcpInvariants = [onlyLossesAct, watchesEnd]
