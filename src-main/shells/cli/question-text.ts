/** A question for a terminal: what is asked, what is right, and why. */
import type { Choice, GivenTable, Question } from '../../contract/practice/question.ts'
import { pick, type Language, type Phrase } from '../../contract/texts/language.ts'

const words = {
  answer: ['Answer', '정답'],
  choose: ['Choose', '선택 수'],
  order: ['Put in order', '순서대로 나열'],
  why: ['Why', '이유'],
} as const satisfies { readonly [key: string]: Phrase }

/** Hangul and other wide characters take two columns. */
const widthOf = (text: string): number => [...text].reduce((sum, character) => sum + (character.charCodeAt(0) >= 0x1100 ? 2 : 1), 0)

export function questionText(question: Question, at: number, language: Language): string {
  const said = (phrase: Phrase): string => pick(phrase, language)
  const { form, choices, number, answer } = question
  const right =
    number === null ? answer.map((id) => labelOf(question, id, said)).join(form === 'order' ? ' → ' : ', ') : `${number.value} ${said(number.unit)}`
  const asked = form === 'multiple' ? ` (${said(words.choose)}: ${answer.length})` : form === 'order' ? ` (${said(words.order)})` : ''
  return [
    `${at}. [${question.id}] ${said(question.stem)}${asked}`,
    ...question.given.flatMap((table) => ['', ...tableText(table, said)]),
    '',
    ...choices.map((choice) => choiceText(question, choice, said)),
    `   ${said(words.answer)}: ${right}`,
    `   ${said(words.why)}:`,
    ...question.explanation.map(({ text, facts }) => `   - ${said(text)}${facts.length === 0 ? '' : ` [${facts.join(', ')}]`}`),
    ...(number?.mistakes ?? []).map(({ value, mistake }) => `   ${value}: ${said(mistake.text)}`),
    '',
    '',
  ].join('\n')
}

const labelOf = ({ form, choices }: Question, id: string, said: (phrase: Phrase) => string): string => {
  const text = choices.find((choice) => choice.id === id)?.text
  return text === undefined ? id : form === 'host' ? said(text) : `${id}) ${said(text)}`
}

function choiceText(question: Question, { id, text, mistake }: Choice, said: (phrase: Phrase) => string): string {
  const mark = question.answer.includes(id) && question.form !== 'order' ? '*' : ' '
  return ` ${mark} ${question.form === 'host' ? '' : `${id}) `}${said(text)}${mistake === null ? '' : `   ← ${said(mistake.text)}`}`
}

function tableText({ title, head, rows }: GivenTable, said: (phrase: Phrase) => string): readonly string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => (typeof cell === 'object' ? said(cell) : String(cell))))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => widthOf(row[column] ?? ''))))
  const line = (row: readonly string[]): string =>
    `   ${row.map((cell, column) => cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))).join('   ')}`.trimEnd()
  return [`   ${said(title)}:`, ...cells.map(line)]
}
