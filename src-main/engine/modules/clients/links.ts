/** Where switches send the frames of a VM: what its host announces, what they learn from its frames, what they forget (VM-080, VM-081). */
import type { LabVm } from '../../../contract/lab/index.ts'
import type { ClientLink, ClientRecord, VmRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { isCut } from '../../reads/clients.ts'
import { settleMs } from './outages.ts'

type Links = ClientRecord['links']
type Nic = LabVm['nics'][number]

/** The VM runs on another host than `from` now. */
export function carriedOn(turn: Turn, vm: VmRecord, from: string): Links {
  const known = linksOf(turn, vm)
  return each(vm, (nic) => arrived(turn, vm, nic, known[nic.mac]?.on ?? from))
}

/** Whatever the switches knew went with the link of its host, or is overwritten when the guest announces itself. */
export function poweredOn(turn: Turn, vm: VmRecord): Links {
  return each(vm, (nic) => arrived(turn, vm, nic, null))
}

/** What the uplinks of its host have become to it; null: what they were. */
export function cutOrBack(turn: Turn, vm: VmRecord): Links | null {
  const known = linksOf(turn, vm)
  const host = vm.host as string
  const changing = vm.cfg.nics.filter((nic) => isCut(turn.world, nic.network, host) !== (known[nic.mac]?.cut === true))
  if (changing.length === 0) return null
  return each(vm, (nic) => {
    const link = known[nic.mac]
    if (!changing.includes(nic)) return link
    if (link?.cut !== true) return { on: link?.on ?? host, cut: true, learnedAt: null }
    return arrived(turn, vm, nic, link.on)
  })
}

function linksOf(turn: Turn, vm: VmRecord): Links {
  return turn.world.clients.get(vm.name)?.links ?? {}
}

function each(vm: VmRecord, linkOf: (nic: Nic) => ClientLink | undefined): Links {
  const links: { [mac: string]: ClientLink } = {}
  for (const nic of vm.cfg.nics) {
    const link = linkOf(nic)
    if (link !== undefined) links[nic.mac] = link
  }
  return links
}

/** The vNIC is on the VM's host now, or its uplink is back there; `on`: where the switches send to. Undefined: they know already. */
function arrived(turn: Turn, vm: VmRecord, nic: Nic, on: string | null): ClientLink | undefined {
  const host = vm.host as string
  if (isCut(turn.world, nic.network, host)) return { on, cut: true, learnedAt: null }
  if (announces(turn, nic)) {
    turn.emit('network.rarp', { vm: vm.name, host, network: nic.network, mac: nic.mac })
    return { on, cut: false, learnedAt: turn.now + settleMs(turn) }
  }
  if (on === host || on === null) return undefined
  const learnedAt = heardAt(turn, vm)
  return learnedAt <= turn.now ? undefined : { on, cut: false, learnedAt }
}

function announces(turn: Turn, { network }: Nic): boolean {
  if (!turn.constants['VM-080'].hostAnnounces) return false
  const asked = network === null || turn.world.networks.get(network)?.cfg.notifySwitches !== false
  return asked || !turn.constants['VM-081'].settingCounts
}

/** The next frame of its guest, at multiples of its interval; of a silent one, when the switches forget it: they last heard it before it went. */
function heardAt(turn: Turn, vm: VmRecord): number {
  const { frameInterval } = vm.cfg
  if (frameInterval === 0) return turn.now
  if (frameInterval !== null) return Math.ceil(turn.now / frameInterval) * frameInterval
  return (turn.world.clients.get(vm.name)?.outageSince ?? turn.now) + turn.constants['VM-081'].ageingMs
}
