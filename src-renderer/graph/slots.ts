/**
 * Which place inside its host's card each VM has. A VM keeps its place while it stays; in chip mode its first host keeps a
 * place free for it, so that scrubbing back and forth shows it where it was.
 */
export interface Placement {
  readonly vmHost: Int32Array
  readonly vmHome: Int32Array
  readonly vmCount: number
  readonly hostCount: number
}

export class SlotBook {
  /** Slot of each VM in its host's card; −1 without a host. */
  slotOfVm = new Int32Array(0)
  private hostOfVm = new Int32Array(0)
  private homeSlot = new Int32Array(0)
  private occupants: number[][] = []
  private homes: number[] = []
  private readonly reserveHomes: boolean

  constructor(reserveHomes: boolean) {
    this.reserveHomes = reserveHomes
  }

  /** Slots in use or reserved on a host. */
  slotsOf(host: number): number {
    return this.occupants[host]?.length ?? 0
  }

  /** VM in a slot, −1 when free. */
  vmAt(host: number, slot: number): number {
    return this.occupants[host]?.[slot] ?? -1
  }

  /** The place that the next VM to arrive would take; `after` = how many arrive before it. */
  freeSlot(host: number, after: number): number {
    const places = this.occupants[host] ?? []
    let slot = this.homes[host] ?? 0
    let skip = after
    while (slot < places.length && (places[slot] !== -1 || skip-- > 0)) slot++
    return slot + Math.max(0, slot >= places.length ? skip : 0)
  }

  /** VMs whose home is this host and that are elsewhere, with the slot kept for them. */
  ghostsOf(host: number): { readonly vm: number; readonly slot: number }[] {
    const ghosts: { vm: number; slot: number }[] = []
    for (let vm = 0; vm < this.homeSlot.length; vm++) {
      if (this.homeOf(vm) === host && this.hostOfVm[vm] !== host) ghosts.push({ vm, slot: this.homeSlot[vm] ?? 0 })
    }
    return ghosts
  }

  homeSlotOf(vm: number): number {
    return this.homeSlot[vm] ?? -1
  }

  private vmHome: Int32Array = new Int32Array(0)

  private homeOf(vm: number): number {
    return this.reserveHomes ? (this.vmHome[vm] ?? -1) : -1
  }

  reset(placement: Placement): void {
    this.slotOfVm = new Int32Array(placement.vmCount).fill(-1)
    this.hostOfVm = new Int32Array(placement.vmCount).fill(-1)
    this.homeSlot = new Int32Array(placement.vmCount).fill(-1)
    this.vmHome = placement.vmHome
    this.occupants = Array.from({ length: placement.hostCount }, () => [])
    this.homes = new Array<number>(placement.hostCount).fill(0)
    for (let vm = 0; this.reserveHomes && vm < placement.vmCount; vm++) {
      const home = this.homeOf(vm)
      if (home < 0) continue
      this.homeSlot[vm] = this.homes[home] ?? 0
      this.homes[home] = (this.homes[home] ?? 0) + 1
      this.occupants[home]?.push(-1)
    }
    this.update(placement)
  }

  /** Takes over moves; VMs and hosts may have been added. */
  update(placement: Placement): void {
    while (this.occupants.length < placement.hostCount) {
      this.occupants.push([])
      this.homes.push(0)
    }
    if (placement.vmCount > this.hostOfVm.length) this.grow(placement.vmCount)
    this.vmHome = placement.vmHome
    for (let vm = 0; vm < placement.vmCount; vm++) {
      const host = placement.vmHost[vm] ?? -1
      if (this.hostOfVm[vm] === host) continue
      this.leave(vm)
      this.hostOfVm[vm] = host
      if (host >= 0) this.enter(vm, host)
    }
  }

  private enter(vm: number, host: number): void {
    const places = this.occupants[host]
    if (places === undefined) return
    const home = this.homeSlot[vm] ?? -1
    if (this.homeOf(vm) === host && home >= 0) {
      places[home] = vm
      this.slotOfVm[vm] = home
      return
    }
    let slot = this.homes[host] ?? 0
    while (slot < places.length && places[slot] !== -1) slot++
    places[slot] = vm
    this.slotOfVm[vm] = slot
  }

  private leave(vm: number): void {
    const host = this.hostOfVm[vm] ?? -1
    const slot = this.slotOfVm[vm] ?? -1
    const places = this.occupants[host]
    this.slotOfVm[vm] = -1
    if (places === undefined || slot < 0) return
    places[slot] = -1
    while (places.length > (this.homes[host] ?? 0) && places.at(-1) === -1) places.pop()
  }

  private grow(count: number): void {
    for (const key of ['slotOfVm', 'hostOfVm', 'homeSlot'] as const) {
      const next = new Int32Array(count).fill(-1)
      next.set(this[key])
      this[key] = next
    }
  }
}
