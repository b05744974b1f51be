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
import { nextChangeOf } from '../../reads/demand.ts'
import { vmotionPath } from '../../reads/vmotion.ts'
import { rateOf, type Links } from './shares.ts'
import { slowedBy, usersOfDatastore, usersOfLink } from './users.ts'

type Place = Pick<TransferRecord, 'hosts' | 'datastores'>

function begin(turn: Turn, { id, hosts }: Requests['transfer.begin']): void {
  const record: TransferRecord = {
    id,
    order: turn.count('transfers'),
    hosts,
    datastores: [],
    writes: null,
    bytesLeft: 0,
    since: turn.now,
    rate: 0,
    cut: false,
    pinned: false,
    timer: null,
    writesTimer: null,
  }
  turn.world.transfers.set(id, record)
  cutAnew(turn, record)
}

function send(turn: Turn, { id, bytes, from = turn.now, pinned = false, datastores = [], writes = null }: Requests['transfer.send']): void {
  const before = turn.world.transfers.get(id)
  if (before === undefined) return
  turn.cancel(before.timer)
  turn.cancel(before.writesTimer)
  const timer = bytes <= 0 ? turn.at(from, 'transfer.done', { id }) : null
  const isPinned = pinned && turn.constants['VM-037'].stunKeepsShare
  const record = {
    ...before,
    bytesLeft: Math.max(0, bytes),
    since: from,
    pinned: isPinned,
    datastores,
    writes,
    rate: pinned ? before.rate : 0,
    timer,
    writesTimer: null,
  }
  // Of its share nothing changes where it only sends on: the cut writes it.
  const sendsOn = bytes > 0 && before.pinned === isPinned && before.datastores.length === 0 && datastores.length === 0
  if (!sendsOn) turn.world.transfers.set(id, record)
  if (bytes > 0) cut(turn, record, true)
  lookAtWrites(turn, { id })
  // Whoever is on a link has its share of it, whether it sends or not.
  const hosts = before.pinned !== isPinned ? record.hosts : null
  cutAnew(turn, { hosts, datastores: [...before.datastores, ...datastores] })
}

function end(turn: Turn, { id }: Requests['transfer.end']): void {
  const record = turn.world.transfers.get(id)
  if (record === undefined) return
  turn.cancel(record.timer)
  turn.cancel(record.writesTimer)
  turn.world.transfers.remove(id)
  cutAnew(turn, record)
}

/** One that is switched over keeps its share until it ends or sends on (VM-037). */
function done(turn: Turn, { id }: { id: string }): void {
  const record = turn.world.transfers.need(id)
  const endedAt = record.bytesLeft > 0 ? record.since + (record.bytesLeft / record.rate) * 1000 : record.since
  turn.cancel(record.writesTimer)
  turn.world.transfers.set(id, { ...record, bytesLeft: 0, since: endedAt, timer: null, datastores: [], writes: null, writesTimer: null })
  turn.signal('transferDone', { id, endedAt })
  if (record.datastores.length > 0) cutAnew(turn, { hosts: null, datastores: record.datastores })
}

/** Shares of whatever uses one of these. Those that are switched over come first: the others get what they leave. */
function cutAnew(turn: Turn, { hosts, datastores }: Place): void {
  if (hosts === null && datastores.length === 0) return
  const { world } = turn
  const known = new Set<string>()
  const pinned: TransferRecord[] = []
  const others: TransferRecord[] = []
  const add = (ids: ReadonlySet<string>): void => {
    for (const id of ids) {
      if (known.has(id)) continue
      known.add(id)
      const record = world.transfers.need(id)
      if (record.pinned) pinned.push(record)
      else others.push(record)
    }
  }
  for (const host of hosts ?? []) add(usersOfLink(world, host))
  for (const { name } of datastores) add(usersOfDatastore(world, name))
  // More of them may come to light meanwhile.
  cutPinned(turn, pinned, (record) => {
    for (const host of record.hosts ?? []) add(usersOfLink(world, host))
  })
  const links: Links = new Map()
  if (others.length > 1) others.sort(byOrder)
  for (const record of others) cut(turn, record, false, links)
}

const byOrder = (a: TransferRecord, b: TransferRecord): number => a.order - b.order

/** Again while one of them gets another share: that may be what the next has less or more of. */
function cutPinned(turn: Turn, pinned: readonly TransferRecord[], onChange: (record: TransferRecord) => void = () => undefined): void {
  for (let pass = 0, changes = true; changes && pass <= pinned.length; pass++) {
    changes = false
    for (const { id } of pinned) {
      const record = turn.world.transfers.need(id)
      cut(turn, record, false)
      if (turn.world.transfers.need(id).rate === record.rate) continue
      changes = true
      onChange(record)
    }
  }
}

