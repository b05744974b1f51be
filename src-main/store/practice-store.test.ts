/** Attempts over SQLite, and in memory where nothing can be kept: both are led through the same practice and have to answer the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AttemptPlan } from '../contract/practice/attempt.ts'
import type { Question } from '../contract/practice/question.ts'
import { AttemptError, AttemptService } from '../practice/attempts/attempt-service.ts'
import type { DrillCourse } from '../contract/practice/drill.ts'
import { MemoryPracticeStore } from '../practice/attempts/memory-store.ts'
import { progressText, takeProgress } from '../practice/attempts/progress.ts'
import type { PracticeStore } from '../practice/attempts/store-port.ts'
import { openStore, type OpenedStore } from './open-store.ts'
import { temporaryFolder } from './testing/sample-project.ts'

const DAY_MS = 86_400_000
const START = 20_000 * DAY_MS
const beginOf = (day: string): number => Date.parse(`${day}T00:00:00Z`)

const question = (id: string, more: Partial<Question> = {}): Question => ({
  id,
  family: 'bank',
  form: 'single',
  topics: ['HA'],
  level: 1,
  generations: [8],
  objectives: ['2V0-21.23:1.4', '2V0-21.23:10.1', '2V0-16.25:2.2'],
  stem: ['Which?', '무엇입니까?'],
  given: [],
  choices: [
    { id: 'a', text: ['Right', '맞음'], mistake: null },
    { id: 'b', text: ['Wrong', '틀림'], mistake: { id: 'M1', text: ['Took the other one', '다른 것을 선택함'] } },
  ],
  answer: ['a'],
  number: null,
  explanation: [{ text: ['Because', '이유'], facts: ['HA-001'] }],
  facts: ['HA-001'],
  parameters: {},
  lab: null,
  source: 'A public document',
  ...more,
})
const numeric = question('F01-1', {
  family: 'F01',
  form: 'number',
  topics: ['Admission control'],
  choices: [],
  answer: [],
  number: { value: 500, tolerance: 0, unit: ['MHz', 'MHz'], mistakes: [{ value: 400, mistake: { id: 'M4', text: ['Average', '평균'] } }] },
  lab: { file: { hostdown: 1 }, momentMs: 1000 },
})
const exam: AttemptPlan = { mode: 'exam', profile: '2V0-21.23', count: 3, minutes: 10, topics: [], generation: 8, kind: 'both' }
const study: AttemptPlan = { ...exam, mode: 'study', profile: null, minutes: null }
const askable = { families: ['F01'], facts: ['ha-001', 'ha-002', 'ha-003'] }

describe.each(['sqlite', 'memory'] as const)('the practice in %s', (kind) => {
  let folder: string
  let forget: () => void
  let opened: OpenedStore | null = null
  let store: PracticeStore
  let now = START
  let service: AttemptService

  function open(): void {
    if (kind === 'sqlite') {
      opened = openStore(folder)
      store = opened.practice
    } else store ??= new MemoryPracticeStore()
    service = new AttemptService({ store, now: () => now, beginOf })
  }

  beforeEach(() => {
    ;({ folder, forget } = temporaryFolder())
    now = START
    store = new MemoryPracticeStore()
    open()
  })
  afterEach(() => {
    opened?.close()
    opened = null
    forget()
  })

  it('tells nothing of an exam before it is finished, goes on after an end, and scores by topic and objective', () => {
    const { id, items } = service.begin(exam, 7, [question('ha-001'), question('ha-002'), numeric])
    expect(JSON.stringify(items)).not.toContain('explanation')
    expect(items[0]?.question).toMatchObject({ choose: 1, choices: [{ id: 'a', text: ['Right', '맞음'] }, { id: 'b' }] })
    expect(items[0]?.question.choices[1]).not.toHaveProperty('mistake')
    service.answer({ id, at: 0, response: { choices: ['a'] }, spentMs: 4_000 })
    service.go({ id, at: 2, spentMs: 500 })
    service.flag({ id, at: 2, flagged: true })
    expect(service.answer({ id, at: 2, response: { number: 400 }, spentMs: 1_000 }).solution).toBeNull()
    expect(() => service.check({ id, at: 2, spentMs: 0 })).toThrow(AttemptError)
    // Hostdown ends here, and is opened again.
    opened?.close()
    open()
    expect(service.overview(askable).unfinished).toMatchObject([{ id, answered: 2, right: null, spentMs: 5_500 }])
    expect(service.attempt(id)).toMatchObject({
      at: 2,
      result: null,
      items: [{ response: { choices: ['a'] } }, { response: null }, { flagged: true }],
    })
    now += 60_000
    const finished = service.finish({ id, spentMs: 100 })
    expect(finished.result).toEqual({
      right: 1,
      of: 3,
      unanswered: 1,
      byTopic: [
        { topic: 'HA', right: 1, of: 2 },
        { topic: 'Admission control', right: 0, of: 1 },
      ],
      byObjective: [
        { objective: '1.4', right: 1, of: 3 },
        { objective: '10.1', right: 1, of: 3 },
      ],
    })
    expect(finished.items[2]?.solution).toMatchObject({
      isRight: false,
      mistake: { id: 'M4' },
      lab: { fileName: 'F01-1.lab.json', momentMs: 1000 },
    })
    expect(() => service.answer({ id, at: 1, response: { choices: ['a'] }, spentMs: 0 })).toThrow('told already')
    expect(service.overview(askable)).toMatchObject({ unfinished: [], history: [{ id, right: 1, finishedAt: START + 60_000 }] })
  })

  it('ends an exam whose time is over, and takes nothing more', () => {
    const { id } = service.begin(exam, 7, [question('ha-001'), question('ha-002')])
    expect(service.tick({ id, at: 0, spentMs: 599_000 })).toEqual({ finished: false, spentMs: 599_000 })
    service.answer({ id, at: 1, response: { choices: ['a'] }, spentMs: 2_000 })
    expect(service.tick({ id, at: 1, spentMs: 1_000 })).toEqual({ finished: true, spentMs: 602_000 })
    expect(service.attempt(id).result).toMatchObject({ right: 1, of: 2 })
    expect(() => service.answer({ id, at: 0, response: { choices: ['a'] }, spentMs: 0 })).toThrow(AttemptError)
  })

  it('tells each answer of a study round at once, remembers it, and asks again what was wrong', () => {
    const { id } = service.begin(study, 1, [question('ha-001'), question('ha-002'), question('ha-003')])
    service.answer({ id, at: 0, response: { choices: ['a'] }, spentMs: 10 })
    expect(service.check({ id, at: 0, spentMs: 10 }).solution).toMatchObject({ isRight: true, mistake: null, source: 'A public document' })
    service.answer({ id, at: 1, response: { choices: ['b'] }, spentMs: 10 })
    expect(service.check({ id, at: 1, spentMs: 10 }).solution).toMatchObject({ isRight: false, mistake: { id: 'M1' } })
    expect(() => service.answer({ id, at: 1, response: { choices: ['a'] }, spentMs: 0 })).toThrow('told already')
    // What was left out was not asked.
    service.finish({ id, spentMs: 0 })
    expect(service.overview(askable)).toMatchObject({ memory: { due: 0, resting: 2, fresh: 2 }, history: [{ answered: 2, right: 1 }] })
    const keys = (): readonly string[] => service.known().flatMap(({ key, isDue }) => (isDue ? [key] : []))
    now += 20 * 60_000
    expect(keys()).toEqual(['ha-002', 'ha-001'])
    now += 400 * DAY_MS
    expect(keys()).toHaveLength(2)
  })

  it('remembers nothing of a round over everything, which counts for nothing', () => {
    const { id } = service.begin({ ...study, mode: 'reviewAll' }, 1, [question('ha-001')])
    service.answer({ id, at: 0, response: { choices: ['b'] }, spentMs: 10 })
    service.check({ id, at: 0, spentMs: 0 })
    const { memory, topics } = service.overview(askable)
    expect([memory.due, memory.resting, memory.fresh]).toEqual([0, 0, 4])
    expect(topics.find(({ topic }) => topic === 'HA')).toMatchObject({ answered: 0, strength: null })
  })

  it('knows weak topics by their last answers, and what an exam date asks of each day', () => {
    for (let round = 0; round < 4; round++) {
      now += 1000
      const { id } = service.begin(study, round, [question('ha-001'), numeric])
      service.answer({ id, at: 0, response: { choices: ['a'] }, spentMs: 0 })
      service.answer({ id, at: 1, response: { number: round === 3 ? 500 : 1 }, spentMs: 0 })
      service.finish({ id, spentMs: 0 })
    }
    const topics = new Map(service.overview(askable).topics.map((each) => [each.topic, each]))
    expect(topics.get('HA')).toMatchObject({ answered: 4, right: 4, strength: 100 })
    // 1 of 1 + 0.93 + 0.93² + 0.93³, the newest first: 1 / 3.599 = 28 %.
    expect(topics.get('Admission control')).toMatchObject({ answered: 4, right: 1, strength: 28 })
    service.setGoal({ examDate: new Date(START + 2 * DAY_MS).toISOString().slice(0, 10), profile: null })
    // ha-002 and ha-003 were never asked, the two others come back.
    expect(service.overview(askable).goal).toMatchObject({ daysLeft: 2, perDay: 2 })
  })

  it('refuses what there is not', () => {
    expect(() => service.begin(exam, 1, [])).toThrow('no question of that kind')
    expect(() => service.attempt(99)).toThrow('no such attempt')
    const { id } = service.begin(exam, 1, [question('ha-001')])
    expect(() => service.go({ id, at: 5, spentMs: 0 })).toThrow('no such question')
    service.remove(id)
    expect(() => service.attempt(id)).toThrow('no such attempt')
  })

  it('goes into a file and back: nothing that is there is lost, nothing is there twice', () => {
    const { id } = service.begin(study, 1, [question('ha-001'), numeric])
    service.answer({ id, at: 0, response: { choices: ['b'] }, spentMs: 10 })
    service.finish({ id, spentMs: 0 })
    service.setGoal({ examDate: '2027-03-01', profile: '2V0-16.25' })
    const text = progressText(store)
    const other = new MemoryPracticeStore()
    expect(takeProgress(other, 'p.json', text)).toEqual({ ok: true, attempts: 1, remembered: 1 })
    expect(takeProgress(other, 'p.json', text)).toEqual({ ok: true, attempts: 0, remembered: 0 })
    expect(JSON.parse(progressText(other))).toEqual(JSON.parse(text))
    expect(takeProgress(store, 'p.json', text)).toEqual({ ok: true, attempts: 0, remembered: 0 })
  })

  it('keeps blind drills as they were given', () => {
    const drill: DrillCourse = {
      ...{ level: 2, seed: 7, engineVersion: 8, begunAt: now, finishedAt: null, spentMs: 5, t: 90_000 },
      ...{ looks: [{ look: 'console', object: 'esx-01', t: 80_000 }], answer: 'b', score: 60 },
    }
    expect(store.drills()).toEqual([])
    store.setDrills([drill])
    expect(store.drills()).toEqual([drill])
  })

  it('keeps guided labs, takes how one was solved elsewhere, and leaves a course that goes on as it is', () => {
    const judgement = {
      isSolved: true,
      checks: [{ id: 'a', text: { en: 'A', ko: '가' }, verdict: 'held', against: null, seen: [{ code: 'trials', runs: 4 }] }],
      keeps: [],
    } as const
    const commands = [{ t: 10_000, do: 'host.powerOff', args: { host: 'esx-02' } }]
    const report = { solvedAt: now, spentMs: 9_000, hints: 1, until: 60_000, commands, design: [], judgement }
    store.setGuided({ id: 'L2', begunAt: now, spentMs: 9_000, hints: 1, report })
    store.setGuided({ id: 'L1', begunAt: now, spentMs: 10, hints: 0, report: null })
    store.setGuided({ id: 'L1', begunAt: now + 5, spentMs: 20, hints: 0, report: null })
    if (kind === 'sqlite') {
      opened?.close()
      open()
    }
    expect(store.guided().map(({ id, begunAt }) => [id, begunAt])).toEqual([
      ['L1', now + 5],
      ['L2', now],
    ])
    expect(store.guided()[1]?.report).toEqual(report)

    const other = new MemoryPracticeStore()
    other.setGuided({ id: 'L2', begunAt: now + 70, spentMs: 1, hints: 0, report: null })
    expect(takeProgress(other, 'p.json', progressText(store))).toMatchObject({ ok: true })
    expect(other.guided()).toEqual([store.guided()[0], { id: 'L2', begunAt: now + 70, spentMs: 1, hints: 0, report }])
    // Of before there were guided labs.
    const { guided: _, ...older } = JSON.parse(progressText(store)) as Record<string, unknown>
    expect(takeProgress(other, 'p.json', JSON.stringify(older))).toMatchObject({ ok: true })
  })

  it('takes no file that is not sound, and says where', () => {
    const { id } = service.begin(study, 1, [question('ha-001')])
    service.finish({ id, spentMs: 0 })
    const sound = JSON.parse(progressText(store)) as { attempts: { key: string; items: { flagged: unknown }[] }[] }
    const refused = (file: unknown, name = 'p.json'): string => {
      const other = new MemoryPracticeStore()
      const taken = takeProgress(other, name, typeof file === 'string' ? file : JSON.stringify(file))
      expect(other.attempts()).toEqual([])
      return taken.ok ? 'taken' : taken.problems.map(({ path, message }) => `${path}: ${message}`).join('; ')
    }
    expect(refused('{"hostdownPractice": 1', 'cut.json')).toContain('cut.json holds no progress')
    expect(refused({ hostdown: 1 })).toContain('holds no progress')
    const [first] = sound.attempts
    expect(refused({ ...sound, attempts: [first, first] })).toMatch(/^attempts\.1\.key: the attempt .* is there twice/)
    expect(refused({ ...sound, attempts: [{ ...first, items: [{ ...first?.items[0], flagged: 'yes' }] }] })).toContain('attempts.0.items.0.flagged: ')
    expect(refused({ ...sound, hostdownPractice: 2 })).toContain('hostdownPractice: ')
  })
})
