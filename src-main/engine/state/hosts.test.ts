import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseLab } from '../../contract/lab/index.ts'
import { createSimulation } from '../index.ts'

const sample = (file: string): ReturnType<typeof createSimulation> => {
  const parsed = parseLab(readFileSync(new URL(`../../../resources/samples/${file}.lab.yaml`, import.meta.url), 'utf8'))
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'))
  return createSimulation(parsed.lab)
}

describe('what is seen of a host, and by whom', () => {
  it('is what its own primary sees in a partition, while vCenter shows what the other one does', () => {
    const simulation = sample('two-sites')
    simulation.runUntil(180_000)
    const byOther = [{ by: 'a4', state: 'networkPartitioned', ping: false, row: 3 }]
    expect(simulation.hostState('b1')).toMatchObject({
      haState: 'networkPartitioned',
      heartbeat: { by: 'b4', state: 'secondary', row: 1 },
      otherHeartbeats: byOther,
    })
    expect(simulation.hostState('b4')).toMatchObject({ heartbeat: null, otherHeartbeats: byOther })
    expect(simulation.hostState('a1')).toMatchObject({ haState: 'secondary', heartbeat: { by: 'a4', state: 'secondary', row: 1 } })
  })

  it('is nothing new of a host without power until its primary has judged it', () => {
    const simulation = sample('article')
    simulation.runUntil(75_000)
    expect(simulation.hostState('Host A')).toMatchObject({
      power: 'off',
      heartbeat: { by: 'Host C', state: 'secondary', row: null },
      otherHeartbeats: [],
    })
    simulation.runUntil(79_000)
    expect(simulation.hostState('Host A')?.heartbeat).toMatchObject({ by: 'Host C', state: 'failed', row: 6 })
  })
})
