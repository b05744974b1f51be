/** What the vSphere Client gives a new cluster. A lab that names nothing has less: there, what is left out is off (lab format, section 1). */
import type { Json } from '../contract/events.ts'
import type { ProductLevel } from '../contract/lab/product.ts'

type Defaults = { readonly [key: string]: Json }

/** vSphere HA. What a product does not have is left out. */
export function haDefaults(has: (level: ProductLevel) => boolean): Defaults {
  return {
    enabled: true,
    hostMonitoring: true,
    // HA-076
    isolationResponse: 'disabled',
    // HA-087
    restartPriority: 'medium',
    // HA-089, HA-090
    ...(has('6.5') && { restartCondition: 'resourcesAllocated', restartConditionTimeout: '600s', restartAdditionalDelay: '0s' }),
    // ha.md 9.2 (default of the client), HA-155, HA-167; before 6.5 the client proposes slots [recalled]
    admissionControl: has('6.5')
      ? { policy: 'clusterResourcePercentage', hostFailuresToTolerate: 1, performanceDegradationPercent: 100 }
      : { policy: 'slotPolicy', hostFailuresToTolerate: 1 },
    // HA-034: automatic, and a list of what is preferred, which is empty
    heartbeatDatastores: { policy: 'preferred', preferred: [] },
    // HA-110, HA-112
    vmMonitoring: 'disabled',
    vmMonitoringSensitivity: 'high',
    // HA-126 (on from 6.5), HA-129, HA-132
    ...(has('6.5') && {
      pdlResponse: 'powerOffAndRestart',
      apdResponse: 'powerOffAndRestartConservative',
      apdResponseDelay: '180s',
      apdResponseRecovery: 'disabled',
    }),
    // HA-181
    ...(has('6.5') && { proactiveHa: 'disabled' }),
  }
}

/** vSphere DRS. */
export function drsDefaults(): Defaults {
  return {
    enabled: true,
    // DRS-001
    automation: 'fullyAutomated',
    // DRS-004
    migrationThreshold: 3,
    // DRS-002
    enableVmBehaviorOverrides: true,
    // DRS-090
    dpm: { automation: 'off', threshold: 3 },
  }
}
