/** The facts behind what the state of a cluster shows. */
import type { FactId } from './fact-id.ts'

const issueFacts: { readonly [issue: string]: FactId } = {
  heartbeatDatastoreNotSufficient: 'HA-035',
  hostHasNoIsolationAddrsDefined: 'HA-083',
  hostHasNoMountedDatastores: 'HA-190',
  noRedundantManagementNetwork: 'HA-028',
  performanceDegradation: 'HA-167',
  vcpuLimitBlocksFailover: 'DRS-066',
}

/** The fact that a configuration issue comes from; null where none is known. */
export function configIssueFact(issue: string): FactId | null {
  return Object.hasOwn(issueFacts, issue) ? (issueFacts[issue] ?? null) : null
}

const ruleFacts: { readonly [type: string]: FactId } = { keepTogether: 'DRS-070', separate: 'DRS-070', restartDependency: 'HA-093' }

/** The fact that says what a rule of that type asks. */
export function ruleFact(type: string): FactId {
  return ruleFacts[type] ?? 'DRS-072'
}
