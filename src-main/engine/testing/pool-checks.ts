/** What the swarm asks of pools: what a person was allowed leaves no pool with more too little than it had (DRS-021 to DRS-023). */
import type { LabEvent } from '../../contract/events.ts'
import type { Kernel } from '../core/simulation.ts'
import { stampOf } from '../core/derived.ts'
import { capacityOf, heldIn } from '../modules/resources/invariants.ts'
import { round9 } from '../models/maths.ts'
import { BrokenRule } from './broken-rule.ts'

interface Over {
  readonly cpu: number
  readonly memory: number
}

const asked: ReadonlySet<string> = new Set([
  'vm.powerOn',
  'vm.create',
  'vm.configure',
  'resourcePool.add',
  'resourcePool.configure',
  'resourcePool.remove',
  'cluster.configure',
])
const stamp = stampOf('pools', 'vms', 'hosts', 'connections', 'ftPairs')

export class PoolChecks {
  private readonly kernel: Kernel
  private command: string | null = null
  private over = new Map<string, Over>()
  private seen = -1

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.over = overOf(kernel)
  }

  take(event: LabEvent): void {
    // At the host itself nobody asks vCenter's tree.
    const args = event.type === 'command.received' ? (event['arguments'] as Readonly<Record<string, unknown>>) : {}
    if (event.type === 'command.received' && args['direct'] !== true) this.command = String(event['command'])
    // Any command may make a host fit for what waits, and neither HA for its restarts nor FT for its secondaries asks the pool of a VM (HA-101, FT-011).
    if (event.type === 'ha.restartAttempted' || (event.type === 'ft.stateChanged' && event['to'] === 'starting')) this.command = null
  }

  /** Throws BrokenRule. */
  afterTurn(): void {
    const { command } = this
    this.command = null
    const now = stamp(this.kernel.world)
    if (now === this.seen) return
    this.seen = now
    const before = this.over
    this.over = overOf(this.kernel)
    if (command === null || !asked.has(command)) return
    for (const [pool, { cpu, memory }] of this.over) {
      const was = before.get(pool) ?? { cpu: 0, memory: 0 }
      if (round9(cpu) > round9(was.cpu) || round9(memory) > round9(was.memory))
        throw new BrokenRule(
          'poolsHoldWhatIsAllowed',
          `${command} left ${pool} with ${cpu} MHz and ${memory} MiB too much, after ${was.cpu} and ${was.memory}`,
        )
    }
  }
}

function overOf({ world }: Kernel): Map<string, Over> {
  const over = new Map<string, Over>()
  for (const { cfg } of world.pools.values()) {
    const most = capacityOf(cfg)
    over.set(cfg.name, {
      cpu: Math.max(0, heldIn(world, cfg.name, 'cpu') - most.cpu),
      memory: Math.max(0, heldIn(world, cfg.name, 'memory') - most.memory),
    })
  }
  return over
}
