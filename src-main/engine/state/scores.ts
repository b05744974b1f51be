/** VM DRS scores at the instant asked for (DRS-058 to DRS-061): one computation for all VMs. */
import { scoreBucket } from '../models/drs-score.ts'
import { roundDecimals, roundHalfUp } from '../models/maths.ts'
import { derivedAtInstant } from '../core/derived.ts'
import type { ReadonlyTables } from '../core/world.ts'
import { clusterScore, measureNow, scoreAt, scoreModel } from '../modules/drs/policy/score-hosts.ts'
import { viewOfInstant, viewTables } from '../modules/drs/view.ts'
import { drsSettings } from '../reads/drs.ts'
import type { At } from '../reads/drs.ts'
import { divideCpu } from '../reads/entitlement.ts'

export interface Scores {
  /** Of the cluster, 0…100; null: nothing runs. */
  readonly cluster: number | null
  readonly vms: ReadonlyMap<string, number>
  /** VMs whose score, shown as a whole number, is in 0-20, 21-40, 41-60, 61-80, 81-100. */
  readonly buckets: readonly number[]
}

const scoresAt = derivedAtInstant(
  viewTables,
  ({ world }: At): ReadonlyTables => world,
  (at: At): Scores => {
    const threshold = drsSettings(at.world)?.migrationThreshold ?? 3
    const model = scoreModel(viewOfInstant(at), threshold, at.constants, (cpuMHz, coreMHz, claims) => divideCpu(at, cpuMHz, coreMHz, claims))
    const hosts = model.view.hosts.map((host) => measureNow(model, host))
    const vms = new Map<string, number>()
    const buckets = [0, 0, 0, 0, 0]
    for (const scores of hosts) {
      scores.vms.forEach((vm, i) => {
        const score = scoreAt(model, scores, i)
        vms.set(vm.name, score)
        buckets[scoreBucket(roundHalfUp(score), at.constants)]! += 1
      })
    }
    const cluster = clusterScore(model, hosts)
    return { cluster: cluster === null ? null : roundDecimals(cluster, 2), vms, buckets }
  },
)

/** Null while DRS is off, or goes by the loads of hosts. */
export function scoresNow(at: At): Scores | null {
  return drsSettings(at.world)?.algorithm === 'drsScore' ? scoresAt(at) : null
}
