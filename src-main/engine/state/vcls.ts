import type { LabState } from '../../contract/state.ts'
import type { Kernel } from '../core/simulation.ts'
import { vclsHealth } from '../reads/vcls.ts'

/** Null below 7.0. */
export function vclsState(kernel: Kernel): LabState['vcls'] {
  const health = vclsHealth(kernel)
  return health === null ? null : { health, agents: [...kernel.world.vcls.need('vcls').agents] }
}
