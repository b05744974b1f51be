import type { Module } from '../core/module.ts'
import { clients } from './clients/index.ts'
import { compute } from './compute/index.ts'
import { drs } from './drs/index.ts'
import { evc } from './evc/index.ts'
import { ft } from './ft/index.ts'
import { ha } from './ha/index.ts'
import { migration } from './migration/index.ts'
import { monitoring } from './monitoring/index.ts'
import { network } from './network/index.ts'
import { resources } from './resources/index.ts'
import { rules } from './rules/index.ts'
import { snapshots } from './snapshots/index.ts'
import { storage } from './storage/index.ts'
import { transfer } from './transfer/index.ts'
import { vcenter } from './vcenter/index.ts'
import { vmcp } from './vmcp/index.ts'
import { workload } from './workload/index.ts'

/** Their order is behaviour: subscribers of one signal run in it. A change raises ENGINE_VERSION. */
export const modules: readonly Module[] = [
  network,
  storage,
  compute,
  workload,
  resources,
  rules,
  evc,
  vcenter,
  transfer,
  migration,
  drs,
  snapshots,
  ft,
  ha,
  monitoring,
  vmcp,
  clients,
]
