/** Placement, maintenance, DPM, EVC, vCLS, maxima, with vSphere HA: DRS-079 on. */
import type { Fact } from '../fact.ts'

export const hostFacts = [
  {
    id: 'DRS-079',
    area: 'drs',
    title: 'Initial placement',
    statement:
      'Filter: connected, not in maintenance/standby/quarantine, datastore and network present, CPU/EVC compatible, reservation + overhead fit, rules. Then rank: classic → lowest utilisation (host with most connections first when datastore clusters are used); score → highest predicted score, ties to lowest utilisation. Demand of a starting VM assumed (model) = configured vCPU × core MHz and full memory size for ranking only. On standalone or non-DRS hosts there is no recommendation; the VM starts where registered.',
    standing: 'model',
    sources: ['RM-PLACE', 'FD-20130219', 'FD-20120510'],
  },
  {
    id: 'DRS-080',
    area: 'drs',
    title: 'Group power-on',
    statement:
      'One recommendation per DRS cluster with all prerequisites; if any VM in the group is manual, every placement action of the group in that cluster becomes manual; VMs on non-DRS hosts start automatically.',
    standing: 'sourced',
    sources: ['RM-PLACE'],
  },
  {
    id: 'DRS-081',
    area: 'drs',
    title: 'FT and DRS',
    statement:
      'From 7.0 (and for the single-vCPU FT of 5.x): EVC on: DRS places and balances primary and secondary. EVC off: no balancing of either; secondary placed automatically, primary not. SMP-FT of 6.0–6.7: initial placement only, and only with EVC; no balancing at all (FT-012). Primary and secondary never share a host.',
    standing: 'sourced',
    sources: ['RM-PLACE', 'FD-20100722'],
  },
  {
    id: 'DRS-082',
    area: 'drs',
    title: 'Maintenance mode',
    statement:
      'State "entering maintenance mode" until no powered-on VM remains; no power-on or vMotion into the host meanwhile. Fully automated VMs are evacuated by priority 1 moves regardless of the threshold; manual/partial VMs need the user to apply recommendations. Powered-off VMs move only if the user ticked that option. No per-host move limit, but concurrency limits apply. Exit only by user; the empty host refills only through later passes and power-ons.',
    standing: 'sourced',
    sources: ['RM-MM', 'FD-20100827'],
  },
  {
    id: 'DRS-083',
    area: 'drs',
    title: 'Evacuation and utilisation ceiling',
    statement:
      'Normal balancing never drives a host to ≥ 100%. Cluster (parallel) remediation uses 150% by default, configurable 40–200; the maintenance-mode what-if API DemandCapacityRatioTarget is 40–200, default 100.',
    standing: 'sourced',
    sources: ['FD-20150128', 'API'],
  },
  {
    id: 'DRS-084',
    area: 'drs',
    title: 'Evacuation vs. HA admission control',
    statement:
      'If evacuating would break configured failover capacity, DRS does not evacuate; the user migrates manually or disables admission control; with admission control disabled HA constraints are not passed to DRS/DPM.',
    standing: 'sourced',
    sources: ['AV', 'RM-FAULT'],
  },
  {
    id: 'DRS-085',
    area: 'drs',
    title: 'Proactive HA quarantine',
    statement:
      'Quarantined host: not used for new placements, existing VMs moved off as long as no VM suffers and no rule breaks; maintenance variant evacuates fully. Reason codes hostInDegradation.',
    standing: 'sourced',
    sources: ['CH', 'API'],
  },
  {
    id: 'DRS-086',
    area: 'drs',
    title: 'DPM target range',
    statement:
      'Utilisation target DemandCapacityRatioTarget 63% (settable 40–90), tolerance DemandCapacityRatioToleranceHost 18% (10–40) → keep hosts in 45–81%, CPU and memory.',
    standing: 'sourced',
    sources: ['KB-DPM', 'RJ-DPM'],
  },
  {
    id: 'DRS-087',
    area: 'drs',
    title: 'DPM history windows',
    statement:
      'Power-on looks at 300 s (VmDemandHistorySecsHostOn), power-off at 2,400 s (VmDemandHistorySecsHostOff); both settable 0–3,600. RJ-DPM reads this as "a jump is considered only after 5 minutes". Engine (model): plain average over the window (VMware adds deviation terms (recalled)).',
    standing: 'model',
    sources: ['RJ-DPM', 'KB-DPM'],
  },
  {
    id: 'DRS-088',
    area: 'drs',
    title: 'DPM power-off procedure',
    statement:
      'When all hosts are below 45%: pick a host, what-if evacuate with DRS, accept if remaining hosts stay ≤ 81% and constraints hold; repeat until at least one host is at 45% or more. Host order (model): least-loaded first, then larger power draw, then name.',
    standing: 'model',
    sources: ['KB-DPM', 'RJ-DPM'],
  },
  {
    id: 'DRS-089',
    area: 'drs',
    title: 'DPM power-on',
    statement:
      'Conflict: KB-DPM says when utilisation exceeds 81% on all hosts; RJ-DPM says when there are hosts above the range. The lab: any host > 81% in the 300 s average that a DRS what-if without new hosts cannot bring to ≤ 81%; also when HA, reservations or MinPoweredOn limits need capacity.',
    standing: 'choice',
    sources: ['KB-DPM', 'RJ-DPM'],
  },
  {
    id: 'DRS-090',
    area: 'drs',
    title: 'DPM priorities, automation',
    statement:
      'Power-off 2–5 (2 = most idle capacity), power-on 1–3 (1 = HA or minimum-capacity need, 2–3 = utilisation). DPM slider independent of the DRS slider; automation off/manual/automatic; per-host override disabled/manual/automatic.',
    standing: 'sourced',
    sources: ['RJ-DPM', 'RM-DPM'],
  },
  {
    id: 'DRS-091',
    area: 'drs',
    title: 'DPM floor and wake protocols',
    statement:
      'MinPoweredOnCpuCapacity 1 MHz, MinPoweredOnMemCapacity 1 MB → at least one host stays on; with HA at least two. Wake order IPMI, iLO, Wake-on-LAN; a host with none is never put to standby. Events DrsEnteringStandbyMode … ExitStandbyFailed. Failed exit should disable DPM on that host.',
    standing: 'sourced',
    sources: ['RJ-DPM'],
  },
  {
    id: 'DRS-092',
    area: 'drs',
    title: 'EVC baselines in order',
    statement:
      "Intel: L0 Merom, L1 Penryn, L2 Nehalem, L3 Westmere, L4 Sandy Bridge, L5 Ivy Bridge, L6 Haswell, L7 Broadwell, L8 Skylake, L9 Cascade Lake, L10 Ice Lake, L11 Sapphire Rapids. AMD: A0 Opteron Gen 1 (Rev E), A1 Gen 2 (Rev F), A2/B0 Gen 3 without 3DNow!, A3 Gen 3 (Greyhound), B1 Gen 4 (Bulldozer), B2 Piledriver, B3 Steamroller, B4 Zen, B5 Zen 2, B6 Zen 3, B7 Zen 4. A CPU that supports Ln supports L0…Ln; AMD has two sequences (A0–A3, and B0 up) that meet at Gen 3 no-3DNow!. Ids of modes and of CPU models, same order: intel-merom intel-penryn intel-nehalem intel-westmere intel-sandy-bridge intel-ivy-bridge intel-haswell intel-broadwell intel-skylake intel-cascade-lake intel-ice-lake intel-sapphire-rapids; A0–A3 amd-rev-e amd-rev-f amd-greyhound-no3dnow amd-greyhound; B0–B7 amd-greyhound-no3dnow amd-bulldozer amd-piledriver amd-steamroller amd-zen amd-zen2 amd-zen3 amd-zen4. vCenter's own spelling (intel-cascadelake) is accepted too; AMD ids (recalled). Numbering of L9–L11 and B1–B7 (recalled).",
    standing: 'recalled',
    sources: ['KB-EVC', 'JT'],
  },
  {
    id: 'DRS-093',
    area: 'drs',
    title: 'EVC on a cluster',
    statement:
      'Single vendor; host whose CPU lacks the baseline is refused; connected hosts only. Raise: all hosts must support it, VMs may stay on and gain features only after a full power cycle (guest reboot is not enough). Lower: VMs running at a higher mode must be powered off first. EVC hides features, not clock speed or cache.',
    standing: 'sourced',
    sources: ['KB-EVC', 'FD-20101214'],
  },
  {
    id: 'DRS-094',
    area: 'drs',
    title: 'Per-VM EVC (6.7+)',
    statement:
      "Hardware version ≥ 14, ESXi and vCenter ≥ 6.7; change only while powered off; may not exceed the cluster's EVC mode, else power-on fails. VM mode is fixed at power-on.",
    standing: 'sourced',
    sources: ['KB-EVC'],
  },
  {
    id: 'DRS-095',
    area: 'drs',
    title: 'vMotion CPU check without EVC',
    statement:
      'Same vendor required always; same family/feature set: target must offer every feature the VM saw at power-on; clock, cache and core count may differ. Suspended VMs follow the same rule.',
    standing: 'sourced',
    sources: ['RM-CPU', 'KB-EVC'],
  },
  {
    id: 'DRS-096',
    area: 'drs',
    title: 'vCLS agents',
    statement:
      '7.0 U1+: 3 agent VMs for ≥ 3 hosts, 2 for 2, 1 for 1, on different hosts. Health: healthy = at least one runs; all down = degraded, then unhealthy once DRS has run without them; unhealthy → DRS stops (HA continues). Resources: cluster of more than 3 hosts must have 400 MHz, 400 MB, 2 GB disk free for deployment (quorum + 1 slots of 100 MHz/100 MB). Retreat mode removes the agents and stops DRS. 8.0 U3 embedded vCLS uses 2 agents (recalled), not simulated (level 8.0 keeps 3, test of HA-183); deprecated in 9.0 (API).',
    standing: 'recalled',
    sources: ['KB-VCLS', 'API'],
  },
  {
    id: 'DRS-097',
    area: 'drs',
    title: 'DRS faults to report',
    statement:
      'Pinned; not compatible with any host; VM/VM rule violated when moving; host incompatible with VM (network, datastore, CPU or must rule); host has VM that violates VM/VM rules; insufficient capacity for VM; host in incorrect state; host has too few physical CPUs; insufficient capacity for each virtual CPU; VM in vMotion; no active host; insufficient resources; insufficient resources for HA failover level; no compatible hard/soft affinity host; soft-rule correction disallowed; soft-rule correction impact.',
    standing: 'sourced',
    sources: ['RM-FAULT'],
  },
  {
    id: 'DRS-098',
    area: 'drs',
    title: 'Why an imbalanced cluster does not move',
    statement:
      'Threshold too high/1; manual/partial automation; VM pinned or DRS disabled on it; rules; device attached (connected CD/USB, passthrough); migration cost too high or demand unstable; target incompatible; vMotion network missing; vCLS unhealthy; VM already gets its entitlement. The client must be able to list these per VM.',
    standing: 'sourced',
    sources: ['RM-FAULT', 'FD-20140318'],
  },
  {
    id: 'DRS-099',
    area: 'drs',
    title: 'What DRS requires',
    statement:
      'Shared storage visible to source and destination (host-local swap allowed), vMotion network on every host for balancing (without it, only initial placement works), compatible CPUs, consistent port-group names.',
    standing: 'sourced',
    sources: ['RM-CPU', 'MIX'],
  },
  {
    id: 'DRS-100',
    area: 'drs',
    title: 'Concurrent migrations',
    statement:
      'Cost units. Host max 8: vMotion 1, Storage vMotion 4, vMotion without shared storage 4, other provisioning 1. Network max 4 at 1 GbE, 8 at 10 GbE (2 below 1 GbE): vMotion 1. Datastore max 128: vMotion 1, Storage vMotion 16. Excess is queued.',
    standing: 'sourced',
    sources: ['LIM', 'FD-20130114'],
  },
  {
    id: 'DRS-101',
    area: 'drs',
    title: 'Line speed decides the limit of migrations',
    statement:
      'The detected line rate counts, not the card; 25 GbE and above use the 10 GbE limit of 8 (recalled). Two NICs raise bandwidth but not the limit.',
    standing: 'recalled',
    sources: ['FD-20130114'],
  },
  {
    id: 'DRS-102',
    area: 'drs',
    title: 'Cluster maxima',
    statement:
      'version | hosts/cluster | VMs/cluster | VMs/host\n5.5 | 32 | 4,000 (ntpro says 3,000) | 512\n6.0–6.7 | 64 | 8,000 | 1,024\n7.0 | 64 | 8,000 | 1,024\n7.0 U1+ | 96 | 10,000 | 1,024\n8.0 | 96 | 10,000 | 1,024\n5.5 and 6.0 hosts/VMs: MAX (use 4,000). 7.0 and later and the per-host column: (recalled). vSAN clusters stay at 64 hosts (recalled). A product level means the last update of that release, so level 7.0 = the row 7.0 U1+. Pools: up to 1,600 per cluster, depth 8, 1,100 children per pool (recalled).',
    standing: 'recalled',
    sources: ['MAX'],
  },
  {
    id: 'DRS-103',
    area: 'drs',
    title: 'HA restarts, DRS balances',
    statement:
      'HA restarts quickly using reservations + overhead to pick hosts, ignoring current usage; DRS balances afterwards. HA restart does not wait for a DRS pass.',
    standing: 'sourced',
    sources: ['AV'],
  },
  {
    id: 'DRS-104',
    area: 'drs',
    title: 'Defragmentation',
    statement:
      'If HA cannot place a VM because free reserved capacity is split across hosts, the primary reports it through vCenter and DRS frees one host by (possibly multi-hop) vMotions or wakes standby hosts; then HA retries. Needs DRS fully automated, otherwise the user must apply the moves. No guarantee.',
    standing: 'sourced',
    sources: ['AV', 'DE-HA', 'FD-20101201'],
  },
  {
    id: 'DRS-105',
    area: 'drs',
    title: 'Admission control and DRS',
    statement:
      'HA-initiated restarts ignore HA admission control; user power-ons, vMotions into the cluster (not inside it: VM-015), and reservation increases obey it. Failover hosts (dedicated policy) are never used by DRS, and affinity rules are not enforced there when several are designated.',
    standing: 'sourced',
    sources: ['DE-HA', 'AV'],
  },
  {
    id: 'DRS-106',
    area: 'drs',
    title: 'Rules during failover',
    statement:
      'Must VM–Host: always respected. VM–VM anti-affinity and should VM–Host: options das.respectVmVmAntiAffinityRules and das.respectVmHostSoftAffinityRules, default false through 6.0, true from 6.5 on (recalled for 6.5+ default). Anti-affinity respected → VM is not restarted if it would break it, event raised; should → preferred, else any host. VM–VM affinity is not considered by HA. DRS repairs violations afterwards.',
    standing: 'recalled',
    sources: ['DE-HA', 'AV'],
  },
  {
    id: 'DRS-107',
    area: 'drs',
    title: 'DPM with HA',
    statement:
      'Admission control on: DPM keeps failover capacity powered on. Off: DPM may power down hosts needed for failover (two stay on: DRS-091, HA-173); HA then asks DRS/DPM to wake them.',
    standing: 'sourced',
    sources: ['AV'],
  },
  {
    id: 'DRS-108',
    area: 'drs',
    title: 'Pools after failover',
    statement:
      'HA restarts a VM directly under the host root until DRS re-attaches it to its pool in the next pass; meanwhile pool shares and reservations do not apply, the VM competes with its flattened shares (HA-105, which has the test). Recalled: from 5.0 on largely hidden.',
    standing: 'recalled',
    sources: ['FD-20100518'],
  },
  {
    id: 'DRS-109',
    area: 'drs',
    title: 'vCenter outage',
    statement:
      'DRS, DPM and new recommendations stop; host-local pools keep their last settings; HA restarts continue. vCLS does not change this in 7.0/8.0. Recalled: behaviour.',
    standing: 'recalled',
    sources: ['KB-VCLS'],
  },
  {
    id: 'DRS-110',
    area: 'drs',
    title: 'VM resource-reduction threshold',
    statement:
      'HA setting, available only with DRS on: warns when, after tolerated failures, usage × (1 − p) exceeds what is left; 100% = no warning (default), 0% = warn at any shortfall.',
    standing: 'sourced',
    sources: ['AV'],
  },
] as const satisfies readonly Fact[]
