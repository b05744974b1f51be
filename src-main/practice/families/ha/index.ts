import type { AnyFamily } from '../../kit/family.ts'
import { whoBecomesPrimary } from './f09-who-becomes-primary.ts'
import { isolatedVm } from './f13-isolated-vm.ts'
import { partition } from './f14-partition.ts'

export const haFamilies: readonly AnyFamily[] = [whoBecomesPrimary, isolatedVm, partition]
