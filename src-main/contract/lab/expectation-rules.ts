/** Reads `expect:` entries: which form each has, its window in ms, and that its types, fields and names exist. */
import type * as z from './schema.ts'
import { hintPhrase } from '../did-you-mean.ts'
import type { Phrase } from '../texts/language.ts'
import { eventFields } from '../events.ts'
import type { EventType, Json } from '../events.ts'
import { commandNames, isCommandName } from './commands.ts'
import { AN_EXPECTATION, computeNames, countField, durationPair, factField } from './expectations.ts'
import type { EventPattern, ExpectationWindow, LabExpectation, SubjectKind } from './expectations.ts'
import { parseOne } from './entries.ts'
import type { AnySchema } from './fields.ts'
import { duration, text } from './fields.ts'
import type { LabNames } from './names.ts'
import type { Path, PlainMap, Report } from './problems.ts'
import { expectedGot, isMap, missing, noneNamed, unknownKey } from './problems.ts'

const formKeys = ['event', 'never', 'refused', 'order', 'compute', 'is'] as const
const windowKeys = ['between', 'after', 'before']
const commonKeys = ['fact', 'source']
const subjectKinds = ['vm', 'host', 'datastore', 'pool', 'rule'] as const satisfies readonly SubjectKind[]
/** Payload fields whose text is a name of the lab. */
const namedFields = { vm: 'vm', vms: 'vm', host: 'host', hosts: 'host', datastore: 'datastore', network: 'network', pool: 'pool' } as const

export const eventTypes = Object.keys(eventFields) as readonly EventType[]
const areas = new Set(eventTypes.map((type) => type.slice(0, type.indexOf('.'))))

interface Context {
  readonly names: LabNames
  readonly report: Report
}

/** One entry; null when something in it was refused (and reported). */
export function readExpectation(raw: unknown, index: number, path: Path, names: LabNames, report: Report): LabExpectation | null {
  if (!isMap(raw)) {
    report(path, expectedGot(AN_EXPECTATION, raw))
    return null
  }
  let sound = true
  const context: Context = {
    names,
    report: (at, message) => {
      sound = false
      report(at, message)
    },
  }
  const read = readForm(raw, index, path, context)
  return sound ? read : null
}

function readForm(raw: PlainMap, index: number, path: Path, context: Context): LabExpectation | null {
  const facts = field(factField, raw, 'fact', path, context)
  const base = {
    index,
    facts: facts === null ? [] : typeof facts === 'string' ? [facts] : facts,
    source: field(text(), raw, 'source', path, context),
    written: raw as { readonly [key: string]: Json },
    since: raw['since'] === undefined ? null : readPattern(raw['since'], [...path, 'since'], context),
  }
  const forms = formKeys.filter((key) => raw[key] !== undefined && !(key === 'is' && raw['compute'] !== undefined))
  const form = forms.length === 1 ? forms[0] : undefined
  switch (form) {
    case undefined:
      context.report(
        path,
        forms.length === 0
          ? [
              'expected one of event, never, refused, order, compute, or at/during with is',
              'event, never, refused, order, compute, 또는 is와 함께 at/during 중 하나가 필요합니다',
            ]
          : [`expected one form, got ${forms.join(' and ')}`, `한 가지 형식이어야 합니다. 입력된 형식: ${forms.join(', ')}`],
      )
      return null
    case 'event':
    case 'refused': {
      const pattern = form === 'event' ? readEvent(raw, 'event', ['event', 'count', 'since'], path, context) : readRefused(raw, path, context)
      const count = field(countField, raw, 'count', path, context)
      const range =
        count === null ? null : typeof count === 'number' ? { min: count, max: count } : { min: count.min ?? null, max: count.max ?? null }
      return pattern === null ? null : { ...base, form: 'event', pattern, count: range }
    }
    case 'never': {
      const pattern = readEvent(raw, 'never', ['never', 'since'], path, context)
      return pattern === null ? null : { ...base, form: 'never', pattern }
    }
    case 'order':
      return { ...base, form: 'order', window: readWindow(raw, path, context), order: readOrder(raw, path, context) }
    case 'is':
      return readState(raw, base, path, context)
    case 'compute':
      return readCompute(raw, base, path, context)
  }
}

