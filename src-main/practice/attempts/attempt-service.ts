/** Attempts as they go on: what is answered is kept at once, so that one that was interrupted goes on where it was. */
import type { ApiInput, ApiOutput } from '../../contract/api.ts'
import type {
  Askable,
  Attempt,
  AttemptCard,
  AttemptItem,
  AttemptPlan,
  KnownKeys,
  PracticeGoal,
  PracticeOverview,
} from '../../contract/practice/attempt.ts'
import { isRight, questionForms, type Question } from '../../contract/practice/question.ts'
import { dueKeys, perDay, remembered, standingOf } from './memory.ts'
import { shownItem } from './shown.ts'
import { resultOf, topicStandings } from './standing.ts'
import type { MemoryCard, PracticeStore, StoredAttempt, StoredItem } from './store-port.ts'

export interface AttemptPorts {
  readonly store: PracticeStore
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** When a day begins (`YYYY-MM-DD`), in the same. */
  readonly beginOf: (day: string) => number
}

/** It cannot be done to this attempt; `notFound`: there is no such attempt or item. */
export class AttemptError extends Error {
  readonly code: 'badInput' | 'notFound'
  readonly messageKo: string

  constructor(code: AttemptError['code'], message: string, messageKo: string) {
    super(message)
    this.code = code
    this.messageKo = messageKo
  }
}

const TOLD_MOST = 600
const DAY_MS = 86_400_000
/** An exam that is over by its clock takes what was on its way. */
const GRACE_MS = 5_000

export class AttemptService {
  readonly #store: PracticeStore
  readonly #now: () => number
  readonly #beginOf: AttemptPorts['beginOf']

  constructor({ store, now, beginOf }: AttemptPorts) {
    this.#store = store
    this.#now = now
    this.#beginOf = beginOf
  }

