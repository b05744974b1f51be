/**
 * An exam in the window, in Korean and by keyboard: begun, killed in the middle, gone on with, finished, looked at. HOSTDOWN_EXAM_SEED draws other
 * questions, and so does each repetition.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import type { Attempt } from '../src-main/contract/practice/attempt.ts'
import { isRight } from '../src-main/contract/practice/question.ts'
import { expect, test } from './shell.ts'
import { drawWith } from './seeded.ts'
import { talkTo } from './talk.ts'
import { clockMs, prefer } from './window.ts'

/** Of these questions every form is there once at least. */
const seed = Number(process.env['HOSTDOWN_EXAM_SEED'] ?? 10)
const COUNT = 20
/** Answered before Hostdown is killed; the last of them is the one that is shown. */
const BEFORE = 12
const flaggedPlaces = [2, 9]
/** Nothing is answered there. */
const leftOut = 6

const question = (page: Page, place: number): ReturnType<Page['locator']> => page.locator(`[data-testid="question"][data-at="${String(place)}"]`)
const navState = (page: Page, place: number): ReturnType<Page['getByTestId']> => page.getByTestId(`nav-${String(place)}`)

/** Answers the question that is shown without the mouse, and tells its form. */
async function answerByKeyboard(page: Page): Promise<string> {
  const form = (await page.getByTestId('question').getAttribute('data-form')) ?? ''
  const keys = page.keyboard
  if (form === 'number') {
    await page.getByTestId('number-input').focus()
    await keys.type('4')
  } else if (form === 'order') {
    await page.getByTestId('order').locator('li').first().focus()
    await keys.press('Alt+ArrowDown')
  } else if (form === 'multiple') {
    const open = page.locator('[data-testid="choices"] input:enabled:not(:checked)')
    for (let digit = 1; (await open.count()) > 0; digit++) await keys.press(String(digit))
  } else await keys.press('2')
  return form
}

async function flag(page: Page, form: string): Promise<void> {
  // In a field for text an m is an m.
  if (form === 'number') await page.getByTestId('flag').click()
  else await page.keyboard.press('m')
}

/** Choices in the order shown with those that are taken, or the number: what a person sees of an answer. */
async function answerShown(page: Page): Promise<unknown> {
  const number = page.getByTestId('number-input')
  if ((await number.count()) > 0) return number.inputValue()
  return page
    .locator('[data-testid="question"] [data-choice]')
    .evaluateAll((list) =>
      list.map((row) => ({ id: row.getAttribute('data-choice'), isTaken: row.querySelector<HTMLInputElement>('input')?.checked ?? null })),
    )
}

/** Away from whatever has the focus, as when one comes to a question: keys mean what the page says. */
const toStem = (page: Page): Promise<void> => page.getByTestId('question').locator('h2').focus()

async function goOn(page: Page, place: number): Promise<void> {
  await toStem(page)
  await page.keyboard.press('Enter')
  await expect(question(page, place)).toBeVisible()
}

