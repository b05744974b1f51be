/** Sourced statements about vSphere HA. Codes of `sources` are those of sources.ts; conformance labs hold the tests. */
import type { Fact } from './fact.ts'
import { admissionFacts } from './ha/admission.facts.ts'
import { agentFacts } from './ha/agents.facts.ts'
import { failureFacts } from './ha/failures.facts.ts'
import { interplayFacts } from './ha/interplay.facts.ts'
import { monitoringFacts } from './ha/monitoring.facts.ts'
import { restartFacts } from './ha/restarts.facts.ts'

export const haFacts = [
  ...agentFacts,
  ...failureFacts,
  ...restartFacts,
  ...monitoringFacts,
  ...admissionFacts,
  ...interplayFacts,
] as const satisfies readonly Fact[]
