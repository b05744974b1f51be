/** Audit sheets: instances worked by hand, with the arithmetic written out, held against what the engine says. */
import { expect, it } from 'vitest'
import { playOnce } from '../kit/evidence.ts'
import type { AnyFamily, Family, Outcome } from '../kit/family.ts'

export interface Audited<P> {
  /** The arithmetic, as a person would write it down: `max(500, 300 + 100) = 500`. */
  readonly worked: string
  readonly parameters: P
  readonly answer: Outcome
  /** By mistake: what somebody gets who makes it, worked out by hand too. */
  readonly mistakes: { readonly [id: string]: Outcome }
}

/** Five instances or more; every mistake of the family is worked out in at least one of them. */
export function audit<P extends object>(family: AnyFamily, instances: readonly Audited<P>[]): void {
  const audited = family as unknown as Family<P>
  it.each(instances.map((instance) => [instance.worked, instance] as const))(`${family.id}: %s`, (_worked, { parameters, answer, mistakes }) => {
    const play = playOnce()
    const evidence = play(audited.lab(parameters))
    expect(audited.solve(evidence, parameters)).toEqual(answer)
    const wrong = new Map([...audited.wrong(parameters, evidence, play)].map(({ mistake, outcome }) => [mistake, outcome]))
    expect(Object.fromEntries(Object.keys(mistakes).map((id) => [id, wrong.get(id)]))).toEqual(mistakes)
  })
  it(`${family.id} has five instances and all of its mistakes on the sheet`, () => {
    expect(instances.length).toBeGreaterThanOrEqual(5)
    const worked = new Set(instances.flatMap(({ mistakes }) => Object.keys(mistakes)))
    expect(worked).toEqual(new Set(Object.keys(audited.mistakes)))
  })
}
