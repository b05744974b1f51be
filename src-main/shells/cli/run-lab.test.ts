import { expect, it } from 'vitest'
import type { Lab } from '../../contract/lab/index.ts'
import { ENGINE_VERSION, InvariantError, type Simulation } from '../../engine/index.ts'
import { BrokenRun } from './io.ts'
import { guarded } from './run-lab.ts'

const simulation = { now: 78_000, turn: 12 } as Simulation
const repeat = { path: "my lab's.lab.yaml", lab: { seed: 7 } as Lab, until: 600_000 }

function broken(error: unknown): readonly string[] {
  try {
    guarded(simulation, repeat, () => {
      throw error
    })
  } catch (thrown) {
    if (thrown instanceof BrokenRun) return thrown.lines
  }
  throw new Error('expected a BrokenRun')
}

it('says which invariant broke, at what time, and how to repeat it', () => {
  expect(broken(new InvariantError('oneLockHolder', 'vm1 is locked by a and b'))).toEqual([
    'invariant broken: oneLockHolder, at 01:18.000 (78000 ms), turn 12',
    'oneLockHolder: vm1 is locked by a and b',
    `lab my lab's.lab.yaml, seed 7, engine version ${ENGINE_VERSION}`,
    `to repeat: hostdown run 'my lab'\\''s.lab.yaml' --seed 7 --until 10m --digest`,
  ])
})

it('treats any other error of the engine in the same way, with its stack', () => {
  const lines = broken(new TypeError('no such record'))
  expect(lines[0]).toBe('internal error in the simulation, at 01:18.000 (78000 ms), turn 12')
  expect(lines[1]).toMatch(/TypeError: no such record\n +at /)
})

it('hands through what goes well', () => {
  expect(guarded(simulation, repeat, () => 5)).toBe(5)
})
