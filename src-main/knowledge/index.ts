/** The catalogue of facts. It loads all statements, so a command that needs none should import it only when asked. */
import type { FactView } from '../contract/api.ts'
import { drsFacts } from './drs.facts.ts'
import { drsKoreanTexts } from './drs.ko.ts'
import type { Fact } from './fact.ts'
import { ftFacts } from './ft.facts.ts'
import { haFacts } from './ha.facts.ts'
import { ftKoreanTexts } from './ft.ko.ts'
import { haKoreanTexts } from './ha.ko.ts'
import type { KoreanTexts } from './korean-text.ts'
import { snapshotKoreanTexts } from './snapshots.ko.ts'
import { vmotionKoreanTexts } from './vmotion.ko.ts'
import { snapshotsFacts } from './snapshots.facts.ts'
import { sources } from './sources.ts'
import { vmotionFacts } from './vmotion.facts.ts'

export type { Fact, FactArea, Standing } from './fact.ts'
export type { Source } from './sources.ts'

export const koreanTexts: KoreanTexts = {
  ...haKoreanTexts,
  ...drsKoreanTexts,
  ...vmotionKoreanTexts,
  ...snapshotKoreanTexts,
  ...ftKoreanTexts,
}
export { sources } from './sources.ts'

/** All facts, by area and number. */
export const facts: readonly Fact[] = [...haFacts, ...drsFacts, ...vmotionFacts, ...snapshotsFacts, ...ftFacts]

const byId: ReadonlyMap<string, Fact> = new Map(facts.map((fact) => [fact.id, fact]))

export function factById(id: string): Fact | undefined {
  return byId.get(id)
}

/** A fact with its sources written out, as screens and `hostdown facts` show it. Throws RangeError for an unknown id. */
export function factView(id: string): FactView {
  const fact = byId.get(id)
  if (fact === undefined) throw new RangeError(`no fact ${id}`)
  const korean = koreanTexts[fact.id]
  return {
    id: fact.id,
    title: fact.title,
    titleKo: korean?.title ?? null,
    statement: { en: fact.statement, ko: korean?.statement ?? null },
    standing: fact.standing,
    sources: fact.sources.map((code) => ({ code, title: sources[code]?.title ?? code, url: sources[code]?.url ?? null })),
  }
}
