import type { AnyFamily } from '../../kit/family.ts'
import { slotSize } from './f01-slot-size.ts'
import { powerOnBySlots } from './f04-power-on-by-slots.ts'
import { percentageToReserve } from './f05-percentage-to-reserve.ts'
import { failoverCapacityByPercentage } from './f06-failover-capacity-by-percentage.ts'
import { howManyMore } from './f07-how-many-more.ts'
import { dedicatedFailoverHost } from './f08-dedicated-failover-host.ts'
import { anyHostsFail } from './f41-any-hosts-fail.ts'
import { slotsOfHosts } from './f02-slots-of-hosts.ts'
import { failoverCapacityBySlots } from './f03-failover-capacity-by-slots.ts'

export const admissionFamilies: readonly AnyFamily[] = [
  dedicatedFailoverHost,
  slotSize,
  slotsOfHosts,
  failoverCapacityBySlots,
  powerOnBySlots,
  percentageToReserve,
  failoverCapacityByPercentage,
  howManyMore,
  anyHostsFail,
]