test('an exam that is killed goes on at its question with every answer, and each wrong answer can be shown', async ({ page, startShell }, info) => {
  test.setTimeout(300_000)
  const data = mkdtempSync(join(tmpdir(), 'hostdown-exam-'))
  try {
    await prefer(page, 'ko', 'light')
    await drawWith(page, 'practice.begin', seed + info.repeatEachIndex)
    const first = await startShell(undefined, { data })
    await page.goto(first.url)
    await expect(page.getByTestId('clock')).toBeVisible()
    await page.keyboard.press('Alt+p')
    await expect(page.getByTestId('practice-begin')).toHaveText('시험 시작')
    await page.getByTestId('practice-begin').focus()
    await page.keyboard.press('Enter')
    await expect(question(page, 1)).toBeVisible({ timeout: 60_000 })
    await expect(page.locator('[data-testid^="nav-"]')).toHaveCount(COUNT)

    const seen = new Map<number, unknown>()
    for (let place = 1; place <= BEFORE; place++) {
      await expect(page.getByTestId('solution'), 'nothing is told before the end').toHaveCount(0)
      if (place !== leftOut) {
        const form = await answerByKeyboard(page)
        await expect(navState(page, place)).toHaveAttribute('data-state', 'answered')
        if (flaggedPlaces.includes(place)) await flag(page, form)
      }
      seen.set(place, await answerShown(page))
      if (place < BEFORE) await goOn(page, place + 1)
    }
    const id = await question(page, BEFORE).getAttribute('data-id')
    const left = Number(await page.getByTestId('time-left').getAttribute('data-ms'))
    const talk = await talkTo(first.url)
    const kept = async (): Promise<number | undefined> => (await talk.invoke('practice.overview', {})).unfinished[0]?.answered
    await expect.poll(kept, { message: 'what was pressed last is acknowledged' }).toBe(BEFORE - 1)
    talk.close()
    await first.stop('SIGKILL')
    await expect(page.getByTestId('link-lost')).toBeVisible()

    const second = await startShell(undefined, { data })
    await page.goto(second.url)
    await expect(page.getByTestId('practice-shelf')).toContainText(`${String(COUNT)}문제 중 ${String(BEFORE - 1)}문제 답함`)
    await page.getByTestId('shelf-go-on').press('Enter')
    await expect(question(page, BEFORE)).toHaveAttribute('data-id', id ?? '')
    expect(Number(await page.getByTestId('time-left').getAttribute('data-ms')), 'time stands still while nothing runs').toBeLessThanOrEqual(
      left + 6_000,
    )
    for (let place = BEFORE; place >= 1; place--) {
      await expect(question(page, place)).toBeVisible()
      expect(await answerShown(page), `answer ${String(place)}`).toEqual(seen.get(place))
      await expect(navState(page, place)).toHaveAttribute('data-state', place === leftOut ? 'open' : 'answered')
      await expect(navState(page, place)).toHaveAttribute('data-flagged', String(flaggedPlaces.includes(place)))
      await toStem(page)
      if (place > 1) await page.keyboard.press('ArrowLeft')
    }

    await navState(page, BEFORE + 1).press('Enter')
    for (let place = BEFORE + 1; place <= COUNT; place++) {
      await expect(question(page, place)).toBeVisible()
      await answerByKeyboard(page)
      await expect(navState(page, place)).toHaveAttribute('data-state', 'answered')
      if (place < COUNT) await goOn(page, place + 1)
    }
    await toStem(page)
    await page.keyboard.press('r')
    await expect(page.getByTestId('review-unanswered').getByRole('button')).toHaveCount(1)
    await expect(page.getByTestId('review-flagged').getByRole('button')).toHaveCount(flaggedPlaces.length)
    await page.getByTestId('finish').press('Enter')
    await expect(page.getByTestId('result')).toBeVisible()

    const told = await attemptOf(second.url)
    const right = told.items.filter(({ response, solution, question: { form } }) => solution !== null && isRight({ ...solution, form }, response))
    await expect(page.getByTestId('result')).toHaveAttribute('data-right', String(right.length))
    await expect(page.getByTestId('result')).toContainText(`${String(COUNT)}`)
    await expect(page.locator('[data-testid="result-row"][data-mark="right"]')).toHaveCount(right.length)
    await expect(page.locator('[data-testid="result-row"][data-mark="unanswered"]')).toHaveCount(1)
    await expect(page.getByTestId('practise-wrong')).toContainText(String(COUNT - right.length))
    await expect(page.getByTestId('by-topic')).toContainText('약함')
    await reviewWrong(page, told)

    await page.keyboard.press('Escape')
    await expect(page.getByTestId('new-practice')).toBeVisible()
    await expect(page.getByTestId('history').getByTestId('attempt')).toHaveCount(1)
    await expect(page.getByTestId('unfinished')).toHaveCount(0)
    await expect(page.locator('[data-testid="topics"] [data-weak="true"]').first()).toBeVisible()
    await expect(page.getByTestId('practise-weak')).toBeEnabled()
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
})

async function attemptOf(url: string): Promise<Attempt> {
  const talk = await talkTo(url)
  const { history } = await talk.invoke('practice.overview', {})
  const attempt = await talk.invoke('practice.attempt', { id: history[0]?.id ?? 0 })
  talk.close()
  return attempt
}

/** Every wrong answer: why, the run at the instant that decides, with the event that does, and back. */
async function reviewWrong(page: Page, { items }: Attempt): Promise<void> {
  for (const [at, { solution }] of items.entries()) {
    if (solution === null || solution.isRight) continue
    const place = String(at + 1)
    await page.getByTestId(`result-${place}`).press('Enter')
    await expect(page.getByTestId('solution')).not.toHaveAttribute('data-mark', 'right')
    await expect(page.getByTestId('show-me')).toHaveCount(solution.lab === null ? 0 : 1)
    if (solution.lab !== null) {
      await page.keyboard.press('s')
      await expect(page.getByTestId('from-question')).toContainText(place)
      await expect.poll(() => clockMs(page), { message: `question ${place}` }).toBe(solution.lab.momentMs)
      await page.getByTestId('back-to-question').press('Enter')
      await expect(question(page, at + 1)).toBeVisible()
    }
    await page.keyboard.press('Escape')
    await expect(page.getByTestId('result')).toBeVisible()
  }
}
