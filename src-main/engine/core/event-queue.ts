/**
 * The queue of what is still to happen: plain data, ordered by (at, seq), so that ties resolve by insertion.
 * A binary heap on parallel arrays; a cancelled entry stays until it surfaces.
 */
export interface QueueEntry {
  readonly id: number
  readonly at: number
  readonly type: string
  readonly data: unknown
  /** `seq` of the event that led to it, or null. */
  readonly cause: number | null
}

export class EventQueue {
  private heap: QueueEntry[] = []
  private readonly cancelled = new Set<number>()
  /** Ids of what is alive, so that a late `cancel` of something that fired is harmless. */
  private readonly alive = new Set<number>()
  private nextId = 1

  push(at: number, type: string, data: unknown, cause: number | null): number {
    const id = this.nextId++
    this.insert({ id, at, type, data, cause })
    return id
  }

  cancel(id: number): void {
    if (!this.alive.delete(id)) return
    this.cancelled.add(id)
  }

  isAlive(id: number): boolean {
    return this.alive.has(id)
  }

  peek(): QueueEntry | undefined {
    for (let head = this.heap[0]; head !== undefined; head = this.heap[0]) {
      if (!this.cancelled.delete(head.id)) return head
      this.removeHead()
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
    return this.heap.filter((entry) => !this.cancelled.has(entry.id)).sort(compare)
  }

  restore(entries: readonly QueueEntry[], nextId: number): void {
    this.heap = []
    this.cancelled.clear()
    this.alive.clear()
    for (const entry of entries) this.insert(entry)
    this.nextId = nextId
  }

  get idCounter(): number {
    return this.nextId
  }

  private insert(entry: QueueEntry): void {
    const heap = this.heap
    this.alive.add(entry.id)
    let i = heap.length
    heap.push(entry)
    while (i > 0) {
      const parent = (i - 1) >> 1
      const above = heap[parent] as QueueEntry
      if (compare(above, entry) <= 0) break
      heap[i] = above
      i = parent
    }
    heap[i] = entry
  }

  private removeHead(): void {
    const heap = this.heap
    const last = heap.pop()
    if (last === undefined || heap.length === 0) return
    let i = 0
    for (;;) {
      let child = 2 * i + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && compare(heap[child + 1] as QueueEntry, heap[child] as QueueEntry) < 0) child++
      if (compare(heap[child] as QueueEntry, last) >= 0) break
      heap[i] = heap[child] as QueueEntry
      i = child
    }
    heap[i] = last
  }
}

function compare(a: QueueEntry, b: QueueEntry): number {
  return a.at - b.at || a.id - b.id
}
