/** Looks through a sound lab for what can hardly be meant: expectations of what can never be, and what comes after the end of the run. */
import { hintPhrase } from '../did-you-mean.ts'
import { inBoth, type Phrase } from '../texts/language.ts'
import { A_LIST, refWords } from './fields.ts'
import { eventFields, type EventType, type Json } from '../events.ts'
import { formatDuration } from '../units.ts'
import { eventField } from '../event-value-fields.ts'
import type { Block, ValueField } from '../value-field.ts'
import { entityFields, stateFields } from '../value-fields.ts'
import { commandNames } from './commands.ts'
import type { EventPattern, ExpectationWindow, LabExpectation } from './expectations.ts'
import type { Lab } from './lab.ts'
import { reviewOptions } from './option-values.ts'
import type { Path, Report } from './problems.ts'
import { isMap, shown } from './problems.ts'

export interface ReviewOptions {
  /** Ids of all facts. */
  readonly facts: readonly string[]
}

/** Reports findings, none of which keeps a lab from running; paths are those of the file. */
export function reviewLab(lab: Lab, options: ReviewOptions, report: Report): void {
  const names = namesOf(lab)
  for (const expectation of lab.expect) {
    const path = ['expect', expectation.index]
    checkFacts(expectation, path, options.facts, report)
    checkValues(expectation, path, names, report)
  }
  checkEnd(lab, report)
  reviewOptions(lab, report)
}

function checkFacts({ facts, written }: LabExpectation, path: Path, known: readonly string[], report: Report): void {
  facts.forEach((fact, i) => {
    if (!known.includes(fact)) report([...path, 'fact', ...(Array.isArray(written['fact']) ? [i] : [])], noFact(fact, known))
  })
}

function noFact(fact: string, known: readonly string[]): Phrase {
  const [hint, hintKo] = hintPhrase(fact, known)
  return [`there is no fact ${fact}${hint}`, `사실 ${fact}이(가) 없습니다${hintKo}`]
}

type Names = { readonly [K in 'host' | 'vm']: ReadonlySet<string> }

function namesOf(lab: Lab): Names {
  const host = new Set(lab.hosts.map(({ name }) => name))
  const vm = new Set(lab.vms.map(({ name }) => name))
  for (const command of lab.timeline) {
    if (command.do === 'host.add') host.add(command.args.name)
    if (command.do === 'vm.create') vm.add(command.args.name)
  }
  return { host, vm }
}

function checkValues(expectation: LabExpectation, path: Path, names: Names, report: Report): void {
  const look = new Look(names, report)
  if (expectation.since !== null) checkPattern(expectation.since, [...path, 'since'], look)
  switch (expectation.form) {
    case 'event':
    case 'never':
      checkPattern(expectation.pattern, path, look, 'refused' in expectation.written)
      break
    case 'order':
      expectation.order.forEach((pattern, i) => checkPattern(pattern, [...path, 'order', i], look))
      break
    case 'state':
      look.block(expectation.subject === null ? stateFields : entityFields[expectation.subject.kind], expectation.is, [...path, 'is'])
      break
    case 'compute':
      break
  }
}

function checkPattern({ type, fields }: EventPattern, path: Path, look: Look, isRefusal = false): void {
  const types = Object.keys(eventFields) as EventType[]
  const meant = type.endsWith('.*') ? types.filter((each) => each.startsWith(type.slice(0, -1))) : types.filter((each) => each === type)
  for (const [key, want] of Object.entries(fields)) {
    // `refused:` is how its reason is written.
    if (isRefusal && key === 'reason') continue
    const having = meant.filter((each) => (eventFields[each] as readonly string[]).includes(key))
    // One type of an area that can hold it is enough.
    const [first] = having
    if (first !== undefined && having.length === 1)
      look.value(key === 'command' ? { words: commandNames } : eventField(first, key), want, [...path, key], `${first} ${key}`)
  }
}

function noField(key: string, known: readonly string[]): Phrase {
  const [hint, hintKo] = hintPhrase(key, known)
  return [`the state has no field of that name here${hint}`, `여기의 상태에는 그 이름의 필드가 없습니다${hintKo}`]
}

const kindTexts = { number: ['a number', '숫자'], flag: ['true or false', 'true 또는 false'], text: ['text', '텍스트'] } as const satisfies {
  readonly [kind: string]: Phrase
}
const A_MAP: Phrase = ['a map', '맵']
const holds = ([en, ko]: Phrase): Phrase => [`holds ${en}`, `${ko}을(를) 가지며`]
const holdsNo = ([en, ko]: Phrase): Phrase => [`holds no ${en}`, `${ko}을(를) 갖지 않으며`]

/** Follows what an expectation wants along what a field can hold. */
class Look {
  readonly #names: Names
  readonly #report: Report

  constructor(names: Names, report: Report) {
    this.#names = names
    this.#report = report
  }

  block(fields: Block, want: Json, path: Path): void {
    if (!isMap(want)) return
    for (const [key, value] of Object.entries(want)) {
      const field = Object.hasOwn(fields, key) ? fields[key] : undefined
      if (field === undefined) this.#report([...path, key], noField(key, Object.keys(fields)))
      else this.value(field, value as Json, [...path, key], key)
    }
  }

