/** Sourced statements about vSphere DRS and resource management. Codes of `sources` are those of sources.ts; conformance labs hold the tests. */
import type { Fact } from './fact.ts'
import { automationFacts } from './drs/automation.facts.ts'
import { balancingFacts } from './drs/balancing.facts.ts'
import { hostFacts } from './drs/hosts.facts.ts'
import { poolFacts } from './drs/pools.facts.ts'

export const drsFacts = [...automationFacts, ...poolFacts, ...balancingFacts, ...hostFacts] as const satisfies readonly Fact[]
