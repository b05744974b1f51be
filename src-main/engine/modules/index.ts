import type { Module } from '../core/module.ts'
import { compute } from './compute/index.ts'
import { ha } from './ha/index.ts'
import { monitoring } from './monitoring/index.ts'
import { network } from './network/index.ts'
import { rules } from './rules/index.ts'
import { storage } from './storage/index.ts'
import { vcenter } from './vcenter/index.ts'
import { vmcp } from './vmcp/index.ts'
import { workload } from './workload/index.ts'

/** Their order is behaviour: subscribers of one signal run in it. A change raises ENGINE_VERSION. */
export const modules: readonly Module[] = [network, storage, compute, workload, rules, vcenter, ha, monitoring, vmcp]
