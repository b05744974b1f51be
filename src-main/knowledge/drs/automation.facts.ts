/** Automation levels, recommendations, thresholds: DRS-001 to DRS-014. */
import type { Fact } from '../fact.ts'

export const automationFacts = [
  {
    id: 'DRS-001',
    area: 'drs',
    title: 'Three automation levels',
    statement:
      'level | power-on placement | load-balance / rule / evacuation moves\nmanual | recommended, user applies | recommended, user applies\npartially automated | executed | recommended, user applies\nfully automated | executed | executed (if priority passes the threshold)\nAPI names manual, partiallyAutomated, fullyAutomated; default for a new cluster in API tools is fully automated.',
    standing: 'sourced',
    sources: ['API', 'RM-THR'],
  },
  {
    id: 'DRS-002',
    area: 'drs',
    title: 'Per-VM override',
    statement:
      'With enableVmBehaviorOverrides true (default) a VM can be set to manual, partially, fully automated or disabled; the VM value wins over the cluster value. With overrides off, the cluster value applies to every VM (exception: system-managed FT behaviour).',
    standing: 'sourced',
    sources: ['API'],
  },
  {
    id: 'DRS-003',
    area: 'drs',
    title: "Override 'disabled' pins the VM",
    statement:
      'DRS never moves or recommends moving such a VM; blocked moves report the fault "virtual machine is pinned" (DrsDisabledOnVm). HA restart is unaffected.',
    standing: 'sourced',
    sources: ['API', 'RM-FAULT'],
  },
  {
    id: 'DRS-004',
    area: 'drs',
    title: 'Threshold slider, 1–5',
    statement:
      'Generated/applied set: 1 → priority 1 only; 2 → 1–2; 3 → 1–3; 4 → 1–4; 5 → 1–5. Default 3. A recommendation is kept only if priority ≤ threshold; it is applied (fully automated) or shown (otherwise).',
    standing: 'sourced',
    sources: ['RM-THR'],
  },
  {
    id: 'DRS-005',
    area: 'drs',
    title: 'Threshold 1 never load-balances',
    statement: 'Only mandatory moves: host entering maintenance or standby, rule violation, proactive-HA evacuation, reservations exceeding a host.',
    standing: 'sourced',
    sources: ['FD-20211022', 'FD-20200508'],
  },
  {
    id: 'DRS-006',
    area: 'drs',
    title: 'The API value of the threshold is inverted',
    statement:
      "ClusterDrsConfigInfo.vmotionRate runs the other way: 5 = least aggressive, 1 = most aggressive; slider = 6 − vmotionRate. (Terraform's drs_migration_threshold uses slider numbering.)",
    standing: 'sourced',
    sources: ['API'],
  },
  {
    id: 'DRS-007',
    area: 'drs',
    title: 'Priority vs. rating/stars',
    statement: 'Priority 1 is strongest. The API rating and the old star display are reversed: rating = 6 − priority (5 stars = mandatory).',
    standing: 'sourced',
    sources: ['KB-PRIO', 'API'],
  },
  {
    id: 'DRS-008',
    area: 'drs',
    title: 'Classic priority formula',
    statement:
      'For a load-balancing recommendation: p = 6 − ceil( (LoadImbalanceMetric / 0.1) × sqrt(NumberOfHosts) ), LoadImbalanceMetric = current host-load standard deviation of the cluster. Result is clamped to 2…5 because 1 is reserved for mandatory moves and 5 stars/priority 1 never denotes balancing; metric 0 → no recommendation. Compute ceil on a value rounded to 9 decimals.',
    standing: 'sourced',
    sources: ['KB-PRIO'],
  },
  {
    id: 'DRS-009',
    area: 'drs',
    title: 'Target host load standard deviation',
    statement:
      'Inverting DRS-008: a move of priority ≤ t exists only while metric > target(t), so target(t) = 0.1 × (5 − t) / sqrt(N) for t = 2…5; t = 1 has no target (shown "N/A"). Derived from KB-PRIO; agrees with client screenshots of ≤ 0.115 for three hosts and ≤ 0.141 for two hosts at threshold 3 (recalled). API reports targetBalance and currentBalance in thousandths (12 = 0.012).\nhosts | t=2 | t=3 | t=4 | t=5\n2 | 0.2121 | 0.1414 | 0.0707 | 0\n3 | 0.1732 | 0.1155 | 0.0577 | 0\n4 | 0.1500 | 0.1000 | 0.0500 | 0\n8 | 0.1061 | 0.0707 | 0.0354 | 0\n16 | 0.0750 | 0.0500 | 0.0250 | 0\n64 | 0.0375 | 0.0250 | 0.0125 | 0',
    standing: 'recalled',
    sources: ['KB-PRIO'],
  },
  {
    id: 'DRS-010',
    area: 'drs',
    title: 'Pass interval',
    statement:
      'Classic: every 300 s (pollPeriodSec). 7.0+: every 60 s. Passes run at the multiples of the interval, the first at t = one interval. Plus an immediate pass on events, which shifts none of the others: host add/remove/reconnect, maintenance/standby request, rule or pool change, HA "needs resources" message. After a host reconnects, rule-violation fixes have been seen within 30 s.',
    standing: 'sourced',
    sources: ['FD-20100827', 'NH-SCORE', 'DE-HA'],
  },
  {
    id: 'DRS-011',
    area: 'drs',
    title: 'Recommendation content',
    statement:
      'VM, source host, destination host, priority, reason. Reasons shown: balance average CPU loads (or reservations), balance average memory loads (or reservations), satisfy resource-pool reservations, satisfy an affinity rule, host entering maintenance or standby mode. API reason codes to emit: fairnessCpuAvg, fairnessMemAvg, jointAffin, antiAffin, hostMaint, enterStandby, reservationCpu, reservationMem, powerOnVm, powerSaving, increaseCapacity, checkResource, unreservedCapacity, vmHostHardAffinity, vmHostSoftAffinity, networkBandwidthReservation, hostInDegradation, hostExitDegradation, maxVmsConstraint, ftConstraints, xvmotionPlacement.',
    standing: 'sourced',
    sources: ['RM-REC', 'API'],
  },
  {
    id: 'DRS-012',
    area: 'drs',
    title: 'Recommendations persist and expire',
    statement:
      'Shown recommendations are recomputed every pass; rule-fixing ones stay until the rule is satisfied. A placement recommendation that holds resources for a manual VM expires after 10 minutes.',
    standing: 'sourced',
    sources: ['API'],
  },
  {
    id: 'DRS-013',
    area: 'drs',
    title: 'Mandatory (priority 1) triggers',
    statement:
      'Host entering maintenance; host entering standby; VM–VM or must VM–Host violation; sum of reservations on a host larger than its capacity; proactive-HA evacuation.',
    standing: 'sourced',
    sources: ['FD-20200508', 'CD5'],
  },
  {
    id: 'DRS-014',
    area: 'drs',
    title: 'Order inside a pass',
    statement:
      '(1) constraint correction: rule violations, over-reserved hosts, evacuations; (2) load balancing on the resulting what-if state; (3) DPM. Rule fixes start before balancing moves.',
    standing: 'recalled',
    sources: ['DE-HA', 'VMTJ'],
  },
] as const satisfies readonly Fact[]
