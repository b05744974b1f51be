/** Which host has lost which datastore, and the clock of each APD (HA-125, HA-129). vSAN keeps no such clock. Healthy storage costs nothing. */
import { productAtLeast } from '../../../contract/lab/product.ts'
import { idleUntilWritten } from '../../core/derived.ts'
import type { Invariant } from '../../core/module.ts'
import type { StorageLossRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import type { ReadonlyTables } from '../../core/world.ts'
import { lossKey, lossKindOf, productOf } from '../../reads/storage.ts'

/** Looks at every host and datastore after something changed that decides who reaches what. */
export const reconsiderLosses = idleUntilWritten(['hosts', 'datastores', 'networks', 'storageLosses'], (turn) => {
  for (const loss of [...turn.world.storageLosses.values()]) {
    const datastore = turn.world.datastores.get(loss.datastore)
    if (datastore === undefined || lossKindOf(turn, datastore, loss.host) === null) end(turn, loss)
  }
  for (const datastore of turn.world.datastores.values()) {
    for (const host of turn.world.hosts.keys()) {
      const kind = lossKindOf(turn, datastore, host)
      if (kind !== null && turn.world.storageLosses.get(lossKey(datastore.name, host))?.kind !== kind) begin(turn, datastore.name, host, kind)
    }
  }
})

function begin(turn: Turn, datastore: string, host: string, kind: 'apd' | 'pdl'): void {
  const key = lossKey(datastore, host)
  turn.cancel(turn.world.storageLosses.get(key)?.timer ?? null)
  const seq = turn.emit(kind === 'apd' ? 'vmcp.apdStarted' : 'vmcp.pdl', { datastore, host })
  const timeoutMs = kind === 'apd' ? apdTimeoutMs(turn, host) : null
  const timer = timeoutMs === null ? null : turn.after(timeoutMs, 'storage.apdTimeout', { datastore, host }, seq)
  turn.world.storageLosses.set(key, {
    datastore,
    host,
    kind,
    sinceAt: turn.now,
    timeoutAt: timeoutMs === null ? null : turn.now + timeoutMs,
    timedOutAt: null,
    timer,
  })
  turn.signal('storageLossChanged', { datastore, host, change: 'lost' }, seq)
}

/** The paths are back, the datastore was unmounted, or the host is down. */
function end(turn: Turn, { datastore, host, kind, timer }: StorageLossRecord): void {
  turn.cancel(timer)
  turn.world.storageLosses.remove(lossKey(datastore, host))
  const runs = turn.world.hosts.get(host)?.power === 'on'
  const isMounted = turn.world.datastores.get(datastore)?.faults[host] !== 'unmounted'
  const seq = kind === 'apd' && runs && isMounted ? turn.emit('vmcp.apdCleared', { datastore, host }) : turn.cause
  turn.signal('storageLossChanged', { datastore, host, change: 'back' }, seq)
}

/** HA-129: from then on I/O that is not a VM's fails at once, a VM's is tried on (HA-137). */
export function apdTimedOut(turn: Turn, { datastore, host }: { datastore: string; host: string }): void {
  turn.world.storageLosses.patch(lossKey(datastore, host), { timedOutAt: turn.now, timer: null })
  const seq = turn.emit('vmcp.apdTimeout', { datastore, host })
  turn.emit('vcenter.eventLogged', { name: 'AllPathsDown_Timeout', host, datastore }, { causedBy: seq })
  turn.signal('storageLossChanged', { datastore, host, change: 'timedOut' }, seq)
}

/** Null: the host never gives up. A value outside the range of the fact is none that a host takes. */
function apdTimeoutMs(turn: Turn, host: string): number | null {
  const { advancedOptions } = turn.world.hosts.need(host).cfg
  const { apdTimeoutMs: usual, minMs, maxMs } = turn.constants['HA-129']
  if (!productAtLeast(productOf(turn, host), '5.1') || isOff(advancedOptions['misc.apdhandlingenable'])) return null
  const own = Number(advancedOptions['misc.apdtimeout'] ?? Number.NaN) * 1000
  return own >= minMs && own <= maxMs ? own : usual
}

const isOff = (value: unknown): boolean => value === 0 || value === false || value === '0' || value === 'false'

/** Every loss is one, every one is noted, and its clock runs, has run out, or does not exist. */
export const lossesHaveClocks: Invariant = {
  name: 'lossesHaveClocks',
  reads: ['storageLosses', 'datastores', 'hosts', 'networks'],
  check(world, now, turn) {
    for (const datastore of world.datastores.values()) {
      for (const host of world.hosts.keys()) {
        const kind = lossKindOf(turn, datastore, host)
        const noted = world.storageLosses.get(lossKey(datastore.name, host))?.kind ?? null
        if (kind !== noted) return `${host} has ${kind ?? 'no loss'} on ${datastore.name}, and ${noted ?? 'none'} is noted`
      }
    }
    for (const loss of world.storageLosses.values()) {
      const wrong = clockTrouble(world, loss, now)
      if (wrong !== null) return `the loss of ${loss.datastore} by ${loss.host} ${wrong}`
    }
    return null
  },
}

function clockTrouble(world: ReadonlyTables, loss: StorageLossRecord, now: number): string | null {
  if (!world.datastores.has(loss.datastore)) return 'is of a datastore that does not exist'
  if (loss.sinceAt > now) return 'begins in the future'
  const runs = loss.timeoutAt !== null && loss.timedOutAt === null
  if (runs !== (loss.timer !== null)) return 'has a clock that does not end'
  return loss.kind === 'pdl' && loss.timeoutAt !== null ? 'is a PDL with a clock' : null
}
