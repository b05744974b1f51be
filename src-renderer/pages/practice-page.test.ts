/** The page of the practice over an attempt without an application: keys of each form, flags, the review, what is told and when. */
import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { FakePractice } from '../testing/fake-practice.ts'
import { articleStory } from '../testing/article-run.ts'
import { FakeRun } from '../testing/fake-run.ts'
import { checkLabels } from '../testing/labels.ts'
import { closeWindow, mountWindow, withoutWorkbench } from '../testing/mount-window.ts'
import PracticePage from './PracticePage.vue'

let fake: FakeRun
let app: VueWrapper
const inView = vi.fn<(this: Element) => void>(function (this: Element) {
  scrolled.push(this)
})
let scrolled: Element[] = []

async function open(practice: FakePractice, at = '/#/practice/4', language: 'en' | 'ko' = 'en'): Promise<void> {
  localStorage.setItem('hostdown.window', JSON.stringify({ language, theme: 'light' }))
  history.replaceState(null, '', at)
  fake = new FakeRun({ ...articleStory, answers: practice.answers })
  app = mountWindow(fake, { language, stubs: withoutWorkbench })
  await vi.waitFor(() => expect(app.findComponent(PracticePage).exists()).toBe(true))
  await flushPromises()
}
beforeEach(() => {
  scrolled = []
  Element.prototype.scrollIntoView = inView
})
afterEach(() => {
  vi.useRealTimers()
  closeWindow(fake, app)
})

const by = (id: string) => app.get(`[data-testid="${id}"]`)
const shows = (id: string): boolean => app.find(`[data-testid="${id}"]`).exists()
const asked = <T>(method: string): T[] => fake.asked.filter((entry) => entry.method === method).map((entry) => entry.input as T)
const state = (place: number): string | undefined => by(`nav-${String(place)}`).attributes('data-state')
const shownAt = (): string | undefined => by('question').attributes('data-at')
const taken = (): (string | undefined)[] =>
  app.findAll('[data-choice]').flatMap((row) => (row.find('input:checked').exists() ? [row.attributes('data-choice')] : []))

/** Where the focus is, or on the window. */
async function press(...keys: readonly (string | KeyboardEventInit)[]): Promise<void> {
  for (const key of keys) {
    const init = typeof key === 'string' ? { key } : key
    const target = document.activeElement ?? document.body
    target.dispatchEvent(new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }))
    await flushPromises()
  }
}

