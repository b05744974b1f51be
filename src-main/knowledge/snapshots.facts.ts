/** Sourced statements about snapshots. Codes of `sources` are those of sources.ts; conformance labs hold the tests. */
import type { Fact } from './fact.ts'

export const snapshotsFacts = [
  {
    id: 'SN-001',
    area: 'snapshots',
    title: 'What a snapshot preserves',
    statement:
      'A snapshot preserves: disk state (always, by delta disks), VM settings (always), memory and CPU/device state (option), power state. Memory is the default in the UI.',
    standing: 'sourced',
    sources: ['SN65', 'SNSDK67'],
  },
  {
    id: 'SN-002',
    area: 'snapshots',
    title: 'Snapshot without memory',
    statement:
      'With memory: false the snapshot\'s power state is "powered off"; on a powered-off VM the memory option has no effect; on a suspended VM memory is always included.',
    standing: 'sourced',
    sources: ['API CreateSnapshot'],
  },
  {
    id: 'SN-003',
    area: 'snapshots',
    title: 'Files of a snapshot',
    statement:
      'Files: vm-00000N.vmdk + -delta.vmdk (VMFSsparse) or -sesparse.vmdk per disk; vm.vmsd (tree database, one); vm-SnapshotN.vmsn per snapshot (state and settings, always written, small without memory); memory in the .vmsn, from hardware version 11 in a separate .vmem; -ctk.vmdk if changed-block tracking is on. Recalled: ctk.',
    standing: 'recalled',
    sources: ['SN67', 'VVOLMEM', 'SN60'],
  },
  {
    id: 'SN-004',
    area: 'snapshots',
    title: 'Writes go to the delta disk',
    statement: 'After the snapshot the former disk is read-only; all writes go to the new child; reads search from the youngest child to the base.',
    standing: 'sourced',
    sources: ['SEF7'],
  },
  {
    id: 'SN-005',
    area: 'snapshots',
    title: 'Formats of delta disks',
    statement:
      'Format: VMFS6 → SEsparse for all; VMFS5 → VMFSsparse below 2 TB, SEsparse from 2 TB; formats never mix in one chain; migrating between VMFS5 and VMFS6 converts. Grain 64 KiB (classic sparse) or 4 KiB (SEsparse). vSAN and vVols use their own formats.',
    standing: 'sourced',
    sources: ['SEF7', 'SN60', 'VLAD', 'VSANSN'],
  },
  {
    id: 'SN-006',
    area: 'snapshots',
    title: 'Limits of the chain',
    statement: 'Chain limit 32; the 33rd level is refused (TooManySnapshotLevels); recommended 2–3; do not keep one longer than 72 h.',
    standing: 'sourced',
    sources: ['BP', 'LEON', 'API SnapshotFault'],
  },
  {
    id: 'SN-007',
    area: 'snapshots',
    title: 'The snapshot tree',
    statement:
      'Tree: each snapshot has one parent and any number of children; "You are here" is the running state below the current snapshot. Create puts a child under the current snapshot and makes it current. Names need not be unique.',
    standing: 'sourced',
    sources: ['SN601', 'API CreateSnapshot'],
  },
  {
    id: 'SN-008',
    area: 'snapshots',
    title: 'Revert',
    statement:
      'Revert: discards the running state since the current snapshot (its delta is deleted), points to the target snapshot with a fresh empty delta; the tree itself is unchanged; other branches stay.',
    standing: 'sourced',
    sources: ['VMA', 'SNSDK67'],
  },
  {
    id: 'SN-009',
    area: 'snapshots',
    title: 'Delete one snapshot',
    statement:
      'Delete one: the delta that was opened when that snapshot was taken is merged down into the disk that represents the snapshot (for the first snapshot: the base disk); running state and all other snapshots keep their content. If two branches hang below the deleted snapshot, its disk stays as their shared parent and only the tree entry goes (recalled). Delete with children removes the subtree. Where several deltas merge it is one operation over V = the sum of them, with one snapshot.consolidated (SN-025).',
    standing: 'recalled',
    sources: ['DEL7', 'API RemoveSnapshot'],
  },
  {
    id: 'SN-010',
    area: 'snapshots',
    title: 'Delete all snapshots',
    statement:
      'Delete all: every snapshot merged up to "You are here" into the base; side branches are discarded; running state unchanged. One operation, V = the sum of the deltas merged, one snapshot.consolidated.',
    standing: 'sourced',
    sources: ['DEL7', 'GEEKDEL'],
  },
  {
    id: 'SN-011',
    area: 'snapshots',
    title: 'Consolidation needed',
    statement:
      'Consolidate merges deltas that no snapshot refers to any more ("needs consolidation"), for instance after a removal that failed on a file lock, space or host crash.',
    standing: 'sourced',
    sources: ['CONS', 'K-316414'],
  },
  {
    id: 'SN-012',
    area: 'snapshots',
    title: 'Removal cannot be cancelled',
    statement: 'Removal cannot be cancelled and blocks other tasks on the VM (power, vMotion, further snapshots).',
    standing: 'sourced',
    sources: ['K-337175', 'KIR'],
  },
  {
    id: 'SN-013',
    area: 'snapshots',
    title: 'Growth of a delta',
    statement:
      'Delta growth: G(t) = min(S_disk, (1 − o)·w·t), w = writeMBps, o = fraction of writes that hit blocks already in the delta (default 0); a delta never exceeds the base disk; rewriting a block already in the delta costs nothing. Model: formula.',
    standing: 'model',
    sources: ['SEF7', 'OPV'],
  },
  {
    id: 'SN-014',
    area: 'snapshots',
    title: 'Growth with random writes',
    statement:
      'Optional refinement for uniformly random writes: G(t) = S(1 − e^(−wt/S)) (model). A pure function for tests and figures, the simulated delta grows by SN-013.',
    standing: 'model',
    sources: [],
  },
  {
    id: 'SN-015',
    area: 'snapshots',
    title: 'Worst-case space',
    statement: 'Worst-case space of a VM with n snapshots: base × (n + 1), plus memory images.',
    standing: 'sourced',
    sources: ['EIS', 'OPV'],
  },
  {
    id: 'SN-016',
    area: 'snapshots',
    title: 'A full datastore stops VMs',
    statement: 'A full datastore stops VMs that need new delta blocks (they pause with a question) until space is freed.',
    standing: 'sourced',
    sources: ['UP2V'],
  },
  {
    id: 'SN-017',
    area: 'snapshots',
    title: 'Stun when a snapshot is taken',
    statement:
      'Create stun: typically some 100 ms, one logged sample 188 ms; longer with many disks or slow datastore metadata. Engine: 0.200 s + 0.05 s × (disks − 1). Model: numbers.',
    standing: 'model',
    sources: ['CORMAC', 'VIRTEN'],
  },
  {
    id: 'SN-018',
    area: 'snapshots',
    title: 'Memory snapshot',
    statement:
      'Memory snapshot: the guest memory is written to the datastore while the VM keeps running slower (lazy checkpoint); stun stays short. Duration = M / R, R = datastore share. Engine stun 0.5 s + 0.05 s × (disks − 1). Reality can be far slower: an untuned host wrote 4 GiB in 333.95 s (12.9 MB/s). Model: formula.',
    standing: 'model',
    sources: ['LAZY', 'K-76687'],
  },
  {
    id: 'SN-019',
    area: 'snapshots',
    title: 'Quiesced snapshot',
    statement:
      'Quiesced snapshot needs VMware Tools and a powered-on VM, else the flag is ignored. Windows uses VSS (application-consistent from Server 2008 with conditions), others file-system or crash consistent. A guest freeze that takes too long (VSS window about 10 s (recalled)) → FilesystemQuiesceFault, and the whole snapshot is rolled back; a pre-freeze script returning non-zero → ApplicationQuiesceFault.',
    standing: 'recalled',
    sources: ['API CreateSnapshot', 'API FilesystemQuiesceFault', 'API ApplicationQuiesceFault', 'VSS'],
  },
  {
    id: 'SN-020',
    area: 'snapshots',
    title: 'Memory and quiesce exclude each other',
    statement: 'UI: memory and quiesce exclude each other (memory implies a running state, so no flush is needed).',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'SN-021',
    area: 'snapshots',
    title: 'Devices that do not allow snapshots',
    statement:
      'Not supported: raw disks and physical-mode RDM, in-guest iSCSI, SCSI bus sharing, DirectPath I/O devices, VMs under Fault Tolerance. Independent disks are left out of the snapshot; a powered-on VM with one cannot take a memory snapshot (8.0/7.0 wording; up to 6.5: not at all while on).',
    standing: 'sourced',
    sources: ['SNL70', 'SNL60', 'API MemorySnapshotOnIndependentDisk'],
  },
  {
    id: 'SN-022',
    area: 'snapshots',
    title: 'Disk size is fixed while snapshots exist',
    statement: 'Disk size cannot be changed while snapshots exist.',
    standing: 'sourced',
    sources: ['EIS', 'CSUSB'],
  },
  {
    id: 'SN-023',
    area: 'snapshots',
    title: 'Read cost along the chain',
    statement:
      'Read cost along the chain: with fill fraction g_j of the j-th newest delta, expected layers searched E = 1 + Σ_{k=1..d} Π_{j≤k}(1 − g_j). Write cost 1 data I/O + 1 metadata update on first touch of a grain. Effective read latency = L0·(1 + 0.15·(E − 1)). (model); qualitative effect (deeper and fuller = slower; first snapshot improved in 7.0 U2 by a Bloom filter for SEsparse) from (SN65L), (K-83550).',
    standing: 'model',
    sources: ['SN65L', 'K-83550'],
  },
  {
    id: 'SN-024',
    area: 'snapshots',
    title: 'Consolidation with helper snapshots',
    statement:
      'Consolidation, classic (before 6.0, fallback after): if the delta can be copied "within a few seconds" the VM is paused and it is copied; else a "Consolidate Helper" snapshot takes the new writes while the old delta is copied, then the helper is consolidated in the same way, and so on; run-time limits grow per iteration; after the last one the VM is stunned and the rest is copied. Engine: threshold 5 s, 10 iterations (model) (limit of 10 (recalled)); copy rate R_c = R/2 (read + write on one datastore): T_i = V_i / R_c, V_{i+1} = min(S_disk, (1 − o)·w·T_i), stop when V/R_c ≤ 5 s; final stun = V/R_c + 0.2 s.',
    standing: 'model',
    sources: ['K-337175', 'CODEN'],
  },
  {
    id: 'SN-025',
    area: 'snapshots',
    title: 'Consolidation with a mirror',
    statement:
      'Consolidation in 6.0+ (default for 8.0): like Storage vMotion, a mirror driver and a single pass, short final stun. Formula (model): T = V / (R/2 − w), w capped at R/4 by throttling the guest; stun 0.2 s + 0.05 s × (disks − 1). V = the sum of the deltas merged; durationMs = T + final stun, also in SN-024.',
    standing: 'model',
    sources: ['KIR', 'CORMAC', 'MIRPAT'],
  },
  {
    id: 'SN-026',
    area: 'snapshots',
    title: 'vMotion with snapshots',
    statement: 'vMotion with snapshots is allowed and leaves the tree as it is (files stay on shared storage; every delta must be reachable).',
    standing: 'recalled',
    sources: ['API SnapshotMoveNotSupported'],
  },
  {
    id: 'SN-027',
    area: 'snapshots',
    title: 'Storage vMotion with snapshots',
    statement:
      'Storage vMotion with snapshots: supported since 5.0 (not 4.x); all files of the chain move; bytes = base + deltas (+ memory images). Powered-on moves of nonpersistent disks are refused.',
    standing: 'sourced',
    sources: ['CSUSB', 'SEF7'],
  },
  {
    id: 'SN-028',
    area: 'snapshots',
    title: 'HA restarts from the running state',
    statement:
      'HA restarts a VM from its current running disk chain (last delta), not from a snapshot: nothing is reverted, memory since boot is lost.',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'SN-029',
    area: 'snapshots',
    title: 'Host failure during a memory snapshot',
    statement:
      'Host failure while a memory snapshot is being written: the snapshot is incomplete and not usable; the VM is restarted by HA from its delta; consolidation may be needed. Model: rest.',
    standing: 'model',
    sources: ['K-316414'],
  },
  {
    id: 'SN-030',
    area: 'snapshots',
    title: 'DRS moves VMs with snapshots',
    statement: 'DRS moves VMs with snapshots like any other; Storage DRS too since 6.0.',
    standing: 'recalled',
    sources: ['BRAIN'],
  },
  {
    id: 'SN-031',
    area: 'snapshots',
    title: 'A snapshot is not a backup',
    statement: 'A snapshot is not a backup: it depends on the base disk and lives on the same datastore.',
    standing: 'sourced',
    sources: ['LEON', 'CSUSB'],
  },
  {
    id: 'SN-032',
    area: 'snapshots',
    title: 'Memory snapshots need a compatible CPU',
    statement: 'A suspended VM or memory snapshot can only be resumed on a CPU-compatible host, like vMotion. Recalled: memory snapshot.',
    standing: 'recalled',
    sources: ['CPU67'],
  },
  {
    id: 'SN-033',
    area: 'snapshots',
    title: 'Snapshots of backup products',
    statement: 'Backup products create snapshots that must be removed after the run; they are not always listed in the Snapshot Manager.',
    standing: 'sourced',
    sources: ['CSUSB'],
  },
  {
    id: 'SN-034',
    area: 'snapshots',
    title: 'Snapshot against vMotion',
    statement:
      "Snapshot against vMotion:\n| snapshot | vMotion\npurpose | go back to a point in time of the same VM | move the running VM to another host, present state kept\ndata handled | later disk writes (delta), settings, optionally a memory image | memory, CPU and device state; disks not (unless Storage vMotion)\nmethod | redirect writes to a child disk; optional lazy memory dump | iterative pre-copy + switch-over\nwhere stored | the VM's datastore (.vmdk delta, .vmsn, .vmem, .vmsd); stays until deleted | nowhere: destination RAM; nothing remains on the source\neffect on the VM | stun ≈ 0.2 s; slower I/O as long as it exists; long merge at the end | slight slowdown in pre-copy, stun ≤ ≈ 0.6 s, then none\ntime | constant (disk only) or memory / datastore rate; deletion ∝ delta | memory / network rate × 1/(1 − D/B)\ncost at rest | grows up to one disk size per snapshot | none\nhost failure during | running VM restarted by HA; unfinished snapshot lost | source fails: HA restart; destination fails: VM unaffected\nhost failure after | snapshot survives (datastore); running memory lost | VM is an ordinary VM of the destination: HA restart\nprotects against | bad change inside the guest | planned host downtime; not an unplanned failure",
    standing: 'derived',
    sources: [],
  },
] as const satisfies readonly Fact[]
