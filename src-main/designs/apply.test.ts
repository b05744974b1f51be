import { expect, it } from 'vitest'
import { stepOf } from './apply.ts'

it('a step is named by what it did', () => {
  expect(stepOf([{ do: 'set', kind: 'vm', names: ['a', 'b'], key: ['host'], value: 'h' }])).toEqual({
    do: 'set',
    kind: 'vm',
    name: 'a',
    count: 2,
    key: ['host'],
  })
  expect(stepOf([{ do: 'copy', kind: 'vm', names: ['a'], copies: 20 }])).toMatchObject({ do: 'copy', count: 20 })
  expect(
    stepOf([
      { do: 'remove', kind: 'vm', names: ['a'] },
      { do: 'enable', service: 'ha' },
    ]),
  ).toMatchObject({ do: 'several', count: 2 })
  expect(stepOf([{ do: 'enable', service: 'ha' }])).toMatchObject({ do: 'enable', key: ['cluster', 'ha'] })
})
