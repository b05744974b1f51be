/** A scripted run for the tests of this zone: events at given times, and states as functions of time. */
import type { EventType, Json, LabEvent } from '../contract/events.ts'
import type { DatastoreState, HostState, LabState, VmState } from '../contract/state.ts'
import type { EventPattern, ExpectationWindow, LabExpectation } from '../contract/lab/index.ts'
import type { RunPort } from './port.ts'

export type ScriptedEvent = readonly [t: number, type: EventType, payload: { readonly [field: string]: Json }]
export type Timed = { readonly [name: string]: (t: number) => { readonly [key: string]: Json } }

export interface Script {
  readonly events: readonly ScriptedEvent[]
  readonly hosts?: Timed
  readonly vms?: Timed
  readonly datastores?: Timed
  readonly state?: (t: number) => { readonly [key: string]: Json }
}

export interface ScriptedPort extends RunPort {
  /** Instants at which a state was asked for. */
  readonly looks: number[]
  /** How often the whole state was computed. */
  wholeStates: number
}

export function scripted(script: Script): ScriptedPort {
  const pending = script.events.map(([t, type, payload], i) => ({ t, seq: i + 1, type, causedBy: null, ...payload }) as LabEvent)
  const log: LabEvent[] = []
  let now = 0
  const read = (table: Timed | undefined, name: string): unknown => {
    port.looks.push(now)
    return table !== undefined && Object.hasOwn(table, name) ? (table[name]?.(now) ?? null) : null
  }
  const port: ScriptedPort = {
    looks: [],
    wholeStates: 0,
    get now() {
      return now
    },
    log,
    nextAt: () => pending[0]?.t ?? null,
    runUntil: (t) => {
      while (pending[0] !== undefined && pending[0].t <= t) log.push(...pending.splice(0, 1))
      now = t
    },
    state: () => {
      port.wholeStates += 1
      port.looks.push(now)
      return (script.state?.(now) ?? {}) as unknown as LabState
    },
    hostState: (name) => read(script.hosts, name) as HostState | null,
    vmState: (name) => read(script.vms, name) as VmState | null,
    datastoreState: (name) => read(script.datastores, name) as DatastoreState | null,
    networkState: () => null,
    haState: () => ((script.state?.(now) ?? {})['ha'] ?? null) as LabState['ha'],
    vcenterState: () => (script.state?.(now) ?? {})['vcenter'] as unknown as LabState['vcenter'],
    hostNames: () => Object.keys(script.hosts ?? {}),
    vmNames: () => Object.keys(script.vms ?? {}),
  }
  return port
}

const open: ExpectationWindow = { from: null, to: null }
const base = (index: number, written: { readonly [key: string]: Json }) => ({ index, facts: [], source: null, written, since: null })

export const pattern = (type: EventPattern['type'], fields: EventPattern['fields'] = {}, window: Partial<ExpectationWindow> = {}): EventPattern => ({
  type,
  fields,
  window: { ...open, ...window },
})

type EventForm = Extract<LabExpectation, { form: 'event' }>
type StateForm = Extract<LabExpectation, { form: 'state' }>

export const eventExpectation = (wanted: EventPattern, more: Partial<EventForm> = {}): EventForm => ({
  ...base(0, { event: wanted.type, ...wanted.fields }),
  form: 'event',
  pattern: wanted,
  count: null,
  ...more,
})
export const neverExpectation = (unwanted: EventPattern): LabExpectation => ({
  ...base(0, { never: unwanted.type }),
  form: 'never',
  pattern: unwanted,
})
export const orderExpectation = (order: readonly EventPattern[], window: Partial<ExpectationWindow> = {}): LabExpectation => ({
  ...base(0, { order: order.map((entry) => ({ event: entry.type })) }),
  form: 'order',
  window: { ...open, ...window },
  order,
})
export const stateExpectation = (is: Json, more: Partial<StateForm>): StateForm => ({
  ...base(0, { is }),
  form: 'state',
  at: null,
  during: null,
  subject: null,
  is,
  ...more,
})
