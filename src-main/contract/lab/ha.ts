/** `cluster.ha`, and the part of it that a VM may override. */
import * as z from './schema.ts'
import { advancedOptions, block, duration, expects, flag, list, percent, ref, whole, words } from './fields.ts'
import type { AdvancedOptions } from './fields.ts'

export const isolationResponses = ['disabled', 'powerOffAndRestart', 'shutDownAndRestart'] as const
export const restartPriorities = ['disabled', 'lowest', 'low', 'medium', 'high', 'highest'] as const
export type RestartPriority = (typeof restartPriorities)[number]
export type IsolationResponse = (typeof isolationResponses)[number]

/** What a sensitivity of one's own leaves out: the API's defaults (HA-114). Times in ms. */
export const sensitivityDefaults = { failureInterval: 30_000, minUptime: 120_000, maxResets: 3, window: null } as const

/** Settings that exist for the cluster and for a VM. Times in ms. */
const vmSettings = {
  isolationResponse: words(...isolationResponses),
  restartPriority: words(...restartPriorities),
  restartCondition: words('resourcesAllocated', 'poweredOn', 'guestHeartbeats', 'appHeartbeats'),
  restartConditionTimeout: duration(),
  restartAdditionalDelay: duration(),
  vmMonitoring: words('disabled', 'vm', 'vmAndApplication'),
  /** window null: no window, maxResets in all. */
  vmMonitoringSensitivity: expects(
    z.union([
      words('low', 'medium', 'high'),
      block({
        failureInterval: duration().default(sensitivityDefaults.failureInterval),
        minUptime: duration().default(sensitivityDefaults.minUptime),
        maxResets: whole(0, 1000).default(sensitivityDefaults.maxResets),
        window: z.nullable(duration()).default(sensitivityDefaults.window),
      }),
    ]),
    [
      'low, medium, high or { failureInterval, minUptime, maxResets, window }',
      'low, medium, high 또는 { failureInterval, minUptime, maxResets, window }',
    ],
  ),
  pdlResponse: words('disabled', 'issueEvents', 'powerOffAndRestart'),
  apdResponse: words('disabled', 'issueEvents', 'powerOffAndRestartConservative', 'powerOffAndRestartAggressive'),
  apdResponseDelay: duration(),
  apdResponseRecovery: words('disabled', 'resetVms'),
}

export const vmHaShape = Object.fromEntries(Object.entries(vmSettings).map(([key, schema]) => [key, z.exactOptional(schema)])) as {
  [K in keyof typeof vmSettings]: z.ZodExactOptional<(typeof vmSettings)[K]>
}
export const vmHaSchema = block(vmHaShape)
/** Overrides of one VM: only the keys that were written; left out: the cluster's. */
export type LabVmHa = z.output<typeof vmHaSchema>

const admissionControlSchema = block({
  policy: words('slotPolicy', 'clusterResourcePercentage', 'dedicatedFailoverHosts', 'disabled'),
  hostFailuresToTolerate: whole(0, 64).default(1),
  /** null: computed from the hosts (HA-155). */
  cpuPercent: z.nullable(percent()).default(null),
  memoryPercent: z.nullable(percent()).default(null),
  /** null: computed from the VMs; a value fixes the slot. */
  slotCpuMHz: z.nullable(whole(1)).default(null),
  slotMemoryMiB: z.nullable(whole(1)).default(null),
  failoverHosts: list(ref('host')).default([]),
  /** 100: no warning. */
  performanceDegradationPercent: percent().default(100),
})

export const haShape = {
  enabled: flag().default(true),
  hostMonitoring: flag().default(true),
  isolationResponse: vmSettings.isolationResponse.default('disabled'),
  restartPriority: vmSettings.restartPriority.default('medium'),
  restartCondition: vmSettings.restartCondition.default('resourcesAllocated'),
  restartConditionTimeout: vmSettings.restartConditionTimeout.default(600_000),
  restartAdditionalDelay: vmSettings.restartAdditionalDelay.default(0),
  admissionControl: admissionControlSchema.default({
    policy: 'disabled',
    hostFailuresToTolerate: 1,
    cpuPercent: null,
    memoryPercent: null,
    slotCpuMHz: null,
    slotMemoryMiB: null,
    failoverHosts: [],
    performanceDegradationPercent: 100,
  }),
  /** `preferred` with an empty list = automatic. */
  heartbeatDatastores: block({
    policy: words('automatic', 'preferred', 'only').default('preferred'),
    preferred: list(ref('datastore')).default([]),
  }).default({ policy: 'preferred', preferred: [] }),
  vmMonitoring: vmSettings.vmMonitoring.default('disabled'),
  vmMonitoringSensitivity: vmSettings.vmMonitoringSensitivity.default('high'),
  pdlResponse: vmSettings.pdlResponse.default('disabled'),
  apdResponse: vmSettings.apdResponse.default('disabled'),
  apdResponseDelay: vmSettings.apdResponseDelay.default(180_000),
  apdResponseRecovery: vmSettings.apdResponseRecovery.default('disabled'),
  /** Every host has a health provider. */
  proactiveHa: words('disabled', 'quarantine', 'maintenance', 'mixed').default('disabled'),
  proactiveHaAutomation: words('manual', 'automated').default('manual'),
  /** das.*, cluster-wide fdm.*. */
  advancedOptions: advancedOptions().default({}),
}
export const haSchema = block(haShape)
export type HaEntry = z.output<typeof haSchema>

/** Settings of HA; option names in lower case. Times in ms. */
export interface LabHa extends Omit<HaEntry, 'advancedOptions'> {
  readonly advancedOptions: AdvancedOptions
}
