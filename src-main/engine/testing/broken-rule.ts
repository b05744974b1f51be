/** What a check of the swarm found: the name of the rule, so that shrinking keeps to the same one, and what was seen. */
export class BrokenRule extends Error {
  readonly rule: string

  constructor(rule: string, seen: string) {
    super(seen)
    this.name = 'BrokenRule'
    this.rule = rule
  }
}
