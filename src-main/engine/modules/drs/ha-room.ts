/** HA cannot restart a VM because free reserved capacity is in pieces: DRS frees one host by moves (DRS-104, HA-172). Hosts in standby are DPM's. */
import { round9 } from '../../models/maths.ts'
import { addVm } from '../../models/what-if.ts'
import type { WhatIfHost } from '../../models/what-if.ts'
import type { VmRecord } from '../../core/records.ts'
import { overheadOf } from '../../reads/claims.ts'
import { waitingForRoom } from '../../reads/ha.ts'
import { mustRuleTrouble, powerOnTrouble } from '../../reads/power-on-checks.ts'
import type { RoomMove } from './policy/make-room.ts'
import type { Pass, Proposal } from './proposal.ts'
import { needOf, proposalOfMove, searchRoom } from './room.ts'
import { breaksApart } from './view.ts'
import { vmView } from './vm-view.ts'

export function makeRoomForHa(pass: Pass): void {
  const { turn } = pass
  if (turn.world.restarts.size === 0 || !turn.constants['HA-172'].drsIsAsked || !turn.constants['DRS-104'].movesMakeRoom) return
  for (const vm of waitingForRoom(turn.world)) serve(pass, vm)
}

function serve(pass: Pass, vm: VmRecord): void {
  const { turn, view } = pass
  const targets = targetsOf(pass, vm)
  // Nothing else is to take that room, nor what was freed before and HA has not used yet.
  const keep = (host: WhatIfHost): void => addVm(view, Object.assign(vmView(turn, vm, host), { moved: true }))
  const ready = targets.find((host) => willFit(pass, host, vm))
  if (ready !== undefined) return keep(ready)
  const plan = searchRoom(turn, view, vm, targets)
  if (plan === null) {
    pass.faults.push({ vm: vm.name, host: null, rule: null, reason: 'insufficientResources', facts: ['DRS-104', 'HA-172'] })
    return
  }
  const made = new Map<RoomMove, Proposal>()
  for (const move of plan.moves) {
    move.vm.moved = true
    const automatic = plan.moves.every((one) => one.vm.automation === 'fullyAutomated')
    const after = move.after.map((one) => made.get(one) as Proposal)
    const proposal = { ...proposalOfMove(move, needOf(vm), vm.name, plan.host.name, automatic), after }
    made.set(move, proposal)
    pass.proposals.push(proposal)
  }
  keep(plan.host)
}

/** Hosts where HA could restart it but for room, those with most of it first. */
function targetsOf({ turn, view }: Pass, vm: VmRecord): readonly WhatIfHost[] {
  return view.hosts
    .filter((host) => {
      const trouble = mustRuleTrouble(turn, vm.name, host.name) ?? powerOnTrouble(turn, vm, turn.world.hosts.need(host.name), false, host.room)
      return (trouble === null || trouble.reason === 'insufficientResources') && !breaksApart(turn, view, vm, host)
    })
    .sort((a, b) => b.room.memoryMiB - a.room.memoryMiB || a.order - b.order)
}

/** What is on its way off the host, or not yet cleaned up there, will be free. */
function willFit({ turn: { world } }: Pass, { name, room }: WhatIfHost, vm: VmRecord): boolean {
  const need = needOf(vm)
  let { cpuMHz, memoryMiB } = room
  const free = (other: string): void => {
    const leaver = world.vms.get(other)?.cfg
    cpuMHz += leaver?.cpuReservationMHz ?? 0
    memoryMiB += leaver === undefined ? 0 : leaver.memoryReservationMiB + overheadOf(leaver)
  }
  for (const { vm: other, from, to, kind } of world.migrations.values())
    if (from === name && to !== from && (kind === 'vmotion' || kind === 'both')) free(other)
  for (const { vm: other, host } of world.leftovers.values()) if (host === name) free(other)
  return round9(cpuMHz - need.cpuMHz) >= 0 && round9(memoryMiB - need.memoryMiB) >= 0
}
