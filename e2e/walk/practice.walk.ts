/** The practice: what there is to practise, questions of each form, the review, what came of it, and why. */
import { expect } from '../shell.ts'
import { talkTo } from '../talk.ts'
import { walk } from './walk.ts'

/** With this seed every form is among twenty questions. */
const seed = 10
const plan = { profile: null, count: 20, topics: [], generation: null, kind: 'both' as const }

walk('Practice', async (w, openLab) => {
  const shell = await openLab()
  await w.keys('Alt+p')
  await w.at('practice-empty', () => expect(w.page.getByTestId('new-practice')).toBeVisible())
  const talk = await talkTo(shell.url)
  const exam = await talk.invoke('practice.begin', { ...plan, mode: 'exam', minutes: 45, profile: '2V0-21.23', seed })
  if (exam === null) throw new Error('nothing was begun')
  const forms = exam.items.map(({ question }) => question.form)
  for (const [at, { question }] of exam.items.entries()) {
    const response = question.form === 'number' ? { number: 4 } : { choices: question.choices.slice(0, question.choose).map(({ id }) => id) }
    if (at < 14) await talk.invoke('practice.answer', { id: exam.id, at, response, spentMs: 40_000 })
    if (at % 5 === 2) await talk.invoke('practice.flag', { id: exam.id, at, flagged: true })
  }
  await w.page.reload()
  await w.at('practice-unfinished', () => expect(w.page.getByTestId('unfinished')).toBeVisible())
  await w.page.getByTestId('unfinished').getByRole('button').first().click()
  for (const form of new Set(forms)) await w.at(`question-${form}`, () => w.page.getByTestId(`nav-${String(forms.indexOf(form) + 1)}`).click())
  await w.at('question-unanswered', () => w.press('nav-18'))
  await w.at('practice-review', () => w.press('to-review'))
  await w.at('practice-result', () => w.press('finish'))
  for (const form of new Set(forms))
    await w.at(`told-${form}`, async () => {
      await w.press('to-result').catch(() => undefined)
      await w.press(`result-${String(forms.indexOf(form) + 1)}`)
    })
  await w.at('told-solution', () => w.page.getByTestId('solution').scrollIntoViewIfNeeded())
  await w.at('practice-history', async () => {
    await w.press('to-practice')
    await talk.invoke('practice.goal', { goal: { examDate: '2027-03-01', profile: null } })
    await w.page.reload()
    await expect(w.page.getByTestId('history')).toBeVisible()
  })
  await w.at('practice-history-below', () => w.page.getByTestId('history').scrollIntoViewIfNeeded())
  const study = await talk.invoke('practice.begin', { ...plan, mode: 'study', minutes: null, seed })
  await w.page.reload()
  await w.page.getByTestId('unfinished').getByRole('button').first().click()
  const shown = study?.items.findIndex(({ question }) => question.form === 'single' && question.family !== 'bank') ?? 0
  await w.at('study-told', async () => {
    await w.press(`nav-${String(shown + 1)}`)
    await w.keys('1', 'Enter')
    await expect(w.page.getByTestId('solution')).toBeVisible()
  })
  await w.at('show-me', async () => {
    await w.keys('s')
    await expect(w.page.getByTestId('from-question')).toBeVisible()
  })
  talk.close()
})

walk('Predict', async (w, openLab) => {
  await openLab()
  await w.at('predict-on', () => w.keys('q'))
  await w.page.getByTestId('speed').selectOption('max')
  const play = async (): Promise<void> => {
    await w.press('play-pause')
    await expect(w.page.getByTestId('predict-asked')).toBeVisible()
  }
  await w.at('predict-asked', play)
  await w.at('predict-told', () => w.press('predict-choice-2'))
  await w.press('predict-go-on')
  await w.at('predict-asked-two', () => expect(w.page.getByTestId('predict-asked')).toBeVisible())
  await w.at('predict-told-two', () => w.press('predict-choice-1'))
  await w.at('predict-keys', () => w.press('help'))
})

walk('Blind drills', async (w, openLab) => {
  const shell = await openLab()
  const talk = await talkTo(shell.url)
  await talk.invoke('drill.begin', { level: 2, seed: 2 })
  await talk.invoke('drill.look', { look: 'uplinks', object: 'esx-03', spentMs: 20_000 })
  await talk.invoke('drill.look', { look: 'console', object: 'esx-03', spentMs: 20_000 })
  await talk.invoke('drill.wait', { ms: 30_000, spentMs: 10_000 })
  await w.keys('Alt+p')
  await w.at('drill-open', () => w.press('drill-go-on'))
  await w.at('drill-told', async () => {
    await w.page.locator('[data-choice="b"]').click()
    await w.press('drill-answer')
    await expect(w.page.getByTestId('drill-debrief')).toBeVisible()
  })
  await w.at('drill-run', () => w.press('drill-show'))
  talk.close()
})
