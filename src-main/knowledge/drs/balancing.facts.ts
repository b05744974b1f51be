/** Load balancing and rules: DRS-048 to DRS-078. */
import type { Fact } from '../fact.ts'

export const balancingFacts = [
  {
    id: 'DRS-048',
    area: 'drs',
    title: 'Host load and imbalance',
    statement:
      'Per resource: N_h = Σ entitlement of VMs on h / capacity of h (normalised entitlement). Imbalance per resource = population standard deviation over powered-on, connected, non-maintenance hosts. The itprotoday source adds HA reservations and a 6% extra reservation to the load; not simulated (host overhead is an explicit input).',
    standing: 'sourced',
    sources: ['KB-PRIO', 'FD-20120709', 'ITP'],
  },
  {
    id: 'DRS-049',
    area: 'drs',
    title: 'Combining CPU and memory',
    statement:
      "I = (w_c·σ_cpu + w_m·σ_mem)/(w_c + w_m); weights 1:1; 3:1 in favour of a resource whose max N_h ≥ 1 while the other's is < 1. Weight values from VMTJ (recalled); normalising to a sum of 1 is a model.",
    standing: 'model',
    sources: ['VMTJ'],
  },
  {
    id: 'DRS-050',
    area: 'drs',
    title: 'Greedy move selection',
    statement:
      'While I > target(t): evaluate every (VM, destination) with a compatible, rule-clean destination of lower N_h that stays < 100%, passing cost–benefit; take the one that gives the lowest new I; add to the list; update the what-if state; stop when none is left. Ties (model): smaller VM, then VM name, then less-loaded destination, then host name. Priority of each move = DRS-008 with I before that move (model).',
    standing: 'model',
    sources: ['VMTJ', 'FD-20120709', 'FD-20150128'],
  },
  {
    id: 'DRS-051',
    area: 'drs',
    title: 'MinGoodness',
    statement:
      "Goodness = I before − I after; moves below a minimum are dropped; the real minimum is adaptive and unpublished. The lab's model: reject if goodness < max(0.005, 5% of I). Advanced option MinGoodness = 0 disables.",
    standing: 'model',
    sources: ['FD-20120709', 'ADV'],
  },
  {
    id: 'DRS-052',
    area: 'drs',
    title: 'Pairwise balancing (6.5 and later classic; 6.0 U3 backport)',
    statement:
      'Also triggers when max − min host utilisation (CPU or memory) exceeds 30% (t=2), 20% (3), 10% (4), 5% (5); not at 1. Destination may be any host. Off with CheckPairWiseImbalance=0. Client may show "balanced" while it runs. The lab\'s model: the greedy loop of DRS-050 continues while I > target or the gap exceeds the limit; recommendations caused only by the gap get priority = the slider\'s own value. Note: for a single outlier these limits equal DRS-009 (0.3/0.2/0.1).',
    standing: 'model',
    sources: ['FD-20191030'],
  },
  {
    id: 'DRS-053',
    area: 'drs',
    title: 'Cost–benefit–risk',
    statement:
      "Cost: vMotion CPU on both hosts, destination memory for the duration, VM slow-down/downtime. Benefit: unmet demand satisfied at the destination plus relief on the source. Risk: demand may change; benefit counted only for the predicted stable time, worst-case demand after it. A negative result is accepted only with very high goodness. The lab's model: T_mig = max(2 s, MB × 8 / (0.8 × link Mb/s)), MB = memory to copy (classic: consumed; score: granted); cost = 2 × reserveCores × coreMHz × T_mig; benefit = ΔunmetMHz × max(0, T_stable − T_mig); accept iff benefit > cost, or goodness > 50% of I. T_stable = time since demand last changed by > 10%, capped at 3,600 s. T_mig is DRS's own estimate (1 MB counts as 8 Mbit) and enters only its decisions; how long a migration really takes follows VM-030.",
    standing: 'model',
    sources: ['FD-20120709', 'VMTJ'],
  },
  {
    id: 'DRS-054',
    area: 'drs',
    title: 'vMotion CPU reservation',
    statement:
      'Per host, shared by all vMotions in flight: 10% of a core per 1 GbE vMotion link, minimum 30%; 100% of a core per 10 GbE link. Conflict: FD-20130115 also claims 40% for two 5 Gb links (30 + 10); not simulated.',
    standing: 'choice',
    sources: ['FD-20130115', 'FD-20180626'],
  },
  {
    id: 'DRS-055',
    area: 'drs',
    title: 'Moves per pass',
    statement:
      "≤ 4.0: MaxMovesPerHost = 8 load-balancing moves per source host per pass (here only through the option of that name). 4.1+: adaptive from pass interval, measured migration time and the concurrency limit; no limit for maintenance/standby. The lab's model: floor(interval / avg T_mig) × concurrency, at least concurrency; avg T_mig = mean DRS-053 estimate of the candidates until migrations have been measured.",
    standing: 'model',
    sources: ['FD-20100827'],
  },
  {
    id: 'DRS-056',
    area: 'drs',
    title: 'Other classic advanced options',
    statement:
      'UseDownTime 1; IgnoreDownTimeLessThan 1 s; MinImbalance 50 (for the target computation); MinGoodness adaptive; MaxMovesPerHost adaptive; CostBenefit on; LimitVMsPerESXHost (no correction of existing excess, blocks power-on and migration in, ignored by HA).',
    standing: 'sourced',
    sources: ['ADV', 'FD-20121010'],
  },
  {
    id: 'DRS-057',
    area: 'drs',
    title: 'What VMware states about the DRS score',
    statement:
      'Each VM\'s score is computed every minute for every host in the cluster ("goodness"); if another host gives a better score (after cost) DRS recommends or performs vMotion. 0% = severe contention, 100% = mild or none. Inputs named: CPU %ready and cache behaviour, memory swapped, host headroom for bursts, migration cost, network. Cluster score = weighted average over powered-on VMs. A low bucket does not by itself mean the VM runs badly. Recalled: list of inputs partly.',
    standing: 'recalled',
    sources: ['NH-SCORE', 'RM-THR', 'TECHR'],
  },
  {
    id: 'DRS-058',
    area: 'drs',
    title: 'Buckets of the DRS score',
    statement: 'Five: 0–20, 21–40, 41–60, 61–80, 81–100% (numVmsPerDrsScoreBucket, integer scores). The client labels them 0-20%, 20-40% …',
    standing: 'sourced',
    sources: ['API'],
  },
  {
    id: 'DRS-059',
    area: 'drs',
    title: 'From which load on a host looks less efficient',
    statement: 'DRS starts to see a host as less efficient above 70% load (threshold 1–2), 50% (3), 30% (4–5).',
    standing: 'sourced',
    sources: ['FD-20200508'],
  },
  {
    id: 'DRS-060',
    area: 'drs',
    title: 'Score formula (model)',
    statement:
      "For VM v on host h (what-if state), all factors in 0…1:\n* sat = entitlement_host(v) / demand(v) from the host-local divvy (1 if demand 0). Reported %ready per vCPU = 100·(1 − sat).\n* head(u) = 1 if u ≤ T, else 1 − 0.2·(min(u,1) − T)/(1 − T), u = Σ CPU demand on h / capacity, T per DRS-059.\n* cache = 1, or 0.95 if the VM's vCPUs exceed cores per NUMA node or its memory exceeds node memory on h.\n* mem = 1 − min(1, 0.25·ballooned/granted + (swapped + compressed)/granted).\n* net = 1 if busiest uplink use n ≤ 0.8, else 1 − 0.1·min(1,(n − 0.8)/0.2).\nscore = 100 · sat · head · cache · mem · net; show rounded half up.",
    standing: 'model',
    sources: [],
  },
  {
    id: 'DRS-061',
    area: 'drs',
    title: 'Cluster score (model)',
    statement: 'Σ w·score / Σ w, w = max(cpuDemand / cluster MHz, memoryDemand / cluster MB). VMware says only "weighted average".',
    standing: 'model',
    sources: [],
  },
  {
    id: 'DRS-062',
    area: 'drs',
    title: 'Migration decision (model)',
    statement:
      'For each VM and compatible destination: net = score_dest − score_src − k·T_mig/60 points, k = 4, 2, 1, 0.5 for threshold 2, 3, 4, 5 (aggressive settings discount cost, FD-20200508). Require: cluster score rises; destination CPU demand < 100% (DRS-083), memory fits. Priority by net: ≥ 15 → 2; ≥ 5 → 3; ≥ 2 → 4; ≥ 0.5 → 5; keep if ≤ threshold. Pick highest net (ties: VM name, less-loaded host, host name), update, repeat; a VM moves at most once per pass.',
    standing: 'model',
    sources: ['FD-20200508'],
  },
  {
    id: 'DRS-063',
    area: 'drs',
    title: 'More vMotions than classic',
    statement:
      "With equal settings the new algorithm is expected to migrate more often in busy clusters; VMware's advice is to lower the threshold to 2, not 1.",
    standing: 'sourced',
    sources: ['FD-20200508', 'FD-20211022'],
  },
  {
    id: 'DRS-064',
    area: 'drs',
    title: 'Uneven VM count is not imbalance',
    statement: 'DRS does not aim for equal VM counts; a cluster whose VMs all receive their entitlement is left alone.',
    standing: 'sourced',
    sources: ['FD-20120709', 'FD-20140318'],
  },
  {
    id: 'DRS-065',
    area: 'drs',
    title: "Option 'VM distribution'",
    statement:
      "Best-effort even VM count per host (TryBalanceVmsPerHost=1); resource needs win over it. The lab's model: after balancing, move VMs while max − min count > 1 and no score drops by more than 1 point / σ does not exceed target.",
    standing: 'model',
    sources: ['OPT65'],
  },
  {
    id: 'DRS-066',
    area: 'drs',
    title: "Option 'CPU over-commitment'",
    statement:
      'Caps vCPU:pCPU. Client range 0–500%; 6.5 web client wrote MaxVcpusPerClusterPct (cluster-wide percent), HTML5 and later MaxVcpusPerCore (per host, 0–32). vCPUs of powered-on VMs count; power-on and migration that would exceed are refused.',
    standing: 'sourced',
    sources: ['OPT65'],
  },
  {
    id: 'DRS-067',
    area: 'drs',
    title: 'Network-aware DRS (6.5+)',
    statement:
      'At initial placement and load balancing a host whose physical uplinks (Tx or Rx) exceed 80% is avoided, after CPU and memory have been considered; best effort; DRS does not move VMs because of network load alone.',
    standing: 'sourced',
    sources: ['DRS:NET65', 'RM-PLACE'],
  },
  {
    id: 'DRS-068',
    area: 'drs',
    title: 'Predictive DRS (6.5+)',
    statement:
      'Takes forecast CPU and memory demand from vRealize/Aria Operations, 60 min ahead, and balances for max(current, forecast); no other change; off by default. Recalled: horizon and max rule.',
    standing: 'recalled',
    sources: ['VREL', 'CH'],
  },
  {
    id: 'DRS-069',
    area: 'drs',
    title: 'Types of rules',
    statement:
      'VM–VM: keep together, separate. VM–Host: a VM group and a host group, must/should × run on/not run on. VM–VM rules have no must/should choice. VM groups may overlap.',
    standing: 'sourced',
    sources: ['RM-VMVM', 'RM-VMHOST'],
  },
  {
    id: 'DRS-070',
    area: 'drs',
    title: 'VM–VM conflicts',
    statement:
      'Two conflicting VM–VM rules cannot both be on: the older stays, the newer is disabled. DRS prefers preventing anti-affinity violations over affinity ones.',
    standing: 'sourced',
    sources: ['RM-VMVM', 'API'],
  },
  {
    id: 'DRS-071',
    area: 'drs',
    title: 'Implicit conflicts are not detected',
    statement:
      'Rules are checked only against running VMs; creating a set that cannot hold once more VMs start raises no warning. With {1,2 together},{3,4 together},{1,3 apart}, VM1 and VM4 may share a host until VM3 starts; then VM4 is moved.',
    standing: 'sourced',
    sources: ['FD-20130219'],
  },
  {
    id: 'DRS-072',
    area: 'drs',
    title: 'VM–Host rules combine by intersection',
    statement: 'A VM in several must rules runs only on hosts common to all. Should rules: subset preferred.',
    standing: 'sourced',
    sources: ['RM-VMHOST', 'FD-20121205'],
  },
  {
    id: 'DRS-073',
    area: 'drs',
    title: 'VM–Host conflicts',
    statement:
      'Documentation: rules are not checked when created; on conflict the older wins and the newer is deactivated. Laboratory report for overlapping should rules: when only one can be met, the newest was honoured. The lab: mustRunOn and mustNotRunOn of the same two groups → newer disabled (documentation); must rules to disjoint host groups are not noticed when created, the VM then has no host (DRS-072); overlapping should rules with no common host left → newest preferred.',
    standing: 'choice',
    sources: ['RM-VMHOST', 'FD-20121205'],
  },
  {
    id: 'DRS-074',
    area: 'drs',
    title: 'Must rules bind everything',
    statement:
      'DRS, HA and DPM never act against a must rule; vMotion and power-on by the user are refused too, even after DRS is turned off, until the rule is deleted. Consequences: no evacuation for maintenance, no placement, no failover, no standby.',
    standing: 'sourced',
    sources: ['RM-VMHOST', 'FD-20100722'],
  },
  {
    id: 'DRS-075',
    area: 'drs',
    title: 'Should rules',
    statement:
      'DRS first solves with should rules as if they were must; if that breaks a constraint (over-reserved host, host to 100%), it drops them and runs again. VMs leave the preferred group only if every host in it is 100% used, other VMs being moved first.',
    standing: 'sourced',
    sources: ['FD-20101201', 'FD-20130415', 'API'],
  },
  {
    id: 'DRS-076',
    area: 'drs',
    title: 'Priority of rule corrections',
    statement:
      'Must violation → priority 1 (mandatory, vmHostHardAffinity). VM–VM violation → priority 1 (antiAffin/jointAffin). Should violation: FD-20130415 says highest priority; the fault "soft rule correction disallowed" says the threshold can suppress it. The lab: should fix = priority 2, reason vmHostSoftAffinity, suppressed at threshold 1 with fault SoftRuleVioCorrectionDisallowed; skipped with SoftRuleVioCorrectionImpact if it would bring a host to 100% or more (DRS-075, DRS-083).',
    standing: 'choice',
    sources: ['FD-20100716', 'FD-20130415', 'API'],
  },
  {
    id: 'DRS-077',
    area: 'drs',
    title: 'Unsatisfiable correction',
    statement:
      'A must rule and a reservation must both hold; if no allowed host can back the reservation, no recommendation is made and the VM keeps running where it is.',
    standing: 'sourced',
    sources: ['FD-20100716', 'FD-20101201'],
  },
  {
    id: 'DRS-078',
    area: 'drs',
    title: 'Rule status when a host is in maintenance',
    statement: 'A host in maintenance is outside the cluster for rule purposes.',
    standing: 'sourced',
    sources: ['FD-20130219'],
  },
] as const satisfies readonly Fact[]