describe('an exam', () => {
  beforeEach(() => open(new FakePractice()))

  it('takes one choice by its digit or letter, and another in its place', async () => {
    await press('2')
    expect(taken()).toEqual(['b'])
    await press('a')
    expect(taken()).toEqual(['a'])
    expect(asked('practice.answer')).toMatchObject([
      { at: 0, response: { choices: ['b'] } },
      { at: 0, response: { choices: ['a'] } },
    ])
    await press('9', 'E')
    expect(taken()).toEqual(['a'])
    expect(scrolled.map((element) => (element as HTMLElement).dataset['choice'])).toEqual(['b', 'a'])
  })

  it('takes as many choices as are asked for, and lets one go for another', async () => {
    await press('Enter')
    expect(shownAt()).toBe('2')
    await press('1', '2', '3')
    expect(taken()).toEqual(['a', 'b'])
    expect(by('choices').text()).toContain('2 of 2')
    await press('b', 'c')
    expect(taken()).toEqual(['a', 'c'])
    await press('1', '3')
    expect(asked<object>('practice.answer').at(-1)).toMatchObject({ at: 1, response: null })
    expect(state(2)).toBe('open')
  })

  it('puts choices in order by Alt and the arrows, or as they are', async () => {
    await by('nav-3').trigger('click')
    await flushPromises()
    expect(shownAt()).toBe('3')
    await by('order-take').trigger('click')
    await flushPromises()
    const places = app.findAll<HTMLElement>('[data-testid="order"] li')
    places[0]?.element.focus()
    await press({ key: 'ArrowDown', altKey: true })
    expect(asked('practice.answer')).toMatchObject([{ response: { choices: ['a', 'b', 'c', 'd'] } }, { response: { choices: ['b', 'a', 'c', 'd'] } }])
    expect(document.activeElement?.getAttribute('data-choice')).toBe('a')
    await press('1')
    expect(asked('practice.answer')).toHaveLength(2)
  })

  it('keeps a number when one goes on, and an m in it is an m', async () => {
    await by('nav-4').trigger('click')
    await flushPromises()
    const field = by('number-input')
    ;(field.element as HTMLInputElement).focus()
    await field.setValue('2m')
    await press('m')
    expect([asked('practice.flag'), field.attributes('aria-invalid')]).toEqual([[], 'true'])
    await field.setValue('1,5')
    await press('Enter')
    expect(asked('practice.answer')).toMatchObject([{ at: 3, response: { number: 1.5 } }])
    expect([shownAt(), state(4)]).toEqual(['5', 'answered'])
  })

  it('begins a number with its first digit wherever the focus is', async () => {
    await by('nav-4').trigger('click')
    await flushPromises()
    const field = by('number-input')
    expect(document.activeElement).not.toBe(field.element)
    await press('2')
    expect(document.activeElement).toBe(field.element)
    ;(field.element as HTMLInputElement).blur()
    await press('m')
    expect(document.activeElement).not.toBe(field.element)
  })

  it('takes a host of the picture', async () => {
    await by('nav-5').trigger('click')
    await flushPromises()
    await press('3')
    expect(taken()).toEqual(['esx-03'])
    expect(by('host-picture').text()).toContain('vm-1')
  })

  it('flags, goes to and fro, and lists before the end what is open and flagged', async () => {
    await press('1', 'm', 'ArrowRight', 'ArrowRight', 'm', 'ArrowLeft')
    expect(asked('practice.flag')).toMatchObject([
      { at: 0, flagged: true },
      { at: 2, flagged: true },
    ])
    expect([shownAt(), state(1), by('nav-1').attributes('aria-label')]).toEqual(['2', 'answered', 'Question 1, answered, flagged'])
    await by('lang-toggle').trigger('click')
    expect(by('nav-1').attributes('aria-label')).toBe('문제 1, 답함, 표시함')
    expect(checkLabels(by('navigator').element)).toEqual({ checked: 5, missing: [] })
    await press('r')
    const places = (list: string): string[] => by(list).findAll('button b').map((place) => place.text()) // prettier-ignore
    expect([places('review-unanswered'), places('review-flagged')]).toEqual([
      ['2', '3', '4', '5'],
      ['1', '3'],
    ])
    await by('review-flagged').findAll('button')[1]?.trigger('click')
    await flushPromises()
    await press('m')
    expect([shownAt(), by('flag').attributes('aria-pressed')]).toEqual(['3', 'false'])
  })

  it('tells nothing before it is finished, then the score, by topic, and each question', async () => {
    await press('b', 'Enter', '1', '2')
    expect(shows('solution')).toBe(false)
    await press('r')
    await by('finish').trigger('click')
    await flushPromises()
    expect(by('result').attributes()).toMatchObject({ 'data-right': '1', 'data-of': '5' })
    expect(app.findAll('[data-testid="result-row"]').map((row) => row.attributes('data-mark'))).toEqual([
      'right',
      'wrong',
      'unanswered',
      'unanswered',
      'unanswered',
    ])
    expect(by('practise-wrong').text()).toContain('4')
    expect(by('by-topic').text()).toContain('1 of 3')
    // Each is of one topic, and some of two objectives: those add up to more than there are questions.
    expect(by('by-topic').text()).not.toContain('counts for each')
    expect(by('by-objective').text()).toContain('A question counts for each of its objectives.')
    // Of DRS two were asked: too few to call it weak.
    expect(by('by-topic').findAll('[aria-valuetext*="weak"]')).toHaveLength(1)
    expect(by('practise-weak').text()).toBe('Practise weak topics (1)')
    await by('result-2').trigger('click')
    await flushPromises()
    expect(by('solution').attributes('data-mark')).toBe('wrong')
    expect(by('choices').text()).toContain('thought of b')
    expect([1, 2, 3].map(state)).toEqual(['right', 'wrong', 'unanswered'])
    await press('3', 'm')
    expect(asked('practice.answer')).toHaveLength(3)
    await press('Escape')
    expect(shows('result')).toBe(true)
  })

  it('leads to the end by the one key, and back', async () => {
    await press('Enter', 'Enter', 'Enter', 'Enter', 'Enter')
    expect(shows('review')).toBe(true)
    await press('Escape')
    expect(shownAt()).toBe('5')
    await press('Escape')
    expect(shows('new-practice')).toBe(true)
  })
})