type Base = Pick<LabExpectation, 'index' | 'facts' | 'source' | 'written' | 'since'>

function readState(raw: PlainMap, base: Base, path: Path, context: Context): LabExpectation | null {
  allowKeys(raw, ['is', 'at', 'during', 'since', ...subjectKinds, ...commonKeys], path, context)
  const at = field(duration(), raw, 'at', path, context)
  const during = field(durationPair, raw, 'during', path, context)
  const subjects = subjectKinds.filter((kind) => raw[kind] !== undefined)
  if ((raw['at'] === undefined) === (raw['during'] === undefined))
    context.report(path, ['expected either at or during beside is', 'is에는 at과 during 중 하나가 필요합니다'])
  if (during !== null && during[0] > during[1])
    context.report([...path, 'during'], ['expected [from, to] with from no later than to', '[from, to]에서 from은 to보다 늦을 수 없습니다'])
  if (subjects.length > 1)
    context.report(path, [`expected one entity, got ${subjects.join(' and ')}`, `개체는 하나여야 합니다. 입력된 개체: ${subjects.join(', ')}`])
  if (!isMap(raw['is'])) context.report([...path, 'is'], expectedGot(['a map of state fields', '상태 필드의 맵'], raw['is']))
  const kind = subjects[0]
  const name = kind === undefined ? null : field(text(), raw, kind, path, context)
  if (kind !== undefined && name !== null && name !== '*') nameExists(kind, name, [...path, kind], context)
  const subject = kind === undefined || name === null ? null : { kind, name }
  return { ...base, form: 'state', at, during, subject, is: (raw['is'] ?? null) as Json }
}

function readCompute(raw: PlainMap, base: Base, path: Path, context: Context): LabExpectation | null {
  allowKeys(raw, ['compute', 'with', 'is', ...commonKeys], path, context)
  const name = raw['compute']
  if (typeof name !== 'string' || !(computeNames as readonly string[]).includes(name)) {
    const refused = expectedGot([`one of ${computeNames.join(', ')}`, `다음 중 하나: ${computeNames.join(', ')}`], name)
    const hint: Phrase = typeof name === 'string' ? hintPhrase(name, computeNames) : ['', '']
    context.report([...path, 'compute'], [`${refused[0]}${hint[0]}`, `${refused[1]}${hint[1]}`])
  }
  for (const key of ['with', 'is']) if (!isMap(raw[key])) context.report([...path, key], expectedGot(['a map', '맵'], raw[key]))
  return { ...base, form: 'compute', compute: String(name), with: raw['with'] as { readonly [key: string]: Json }, is: (raw['is'] ?? null) as Json }
}

function readOrder(raw: PlainMap, path: Path, context: Context): readonly EventPattern[] {
  allowKeys(raw, ['order', 'since', ...windowKeys, ...commonKeys], path, context)
  const order = raw['order']
  if (!Array.isArray(order) || order.length === 0) {
    context.report([...path, 'order'], expectedGot(['a list of events', '이벤트 목록'], order))
    return []
  }
  return order.map((entry: unknown, i) => readPattern(entry, [...path, 'order', i], context)).filter((pattern) => pattern !== null)
}

function readRefused(raw: PlainMap, path: Path, context: Context): EventPattern | null {
  const reason = field(text(), raw, 'refused', path, context)
  const pattern = readFields('command.refused', raw, ['refused', 'count', 'since'], path, context)
  const command = raw['command']
  if (typeof command === 'string' && !isCommandName(command))
    context.report([...path, 'command'], noneNamed(['command', '명령'], command, commandNames))
  return reason === null ? null : { ...pattern, fields: { ...pattern.fields, reason } }
}

