/** Attempts where nothing can be kept: they are there as long as Hostdown runs. */
import type { DrillCourse } from '../../contract/practice/drill.ts'
import type { GuidedProgress } from '../../contract/practice/guided-course.ts'
import type { ToldAnswers } from '../../contract/practice/guided.ts'
import type { PracticeGoal } from '../../contract/practice/attempt.ts'
import type { Question } from '../../contract/practice/question.ts'
import type { MemoryCard, PracticeStore, StoredAttempt, StoredItem, ToldAnswer } from './store-port.ts'

interface Kept {
  attempt: StoredAttempt
  readonly items: StoredItem[]
}

export class MemoryPracticeStore implements PracticeStore {
  readonly #attempts = new Map<number, Kept>()
  readonly #cards = new Map<string, MemoryCard>()
  readonly #guided = new Map<string, GuidedProgress>()
  readonly #told = new Map<number, ToldAnswers>()
  #drills: readonly DrillCourse[] = []
  #goal: PracticeGoal | null = null
  #last = 0

  begin(attempt: Omit<StoredAttempt, 'id' | 'finishedAt' | 'at'>, questions: readonly Question[]): number {
    const items = questions.map((question): StoredItem => ({ question, response: null, flagged: false, spentMs: 0, isRight: null, toldAt: null }))
    this.add({ ...attempt, finishedAt: null, at: 0 }, items)
    return this.#last
  }

  add(attempt: Omit<StoredAttempt, 'id'>, items: readonly StoredItem[]): void {
    const id = ++this.#last
    this.#attempts.set(id, { attempt: { ...attempt, id }, items: [...items] })
  }

  has(key: string): boolean {
    return [...this.#attempts.values()].some(({ attempt }) => attempt.key === key)
  }

  attempts(): readonly StoredAttempt[] {
    return [...this.#attempts.values()].map(({ attempt }) => attempt).sort((a, b) => b.begunAt - a.begunAt || b.id - a.id)
  }

  attempt(id: number): StoredAttempt | null {
    return this.#attempts.get(id)?.attempt ?? null
  }

  items(id: number): readonly StoredItem[] {
    return this.#attempts.get(id)?.items ?? []
  }

  item(id: number, at: number): StoredItem | null {
    return this.items(id)[at] ?? null
  }

  sums(id: number): ReturnType<PracticeStore['sums']> {
    const items = this.items(id)
    return {
      answered: items.filter(({ response }) => response !== null).length,
      right: items.filter(({ isRight }) => isRight === true).length,
      spentMs: items.reduce((sum, { spentMs }) => sum + spentMs, 0),
    }
  }

  setItem(id: number, at: number, change: Partial<Omit<StoredItem, 'question'>>): void {
    const kept = this.#attempts.get(id)
    const item = kept?.items[at]
    if (kept !== undefined && item !== undefined) kept.items[at] = { ...item, ...change }
  }

  show(id: number, at: number): void {
    this.#change(id, { at })
  }

  finish(id: number, finishedAt: number): void {
    this.#change(id, { finishedAt })
  }

  remove(id: number): void {
    this.#attempts.delete(id)
  }

  told(most: number): readonly ToldAnswer[] {
    return [...this.#attempts.values()]
      .filter(({ attempt }) => attempt.mode !== 'reviewAll')
      .flatMap(({ items }) => items)
      .flatMap(({ question, isRight, toldAt }) => (toldAt === null ? [] : [{ topics: question.topics, isRight: isRight === true, toldAt }]))
      .sort((a, b) => b.toldAt - a.toldAt || 0)
      .slice(0, most)
  }

  cards(): readonly MemoryCard[] {
    return [...this.#cards.values()]
  }

  setCard(card: MemoryCard): void {
    this.#cards.set(card.key, card)
  }

  goal(): PracticeGoal | null {
    return this.#goal
  }

  setGoal(goal: PracticeGoal | null): void {
    this.#goal = goal
  }

  drills(): readonly DrillCourse[] {
    return this.#drills
  }

  setDrills(courses: readonly DrillCourse[]): void {
    this.#drills = courses
  }

  guided(): readonly GuidedProgress[] {
    return [...this.#guided.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }

  setGuided(progress: GuidedProgress): void {
    this.#guided.set(progress.id, progress)
  }

  toldIn(run: number): ToldAnswers {
    return this.#told.get(run) ?? {}
  }

  tellIn(run: number, told: ToldAnswers): void {
    this.#told.set(run, told)
  }

  together<T>(work: () => T): T {
    return work()
  }

  #change(id: number, change: Partial<StoredAttempt>): void {
    const kept = this.#attempts.get(id)
    if (kept !== undefined) kept.attempt = { ...kept.attempt, ...change }
  }
}
