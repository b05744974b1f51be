/**
 * Bytes under way: memory over vMotion links, disks and memory images on datastores. Whatever uses a link or a datastore shares it equally
 * with the others (VM-037, VM-062), and the shares are cut anew whenever something joins, leaves, begins or ends to send. Knows nothing of what
 * the bytes are for: `migration` and `snapshots` say so.
 */
import { defineModule } from '../../core/module.ts'
import type { Invariant } from '../../core/module.ts'
import type { Requests } from '../../core/messages.ts'
import type { TransferRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { round9 } from '../../models/maths.ts'
import { rateOf } from './shares.ts'

type Place = Pick<TransferRecord, 'hosts' | 'datastores'>

function begin(turn: Turn, { id, hosts }: Requests['transfer.begin']): void {
  const record = { id, hosts, datastores: [], writes: null, bytesLeft: 0, since: turn.now, rate: 0, cut: false, pinned: false, timer: null }
  turn.world.transfers.set(id, record)
  cutAnew(turn, record)
}

function send(turn: Turn, { id, bytes, from = turn.now, pinned = false, datastores = [], writes = null }: Requests['transfer.send']): void {
  const before = turn.world.transfers.get(id)
  if (before === undefined) return
  turn.cancel(before.timer)
  const record = { ...before, bytesLeft: bytes, since: from, pinned, datastores, writes, rate: pinned ? before.rate : 0, timer: null }
  turn.world.transfers.set(id, record)
  if (bytes <= 0) {
    turn.world.transfers.patch(id, { bytesLeft: 0, timer: turn.at(from, 'transfer.done', { id }) })
  } else cut(turn, turn.world.transfers.need(id), true)
  cutAnew(turn, { hosts: record.hosts, datastores: [...before.datastores, ...datastores] })
}

function end(turn: Turn, { id }: Requests['transfer.end']): void {
  const record = turn.world.transfers.get(id)
  if (record === undefined) return
  turn.cancel(record.timer)
  turn.world.transfers.remove(id)
  cutAnew(turn, record)
}

function done(turn: Turn, { id }: { id: string }): void {
  const record = turn.world.transfers.need(id)
  const endedAt = record.bytesLeft > 0 ? record.since + (record.bytesLeft / record.rate) * 1000 : record.since
  turn.world.transfers.patch(id, { bytesLeft: 0, since: endedAt, timer: null, datastores: [], writes: null, pinned: false })
  turn.signal('transferDone', { id, endedAt })
  if (record.datastores.length > 0) cutAnew(turn, { hosts: null, datastores: record.datastores })
}

/** Shares of whatever uses one of these. */
function cutAnew(turn: Turn, { hosts, datastores }: Place): void {
  for (const record of [...turn.world.transfers.values()]) {
    const onLink = hosts !== null && record.hosts !== null && hosts.some((host) => record.hosts?.includes(host) === true)
    const onDatastore = datastores.some(({ name }) => record.datastores.some((other) => other.name === name))
    if (onLink || onDatastore) cut(turn, record, false)
  }
}

function cutAll(turn: Turn): void {
  for (const record of [...turn.world.transfers.values()]) cut(turn, record, false)
}

/** `fresh`: its bytes are new, so that it has no timer yet. */
function cut(turn: Turn, record: TransferRecord, fresh: boolean): void {
  const { rate, isCut } = rateOf(turn, record)
  if (isCut !== record.cut) turn.signal('transferCut', { id: record.id, cut: isCut })
  if (record.bytesLeft <= 0) {
    if (rate !== record.rate || isCut !== record.cut) turn.world.transfers.patch(record.id, { rate, cut: isCut })
    return
  }
  if (!fresh && round9(rate) === round9(record.rate)) {
    if (isCut !== record.cut) turn.world.transfers.patch(record.id, { cut: isCut })
    return
  }
  const since = Math.max(record.since, fresh ? record.since : turn.now)
  const bytesLeft = fresh ? record.bytesLeft : Math.max(0, record.bytesLeft - (record.rate * (since - record.since)) / 1000)
  turn.cancel(record.timer)
  // What has all arrived by now is done, whatever becomes of the link.
  const endsAt = bytesLeft <= 0 ? since : rate > 0 ? since + (bytesLeft / rate) * 1000 : null
  const timer = endsAt === null ? null : turn.at(endsAt, 'transfer.done', { id: record.id })
  turn.world.transfers.patch(record.id, { bytesLeft, since, rate, cut: isCut, timer })
}

/** Whoever has something to send sends it, at the rate that its share gives. */
export const sharesAgree: Invariant = {
  name: 'sharesAgree',
  reads: ['transfers', 'networks', 'hosts', 'datastores'],
  check(world, _now, turn) {
    for (const record of world.transfers.values()) {
      if (record.bytesLeft <= 0) continue
      if (record.rate > 0 !== (record.timer !== null))
        return `${record.id} has ${record.rate} bytes a second and ${record.timer === null ? 'no' : 'an'} end`
      // What its guest writes changes without a write to the tables above.
      if (record.writes === null && !record.pinned && Math.abs(rateOf(turn, record).rate - record.rate) > 1e-3)
        return `${record.id} does not have its share`
    }
    return null
  },
}

export const transfer = defineModule({
  name: 'transfer',
  owns: ['transfers'],
  commands: {},
  requests: { 'transfer.begin': begin, 'transfer.send': send, 'transfer.end': end },
  signals: {
    hostPower: cutAll,
    hostRemoved: cutAll,
    hostConfigured: cutAll,
    networkChanged: cutAll,
    datastoreChanged: cutAll,
    demandChanged: (turn, { vm }) => {
      for (const record of [...turn.world.transfers.values()]) if (record.writes?.vm === vm) cut(turn, record, false)
    },
  },
  timers: { 'transfer.done': done },
  invariants: [],
})
