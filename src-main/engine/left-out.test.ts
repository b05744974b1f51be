/** What is left out because nothing was written that it reads: that it names all that it reads. */
import { expect, it } from 'vitest'
import type { Invariant } from './core/module.ts'
import type { Kernel } from './core/simulation.ts'
import { tableNames } from './core/world.ts'
import type { TableName } from './core/records.ts'
import { modules } from './modules/index.ts'
import { createSimulation } from './simulate.ts'
import { productEngine, startRun } from './testing/drive.ts'
import { lifeOf } from './testing/lives.ts'

const SEEDS = 12
/** On a machine that is busy with other things. */
const LONG_MS = 120_000
/** So many that each kind of lab is among them. */
const SEEDS_FOR_READS = 26
/** Commands from look to look. */
const LOOK_EVERY = 3
const invariants = modules.flatMap((module) => module.invariants)

/** The tables that the check looks at now, with nothing kept from before. */
function readsOf(invariant: Invariant, kernel: Kernel): Set<TableName> {
  const read = new Set<TableName>()
  const keeps = new Map<object, unknown>()
  const world = new Proxy(kernel.world, {
    get: (tables, name) => {
      if (name === 'derived') return keeps
      const table = tableNames.find((known) => known === name)
      if (table !== undefined) read.add(table)
      return Reflect.get(tables, name) as unknown
    },
  })
  const turn = new Proxy(kernel, { get: (of, name) => (name === 'world' ? world : (Reflect.get(of, name) as unknown)) })
  expect(invariant.check(world, kernel.now, turn)).toBeNull()
  return read
}

it('every invariant names the tables that it looks at', { timeout: LONG_MS }, () => {
  const read = new Map(invariants.map(({ name }) => [name, new Set<TableName>()]))
  for (let seed = 1; seed <= SEEDS_FOR_READS; seed++) {
    const { lab, commands } = lifeOf(seed)
    const kernel = startRun(lab, productEngine)
    for (const [n, command] of commands.entries()) {
      kernel.runUntil(command.at)
      kernel.command(command.do, command.args)
      if (n % LOOK_EVERY !== 0) continue
      for (const invariant of invariants) for (const table of readsOf(invariant, kernel)) read.get(invariant.name)?.add(table)
    }
  }
  for (const { name, reads } of invariants)
    expect({ name, unnamed: [...(read.get(name) ?? [])].filter((table) => !reads.includes(table)) }).toEqual({ name, unnamed: [] })
})

it('leaving out steps that have nothing to do changes nothing', { timeout: LONG_MS }, () => {
  for (let seed = 1; seed <= SEEDS; seed++) {
    const { lab, commands, safetyEndedAt } = lifeOf(seed)
    const repeated = (freeze: boolean): string => {
      const simulation = createSimulation(lab, { freeze })
      for (const command of commands) {
        simulation.runUntil(command.at)
        simulation.command(command.do, command.args)
      }
      simulation.runUntil(safetyEndedAt + 600_000)
      return JSON.stringify([simulation.keyframe(), simulation.digest()])
    }
    expect(repeated(false)).toBe(repeated(true))
  }
})
