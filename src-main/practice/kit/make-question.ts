/** From a family and a seed to a question: draws until one is fit, and says why the others were not. */
import type { FactId } from '../../contract/fact-id.ts'
import type { Choice, ExplainedStep, Mistake, NumberAnswer, Question, QuestionForm } from '../../contract/practice/question.ts'
import { objectivesOf } from '../../contract/practice/topics.ts'
import { groupThousands } from '../../contract/texts/format.ts'
import type { Phrase } from '../../contract/texts/language.ts'
import { hashOf, rngOfSeed } from '../../engine/index.ts'
import { shuffled, type Rng } from './draw.ts'
import { playOnce, UnfitLab, type Evidence, type Play } from './evidence.ts'
import type { AnyFamily, Asked, Family, Item, Outcome, WrongOutcome } from './family.ts'

/** Why a drawn question is no question. */
export type Unfit = 'labRefused' | 'edge' | 'insensitive' | 'tooFewChoices' | 'nothingToChoose'

export interface Made {
  readonly question: Question
  /** Draws that were rejected before it. */
  readonly rejected: readonly Unfit[]
  /** Distractors in all, and how many of them no mistake gave. */
  readonly distractors: number
  readonly fallbacks: number
}

/** Draws that may be unfit one after the other. */
const DRAWS_MAX = 200
/** Choices of a question with one right answer. */
const CHOICES = 4
const EDGE_SHARE = 0.02

const same = (a: Outcome, b: Outcome): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Throws when no draw is fit: the family draws from too little. */
export function makeQuestion(family: AnyFamily, seed: number): Made {
  const rejected: Unfit[] = []
  for (let draw = 0; draw < DRAWS_MAX; draw++) {
    const rng = rngOfSeed(hashOf(`${family.id}:${seed}:${draw}`))
    const made = attempt(family as unknown as Family, `${family.id}-${seed}`, rng)
    if (typeof made !== 'string') return { ...made, rejected }
    rejected.push(made)
  }
  throw new Error(`${family.id}: none of ${DRAWS_MAX} draws for seed ${seed} is a question (${[...new Set(rejected)].join(', ')})`)
}

/** Everything about a draw that was played. */
interface Drawn {
  readonly family: Family
  readonly p: object
  readonly evidence: Evidence
  readonly right: Outcome
  readonly form: QuestionForm
  readonly asked: Asked
  readonly rng: Rng
  readonly play: Play
}

type Body = Pick<Question, 'choices' | 'answer' | 'number'> & { readonly distractors: number; readonly fallbacks: number }

function attempt(family: Family, id: string, rng: Rng): Omit<Made, 'rejected'> | Unfit {
  const play = playOnce()
  const p = family.draw(rng)
  const form = rng.pick(family.forms)
  try {
    const evidence = play(family.lab(p))
    const right = family.solve(evidence, p)
    if (family.edges?.(evidence, p).some(isNearEdge) === true) return 'edge'
    const varied = family.vary(p)
    if (same(family.solve(play(family.lab(varied)), varied), right)) return 'insensitive'
    const drawn: Drawn = { family, p, evidence, right, form, asked: family.ask(p, evidence, form), rng, play }
    const body = bodyOf(drawn)
    return typeof body === 'string' ? body : written(drawn, id, body)
  } catch (error) {
    if (error instanceof UnfitLab) return 'labRefused'
    throw error
  }
}

const isNearEdge = (value: number): boolean => Math.abs(value - Math.round(value)) < EDGE_SHARE

function bodyOf(drawn: Drawn): Body | Unfit {
  switch (drawn.form) {
    case 'single':
      return singleOf(drawn)
    case 'number':
      return numberOf(drawn)
    case 'host':
      return hostOf(drawn)
    case 'multiple':
    case 'order':
      return itemsOf(drawn)
  }
}

const mistakeOf = ({ family }: Drawn, id: string): Mistake => {
  const text = family.mistakes[id]
  if (text === undefined) throw new Error(`${family.id} has no mistake ${id}`)
  return { id, text }
}

