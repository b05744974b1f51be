/** Sourced statements about vMotion, Storage vMotion and what a client sees. Codes of `sources` are those of sources.ts; conformance labs hold the tests. */
import type { Fact } from './fact.ts'
import { migrationFacts } from './vmotion/migrations.facts.ts'
import { preCopyFacts } from './vmotion/pre-copy.facts.ts'

export const vmotionFacts = [...migrationFacts, ...preCopyFacts] as const satisfies readonly Fact[]
