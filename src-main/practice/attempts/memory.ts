/** Spaced repetition: FSRS says when something is asked again. It is told the time and never asks for it. */
import { createEmptyCard, fsrs, Rating, type Card, type Grade } from 'ts-fsrs'
import type { MemoryStanding } from '../../contract/practice/attempt.ts'
import type { MemoryCard } from './store-port.ts'

const DAY_MS = 86_400_000
/** What is due later than that is known by the time of an exam; without an exam date nothing is put off for longer than a year. */
const LONGEST_DAYS = 365

export interface Answered {
  readonly key: string
  readonly isRight: boolean
  readonly at: number
}

/** What is remembered after an answer. `examAt`: nothing is put off beyond the day before it. */
export function remembered(card: MemoryCard | null, { key, isRight, at }: Answered, examAt: number | null): MemoryCard {
  const daysLeft = examAt === null ? LONGEST_DAYS : Math.floor((examAt - at) / DAY_MS) - 1
  const scheduler = fsrs({ enable_fuzz: false, maximum_interval: Math.max(1, Math.min(LONGEST_DAYS, daysLeft)) })
  const grade: Grade = isRight ? Rating.Good : Rating.Again
  const before = card === null ? createEmptyCard(at) : cardOf(card, at)
  return memoryOf(key, scheduler.next(before, at, grade).card)
}

/** An answer that lies ahead, since the clock was put back, counts as one of now. */
function cardOf(card: MemoryCard, now: number): Card {
  const { dueAt, lastAt, scheduledDays, learningSteps } = card
  const { stability, difficulty, reps, lapses, state } = card
  const at = createEmptyCard(dueAt)
  return {
    ...at,
    stability,
    difficulty,
    reps,
    lapses,
    state,
    scheduled_days: scheduledDays,
    learning_steps: learningSteps,
    ...(lastAt !== null && { last_review: createEmptyCard(Math.min(lastAt, now)).due }),
  }
}

function memoryOf(key: string, card: Card): MemoryCard {
  return {
    key,
    dueAt: card.due.getTime(),
    lastAt: card.last_review?.getTime() ?? null,
    stability: card.stability,
    difficulty: card.difficulty,
    scheduledDays: card.scheduled_days,
    learningSteps: card.learning_steps,
    reps: card.reps,
    lapses: card.lapses,
    state: card.state,
  }
}

/** Keys that are due at an instant, the longest overdue first. */
export function dueKeys(cards: readonly MemoryCard[], now: number): readonly string[] {
  return cards
    .filter(({ dueAt }) => dueAt <= now)
    .sort((a, b) => a.dueAt - b.dueAt || (a.key < b.key ? -1 : 1))
    .map(({ key }) => key)
}

/** `keys`: all that can be asked; what is remembered of others counts for nothing. */
export function standingOf(cards: readonly MemoryCard[], keys: ReadonlySet<string>, now: number): MemoryStanding {
  const known = cards.filter(({ key }) => keys.has(key))
  const due = known.filter(({ dueAt }) => dueAt <= now).length
  const later = known.map(({ dueAt }) => dueAt).filter((dueAt) => dueAt > now)
  return { due, resting: known.length - due, fresh: keys.size - known.length, nextDueAt: later.length === 0 ? null : Math.min(...later) }
}

/** How many a day, so that everything fresh is seen by the exam, beside what is due until then. */
export function perDay({ fresh, due, resting }: MemoryStanding, daysLeft: number): number {
  // What rests comes back once or more before the exam.
  return Math.ceil((fresh + due + resting) / Math.max(1, daysLeft))
}
