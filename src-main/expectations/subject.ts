/** Which part of the state an `is:` looks at. Only that part is computed: a lab of thousands of VMs is judged by one of them. */
import type { LabState } from '../contract/state.ts'
import type { LabExpectation, SubjectKind } from '../contract/lab/index.ts'
import { formOf } from '../contract/lab/matcher-form.ts'
import { isMap } from '../contract/lab/plain-map.ts'
import type { AskedSubject } from '../contract/shortfall.ts'
import type { RunPort } from './port.ts'

type StateExpectation = Extract<LabExpectation, { form: 'state' }>

export interface Subject {
  /** Null: the whole state. */
  readonly asked: AskedSubject | null
  readonly value: unknown
}

const stateTables = {
  vm: 'vms',
  host: 'hosts',
  datastore: 'datastores',
  pool: 'resourcePools',
  rule: 'rules',
} as const satisfies Record<SubjectKind, keyof LabState>

export function subjectsOf(expectation: StateExpectation, port: RunPort): readonly Subject[] {
  const { subject } = expectation
  if (subject === null) return [{ asked: null, value: wholeState(expectation.is, port) }]
  const names = subject.name === '*' ? allNames(subject.kind, port) : [subject.name]
  return names.map((name) => ({ asked: { kind: subject.kind, name }, value: entityState(subject.kind, name, port) }))
}

function allNames(kind: SubjectKind, port: RunPort): readonly string[] {
  if (kind === 'vm') return port.vmNames()
  if (kind === 'host') return port.hostNames()
  return Object.keys(port.state()[stateTables[kind]])
}

function entityState(kind: SubjectKind, name: string, port: RunPort): unknown {
  if (kind === 'vm') return port.vmState(name)
  if (kind === 'host') return port.hostState(name)
  if (kind === 'datastore') return port.datastoreState(name)
  return own(port.state()[stateTables[kind]], name)
}

const own = (table: { readonly [name: string]: unknown }, name: string): unknown => (Object.hasOwn(table, name) ? table[name] : null)

/** Parts of the state that the port gives without computing the rest; null: this part needs the whole. */
function partOf(key: string, want: unknown, port: RunPort): { readonly value: unknown } | null {
  if (key === 't') return { value: port.now }
  if (key === 'ha') return { value: port.haState() }
  if (key === 'vcenter') return { value: port.vcenterState() }
  const named = isMap(want) && formOf(want) === 'fields' ? Object.keys(want) : null
  if (named === null) return null
  const table = (read: (name: string) => unknown) => ({ value: Object.fromEntries(named.map((name) => [name, read(name)])) })
  if (key === 'vms') return table((name) => port.vmState(name))
  if (key === 'hosts') return table((name) => port.hostState(name))
  if (key === 'networks') return table((name) => port.networkState(name))
  if (key === 'datastores') return table((name) => port.datastoreState(name))
  return null
}

function wholeState(want: unknown, port: RunPort): unknown {
  if (!isMap(want) || formOf(want) !== 'fields') return port.state()
  const parts = new Map<string, unknown>()
  for (const [key, value] of Object.entries(want)) {
    const part = partOf(key, value, port)
    if (part === null) return port.state()
    parts.set(key, part.value)
  }
  return Object.fromEntries(parts)
}
