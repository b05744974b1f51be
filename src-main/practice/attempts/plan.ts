/** Which questions an attempt has. */
import type { AttemptPlan, KnownKeys } from '../../contract/practice/attempt.ts'
import type { FactQuestion } from '../../contract/practice/bank.ts'
import type { Generation, Topic } from '../../contract/practice/topics.ts'
import type { Question } from '../../contract/practice/question.ts'
import { rngOfSeed } from '../../engine/index.ts'
import { asQuestion } from './as-question.ts'
import { shuffled, type Rng } from '../kit/draw.ts'
import { makeQuestion } from '../kit/make-question.ts'
import type { AnyFamily } from '../kit/family.ts'

/** A question that is still to be made. */
export interface Planned {
  readonly key: string
  readonly make: () => Question
}

export interface PlanInput {
  readonly plan: AttemptPlan
  readonly seed: number
  readonly families: readonly AnyFamily[]
  readonly bank: readonly FactQuestion[]
  readonly known: KnownKeys
  /** Each of these once, by its key, and nothing else; null: what the plan asks for. */
  readonly only?: readonly string[] | null
}

/** Of ten questions, so many are facts where both are asked. */
const FACTS_OF_TEN = 3
const SEED_MOST = 999_999

interface Source {
  readonly key: string
  readonly topics: readonly Topic[]
  readonly isFact: boolean
  readonly make: (seed: number) => Question
}

/** Fewer than asked for where there are no more facts; none where nothing fits. */
export function planQuestions(input: PlanInput): readonly Planned[] {
  const { plan, seed, known, only = null } = input
  const rng = rngOfSeed(seed)
  const sources = sourcesOf(input)
  const byKey = new Map(sources.map((source) => [source.key, source]))
  const take = (source: Source): Planned => {
    const own = rng.between(1, SEED_MOST)
    return { key: source.key, make: () => source.make(own) }
  }
  if (only !== null)
    return shuffled(
      rng,
      sources.filter(({ key }) => only.includes(key)),
    ).map(take)
  if (plan.mode === 'review' || plan.mode === 'reviewAll') {
    const asked = known.filter(({ key, isDue }) => byKey.has(key) && (plan.mode === 'reviewAll' || isDue))
    const list = plan.mode === 'reviewAll' ? shuffled(rng, asked) : asked
    return list.slice(0, plan.count).map(({ key }) => take(byKey.get(key) as Source))
  }
  const facts = sources.filter(({ isFact }) => isFact)
  const drawn = sources.filter(({ isFact }) => !isFact)
  const factsWanted = drawn.length === 0 ? plan.count : facts.length === 0 ? 0 : Math.round((plan.count * FACTS_OF_TEN) / 10)
  const factList = freshFirst(rng, facts, known).slice(0, factsWanted)
  const rest = plan.count - factList.length
  return shuffled(rng, [...factList, ...rounds(rng, drawn, drawn.length === 0 ? 0 : rest)].map(take))
}

function sourcesOf({ plan, families, bank }: PlanInput): readonly Source[] {
  const fits = ({ topics, generations }: { readonly topics: readonly Topic[]; readonly generations: readonly Generation[] }): boolean =>
    (plan.topics.length === 0 || topics.some((topic) => plan.topics.includes(topic))) &&
    (plan.generation === null || generations.includes(plan.generation))
  const drawn = families
    .filter(fits)
    .map((family): Source => ({ key: family.id, topics: family.topics, isFact: false, make: (seed) => makeQuestion(family, seed).question }))
  const facts = bank
    .filter(({ tags, generations }) => fits({ topics: tags, generations }))
    .map((entry): Source => ({ key: entry.id, topics: entry.tags, isFact: true, make: (seed) => asQuestion(entry, seed) }))
  return [...(plan.kind === 'facts' ? [] : drawn), ...(plan.kind === 'generated' ? [] : facts)]
}

/** Each before one comes again. */
function rounds(rng: Rng, sources: readonly Source[], count: number): readonly Source[] {
  const list: Source[] = []
  while (sources.length > 0 && list.length < count) list.push(...shuffled(rng, sources))
  return list.slice(0, count)
}

/** What was never asked first, topic by topic in turn, then what is due, then the rest. */
function freshFirst(rng: Rng, facts: readonly Source[], known: PlanInput['known']): readonly Source[] {
  const place = new Map(known.map(({ key }, at) => [key, at]))
  const fresh = shuffled(
    rng,
    facts.filter(({ key }) => !place.has(key)),
  )
  const asked = facts.filter(({ key }) => place.has(key)).sort((a, b) => (place.get(a.key) ?? 0) - (place.get(b.key) ?? 0))
  return [...inTurn(fresh), ...asked]
}

/** One of each topic, then the next of each. */
function inTurn(facts: readonly Source[]): readonly Source[] {
  const byTopic = new Map<Topic, Source[]>()
  for (const fact of facts) {
    const [topic] = fact.topics
    if (topic !== undefined) byTopic.set(topic, [...(byTopic.get(topic) ?? []), fact])
  }
  const longest = Math.max(0, ...[...byTopic.values()].map(({ length }) => length))
  return Array.from({ length: longest }, (_, at) => [...byTopic.values()].flatMap((list) => list.slice(at, at + 1))).flat()
}