/** As many outcomes of mistakes as there are choices for, each once and none that is right, also as they read. */
function wrongOnes(drawn: Drawn): readonly (WrongOutcome & { readonly text: Phrase })[] {
  const { family, p, evidence, right, play } = drawn
  const taken = new Set(family.word(right, p))
  const kept: (WrongOutcome & { readonly text: Phrase })[] = []
  for (const wrong of family.wrong(p, evidence, play)) {
    const text = family.word(wrong.outcome, p)
    if (same(wrong.outcome, right) || text.some((words) => taken.has(words))) continue
    text.forEach((words) => taken.add(words))
    kept.push({ ...wrong, text })
    if (kept.length === CHOICES - 1) break
  }
  return kept
}

function singleOf(drawn: Drawn): Body | Unfit {
  const { family, p, evidence, right, rng } = drawn
  const wrong = wrongOnes(drawn)
  const list: Omit<Choice, 'id'>[] = wrong.map(({ mistake, text }) => ({ text, mistake: mistakeOf(drawn, mistake) }))
  const rightText = family.word(right, p)
  for (const outcome of list.length < CHOICES - 1 ? (family.nearby?.(right, p, evidence) ?? []) : []) {
    const text = family.word(outcome, p)
    const isTaken = [rightText, ...list.map((choice) => choice.text)].some((known) => known[0] === text[0] || known[1] === text[1])
    if (list.length < CHOICES - 1 && !same(outcome, right) && !isTaken) list.push({ text, mistake: null })
  }
  if (list.length < CHOICES - 1) return 'tooFewChoices'
  const all = shuffled(rng, [{ text: rightText, mistake: null, isRight: true }, ...list.map((choice) => ({ ...choice, isRight: false }))])
  const choices = all.map(({ text, mistake }, at) => ({ id: letter(at), text, mistake }))
  const answer = [letter(all.findIndex(({ isRight }) => isRight))]
  return { choices, answer, number: null, distractors: list.length, fallbacks: list.length - wrong.length }
}

const letter = (at: number): string => String.fromCharCode(97 + at)

function numberOf(drawn: Drawn): Body | Unfit {
  const { right, asked, family, p, evidence, play } = drawn
  if (typeof right !== 'number') return 'nothingToChoose'
  const { tolerance = 0, unit } = asked
  if (unit === undefined) throw new Error(`${family.id}: a number needs a unit`)
  const mistakes = new Map<number, NumberAnswer['mistakes'][number]>()
  for (const { mistake, outcome } of family.wrong(p, evidence, play))
    if (typeof outcome === 'number' && Math.abs(outcome - right) > tolerance && !mistakes.has(outcome))
      mistakes.set(outcome, { value: outcome, mistake: mistakeOf(drawn, mistake) })
  // A number that no mistake leads away from asks for nothing but reading.
  if (mistakes.size === 0) return 'tooFewChoices'
  return { choices: [], answer: [], number: { value: right, tolerance, unit, mistakes: [...mistakes.values()] }, distractors: 0, fallbacks: 0 }
}

const itemsIn = ({ asked, family }: Drawn): readonly Item[] => {
  if (asked.items === undefined) throw new Error(`${family.id}: this form needs items`)
  return asked.items
}

function hostOf(drawn: Drawn): Body | Unfit {
  const { family, p, evidence, play, right } = drawn
  const items = itemsIn(drawn)
  if (typeof right !== 'string' || !items.some(({ id }) => id === right)) return 'nothingToChoose'
  const byHost = new Map<string, Mistake>()
  for (const { mistake, outcome } of family.wrong(p, evidence, play))
    if (typeof outcome === 'string' && outcome !== right && !byHost.has(outcome)) byHost.set(outcome, mistakeOf(drawn, mistake))
  if (byHost.size === 0) return 'tooFewChoices'
  const choices = items.map(({ id, text }) => ({ id, text, mistake: byHost.get(id) ?? null }))
  // Every host can be clicked; what nobody is led to by a mistake is no distractor.
  return { choices, answer: [right], number: null, distractors: byHost.size, fallbacks: 0 }
}

