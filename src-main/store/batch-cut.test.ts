import { expect, it } from 'vitest'
import { batchAfter, batchUpTo } from './batch-cut.ts'
import { batch, viewLine } from './testing/sample-project.ts'

const cut = (turn: number) => ({ turn, seq: turn, at: turn * 10 })

it('cuts anywhere, and both parts make the whole', () => {
  const whole = batch(11, 20)
  for (let turn = 11; turn < 20; turn++) {
    const [before, after] = [batchUpTo(whole, cut(turn)), batchAfter(whole, cut(turn))]
    expect(before).toEqual(batch(11, turn))
    expect(after).toMatchObject({ firstTurn: turn + 1, lastTurn: 20, firstSeq: turn, events: 20 - turn, eventText: batch(turn + 1, 20).eventText })
    expect(after?.viewText).toBe(viewLine(turn) + batch(turn + 1, 20).viewText)
  }
})

it('leaves alone what lies on one side', () => {
  const whole = batch(11, 20)
  expect(batchUpTo(whole, cut(20))).toBe(whole)
  expect(batchAfter(whole, cut(10))).toBe(whole)
  expect(batchAfter(whole, cut(20))).toBeNull()
})

it('copes with batches that have no events, texts that end without a line feed, and views without an instant', () => {
  const silent = { ...batch(11, 20), events: 0, eventText: '', viewText: '{"t":110,"a":1}\n{"b":2}\n{"t":190}' }
  expect(batchUpTo(silent, cut(12))).toMatchObject({ events: 0, eventText: '', viewText: '{"t":110,"a":1}\n{"b":2}\n' })
  expect(batchUpTo(silent, { turn: 19, seq: 10, at: 190 }).viewText).toBe(silent.viewText)
  const open = { ...batch(11, 12), eventText: '{"seq":10}\n{"seq":11}' }
  expect(batchAfter(open, cut(11))?.eventText).toBe('{"seq":11}')
  expect(batchUpTo(open, cut(11)).eventText).toBe('{"seq":10}\n')
})
