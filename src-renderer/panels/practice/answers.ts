/** Responses that a person makes step by step. */
import type { AttemptItem } from '../../../src-main/contract/practice/attempt.ts'

type Asked = Pick<AttemptItem, 'question' | 'response'>

export const chosenOf = ({ response }: Pick<AttemptItem, 'response'>): readonly string[] =>
  response !== null && 'choices' in response ? response.choices : []

/** With a choice taken or left; of one choice it is this one, of many never more than are to be chosen. */
export function toggled({ question, response }: Asked, id: string): readonly string[] {
  const chosen = chosenOf({ response })
  if (question.form !== 'multiple') return [id]
  if (chosen.includes(id)) return chosen.filter((each) => each !== id)
  return chosen.length >= question.choose ? chosen : [...chosen, id]
}

/** All of the choices in the order that was made so far, at first as they are shown. */
export function orderOf({ question, response }: Asked): readonly string[] {
  const ids = question.choices.map(({ id }) => id)
  const made = chosenOf({ response }).filter((id) => ids.includes(id))
  return [...made, ...ids.filter((id) => !made.includes(id))]
}

/** With the one at `from` moved to `to`; the same where there is no such place. */
export function moved(order: readonly string[], from: number, to: number): readonly string[] {
  const id = order[from]
  if (id === undefined || to < 0 || to >= order.length) return order
  const rest = order.filter((_, at) => at !== from)
  return [...rest.slice(0, to), id, ...rest.slice(to)]
}