it('ends an exam whose time is over', async () => {
  vi.useFakeTimers()
  const practice = new FakePractice()
  await open(practice)
  expect(by('time-left').attributes('data-ms')).toBe('600000')
  practice.isTimeOver = true
  await vi.advanceTimersByTimeAsync(11_000)
  expect(by('result').attributes('data-of')).toBe('5')
})

it('tells a question of a study round when one asks, where it is seen, and changes nothing afterwards', async () => {
  await open(new FakePractice('study'))
  expect(by('forward').text()).toBe('Show the answer')
  await press('1')
  expect(by('forward').text()).toBe('Check')
  await press('Enter')
  expect([shownAt(), by('solution').attributes('data-mark')]).toEqual(['1', 'wrong'])
  expect(scrolled.at(-1)?.getAttribute('data-testid')).toBe('solution')
  await press('2')
  expect(taken()).toEqual(['a'])
  await press('Enter')
  expect(shownAt()).toBe('2')
})

it('says so where there is no such attempt', async () => {
  await open(new FakePractice(), '/#/practice/99')
  expect(by('attempt-missing').text()).toContain('All practice')
})

describe('the page around it', () => {
  it('lists the keys of a question before all others', async () => {
    await open(new FakePractice())
    await press('?')
    await vi.waitFor(() => expect(document.querySelector('[data-testid="shortcuts"] h3')?.textContent).toBe('Practice'))
  })

  it('keeps an exam date, with what a day it takes', async () => {
    await open(new FakePractice(), '/#/practice')
    expect(by('goal-save').attributes('disabled')).toBeDefined()
    await by('goal-date').setValue('2027-03-01')
    await by('goal-save').trigger('click')
    await flushPromises()
    expect(asked('practice.goal')).toEqual([{ goal: { examDate: '2027-03-01', profile: null } }])
    expect(by('goal').text()).toMatch(/20 days.*March 1, 2027.*12/s)
    await by('goal-clear').trigger('click')
    await flushPromises()
    expect(asked('practice.goal').at(-1)).toEqual({ goal: null })
    expect(shows('goal-clear')).toBe(false)
  })

  it('says what is due, known and new, and which topics are weak', async () => {
    await open(new FakePractice(), '/#/practice', 'ko')
    expect(by('memory').findAll('dd').map((figure) => figure.text())).toEqual(['3', '8', '239']) // prettier-ignore
    expect(by('memory').findAll('dt').map((name) => name.text())).toEqual(['복습할 것', '나중에 복습', '아직 풀지 않음']) // prettier-ignore
    expect(by('memory').text()).toContain('유형 40개')
    const weak = app.findAll('[data-topic]').map((row) => [row.attributes('data-topic'), row.attributes('data-weak')])
    expect(weak.filter(([, isWeak]) => isWeak === 'true')).toEqual([['DRS', 'true']])
    expect(by('unfinished').text()).toContain('5문제 중 0문제 답함')
  })
})
