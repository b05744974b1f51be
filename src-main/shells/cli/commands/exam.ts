/** `hostdown exam`: practice questions whose answers the engine gives. */
import { topics } from '../../../contract/practice/topics.ts'
import type { Question } from '../../../contract/practice/question.ts'
import { pick, type Language, type Phrase } from '../../../contract/texts/language.ts'
import { drawQuestions } from '../../../practice/draw-questions.ts'
import { families } from '../../../practice/families/index.ts'
import { makeQuestion } from '../../../practice/kit/make-question.ts'
import { hintFor } from '../../../contract/did-you-mean.ts'
import { wholeOption, wordOption, type Arguments } from '../arguments.ts'
import { BadInput, type CliIo } from '../io.ts'
import { questionText } from '../question-text.ts'

const COUNT_MOST = 10_000

export async function examCommand(args: Arguments, io: CliIo): Promise<number> {
  const topic = topicOf(args.values.get('topic'))
  const family = familyOf(args.values.get('family'))
  const count = wholeOption(args, 'count', 1, COUNT_MOST) ?? 10
  const seed = wholeOption(args, 'seed', 0, Number.MAX_SAFE_INTEGER) ?? 1
  const language = wordOption(args, 'language', ['en', 'ko']) ?? 'en'
  const drawn = drawQuestions({ count, seed, ...(topic !== null && { topics: [topic] }), ...(family !== null && { family }) })
  if (drawn.length === 0) throw new BadInput([`--topic, --family: no family ${family ?? ''} asks about ${topic ?? ''}`])
  const isJson = args.switches.has('json')
  // One at a time, so that a long list begins to flow at once.
  if (isJson) await io.out.write('[\n')
  for (const [at, each] of drawn.entries()) {
    const { question } = makeQuestion(each.family, each.seed)
    const isLast = at === drawn.length - 1
    await io.out.write(isJson ? `${JSON.stringify(asJson(question, language))}${isLast ? '' : ','}\n` : questionText(question, at + 1, language))
  }
  if (isJson) await io.out.write(']\n')
  return 0
}

function topicOf(text: string | undefined): (typeof topics)[number] | null {
  if (text === undefined) return null
  const found = topics.find((topic) => topic.toLowerCase() === text.toLowerCase())
  if (found === undefined) throw new BadInput([`--topic: expected one of ${topics.join(', ')}, got ${JSON.stringify(text)}${hintFor(text, topics)}`])
  return found
}

function familyOf(text: string | undefined): string | null {
  if (text === undefined) return null
  const ids = families.map(({ id }) => id)
  if (!ids.includes(text.toUpperCase()))
    throw new BadInput([`--family: no family ${JSON.stringify(text)}${hintFor(text, ids)}; there are ${ids.join(', ')}`])
  return text.toUpperCase()
}

/** Choices and answers as they read, in the language asked for: what a script compares. */
function asJson(question: Question, language: Language): object {
  const said = (phrase: Phrase): string => pick(phrase, language)
  const { choices, answer, number, lab, ...rest } = question
  const textOf = (id: string): string => {
    const choice = choices.find((one) => one.id === id)
    return choice === undefined ? id : said(choice.text)
  }
  const right = answer.map(textOf)
  return {
    ...rest,
    stem: said(question.stem),
    given: question.given.map(({ title, head, rows }) => ({
      title: said(title),
      head: head.map(said),
      rows: rows.map((row) => row.map((cell) => (typeof cell === 'object' ? said(cell) : cell))),
    })),
    choices: choices.map(({ text }) => said(text)),
    mistakes:
      number === null
        ? choices.flatMap(({ text, mistake }) => (mistake === null ? [] : [{ mistake: mistake.id, choice: said(text), text: said(mistake.text) }]))
        : number.mistakes.map(({ value, mistake }) => ({ mistake: mistake.id, value, text: said(mistake.text) })),
    answer: number !== null ? number.value : question.form === 'multiple' || question.form === 'order' ? right : (right[0] ?? null),
    ...(number !== null && { tolerance: number.tolerance, unit: said(number.unit) }),
    explanation: question.explanation.map(({ text, facts }) => ({ text: said(text), facts })),
    lab: lab?.file ?? null,
    momentMs: lab?.momentMs ?? null,
  }
}