  value(field: ValueField, want: Json, path: Path, label: string): void {
    if (want === null || want === '*' || field === 'any') return
    if (Array.isArray(want)) {
      const member = typeof field === 'object' && 'list' in field ? field.list : field
      want.forEach((each: Json, i) => this.value(member, each, [...path, i], label))
    } else if (isMap(want)) this.#map(field, want as { readonly [key: string]: Json }, path, label)
    else if (typeof field === 'string') {
      const kind = typeof want === 'number' ? 'number' : typeof want === 'boolean' ? 'flag' : 'text'
      if (kind !== field) this.#never(path, label, holds(kindTexts[field]), want)
    } else if ('words' in field || 'name' in field) this.#word(field, want, path, label)
    else this.#never(path, label, holds('list' in field ? A_LIST : A_MAP), want)
  }

  #word(field: Extract<ValueField, { words?: readonly string[] }>, want: Json, path: Path, label: string): void {
    const words = field.words ?? []
    const names = 'name' in field ? [...this.#names[field.name]] : []
    if (typeof want === 'string' && (words.includes(want) || ('name' in field && this.#names[field.name].has(want)))) return
    const hint: Phrase = typeof want === 'string' ? hintPhrase(want, [...words, ...names]) : ['', '']
    const kinds = inBoth((language) => {
      const ofNames = 'name' in field ? [language === 'ko' ? `${refWords[field.name][1]} 이름` : `the name of a ${refWords[field.name][0]}`] : []
      return [...words, ...ofNames].join(', ')
    })
    const many = words.length + ('name' in field ? 1 : 0) > 12
    this.#never(path, label, holds(many ? ['other words', '다른 단어'] : kinds), want, hint)
  }

  #map(field: ValueField, want: { readonly [key: string]: Json }, path: Path, label: string): void {
    const keys = Object.keys(want)
    const only = (...known: readonly string[]): boolean => keys.length > 0 && keys.every((key) => known.includes(key))
    if (only('approx', 'tolerance') || only('min', 'max')) {
      if (field !== 'number') this.#never(path, label, holdsNo(['number', '숫자']), null)
    } else if (only('contains', 'excludes', 'size')) {
      if (typeof field !== 'object' || !('list' in field)) return this.#never(path, label, holdsNo(['list', '목록']), null)
      for (const key of ['contains', 'excludes']) {
        const members = want[key]
        if (Array.isArray(members)) members.forEach((each: Json, i) => this.value(field.list, each, [...path, key, i], label))
      }
    } else if (typeof field === 'object' && 'block' in field) this.block(field.block, want, path)
    else if (typeof field === 'object' && 'byName' in field)
      for (const key of keys) this.value(field.byName, want[key] ?? null, [...path, key], label)
    else if (typeof field === 'object' && 'list' in field) this.#never(path, label, holds(A_LIST), null)
    else this.#never(path, label, holdsNo(['map', '맵']), null)
  }

  #never(path: Path, label: string, held: Phrase, want: Json, hint: Phrase = ['', '']): void {
    this.#report(path, [
      `${label} ${held[0]}, ${want === null ? 'and never matches this' : `never ${shown(want)}`}${hint[0]}`,
      `${label}은(는) ${held[1]}, ${want === null ? '이것과 일치하는 일이 없습니다' : `${shown(want, 'ko')}이(가) 될 수 없습니다`}${hint[1]}`,
    ])
  }
}

/** Commands after the end are not carried out, and what an expectation waits for after it does not come. */
function checkEnd(lab: Lab, report: Report): void {
  const command = lab.timeline.findLast(({ at }) => at > lab.until)
  if (command !== undefined)
    report(
      ['until'],
      [
        `the run ends at ${formatDuration(lab.until)}, before its last command (${command.do} at ${formatDuration(command.at)})`,
        `실행이 마지막 명령(${formatDuration(command.at)}의 ${command.do})보다 앞선 ${formatDuration(lab.until)}에 끝납니다`,
      ],
    )
  for (const expectation of lab.expect) {
    const last = lastInstant(expectation)
    if (last !== null && last > lab.until)
      report(
        ['expect', expectation.index],
        [
          `looks at ${formatDuration(last)}, after the end of the run (${formatDuration(lab.until)})`,
          `실행이 끝난(${formatDuration(lab.until)}) 뒤인 ${formatDuration(last)}을(를) 확인합니다`,
        ],
      )
  }
}

/** The last instant that an expectation names; null where it names none, or counts from an event. */
function lastInstant(expectation: LabExpectation): number | null {
  if (expectation.since !== null) return null
  switch (expectation.form) {
    case 'event':
    case 'never':
      return lastOf([expectation.pattern.window])
    case 'order':
      return lastOf([expectation.window, ...expectation.order.map(({ window }) => window)])
    case 'state':
      return expectation.during?.[1] ?? expectation.at
    case 'compute':
      return null
  }
}

/** `before` alone asks for nothing later than the end. */
function lastOf(windows: readonly ExpectationWindow[]): number | null {
  const ends = windows.flatMap(({ from, to }) => (from === null ? [] : [to ?? from]))
  return ends.length === 0 ? null : Math.max(...ends)
}
