/** Predictions in the workbench over a run without an engine: when what is asked and told is shown, keys, the score, and what is left alone. */
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { AskedPrediction, PredictState } from '../../src-main/contract/api-predict.ts'
import { useSelectionStore } from '../stores/selection.ts'
import { articleStory } from '../testing/article-run.ts'
import { FakeRun } from '../testing/fake-run.ts'
import { closeWindow, mountWindow, withoutTopology } from '../testing/mount-window.ts'

const decided = articleStory.events.find(({ type }) => type === 'ha.hostStateChanged')
const placed = articleStory.events.find(({ type }) => type === 'ha.restartAttempted')
if (decided === undefined || placed === undefined) throw new Error('the article has both')

const asks = (seq: number, at: number, texts: readonly string[]): AskedPrediction => ({
  seq,
  at,
  stem: [`What comes of ${String(seq)}?`, `${String(seq)}은(는) 어떻게 됩니까?`],
  choices: texts.map((text, place) => ({ id: 'abcd'[place] ?? '', text: [text, `${text} (ko)`] })),
})
const first = asks(decided.seq, decided.t - 1, ['failed', 'isolated', 'partitioned'])
const second = asks(placed.seq, decided.t - 1, ['Host A', 'Host B'])

let fake: FakeRun
let app: VueWrapper
let state: PredictState

beforeEach(async () => {
  localStorage.clear()
  const off: PredictState = { runId: null, asked: null, told: null, right: 0, answered: 0 }
  state = off
  const toldBefore = new Set<number>()
  fake = new FakeRun({
    ...articleStory,
    answers: {
      'predict.current': () => state,
      'predict.begin': () => (state = { ...off, runId: fake.status().runId, asked: first }),
      'predict.end': () => (state = off),
      'predict.answer': ({ seq, choice }: { seq: number; choice: string | null }) => {
        const [asked, event, right] = seq === first.seq ? ([first, decided, 'a'] as const) : ([second, placed, 'b'] as const)
        const counts = choice !== null && !toldBefore.has(seq)
        toldBefore.add(seq)
        state = {
          ...state,
          asked: seq === first.seq ? second : null,
          told: { asked, chosen: choice, right, event, counts },
          right: state.right + (counts && choice === right ? 1 : 0),
          answered: state.answered + (counts ? 1 : 0),
        }
        if (state.asked === null) fake.goTo(event.t)
        return state
      },
    },
  })
  app = mountWindow(fake, { stubs: withoutTopology })
  await flushPromises()
})
afterEach(() => {
  closeWindow(fake, app)
})

const by = (id: string) => app.get(`[data-testid="${id}"]`)
const shows = (id: string): boolean => app.find(`[data-testid="${id}"]`).exists()
const answers = (): unknown[] => fake.asked.filter(({ method }) => method === 'predict.answer').map(({ input }) => input)

async function press(...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
    await flushPromises()
  }
}
async function stand(t: number): Promise<void> {
  fake.goTo(t)
  await flushPromises()
}

it('is switched on and off by its key, and asks once the run stands there', async () => {
  await press('q')
  expect(by('predict').attributes('aria-pressed')).toBe('true')
  expect(by('predict-waits').text()).toContain('stops before the next decision')
  await stand(first.at)
  expect(by('predict-asked').findAll('button').map((choice) => choice.text())).toEqual(['1failed', '2isolated', '3partitioned']) // prettier-ignore
  expect(document.activeElement?.textContent).toBe(first.stem[0])
  await stand(first.at - 5_000)
  expect(shows('predict-asked')).toBe(false)
  await press('q')
  expect(shows('predict-card')).toBe(false)
})

it('asks one after the other at the same stop, tells each, and shows why once the run is past it', async () => {
  await press('q')
  await stand(first.at)
  await press('4', '2')
  expect(answers()).toEqual([{ seq: first.seq, choice: 'b' }])
  expect(by('predict-told').attributes('data-right')).toBe('false')
  expect(by('predict-told').text()).toContain('You said: isolated')
  expect(by('predict-why').text().length).toBeGreaterThan(20)
  expect(by('predict-told').findAll('[data-fact]').length).toBeGreaterThan(0)
  expect(useSelectionStore().eventSeq, 'its event is not in the log yet').toBeNull()
  await press('1')
  expect(answers(), 'what is told is not answered again').toHaveLength(1)

  expect(by('predict-go-on').text()).toBe('Next question')
  await by('predict-go-on').trigger('click')
  await flushPromises()
  expect(by('predict-asked').attributes('data-seq')).toBe(String(second.seq))
  await press('2')
  expect([by('predict-told').attributes('data-right'), by('predict-score').text()]).toEqual(['true', '1 of 2 right'])
  expect(useSelectionStore()).toMatchObject({ eventSeq: placed.seq, tab: 'why' })
  await by('predict-go-on').trigger('click')
  await flushPromises()
  expect(fake.asked.some(({ method }) => method === 'run.play')).toBe(true)
  expect(shows('predict-told')).toBe(false)
})

it('skips without counting, and takes no digit that is typed somewhere', async () => {
  await press('q')
  await stand(first.at)
  const search = by('event-search')
  ;(search.element as HTMLInputElement).focus()
  await press('1')
  expect(answers()).toEqual([])
  await by('predict-skip').trigger('click')
  await flushPromises()
  expect(answers()).toEqual([{ seq: first.seq, choice: null }])
  expect([by('predict-told').attributes('data-right'), by('predict-score').attributes('data-answered')]).toEqual(['none', '0'])
})

it('tells whoever goes back to it again, and says that it does not count', async () => {
  await press('q')
  await stand(first.at)
  await press('2')
  await by('predict-go-on').trigger('click')
  await flushPromises()
  state = { ...state, asked: first, told: null }
  fake.push('predict.changed', state)
  await flushPromises()
  await press('1')
  expect([by('predict-told').attributes('data-right'), shows('predict-score')]).toEqual(['true', false])
  expect(by('predict-again').text()).toBe('Told before: it does not count again.')
})

it('goes on where another window begun it, and ends with the run', async () => {
  fake.goTo(first.at)
  fake.push('predict.changed', { runId: fake.status().runId, asked: first, told: null, right: 3, answered: 4 })
  await flushPromises()
  expect([shows('predict-asked'), by('predict-score').text()]).toEqual([true, '3 of 4 right'])
  fake.push('predict.changed', { runId: null, asked: null, told: null, right: 0, answered: 0 })
  await flushPromises()
  expect(shows('predict-card')).toBe(false)
})
