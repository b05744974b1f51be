/** What the practice keeps. `src-main/store` implements it over SQLite; calls are synchronous, committed on return, and throw a StoreError. */
import type { DrillCourse } from '../../contract/practice/drill.ts'
import type { GuidedProgress } from '../../contract/practice/guided-course.ts'
import type { ToldAnswers } from '../../contract/practice/guided.ts'
import type { AttemptPlan, PracticeGoal } from '../../contract/practice/attempt.ts'
import type { Question, Response } from '../../contract/practice/question.ts'

export interface StoredAttempt extends AttemptPlan {
  readonly id: number
  /** The same on every machine that it was taken to. */
  readonly key: string
  readonly begunAt: number
  readonly finishedAt: number | null
  /** Item that is shown. */
  readonly at: number
}

export interface StoredItem {
  readonly question: Question
  readonly response: Response
  readonly flagged: boolean
  readonly spentMs: number
  /** Null until it was told. */
  readonly isRight: boolean | null
  /** When it was told, or the attempt finished; null before. */
  readonly toldAt: number | null
}

/** What is remembered of a family (`F01`) or a fact question (`ha-001`): the state of a card of FSRS. Instants in ms since 1970. */
export interface MemoryCard {
  readonly key: string
  readonly dueAt: number
  readonly lastAt: number | null
  readonly stability: number
  readonly difficulty: number
  readonly scheduledDays: number
  readonly learningSteps: number
  readonly reps: number
  readonly lapses: number
  /** 0 new, 1 learning, 2 review, 3 relearning. */
  readonly state: number
}

/** One answer that was told, for what is known of its topics. */
export interface ToldAnswer {
  readonly topics: Question['topics']
  readonly isRight: boolean
  readonly toldAt: number
}

export interface PracticeStore {
  begin(attempt: Omit<StoredAttempt, 'id' | 'finishedAt' | 'at'>, questions: readonly Question[]): number
  /** Newest first. */
  attempts(): readonly StoredAttempt[]
  attempt(id: number): StoredAttempt | null
  items(id: number): readonly StoredItem[]
  item(id: number, at: number): StoredItem | null
  /** How many items an attempt has with an answer, how many that are right, and the time it took, without reading its questions. */
  sums(id: number): { readonly answered: number; readonly right: number; readonly spentMs: number }
  setItem(id: number, at: number, change: Partial<Omit<StoredItem, 'question'>>): void
  show(id: number, at: number): void
  finish(id: number, finishedAt: number): void
  remove(id: number): void
  /** Newest first, at most so many; those of `reviewAll` are not among them. */
  told(most: number): readonly ToldAnswer[]
  cards(): readonly MemoryCard[]
  setCard(card: MemoryCard): void
  goal(): PracticeGoal | null
  setGoal(goal: PracticeGoal | null): void
  /** Blind drills, as they were given. */
  drills(): readonly DrillCourse[]
  setDrills(courses: readonly DrillCourse[]): void
  /** Guided labs that were begun, by their id. */
  guided(): readonly GuidedProgress[]
  setGuided(progress: GuidedProgress): void
  /** What was told beforehand in a run, by the id of its first branch. Goes with the run. */
  toldIn(run: number): ToldAnswers
  tellIn(run: number, told: ToldAnswers): void
  /** Whether an attempt with that key is there. */
  has(key: string): boolean
  /** An attempt from elsewhere, as it was. */
  add(attempt: Omit<StoredAttempt, 'id'>, items: readonly StoredItem[]): void
  /** All of `work` or nothing. */
  together<T>(work: () => T): T
}
