/** What stands against a condition of a guided lab, and what bears it out, in a person's words: a line each, the first one the gist. */
import type { Json, LabEvent } from '../../../src-main/contract/events.ts'
import { formOf } from '../../../src-main/contract/lab/matcher-form.ts'
import { isMap, type PlainMap } from '../../../src-main/contract/lab/plain-map.ts'
import type { Against, ConditionResult, ToldPlace } from '../../../src-main/contract/practice/guided-course.ts'
import type { AskedSpan, AskedSubject, Difference, NearMiss, NoneMatched, Shortfall } from '../../../src-main/contract/shortfall.ts'
import { askedEvent, eventFieldText } from '../../../src-main/contract/texts/asked-event.ts'
import { commandLabel } from '../../../src-main/contract/texts/commands.ts'
import { settingName, settingValue } from '../../../src-main/contract/texts/design-differences.ts'
import { describeEvent } from '../../../src-main/contract/texts/events.ts'
import { joinNames } from '../../../src-main/contract/texts/fields.ts'
import type { Language } from '../../../src-main/contract/texts/language.ts'
import type { Translate } from '../../i18n/index.ts'
import { propertyName } from '../../i18n/property-names.ts'
import { runTimeText } from '../faults/fault-time.ts'
import { propertyValue } from '../inspector/properties.ts'

type Lines = readonly string[]
type Show = (value: unknown) => string

/** Kinds of objects by the table of the state that they are in. */
const tables: { readonly [table: string]: string } = {
  hosts: 'host',
  vms: 'vm',
  datastores: 'datastore',
  networks: 'network',
  resourcePools: 'pool',
  rules: 'rule',
}
/** Parts of the state whose fields are named by themselves. */
const parts: ReadonlySet<string> = new Set(['ha', 'cluster', 'vcenter'])

interface Place {
  /** Name of the object; null: it is about the cluster. */
  readonly object: string | null
  readonly kind: string
  readonly field: string
}

function placeOf(path: readonly string[], subject: AskedSubject | null): Place {
  if (subject !== null) return { object: subject.name, kind: subject.kind, field: path.join('.') }
  const [first = '', second, ...rest] = path
  const kind = tables[first]
  if (kind !== undefined && second !== undefined) return { object: second, kind, field: rest.join('.') }
  return { object: null, kind: 'cluster', field: (parts.has(first) && path.length > 1 ? path.slice(1) : path).join('.') }
}

const LINES_MAX = 6

export class AgainstWords {
  readonly #t: Translate
  readonly #language: Language
  readonly #told: (place: ToldPlace, value: Json | null) => { readonly field: string; readonly value: string }

  /** `told`: what a field that is told beforehand is called, and its value. */
  constructor(t: Translate, language: Language, told: (place: ToldPlace, value: Json | null) => { readonly field: string; readonly value: string }) {
    this.#t = t
    this.#language = language
    this.#told = told
  }

