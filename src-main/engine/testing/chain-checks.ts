/** What the swarm asks of snapshots: what a guest wrote stays readable where it was, whatever is merged, moved, reverted or fails on the way. */
import type { LabEvent } from '../../contract/events.ts'
import type { ChainRecord } from '../core/records.ts'
import type { Kernel } from '../core/simulation.ts'
import { contentAt } from '../models/snapshot-chain.ts'
import { BrokenRule } from './broken-rule.ts'

interface Contents {
  readonly chain: ChainRecord
  readonly running: string
  /** By id of the snapshot. */
  readonly snapshots: ReadonlyMap<string, string>
}

export class ChainChecks {
  private readonly kernel: Kernel
  private version = -1
  private readonly known = new Map<string, Contents>()
  /** In this turn: VMs whose guests were to write, and the snapshots that VMs were reverted to. */
  private readonly writing = new Set<string>()
  private readonly reverted = new Map<string, string>()

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  take(event: LabEvent): void {
    if (event.type === 'snapshot.reverted') this.reverted.set(event['vm'] as string, event['id'] as string)
    else if (event.type === 'command.received' && event['command'] === 'vm.guestWrite')
      this.writing.add((event['arguments'] as { readonly vm: string }).vm)
  }

  /** After all events of a turn. Throws BrokenRule. */
  afterTurn(): void {
    const { chains } = this.kernel.world
    if (chains.version !== this.version) {
      this.version = chains.version
      for (const chain of chains.values()) if (this.known.get(chain.vm)?.chain !== chain) this.look(chain)
      if (this.known.size > chains.size) for (const vm of [...this.known.keys()]) if (!chains.has(vm)) this.known.delete(vm)
    }
    this.writing.clear()
    this.reverted.clear()
  }

  private look(chain: ChainRecord): void {
    const { vm } = chain
    const before = this.known.get(vm)
    const now = contentsOf(chain)
    this.known.set(vm, now)
    if (before === undefined) return
    for (const [id, content] of now.snapshots) {
      const was = before.snapshots.get(id)
      if (was !== undefined && was !== content) this.fail('snapshotsKeepWhatTheyHold', `${id} of ${vm} held ${was} and holds ${content}`)
    }
    const id = this.reverted.get(vm)
    if (id !== undefined) {
      if (now.running !== now.snapshots.get(id))
        this.fail('revertsReturn', `${vm} was reverted to ${id}, which holds ${String(now.snapshots.get(id))}, and has ${now.running}`)
      return
    }
    // A write that waited for room is written later.
    const writes = this.writing.has(vm) || (before.chain.heldWrite !== null && chain.heldWrite === null)
    if (!writes && before.running !== now.running) this.fail('disksKeepWhatTheyHold', `${vm} had ${before.running} and has ${now.running}`)
  }

  private fail(rule: string, seen: string): never {
    throw new BrokenRule(rule, seen)
  }
}

function contentsOf(chain: ChainRecord): Contents {
  const at = (layer: number): string => contentAt(chain, layer).join(', ') || 'nothing'
  return { chain, running: at(chain.top), snapshots: new Map(chain.snapshots.map(({ id, layer }) => [id, at(layer)])) }
}
