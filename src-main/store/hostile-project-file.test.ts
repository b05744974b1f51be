/** Project files that somebody made: each record that lies is refused, and what is changed at random breaks nothing. */
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ProjectFileError, StoreError } from '../runs/store-port.ts'
import { openStore, type OpenedStore } from './open-store.ts'
import { exportedSample, packed, refused, type Exported } from './testing/project-lines.ts'

let folder: Exported['folder']
let store: Exported['store']
let file: Exported['file']
let lines: Exported['lines']
let forget: Exported['forget']
beforeAll(() => {
  ;({ folder, store, file, lines, forget } = exportedSample())
})
afterAll(() => forget())

type Line = Record<string, unknown>
/** The file with its n-th record of a kind changed. */
function withRecord(kind: string, n: number, change: (record: Line) => unknown): Uint8Array {
  let found = -1
  return packed(
    lines.map((line) => {
      const record = JSON.parse(line) as Line
      if (record['kind'] !== kind || ++found !== n) return line
      const changed = change(record)
      return typeof changed === 'string' ? changed : JSON.stringify(changed)
    }),
  )
}

const pack = (text: string): string => deflateSync(text).toString('base64')
const event = (seq: number, more: object = {}): string => `${JSON.stringify({ t: 10 * (seq + 1), seq, type: 'vm.reset', causedBy: null, ...more })}\n`
const events = (change: (seq: number) => string): string => Array.from({ length: 20 }, (_, seq) => change(seq)).join('')