function cutAll(turn: Turn): void {
  const records = [...turn.world.transfers.values()]
  cutPinned(
    turn,
    records.filter(({ pinned }) => pinned),
  )
  for (const record of records) if (!record.pinned) cut(turn, record, false)
}

/** `fresh`: its bytes are new, so that it has no timer yet. */
function cut(turn: Turn, record: TransferRecord, fresh: boolean, links?: Links): void {
  const { rate, isCut } = rateOf(turn, record, links)
  if (isCut !== record.cut) turn.signal('transferCut', { id: record.id, cut: isCut })
  if (record.bytesLeft <= 0 || (!fresh && (rate === record.rate || round9(rate) === round9(record.rate)))) {
    // What has arrived and is told at this instant keeps the rate at which it came: whoever sent it goes by that.
    const kept = record.timer === null ? rate : record.rate
    if (isCut !== record.cut || (record.bytesLeft <= 0 && kept !== record.rate))
      turn.world.transfers.set(record.id, { ...record, rate: kept, cut: isCut })
    return
  }
  const since = Math.max(record.since, fresh ? record.since : turn.now)
  const bytesLeft = fresh ? record.bytesLeft : Math.max(0, record.bytesLeft - (record.rate * (since - record.since)) / 1000)
  // What has all arrived by now is done, whatever becomes of the link.
  if (bytesLeft <= 0) {
    const arrivedAt = record.since + (record.bytesLeft / record.rate) * 1000
    turn.world.transfers.set(record.id, { ...record, bytesLeft: 0, since: arrivedAt, cut: isCut })
    return
  }
  turn.cancel(record.timer)
  const endsAt = rate > 0 ? since + (bytesLeft / rate) * 1000 : null
  const timer = endsAt === null ? null : turn.at(endsAt, 'transfer.done', { id: record.id })
  turn.world.transfers.set(record.id, { ...record, bytesLeft, since, rate, cut: isCut, timer })
}

/** The guest writes more or less from now on: what is left for the copy changes. */
function writesChanged(turn: Turn, { vm }: { vm: string }): void {
  if (turn.world.transfers.size === 0) return
  for (const id of [...slowedBy(turn.world, vm)]) lookAtWrites(turn, { id })
}

/** Again when the guest begins to write at another rate by itself. */
function lookAtWrites(turn: Turn, { id }: { id: string }): void {
  const record = turn.world.transfers.need(id)
  if (record.writes === null || record.bytesLeft <= 0) return
  turn.cancel(record.writesTimer)
  const changesAt = nextChangeOf(turn.world, record.writes.vm, 'writeMBps', turn.now)
  const writesTimer = changesAt === null ? null : turn.at(changesAt, 'transfer.writes', { id })
  if (writesTimer !== record.writesTimer) turn.world.transfers.set(id, { ...record, writesTimer })
  cut(turn, turn.world.transfers.need(id), false)
}

/** Whoever has something to send sends it, at the rate that its share gives. */
const sharesAgree: Invariant = {
  name: 'sharesAgree',
  reads: ['transfers', 'networks', 'hosts', 'datastores', 'vms'],
  check(world, _now, turn) {
    for (const record of world.transfers.values()) {
      if (record.bytesLeft <= 0) continue
      if (record.rate > 0 !== (record.timer !== null))
        return `${record.id} has ${record.rate} bytes a second and ${record.timer === null ? 'no' : 'an'} end`
      // What its guest writes changes without a write to the tables above.
      if (record.writes === null && Math.abs(rateOf(turn, record).rate - record.rate) > 1e-3) return `${record.id} does not have its share`
    }
    return null
  },
}

/** VM-037: no link carries more than it can. Pairs of hosts may have different networks in common: the most that any of them can use. */
const linksHold: Invariant = {
  name: 'linksHold',
  reads: ['transfers', 'networks', 'hosts'],
  check(world, _now, turn) {
    const sent = new Map<string, { bytes: number; limit: number }>()
    for (const { hosts, bytesLeft, rate } of world.transfers.values()) {
      const path = hosts === null ? null : vmotionPath(turn, hosts[0], hosts[1])
      if (hosts === null || path === null || bytesLeft <= 0) continue
      for (const [host, limit] of [
        [hosts[0], path.fromBytesPerSecond],
        [hosts[1], path.toBytesPerSecond],
      ] as const) {
        const known = sent.get(host) ?? { bytes: 0, limit: 0 }
        sent.set(host, { bytes: known.bytes + rate, limit: Math.max(known.limit, limit) })
      }
    }
    for (const [host, { bytes, limit }] of sent) if (bytes > limit * 1.000001) return `the vMotion link of ${host} carries more than it can`
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
    demandChanged: writesChanged,
    guestChanged: writesChanged,
    vmStunned: writesChanged,
  },
  timers: { 'transfer.done': done, 'transfer.writes': lookAtWrites },
  invariants: [sharesAgree, linksHold],
})
