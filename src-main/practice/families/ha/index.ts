import type { AnyFamily } from '../../kit/family.ts'
import { whoBecomesPrimary } from './f09-who-becomes-primary.ts'
import { primaryFails } from './f10-primary-fails.ts'
import { declaredFailed } from './f11-declared-failed.ts'
import { classifiedHosts } from './f12-classified-hosts.ts'
import { isolatedVm } from './f13-isolated-vm.ts'
import { partition } from './f14-partition.ts'
import { restartOrder } from './f15-restart-order.ts'
import { lastVmUp } from './f16-last-vm-up.ts'
import { cannotRestart } from './f17-cannot-be-restarted.ts'
import { retry } from './f18-retry.ts'
import { monitoredGuest } from './f19-monitored-guest.ts'
import { lostStorage } from './f20-lost-storage.ts'
import { proactiveHa } from './f21-proactive-ha.ts'

export const haFamilies: readonly AnyFamily[] = [
  whoBecomesPrimary,
  primaryFails,
  declaredFailed,
  classifiedHosts,
  isolatedVm,
  partition,
  restartOrder,
  lastVmUp,
  cannotRestart,
  retry,
  monitoredGuest,
  lostStorage,
  proactiveHa,
]
