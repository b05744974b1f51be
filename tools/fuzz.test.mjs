// A slice of the hostility harness, and that it notices what it is there for. The long way: node tools/fuzz.mjs.
import { describe, expect, it } from 'vitest'
import { diceOf } from './fuzz/dice.mjs'
import { demandSentence } from './fuzz/finding.mjs'
import { mutatedBytes, mutatedText, mutatedTree } from './fuzz/mutate.mjs'
import { openTarget } from './fuzz/targets.mjs'

/** Inputs of each, about two seconds in all; `api` would start the whole application with its threads. */
const slice = { labs: 12, projects: 6, rvtools: 6, database: 8, traces: 20, windows: 4 }

describe.each(Object.entries(slice))('%s', (name, inputs) => {
  it('takes what is hostile, or says why not', async () => {
    const target = await openTarget(name)
    try {
      for (let number = 0; number < inputs; number++) expect(['taken', 'refused']).toContain(await target.try(await target.make(diceOf(20, number))))
    } finally {
      await target.close()
    }
  })
})

describe('two windows', () => {
  const design = (who, value) => ({ who, does: 'design', value })
  const deliver = (who, ...asked) => ({ who, does: 'deliver', asked })
  it.each([
    [
      'a step of one that is refused, after another of the other',
      [{ who: 0, does: 'designWrongly' }, design(1, 'x'), deliver(1, true), deliver(0, false)],
    ],
    ['a design that changed while a connection was lost', [design(1, 'y'), deliver(1, true), { who: 0, does: 'break' }]],
    [
      'more than one reads',
      [200_000, 300_000, 400_000, 350_000, 500_000, 450_000, 470_000, 480_000].flatMap((t) => [
        { who: 1, does: 'seek', t },
        deliver(1, true, false, false),
      ]),
    ],
  ])('show the same after %s', async (_, script) => {
    const target = await openTarget('windows')
    try {
      expect(await target.try(script)).toBe('taken')
    } finally {
      await target.close()
    }
  })
})

describe('the harness', () => {
  it('draws the same for the same seed and number, and something else for others', () => {
    const drawn = (seed, number) => {
      const dice = diceOf(seed, number)
      return [
        mutatedBytes(Buffer.alloc(64), dice).toString('hex'),
        mutatedText('a: 1\nb: [2, 3]\n', dice),
        JSON.stringify(mutatedTree({ a: [1, { b: 2 }] }, dice)),
      ]
    }
    expect(drawn(1, 2)).toEqual(drawn(1, 2))
    expect(drawn(1, 2)).not.toEqual(drawn(1, 3))
    expect(drawn(1, 2)).not.toEqual(drawn(2, 2))
  })

  it('tells a sentence from gibberish, but for what the input says itself', () => {
    expect(() => demandSentence('hosts[0]: expected a name')).not.toThrow()
    for (const message of ['', ' ', 'got [object Object]', "Cannot read properties of undefined (reading 'x')", 'x'.repeat(6000)])
      expect(() => demandSentence(message)).toThrow()
    expect(() => demandSentence('no VM named "NaN"', 'vm: NaN')).not.toThrow()
  })
})
