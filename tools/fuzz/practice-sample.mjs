// Some practice, as a person leaves it: a finished exam of questions of every kind, one that goes on, what is remembered, a guided lab.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { planQuestions } from '../../src-main/practice/attempts/plan.ts'
import { bankFileNames, parseBank } from '../../src-main/practice/bank/index.ts'
import { families } from '../../src-main/practice/families/index.ts'

const bankFolder = join(import.meta.dirname, '..', '..', 'resources', 'exam', 'bank')
const plan = { mode: 'exam', profile: null, count: 6, minutes: 60, topics: [], generation: null, kind: 'both' }

export function drawnQuestions() {
  const bank = parseBank(bankFileNames.map((name) => ({ name, text: readFileSync(join(bankFolder, name), 'utf8') })))
  return planQuestions({ plan, seed: 3, families, bank, known: [] }).map(({ make }) => make())
}

/** Puts it into a workroom. */
export async function practise(room) {
  const questions = drawnQuestions()
  const { id } = await room.invoke('practiceBegin', { plan, seed: 1, questions })
  for (const [at, { form, choices }] of questions.entries()) {
    const response = form === 'number' ? { number: 3 } : { choices: choices.slice(0, 1).map((choice) => choice.id) }
    await room.invoke('practice.answer', { id, at, response, spentMs: 1000 })
  }
  await room.invoke('practice.finish', { id, spentMs: 10 })
  await room.invoke('practiceBegin', { plan: { ...plan, mode: 'study' }, seed: 2, questions: questions.slice(0, 2) })
  await room.invoke('practiceGoal', { goal: { examDate: '2027-01-31', profile: null } })
}
