/** Calls to a thread that wait for its answer, by their number. */
export class WaitingCalls {
  readonly #calls = new Map<number, { readonly resolve: (output: unknown) => void; readonly reject: (error: Error) => void }>()
  #lastId = 0

  /** Hands the call's number to `send`. */
  call<T>(send: (id: number) => void): Promise<T> {
    const id = ++this.#lastId
    return new Promise<T>((resolve, reject) => {
      this.#calls.set(id, { resolve: resolve as (output: unknown) => void, reject })
      send(id)
    })
  }

  resolve(id: number, output: unknown): void {
    this.#calls.get(id)?.resolve(output)
    this.#calls.delete(id)
  }

  reject(id: number, error: Error): void {
    this.#calls.get(id)?.reject(error)
    this.#calls.delete(id)
  }

  rejectAll(error: Error): void {
    const calls = [...this.#calls.values()]
    this.#calls.clear()
    for (const { reject } of calls) reject(error)
  }
}
