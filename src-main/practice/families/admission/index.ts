import type { AnyFamily } from '../../kit/family.ts'
import { slotSize } from './f01-slot-size.ts'
import { slotsOfHosts } from './f02-slots-of-hosts.ts'
import { failoverCapacityBySlots } from './f03-failover-capacity-by-slots.ts'

export const admissionFamilies: readonly AnyFamily[] = [slotSize, slotsOfHosts, failoverCapacityBySlots]
