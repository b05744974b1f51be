// Goal: who is terminated, for every response and everything that may be known (HA-127, HA-133).
import { describe, expect, it } from 'vitest'
import { constants, perturb } from '../../../../knowledge/constants.ts'
import { verdict } from './verdict.ts'
import type { Situation } from './verdict.ts'

const rules = constants['HA-133']
const conservative = 'powerOffAndRestartConservative'
const aggressive = 'powerOffAndRestartAggressive'

function ends(response: Situation['response'], capacity: Situation['capacity'], isProtected = true): boolean {
  return verdict({ response, capacity, isProtected }, rules).ends
}

describe('HA-133', () => {
  it('conservative wants to know of room, aggressive only not to know that there is none', () => {
    expect([ends(conservative, 'available'), ends(conservative, 'unknown'), ends(conservative, 'missing')]).toEqual([true, false, false])
    expect([ends(aggressive, 'available'), ends(aggressive, 'unknown'), ends(aggressive, 'missing')]).toEqual([true, true, false])
  })

  it('is the constants that say so', () => {
    const broken = perturb('HA-133')?.['HA-133'] ?? rules
    const of = (response: Situation['response'], capacity: Situation['capacity']): boolean =>
      verdict({ response, capacity, isProtected: true }, broken).ends
    expect([of(conservative, 'unknown'), of(aggressive, 'unknown'), of(aggressive, 'missing')]).toEqual([true, false, true])
  })
})

it('a device that is gone for good ends the VM whatever is known of room (HA-127)', () => {
  for (const capacity of ['available', 'missing', 'unknown'] as const) expect(ends('powerOffAndRestart', capacity)).toBe(true)
})

it('nobody ends a VM without an agent, or one that nobody would restart', () => {
  for (const response of ['powerOffAndRestart', conservative, aggressive] as const) {
    expect(verdict({ response, capacity: 'agentDown', isProtected: true }, rules)).toEqual({ ends: false, because: 'agentDown' })
    expect(verdict({ response, capacity: 'available', isProtected: false }, rules)).toEqual({ ends: false, because: 'notProtected' })
  }
})
