/** The pre-copy model, failures, limits, Storage vMotion, what clients see: VM-030 on. */
import type { Fact } from '../fact.ts'

export const preCopyFacts = [
  {
    id: 'VM-030',
    area: 'vmotion',
    title: 'The pre-copy model',
    statement:
      "Inputs: M bytes (configured memory, model: all of it is backed), B bytes/s, D bytes/s (dirtyMBps), W bytes = writable working set (demand.workingSetMiB if given, else M), RTT s.\nV = M; i = 0; D' = D; throttled = false\nrepeat:\n    T = V / B                              # round i, VM runs\n    next = min(D' * T, W)                  # unique pages dirtied meanwhile\n    i = i + 1\n    if next <= S * B: break                # VM-021\n    if SDPS is off for the VM:             # VM-044\n        if i >= N_free and next >= V: fail noConvergence\n    else if not throttled and (next >= V or i >= N_free):   # no progress, or too many rounds\n        throttled = true; D' = min(D, σ * B)           # SDPS, VM-033\n    V = next\nrounds = i                                 # live rounds; the final transfer is not a round\nstun   = next / B + t_fix + RTT\ntotal  = t_setup + Σ T + stun              # vmotion.started → vmotion.completed\nbytes  = Σ V + next\nBytes are rounded up to whole 4 KiB pages when reported, times to whole ms when reported; the recurrence itself is not rounded. Every real migration follows this model. DRS weighs a move with an estimate of its own, DRS-053 (0.8 of the link, no set-up time); that estimate stays as it is and need not equal totalMs.",
    standing: 'model',
    sources: [],
  },
  {
    id: 'VM-031',
    area: 'vmotion',
    title: 'Closed form of the pre-copy',
    statement:
      'Closed form while next is never clipped by W and SDPS stays off, r = D/B < 1, n = rounds: V_i = M·r^i · n = max(1, ceil( ln(S·B/M) / ln r )) · live time = (M/B)(1−r^n)/(1−r) · copy time incl. the last transfer = (M/B)(1−r^(n+1))/(1−r) · data = M(1−r^(n+1))/(1−r) · downtime = M·r^n/B + t_fix + RTT. As n → ∞ copy time → (M/B)/(1−r). D = 0: n = 1, data = M, downtime = t_fix. Standard pre-copy algebra. The closed form serves as a check in tests; the engine runs the recurrence and needs no ln.',
    standing: 'model',
    sources: [],
  },
  {
    id: 'VM-032',
    area: 'vmotion',
    title: 'When pre-copy converges',
    statement: 'Convergence: D < B converges geometrically; D ≥ B never converges without SDPS unless W ≤ S·B.',
    standing: 'model',
    sources: [],
  },
  {
    id: 'VM-033',
    area: 'vmotion',
    title: 'SDPS slows the guest down',
    statement:
      'SDPS ("stun/slow-down during page send", 5.0+; 4.1 had Quick Resume instead): idle in most migrations; when pages are dirtied faster than they can be sent, the source vCPUs get many sleeps of a few ms each until pre-copy converges; the goal is that the migration does not fail. Numbers: (model), slow-down = 1 − min(D, σB)/D from the round after the trigger to the switch-over.',
    standing: 'model',
    sources: ['SDPS', 'YB50'],
  },
  {
    id: 'VM-034',
    area: 'vmotion',
    title: 'Worked table of migrations',
    statement:
      'Worked table, computed with exactly the recurrence of VM-030 (B from η, RTT 0).\nrow | M GiB | link GbE | D MB/s | W | r | rounds | live pre-copy s | copy time s | data GiB | last V MB | stun ms | total s | SDPS from round / slow-down\nT1 | 4 | 1 | 10 | M | 0.0889 | 2 | 41.571 | 41.873 | 4.387 | 33.94 | 401.6 | 43.973 | –\nT2 | 4 | 10 | 20 | M | 0.0178 | 1 | 3.818 | 3.886 | 4.071 | 76.36 | 167.9 | 5.986 | –\nT3 | 16 | 10 | 100 | M | 0.0889 | 2 | 16.628 | 16.749 | 17.549 | 135.74 | 220.7 | 18.849 | –\nT4 | 64 | 10 | 500 | M | 0.4444 | 6 | 109.104 | 109.575 | 114.805 | 529.65 | 570.8 | 111.675 | –\nT5 | 64 | 10 | 900 | M | 0.8000 | 18 | 299.402 | 299.832 | 314.145 | 483.57 | 529.8 | 301.932 | 16 / 37.5%\nT6 | 64 | 10 | 1000 | M | 0.8889 | 21 | 484.225 | 484.515 | 507.645 | 326.20 | 390.0 | 486.615 | 16 / 43.8%\nT7 | 64 | 10 | 2000 | M | 1.7778 | 8 | 182.298 | 182.775 | 191.500 | 536.87 | 577.2 | 184.875 | 1 / 71.9%\nT8 | 256 | 25 | 800 | M | 0.2844 | 5 | 136.331 | 136.513 | 357.575 | 511.83 | 282.0 | 138.613 | –\nT9 | 512 | 100 | 3000 | M | 0.2667 | 4 | 66.300 | 66.547 | 697.240 | 2780.00 | 347.1 | 68.647 | –\nT10 | 8 | 1 | 60 | M | 0.5333 | 8 | 162.547 | 163.047 | 17.083 | 56.23 | 599.8 | 165.147 | –\nT11 | 8 | 1 | 0 | M | 0 | 1 | 76.355 | 76.355 | 8.000 | 0 | 100.0 | 78.455 | –\nT12 | 8 | 1 | 200 | 1 GiB | 1.7778 | 7 | 104.392 | 104.690 | 10.969 | 33.55 | 398.3 | 106.790 | 2 / 71.9%\nT13 | 32 | 10 | 300 | 2 GiB | 0.2667 | 3 | 32.960 | 33.096 | 34.676 | 152.71 | 235.7 | 35.196 | –\nRounds of T4 (V MB / T s): 68719.5/61.084 · 30542.0/27.148 · 13574.2/12.066 · 6033.0/5.363 · 2681.3/2.383 · 1191.7/1.059 · last 529.6/0.471. Rounds of T7: 68719.5 · 68719.5 · 34359.7 · 17179.9 · 8589.9 · 4295.0 · 2147.5 · 1073.7 · last 536.9.',
    standing: 'model',
    sources: [],
  },
  {
    id: 'VM-035',
    area: 'vmotion',
    title: 'What must hold whatever the constants',
    statement:
      'Monotonicity that must hold whatever the constants: total grows with M and, while SDPS is off, with D (once SDPS engages a higher D can be faster: T6 against T7); it falls with B; stun does not depend on M when r = 0; bytes ≥ M.',
    standing: 'model',
    sources: [],
  },
  {
    id: 'VM-036',
    area: 'vmotion',
    title: 'Round-trip time',
    statement:
      'RTT adds once to the stun. Maximum supported RTT 150 ms since 6.0 (4.x: 5 ms; 5.x: 10 ms with Metro vMotion), licence for long distance needed. Model: effect on the stun.',
    standing: 'model',
    sources: ['VM:NET65', 'PRE67', 'QQ'],
  },
  {
    id: 'VM-037',
    area: 'vmotion',
    title: 'Migrations share the link',
    statement:
      "Bandwidth sharing: k migrations using the same host's vMotion link share it equally; B of one migration = min over its two hosts of B_host/k. A migration counts from the end of its t_setup until it completes or fails (stun included); shares are re-evaluated at each such moment, also in mid-round. A share never falls during a stun: migrations that begin to copy meanwhile get what is left until that VM has resumed (so VM-026 holds with others around). FT's first copy (FT-014) counts as a migration.",
    standing: 'model',
    sources: [],
  },
  {
    id: 'VM-038',
    area: 'vmotion',
    title: 'Multi-NIC vMotion',
    statement: 'Multi-NIC vMotion (5.0+): one vMotion uses all vMotion NICs; up to 16 × 1 GbE or 4 × 10 GbE. B adds up.',
    standing: 'sourced',
    sources: ['YB50'],
  },
  {
    id: 'VM-039',
    area: 'vmotion',
    title: 'Streams of a vMotion',
    statement:
      'Streams. One vMotion vmknic = one stream = completion helper + crypto helper + stream helper, one thread (core) each; one stream helper fills about 15 Gb/s. 7.0 U2+: the number of streams follows the NIC speed automatically (ceil(Gb/s / 15), model); before that one per vmknic, so 25/40/100 GbE are capped. Conflict: a VMware KB measured 18, 28, 36 Gb/s for 1, 2, 3 vmknics on one 40 GbE NIC (K-323379). The engine uses 15.',
    standing: 'model',
    sources: ['TUNE', 'AUTO', 'K-323379'],
  },
  {
    id: 'VM-040',
    area: 'vmotion',
    title: 'CPU reserved for vMotion',
    statement:
      'CPU reserved for vMotion on each of the two hosts depends on the vMotion NICs, not on the number of migrations: 10% of a core per 1 GbE NIC, 100% of a core per 10 GbE NIC, at least 30% of a core.',
    standing: 'sourced',
    sources: ['FD18'],
  },
  {
    id: 'VM-041',
    area: 'vmotion',
    title: 'Encrypted vMotion',
    statement:
      'Encryption (6.5+): AES-GCM on all vMotion traffic; per VM Disabled / Opportunistic (default) / Required; an encrypted VM always migrates encrypted; Required fails if one host cannot. Model: no change of B with AES-NI, more CPU only.',
    standing: 'model',
    sources: ['ENC67', 'ENCB', 'VMC-AWS', 'FD18'],
  },
  {
    id: 'VM-042',
    area: 'vmotion',
    title: 'Host-local swap files are copied',
    statement: 'Swap file on a host-local swap datastore: copied if source and destination locations differ, so slower.',
    standing: 'sourced',
    sources: ['SWAP'],
  },
  {
    id: 'VM-043',
    area: 'vmotion',
    title: 'What vMotion moves',
    statement: 'vMotion moves memory, registers, device and network state, BIOS/NVRAM, MAC addresses; IP and open connections survive.',
    standing: 'sourced',
    sources: ['PUBS41'],
  },
  {
    id: 'VM-044',
    area: 'vmotion',
    title: 'Migration without SDPS',
    statement:
      'SDPS can be switched off per VM (lab key sdps: false; default true). Then nothing slows the guest: rounds go on as long as they make progress, also beyond N_free; from round N_free on, a round that ends without progress (next ≥ V, and next > S·B) fails the migration with vmotion.failed reason noConvergence. The VM stays on the source, was never stunned, and the copy on the destination is discarded (VM-050). The way out is a higher B, a lower D or SDPS.',
    standing: 'model',
    sources: [],
  },
  {
    id: 'VM-050',
    area: 'vmotion',
    title: 'An error before the resume leaves the VM on the source',
    statement: 'Rule: any error before the destination resumes → the VM keeps running on the source, in its original state.',
    standing: 'sourced',
    sources: ['PUBS41', 'K-1010045'],
  },
  {
    id: 'VM-051',
    area: 'vmotion',
    title: 'Destination host fails during pre-copy',
    statement:
      'Destination host fails during pre-copy: migration fails, VM stays on the source, no HA restart, no downtime; the shell on the destination is gone. Recalled: detail.',
    standing: 'recalled',
    sources: ['PUBS41'],
  },
  {
    id: 'VM-052',
    area: 'vmotion',
    title: 'Source host fails during pre-copy',
    statement:
      'Source host fails during pre-copy: the VM is dead (memory gone); the partial copy on the destination is discarded, HA restarts the VM as for any host failure (on any host, also the planned destination).',
    standing: 'recalled',
    sources: ['HA8'],
  },
  {
    id: 'VM-053',
    area: 'vmotion',
    title: 'A host fails after the resume',
    statement:
      'Source fails after the destination resumed: nothing lost, VM runs on the destination. Destination fails after the resume: ordinary HA failover. Recalled, filled in by the model.',
    standing: 'model',
    sources: [],
  },
  {
    id: 'VM-054',
    area: 'vmotion',
    title: 'vMotion network lost during pre-copy',
    statement:
      'vMotion network lost in pre-copy: the migration fails after the network timeout of 20 s; VM runs on the source meanwhile. The 20 s apply to set-up and pre-copy; in the switch-over VM-055 applies. If the link returns in time the round goes on, and the pages dirtied in the gap are sent too. Recalled: the value (Migrate.NetworkTimeout).',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'VM-055',
    area: 'vmotion',
    title: 'The switch-over limit of 100 s',
    statement:
      'Switch-over limit: 100 s by default (vmotion.maxSwitchoverSeconds, for Storage vMotion fsr.maxSwitchoverSeconds). When exceeded ESXi fails the migration and the VM resumes on the source.',
    standing: 'sourced',
    sources: ['K-1010045', 'K-2141355'],
  },
  {
    id: 'VM-056',
    area: 'vmotion',
    title: 'No reconfiguration during a migration',
    statement: 'Configuration is read-only during the migration behind a 90 s protection timer; reconfiguring the VM meanwhile is refused.',
    standing: 'sourced',
    sources: ['K-321009'],
  },
  {
    id: 'VM-057',
    area: 'vmotion',
    title: 'Management network lost during vMotion',
    statement:
      'Losing the management network only: pre-copy between the hosts goes on; HA judges hosts on its own rules. vCenter cannot confirm until it reconnects.',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'VM-060',
    area: 'vmotion',
    title: 'Limits on simultaneous migrations',
    statement:
      "Limits are cost budgets; each operation adds its cost to host, network and datastore; what would exceed a budget waits in a queue (it is not refused) until others finish; all three must fit. A cost is taken at vmotion.started and given back at vmotion.completed or vmotion.failed (FT's first copy: from ft.secondaryStarted to ft.protected); where source and destination are the same host it counts once.\nresource | budget | vMotion | Storage vMotion | without shared storage, FT's first copy (FT-014) | other provisioning (cold move, clone, deploy)\nhost (each side; once if it is the same host) | 8 | 1 | 4 | 4 | 1\nvMotion network | 2 (below 1 GbE), 4 (1 GbE), 8 (10 GbE) | 1 | 0 | 1 | 0\ndatastore (each) | 128 | 1 | 16 source + 16 destination | 16 + 16 | 0 (model)\nFaster than 10 GbE counts as 8 (model; the table retrieved covers 5.0–6.7). Model: instants.",
    standing: 'model',
    sources: ['LIM67'],
  },
  {
    id: 'VM-061',
    area: 'vmotion',
    title: 'The migration queue is first come, first served',
    statement: 'The queue is served first come, first served among operations that fit (model).',
    standing: 'model',
    sources: [],
  },
  {
    id: 'VM-062',
    area: 'vmotion',
    title: 'Storage vMotion: one pass with a mirror',
    statement:
      "Storage vMotion (5.0+): create destination disk, insert the mirror driver, one single copy pass; writes to regions already copied are mirrored to both sides, writes to regions not yet copied go only to the source. Older: 3.5 snapshots, 4.x changed-block passes. Time (model): T = disk / (R − w/2), R = min(source share, destination share of throughputMBps; halved if both are the same datastore), w = writeMBps; plus t_setup; stun 0.3 s. Everything that copies on one datastore at a time (Storage vMotion, consolidation, memory snapshot, FT's first copy, cold move) shares its throughput equally; the shares are re-cut as in VM-037.",
    standing: 'model',
    sources: ['SV50', 'SVPAT', 'ALERT'],
  },
  {
    id: 'VM-063',
    area: 'vmotion',
    title: 'Host and datastore changed at once',
    statement: 'Both (XvMotion): disks first, then memory pre-copy, then one switch-over; disk rate also limited by B (model).',
    standing: 'model',
    sources: [],
  },
  {
    id: 'VM-064',
    area: 'vmotion',
    title: 'Storage vMotion that fails',
    statement:
      'Storage vMotion failing mid-copy leaves the VM on the source datastore, the partial copy is deleted; when a datastore goes APD the copy stalls and fails at the APD timeout (140 s, HA-129) (model); the destination needs the full disk size free up front (thick) (model).',
    standing: 'model',
    sources: ['PUBS41'],
  },
  {
    id: 'VM-065',
    area: 'vmotion',
    title: 'vMotion across vCenter Servers',
    statement:
      'Cross-vCenter (6.0+): both sides 6.0+, Enterprise Plus, time in sync, Enhanced Linked Mode / same SSO domain for the UI (API and, since 7.0 U1c, the UI (recalled) also across domains); MAC and network checks (no distributed → standard switch, no older distributed switch, no uplink-less network).',
    standing: 'recalled',
    sources: ['XVC67'],
  },
  {
    id: 'VM-066',
    area: 'vmotion',
    title: 'HA protection follows the VM',
    statement:
      'HA protection follows the VM: after the move the VM counts as running on the destination; HA and DRS settings are kept inside the cluster.',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'VM-080',
    area: 'vmotion',
    title: 'The destination host announces the MAC (RARP)',
    statement:
      "The VM keeps MAC and IP in every case here. After a resume or power-on the destination ESXi sends RARP frames (EtherType 0x8035, broadcast, source = the VM's MAC) for each vNIC; about 5, at most 8 per VM on an uplink change; after a vMotion within 1 s. ESXi vSwitches send RARP, not gratuitous ARP.",
    standing: 'sourced',
    sources: ['K-90045', 'RN'],
  },
  {
    id: 'VM-081',
    area: 'vmotion',
    title: 'Notify Switches',
    statement:
      'Sent on: power-on, vMotion, uplink failover, with "Notify Switches" = Yes (default). With No, the switch keeps sending to the old port until the guest transmits a frame or the entry ages out (commonly 300 s (recalled)).',
    standing: 'recalled',
    sources: ['RN', 'K-90045'],
  },
  {
    id: 'VM-082',
    area: 'vmotion',
    title: 'What a client sees',
    statement:
      'Client outage = stun + t_net. Pings every 1 s lost for an outage d (s): floor(d) or floor(d) + 1.\ncase | outage | lost 1-s pings | TCP | guest\nvMotion (D < B) | 0.2–0.7 s | 0 or 1 | survives | same boot\nStorage vMotion | 0.3 s, no RARP needed | 0 or 1 | survives | same boot\nsnapshot, disk only | 0.2 s | 0 or 1 | survives | same boot\nsnapshot with memory | 0.5 s + slower for M/R | 0 or 1 | survives | same boot\nconsolidation, mirror / stuck helper | 0.2 s / seconds to minutes | 0 or 1 / many | survives if < TCP timeout | same boot\nFT failover | 1.6 s | 1 or 2 | survives | same boot\nFT, secondary lost | 0 | 0 | survives | same boot\nHA restart | 15–18 s detection + 10 s power-on (HA-109) + guest boot (model 60 s) | about 85–89 | broken | new boot',
    standing: 'model',
    sources: [],
  },
  {
    id: 'VM-083',
    area: 'vmotion',
    title: 'Reference times of an HA restart',
    statement:
      'HA restart reference: heartbeats each second; a host without heartbeats and pings for 15 s is declared failed (18 s when datastore heartbeats are also waited for, HA-041), then 10 s for the power-on (HA-109).',
    standing: 'sourced',
    sources: ['HA-VMC'],
  },
] as const satisfies readonly Fact[]
