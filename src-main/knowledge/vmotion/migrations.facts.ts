/** Prerequisites and phases of vMotion: VM-001 to VM-028. */
import type { Fact } from '../fact.ts'

export const migrationFacts = [
  {
    id: 'VM-001',
    area: 'vmotion',
    title: 'Three kinds of migration',
    statement:
      'Three flavours: compute only (vMotion: memory + device state move, disks stay), storage only (Storage vMotion: disks move, host stays), both (shared-nothing / XvMotion, since 5.1: disks over the vMotion network, then memory). Lab names: vmotion, storage, both.',
    standing: 'sourced',
    sources: ['UH', 'LIM67'],
  },
  {
    id: 'VM-002',
    area: 'vmotion',
    title: 'vMotion needs shared storage',
    statement:
      "Compute-only vMotion needs the VM's files on storage both hosts can reach; RDMs need the same LUN id on every participating host. Without shared storage the request must also change the datastore.",
    standing: 'sourced',
    sources: ['PRE67', 'REQ8'],
  },
  {
    id: 'VM-003',
    area: 'vmotion',
    title: 'Both hosts need a vMotion adapter',
    statement: 'Both hosts need a VMkernel adapter enabled for vMotion; missing it is an error only for a powered-on VM.',
    standing: 'sourced',
    sources: ['API VMotionNotSupported', 'K-321009'],
  },
  {
    id: 'VM-004',
    area: 'vmotion',
    title: 'The vMotion link needs 1 Gb/s',
    statement:
      'The link must be at least 1000 Mb/s full duplex, else a warning (not an error); supported operation also needs 250 Mb/s dedicated per concurrent vMotion.',
    standing: 'sourced',
    sources: ['API VMotionLinkCapacityLow', 'VM:NET65'],
  },
  {
    id: 'VM-005',
    area: 'vmotion',
    title: 'Port groups must exist on the destination',
    statement:
      'Every port group the VM uses must exist on the destination: standard switches match by (case-sensitive) label, distributed switches by membership.',
    standing: 'sourced',
    sources: ['DELL', 'GEEK'],
  },
  {
    id: 'VM-006',
    area: 'vmotion',
    title: 'A switch without uplinks blocks vMotion',
    statement:
      'A VM on a standard switch without uplinks cannot be migrated by default even if the destination has one of the same name (config.migrate.test.CompatibleNetworks.VMOnVirtualIntranet).',
    standing: 'sourced',
    sources: ['PRE67'],
  },
  {
    id: 'VM-007',
    area: 'vmotion',
    title: 'CPU compatibility',
    statement:
      'CPU: vendor must be equal; clock, cache size and core count may differ; instruction-set features exposed to the VM must all exist on the destination; features hidden from the VM never matter.',
    standing: 'sourced',
    sources: ['CPU67', 'CMP67'],
  },
  {
    id: 'VM-008',
    area: 'vmotion',
    title: 'EVC gives a cluster one CPU baseline',
    statement:
      'EVC presents one feature baseline cluster-wide; hosts in the same EVC cluster are CPU-compatible by construction. Raising the mode needs no power-off but running VMs keep the old baseline until a full power cycle (a guest reboot or suspend/resume is not enough); lowering needs running VMs above the new mode to be powered off. Ids of modes and CPU models: DRS-092.',
    standing: 'sourced',
    sources: ['EVC67'],
  },
  {
    id: 'VM-009',
    area: 'vmotion',
    title: 'Per-VM EVC',
    statement:
      'Per-VM EVC: vCenter and ESXi 6.7+, virtual hardware 14+; changed only while powered off; may not exceed the EVC mode of the cluster the VM runs in (else it does not power on).',
    standing: 'sourced',
    sources: ['PVEVC67'],
  },
  {
    id: 'VM-010',
    area: 'vmotion',
    title: 'CPU affinity blocks vMotion',
    statement: 'A powered-on VM with CPU (or memory) affinity cannot be migrated.',
    standing: 'sourced',
    sources: ['API AffinityConfigured'],
  },
  {
    id: 'VM-011',
    area: 'vmotion',
    title: 'Devices that block vMotion',
    statement:
      'A device backed by something only the source host (physical CD drive) or the client computer has blocks vMotion until disconnected; host-attached USB is allowed if enabled for vMotion; an ISO on a shared datastore is fine; DirectPath I/O blocks. Recalled: DirectPath.',
    standing: 'recalled',
    sources: ['VMC67'],
  },
  {
    id: 'VM-012',
    area: 'vmotion',
    title: 'vMotion and raw device mappings',
    statement:
      'RDM: virtual-mode and physical-mode RDMs allow vMotion if the LUN is visible on the destination; SCSI bus sharing (clustered) blocks it in releases before shared VMDK support. Recalled: bus sharing.',
    standing: 'recalled',
    sources: ['PRE67'],
  },
  {
    id: 'VM-013',
    area: 'vmotion',
    title: 'Storage vMotion and disk modes',
    statement:
      'Storage vMotion: disks must be persistent or RDM; a physical-mode RDM moves only its mapping file; a nonpersistent disk blocks a powered-on disk move; not possible during a VMware Tools installation.',
    standing: 'sourced',
    sources: ['SVREQ67', 'API NonPersistentDisksNotSupported'],
  },
  {
    id: 'VM-014',
    area: 'vmotion',
    title: 'State of the destination host',
    statement: 'Destination must be connected, powered on, not in (or entering) maintenance mode, not in standby.',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'VM-015',
    area: 'vmotion',
    title: 'The destination needs room for the reservation',
    statement:
      "Destination needs unreserved memory and CPU for the VM's reservation plus memory overhead; swap is used for the rest. HA admission control is not re-evaluated for a move within the cluster.",
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'VM-016',
    area: 'vmotion',
    title: 'Rules and manual migrations',
    statement: 'Must-run VM–Host rules block a manual move that violates them; VM–VM and should rules only warn (DRS corrects later).',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'VM-017',
    area: 'vmotion',
    title: 'Errors and warnings of the compatibility check',
    statement: 'Results are errors (block) or warnings (can be overridden); a different name of the two vMotion networks is only a warning.',
    standing: 'sourced',
    sources: ['CMP67', 'API MismatchedVMotionNetworkNames'],
  },
  {
    id: 'VM-018',
    area: 'vmotion',
    title: 'vCenter starts every vMotion',
    statement:
      'vCenter starts every vMotion. With vCenter down no new vMotion starts (manual or DRS); one already in pre-copy runs host to host and finishes; HA still restarts VMs. Recalled: in-flight behaviour.',
    standing: 'recalled',
    sources: ['UH'],
  },
  {
    id: 'VM-019',
    area: 'vmotion',
    title: 'A busy VM cannot be migrated',
    statement: 'A VM busy with another exclusive task (snapshot removal, consolidation, another migration) cannot be migrated.',
    standing: 'sourced',
    sources: ['KIR', 'API TaskInProgress'],
  },
  {
    id: 'VM-020',
    area: 'vmotion',
    title: 'Phases of a vMotion and who acts',
    statement:
      'Order and actor.\n# | phase | actor | effect\n1 | compatibility check, specification | vCenter (vpxd) | refused here = nothing happened\n2 | prepare destination: shell VM created, memory and slots reserved, listens | destination ESXi | resources counted on both hosts from here\n3 | prepare source: VM configuration read-only (protected by a 90 s timer), connect streams | source ESXi | VM runs\n4 | install page traces, round 0 = all memory | source ESXi | VM runs, small slowdown\n5 | rounds 1…n: pages dirtied in the previous round | source ESXi | VM runs\n6 | switch-over: stun, device checkpoint + last pages, bitmap | both | downtime\n7 | destination opens disks (lock hand-over), resumes | destination ESXi | VM runs on destination\n8 | RARP for each vNIC from the destination | destination vSwitch | physical switches relearn the MAC\n9 | acknowledge, power off and unregister the source shell, vCenter inventory update | source ESXi, vCenter | memory on source freed\nRecalled: who-does-what detail partly.',
    standing: 'recalled',
    sources: ['UH', 'K-321009', 'MYS'],
  },
  {
    id: 'VM-021',
    area: 'vmotion',
    title: 'Pre-copy stops when 0.5 s are left to send',
    statement:
      'Pre-copy stops when the pages left can be sent within the switch-over time goal of 0.500 s at the measured bandwidth. Two logged samples: 1296 pages at 145.404 MB/s; 3491 pages at 931.354 MB/s.',
    standing: 'sourced',
    sources: ['K-436882', 'SEXI'],
  },
  {
    id: 'VM-022',
    area: 'vmotion',
    title: 'Rounds of the pre-copy',
    statement: 'Round 0 copies all memory while the VM runs; round i copies what was modified during round i−1.',
    standing: 'sourced',
    sources: ['K-436882', 'SEXI'],
  },
  {
    id: 'VM-023',
    area: 'vmotion',
    title: 'Dirty pages are counted at 4 KiB',
    statement:
      'Dirtied pages are counted at 4 KiB: large (2 MiB) guest backings are tracked and re-sent as 4 KiB pages, so dirtyMBps is unique 4 KiB pages × 4096 per second. (At 2 MiB granularity one dirtied byte would cost 512 pages.)',
    standing: 'recalled',
    sources: [],
  },
  {
    id: 'VM-024',
    area: 'vmotion',
    title: 'Page traces by version',
    statement:
      'Trace installation. Up to 6.7: all vCPUs stop and share the work (large VMs felt it). 7.0/7.0 U1+: "loose" trace: only one vCPU is claimed, the others keep running; page-table work is done on 1 GiB entries instead of 4 KiB (recalled).',
    standing: 'recalled',
    sources: ['CORE7', 'RYAN', 'STAR7'],
  },
  {
    id: 'VM-025',
    area: 'vmotion',
    title: 'Size of the switch-over bitmap',
    statement:
      'Switch-over bitmap: 1 bit per 4 KiB page = M/32768 bytes (24 TiB → 768 MiB). Before 7.0 sent whole; from 7.0 sent compacted, which VMware reported as about 2 s → 175 ms for a 24 TB VM. Below 1 TiB ignore it in the model. Recalled: 2 s → 175 ms figure.',
    standing: 'recalled',
    sources: ['CORE7'],
  },
  {
    id: 'VM-026',
    area: 'vmotion',
    title: 'The stun stays below a second',
    statement: 'Design goal: stun below 1 s; downtime under one second was already the claim of the 2005 paper.',
    standing: 'sourced',
    sources: ['MYS', 'NEL'],
  },
  {
    id: 'VM-027',
    area: 'vmotion',
    title: 'The stop rule of 2003 to 2005',
    statement:
      'ESX 2003–2005 used a different stop rule: fewer than 16 MB modified pages left, or less than 1 MB progress against the previous round. Not used for 8.0.',
    standing: 'recalled',
    sources: ['NEL'],
  },
  {
    id: 'VM-028',
    area: 'vmotion',
    title: 'vMotion notification of applications',
    statement:
      'vMotion application notification (8.0, off by default, VMware Tools needed): a registered guest application is told first and may delay the start up to a configured timeout; it cannot refuse.',
    standing: 'sourced',
    sources: ['NOTIF'],
  },
] as const satisfies readonly Fact[]