describe('a hostile record', () => {
  it.each<[string, RegExp, () => Uint8Array]>([
    ['no JSON', /Line 2 of the project file: it is no JSON/, () => withRecord('revision', 0, () => '{"kind":')],
    ['of another kind', /Line 2 of the project file: kind/, () => withRecord('revision', 0, (one) => ({ ...one, kind: 'virus' }))],
    ['with more than it may have', /Line 2.*[Uu]nrecognized key/, () => withRecord('revision', 0, (one) => ({ ...one, extra: 1 }))],
    [
      'with __proto__',
      /has a key __proto__/,
      () => withRecord('command', 0, (one) => JSON.stringify(one).replace('"args":{', '"args":{"__proto__":{"admin":true},')),
    ],
    [
      'with __proto__, written otherwise',
      /has a key __proto__/,
      () => withRecord('command', 0, (one) => JSON.stringify(one).replace('"args":{', '"args":{"\\u005f_proto__":1,')),
    ],
    [
      'nested deep',
      /nested deeper than 100/,
      () => withRecord('command', 0, (one) => JSON.stringify(one).replace('"args":{', `"args":{"x":${'['.repeat(50_000)}${']'.repeat(50_000)},`)),
    ],
    ['with a number out of range', /Line \d+.*forkTurn/, () => withRecord('branch', 1, (one) => ({ ...one, forkTurn: -1 }))],
    [
      'with a number that is none',
      /Line \d+.*reachedAt/,
      () => withRecord('branch', 1, (one) => JSON.stringify(one).replace(/"reachedAt":\d+/, '"reachedAt":1e999')),
    ],
    [
      'with a number that is missing',
      /Line \d+.*: seed: it is missing: expected number\./,
      () => withRecord('branch', 0, ({ seed: _, ...one }) => one),
    ],
    ['with a fraction', /Line \d+.*seed/, () => withRecord('branch', 0, (one) => ({ ...one, seed: 1.5 }))],
    ['revision twice', /revision 1 is there twice/, () => withRecord('revision', 1, (one) => ({ ...one, number: 1 }))],
    ['trace of no revision', /belongs to revision 99, which is not there/, () => withRecord('trace', 0, (one) => ({ ...one, revision: 99 }))],
    ['trace named __proto__', /trace "__proto__" cannot be there/, () => withRecord('trace', 0, (one) => ({ ...one, path: '__proto__' }))],
    ['trace twice', /trace "load.csv" cannot be there/, () => withRecord('trace', 1, (one) => ({ ...one, path: 'load.csv' }))],
    ['branch of no revision', /of revision 99, which is not there/, () => withRecord('branch', 0, (one) => ({ ...one, revision: 99 }))],
    ['branch from nowhere', /comes from run 99, which is not before it/, () => withRecord('branch', 1, (one) => ({ ...one, parent: 99 }))],
    ['branch from itself', /comes from run 2, which is not before it/, () => withRecord('branch', 1, (one) => ({ ...one, parent: one['id'] }))],
    ['branches in a circle', /run 1 comes from run 3, which is not before it/, () => withRecord('branch', 0, (one) => ({ ...one, parent: 3 }))],
    [
      'branch twice',
      /run 1 is there twice/,
      () => withRecord('branch', 1, (one) => ({ ...one, id: 1, parent: null, forkTurn: 0, forkSeq: 0, forkAt: 0 })),
    ],
    ['branch that begins late', /begins later than the start/, () => withRecord('branch', 0, (one) => ({ ...one, forkTurn: 5 }))],
    ['branch of another lab', /another lab, seed or engine/, () => withRecord('branch', 1, (one) => ({ ...one, revision: 1 }))],
    ['branch that leaves too late', /later than that one got/, () => withRecord('branch', 1, (one) => ({ ...one, forkTurn: 101 }))],
    [
      'branch that got further than its turns',
      /recorded up to turn 100 and event 100, not to turn 101/,
      () => withRecord('branch', 0, (one) => ({ ...one, reachedTurn: 101 })),
    ],
    ['command of no branch', /run 99, which is not there/, () => withRecord('command', 0, (one) => ({ ...one, branch: 99 }))],
    ['commands out of order', /not after the one before it/, () => withRecord('command', 0, (one) => ({ ...one, turn: 200 }))],
    ['command without a name', /command: /, () => withRecord('command', 0, (one) => ({ ...one, command: '' }))],
    ['command with a list as arguments', /args: /, () => withRecord('command', 0, (one) => ({ ...one, args: [] }))],
    ['turns that do not follow', /do not follow those before them/, () => withRecord('turns', 1, (one) => ({ ...one, firstTurn: 22 }))],
    ['turns that run backwards', /do not follow those before them/, () => withRecord('turns', 1, (one) => ({ ...one, lastTurn: 20 }))],
    ['no base64', /text of events is not written in base64/, () => withRecord('turns', 0, (one) => ({ ...one, eventText: '€€€€' }))],
    [
      'cut blob',
      /text of views cannot be unpacked/,
      () => withRecord('turns', 0, (one) => ({ ...one, viewText: String(one['viewText']).slice(0, 40) })),
    ],
    [
      'blob that unpacks to far more',
      /keyframe unpacks to more than any/,
      () => withRecord('keyframe', 0, (one) => ({ ...one, text: deflateSync(Buffer.alloc(130 * 2 ** 20), { level: 1 }).toString('base64') })),
    ],
    ['fewer events', /it holds 1 events, not 20/, () => withRecord('turns', 0, (one) => ({ ...one, eventText: pack(event(0)) }))],
    ['events that are none', /events are no lines of JSON/, () => withRecord('turns', 0, (one) => ({ ...one, eventText: pack('x\n'.repeat(20)) }))],
    [
      'two events in a line',
      /events are no lines of JSON/,
      () => withRecord('turns', 0, (one) => ({ ...one, eventText: pack(events(event).replace('}\n{', '},{')) })),
    ],
    [
      'event of another number',
      /event 3 has another number/,
      () => withRecord('turns', 0, (one) => ({ ...one, eventText: pack(events((seq) => event(seq, seq === 3 ? { seq: 7 } : {}))) })),
    ],
    [
      'event that is a number',
      /event 19 is no event/,
      () => withRecord('turns', 0, (one) => ({ ...one, eventText: pack(events((seq) => (seq === 19 ? '5\n' : event(seq)))) })),
    ],
    [
      'event before the one before',
      /event 5 is not after/,
      () => withRecord('turns', 0, (one) => ({ ...one, eventText: pack(events((seq) => event(seq, seq === 5 ? { t: 1 } : {}))) })),
    ],
    [
      'event of a type that there is not',
      /event 2 is of a type/,
      () => withRecord('turns', 0, (one) => ({ ...one, eventText: pack(events((seq) => event(seq, seq === 2 ? { type: 'toString' } : {}))) })),
    ],
    [
      'event caused by itself',
      /event 2 is caused by no event before/,
      () => withRecord('turns', 0, (one) => ({ ...one, eventText: pack(events((seq) => event(seq, seq === 2 ? { causedBy: 2 } : {}))) })),
    ],
    [
      'event with a why that is none',
      /event 2 has a why/,
      () => withRecord('turns', 0, (one) => ({ ...one, eventText: pack(events((seq) => event(seq, seq === 2 ? { why: { decision: 'x' } } : {}))) })),
    ],
    [
      'event with __proto__',
      /event 0 has a key __proto__/,
      () => withRecord('turns', 0, (one) => ({ ...one, eventText: pack(events((seq) => event(seq).replace('"type"', '"__proto__":{},"type"'))) })),
    ],
    ['views without instants', /a view has no instant/, () => withRecord('turns', 0, (one) => ({ ...one, viewText: pack('{"frame":{}}\n') }))],
    ['views out of order', /views are not in order/, () => withRecord('turns', 0, (one) => ({ ...one, viewText: pack('{"t":9}\n{"t":8}\n') }))],
    [
      'view with __proto__',
      /a view has a key __proto__/,
      () => withRecord('turns', 0, (one) => ({ ...one, viewText: pack('{"t":9,"frame":{"hosts":{"__proto__":1}}}\n') })),
    ],
    ['keyframe that is none', /it is no keyframe/, () => withRecord('keyframe', 0, (one) => ({ ...one, text: pack('[1]') }))],
    [
      'keyframe with __proto__',
      /it has a key __proto__/,
      () => withRecord('keyframe', 0, (one) => ({ ...one, text: pack('{"tables":{"__proto__":[]}}') })),
    ],
    ['keyframe twice', /keyframe after turn 20 cannot be there/, () => withRecord('keyframe', 1, (one) => ({ ...one, turn: 20 }))],
    ['keyframe after the end', /keyframe after turn 101 cannot be there/, () => withRecord('keyframe', 1, (one) => ({ ...one, turn: 101 }))],
    ['keyframe with a digest that is none', /digest: /, () => withRecord('keyframe', 0, (one) => ({ ...one, digest: "'; DROP TABLE projects" }))],
    ['bookmark of no branch', /run 99, which is not there/, () => withRecord('bookmark', 0, (one) => ({ ...one, branch: 99 }))],
  ])('%s', (_, said, bytes) => {
    expect(refused(store, bytes()).join('\n')).toMatch(said)
  })

  it('is told with all others, up to a number that a person reads', () => {
    const many = packed(lines.map((line, index) => (index === 0 ? line : line.replace('"kind"', '"sort"'))))
    const few = packed(
      lines.map((line) => line.replace('"kind":"bookmark","branch":1', '"kind":"bookmark","branch":8').replace('"number":1', '"number":0')),
    )
    expect(refused(store, few)).toEqual([
      expect.stringMatching(/^Line 2 of the project file: number: /),
      expect.stringMatching(/^Line \d+ of the project file: it belongs to run 8, which is not there[.]$/),
      'The project file has 1 readable records of the kind "revision", not the 2 that it announces.',
    ])
    const said = refused(store, many)
    expect(said.length).toBeLessThanOrEqual(30)
    const flood = packed([lines[0] ?? '', ...Array.from({ length: 5000 }, () => '{}')])
    expect(refused(store, flood)).toHaveLength(21)
    expect(refused(store, flood).at(-1)).toBe('There may be more that is wrong.')
  })
})

