import { describe, expect, it } from 'vitest'
import { tokens } from '../styles/tokens.ts'
import { heatOf, heatStep, poolColour, scoreStep } from './tints.ts'
import type { Layers } from './scene.ts'
import type { WorldMirror } from '../stores/world-mirror.ts'

const scene = (on: string, scores: readonly (number | null)[] | null = null) => ({
  layers: { [on]: true } as unknown as Layers,
  mirror: { vmCpu: [90, 10] } as unknown as WorldMirror,
  tints: { scores, pools: null },
})

describe('heat of VMs', () => {
  it('rises with what they ask for, and as their score falls', () => {
    expect([0, 10, 30, 70, 95].map(heatStep)).toEqual([0, 1, 2, 3, 4])
    expect([100, 81, 80, 61, 60, 41, 40, 0, null].map(scoreStep)).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 0])
  })

  it('is that of the layer that is on', () => {
    expect(heatOf(scene('heat'), 0)).toEqual({ step: 4, text: '90%' })
    expect(heatOf(scene('heatScore', [66.67, null]), 0)).toEqual({ step: 2, text: '67' })
    expect(heatOf(scene('heatScore', [66.67, null]), 1)).toEqual({ step: 0, text: '–' })
    expect(heatOf(scene('heatScore'), 0)).toBeNull()
    expect(heatOf(scene('locks'), 0)).toBeNull()
  })
})

it('VMs at the root have no colour of a pool, others that of theirs', () => {
  expect(poolColour(tokens.light, -1)).toBeNull()
  expect(poolColour(tokens.light, 1)).toBe(tokens.light.violet)
  expect(poolColour(tokens.light, 6)).toBe(tokens.light.violet)
})
