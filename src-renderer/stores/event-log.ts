/**
 * The events that the window has, in order, with columns for what is drawn or searched by the hundred thousand.
 * Knows no Vue; stores say when it changed.
 */
import { eventArea, eventSeverity, type EventArea, type EventSeverity } from '../../src-main/contract/texts/events.ts'
import type { EventType, LabEvent } from '../../src-main/contract/events.ts'

/** Lanes of the timeline, from top to bottom. */
export const lanes = ['commands', 'host', 'ha', 'storage', 'vm', 'network', 'vcenter'] as const
export type Lane = (typeof lanes)[number]
export const severities = ['info', 'normal', 'warning', 'critical'] as const satisfies readonly EventSeverity[]

const laneOfArea: { readonly [area in EventArea]: Lane } = {
  commands: 'commands',
  host: 'host',
  ha: 'ha',
  storage: 'storage',
  vm: 'vm',
  vmotion: 'vm',
  snapshots: 'vm',
  ft: 'vm',
  network: 'network',
  vcenter: 'vcenter',
  drs: 'vcenter',
}

export function laneOf(event: LabEvent): Lane {
  return laneOfArea[eventArea(event.type)]
}

/** A stretch in which a VM did not run, or booted. */
export interface VmSpan {
  readonly vm: string
  readonly kind: 'down' | 'booting'
  readonly from: number
  to: number | null
}

export class EventLog {
  readonly events: LabEvent[] = []
  lane = new Uint8Array(1024)
  severity = new Uint8Array(1024)
  readonly spans: VmSpan[] = []
  private readonly openSpans = new Map<string, VmSpan>()
  /** By VM, the host on which it was started last, or to which it moved since. */
  private readonly runsOn = new Map<string, string>()
  private readonly byType = new Map<EventType, LabEvent[]>()

  get size(): number {
    return this.events.length
  }

  clear(): void {
    this.events.length = 0
    this.spans.length = 0
    this.openSpans.clear()
    this.runsOn.clear()
    this.byType.clear()
  }

  replace(events: readonly LabEvent[]): void {
    this.clear()
    this.append(events)
  }

  append(events: readonly LabEvent[]): void {
    for (const event of events) {
      const last = this.events.at(-1)
      // A push and the answer to a question may carry the same events.
      if (last !== undefined && event.seq <= last.seq) continue
      this.add(event)
    }
  }

  ofType(type: EventType): readonly LabEvent[] {
    return this.byType.get(type) ?? []
  }

  bySeq(seq: number): LabEvent | null {
    let low = 0
    let high = this.events.length - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const found = this.events[middle]
      if (found === undefined) return null
      if (found.seq === seq) return found
      if (found.seq < seq) low = middle + 1
      else high = middle - 1
    }
    return null
  }

  /** Passes of DRS that came to nothing: no recommendation, no fault, nothing else follows from them. */
  isQuietPass(index: number): boolean {
    const pass = this.events[index]
    if (pass?.type !== 'drs.pass') return false
    for (let at = index + 1; this.events[at]?.t === pass.t; at++) if (this.events[at]?.causedBy === pass.seq) return false
    return true
  }

  /** Index one past the last event at or before `t`. */
  endAt(t: number): number {
    return upperBound(this.events, t)
  }

  private add(event: LabEvent): void {
    const at = this.events.length
    if (at >= this.lane.length) {
      this.lane = grown(this.lane)
      this.severity = grown(this.severity)
    }
    this.events.push(event)
    this.lane[at] = lanes.indexOf(laneOf(event))
    this.severity[at] = severities.indexOf(eventSeverity(event))
    const same = this.byType.get(event.type)
    if (same === undefined) this.byType.set(event.type, [event])
    else same.push(event)
    this.trackSpan(event)
  }

  private trackSpan(event: LabEvent): void {
    const vm = event['vm']
    if (typeof vm !== 'string') return
    this.follow(vm, event)
    if (this.isOldInstance(vm, event)) return
    if (event.type === 'vm.poweredOff' && event['cause'] !== 'user' && event['cause'] !== 'guest') this.openSpan(vm, 'down', event.t)
    else if (event.type === 'vm.guestFailed' && event['kind'] !== 'tools' && event['kind'] !== 'application') this.openSpan(vm, 'down', event.t)
    else if (event.type === 'vm.poweredOn' || event.type === 'vm.reset') this.openSpan(vm, 'booting', event.t)
    else if (event.type === 'vm.guestReady' || event.type === 'vm.poweredOff' || event.type === 'vm.removed') this.closeSpan(vm, event.t)
  }

  private follow(vm: string, event: LabEvent): void {
    const isMove = (event.type === 'vmotion.completed' && event['role'] !== 'secondary') || event.type === 'ft.failover'
    const host = event.type === 'vm.poweredOn' ? event['host'] : isMove ? event['to'] : undefined
    if (typeof host === 'string') this.runsOn.set(vm, host)
  }

  /** It ends where the VM no longer is, or for its secondary that goes on: nobody is without it. */
  private isOldInstance(vm: string, event: LabEvent): boolean {
    if (event.type !== 'vm.poweredOff') return false
    return event['cause'] === 'ft' || (this.runsOn.get(vm) ?? event['host']) !== event['host']
  }

  private openSpan(vm: string, kind: VmSpan['kind'], at: number): void {
    this.closeSpan(vm, at)
    const span: VmSpan = { vm, kind, from: at, to: null }
    this.spans.push(span)
    this.openSpans.set(vm, span)
  }

  private closeSpan(vm: string, at: number): void {
    const open = this.openSpans.get(vm)
    if (open === undefined) return
    open.to = at
    this.openSpans.delete(vm)
  }
}

/** The newest of the events of a kind that have happened and fulfil a condition. */
export function lastWhere(events: readonly LabEvent[], shownEnd: number, matches: (event: LabEvent) => boolean): LabEvent | null {
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at]
    if (event !== undefined && event.seq < shownEnd && matches(event)) return event
  }
  return null
}

/** Where VMs were before anything moved them, for those that the log tells about. */
export function firstHosts(events: readonly LabEvent[]): Map<string, string> {
  const homes = new Map<string, string>()
  for (const event of events) {
    const vm = event['vm']
    const host = event.type === 'vm.poweredOff' ? event['host'] : event.type === 'vmotion.started' ? event['from'] : undefined
    if (typeof vm === 'string' && typeof host === 'string' && !homes.has(vm)) homes.set(vm, host)
  }
  return homes
}

export function upperBound(events: readonly LabEvent[], t: number): number {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((events[middle]?.t ?? 0) <= t) low = middle + 1
    else high = middle
  }
  return low
}

function grown(from: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const to = new Uint8Array(from.length * 2)
  to.set(from)
  return to
}
