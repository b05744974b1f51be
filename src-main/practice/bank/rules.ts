/** What a sound question still may not do: rules of writing that a schema cannot say. */
import type { BankEntry } from '../../contract/practice/bank.ts'
import type { Path, Report } from '../../contract/lab/problems.ts'
import type { Text } from '../../contract/texts/form-labels.ts'

/** Choices below this length may differ as they like: a number beside a word gives nothing away. */
const SHORT_CHOICE = 25
const LENGTH_RATIO_MAX = 2.5

const languages = ['en', 'ko'] as const

/** All that is wrong with one entry whose keys and values are those of its schema. */
export function checkEntry(entry: BankEntry, at: Path, report: Report): void {
  for (const key of ['tags', 'facts', 'generations', 'objectives'] as const) {
    const values: readonly unknown[] = entry[key]
    if (values.length === 0 && key !== 'objectives') report([...at, key], ['empty, expected at least one', '비어 있습니다. 하나 이상 필요합니다'])
    if (new Set(values).size < values.length) report([...at, key], ['the same one twice', '같은 값이 두 번 있습니다'])
  }
  const texts: (readonly [Path, Text])[] = [
    [[...at, 'question'], entry.question],
    [[...at, 'explanation'], entry.explanation],
  ]
  if ('unit' in entry) texts.push([[...at, 'unit'], entry.unit])
  else {
    const choices = choicesOf(entry, at)
    texts.push(...choices)
    checkCounts(entry, at, report)
    checkChoices(choices, at, report)
  }
  for (const [path, text] of texts) checkText(path, text, report)
  checkStem(entry, at, report)
}

type Choice = readonly [Path, Text]
type ChoiceEntry = Exclude<BankEntry, { readonly unit: unknown }>

function choicesOf(entry: ChoiceEntry, at: Path): Choice[] {
  const right: Choice[] =
    'answer' in entry ? [[[...at, 'answer'], entry.answer]] : entry.answers.map((text, i): Choice => [[...at, 'answers', i], text])
  return [...right, ...entry.distractors.map((text, i): Choice => [[...at, 'distractors', i], text])]
}

function checkCounts(entry: ChoiceEntry, at: Path, report: Report): void {
  const wrong = entry.distractors.length
  if ('answer' in entry) {
    if (wrong !== 3) report([...at, 'distractors'], [`${wrong}, expected 3`, `${wrong}개입니다. 3개가 필요합니다`])
    return
  }
  const right = entry.answers.length
  if (right < 2 || right > 3) report([...at, 'answers'], [`${right}, expected 2 or 3`, `${right}개입니다. 2개 또는 3개가 필요합니다`])
  else if (right + wrong !== 5) report([...at, 'distractors'], [`${wrong}, expected ${5 - right}`, `${wrong}개입니다. ${5 - right}개가 필요합니다`])
}

function checkChoices(choices: readonly Choice[], at: Path, report: Report): void {
  for (const language of languages) {
    const seen = new Set<string>()
    for (const [path, text] of choices) {
      const plain = plainly(text[language])
      if (seen.has(plain)) report([...path, language], ['the same as another choice', '다른 선택 항목과 같습니다'])
      seen.add(plain)
    }
    const lengths = choices.map(([, text]) => text[language].length)
    const [least, most] = [Math.min(...lengths), Math.max(...lengths)]
    if (most >= SHORT_CHOICE && most > LENGTH_RATIO_MAX * least) {
      report(
        [...at, language],
        [
          `choices from ${least} to ${most} characters, expected at most ${LENGTH_RATIO_MAX} times the shortest`,
          `선택 항목의 길이가 ${least}~${most}자입니다. 가장 짧은 것의 ${LENGTH_RATIO_MAX}배까지입니다`,
        ],
      )
    }
  }
}

/** Without what makes no difference to a reader. */
const plainly = (text: string): string => text.toLowerCase().replace(/[\s.,;:"'“”‘’()]+/g, '')

const refused: readonly (readonly [RegExp, string])[] = [
  [/all of the above|none of the above|위의 모든|위 모두|모두 해당|해당 사항 없음/i, 'all of the above, none of the above'],
  [/\b(master|slave) host/i, 'the old word for primary and secondary hosts'],
  // Terms of other vendors and of other years; the right ones are 가상 시스템, 기본/보조 호스트, 승인 제어, 공유.
  [
    /가상 머신|가상머신|마스터 호스트|슬레이브 호스트|허가 제어|주식|데이터 스토어|페일 오버|하트 비트|유지보수|우선순위/,
    'a term that is not the product’s',
  ],
]

function checkText(path: Path, text: Text, report: Report): void {
  for (const language of languages) {
    for (const [pattern, what] of refused) {
      const found = pattern.exec(text[language])
      if (found !== null) report([...path, language], [`"${found[0]}": ${what}`, `"${found[0]}": 사용할 수 없는 표현입니다`])
    }
    if (text[language] !== text[language].trim()) report([...path, language], ['spaces at an end', '앞이나 뒤에 공백이 있습니다'])
  }
}

/** A question that asks for what does not hold says so in capitals. */
function checkStem(entry: BankEntry, at: Path, report: Report): void {
  const { question } = entry
  if ('answers' in entry) checkHowMany(question, entry.answers.length, at, report)
  const asked = question.en.split(/(?<=[.:!])\s+/).at(-1) ?? ''
  const negation = /\b(not|never|except|cannot)\b|n't\b/.exec(asked)
  if (negation !== null)
    report([...at, 'question', 'en'], [`"${negation[0]}": a negation in capitals only`, `"${negation[0]}": 부정은 대문자로만 씁니다`])
  for (const language of languages)
    if (!/[?？]$|[.]$/.test(question[language])) report([...at, 'question', language], ['expected to end in ? or .', '? 또는 .로 끝나야 합니다'])
}

/** Which TWO …, … 두 가지: how many are to be chosen is said in both languages. */
function checkHowMany(question: Text, right: number, at: Path, report: Report): void {
  const said: Text = right === 3 ? { en: 'THREE', ko: '세 가지' } : { en: 'TWO', ko: '두 가지' }
  for (const language of languages)
    if (!question[language].includes(said[language]))
      report([...at, 'question', language], [`expected to say ${said[language]}`, `${said[language]}라는 말이 필요합니다`])
}