function itemsOf(drawn: Drawn): Body | Unfit {
  const { family, p, evidence, play, right, rng, form } = drawn
  const items = shuffled(rng, itemsIn(drawn))
  if (!Array.isArray(right)) return 'nothingToChoose'
  const wanted = right.map(String)
  if (wanted.length < 2 || (form === 'multiple' ? wanted.length >= items.length : wanted.length !== items.length)) return 'nothingToChoose'
  const idOf = (id: string): string => letter(items.findIndex((item) => item.id === id))
  const wrong: WrongOutcome[] = []
  const unled = new Set(form === 'order' ? [] : items.map(({ id }) => id).filter((id) => !wanted.includes(id)))
  for (const each of family.wrong(p, evidence, play)) {
    if (same(each.outcome, right)) continue
    wrong.push(each)
    if (Array.isArray(each.outcome)) for (const id of each.outcome) unled.delete(String(id))
    // Every wrong item has somebody who takes it: further mistakes need not be played.
    if (unled.size === 0) break
  }
  if (wrong.length === 0) return 'tooFewChoices'
  // Of a set: which mistake puts it there. In an order no item is wrong by itself.
  const mistakeFor = (id: string): Mistake | null => {
    if (form === 'order' || wanted.includes(id)) return null
    const found = wrong.find(({ outcome }) => Array.isArray(outcome) && outcome.includes(id))
    return found === undefined ? null : mistakeOf(drawn, found.mistake)
  }
  const choices = items.map(({ id, text }, at) => ({ id: letter(at), text, mistake: mistakeFor(id) }))
  const distractors = form === 'order' ? 0 : items.length - wanted.length
  const fallbacks = form === 'order' ? 0 : items.filter(({ id }) => !wanted.includes(id) && mistakeFor(id) === null).length
  return { choices, answer: wanted.map(idOf), number: null, distractors, fallbacks }
}

function written(drawn: Drawn, id: string, { distractors, fallbacks, ...body }: Body): Omit<Made, 'rejected'> {
  const { family, p, evidence, form, asked } = drawn
  const explanation = family.explain(p, evidence)
  const file = family.lab(p)
  return {
    question: {
      id,
      family: family.id,
      form,
      topics: family.topics,
      level: family.level,
      generations: family.generations,
      objectives: [...new Set(family.topics.flatMap((topic) => objectivesOf[topic]))],
      ...withThousands({ stem: asked.stem, given: asked.given, ...body, explanation }),
      facts: factsOf(family.facts, explanation),
      parameters: p as Question['parameters'],
      lab: { file, momentMs: family.momentMs?.(p, evidence) ?? evidence.lab.until },
      source: null,
    },
    distractors,
    fallbacks,
  }
}

/** Of all that is read in a question, names excepted. */
function withThousands<T extends Pick<Question, 'stem' | 'given' | 'choices' | 'explanation'>>(texts: T): T {
  const grouped = ([en, ko]: Phrase): Phrase => [groupThousands(en), groupThousands(ko)]
  const cell = (value: string | number | Phrase): string | number | Phrase => (typeof value === 'object' ? grouped(value) : value)
  return {
    ...texts,
    stem: grouped(texts.stem),
    given: texts.given.map(({ title, head, rows }) => ({ title: grouped(title), head: head.map(grouped), rows: rows.map((row) => row.map(cell)) })),
    choices: texts.choices.map((choice) => ({ ...choice, text: grouped(choice.text) })),
    explanation: texts.explanation.map((step) => ({ ...step, text: grouped(step.text) })),
  }
}

function factsOf(always: readonly FactId[], steps: readonly ExplainedStep[]): readonly FactId[] {
  return [...new Set([...always, ...steps.flatMap(({ facts }) => facts)])]
}
