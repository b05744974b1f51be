import type { AnyFamily } from '../../kit/family.ts'
import { primaryFails } from './f10-primary-fails.ts'
import { declaredFailed } from './f11-declared-failed.ts'
import { classifiedHosts } from './f12-classified-hosts.ts'
import { whoBecomesPrimary } from './f09-who-becomes-primary.ts'
import { isolatedVm } from './f13-isolated-vm.ts'
import { partition } from './f14-partition.ts'

export const haFamilies: readonly AnyFamily[] = [classifiedHosts, declaredFailed, primaryFails, whoBecomesPrimary, isolatedVm, partition]
