/** What an isolated host does with one of its VMs: HA-075 to HA-080. */
import type { IsolationResponse } from '../../../../contract/lab/index.ts'

export interface IsolatedVm {
  readonly response: IsolationResponse
  readonly priorityDisabled: boolean
  /** The host reads and writes the VM's datastore. */
  readonly datastoreReachable: boolean
  /** A live primary has the VM's datastore locked and would restart it. */
  readonly ownerLives: boolean
}

export interface IsolationRules {
  readonly disabledLeavesOn: boolean
  readonly disabledPriorityExempt: boolean
  readonly waitsForOwner: boolean
  readonly actsWithoutDatastore: boolean
}

/** `leave`: the setting says so; `exempt`: restart priority Disabled; `defer`: wait and look again. */
export type IsolationVerdict = 'leave' | 'exempt' | 'defer' | 'apply'

/** Where nothing can be found out, because the datastore is out of reach, the response is applied all the same. */
export function judgeIsolated(vm: IsolatedVm, rules: IsolationRules): IsolationVerdict {
  if (vm.response === 'disabled' && rules.disabledLeavesOn) return 'leave'
  if (vm.priorityDisabled && rules.disabledPriorityExempt) return 'exempt'
  if (vm.datastoreReachable) return vm.ownerLives || !rules.waitsForOwner ? 'apply' : 'defer'
  return rules.actsWithoutDatastore ? 'apply' : 'defer'
}
