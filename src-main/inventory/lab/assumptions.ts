/** What a lab needs and the export does not say: each value with its reason, and whether a person may state another. */
import type { Phrase } from '../../contract/texts/language.ts'
import { InventoryError } from '../input-error.ts'
import type { Assumed } from '../model.ts'

export type AnswerValue = string | number | boolean | null

/** How a value may be stated; null: it follows from others. */
export type AnswerForm =
  | { readonly kind: 'number'; readonly min: number; readonly max: number; readonly whole: boolean }
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  /** Names of hosts, with commas between them. */
  | { readonly kind: 'hosts' }

export interface Assumption extends Assumed {
  readonly form: AnswerForm | null
  /** A person stated it. */
  readonly stated: boolean
}

/** What a person stated, by `answerKey`. */
export type Answers = ReadonlyMap<string, AnswerValue>
export const answerKey = (where: string, field: string): string => `${where}\n${field}`

export class Assumptions {
  readonly #answers: Answers
  readonly list: Assumption[] = []

  constructor(answers: Answers) {
    this.#answers = answers
  }

  note(where: string, field: string, value: AnswerValue, reason: Phrase): void {
    this.list.push({ where, field, value, reason, form: null, stated: false })
  }

  /** The number stated, else `fallback`. Throws InventoryError where what was stated is none, or too much. */
  number(
    where: string,
    field: string,
    fallback: number,
    reason: Phrase,
    limits: { readonly min: number; readonly max: number; readonly whole?: boolean },
  ): number {
    const form = { kind: 'number', min: limits.min, max: limits.max, whole: limits.whole ?? true } as const
    const stated = this.#answers.get(answerKey(where, field))
    const value = stated === undefined ? fallback : Number(stated)
    const fits = stated !== null && stated !== '' && value >= form.min && value <= form.max && (!form.whole || Number.isInteger(value))
    if (stated !== undefined && !fits)
      throw new InventoryError([
        `${where}: ${field}: expected a ${form.whole ? 'whole ' : ''}number from ${form.min} to ${form.max}, got ${JSON.stringify(stated)}`,
        `${where}: ${field}: ${form.min}에서 ${form.max} 사이의 ${form.whole ? '정수' : '숫자'}가 필요하지만 ${JSON.stringify(stated)}입니다`,
      ])
    this.list.push({ where, field, value, reason, form, stated: stated !== undefined })
    return value
  }

  choice<C extends string>(where: string, field: string, fallback: C, reason: Phrase, choices: readonly C[]): C {
    const stated = this.#answers.get(answerKey(where, field))
    const value = stated === undefined ? fallback : choices.find((choice) => choice === stated)
    if (value === undefined)
      throw new InventoryError([
        `${where}: ${field}: expected one of ${choices.join(', ')}, got ${JSON.stringify(stated)}`,
        `${where}: ${field}: ${choices.join(', ')} 중 하나가 필요하지만 ${JSON.stringify(stated)}입니다`,
      ])
    this.list.push({ where, field, value, reason, form: { kind: 'choice', choices }, stated: stated !== undefined })
    return value
  }

  /** Names of hosts of the lab. */
  hosts(where: string, field: string, known: readonly string[], reason: Phrase): readonly string[] {
    const stated = this.#answers.get(answerKey(where, field))
    const names =
      typeof stated !== 'string'
        ? []
        : stated
            .split(',')
            .map((name) => name.trim())
            .filter((name) => name !== '')
    const unknown = names.find((name) => !known.includes(name))
    if (unknown !== undefined)
      throw new InventoryError([
        `${where}: ${field}: no host named ${JSON.stringify(unknown)}`,
        `${where}: ${field}: 이름이 ${JSON.stringify(unknown)}인 호스트가 없습니다`,
      ])
    this.list.push({ where, field, value: names.join(', '), reason, form: { kind: 'hosts' }, stated: stated !== undefined })
    return names
  }
}
