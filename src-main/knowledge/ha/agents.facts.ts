/** Agents, their roles and elections, heartbeats: HA-001 to HA-040. */
import type { Fact } from '../fact.ts'

export const agentFacts = [
  {
    id: 'HA-001',
    area: 'ha',
    title: 'One HA agent (FDM) runs on each host',
    statement:
      'One agent per host, the Fault Domain Manager (FDM), does heartbeating, state exchange, placement, restarts and VM/app monitoring. It is one process with a watchdog that restarts it if it dies. Log: fdm.log.',
    standing: 'sourced',
    sources: ['D3'],
  },
  {
    id: 'HA-002',
    area: 'ha',
    title: 'A healthy cluster has exactly one primary host',
    statement:
      'A healthy cluster has exactly one primary agent; all other active hosts are secondaries. A host in maintenance or standby mode, or disconnected from vCenter, is not active and takes no part.',
    standing: 'sourced',
    sources: ['D1', 'P2'],
  },
  {
    id: 'HA-003',
    area: 'ha',
    title: 'vCenter configures HA and is not needed for restarts',
    statement:
      'vCenter installs and configures agents, pushes configuration, the protected-VM list and the VM-to-host compatibility list to the primary, performs admission control and displays state. It is not needed for detection or restarts.',
    standing: 'sourced',
    sources: ['D3'],
  },
  {
    id: 'HA-004',
    area: 'ha',
    title: 'Without vCenter nothing new becomes protected',
    statement:
      'While vCenter is down, cluster HA configuration cannot be changed and newly powered-on VMs do not become protected; already protected VMs stay protected.',
    standing: 'derived',
    sources: ['D3', 'D1'],
  },
  {
    id: 'HA-005',
    area: 'ha',
    title: 'The agent stops its functions while hostd is down',
    statement:
      'FDM talks straight to hostd (not through vpxa). If hostd is not running, FDM on that host stops all its functions until hostd is back.',
    standing: 'sourced',
    sources: ['D3'],
  },
  {
    id: 'HA-006',
    area: 'ha',
    title: 'HA does not depend on DNS',
    statement: 'No DNS dependency; agents use IP addresses.',
    standing: 'sourced',
    sources: ['D3'],
  },
  {
    id: 'HA-007',
    area: 'ha',
    title: 'Agents talk over port 8182',
    statement:
      'Port 8182: TCP and UDP, inbound and outbound. Elections use UDP; primary-secondary traffic uses one encrypted TCP connection per secondary.',
    standing: 'sourced',
    sources: ['D11', 'D1'],
  },
  {
    id: 'HA-008',
    area: 'ha',
    title: 'The host with the most datastores wins the election',
    statement: 'Election rule 1: the participating host with the most connected datastores wins.',
    standing: 'sourced',
    sources: ['D1', 'B4'],
  },
  {
    id: 'HA-009',
    area: 'ha',
    title: 'Which datastores count in an election',
    statement:
      "Which datastores count: every datastore the host can currently access; whether host-local ones count is not stated. The lab's choice: count all accessible mounted datastores, local included.",
    standing: 'choice',
    sources: ['D1'],
  },
  {
    id: 'HA-010',
    area: 'ha',
    title: 'Ties go to the highest managed object id, as text',
    statement: 'Election rule 2 (tie): highest managed object id compared as text, so host-99 beats host-100.',
    standing: 'sourced',
    sources: ['D1', 'B4'],
  },
  {
    id: 'HA-011',
    area: 'ha',
    title: 'fdm.nodeGoodness overrides the election value',
    statement:
      'An override exists: host-level option fdm.nodeGoodness replaces the computed value; a large positive number makes that host win each election it takes part in. Not a cluster-level option.',
    standing: 'sourced',
    sources: ['B4'],
  },
  {
    id: 'HA-012',
    area: 'ha',
    title: 'An election takes 15 s',
    statement: "An election takes about 15 s (other authors say 10 to 15). The lab's choice: exactly 15 s.",
    standing: 'choice',
    sources: ['D1', 'B4'],
  },
  {
    id: 'HA-013',
    area: 'ha',
    title: 'When an election is held',
    statement:
      'Elections run when HA is first enabled and when the primary host fails, becomes partitioned or isolated, is disconnected from vCenter, enters maintenance or standby mode, or is reconfigured for HA; also after a whole-cluster power loss. A secondary without a primary in contact always starts one.',
    standing: 'sourced',
    sources: ['D1', 'P2'],
  },
  {
    id: 'HA-014',
    area: 'ha',
    title: 'A planned hand-over skips the 10 s wait',
    statement:
      "The lab's choice: a planned hand-over (maintenance, standby, disconnect, reconfigure) skips the 10 s detection wait, so total is 15 s.",
    standing: 'choice',
    sources: [],
  },
  {
    id: 'HA-015',
    area: 'ha',
    title: 'No failure is acted on during an election',
    statement: 'During an election no failures are acted on; failures that happened before or during it are handled after the primary exists.',
    standing: 'sourced',
    sources: ['D1'],
  },
  {
    id: 'HA-016',
    area: 'ha',
    title: 'A joining host becomes a secondary',
    statement:
      'A joining host that hears an existing primary becomes a secondary; a live primary is not displaced by a "better" newcomer. Derived: election state: host may wait to join the existing primary.',
    standing: 'derived',
    sources: ['P1'],
  },
  {
    id: 'HA-017',
    area: 'ha',
    title: 'Duties of primary and secondary hosts',
    statement:
      'Primary duties: owns datastores (locks protectedlist), monitors secondaries and VMs, decides and places restarts, reports to vCenter, distributes configuration. Secondary duties: report local VM state changes, watch the primary, restart VMs when told, vote. Secondaries do not talk to each other except in elections. No multicast.',
    standing: 'sourced',
    sources: ['D1'],
  },
  {
    id: 'HA-018',
    area: 'ha',
    title: 'Owning a VM means holding the lock of its protected list',
    statement:
      "Ownership of a VM = holding the exclusive lock on the protectedlist of the datastore holding the VM's configuration file. The primary locks every datastore it can reach directly or through a connected secondary, and retries those it failed to lock.",
    standing: 'sourced',
    sources: ['D1', 'A12'],
  },
  {
    id: 'HA-019',
    area: 'ha',
    title: 'How locks pass to the next primary host',
    statement:
      'Lock hand-over: if the primary dies its locks expire and the next primary takes them; if the primary is isolated it releases them itself.',
    standing: 'sourced',
    sources: ['D1'],
  },
  {
    id: 'HA-020',
    area: 'ha',
    title: 'Where the protected list lies',
    statement:
      'Path: <datastore root>/.vSphere-HA/<cluster dir>/protectedlist, cluster dir = vCenter UUID + numeric part of the cluster id + 8 random characters + vCenter host name.',
    standing: 'sourced',
    sources: ['D1'],
  },
  {
    id: 'HA-021',
    area: 'ha',
    title: 'Protection counts once it is on disk',
    statement:
      'Protection is only real once the primary has committed the VM to the on-disk list; vCenter shows Protected after that. Events VmProtectedEvent / VmUnprotectedEvent.',
    standing: 'sourced',
    sources: ['D1', 'E1'],
  },
  {
    id: 'HA-022',
    area: 'ha',
    title: 'A VM that its user powers off is not restarted',
    statement:
      'Powering a VM off through vCenter unprotects it; it is not restarted. A guest-initiated clean shutdown likewise does not trigger a restart. Recalled: guest shutdown.',
    standing: 'recalled',
    sources: ['D1'],
  },
  {
    id: 'HA-023',
    area: 'ha',
    title: 'A crashed VM process is restarted',
    statement: 'A VM process crash on a healthy host (not user initiated) is a VM failure and the primary restarts it.',
    standing: 'sourced',
    sources: ['P2'],
  },
  {
    id: 'HA-024',
    area: 'ha',
    title: 'Hosts keep what a new primary needs in local files',
    statement:
      'Local files on each host: clusterconfig, vmmetadata (compatibility matrix), hostlist, fdm.cfg. So a new primary can place VMs without vCenter.',
    standing: 'sourced',
    sources: ['D1'],
  },
  {
    id: 'HA-025',
    area: 'ha',
    title: 'After a whole-cluster outage the hosts restart the VMs',
    statement:
      'Whole-cluster outage: first hosts back elect a primary, which reads the protectedlists and restarts protected VMs that are not running.',
    standing: 'derived',
    sources: ['P2', 'D2'],
  },
  {
    id: 'HA-026',
    area: 'ha',
    title: 'Disconnecting a host unprotects its VMs',
    statement: "Disconnecting a host in vCenter makes vCenter ask the primary to unprotect that host's VMs.",
    standing: 'sourced',
    sources: ['D3'],
  },
  {
    id: 'HA-027',
    area: 'ha',
    title: 'Without host monitoring nothing is restarted',
    statement:
      'Host monitoring off = hosts still exchange state but VMs are not restarted after a host failure and isolation responses are suspended; VM monitoring keeps working.',
    standing: 'sourced',
    sources: ['P3', 'A1', 'A8'],
  },
  {
    id: 'HA-028',
    area: 'ha',
    title: 'What HA needs at least',
    statement:
      'Minimum two hosts; a management network per host; a pingable isolation address; shared storage. Warnings (not errors): no redundant management network, fewer heartbeat datastores than required.',
    standing: 'sourced',
    sources: ['D11', 'D10'],
  },
  {
    id: 'HA-029',
    area: 'ha',
    title: 'Network heartbeats go both ways every second',
    statement: 'Network heartbeats: each secondary to the primary and the primary to each secondary, point to point, every 1 s.',
    standing: 'sourced',
    sources: ['D1'],
  },
  {
    id: 'HA-030',
    area: 'ha',
    title: 'Which network carries the heartbeats',
    statement:
      'Network: the management VMkernel network; with vSAN enabled the vSAN network instead. If several VMkernel adapters share the management subnet HA may use them all.',
    standing: 'sourced',
    sources: ['A10', 'D6', 'D7'],
  },
  {
    id: 'HA-031',
    area: 'ha',
    title: 'Datastore heartbeats are watched after 3 s of silence',
    statement:
      'Datastore heartbeats are only consulted when the network heartbeat of a secondary is missing for 3 s. A storage glitch with a healthy network changes nothing.',
    standing: 'sourced',
    sources: ['D9', 'D2'],
  },
  {
    id: 'HA-032',
    area: 'ha',
    title: 'Two heartbeat datastores per host',
    statement: "Default two heartbeat datastores per host; das.heartbeatDsPerHost accepts 2 to 5 (the lab's choice: values outside are clamped).",
    standing: 'choice',
    sources: ['A6', 'D10'],
  },
  {
    id: 'HA-033',
    area: 'ha',
    title: 'How heartbeat datastores are chosen',
    statement:
      'Choice rule (vCenter): feasible = mounted by more than one host; prefer datastores seen by most hosts, VMFS before NFS, different arrays/servers behind them. Not site aware. vSAN datastores never qualify.',
    standing: 'sourced',
    sources: ['A6', 'D1', 'P3'],
  },
  {
    id: 'HA-034',
    area: 'ha',
    title: 'Policies for heartbeat datastores',
    statement:
      'Candidate policies: automatic; only from my list; automatic with my preferences (vSphere\'s default; with an empty list the same as automatic, which the labs use). With "only from my list" and an empty list datastore heartbeating is off.',
    standing: 'sourced',
    sources: ['P3', 'P4'],
  },
  {
    id: 'HA-035',
    area: 'ha',
    title: 'Too few heartbeat datastores give a warning',
    statement:
      'Fewer than required → config warning "heartbeat datastores ... less than required: 2", event HeartbeatDatastoreNotSufficient; das.ignoreInsufficientHbDatastore=true hides the warning after a reconfigure.',
    standing: 'sourced',
    sources: ['D10', 'E1', 'B5'],
  },
  {
    id: 'HA-036',
    area: 'ha',
    title: 'A lost heartbeat datastore is replaced',
    statement: 'A lost or removed heartbeat datastore is replaced automatically; event HeartbeatDatastoreChanged.',
    standing: 'sourced',
    sources: ['D1', 'E1'],
  },
  {
    id: 'HA-037',
    area: 'ha',
    title: 'Heartbeat and power-on files of a host',
    statement: 'Per-host files: host-<n>-hb (heartbeat, kept open) and host-<n>-poweron (running VMs; first line 0 or 1, 1 = I am isolated).',
    standing: 'sourced',
    sources: ['D1'],
  },
  {
    id: 'HA-038',
    area: 'ha',
    title: 'How VMFS and NFS show that a host is alive',
    statement:
      "VMFS: HA relies on the volume's heartbeat region, which the host updates while it has a file open. NFS: the host writes its -hb file every 5 s and the primary watches the time stamp.",
    standing: 'sourced',
    sources: ['D1'],
  },
  {
    id: 'HA-039',
    area: 'ha',
    title: 'vSAN has no datastore heartbeats',
    statement:
      'vSAN-only cluster: no datastore heartbeats and no .vSphere-HA folder in a datastore root; metadata lives in VM namespace objects, the protected list in memory.',
    standing: 'sourced',
    sources: ['D7', 'A6'],
  },
  {
    id: 'HA-040',
    area: 'ha',
    title: "Space for HA's files on a datastore",
    statement:
      'Space: VMFS5+ about 3 MB; a datastore-level limit on protected VMs exists (configuration maximums). Deleting the folder is unsupported.',
    standing: 'sourced',
    sources: ['A6'],
  },
] as const satisfies readonly Fact[]
