import { expect, it } from 'vitest'
import type { DemandKey } from '../../contract/lab/index.ts'
import type { Keyframe } from '../core/simulation-types.ts'
import type { Kernel } from '../core/simulation.ts'
import { lifeOf } from '../testing/lives.ts'
import { productEngine, startRun } from '../testing/drive.ts'
import { demandOf } from './demand.ts'
import { drsCpuDemand, drsCpuDemands, drsMemoryDemand, drsMemoryDemands } from './drs-demand.ts'
import { VmColumns, vmColumns } from './vm-columns.ts'

const keys = ['cpuMHz', 'consumedMiB', 'netMbps', 'grantedMiB', 'memoryMiB', 'touchedMiB'] as const satisfies readonly DemandKey[]
const SEEDS = 12
const LONG_MS = 120_000

/** All that columns say, but for how often they were made anew. */
function said(columns: VmColumns, now: number): object {
  const { generation: _, ...fields } = columns
  return { ...fields, registered: columns.registered(), asked: keys.map((key) => [...columns.at(key, now)]) }
}

function expectKept(kernel: Kernel): void {
  const { world, now } = kernel
  const fresh = new VmColumns()
  fresh.refresh(world)
  const kept = vmColumns(world)
  expect(said(kept, now)).toEqual(said(fresh, now))
  for (const key of keys) expect([...kept.at(key, now)], key).toEqual(kept.records.map(({ name }) => demandOf(world, name, key, now)))
  expect([...kept.records]).toEqual([...world.vms.values()])
  expect(Array.from(drsCpuDemands(kernel))).toEqual(kept.records.map((vm) => drsCpuDemand(kernel, vm)))
  const memory = drsMemoryDemands(kernel)
  for (const [place, vm] of kept.records.entries()) if (vm.power === 'on') expect(memory[place], vm.name).toBe(drsMemoryDemand(kernel, vm))
}

it('what is kept from write to write is what would be made anew, on the way and after jumps to and fro', { timeout: LONG_MS }, () => {
  let rebuilt = 0
  let asked = 0
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { lab, commands, safetyEndedAt } = lifeOf(seed)
    const kernel = startRun(lab, productEngine)
    const keyframes: Keyframe[] = []
    for (const command of commands) {
      kernel.runUntil(command.at)
      kernel.command(command.do, command.args)
      expectKept(kernel)
      asked++
      if (asked % 5 === 0) keyframes.push(kernel.keyframe(9))
    }
    kernel.runUntil(safetyEndedAt)
    expectKept(kernel)
    const log = [...kernel.log]
    for (let i = 0; i < keyframes.length; i++) {
      kernel.restore(keyframes[(i * 7 + seed) % keyframes.length] as Keyframe, log)
      expectKept(kernel)
      kernel.runUntil(kernel.now + 90_000)
      expectKept(kernel)
      asked += 2
    }
    rebuilt += vmColumns(kernel.world).generation
  }
  expect(asked).toBeGreaterThan(200)
  // Else it would show nothing of what is kept.
  expect(rebuilt).toBeLessThan(asked / 2)
})
