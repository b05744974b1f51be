/**
 * Datastores, who reaches them, and the locks on the files of VMs. A holder renews its lock by itself, which costs no event; when it can no
 * longer (it died, or lost the datastore), the lease runs out (HA-069). Knows nothing of HA; component protection hears of losses from here.
 */
import type { CommandArgs, Requests } from '../../core/messages.ts'
import { defineModule } from '../../core/module.ts'
import type { Invariant } from '../../core/module.ts'
import type { DatastoreRecord, LockRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { reaches, reachesFiles } from '../../reads/storage.ts'
import { apdTimedOut, lossesHaveClocks, reconsiderLosses } from './losses.ts'

type Fault = DatastoreRecord['faults'][string]

/** Sets or lifts a fault for some hosts, or for all. */
function fault(kind: Fault | null, only: Fault | null = null) {
  return (turn: Turn, args: CommandArgs): void => {
    const datastore = turn.world.datastores.get(args['datastore'] as string)
    if (datastore === undefined) return turn.refuse('notFound', ['HA-036'])
    const hosts = (args['hosts'] as readonly string[] | undefined) ?? [...turn.world.hosts.keys()]
    const faults = { ...datastore.faults }
    for (const host of hosts) {
      if (kind !== null) faults[host] = kind
      else if (faults[host] !== undefined && (only === null ? faults[host] !== 'unmounted' : faults[host] === only)) delete faults[host]
    }
    turn.world.datastores.patch(datastore.name, { faults })
    renewLeases(turn)
    reconsiderLosses(turn)
    turn.signal('datastoreChanged', { datastore: datastore.name })
    turn.signal('capacityChanged', { host: null })
  }
}

function accessChanged(turn: Turn): void {
  renewLeases(turn)
  reconsiderLosses(turn)
}

/** The process that took the lock is there and reaches the datastore. A host that has booted anew renews nothing from before. */
function isRenewed({ world, constants }: Turn, lock: LockRecord): boolean {
  const vm = world.vms.get(lock.vm)
  const instance = vm?.instances.some(({ host, hasLock }) => hasLock && host === lock.holder) === true
  const powerOn = vm?.powerOn?.locked === true && vm.powerOn.host === lock.holder
  if (vm === undefined || !(instance || powerOn)) return false
  return constants['HA-176'].majorityNeeded ? reachesFiles(world, lock.holder, vm.cfg, lock.datastore) : reaches(world, lock.holder, lock.datastore)
}

/** Looks at all locks after something changed that decides who can renew. */
function renewLeases(turn: Turn): void {
  for (const lock of [...turn.world.locks.values()]) renewLease(turn, lock)
  askOrphans(turn)
}

function renewLease(turn: Turn, lock: LockRecord): void {
  const renews = isRenewed(turn, lock)
  if (renews === (lock.lostAt === null)) return
  turn.cancel(lock.timer)
  const lost: Partial<LockRecord> = renews
    ? { lostAt: null, timer: null }
    : { lostAt: turn.now, timer: turn.after(turn.constants['HA-069'].leaseMs, 'storage.leaseEnds', { vm: lock.vm }) }
  turn.world.locks.patch(lock.vm, lost)
}

const isOrphaned = (vm: VmRecord): boolean => vm.instances.some((instance) => !instance.hasLock)

/** HA-071: a host that sees the datastore again and finds the lock taken asks what to do with its instance. */
function askOrphans(turn: Turn): void {
  if (!turn.world.vms.any(isOrphaned)) return
  for (const vm of turn.world.vms.values()) {
    for (const instance of vm.instances) {
      if (instance.hasLock || !reachesFiles(turn.world, instance.host, vm.cfg, vm.cfg.datastore)) continue
      const lock = turn.world.locks.get(vm.name)
      if (lock !== undefined && lock.holder !== instance.host) turn.request('compute.answerLockLost', { vm: vm.name, host: instance.host })
      else if (lock === undefined && vm.powerOn === null)
        turn.request('storage.takeLock', { vm: vm.name, host: instance.host, datastore: vm.cfg.datastore })
    }
  }
}

function takeLock(turn: Turn, { vm, host, datastore }: Requests['storage.takeLock']): void {
  const held = turn.world.locks.get(vm)
  if (held !== undefined && turn.constants['HA-068'].liveLockBlocks) return
  // Whoever lost the datastore while it waited for the lock gets none.
  if (!reachesFiles(turn.world, host, turn.world.vms.need(vm).cfg, datastore)) return
  if (held !== undefined) turn.cancel(held.timer)
  turn.world.locks.set(vm, { vm, datastore, holder: host, lostAt: null, timer: null })
  const seq = turn.emit('lock.acquired', { file: 'vm', vm, host, datastore })
  turn.signal('lockTaken', { vm, host }, seq)
}

function releaseLock(turn: Turn, { vm, host }: Requests['storage.releaseLock']): void {
  const lock = turn.world.locks.get(vm)
  if (lock === undefined || lock.holder !== host) return
  // Where the datastore is out of reach nothing can be released: the lease has to run out.
  if (lock.lostAt !== null) return
  turn.world.locks.remove(vm)
  const seq = turn.emit('lock.released', { file: 'vm', vm, host, datastore: lock.datastore })
  turn.signal('lockFree', { vm, by: 'released', holder: host }, seq)
}

/** The new owner opens the files: there is no instant at which nobody has the lock. `quiet`: each copy of an FT pair had its own files (FT-017). */
function handOverLock(turn: Turn, { vm, from, to, quiet }: Requests['storage.handOverLock']): void {
  const { datastore } = turn.world.vms.need(vm).cfg
  const held = turn.world.locks.get(vm)
  turn.cancel(held?.timer ?? null)
  const lock = turn.world.locks.set(vm, { vm, datastore, holder: to, lostAt: null, timer: null })
  if (!quiet) {
    // A source whose lease has run out has nothing left to release.
    const seq = held?.holder === from ? turn.emit('lock.released', { file: 'vm', vm, host: from, datastore: held.datastore }) : turn.cause
    turn.emit('lock.acquired', { file: 'vm', vm, host: to, datastore }, { causedBy: seq })
  }
  renewLease(turn, lock)
  askOrphans(turn)
}

function filesMoved(turn: Turn, { vm }: { vm: string }): void {
  const { datastore } = turn.world.vms.need(vm).cfg
  const lock = turn.world.locks.get(vm)
  // One whose lease ran out where its files were has nobody to wait for where they are.
  if (lock === undefined) return askOrphans(turn)
  renewLease(turn, lock.datastore === datastore ? lock : turn.world.locks.patch(vm, { datastore }))
}

function leaseEnds(turn: Turn, { vm }: { vm: string }): void {
  const lock = turn.world.locks.need(vm)
  turn.world.locks.remove(vm)
  const seq = turn.emit('lock.expired', { file: 'vm', vm, host: lock.holder, datastore: lock.datastore })
  turn.signal('lockFree', { vm, by: 'expired', holder: lock.holder }, seq)
}

/** A lock that nobody renews has a lease that ends; one that is renewed has none. */
const leasesEnd: Invariant = {
  name: 'leasesEnd',
  reads: ['locks', 'vms', 'hosts', 'datastores', 'networks'],
  check(world, now, turn) {
    for (const lock of world.locks.values()) {
      if ((lock.lostAt === null) !== (lock.timer === null)) return `the lease on ${lock.vm} has no end`
      if (lock.lostAt !== null && lock.lostAt > now) return `the lease on ${lock.vm} was lost in the future`
      if ((lock.lostAt === null) !== isRenewed(turn, lock))
        return `${lock.holder} ${lock.lostAt === null ? 'renews' : 'does not renew'} the lock on ${lock.vm} against its access`
    }
    return null
  },
}

export const storage = defineModule({
  name: 'storage',
  owns: ['datastores', 'locks', 'storageLosses'],
  commands: {
    'datastore.apd': fault('apd'),
    'datastore.pdl': fault('pdl'),
    'datastore.restore': fault(null),
    'datastore.unmount': fault('unmounted'),
    'datastore.mount': fault(null, 'unmounted'),
  },
  requests: { 'storage.takeLock': takeLock, 'storage.releaseLock': releaseLock, 'storage.handOverLock': handOverLock },
  signals: {
    hostPower: accessChanged,
    hostRemoved: accessChanged,
    networkChanged: accessChanged,
    lockTaken: (turn) => askOrphans(turn),
    takeoverDue: accessChanged,
    vmFilesMoved: filesMoved,
  },
  timers: { 'storage.leaseEnds': leaseEnds, 'storage.apdTimeout': apdTimedOut },
  invariants: [leasesEnd, lossesHaveClocks],
})
