/** What the window is shown of a question: before it is told, and after. */
import type { AttemptItem, QuestionPicture, ShownQuestion, Solution } from '../../contract/practice/attempt.ts'
import { parseLab } from '../../contract/lab/index.ts'
import { isRight, type Mistake, type Question, type Response } from '../../contract/practice/question.ts'
import type { StoredItem } from './store-port.ts'

export function shownItem({ question, response, flagged, spentMs }: StoredItem, isTold: boolean): AttemptItem {
  return { question: shownQuestion(question), response, flagged, spentMs, solution: isTold ? solutionOf(question, response) : null }
}

function shownQuestion(question: Question): ShownQuestion {
  const { id, family, form, topics, level, generations, objectives, stem, given, choices, answer, number } = question
  return {
    id,
    family,
    form,
    topics,
    level,
    generations,
    objectives,
    stem,
    given,
    choices: choices.map((choice) => ({ id: choice.id, text: choice.text })),
    choose: form === 'number' ? 0 : answer.length,
    unit: number?.unit ?? null,
    picture: form === 'host' ? pictureOf(question) : null,
  }
}

function pictureOf({ lab }: Question): QuestionPicture | null {
  const parsed = lab === null ? null : parseLab(JSON.stringify(lab.file))
  if (parsed === null || !parsed.ok) return null
  const { hosts, vms } = parsed.lab
  return {
    hosts: hosts.map(({ name, faultDomain }) => ({
      name,
      faultDomain,
      vms: vms.filter(({ host }) => host === name).map((vm) => ({ name: vm.name, isOn: vm.power === 'on' })),
    })),
  }
}

function solutionOf(question: Question, response: Response): Solution {
  const { choices, answer, number, explanation, facts, parameters, lab, source } = question
  const right = isRight(question, response)
  return {
    choices,
    answer,
    number,
    explanation,
    facts,
    parameters,
    isRight: right,
    mistake: right ? null : mistakeBehind(question, response),
    lab: lab === null ? null : { fileName: `${question.id}.lab.json`, text: JSON.stringify(lab.file, null, 2), momentMs: lab.momentMs },
    source,
  }
}

/** The first mistake that leads to what was answered. */
function mistakeBehind({ choices, number, answer }: Question, response: Response): Mistake | null {
  if (response === null) return null
  if ('number' in response) {
    const near = number?.mistakes.find(({ value }) => Math.abs(value - response.number) <= (number.tolerance || 1e-9))
    return near?.mistake ?? null
  }
  const wrong = response.choices.filter((id) => !answer.includes(id))
  return choices.find(({ id, mistake }) => wrong.includes(id) && mistake !== null)?.mistake ?? null
}
