/** Sourced statements about vSphere DRS and resource management. Codes of `sources` are those of sources.ts; conformance labs hold the tests. */
import type { Fact } from './fact.ts'

export const drsFacts = [
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
  {
    id: 'DRS-015',
    area: 'drs',
    title: 'VM share presets',
    statement:
      'CPU per vCPU: High 2000, Normal 1000, Low 500. Memory per configured MB: High 20, Normal 10, Low 5. Ratio 4:2:1. Custom = any number.',
    standing: 'sourced',
    sources: ['API'],
  },
  {
    id: 'DRS-016',
    area: 'drs',
    title: 'Pool share presets',
    statement: 'A pool is weighted like a 4 vCPU / 16 GB VM: CPU High 8000, Normal 4000, Low 2000; memory High 327 680, Normal 163 840, Low 81 920.',
    standing: 'sourced',
    sources: ['FD-20180716', 'FD-20200527'],
  },
  {
    id: 'DRS-017',
    area: 'drs',
    title: 'Shares are compared only among siblings',
    statement: "Only children of the same parent compete; a VM does not inherit its pool's level; new objects start at Normal.",
    standing: 'sourced',
    sources: ['FD-20180716', 'FD-20120509'],
  },
  {
    id: 'DRS-018',
    area: 'drs',
    title: 'Only active shares count',
    statement: "Powered-off VMs hold no shares; an idle VM's unused part flows to siblings with unmet demand, proportionally to shares.",
    standing: 'sourced',
    sources: ['FD-20130228'],
  },
  {
    id: 'DRS-019',
    area: 'drs',
    title: 'Reservation, limit',
    statement:
      "Reservation = guaranteed minimum, checked at power-on (admission control) and subtracted from the parent's unreserved amount whether or not VMs run; defaults 0. Limit = hard ceiling, default unlimited, applied even without contention.",
    standing: 'sourced',
    sources: ['RM-RPATTR', 'FD-20120521'],
  },
  {
    id: 'DRS-020',
    area: 'drs',
    title: 'CPU and memory reservations behave differently',
    statement:
      'Unused CPU reservation is lent to others at once. Memory that a VM-level reservation covers and the guest has touched is not reclaimed even when idle. A pool-level memory reservation is not hoarded: it protects whichever children are active.',
    standing: 'sourced',
    sources: ['FD-20100518', 'FD-20091208'],
  },
  {
    id: 'DRS-021',
    area: 'drs',
    title: 'Reservations in a pool tree',
    statement:
      'reservationUsed(pool) = Σ over children of max(reservation, reservationUsed); unreserved = reservation − reservationUsed; for an expandable pool add what ancestors can lend, up to the first ancestor that is not expandable or hits its limit.',
    standing: 'sourced',
    sources: ['RM-VALID', 'FD-20130212'],
  },
  {
    id: 'DRS-022',
    area: 'drs',
    title: 'Expandable reservation: admission',
    statement:
      'Default on. If a power-on needs more reserved resource than the pool has unreserved, an expandable pool asks its parent, recursively; a limit or a non-expandable ancestor stops the request. Memory-overhead reservation counts too, so a fixed pool with 0 memory reservation cannot start any VM.',
    standing: 'sourced',
    sources: ['RM-EXP', 'FD-20130212'],
  },
  {
    id: 'DRS-023',
    area: 'drs',
    title: 'Valid / overcommitted / invalid cluster',
    statement:
      "Valid (green): all reservations fit. Yellow: tree consistent but capacity < sum of reservations (typically after host loss). Red: tree inconsistent (a child's use exceeds a fixed pool's reservation). Capacity does not decide red.",
    standing: 'sourced',
    sources: ['RM-VALID'],
  },
  {
    id: 'DRS-024',
    area: 'drs',
    title: 'Demand: CPU',
    statement:
      'Estimate = used + run/(run+sleep) × ready, i.e. what the VM would have used without waiting. In the engine, demand is an input trace; derive ready from the unmet part (DRS-060).',
    standing: 'recalled',
    sources: ['VMTJ'],
  },
  {
    id: 'DRS-025',
    area: 'drs',
    title: 'Demand: memory (classic default)',
    statement: 'demand = active + (100 − IdleTax)% × (consumed − active) + overhead, cluster option IdleTax default 75 → 25 % of idle consumed.',
    standing: 'sourced',
    sources: ['FD-20120810'],
  },
  {
    id: 'DRS-026',
    area: 'drs',
    title: "Demand: memory, 'memory metric for load balancing' (6.5/6.7)",
    statement: 'With the option on: consumed + overhead. Intended for clusters that do not overcommit memory.',
    standing: 'sourced',
    sources: ['FD-20180115', 'OPT65'],
  },
  {
    id: 'DRS-027',
    area: 'drs',
    title: 'Demand: memory in 7.0+',
    statement:
      'DRS uses granted memory (mapped guest memory) plus overhead; the 6.5 option disappears from the client because it is the behaviour. Conflict: some posts still say consumed; the lab uses granted. Recalled: vSphere 7 "Improved DRS" announcement.',
    standing: 'choice',
    sources: ['STJ'],
  },
  {
    id: 'DRS-028',
    area: 'drs',
    title: 'Demand look-back window (7.0+)',
    statement:
      "Average CPU demand used for goodness, in minutes:\nVM memory | t=1 | t=2 | t=3 | t=4 | t=5\n< 4 GB | 15 | 15 | 15 | 10 | 5\n≥ 4 GB | 40 | 40 | 40 | 20 | 10\nThe boundary value 4 GB itself is unspecified; the lab's choice: 4096 MB counts as large. The window of a VM starts empty at power-on, an HA restart included; until it is full the average is over the samples there are (a settled lab starts with a full one). sat and u of DRS-060 are built on this demand.",
    standing: 'choice',
    sources: ['FD-20200508'],
  },
  {
    id: 'DRS-029',
    area: 'drs',
    title: 'Entitlement',
    statement:
      "Entitlement ≤ demand, ≤ limit, ≤ configured size (CPU: vCPU × core MHz of its host; memory: the VM's memory size); equals demand when the cluster is not contended; otherwise shares decide within reservation and limit bounds, top-down through the pool tree. Exception from 6.7, memory only: a VM in a pool with a memory reservation is entitled to at least its part by DRS-043, even above its demand.",
    standing: 'sourced',
    sources: ['FD-20100308', 'FD-20100518', 'RM-RPATTR'],
  },
  {
    id: 'DRS-030',
    area: 'drs',
    title: 'Divvy algorithm',
    statement:
      "1. Bottom-up. VM: hi = min(limit, configured, demand), lo = min(reservation, hi). For memory use max(demand, min(reservation, touched)) in place of demand (touched reserved memory is not reclaimed, DRS-020); from 6.7 raise lo and hi of memory to the VM's part by DRS-043. configured as in DRS-029. Pool: hi = min(limit, Σ hi_child), lo = min(hi, max(min(reservation, hi), Σ lo_child)).\n2. Top-down. Capacity C of a parent goes to its children: if Σ hi ≤ C, e = hi. Else if Σ lo ≥ C, e = lo × C / Σ lo. Else find λ with Σ clamp(λ·shares, lo, hi) = C and e = clamp(λ·shares, lo, hi). Repeat inside each pool with its own e.\nThis equals the multi-pass description in FD-20130228 (give by shares, return the unused, repeat). Conflict: FD-20120509 says shares divide only what remains after reservations (additive reading: e = reservation + share of the rest); RM-RPATTR says shares bounded by the reservation (floor reading). The lab uses the floor reading. The over-reserved branch is a model.",
    standing: 'model',
    sources: ['FD-20130228', 'FD-20120509', 'RM-RPATTR'],
  },
  {
    id: 'DRS-031',
    area: 'drs',
    title: 'Classic example: three VMs, 8 GHz',
    statement:
      'Two Normal 1-vCPU VMs get 4 GHz each; a third, High, all busy → 4 GHz for it, 2 GHz for each other. Recalled: Resource Management guide shares example.',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'DRS-032',
    area: 'drs',
    title: 'Classic example: QA and Marketing',
    statement:
      '6 GHz and 3 GB host; pool QA High, Marketing Normal, both saturated → QA 4 GHz / 2 GB, Marketing 2 GHz / 1 GB; unused Marketing share flows to QA.',
    standing: 'sourced',
    sources: ['RM-RPATTR'],
  },
  {
    id: 'DRS-033',
    area: 'drs',
    title: 'Classic example: gold and bronze',
    statement: '200 GB cluster, Gold High (8000), Bronze Low (2000), demands 180 and 25 GB → 1st pass 160/40, final 175/25.',
    standing: 'sourced',
    sources: ['FD-20130228'],
  },
  {
    id: 'DRS-034',
    area: 'drs',
    title: 'Classic example: VM next to a pool',
    statement:
      'VM01 2 vCPU Normal (2000) beside RP1 High (8000), all saturated: RP1 80 %, VM01 20 %. Two equal VMs in RP1 → 40 % each; five → 16 % each; if VM01 needs only half its part (10 %), the five get 18 % each.',
    standing: 'sourced',
    sources: ['FD-20180716'],
  },
  {
    id: 'DRS-035',
    area: 'drs',
    title: 'Classic example: dilution',
    statement:
      'Siblings RP1 4000, VM1 2000, VM4 1000, VM5 1000; RP1 holds VM2 1000, VM3 2000 → RP1 50 %, VM1 25 %, VM4/VM5 12.5 %, VM2 16.67 %, VM3 33.33 %.',
    standing: 'sourced',
    sources: ['FD-20120509'],
  },
  {
    id: 'DRS-036',
    area: 'drs',
    title: 'Reservation + limit together',
    statement:
      'Worked example of DRS-030: 10 000 MHz; A has 1000 shares and a reservation of 5000, B 2000 shares and a limit of 2000, C 1000 shares; each demands 6000 MHz → A 5000, B 2000, C 3000 MHz.',
    standing: 'derived',
    sources: [],
  },
  {
    id: 'DRS-037',
    area: 'drs',
    title: 'Pool limit and release',
    statement:
      'Worked example of DRS-030: 10 000 MHz; pool P (Normal, limit 3000) holds p1 with 1000 and p2 with 2000 shares, demanding 4000 each; pool Q (Normal) holds q1 and q2 with 1000 shares, demanding 4000 and 1000 → P 3000 = 1000 + 2000, Q 5000 = 4000 + 1000, 2000 MHz stay idle.',
    standing: 'derived',
    sources: [],
  },
  {
    id: 'DRS-038',
    area: 'drs',
    title: 'Nested pools',
    statement:
      'Worked example of DRS-030: 18 000 MHz; pool P (High) holds pool P1 (Normal) with a (2000 shares) and pool P2 (Low) with b and c (2000 each), pool Q (Normal) holds d (1000); every VM demands 9000 → P 12 000, Q 6000; P1 8000, P2 4000; a 8000, b 2000, c 2000, d 6000 MHz.',
    standing: 'derived',
    sources: [],
  },
  {
    id: 'DRS-039',
    area: 'drs',
    title: 'Pool reservation as a floor',
    statement:
      'Worked example of DRS-030: 10 000 MHz; pool P (Low, 2000 shares) reserves 6000 for two equal VMs that demand 5000 each, pool Q (High, 8000 shares) holds one VM that demands 10 000 → P 6000 (3000 each), Q 4000 MHz.',
    standing: 'derived',
    sources: [],
  },
  {
    id: 'DRS-040',
    area: 'drs',
    title: 'Priority-pie paradox (fixed shares)',
    statement:
      '100 GHz cluster; High pool with six VMs, Normal pool with two, VMs identical and saturated → 66.67/33.33 GHz, i.e. 11.11 per High VM but 16.67 per Normal VM.',
    standing: 'sourced',
    sources: ['FD-20200527'],
  },
  {
    id: 'DRS-041',
    area: 'drs',
    title: 'Scalable shares (7.0+)',
    statement:
      "Off by default; set on the cluster (inherited by all descendants) or on a pool (for its children). API scaleDescendantsShares = disabled | scaleCpuAndMemoryShares. Pool's effective shares = (Σ shares of its powered-on children) × m, where m follows the pool level. The stored preset values shown in the client do not change. Multiplier: relative to the lowest level in use among siblings in the article (only High and Normal → 2 and 1; Low present → 4, 2, 1). Engine: m = 4/2/1 divided by the smallest m among siblings; proportions are identical either way.",
    standing: 'sourced',
    sources: ['FD-20200527', 'API'],
  },
  {
    id: 'DRS-042',
    area: 'drs',
    title: 'Scalable shares propagate custom shares',
    statement:
      "A child's custom or monster-VM shares raise the whole pool. Halving one VM's memory shares in a Normal pool of two (327 680 → 163 840) gives pool 491 520. (The article prints 392160 once; the computed value 3 932 160 is right.)",
    standing: 'sourced',
    sources: ['FD-20200527'],
  },
  {
    id: 'DRS-043',
    area: 'drs',
    title: 'Pool reservation divvy, two passes (6.7+)',
    statement:
      "Old: a pool reservation is handed to children only up to demand. New: pass 1 up to demand, bounded by fair share; pass 2 distributes the excess proportionally to shares, bounded by configured size. What pass 2 gives is part of the VM's entitlement (exception in DRS-029).",
    standing: 'sourced',
    sources: ['WN67'],
  },
  {
    id: 'DRS-044',
    area: 'drs',
    title: 'Memory overhead per VM',
    statement:
      'Needed (reserved) to power on:\nVM MB | 1 vCPU | 2 | 4 | 8\n256 | 20.29 | 24.28 | 32.23 | 48.16\n1024 | 25.90 | 29.91 | 37.86 | 53.82\n4096 | 48.64 | 52.72 | 60.67 | 76.78\n16384 | 139.62 | 143.98 | 151.93 | 168.60\nOther sizes (model): overhead = 14.45 + 4.02·vCPU + 0.00742·MB, within 0.43 MB of every table cell (largest gap 0.421 at 16 384 MB, 8 vCPU). Use the table where it has a cell. vSphere 4.0 values were about six times higher (113.17 MB for 256 MB/1 vCPU); not simulated, there is no product level for it.',
    standing: 'model',
    sources: ['RM-OVHD'],
  },
  {
    id: 'DRS-045',
    area: 'drs',
    title: 'Effective memory reservation',
    statement:
      'reservation + overhead; the destination of a power-on, vMotion or HA restart must have that much unreserved. With no reservation only the overhead is required.',
    standing: 'sourced',
    sources: ['FD-20100531', 'FD-20130215'],
  },
  {
    id: 'DRS-046',
    area: 'drs',
    title: 'Hosts divide their resources themselves',
    statement:
      'DRS copies the part of the pool tree that has VMs on a host to that host; the host gives CPU and memory by the same divvy with host capacity. Contention on one host can therefore occur while the cluster has spare capacity.',
    standing: 'sourced',
    sources: ['FD-20200527', 'FD-20110427'],
  },
  {
    id: 'DRS-047',
    area: 'drs',
    title: 'Order of power-on checks',
    statement:
      'Power-on checks run HA admission → storage placement → DRS/pool (expandable) → EVC (moves into the cluster) → rules → host (reservation + overhead, network, datastore, swap file). First failure stops it. If no single host fits but the cluster does, DRS proposes prerequisite moves (defragmentation).',
    standing: 'sourced',
    sources: ['FD-20120510'],
  },
  {
    id: 'DRS-048',
    area: 'drs',
    title: 'Host load and imbalance',
    statement:
      'Per resource: N_h = Σ entitlement of VMs on h / capacity of h (normalised entitlement). Imbalance per resource = population standard deviation over powered-on, connected, non-maintenance hosts. The itprotoday source adds HA reservations and a 6 % extra reservation to the load; not simulated (host overhead is an explicit input).',
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
      'While I > target(t): evaluate every (VM, destination) with a compatible, rule-clean destination of lower N_h that stays < 100 %, passing cost–benefit; take the one that gives the lowest new I; add to the list; update the what-if state; stop when none is left. Ties (model): smaller VM, then VM name, then less-loaded destination, then host name. Priority of each move = DRS-008 with I before that move (model).',
    standing: 'model',
    sources: ['VMTJ', 'FD-20120709', 'FD-20150128'],
  },
  {
    id: 'DRS-051',
    area: 'drs',
    title: 'MinGoodness',
    statement:
      "Goodness = I before − I after; moves below a minimum are dropped; the real minimum is adaptive and unpublished. The lab's model: reject if goodness < max(0.005, 5 % of I). Advanced option MinGoodness = 0 disables.",
    standing: 'model',
    sources: ['FD-20120709', 'ADV'],
  },
  {
    id: 'DRS-052',
    area: 'drs',
    title: 'Pairwise balancing (6.5 and later classic; 6.0 U3 backport)',
    statement:
      'Also triggers when max − min host utilisation (CPU or memory) exceeds 30 % (t=2), 20 % (3), 10 % (4), 5 % (5); not at 1. Destination may be any host. Off with CheckPairWiseImbalance=0. Client may show "balanced" while it runs. The lab\'s model: the greedy loop of DRS-050 continues while I > target or the gap exceeds the limit; recommendations caused only by the gap get priority = the slider\'s own value. Note: for a single outlier these limits equal DRS-009 (0.3/0.2/0.1).',
    standing: 'model',
    sources: ['FD-20191030'],
  },
  {
    id: 'DRS-053',
    area: 'drs',
    title: 'Cost–benefit–risk',
    statement:
      "Cost: vMotion CPU on both hosts, destination memory for the duration, VM slow-down/downtime. Benefit: unmet demand satisfied at the destination plus relief on the source. Risk: demand may change; benefit counted only for the predicted stable time, worst-case demand after it. A negative result is accepted only with very high goodness. The lab's model: T_mig = max(2 s, MB × 8 / (0.8 × link Mbit/s)), MB = memory to copy (classic: consumed; score: granted); cost = 2 × reserveCores × coreMHz × T_mig; benefit = ΔunmetMHz × max(0, T_stable − T_mig); accept iff benefit > cost, or goodness > 50 % of I. T_stable = time since demand last changed by > 10 %, capped at 3600 s. T_mig is DRS's own estimate (1 MB counts as 8 Mbit) and enters only its decisions; how long a migration really takes follows VM-030.",
    standing: 'model',
    sources: ['FD-20120709', 'VMTJ'],
  },
  {
    id: 'DRS-054',
    area: 'drs',
    title: 'vMotion CPU reservation',
    statement:
      'Per host, shared by all vMotions in flight: 10 % of a core per 1 GbE vMotion link, minimum 30 %; 100 % of a core per 10 GbE link. Conflict: FD-20130115 also claims 40 % for two 5 Gb links (30 + 10); not simulated.',
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
      'Each VM\'s score is computed every minute for every host in the cluster ("goodness"); if another host gives a better score (after cost) DRS recommends or performs vMotion. 0 % = severe contention, 100 % = mild or none. Inputs named: CPU %ready and cache behaviour, memory swapped, host headroom for bursts, migration cost, network. Cluster score = weighted average over powered-on VMs. A low bucket does not by itself mean the VM runs badly. Recalled: list of inputs partly.',
    standing: 'recalled',
    sources: ['NH-SCORE', 'RM-THR', 'TECHR'],
  },
  {
    id: 'DRS-058',
    area: 'drs',
    title: 'Buckets of the DRS score',
    statement: 'Five: 0–20, 21–40, 41–60, 61–80, 81–100 % (numVmsPerDrsScoreBucket, integer scores). The client labels them 0-20 %, 20-40 % …',
    standing: 'sourced',
    sources: ['API'],
  },
  {
    id: 'DRS-059',
    area: 'drs',
    title: 'From which load on a host looks less efficient',
    statement: 'DRS starts to see a host as less efficient above 70 % load (threshold 1–2), 50 % (3), 30 % (4–5).',
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
      'For each VM and compatible destination: net = score_dest − score_src − k·T_mig/60 points, k = 4, 2, 1, 0.5 for threshold 2, 3, 4, 5 (aggressive settings discount cost, FD-20200508). Require: cluster score rises; destination CPU demand < 100 % (DRS-083), memory fits. Priority by net: ≥ 15 → 2; ≥ 5 → 3; ≥ 2 → 4; ≥ 0.5 → 5; keep if ≤ threshold. Pick highest net (ties: VM name, less-loaded host, host name), update, repeat; a VM moves at most once per pass.',
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
      'Caps vCPU:pCPU. Client range 0–500 %; 6.5 web client wrote MaxVcpusPerClusterPct (cluster-wide percent), HTML5 and later MaxVcpusPerCore (per host, 0–32). vCPUs of powered-on VMs count; power-on and migration that would exceed are refused.',
    standing: 'sourced',
    sources: ['OPT65'],
  },
  {
    id: 'DRS-067',
    area: 'drs',
    title: 'Network-aware DRS (6.5+)',
    statement:
      'At initial placement and load balancing a host whose physical uplinks (Tx or Rx) exceed 80 % is avoided, after CPU and memory have been considered; best effort; DRS does not move VMs because of network load alone.',
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
      'DRS first solves with should rules as if they were must; if that breaks a constraint (over-reserved host, host to 100 %), it drops them and runs again. VMs leave the preferred group only if every host in it is 100 % used, other VMs being moved first.',
    standing: 'sourced',
    sources: ['FD-20101201', 'FD-20130415', 'API'],
  },
  {
    id: 'DRS-076',
    area: 'drs',
    title: 'Priority of rule corrections',
    statement:
      'Must violation → priority 1 (mandatory, vmHostHardAffinity). VM–VM violation → priority 1 (antiAffin/jointAffin). Should violation: FD-20130415 says highest priority; the fault "soft rule correction disallowed" says the threshold can suppress it. The lab: should fix = priority 2, reason vmHostSoftAffinity, suppressed at threshold 1 with fault SoftRuleVioCorrectionDisallowed; skipped with SoftRuleVioCorrectionImpact if it would bring a host to 100 % or more (DRS-075, DRS-083).',
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
      'Normal balancing never drives a host to ≥ 100 %. Cluster (parallel) remediation uses 150 % by default, configurable 40–200; the maintenance-mode what-if API DemandCapacityRatioTarget is 40–200, default 100.',
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
      'Utilisation target DemandCapacityRatioTarget 63 % (settable 40–90), tolerance DemandCapacityRatioToleranceHost 18 % (10–40) → keep hosts in 45–81 %, CPU and memory.',
    standing: 'sourced',
    sources: ['KB-DPM', 'RJ-DPM'],
  },
  {
    id: 'DRS-087',
    area: 'drs',
    title: 'DPM history windows',
    statement:
      'Power-on looks at 300 s (VmDemandHistorySecsHostOn), power-off at 2400 s (VmDemandHistorySecsHostOff); both settable 0–3600. RJ-DPM reads this as "a jump is considered only after 5 minutes". Engine (model): plain average over the window (VMware adds deviation terms (recalled)).',
    standing: 'model',
    sources: ['RJ-DPM', 'KB-DPM'],
  },
  {
    id: 'DRS-088',
    area: 'drs',
    title: 'DPM power-off procedure',
    statement:
      'When all hosts are below 45 %: pick a host, what-if evacuate with DRS, accept if remaining hosts stay ≤ 81 % and constraints hold; repeat until at least one host is at 45 % or more. Host order (model): least-loaded first, then larger power draw, then name.',
    standing: 'model',
    sources: ['KB-DPM', 'RJ-DPM'],
  },
  {
    id: 'DRS-089',
    area: 'drs',
    title: 'DPM power-on',
    statement:
      'Conflict: KB-DPM says when utilisation exceeds 81 % on all hosts; RJ-DPM says when there are hosts above the range. The lab: any host > 81 % in the 300 s average that a DRS what-if without new hosts cannot bring to ≤ 81 %; also when HA, reservations or MinPoweredOn limits need capacity.',
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
      'version | hosts/cluster | VMs/cluster | VMs/host\n5.5 | 32 | 4000 (ntpro says 3000) | 512\n6.0–6.7 | 64 | 8000 | 1024\n7.0 | 64 | 8000 | 1024\n7.0 U1+ | 96 | 10 000 | 1024\n8.0 | 96 | 10 000 | 1024\n5.5 and 6.0 hosts/VMs: MAX (use 4000). 7.0 and later and the per-host column: (recalled). vSAN clusters stay at 64 hosts (recalled). A product level means the last update of that release, so level 7.0 = the row 7.0 U1+. Pools: up to 1600 per cluster, depth 8, 1100 children per pool (recalled).',
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
      'HA setting, available only with DRS on: warns when, after tolerated failures, usage × (1 − p) exceeds what is left; 100 % = no warning (default), 0 % = warn at any shortfall.',
    standing: 'sourced',
    sources: ['AV'],
  },
] as const satisfies readonly Fact[]
