/**
 * What an outside client sees of a VM: where switches send its frames, outages, lost pings. A VM that has always answered has no record. An
 * outage is the union of all that keeps it from answering: no guest code, a boot, frames that go elsewhere, an uplink that is gone.
 */
import { defineModule } from '../../core/module.ts'
import type { Invariant } from '../../core/module.ts'
import type { Signals } from '../../core/messages.ts'
import type { ClientRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { isCut, isOut } from '../../reads/clients.ts'
import { carriedOn, cutOrBack, poweredOn } from './links.ts'
import { blank, dueOf, look } from './outages.ts'

function moved(turn: Turn, { vm: name, from }: Signals['vmMoved']): void {
  const vm = turn.world.vms.get(name)
  if (vm !== undefined) look(turn, vm, { links: carriedOn(turn, vm, from) })
}

/** A process that has its lock again is signalled too: nothing was powered on then, and the VM may be another host's. */
function on(turn: Turn, { vm: name }: Signals['vmPoweredOn']): void {
  const vm = turn.world.vms.get(name)
  if (vm === undefined) return
  const isNew = vm.guest === 'booting' && vm.guestSince === turn.now
  look(turn, vm, isNew ? { isNew, answersAt: null, links: poweredOn(turn, vm) } : uplinks(turn, vm))
}

function uplinks(turn: Turn, vm: VmRecord): { readonly links?: ClientRecord['links'] } {
  const links = cutOrBack(turn, vm)
  return links === null ? {} : { links }
}

function off(turn: Turn, { vm: name }: Signals['vmPoweredOff']): void {
  const vm = turn.world.vms.get(name)
  if (vm !== undefined) look(turn, vm, vm.instances.length > 0 ? uplinks(turn, vm) : { links: {}, isNew: false, answersAt: null })
}

function changed(turn: Turn, { vm: name }: { vm: string }): void {
  const vm = turn.world.vms.get(name)
  if (vm !== undefined) look(turn, vm, {})
}

/** An uplink that comes back is announced as a move is (VM-081). */
function networkChanged(turn: Turn, { network: name }: Signals['networkChanged']): void {
  if (turn.world.networks.get(name)?.cfg.kind !== 'vm') return
  for (const vm of turn.world.vms.values()) {
    if (vm.instances.length === 0 || !vm.cfg.nics.some(({ network }) => network === name)) continue
    const links = cutOrBack(turn, vm)
    if (links !== null) look(turn, vm, { links })
  }
}

function settled(turn: Turn, { vm: name }: { vm: string }): void {
  const { links, answersAt } = turn.world.clients.need(name)
  const left = Object.entries(links).filter(([, { learnedAt }]) => learnedAt === null || learnedAt > turn.now)
  look(turn, turn.world.vms.need(name), {
    links: Object.fromEntries(left),
    answersAt: answersAt !== null && answersAt > turn.now ? answersAt : null,
    timer: null,
  })
}

function removed(turn: Turn, { vm }: { vm: string }): void {
  turn.cancel(turn.world.clients.get(vm)?.timer ?? null)
  turn.world.clients.remove(vm)
}

const outagesAgree: Invariant = {
  name: 'outagesAgree',
  reads: ['clients', 'vms', 'networks', 'hosts'],
  check(world) {
    for (const vm of world.vms.values()) {
      const record = world.clients.get(vm.name)
      if (isOut(vm, record) !== ((record ?? blank).outageSince !== null))
        return `clients of ${vm.name} ${record?.outageSince === null ? 'are served and it does not answer' : 'are cut off and it answers'}`
      if (vm.instances.length === 0 || vm.host === null) continue
      for (const { mac, network } of vm.cfg.nics)
        if (isCut(world, network, vm.host) !== (record?.links[mac]?.cut === true)) return `${vm.name} and ${vm.host} disagree on the uplink of ${mac}`
    }
    for (const record of world.clients.values()) {
      if (!world.vms.has(record.vm)) return `clients know ${record.vm}, which does not exist`
      if ((record.timer !== null) !== (dueOf(record) !== null)) return `clients of ${record.vm} wait for nothing`
    }
    return null
  },
}

export const clients = defineModule({
  name: 'clients',
  owns: ['clients'],
  commands: {},
  requests: {},
  signals: {
    vmWanted: changed,
    vmPoweredOn: on,
    vmPoweredOff: off,
    vmMoved: moved,
    vmStunned: changed,
    takeoverDue: changed,
    guestChanged: changed,
    networkChanged,
    vmRemoved: removed,
  },
  timers: { 'clients.settled': settled },
  invariants: [outagesAgree],
})
