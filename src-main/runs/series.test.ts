import { describe, expect, it } from 'vitest'
import { parseLab } from '../contract/lab/index.ts'
import { BranchTree } from './branch-tree.ts'
import { series } from './series.ts'
import { thisEngine } from './this-engine.ts'

const host = (name: string) => ({ name, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2500 }, memoryMiB: 65_536 })
const lab = {
  hostdown: 1,
  name: 'Load that changes',
  hosts: [host('esx-01'), host('esx-02')],
  vms: [
    { name: 'steady', host: 'esx-01', vcpus: 2, memoryMiB: 2048, demand: { cpuMHz: 1000 } },
    { name: 'square', host: 'esx-02', vcpus: 2, memoryMiB: 2048, demand: { shape: 'square', period: '10m', cpuMHz: [500, 3000] } },
  ],
  until: '1h',
}

function at(t: number) {
  const parsed = parseLab(JSON.stringify(lab))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const branch = BranchTree.fresh(parsed.lab, thisEngine, null).get(0)
  while (branch.takeTurn(t));
  return { engine: thisEngine, lab: parsed.lab, branch, simulation: branch.trackAt(parsed.lab, t).simulation }
}

describe('series', () => {
  it('follows a VM, its host and the cluster to the instant shown', () => {
    const trial = at(1_200_000)
    const vm = series(trial, { kind: 'vm', name: 'square', from: 0, points: 20 })
    expect(vm?.points.map(({ t }) => t)).toEqual(Array.from({ length: 21 }, (_, i) => i * 60_000))
    expect(vm?.points.map(({ cpuDemandMHz }) => cpuDemandMHz)).toEqual([...fives(3000), ...fives(500), ...fives(3000), ...fives(500), 3000])
    const cluster = series(trial, { kind: 'cluster', from: 600_000, points: 2 })
    expect(cluster?.points.map(({ t, cpuDemandMHz }) => [t, cpuDemandMHz])).toEqual([
      [600_000, 4000],
      [900_000, 1500],
      [1_200_000, 4000],
    ])
    expect(series(trial, { kind: 'host', name: 'esx-01', from: 0, points: 1 })?.points.map((point) => point.cpuCapacityMHz)).toEqual([20_000, 20_000])
  })

  it('says that there is nothing of that name', () => {
    expect(series(at(0), { kind: 'pool', name: 'none', from: 0, points: 3 })).toBeNull()
  })
})

const fives = (value: number): number[] => [value, value, value, value, value]
