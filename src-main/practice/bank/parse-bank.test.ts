import { describe, expect, it } from 'vitest'
import { BankError, bankFileName, bankFileNames, parseBank } from './index.ts'

const QUESTION = '    question: { en: How long is an election?, ko: 선출에 얼마나 걸립니까? }\n'

const question = (more: string, id = 'ha-001'): string => `  - id: ${id}
    tags: [HA]
    facts: [HA-012]
    level: 1
    generations: [7, 8, 9]
    objectives: ['2V0-21.23:1.4']
    source: vSphere Availability, How vSphere HA Works
${more.includes('question:') ? '' : QUESTION}    explanation: { en: It takes about 15 s., ko: 약 15초 걸립니다. }
${more
  .split('\n')
  .map((line) => `    ${line}`)
  .join('\n')}
`
const single = `answer: { en: 15 s, ko: 15초 }
distractors: [{ en: 5 s, ko: 5초 }, { en: 30 s, ko: 30초 }, { en: 60 s, ko: 60초 }]`
const multiple = `form: multiple
question: { en: Which TWO?, ko: 두 가지는 무엇입니까? }
answers: [{ en: a1, ko: 가1 }, { en: a2, ko: 가2 }]
distractors: [{ en: b1, ko: 나1 }, { en: b2, ko: 나2 }, { en: b3, ko: 나3 }]`
const number = `form: number
value: 15
unit: { en: s, ko: 초 }
tolerance: 1`

const parse = (text: string, name = 'ha.yaml') => parseBank([{ name, text }])
const file = (...entries: string[]): string => `questions:\n${entries.join('')}`
function problemsOf(text: string, name?: string): readonly string[] {
  try {
    parse(text, name)
  } catch (error) {
    if (error instanceof BankError) return error.problems
    throw error
  }
  return []
}

describe('parseBank', () => {
  it('reads each form', () => {
    const [one, some, figure] = parse(file(question(single), question(multiple, 'ha-002'), question(number, 'ha-003')))
    expect(one).toMatchObject({ form: 'single', id: 'ha-001', answers: [{ en: '15 s', ko: '15초' }], facts: ['HA-012'], generations: [7, 8, 9] })
    expect(one).toMatchObject({ distractors: [{ en: '5 s' }, { en: '30 s' }, { en: '60 s' }] })
    expect(some).toMatchObject({ form: 'multiple', answers: [{ en: 'a1' }, { en: 'a2' }] })
    expect(figure).toMatchObject({ form: 'number', value: 15, unit: { en: 's', ko: '초' }, tolerance: 1 })
  })

  it('lists everything that is wrong, each with its place', () => {
    const broken = single.replace('ko: 15초', 'kr: 15초').replace('en: 60 s', 'en: 30 s')
    const text = file(question(broken), question(single.replace(', { en: 60 s, ko: 60초 }', ''), 'ha-002'), question(`${number}\nvalu: 3`, 'ha-003'))
    const problems = problemsOf(text)
    expect(problems).toContainEqual('ha.yaml: ha-001 answer.kr: unknown key, expected one of en, ko')
    expect(problems).toContainEqual('ha.yaml: ha-001 answer.ko: missing, expected text of 1 to 1000 characters')
    expect(problems).toContainEqual('ha.yaml: ha-002 distractors: 2, expected 3')
    expect(problems).toContainEqual('ha.yaml: ha-003 valu: unknown key (did you mean "value"?)')
    expect(() => parse(text)).toThrow(/problems:\nha\.yaml: .*\nha\.yaml: /)
  })

  it.each([
    ['not YAML', 'questions: [', /^ha\.yaml: ha\.yaml is not YAML/],
    ['no list', 'questions: 3', /^ha\.yaml: questions: expected a list, got 3/],
    ['a list at the top', '- 1', /expected a map with the key questions/],
    ['another key', `${file(question(single))}other: 1`, /^ha\.yaml: other: unknown key/],
    ['an id twice', file(question(single), question(single)), /ha-001 id: ha-001 is an id of ha\.yaml too/],
    ['a form that is none', file(question('form: order')), /ha-001 form: expected one of single, multiple, number, got "order"/],
    ['two equal choices', file(question(single.replace('en: 60 s', 'en: "30 s."'))), /ha-001 distractors\[2\]\.en: the same as another choice/],
    ['equal in Korean', file(question(single.replace('60초', '30초'))), /ha-001 distractors\[2\]\.ko: the same as another choice/],
    ['one right choice of five', file(question(multiple.replace('{ en: a1, ko: 가1 }, ', ''))), /ha-001 answers: 1, expected 2 or 3/],
    ['six choices', file(question(multiple.replace('[{ en: b1', '[{ en: b0, ko: 나0 }, { en: b1'))), /ha-001 distractors: 4, expected 3/],
    [
      'a choice that stands out',
      file(question(single.replace('15 s,', 'about fifteen seconds in all,'))),
      /ha-001 en: choices from 3 to 28 characters/,
    ],
    ['all of the above', file(question(single.replace('en: 60 s', 'en: All of the above'))), /"All of the above": all of the above/],
    ['another word', file(question(single.replace('15초', '가상 머신'))), /ha-001 answer\.ko: "가상 머신": a term/],
    ['an old word', file(question(single.replace('en: 60 s', 'en: master host'))), /distractors\[2\]\.en: "master host": the old word/],
    ['a quiet negation', file(question(single).replace('How long is', 'What is not')), /ha-001 question\.en: "not": a negation in capitals/],
    ['no level', file(question(single).replace('level: 1', 'level: 4')), /ha-001 level: expected a whole number, from 1 to 3, got 4/],
    ['no fact', file(question(single).replace('[HA-012]', '[]')), /ha-001 facts: empty/],
    ['no objective', file(question(single).replace('2V0-21.23:1.4', '1.4')), /ha-001 objectives\[0\]: expected text such as 2V0-21\.23:1\.4/],
    ['a number of choices that is not told', file(question(multiple.replace('TWO', 'of them'))), /ha-001 question\.en: expected to say TWO/],
  ])('refuses %s', (_, text, expected) => {
    expect(problemsOf(text).join('\n')).toMatch(expected)
  })

  it('takes a negation in capitals, and one in what the question tells beforehand', () => {
    const asked = (text: string): string => file(question(single).replace('How long is an election?', text))
    expect(problemsOf(asked("'Which time is NOT that of an election?'"))).toEqual([])
    expect(problemsOf(asked("'A host does not answer. How long is an election?'"))).toEqual([])
  })

  it('holds a file to its tag', () => {
    expect(problemsOf(file(question(single)), 'drs.yaml')).toEqual([
      'drs.yaml: ha-001 tags: the first tag is that of another file than drs.yaml',
      'drs.yaml: ha-001 id: ids of drs.yaml begin with drs-',
    ])
    expect(bankFileName('Admission control')).toBe('admission-control.yaml')
    expect(bankFileNames).toHaveLength(9)
  })
})
