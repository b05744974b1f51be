import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { GuidedCard, OwnGuided } from '../../../src-main/contract/practice/guided-course.ts'
import { installApi } from '../../api/client.ts'
import { createTexts } from '../../i18n/index.ts'
import { articleStory } from '../../testing/article-run.ts'
import { FakeRun } from '../../testing/fake-run.ts'
import { checkLabels } from '../../testing/labels.ts'
import { usePrefsStore } from '../../stores/prefs.ts'
import GuidedList from './GuidedList.vue'

const card = (id: string, own: boolean): GuidedCard => ({
  ...{ id, own, title: { en: `Lab ${id}`, ko: `랩 ${id}` }, topics: ['HA'], level: 1, minutes: 10, progress: null },
})
const problem = (path: string, line: number, message: string, messageKo: string) => ({ path, line, message, messageKo })
let fake: FakeRun
let view: VueWrapper
async function show(own: OwnGuided, language: 'en' | 'ko' = 'en'): Promise<void> {
  fake = new FakeRun({ ...articleStory, answers: { 'guided.list': () => [card('L1', false), card('L100', true)], 'guided.own': () => own } })
  installApi(fake.transport())
  const pinia = createPinia()
  setActivePinia(pinia)
  usePrefsStore().language = language
  view = mount(GuidedList, { global: { plugins: [pinia, createTexts(language)] }, attachTo: document.body })
  await flushPromises()
}
beforeEach(() => localStorage.clear())
afterEach(() => {
  fake.stop()
  view.unmount()
})

it("tells those of one's own apart, and has the path of their folder to be copied", async () => {
  const written: string[] = []
  Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text: string) => void written.push(text) } })
  await show({ folder: '/home/ana/Hostdown/guided', problems: [] })
  const titles = view.findAll('[data-testid="guided-card"] .title').map((cell) => cell.text().replace(/\s+/g, ' '))
  expect(titles).toEqual(['Lab L1', 'Lab L100 own'])
  expect(view.get('[data-testid="path"]').text()).toBe('/home/ana/Hostdown/guided')
  await view.get('[data-testid="copy-path"]').trigger('click')
  expect(written).toEqual(['/home/ana/Hostdown/guided'])
  expect(view.find('[data-testid="guided-own-problems"]').exists()).toBe(false)
  expect(checkLabels(view.element).missing).toEqual([])
})

const bad: OwnGuided = {
  folder: '/d/guided',
  problems: [
    {
      file: 'bad.guided.yaml',
      said: [problem('level', 5, 'expected 1 to 3, got 9', '필요한 값: 1~3'), problem('facts', 1, 'missing', '값이 없습니다')],
    },
  ],
}

it('lists files that are none, with all that is wrong in each', async () => {
  await show(bad)
  const [file, ...said] = view.findAll('[data-file="bad.guided.yaml"] .mono').map((line) => line.text())
  expect(file).toBe('bad.guided.yaml')
  expect(said).toEqual(['level: expected 1 to 3, got 9 (line 5)', 'facts: missing (line 1)'])
})

it('says in Korean what is wrong, where the window is Korean', async () => {
  await show(bad, 'ko')
  const [, ...said] = view.findAll('[data-file="bad.guided.yaml"] .mono').map((line) => line.text())
  expect(said).toEqual(['level: 필요한 값: 1~3(5행)', 'facts: 값이 없습니다(1행)'])
})
