/**
 * Power of hosts and VMs. Owns hosts and VMs; hears who got and lost locks. HA's restarts come as requests and are checked for nothing but
 * what HA's own placement looked at: admission control is vCenter's (HA-103). Stuns and moves VMs when
 * `migration`, `snapshots` or `ft` ask for it; a host that enters maintenance mode waits until its VMs are off or elsewhere.
 */
import { defineModule } from '../../core/module.ts'
import * as guests from './guests.ts'
import * as health from './host-health.ts'
import * as roles from './host-roles.ts'
import * as hosts from './hosts.ts'
import * as inventory from './inventory.ts'
import { computeInvariants } from './invariants.ts'
import * as moving from './moving.ts'
import * as powerOn from './power-on.ts'
import { revertTo } from './reverting.ts'

export const compute = defineModule({
  name: 'compute',
  owns: ['hosts', 'vms'],
  commands: {
    'host.powerOff': hosts.powerOff,
    'host.crash': hosts.crash,
    'host.powerOn': hosts.powerOn,
    'host.hostdStop': hosts.hostd(false),
    'host.hostdStart': hosts.hostd(true),
    'host.enterMaintenance': roles.enterMaintenance,
    'host.exitMaintenance': roles.exitMaintenance,
    'host.enterStandby': roles.enterStandby,
    'host.exitStandby': roles.exitStandby,
    'host.disconnect': roles.disconnect,
    'host.connect': roles.connect,
    'host.add': roles.addHost,
    'host.remove': roles.removeHost,
    'host.configure': roles.configureHost,
    'host.degrade': health.degrade,
    'vm.powerOn': powerOn.userPowerOn,
    'vm.powerOff': guests.powerOff,
    'vm.shutDown': guests.shutDown,
    'vm.reset': guests.reset,
    'vm.rebootGuest': guests.rebootGuest,
    'vm.processCrash': guests.processCrash,
    'vm.guestCrash': guests.guestCrash,
    'vm.guestHang': guests.guestHang,
    'vm.toolsStop': guests.toolsStop,
    'vm.toolsStart': guests.toolsStart,
    'vm.appCrash': guests.appCrash,
    'vm.appRecover': guests.appRecover,
    'vm.failPowerOn': guests.failPowerOn,
    'vm.create': inventory.createVm,
    'vm.remove': inventory.removeVm,
    'vm.configure': inventory.configureVm,
  },
  requests: {
    'compute.restartVm': powerOn.restartVm,
    'compute.powerOnVm': powerOn.powerOnVm,
    'compute.notPlaced': powerOn.notPlaced,
    'compute.remedy': health.remedy,
    'compute.enterStandby': roles.enterStandbyForDrs,
    'compute.exitStandby': roles.exitStandbyForDrs,
    'compute.answerLockLost': guests.answerLockLost,
    'compute.register': guests.register,
    'compute.stopVm': guests.stopVm,
    'compute.shutDownGuest': guests.shutDownGuest,
    'compute.resetVm': guests.resetVm,
    'compute.stun': moving.stun,
    'compute.pause': moving.pause,
    'compute.moveVm': moving.moveVm,
    'compute.setFiles': moving.setFiles,
    'compute.relocate': moving.relocate,
    'compute.giveUpTakeover': moving.giveUpTakeover,
    'compute.yieldToSecondary': moving.yieldToSecondary,
    'compute.reserveMemory': inventory.reserveMemory,
    'compute.revertTo': revertTo,
    'compute.setPool': inventory.setPool,
  },
  signals: {
    lockTaken: powerOn.lockTaken,
    lockFree: powerOn.lockFree,
    vmPoweredOff: guests.vmLeft,
    ftChanged: roles.secondaryLeft,
    migrationEnded: (turn, { from, to }) => {
      roles.finishLeaving(turn, from)
      if (to !== from) roles.finishLeaving(turn, to)
    },
  },
  timers: {
    'compute.hostBooted': hosts.booted,
    'compute.powerOnDone': powerOn.powerOnDone,
    'compute.powerOnGrace': powerOn.powerOnGrace,
    'compute.guestReady': guests.guestReady,
    'compute.guestStopped': guests.guestStopped,
  },
  invariants: computeInvariants,
  coldStart: powerOn.coldStart,
})
