import type { LabEvent } from '../../contract/events.ts'
import { canonicalJson } from '../models/canonical-json.ts'
import { Sha256 } from '../models/sha256.ts'

/** SHA-256 (hex) over the events as canonical JSON, a line feed after each, without the sentences of their whys. */
export function digestOf(log: readonly LabEvent[]): string {
  const hash = new Sha256()
  for (const event of log) {
    const { why, ...rest } = event
    const line = why === undefined ? rest : { ...rest, why: { decision: why.decision, facts: why.facts, inputs: why.inputs, rejected: why.rejected } }
    hash.update(canonicalJson(line)).update('\n')
  }
  return hash.hex()
}