/** Everything in the database. */
const contents = (of: OpenedStore): unknown =>
  of.projects
    .list()
    .map((project) => [
      project,
      of.projects
        .branches(project.id)
        .map(({ id }) => [id, of.runs.commands(id), [...of.runs.turns(id)], of.runs.keyframes(id), of.runs.bookmarks(id)]),
    ])

/** Deterministic numbers from 0 up to below 1. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const values = ['0', '-1', '1e999', '9007199254740993', 'null', '""', '"__proto__"', '[]', '{}', 'true', '1', '{"__proto__":{}}', '"\\ud800"']

/** One to three changes: of bytes of the packed file, or of lines and values of the unpacked one with an end that fits. */
function mutated(random: () => number): Uint8Array {
  const pick = (length: number): number => Math.floor(random() * length)
  const way = random()
  if (way < 0.2) {
    const bytes = Uint8Array.from(file)
    for (let n = 0; n <= pick(3); n++) bytes[pick(bytes.length)] = pick(256)
    return bytes
  }
  if (way < 0.25) return file.subarray(0, pick(file.length))
  const changed = [...lines]
  for (let n = 0; n <= pick(3); n++) {
    const at = pick(changed.length)
    const line = changed[at] ?? ''
    const what = random()
    if (what < 0.1) changed.splice(at, 1)
    else if (what < 0.2) changed.splice(at, 0, changed[pick(changed.length)] ?? '')
    else if (what < 0.3) changed[at] = line.slice(0, pick(line.length))
    else if (what < 0.5) {
      const place = pick(line.length)
      changed[at] = line.slice(0, place) + String.fromCharCode(pick(0x250)) + line.slice(place + 1)
    } else {
      const members = [...line.matchAll(/:("[^"]*"|-?\d+|null|\[[^[\]]*\])/g)]
      const member = members[pick(members.length)]
      if (member !== undefined)
        changed[at] = `${line.slice(0, member.index)}:${values[pick(values.length)]}${line.slice(member.index + member[0].length)}`
    }
  }
  return packed(changed)
}

it('500 files that are changed at random: refused without a trace, or a project that can be read', { timeout: 180_000 }, () => {
  const random = numbers(20_260_201)
  const before = JSON.stringify(contents(store))
  let imported = 0
  for (let n = 0; n < 500; n++) {
    const bytes = mutated(random)
    try {
      const project = store.projects.importFile(bytes)
      imported++
      // What was let in is whole: it can be read, written and read again.
      for (const { id } of store.projects.branches(project.id)) expect([...store.runs.turns(id)].length).toBeGreaterThan(0)
      store.projects.importFile(store.projects.exportFile(project.id))
      for (const { id } of store.projects.list().slice(-2)) store.projects.setDeleted(id, true)
    } catch (error) {
      if (!(error instanceof ProjectFileError)) throw error
      expect(error.problems.length).toBeGreaterThan(0)
      expect(error).not.toBeInstanceOf(StoreError)
    }
  }
  // Some changes are of no consequence: a note, a name, an instant that was shown.
  expect(imported).toBeGreaterThan(5)
  expect(imported).toBeLessThan(250)
  expect(Object.getPrototypeOf({})).toBe(Object.prototype)
  store.close()
  const later = openStore(folder, { now: () => 5_000_000 + 31 * 86_400_000 })
  expect(JSON.stringify(contents(later))).toBe(before)
  later.close()
})
