/** Scores of an attempt, and how well topics are known. */
import { TOPIC_ANSWERS_LEAST, type AttemptResult, type Score, type TopicStanding } from '../../contract/practice/attempt.ts'
import { topics } from '../../contract/practice/topics.ts'
import type { StoredItem, ToldAnswer } from './store-port.ts'

/** Of a topic, so many answers back. */
const ANSWERS_MOST = 30
/** An answer counts this part of the one after it. */
const FADES = 0.93

export function resultOf(items: readonly StoredItem[], profile: string | null): AttemptResult {
  const scored = items.map(({ question, isRight }) => ({ question, isRight: isRight === true }))
  const sum = (of: typeof scored): Score => ({ right: of.filter(({ isRight }) => isRight).length, of: of.length })
  const objectives =
    profile === null
      ? []
      : objectivesIn(
          scored.flatMap(({ question }) => question.objectives),
          profile,
        )
  return {
    ...sum(scored),
    unanswered: items.filter(({ response }) => response === null).length,
    byTopic: topics.map((topic) => ({ topic, ...sum(scored.filter(({ question }) => question.topics.includes(topic))) })).filter(({ of }) => of > 0),
    byObjective: objectives.map((objective) => ({
      objective,
      ...sum(scored.filter(({ question }) => question.objectives.includes(`${profile ?? ''}:${objective}`))),
    })),
  }
}

/** Those of one exam, without its number: `2V0-21.23:1.4` → `1.4`, in their order. */
function objectivesIn(ids: readonly string[], profile: string): readonly string[] {
  const own = [...new Set(ids.filter((id) => id.startsWith(`${profile}:`)).map((id) => id.slice(profile.length + 1)))]
  const parts = (id: string): readonly number[] => id.split('.').map(Number)
  return own.sort((a, b) => {
    const [left, right] = [parts(a), parts(b)]
    const at = left.findIndex((part, i) => part !== right[i])
    return at < 0 ? left.length - right.length : (left[at] ?? 0) - (right[at] ?? 0)
  })
}

/** `told`: newest first. */
export function topicStandings(told: readonly ToldAnswer[]): readonly TopicStanding[] {
  return topics.map((topic) => {
    const answers = told.filter((answer) => answer.topics.includes(topic)).slice(0, ANSWERS_MOST)
    let weight = 1
    let weights = 0
    let right = 0
    for (const { isRight } of answers) {
      weights += weight
      if (isRight) right += weight
      weight *= FADES
    }
    return {
      topic,
      answered: answers.length,
      right: answers.filter(({ isRight }) => isRight).length,
      strength: answers.length < TOPIC_ANSWERS_LEAST ? null : Math.round((right / weights) * 100),
    }
  })
}
