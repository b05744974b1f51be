import { describe, expect, it } from 'vitest'
import type { LabEvent } from '../../../src-main/contract/events.ts'
import { en } from '../../i18n/en.ts'
import { ko } from '../../i18n/ko.ts'
import { textKey, titleKey, tourSteps } from './tour-steps.ts'
import { decisionToShow } from './use-tour.ts'

const rejected = { option: 'Host C', reason: 'noRoom', facts: [] }
const event = (seq: number, why?: readonly unknown[]): LabEvent =>
  ({
    seq,
    t: seq * 1000,
    type: 'ha.restartAttempted',
    ...(why !== undefined && { why: { decision: 'x', facts: [], inputs: {}, rejected: why, text: '' } }),
  }) as unknown as LabEvent

describe('the tour', () => {
  it('has words for each stop, in both languages', () => {
    for (const step of tourSteps)
      for (const key of [titleKey(step), textKey(step)]) expect([en[key], ko[key]].every((text) => text.length > 1)).toBe(true)
  })

  it('explains the last decision that rejected something', () => {
    expect(decisionToShow([event(1), event(2, [rejected]), event(3, []), event(4)])?.seq).toBe(2)
  })

  it('explains the last decision where none rejected anything', () => {
    expect(decisionToShow([event(1, []), event(2)])?.seq).toBe(1)
  })

  it('has nothing to explain before anything was decided', () => {
    expect(decisionToShow([event(1), event(2)])).toBeNull()
  })
})
