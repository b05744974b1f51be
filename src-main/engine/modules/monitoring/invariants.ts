import type { Invariant } from '../../core/module.ts'
import { appLostAt, heartbeatLostAt } from '../../reads/guests.ts'
import { monitoredAt } from './settings.ts'

/** Every guest that is silent is watched, and nobody else is. */
const silentAreWatched: Invariant = {
  name: 'silentAreWatched',
  reads: ['agents', 'ha', 'hosts', 'monitors', 'vms'],
  check(world, _now, turn) {
    for (const vm of world.vms.values()) {
      const record = world.monitors.get(vm.name)
      const monitored = monitoredAt(turn, vm)
      // Whether a guest that boots is watched depends on the I/O check.
      const silent = monitored !== null && vm.guest !== 'booting' && vm.cfg.tools && heartbeatLostAt(vm) !== null
      const appSilent = monitored?.level === 'vmAndApplication' && appLostAt(vm) !== null
      if (silent && record?.heartbeat == null) return `${vm.name} sends no heartbeats on ${monitored.host}, and nobody watches it`
      if (appSilent && record?.application == null) return `the application of ${vm.name} sends no heartbeats, and nobody watches it`
      if (monitored === null && record !== undefined && record.timer !== null) return `${vm.name} is watched, and is not monitored`
    }
    return null
  },
}

/** A reset that is planned has a timer; who counts resets runs where they happened. */
const resetsComeOrWait: Invariant = {
  name: 'resetsComeOrWait',
  reads: ['monitors', 'vms'],
  check(world, now) {
    for (const record of world.monitors.values()) {
      if (record.resetAt !== null && (record.timer === null || record.resetAt < now)) return `${record.vm} is to be reset, and nothing will do it`
      if (record.heldBack && record.timer !== null) return `the reset of ${record.vm} is held back and has a time`
      const vm = world.vms.get(record.vm)
      if (vm === undefined || vm.power !== 'on') return `${record.vm} is off, and its resets are counted`
    }
    return null
  },
}

export const monitoringInvariants = [silentAreWatched, resetsComeOrWait]