  overview({ families, facts }: Askable): PracticeOverview {
    const cards = this.#store.attempts().map((attempt) => this.#card(attempt))
    const memory = standingOf(this.#store.cards(), new Set([...families, ...facts]), this.#now())
    return {
      unfinished: cards.filter(({ finishedAt }) => finishedAt === null),
      history: cards.filter(({ finishedAt }) => finishedAt !== null),
      topics: topicStandings(this.#store.told(TOLD_MOST)),
      memory,
      goal: this.#goal(memory),
      questions: { families: families.length, facts: facts.length, forms: questionForms },
    }
  }

  /** What was answered before, what is due first. */
  known(): KnownKeys {
    const cards = this.#store.cards()
    const due = dueKeys(cards, this.#now())
    const isDue = new Set(due)
    const rest = cards.filter(({ key }) => !isDue.has(key)).sort((a, b) => (a.lastAt ?? 0) - (b.lastAt ?? 0) || (a.key < b.key ? -1 : 1))
    return [...due.map((key) => ({ key, isDue: true })), ...rest.map(({ key }) => ({ key, isDue: false }))]
  }

  begin(plan: AttemptPlan, seed: number, questions: readonly Question[]): Attempt {
    if (questions.length === 0) throw new AttemptError('badInput', 'There is no question of that kind to ask', '그런 문제가 없습니다')
    const begunAt = this.#now()
    return this.attempt(this.#store.begin({ ...plan, key: `${begunAt}-${seed}`, begunAt }, questions))
  }

  attempt(id: number): Attempt {
    const attempt = this.#demand(id)
    const items = this.#store.items(id)
    const isOver = attempt.finishedAt !== null
    return {
      ...this.#card(attempt),
      at: attempt.at,
      items: items.map((item) => shownItem(item, isOver || item.toldAt !== null)),
      result: isOver ? resultOf(items, attempt.profile) : null,
    }
  }

  go({ id, at, spentMs }: ApiInput<'practice.go'>): ApiOutput<'practice.go'> {
    const attempt = this.#demand(id)
    this.#item(id, at)
    this.#spend(attempt, attempt.at, spentMs)
    this.#store.show(id, at)
    return {}
  }

  tick({ id, at, spentMs }: ApiInput<'practice.tick'>): ApiOutput<'practice.tick'> {
    const attempt = this.#demand(id)
    this.#spend(attempt, at, spentMs)
    const { spentMs: sum } = this.#store.sums(id)
    if (attempt.finishedAt === null && attempt.minutes !== null && sum >= attempt.minutes * 60_000) this.#finish(attempt)
    return { finished: this.#demand(id).finishedAt !== null, spentMs: sum }
  }

  answer({ id, at, response, spentMs }: ApiInput<'practice.answer'>): AttemptItem {
    const attempt = this.#demand(id)
    const item = this.#item(id, at)
    if (attempt.finishedAt !== null || item.toldAt !== null)
      throw new AttemptError('badInput', 'This question has been told already', '이미 정답이 공개된 문제입니다')
    if (attempt.minutes !== null && this.#store.sums(id).spentMs > attempt.minutes * 60_000 + GRACE_MS)
      throw new AttemptError('badInput', 'The time of this exam is over', '시험 시간이 끝났습니다')
    this.#store.setItem(id, at, { response, spentMs: item.spentMs + spentMs })
    return shownItem({ ...item, response, spentMs: item.spentMs + spentMs }, false)
  }

  flag({ id, at, flagged }: ApiInput<'practice.flag'>): AttemptItem {
    const { finishedAt } = this.#demand(id)
    const item = this.#item(id, at)
    this.#store.setItem(id, at, { flagged })
    return shownItem({ ...item, flagged }, finishedAt !== null || item.toldAt !== null)
  }

  check({ id, at, spentMs }: ApiInput<'practice.check'>): AttemptItem {
    const attempt = this.#demand(id)
    if (attempt.mode === 'exam' && attempt.finishedAt === null)
      throw new AttemptError('badInput', 'Nothing is told before an exam is finished', '시험이 끝나기 전에는 정답을 알려 주지 않습니다')
    const item = this.#item(id, at)
    if (item.toldAt !== null || attempt.finishedAt !== null) return shownItem(item, true)
    const told = { ...item, spentMs: item.spentMs + spentMs, ...this.#verdict(item) }
    this.#store.together(() => {
      this.#store.setItem(id, at, { spentMs: told.spentMs, isRight: told.isRight, toldAt: told.toldAt })
      this.#remember(attempt, [told])
    })
    return shownItem(told, true)
  }

  finish({ id, spentMs }: ApiInput<'practice.finish'>): Attempt {
    const attempt = this.#demand(id)
    if (attempt.finishedAt === null) {
      this.#spend(attempt, attempt.at, spentMs)
      this.#finish(attempt)
    }
    return this.attempt(id)
  }

  remove(id: number): void {
    this.#demand(id)
    this.#store.remove(id)
  }

  setGoal(goal: PracticeGoal | null): void {
    this.#store.setGoal(goal)
  }

  #finish(attempt: StoredAttempt): void {
    const { id, mode } = attempt
    this.#store.together(() => {
      const open = this.#store.items(id).map((item, at) => ({ at, item }))
      const told: StoredItem[] = []
      for (const { at, item } of open) {
        if (item.toldAt !== null) continue
        // What was left out of a study round was not asked; in an exam it is wrong.
        if (mode !== 'exam' && item.response === null) continue
        const verdict = this.#verdict(item)
        this.#store.setItem(id, at, verdict)
        told.push({ ...item, ...verdict })
      }
      this.#remember(attempt, told)
      this.#store.finish(id, this.#now())
    })
  }

  #verdict({ question, response }: StoredItem): { readonly isRight: boolean; readonly toldAt: number } {
    return { isRight: isRight(question, response), toldAt: this.#now() }
  }

  #remember({ mode }: StoredAttempt, items: readonly StoredItem[]): void {
    if (mode === 'reviewAll') return
    const cards = new Map(this.#store.cards().map((card) => [card.key, card]))
    const goal = this.#store.goal()
    for (const { question, isRight: right, toldAt } of items) {
      const key = question.family === 'bank' ? question.id : question.family
      const card: MemoryCard = remembered(
        cards.get(key) ?? null,
        { key, isRight: right === true, at: toldAt ?? this.#now() },
        goal === null ? null : this.#beginOf(goal.examDate),
      )
      cards.set(key, card)
      this.#store.setCard(card)
    }
  }

  #spend({ id, finishedAt }: StoredAttempt, at: number, spentMs: number): void {
    if (finishedAt !== null || spentMs === 0) return
    const item = this.#item(id, at)
    if (item.toldAt === null) this.#store.setItem(id, at, { spentMs: item.spentMs + spentMs })
  }

  #card(attempt: StoredAttempt): AttemptCard {
    const { id, mode, profile, count, minutes, topics, generation, kind, begunAt, finishedAt } = attempt
    const { answered, right, spentMs } = this.#store.sums(id)
    const isTold = finishedAt !== null || mode !== 'exam'
    return { id, mode, profile, count, minutes, topics, generation, kind, begunAt, finishedAt, spentMs, answered, right: isTold ? right : null }
  }

  #goal(memory: PracticeOverview['memory']): PracticeOverview['goal'] {
    const goal = this.#store.goal()
    if (goal === null) return null
    const daysLeft = Math.max(0, Math.ceil((this.#beginOf(goal.examDate) - this.#now()) / DAY_MS))
    return { ...goal, daysLeft, perDay: perDay(memory, daysLeft) }
  }

  #demand(id: number): StoredAttempt {
    const attempt = this.#store.attempt(id)
    if (attempt === null) throw new AttemptError('notFound', 'There is no such attempt', '그런 시도가 없습니다')
    return attempt
  }

  #item(id: number, at: number): StoredItem {
    const item = this.#store.item(id, at)
    if (item === null) throw new AttemptError('notFound', 'There is no such question in this attempt', '이 시도에 그런 문제가 없습니다')
    return item
  }
}
