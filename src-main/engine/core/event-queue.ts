/**
 * The queue of what is still to happen: plain data, ordered by (at, seq), so that ties resolve by insertion.
 * A binary heap; what was cancelled or renewed is put right when it surfaces.
 */
export interface QueueEntry {
  readonly id: number
  readonly at: number
  readonly type: string
  readonly data: unknown
  /** `seq` of the event that led to it, or null. */
  readonly cause: number | null
}

interface Node extends QueueEntry {
  id: number
  /** Id by which it lies in the heap: after `renew` an older one than its own. */
  place: number
}

export class EventQueue {
  private heap: Node[] = []
  /** What is still to happen, by id, so that a late `cancel` of something that fired is harmless. */
  private readonly alive = new Map<number, Node>()
  private nextId = 1

  push(at: number, type: string, data: unknown, cause: number | null): number {
    const id = this.nextId++
    this.insert({ id, at, type, data, cause, place: id })
    return id
  }

  cancel(id: number): void {
    this.alive.delete(id)
  }

  /** As if it had been cancelled and pushed again just as it is; returns its new id. It must be alive. */
  renew(id: number): number {
    const node = this.alive.get(id) as Node
    this.alive.delete(id)
    node.id = this.nextId++
    this.alive.set(node.id, node)
    return node.id
  }

  isAlive(id: number): boolean {
    return this.alive.has(id)
  }

  peek(): QueueEntry | undefined {
    for (let head = this.heap[0]; head !== undefined; head = this.heap[0]) {
      if (!this.alive.has(head.id)) this.removeHead()
      else if (head.place === head.id) return head
      else {
        head.place = head.id
        this.sink(head)
      }
    }
    return undefined
  }

  pop(): QueueEntry | undefined {
    const head = this.peek()
    if (head === undefined) return undefined
    this.removeHead()
    this.alive.delete(head.id)
    return head
  }

  get size(): number {
    return this.alive.size
  }

  /** What is alive, in the order in which it will come. */
  entries(): QueueEntry[] {
    return [...this.alive.values()].map(({ id, at, type, data, cause }) => ({ id, at, type, data, cause })).sort((a, b) => a.at - b.at || a.id - b.id)
  }

  restore(entries: readonly QueueEntry[], nextId: number): void {
    this.heap = []
    this.alive.clear()
    for (const entry of entries) this.insert({ ...entry, place: entry.id })
    this.nextId = nextId
  }

  get idCounter(): number {
    return this.nextId
  }

  private insert(node: Node): void {
    const heap = this.heap
    this.alive.set(node.id, node)
    let i = heap.length
    heap.push(node)
    while (i > 0) {
      const parent = (i - 1) >> 1
      const above = heap[parent] as Node
      if (compare(above, node) <= 0) break
      heap[i] = above
      i = parent
    }
    heap[i] = node
  }

  private removeHead(): void {
    const last = this.heap.pop()
    if (last !== undefined && this.heap.length > 0) this.sink(last)
  }

  /** Puts `node` in the place of the head and lets it sink to where it belongs. */
  private sink(node: Node): void {
    const heap = this.heap
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && compare(heap[child + 1] as Node, heap[child] as Node) < 0) child++
      if (compare(heap[child] as Node, node) >= 0) break
      heap[i] = heap[child] as Node
      i = child
    }
    heap[i] = node
  }
}

function compare(a: Node, b: Node): number {
  return a.at - b.at || a.place - b.place
}
