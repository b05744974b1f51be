import type { Finding } from '../../contract/api-sweep.ts'
import type { Simulation } from '../../engine/index.ts'
import type { Warm } from '../warm.ts'
import { designOf } from './design.ts'
import { rules } from './rules.ts'

/** What the design lacks at that instant, the gravest first. */
export function findingsOf(warm: Warm, simulation: Simulation): readonly Finding[] {
  const design = designOf(warm, simulation)
  if (design.hosts.length === 0 || design.vms.length === 0) return []
  const found = rules.flatMap(({ rule, severity, facts, find }) => {
    const one = find(design)
    return one === null ? [] : [{ rule, severity, facts, ...one }]
  })
  const rank = { critical: 0, warning: 1, info: 2 } as const
  return [...found].sort((a, b) => rank[a.severity] - rank[b.severity])
}
