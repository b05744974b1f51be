/** What the migrations that run take of each budget; a cost is taken at the start and given back at the end (VM-060). */
import type { MigrationRecord } from '../../core/records.ts'
import type { Turn } from '../../core/turn.ts'
import { costInUse } from '../../reads/vmotion.ts'

export function takeCosts(turn: Turn, { costs }: MigrationRecord): void {
  for (const { key, cost } of costs) turn.world.migrationBudgets.set(key, { key, inUse: costInUse(turn.world, key) + cost })
}

export function giveBack(turn: Turn, { costs }: MigrationRecord): void {
  for (const { key, cost } of costs) {
    const inUse = costInUse(turn.world, key) - cost
    if (inUse > 0) turn.world.migrationBudgets.set(key, { key, inUse })
    else turn.world.migrationBudgets.remove(key)
  }
}