/** `{ event: TYPE, field: value …, window }` where nothing else may stand. */
function readPattern(raw: unknown, path: Path, context: Context): EventPattern | null {
  if (isMap(raw)) return readEvent(raw, 'event', ['event'], path, context)
  context.report(path, expectedGot(['an event with its fields', '이벤트와 그 필드'], raw))
  return null
}

function readEvent(raw: PlainMap, key: 'event' | 'never', others: readonly string[], path: Path, context: Context): EventPattern | null {
  const type = raw[key]
  if (typeof type !== 'string') {
    const expected: Phrase = ['an event type', '이벤트 유형']
    context.report([...path, key], type === undefined ? missing(expected) : expectedGot(expected, type))
    return null
  }
  const isArea = key === 'never' && type.endsWith('.*') && areas.has(type.slice(0, -2))
  if (!isArea && !Object.hasOwn(eventFields, type)) {
    const [hint, hintKo] = hintPhrase(type, eventTypes)
    context.report([...path, key], [`no event type ${JSON.stringify(type)}${hint}`, `이벤트 유형 ${JSON.stringify(type)}이(가) 없습니다${hintKo}`])
    return null
  }
  return readFields(type as EventPattern['type'], raw, others, path, context)
}

function readFields(type: EventPattern['type'], raw: PlainMap, others: readonly string[], path: Path, context: Context): EventPattern {
  const area = type.endsWith('.*') ? type.slice(0, -1) : null
  const known = new Set(
    eventTypes.filter((each) => (area === null ? each === type : each.startsWith(area))).flatMap((each): readonly string[] => eventFields[each]),
  )
  allowKeys(raw, [...known, ...others, ...windowKeys, ...commonKeys], path, context)
  const fields: { [field: string]: Json } = {}
  for (const key of Object.keys(raw)) {
    if (!known.has(key)) continue
    fields[key] = raw[key] as Json
    namesExist(key, raw[key], [...path, key], context)
  }
  return { type, fields, window: readWindow(raw, path, context) }
}

function readWindow(raw: PlainMap, path: Path, context: Context): ExpectationWindow {
  const between = field(durationPair, raw, 'between', path, context)
  const after = field(duration(), raw, 'after', path, context)
  const before = field(duration(), raw, 'before', path, context)
  if (raw['between'] !== undefined && (raw['after'] !== undefined || raw['before'] !== undefined))
    context.report(path, ['expected between, or after and before, not both', 'between과 after, before를 함께 쓸 수 없습니다'])
  const from = between?.[0] ?? after
  const to = between?.[1] ?? before
  if (from !== null && to !== null && from > to)
    context.report(
      [...path, between === null ? 'before' : 'between'],
      ['expected a window that ends no earlier than it begins', '구간의 끝이 시작보다 빠를 수 없습니다'],
    )
  return { from, to }
}

function field<S extends AnySchema>(schema: S, raw: PlainMap, key: string, path: Path, context: Context): z.output<S> | null {
  const value = raw[key]
  if (value === undefined) return null
  return parseOne(schema, value, [...path, key], context.report)
}

function allowKeys(raw: PlainMap, known: readonly string[], path: Path, context: Context): void {
  for (const key of Object.keys(raw)) if (!known.includes(key)) context.report([...path, key], unknownKey(key, known))
}

function namesExist(key: string, value: unknown, path: Path, context: Context): void {
  if (!Object.hasOwn(namedFields, key)) return
  const kind = namedFields[key as keyof typeof namedFields]
  if (typeof value === 'string' && value !== '*') nameExists(kind, value, path, context)
  if (Array.isArray(value)) {
    for (const [i, each] of value.entries()) if (typeof each === 'string') nameExists(kind, each, [...path, i], context)
  }
}

function nameExists(kind: 'vm' | 'host' | 'datastore' | 'network' | 'pool' | 'rule', name: string, path: Path, context: Context): void {
  if (!context.names.has(kind, name)) context.report(path, context.names.missing(kind, name))
}
