/** A broken assumption in our own code: the run stops. Shells report it with seed, engine version and turn. */
export class InvariantError extends Error {
  readonly invariant: string
  constructor(invariant: string, detail: string) {
    super(`${invariant}: ${detail}`)
    this.name = 'InvariantError'
    this.invariant = invariant
  }
}

export function assert(condition: boolean, what: string): asserts condition {
  if (!condition) throw new InvariantError('assertion', what)
}

export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new InvariantError('assertion', `${what} is missing`)
  return value
}
