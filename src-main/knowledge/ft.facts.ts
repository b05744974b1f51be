/** Sourced statements about Fault Tolerance. Codes of `sources` are those of sources.ts; conformance labs hold the tests. */
import type { Fact } from './fact.ts'

export const ftFacts = [
  {
    id: 'FT-001',
    area: 'ft',
    title: 'How Fault Tolerance works',
    statement:
      'Primary VM runs, a secondary on another host receives its state continuously (fast checkpointing: memory, storage and device state copied at short intervals; not vLockstep record/replay as in 4.x–5.x). Both monitor each other.',
    standing: 'sourced',
    sources: ['FTPERF', 'FT7'],
  },
  {
    id: 'FT-002',
    area: 'ft',
    title: 'Output is held until the secondary has the state',
    statement:
      'Outputs are held until the secondary has the state that produced them (output commit), so a failover loses no acknowledged data; the price is latency.',
    standing: 'sourced',
    sources: ['SCALES', 'FT4', 'K-406486'],
  },
  {
    id: 'FT-003',
    area: 'ft',
    title: 'Checkpoint interval and latency',
    statement:
      'Checkpoint interval is dynamic; it can be fixed (ftcpt.cptIntervalUS). KB sample of pings to a gateway: 50 ms interval → 6…33 ms (avg 15), 100 ms → 8…40 ms (avg 21); up to ~100 ms seen by default. The KB labels the triples min/avg/max but the order only makes sense as min/max/avg. Engine: added mean latency = interval × 0.25, default interval 20 ms (model).',
    standing: 'model',
    sources: ['K-406486'],
  },
  {
    id: 'FT-004',
    area: 'ft',
    title: 'Limits per VM',
    statement:
      'Limits per VM: 8 vCPU from 6.7 with Enterprise Plus, 4 in 6.0/6.5; 2 with Standard; memory 128 GB, 16 disks, disks ≤ 2 TB. Conflict: the 7.0 overview page still says four vCPUs (FT7). Recalled: 128 GB and 2 TB.',
    standing: 'choice',
    sources: ['FTL8', 'FTL67', 'FTL60', 'FTG55', 'SSE', 'FT7'],
  },
  {
    id: 'FT-005',
    area: 'ft',
    title: 'Limits per host',
    statement:
      'Limits per host, enforced independently, primaries and secondaries both count: das.maxftvmsperhost 4 VMs, das.maxftvcpusperhost 8 vCPUs; 0 disables the check; higher values are allowed.',
    standing: 'sourced',
    sources: ['FTL8', 'FTL67', 'YB-FT'],
  },
  {
    id: 'FT-006',
    area: 'ft',
    title: 'What hosts need for Fault Tolerance',
    statement:
      'Hosts: FT logging and vMotion vmknics, 10 Gb/s low latency (dedicated recommended), Intel Sandy Bridge / AMD Bulldozer or later, hardware MMU virtualization, vMotion-compatible CPUs, vSphere HA on, certificate checking on; ≥ 3 hosts so that a new secondary has a place.',
    standing: 'sourced',
    sources: ['FTL8', 'FTV8', 'FTG55'],
  },
  {
    id: 'FT-007',
    area: 'ft',
    title: 'Checks that refuse Fault Tolerance',
    statement: 'Checks that refuse FT: snapshots present, template, HA disabled for the VM, 3D video, unsupported device.',
    standing: 'sourced',
    sources: ['FTV8', 'API FT reasons'],
  },
  {
    id: 'FT-008',
    area: 'ft',
    title: 'What does not go with Fault Tolerance',
    statement:
      'Not with FT: user snapshots (disk-only snapshots of backup API allowed), Storage vMotion, linked clones, vVols, storage policies except vSAN, I/O filters, VBS; VM encryption only from 7.0 U2; TPM listed in 6.7/7.0.',
    standing: 'sourced',
    sources: ['FTU8', 'FTU7', 'FTU67'],
  },
  {
    id: 'FT-009',
    area: 'ft',
    title: 'Devices to remove',
    statement:
      'Devices to remove: physical RDM, CD/floppy backed by physical or remote device (ISO on shared storage is fine), USB, sound, NPIV, NIC passthrough, serial/parallel ports. Hot-plug is disabled automatically.',
    standing: 'sourced',
    sources: ['FTDEV8'],
  },
  {
    id: 'FT-010',
    area: 'ft',
    title: 'All memory is reserved',
    statement: 'Enabling: memory reservation is set to the full memory size; the secondary gets the same.',
    standing: 'sourced',
    sources: ['FTG55'],
  },
  {
    id: 'FT-011',
    area: 'ft',
    title: 'Primary and secondary never share a host',
    statement:
      'Placement: primary and secondary never on the same host; a powered-on primary gets its secondary at once on another compatible host subject to admission control; powered-off → secondary is placed at power-on.',
    standing: 'sourced',
    sources: ['FTV8', 'PACKT'],
  },
  {
    id: 'FT-012',
    area: 'ft',
    title: 'Fault Tolerance and DRS',
    statement:
      "DRS, 6.0–6.7: initial placement of FT VMs only, and only with EVC on; without EVC their automation is disabled; no load balancing of SMP-FT VMs (documented for 6.0). 7.0+: as DRS-081 (EVC on: DRS may also balance either of the pair; EVC off: neither is moved). The secondary inherits the primary's automation. VM–VM rules apply to the primary only, VM–Host rules to both.",
    standing: 'sourced',
    sources: ['FTDRS60', 'FTDRSL'],
  },
  {
    id: 'FT-013',
    area: 'ft',
    title: 'Each copy has its own disks',
    statement:
      'Each of the pair has its own disks in SMP-FT (may be on different datastores), plus small shared configuration/tie-break files on a shared datastore. Recalled: file names.',
    standing: 'recalled',
    sources: ['HOON'],
  },
  {
    id: 'FT-014',
    area: 'ft',
    title: 'Time until protection starts',
    statement:
      'Start of protection (model): T = t_setup + disk/(R) + memory pre-copy (VM-030 with B of the vMotion network) + stun; same-datastore copies R/2; guest writes (w) are ignored. It costs as a move without shared storage (host 4 on each side, network 1, datastore 16 + 16, VM-060) and counts as a migration in VM-037. Interruption of the primary below 1 s.',
    standing: 'model',
    sources: ['SCALES'],
  },
  {
    id: 'FT-015',
    area: 'ft',
    title: 'Fault Tolerance traffic',
    statement:
      'FT traffic (model): needed rate = dirty + write + received network data (MB/s); if above B_ft = η·Gb/s·125 the primary is slowed by 1 − B_ft/needed.',
    standing: 'model',
    sources: ['FT4', 'SCALES', 'FTLAT8'],
  },
  {
    id: 'FT-016',
    area: 'ft',
    title: 'States of Fault Tolerance',
    statement:
      'States: notConfigured, disabled, enabled (primary off), starting, running, needSecondary (primary on, no active secondary). Alarm: red needSecondary, yellow disabled, green otherwise. Reasons: initializing, lostConnection, partialHardwareFailure, userAction, checkpointError, …',
    standing: 'sourced',
    sources: ['API FT state', 'API FT event', 'API NeedSecondaryReason'],
  },
  {
    id: 'FT-017',
    area: 'ft',
    title: 'The host of the primary VM fails',
    statement:
      "Primary's host fails: secondary detects the lost FT heartbeats, wins an atomic lock on shared storage, goes live, sends RARP; the VM does not reboot; TCP connections survive; it becomes primary; then a new secondary is created. Each of the two copies holds the lock of its own files, so no lock lease (HA-069) is waited for. Timeline (model):\nt | event\n0 | primary's host dies\n1.0 s | FT heartbeats declared lost (real value unpublished; the 2010 paper says a few seconds for the older design)\n1.2 s | tie-break won\n1.5 s | ft.failover, RARP; client outage ends (+ t_net)\nHA declaration (15 s without, 18 s with datastore heartbeats, HA-041, HA-042) | FDM chooses a host for the new secondary, ft.secondaryStarted begins\n+ FT-014 time | ft.protected again",
    standing: 'model',
    sources: ['FT7', 'SCALES', 'ORE'],
  },
  {
    id: 'FT-018',
    area: 'ft',
    title: 'The host of the secondary VM fails',
    statement: "Secondary's host fails: no outage for the VM; state needSecondary; HA starts a new secondary on another host.",
    standing: 'sourced',
    sources: ['FT7'],
  },
  {
    id: 'FT-019',
    area: 'ft',
    title: 'Both hosts fail at once',
    statement: 'Both hosts fail at once: HA cold-restarts the primary like any VM, then a secondary is created.',
    standing: 'recalled',
    sources: ['HA8'],
  },
  {
    id: 'FT-020',
    area: 'ft',
    title: 'FT network lost',
    statement:
      "FT network lost, both hosts alive: both sides race for the lock, exactly one survives; which one is not predetermined. Engine: the primary wins (deterministic) unless it cannot reach the lock's datastore. Never two live copies. New secondary: when the FT network returns; at once on a third host if it was the secondary's host that was cut off. Model: winner and instants.",
    standing: 'model',
    sources: ['EM', 'SCALES', 'FT7'],
  },
  {
    id: 'FT-021',
    area: 'ft',
    title: 'What triggers no failover',
    statement: 'Not triggers of a failover: loss of the management network, of the VM network, of an HBA path that does not take the host down.',
    standing: 'sourced',
    sources: ['EM'],
  },
  {
    id: 'FT-022',
    area: 'ft',
    title: 'Process or memory of the primary VM fails',
    statement:
      'The VM process of the primary dying or an uncorrectable memory error in its memory → failover as FT-017. The new secondary is started 10 s after the failover (HA-139; no host was declared failed) (model).',
    standing: 'model',
    sources: ['EM', 'FT7'],
  },
  {
    id: 'FT-023',
    area: 'ft',
    title: 'A guest crash is replicated',
    statement: 'A guest OS crash is replicated: both sides crash; FT does not help; VM Monitoring (if on) resets the VM.',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'FT-024',
    area: 'ft',
    title: 'Test failover',
    statement:
      'Test failover: secondary becomes primary, old primary is ended, a new secondary is started at once; no HA event. Interruption as a planned hand-over: 0.5 s (model).',
    standing: 'model',
    sources: ['EM'],
  },
  {
    id: 'FT-025',
    area: 'ft',
    title: 'Failover works without vCenter',
    statement: 'vCenter is needed to enable or test FT, not for the failover itself nor for the new secondary (FDM does it).',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'FT-026',
    area: 'ft',
    title: 'Isolation response and Fault Tolerance',
    statement: 'Host isolation (management network only): FT VMs are not powered off by the isolation response.',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'FT-027',
    area: 'ft',
    title: 'VMCP is off for FT VMs',
    statement: 'VMCP is overridden to off for FT VMs (documented for 6.0).',
    standing: 'sourced',
    sources: ['FTU60'],
  },
  {
    id: 'FT-028',
    area: 'ft',
    title: 'Turning Fault Tolerance off',
    statement:
      'Turning FT off removes the secondary and its files; suspending keeps the configuration and stops protection. The primary never stops.',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'FT-029',
    area: 'ft',
    title: 'Metro Cluster FT',
    statement: 'Metro Cluster FT (8.0 U3): optional host group; primary and secondary are put into different groups. Editable only while FT is off.',
    standing: 'sourced',
    sources: ['METRO', 'API FT reasons'],
  },
  {
    id: 'FT-030',
    area: 'ft',
    title: 'Maintenance mode and Fault Tolerance',
    statement:
      "Maintenance mode of the primary's or secondary's host: that VM is moved by vMotion (not onto its partner's host); only one of the pair at a time. Recalled: detail.",
    standing: 'recalled',
    sources: ['FTPERF'],
  },
  {
    id: 'FT-031',
    area: 'ft',
    title: 'Fault Tolerance, HA and vMotion compared',
    statement: 'What FT covers and what HA covers: FT no restart (≈ 1–2 s gap, no data loss); HA restart (≥ 15–18 s + boot); vMotion only planned.',
    standing: 'derived',
    sources: [],
  },
] as const satisfies readonly Fact[]