  against(found: Against): Lines {
    const t = this.#t
    const language = this.#language
    switch (found.code) {
      case 'trial':
        return [t('against.trial', { hosts: found.hosts.join(' + ') }), ...this.#shortfall(found.against)]
      case 'untold': {
        const places = found.first.map((place) => `${place.vm} (${this.#told(place, null).field})`).join(', ')
        return [t('against.untold', { n: found.missing, of: found.of, places }) + (found.missing > found.first.length ? ' …' : '')]
      }
      case 'toldOtherwise': {
        const { vm } = found.place
        const is = this.#told(found.place, found.is)
        return [t('against.told', { vm, field: is.field, is: is.value, told: this.#told(found.place, found.told).value })]
      }
      case 'given':
        return [t('against.given', { command: commandLabel(found.command, language) })]
      case 'changed': {
        const value = (of: Json): string => settingValue('vm', found.key, of, language)
        return [t('against.changed', { name: found.vm, setting: settingName('vm', found.key, language), is: value(found.is), was: value(found.was) })]
      }
      case 'designChanged':
        return [t('against.designChanged', { areas: joinNames(found.keys, language) })]
      default:
        return this.#shortfall(found)
    }
  }

  seen(found: ConditionResult['seen'][number]): Lines {
    const t = this.#t
    switch (found.code) {
      case 'trials':
        return [t('seen.trials', { n: found.runs })]
      case 'all':
        return [t('seen.all', { n: found.count, at: runTimeText(found.at) })]
      case 'events':
        return this.#events(found)
      case 'state':
        return this.#byObject(
          found.values.map(({ path, got }) => ({ place: placeOf(path, found.subject), got })),
          found.more,
          ({ place, got }) => ({ field: this.#field(place), got: this.#value(place)(got) }),
          (name, words) => (name === null ? t('seen.own', words) : t('seen.value', { name, ...words })),
        )
    }
  }

  #shortfall(found: Shortfall): Lines {
    const t = this.#t
    switch (found.code) {
      case 'none':
        return this.#none(found)
      case 'count': {
        const { pattern, span, times } = found
        const count = this.#count(found.count)
        const first = t('against.count', { when: this.#when(span), times, event: askedEvent(pattern.type, pattern.fields, this.#language), count })
        return [first, ...(times === 0 ? this.#nearest(found) : this.#events(found))]
      }
      case 'names': {
        const names = joinNames(found.names, this.#language) + (found.more > 0 ? ` ${t('against.more', { n: found.more })}` : '')
        return [t('against.names', { when: this.#when(found.span), names, of: found.of })]
      }
      case 'happened':
        return [t('against.happened', { times: found.times }), ...this.#events(found)]
      case 'order': {
        const [first = '', ...rest] = this.#none(found.none)
        return [t('against.order', { n: found.entry, none: first }), ...rest]
      }
      case 'outOfOrder': {
        const { is, before } = found
        const same = is.event.seq === before.event.seq
        const times = { n: is.entry, at: runTimeText(is.event.t), m: before.entry, then: runTimeText(before.event.t) }
        if (same) return [t('against.sameEvent', times), this.#event(is.event)]
        return [t('against.outOfOrder', times), this.#event(is.event), this.#event(before.event)]
      }
      case 'origin': {
        const { type, fields } = found.none.pattern
        return [t('against.origin', { event: askedEvent(type, fields, this.#language) }), ...this.#nearest(found.none)]
      }
      case 'state':
        return this.#byObject(
          found.differences.map((one) => ({ ...one, place: placeOf(one.path, found.subject) })),
          found.more,
          ({ place, got, want }) => ({ field: this.#field(place), got: this.#value(place)(got), want: this.#wanted(want, this.#value(place)) }),
          (name, words) => (name === null ? t('against.wanted', words) : t('against.state', { name, ...words })),
          runTimeText(found.at),
        )
      case 'absent':
        return [t('against.absent', { at: runTimeText(found.at), name: found.subject?.name ?? t('against.nameless') })]
      case 'unreached':
        return [t('against.unreached')]
      case 'compute':
        return found.differences.map((one) => this.#fieldDifference('', one))
      case 'noFunction':
        return [t('against.noFunction', { name: found.name })]
      case 'threw':
        return [t('against.threw', { message: found.message })]
    }
  }

  /** A line for all objects of which the same is said; `head` goes before the first one. */
  #byObject<T extends { readonly place: Place }, W>(
    found: readonly T[],
    more: number,
    wordsOf: (one: T) => W,
    line: (name: string | null, words: W) => string,
    head: string | null = null,
  ): Lines {
    const groups = new Map<string, { readonly words: W; readonly names: string[] }>()
    for (const one of found) {
      const words = wordsOf(one)
      const key = JSON.stringify([words, one.place.object === null])
      const group = groups.get(key) ?? { words, names: [] }
      if (one.place.object !== null) group.names.push(one.place.object)
      groups.set(key, group)
    }
    const lines = [...groups.values()].map(({ words, names }) => line(names.length === 0 ? null : joinNames(names, this.#language), words))
    const hidden = Math.max(0, lines.length - LINES_MAX) + more
    const shown = lines.slice(0, LINES_MAX)
    return [...shown.map((text, at) => (at === 0 && head !== null ? `${head} · ${text}` : text)), ...this.#more(hidden)]
  }

  readonly #more = (n: number): Lines => (n > 0 ? [this.#t('against.more', { n })] : [])
  readonly #field = ({ field, object }: Place): string =>
    field === '' ? (object ?? this.#t('against.nameless')) : propertyName(field, this.#language).label
  readonly #value =
    ({ kind, field }: Place): Show =>
    (value) =>
      propertyValue(kind, field, value, this.#language)

  readonly #event = (event: LabEvent): string => `${runTimeText(event.t)} ${describeEvent(event, this.#language)}`

  #events({ events, more }: { readonly events: readonly LabEvent[]; readonly more: number }): Lines {
    return [...events.map(this.#event), ...this.#more(more)]
  }

  #none(found: NoneMatched): Lines {
    const { pattern, span } = found
    const event = askedEvent(pattern.type, pattern.fields, this.#language)
    return [this.#t('against.none', { when: this.#when(span), event }), ...this.#nearest(found)]
  }

  #nearest({ nearest, pattern }: NoneMatched): Lines {
    return nearest.length === 0 ? [] : [this.#t('against.nearest'), ...nearest.map((miss) => this.#miss(pattern.type, miss))]
  }

  #miss(type: string, { event, differences, isOutside }: NearMiss): string {
    const faults = [...differences.map((one) => this.#fieldDifference(type, one)), ...(isOutside ? [this.#t('against.outside')] : [])]
    return `${this.#event(event)} (${faults.join('; ')})`
  }

  #fieldDifference(type: string, { path, want, got }: Difference): string {
    const show: Show = (value) => eventFieldText(type, path, value, this.#language).value
    return this.#t('against.wanted', { field: eventFieldText(type, path, got, this.#language).name, got: show(got), want: this.#wanted(want, show) })
  }

  #when({ from, to }: AskedSpan): string {
    const t = this.#t
    if (to === null) return from === 0 ? t('when.whole') : t('when.from', { from: runTimeText(from) })
    return from === 0 ? t('when.upTo', { to: runTimeText(to) }) : t('when.between', { from: runTimeText(from), to: runTimeText(to) })
  }

  #count({ min, max }: { readonly min: number | null; readonly max: number | null }): string {
    const t = this.#t
    if (min !== null && min === max) return t('wanted.exactly', { n: min })
    if (max === null) return t('wanted.atLeast', { n: min ?? 0 })
    return min === null || min === 0 ? t('wanted.atMost', { n: max }) : t('wanted.range', { from: min, to: max })
  }

  /** A matcher of the contract in words; `show` words a value. */
  #wanted(want: unknown, show: Show): string {
    const t = this.#t
    if (want === null) return t('wanted.nothing')
    if (Array.isArray(want)) {
      const members = want.map((each) => this.#wanted(each, show))
      return members.length === 0 ? t('wanted.nothing') : members.length === 1 ? (members[0] ?? '') : t('wanted.oneOf', { list: members.join(', ') })
    }
    if (!isMap(want)) return show(want)
    switch (formOf(want)) {
      case 'approx':
        return t('wanted.about', { n: show(want['approx']), d: show(want['tolerance'] ?? 0) })
      case 'range':
        if (want['min'] === undefined) return t('wanted.atMost', { n: show(want['max']) })
        if (want['max'] === undefined) return t('wanted.atLeast', { n: show(want['min']) })
        return t('wanted.range', { from: show(want['min']), to: show(want['max']) })
      case 'list':
        return this.#listWanted(want, show)
      case 'fields':
        return show(want)
    }
  }

  #listWanted(want: PlainMap, show: Show): string {
    const t = this.#t
    const list = (key: string): string => (Array.isArray(want[key]) ? want[key] : []).map((each) => this.#wanted(each, show)).join(', ')
    return [
      ...(want['contains'] === undefined ? [] : [t('wanted.with', { list: list('contains') })]),
      ...(want['excludes'] === undefined ? [] : [t('wanted.without', { list: list('excludes') })]),
      ...(want['size'] === undefined ? [] : [t('wanted.size', { n: this.#wanted(want['size'], String) })]),
    ].join(', ')
  }
}
