/** An attempt without an application: it keeps what is answered and tells it as the application does; who finishes has what is right beside each question. */
import type { ApiInput, ApiMethod } from '../../src-main/contract/api.ts'
import type { Attempt, AttemptItem, PracticeOverview, ShownQuestion, Solution } from '../../src-main/contract/practice/attempt.ts'
import { isRight, questionForms, type QuestionForm } from '../../src-main/contract/practice/question.ts'
import { topics } from '../../src-main/contract/practice/topics.ts'
import { ApiError } from '../api/client.ts'

interface Known {
  readonly question: ShownQuestion
  readonly answer: readonly string[]
  readonly number: number | null
}

const words = (text: string): readonly [string, string] => [text, `${text} (ko)`]

function known(form: QuestionForm, at: number): Known {
  const ids = form === 'number' ? [] : form === 'host' ? ['esx-01', 'esx-02', 'esx-03'] : ['a', 'b', 'c', 'd']
  const answer = { single: ['b'], multiple: ['a', 'c'], order: ['c', 'a', 'b', 'd'], number: [], host: ['esx-02'] }[form]
  return {
    question: {
      id: `F0${String(at + 1)}-7`,
      family: `F0${String(at + 1)}`,
      form,
      topics: [at % 2 === 0 ? 'HA' : 'DRS'],
      level: 1,
      generations: [8],
      objectives: ['1.4'],
      stem: words(`Question of form ${form}`),
      given: [{ title: words('Hosts'), head: [words('Name'), words('Memory')], rows: [['esx-01', 64]] }],
      choices: ids.map((id) => ({ id, text: words(`choice ${id}`) })),
      choose: form === 'number' ? 0 : form === 'multiple' ? 2 : form === 'order' ? 4 : 1,
      unit: form === 'number' ? words('hosts') : null,
      picture: form === 'host' ? { hosts: ids.map((name) => ({ name, faultDomain: null, vms: [{ name: 'vm-1', isOn: true }] })) } : null,
    },
    answer,
    number: form === 'number' ? 3 : null,
  }
}

export class FakePractice {
  readonly #known: readonly Known[]
  #attempt: Attempt
  goal: PracticeOverview['goal'] = null
  /** What `practice.tick` says of the time. */
  isTimeOver = false

  constructor(mode: Attempt['mode'] = 'exam', forms: readonly QuestionForm[] = questionForms) {
    this.#known = forms.map(known)
    this.#attempt = {
      ...{ id: 4, mode, profile: null, count: forms.length, minutes: mode === 'exam' ? 10 : null, topics: [], generation: null, kind: 'both' },
      ...{ begunAt: 1_790_000_000_000, finishedAt: null, spentMs: 0, answered: 0, right: null, at: 0, result: null },
      items: this.#known.map(({ question }) => ({ question, response: null, flagged: false, spentMs: 0, solution: null })),
    } as Attempt
  }

  readonly answers: { readonly [method in ApiMethod]?: (input: never) => unknown } = {
    'practice.overview': () => this.overview(),
    'practice.attempt': ({ id }: ApiInput<'practice.attempt'>) => this.#demand(id),
    'practice.go': ({ at }: ApiInput<'practice.go'>) => {
      this.#attempt = { ...this.#attempt, at }
      return {}
    },
    'practice.tick': () => {
      if (this.isTimeOver) this.#finish()
      return { finished: this.#attempt.finishedAt !== null, spentMs: this.isTimeOver ? 600_000 : 1_000 }
    },
    'practice.answer': ({ at, response }: ApiInput<'practice.answer'>) => this.#set(at, { response }),
    'practice.flag': ({ at, flagged }: ApiInput<'practice.flag'>) => this.#set(at, { flagged }),
    'practice.check': ({ at }: ApiInput<'practice.check'>) => this.#set(at, { solution: this.#solution(at) }),
    'practice.finish': () => this.#finish(),
    'practice.goal': ({ goal }: ApiInput<'practice.goal'>) => {
      this.goal = goal === null ? null : { ...goal, daysLeft: 20, perDay: 12 }
      return this.overview()
    },
  }

  overview(): PracticeOverview {
    const { items: _items, at: _at, result: _result, ...card } = this.#attempt
    return {
      unfinished: card.finishedAt === null ? [card] : [],
      history: card.finishedAt === null ? [] : [card],
      topics: topics.map((topic) => ({ topic, answered: 4, right: 2, strength: topic === 'DRS' ? 35 : topic === 'HA' ? 92 : null })),
      memory: { due: 3, resting: 8, fresh: 239, nextDueAt: 4_000_000_000_000 },
      goal: this.goal,
      questions: { families: 40, facts: 210, forms: questionForms },
    }
  }

  #demand(id: number): Attempt {
    if (id !== this.#attempt.id) throw new ApiError('notFound', 'There is no such attempt')
    return this.#attempt
  }

  #set(at: number, change: Partial<AttemptItem>): AttemptItem {
    const items = this.#attempt.items.map((item, place) => (place === at ? { ...item, ...change } : item))
    this.#attempt = { ...this.#attempt, items, answered: items.filter(({ response }) => response !== null).length }
    return items[at] as AttemptItem
  }

  #solution(at: number): Solution {
    const { question, answer, number } = this.#known[at] as Known
    const response = this.#attempt.items[at]?.response ?? null
    const value = number === null ? null : { value: number, tolerance: 0, unit: words('hosts'), mistakes: [] }
    return {
      choices: question.choices.map((choice) => ({
        ...choice,
        mistake: answer.includes(choice.id) ? null : { id: 'M1', text: words(`thought of ${choice.id}`) },
      })),
      answer,
      number: value,
      explanation: [{ text: words('It is so because of the fact.'), facts: ['HA-001'] }],
      facts: ['HA-001'],
      parameters: {},
      isRight: isRight({ form: question.form, answer, number: value }, response),
      mistake: null,
      lab: { fileName: 'F01-7.lab.yaml', text: 'hostdown: 1', momentMs: 15_000 },
      source: null,
    }
  }

  #finish(): Attempt {
    const items = this.#attempt.items.map((item, at) => ({ ...item, solution: this.#solution(at) }))
    const score = (list: readonly AttemptItem[]): { readonly right: number; readonly of: number } => ({
      right: list.filter(({ solution }) => solution?.isRight === true).length,
      of: list.length,
    })
    const byTopic = (['HA', 'DRS'] as const).map((topic) => ({
      topic,
      ...score(items.filter(({ question }) => question.topics.includes(topic))),
    }))
    const all = score(items)
    // All belong to one objective, those of HA to another as well.
    const byObjective = [
      { objective: '2V0-21.23:1.4', ...score(items.filter(({ question }) => question.topics.includes('HA'))) },
      { objective: '2V0-21.23:4.6', ...all },
    ]
    this.#attempt = {
      ...this.#attempt,
      items,
      finishedAt: this.#attempt.begunAt + 60_000,
      right: all.right,
      result: { ...all, unanswered: items.filter(({ response }) => response === null).length, byTopic, byObjective },
    }
    return this.#attempt
  }
}
