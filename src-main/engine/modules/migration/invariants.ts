import type { Invariant } from '../../core/module.ts'
import type { MigrationRecord } from '../../core/records.ts'
import type { ReadonlyTables } from '../../core/world.ts'
import { costInUse } from '../../reads/vmotion.ts'
import { stunsVm, transferOf } from './migration-record.ts'

/** A migration that runs is of a VM on its source, has something that ends it, and no other is of the same VM. */
const migrationsGoOn: Invariant = {
  name: 'migrationsGoOn',
  reads: ['migrations', 'vms', 'transfers', 'hosts'],
  check(world) {
    for (const [key, record] of world.migrations.entries()) {
      const wrong = recordTrouble(world, key, record)
      if (wrong !== null) return `the migration of ${key} ${wrong}`
    }
    return null
  },
}

function recordTrouble(world: ReadonlyTables, key: string, record: MigrationRecord): string | null {
  const vm = world.vms.get(record.vm)
  if (vm === undefined) return 'is of a VM that does not exist'
  if ((record.startedAt === null) !== (record.waitsFor !== null)) return 'neither waits nor runs'
  if (record.kind === 'cold' && vm.power === 'on') return 'is cold, and the VM runs'
  if (record.kind !== 'cold' && record.role !== 'secondary' && (vm.power !== 'on' || vm.host !== record.from || vm.instances.length === 0))
    return 'is not of what runs on its source'
  for (const host of [record.from, record.to]) if (world.hosts.get(host)?.power !== 'on') return `needs ${host}, which does not run`
  if (record.startedAt === null) return null
  if ((record.stunnedAt !== null) !== (record.phase === 'switchOver')) return 'has a stun outside its switch-over'
  if (record.stunnedAt !== null && stunsVm(record) && !vm.stunned) return 'switches over a VM that executes guest code'
  const transfer = world.transfers.get(transferOf(key))
  if (transfer?.cut === true && record.phase !== 'switchOver' && record.cutTimer === null) return 'waits for a link without an end'
  const sends = transfer !== undefined && (transfer.timer !== null || transfer.bytesLeft > 0)
  if (record.timer === null && !sends && record.cutTimer === null) return 'does not end'
  return null
}

/** VM-060: what runs pays for what it costs, and no budget is exceeded. */
const budgetsHold: Invariant = {
  name: 'budgetsHold',
  reads: ['migrations', 'migrationBudgets'],
  check(world) {
    const paid = new Map<string, number>()
    // A host has one budget for what goes over its slow networks and another for the fast ones: the largest holds for all together.
    const largest = new Map<string, number>()
    for (const { costs, startedAt } of world.migrations.values()) {
      if (startedAt === null) continue
      for (const { key, cost, budget } of costs) {
        paid.set(key, (paid.get(key) ?? 0) + cost)
        largest.set(key, Math.max(largest.get(key) ?? 0, budget))
      }
    }
    for (const [key, budget] of largest) if (costInUse(world, key) > budget) return `${key} pays for more than ${budget}`
    for (const key of [...paid.keys(), ...world.migrationBudgets.keys()])
      if (costInUse(world, key) !== (paid.get(key) ?? 0)) return `${key} says that ${costInUse(world, key)} are in use, and ${paid.get(key) ?? 0} are`
    return null
  },
}

/** Only a host that runs has anything to clean up. */
const memoryIsFreed: Invariant = {
  name: 'memoryIsFreed',
  reads: ['leftovers', 'hosts', 'vms'],
  check(world) {
    for (const { vm, host } of world.leftovers.values())
      if (!world.vms.has(vm) || world.hosts.get(host)?.power !== 'on') return `${host} keeps memory of ${vm} and does not run`
    return null
  },
}

export const migrationInvariants = [migrationsGoOn, budgetsHold, memoryIsFreed]
