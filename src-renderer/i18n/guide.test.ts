/** What docs/guide says to press is written in the window, in the guide's language, and its keys are those of the actions. */
import { createPinia, setActivePinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import guideEn from '../../docs/guide/guide-en.md?raw'
import guideKo from '../../docs/guide/guide-ko.md?raw'
import { printed } from '../actions/keys.ts'
import { useActions } from '../actions/registry.ts'
import { installApi } from '../api/client.ts'
import { attemptKeys } from '../panels/practice/attempt-keys.ts'
import { predictKeys } from '../panels/predict/predict-keys.ts'
import { articleStory } from '../testing/article-run.ts'
import { FakeRun } from '../testing/fake-run.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'

/** Commands, settings, templates and states: each text there is a literal. */
const contract = Object.values(
  import.meta.glob<string>('../../src-main/contract/texts/*.ts', { query: '?raw', import: 'default', eager: true }),
).join('\n')
const labs = Object.values(
  import.meta.glob<string>(['../../resources/samples/*.yaml', '../../resources/guided/*.yaml'], { query: '?raw', import: 'default', eager: true }),
).join('\n')

const literals = (source: string): string[] => [...source.matchAll(/'((?:[^'\\\n]|\\.)+)'|"((?:[^"\\\n]|\\.)+)"/g)].map(([, a, b]) => a ?? b ?? '')
const titles = [...labs.matchAll(/^name(?:Ko)?: (.+)$/gm), ...labs.matchAll(/^title: \{ en: (.+?), ko: (.+?) \}$/gm)].flatMap(([, ...found]) => found)
/** Headings of paragraphs, and signs. */
const own = { en: ['bold', 'Questions.', 'Guided labs.', 'Blind drills.', 'Predict.', 'Data.', 'Backup.', 'Privacy.', 'What it is not.', '+'],
  ko: ['굵은 글자', '문제.', '가이드 랩.', '블라인드 훈련.', '예측.', '데이터.', '백업.', '개인 정보.', '한계.', '+'] } as const // prettier-ignore

const withValues = (text: string): RegExp => new RegExp(`^${text.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, '\\d+')}$`, 'u')

function unknownWords(guide: string, language: 'en' | 'ko'): string[] {
  const window: readonly string[] = Object.values(language === 'ko' ? ko : en)
  const plain = new Set([...window, ...literals(contract), ...titles])
  const patterns = window.filter((text) => text.includes('{')).map(withValues)
  const words = [...guide.matchAll(/\*\*([^*\n]+)\*\*/g)].map(([, word]) => word ?? '')
  expect(words.length).toBeGreaterThan(100)
  return words.filter(
    (word) =>
      !plain.has(word) &&
      !plain.has(word.replace(/…$/, '')) &&
      !(own[language] as readonly string[]).includes(word) &&
      !patterns.some((one) => one.test(word)),
  )
}

describe('the user guide', () => {
  it('names what is written in the window', () => {
    expect(unknownWords(guideEn, 'en')).toEqual([])
    expect(unknownWords(guideKo, 'ko')).toEqual([])
    expect(unknownWords(`${guideEn} **Do what I mean**`, 'en')).toEqual(['Do what I mean'])
  })

  it('names keys that do something', () => {
    setActivePinia(createPinia())
    installApi(new FakeRun(articleStory).transport())
    const ofQuestions = [...attemptKeys, ...predictKeys].flatMap(([keys]) => keys.split(' … '))
    // Of a row in the tree of branches; run-side.test.ts presses them.
    const ofBranches = ['F2', 'Delete']
    const known = new Set([...ofBranches, ...useActions().flatMap(({ keys }) => keys.map((one) => printed(one, false))), ...ofQuestions])
    const named = [...guideEn.matchAll(/<kbd>([^<]+)<\/kbd>/g)].map(([, keys]) => (keys ?? '').replace('&lt;', '<').replace('&gt;', '>'))
    expect(named.length).toBeGreaterThan(40)
    expect(named.filter((keys) => !known.has(keys))).toEqual([])
  })
})
