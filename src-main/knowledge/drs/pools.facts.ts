/** Resource settings, pools, entitlement: DRS-015 to DRS-047. */
import type { Fact } from '../fact.ts'

export const poolFacts = [
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
    statement: 'demand = active + (100 − IdleTax)% × (consumed − active) + overhead, cluster option IdleTax default 75 → 25% of idle consumed.',
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
      "Average CPU demand used for goodness, in minutes:\nVM memory | t=1 | t=2 | t=3 | t=4 | t=5\n< 4 GB | 15 | 15 | 15 | 10 | 5\n≥ 4 GB | 40 | 40 | 40 | 20 | 10\nThe boundary value 4 GB itself is unspecified; the lab's choice: 4,096 MB counts as large. The window of a VM starts empty at power-on, an HA restart included; until it is full the average is over the samples there are (a settled lab starts with a full one). sat and u of DRS-060 are built on this demand.",
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
      'VM01 2 vCPU Normal (2000) beside RP1 High (8000), all saturated: RP1 80%, VM01 20%. Two equal VMs in RP1 → 40% each; five → 16% each; if VM01 needs only half its part (10%), the five get 18% each.',
    standing: 'sourced',
    sources: ['FD-20180716'],
  },
  {
    id: 'DRS-035',
    area: 'drs',
    title: 'Classic example: dilution',
    statement:
      'Siblings RP1 4000, VM1 2000, VM4 1000, VM5 1000; RP1 holds VM2 1000, VM3 2000 → RP1 50%, VM1 25%, VM4/VM5 12.5%, VM2 16.67%, VM3 33.33%.',
    standing: 'sourced',
    sources: ['FD-20120509'],
  },
  {
    id: 'DRS-036',
    area: 'drs',
    title: 'Reservation + limit together',
    statement:
      'Worked example of DRS-030: 10,000 MHz; A has 1,000 shares and a reservation of 5,000, B 2,000 shares and a limit of 2,000, C 1,000 shares; each demands 6,000 MHz → A 5,000, B 2,000, C 3,000 MHz.',
    standing: 'derived',
    sources: [],
  },
  {
    id: 'DRS-037',
    area: 'drs',
    title: 'Pool limit and release',
    statement:
      'Worked example of DRS-030: 10,000 MHz; pool P (Normal, limit 3,000) holds p1 with 1,000 and p2 with 2,000 shares, demanding 4,000 each; pool Q (Normal) holds q1 and q2 with 1,000 shares, demanding 4,000 and 1,000 → P 3,000 = 1,000 + 2,000, Q 5,000 = 4,000 + 1,000, 2,000 MHz stay idle.',
    standing: 'derived',
    sources: [],
  },
  {
    id: 'DRS-038',
    area: 'drs',
    title: 'Nested pools',
    statement:
      'Worked example of DRS-030: 18,000 MHz; pool P (High) holds pool P1 (Normal) with a (2,000 shares) and pool P2 (Low) with b and c (2,000 each), pool Q (Normal) holds d (1,000); every VM demands 9,000 → P 12,000, Q 6,000; P1 8,000, P2 4,000; a 8,000, b 2,000, c 2,000, d 6,000 MHz.',
    standing: 'derived',
    sources: [],
  },
  {
    id: 'DRS-039',
    area: 'drs',
    title: 'Pool reservation as a floor',
    statement:
      'Worked example of DRS-030: 10,000 MHz; pool P (Low, 2,000 shares) reserves 6,000 for two equal VMs that demand 5,000 each, pool Q (High, 8,000 shares) holds one VM that demands 10,000 → P 6,000 (3,000 each), Q 4,000 MHz.',
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
] as const satisfies readonly Fact[]
