import { expect, it } from 'vitest'
import { didYouMean, hintFor } from './did-you-mean.ts'

const keys = ['isolationResponse', 'restartPriority', 'hostMonitoring', 'vmMonitoring', 'advancedOptions']

it.each([
  ['isolationRespons', 'isolationResponse'],
  ['restart-priority', 'restartPriority'],
  ['RestartPriority', 'restartPriority'],
  ['hostMontioring', 'hostMonitoring'],
  ['advanced', 'advancedOptions'],
])('takes %s for %s', (written, meant) => {
  expect(didYouMean(written, keys)).toBe(meant)
})

it('does not look for what nobody typed', () => {
  expect(didYouMean(`${'a'.repeat(200)}`, [`${'a'.repeat(199)}b`])).toBeNull()
})

it('makes no wild guesses', () => {
  expect(didYouMean('colour', keys)).toBeNull()
  expect(didYouMean('', keys)).toBeNull()
  expect(didYouMean('x', ['y'])).toBeNull()
  expect(didYouMean('8.1', ['5.1', '8.0'])).toBeNull()
  expect(didYouMean('vm', ['VM'])).toBe('VM')
  expect(hintFor('colour', keys)).toBe('')
  expect(hintFor('esx-09', ['esx-01', 'web'])).toBe(' (did you mean "esx-01"?)')
})
