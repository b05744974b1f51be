/**
 * The queue of what is still to happen: plain data, ordered by time; ties resolve by insertion, or by when the entry was last renewed.
 * A binary heap; what was cancelled or renewed is put right when it surfaces.
 */
export interface QueueEntry {
  readonly id: number
  readonly at: number
  readonly type: string
  readonly data: unknown
  /** `seq` of the event that led to it, or null. */
  readonly cause: number | null
  /** Its place among those of the same instant; left out where it is the id. */
  readonly place?: number
}

interface Node extends QueueEntry {
  place: number
  /** The place by which it lies in the heap: after `renew` an older one. */
  lies: number
}

export class EventQueue {
  private heap: Node[] = []
  /** What is still to happen, by id, so that a late `cancel` of something that fired is harmless. */
  private readonly alive = new Map<number, Node>()
  /** Next id, and next place. */
  private nextId = 1

  push(at: number, type: string, data: unknown, cause: number | null): number {
    const id = this.nextId++
    this.insert({ id, at, type, data, cause, place: id, lies: id })
    return id
  }

  cancel(id: number): void {
    this.alive.delete(id)
  }

  /** Cancels all of a type. */
  cancelAll(type: string): void {
    for (const [id, node] of this.alive) if (node.type === type) this.alive.delete(id)
  }

  /** Puts it behind what is due at the same instant, as if it had been cancelled and pushed again. False when it is not due at `at`. */
  renew(id: number, at: number, cause: number | null): boolean {
    const node = this.alive.get(id)
    if (node === undefined || node.at !== at || node.cause !== cause) return false
    node.place = this.nextId++
    return true
  }

  isAlive(id: number): boolean {
    return this.alive.has(id)
  }

  peek(): QueueEntry | undefined {
    for (let head = this.heap[0]; head !== undefined; head = this.heap[0]) {
      if (!this.alive.has(head.id)) this.removeHead()
      else if (head.lies === head.place) return head
      else {
        head.lies = head.place
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
    return [...this.alive.values()]
      .sort((a, b) => a.at - b.at || a.place - b.place)
      .map(({ id, at, type, data, cause, place }) => (place === id ? { id, at, type, data, cause } : { id, at, type, data, cause, place }))
  }

  restore(entries: readonly QueueEntry[], nextId: number): void {
    this.heap = []
    this.alive.clear()
    for (const entry of entries) {
      const { place = entry.id } = entry
      this.insert({ ...entry, place, lies: place })
    }
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
  return a.at - b.at || a.lies - b.lies
}
