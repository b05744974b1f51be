/** Which questions an exam has: families in drawn rounds, so that each comes before one comes again. */
import type { Topic } from '../contract/practice/topics.ts'
import { rngOfSeed } from '../engine/index.ts'
import { families } from './families/index.ts'
import { shuffled } from './kit/draw.ts'
import type { AnyFamily } from './kit/family.ts'

export interface Drawn {
  readonly family: AnyFamily
  readonly seed: number
}

export interface DrawOptions {
  readonly count: number
  readonly seed: number
  /** Only families with one of these; left out: all. */
  readonly topics?: readonly Topic[]
  /** Only this one. */
  readonly family?: string
}

/** Seeds of questions are what people read in their ids. */
const SEED_MOST = 999_999

/** As many as asked for; none where no family is of the topics. The first n of a longer list are the shorter list. */
export function drawQuestions({ count, seed, topics, family }: DrawOptions): readonly Drawn[] {
  const rng = rngOfSeed(seed)
  const fit = families.filter(
    (each) => (family === undefined || each.id === family) && (topics === undefined || each.topics.some((one) => topics.includes(one))),
  )
  const drawn: Drawn[] = []
  const taken = new Set<string>()
  while (fit.length > 0 && drawn.length < count)
    for (const each of shuffled(rng, fit)) {
      let number = rng.between(1, SEED_MOST)
      while (taken.has(`${each.id}-${number}`)) number = rng.between(1, SEED_MOST)
      taken.add(`${each.id}-${number}`)
      drawn.push({ family: each, seed: number })
    }
  return drawn.slice(0, count)
}
