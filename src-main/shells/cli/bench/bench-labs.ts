/** The labs of the scenarios, as the contract describes them (section 6 of the lab format), as JSON text. */

const host = (i: number, width: number): object => ({
  name: hostName(i, width),
  cpu: { sockets: 2, coresPerSocket: 32, mhz: 2600 },
  memoryMiB: 1_048_576,
})
const hostName = (i: number, width: number): string => `esx-${String(i).padStart(width, '0')}`
const numbered = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i))

/** Counted from 0, as in the contract: VM i is on host i mod 96. */
const CLUSTER_HOSTS = 96
const CLUSTER_VMS = 8_000
const LOADS = [0.5, 1, 1, 1.5] as const

function clusterVm(i: number, hosts: number): object {
  const load = LOADS[Math.floor(i / hosts) % LOADS.length] ?? 1
  return {
    name: `vm-${String(i).padStart(4, '0')}`,
    host: hostName(i % hosts, 2),
    vcpus: 2,
    memoryMiB: 8192,
    demand: { shape: 'businessDay', cpuMHz: [700 * load, 1872 * load], phase: (i % 12) * 1800 },
  }
}

/** 96 hosts × 8,000 VMs for a day, HA on, DRS off; hosts 10, 40 and 70 lose power at 6 h, 12 h and 18 h. */
export function maxClusterDay(): string {
  return JSON.stringify({
    hostdown: 1,
    name: 'A day of a cluster of the maximum size',
    cluster: { ha: {} },
    hosts: numbered(CLUSTER_HOSTS, (i) => host(i, 2)),
    vms: numbered(CLUSTER_VMS, (i) => clusterVm(i, CLUSTER_HOSTS)),
    timeline: [10, 40, 70].map((i, nth) => ({ at: (nth + 1) * 6 * 3600, do: 'host.powerOff', host: hostName(i, 2) })),
    until: '24h',
  })
}

/** 96 hosts × 8,000 VMs for a day with DRS, HA off; `times`: as many times the hosts and the VMs. */
export function maxClusterDrsDay(times = 1, until = '24h'): string {
  return JSON.stringify({
    hostdown: 1,
    name: 'A day of a cluster of the maximum size with DRS',
    limits: times > 1 ? 'none' : 'vsphere',
    cluster: { drs: { algorithm: 'drsScore', migrationThreshold: 3 } },
    hosts: numbered(CLUSTER_HOSTS * times, (i) => host(i, 2)),
    vms: numbered(CLUSTER_VMS * times, (i) => clusterVm(i, CLUSTER_HOSTS * times)),
    until,
  })
}

const STORM_HOSTS = 64
const STORM_VMS = 2_000

/** 64 hosts × 2,000 VMs for an hour: each 60 s the management network is split into halves and healed in turn. */
export function eventStorm(): string {
  const names = numbered(STORM_HOSTS, (i) => hostName(i, 2))
  const groups = [names.slice(0, STORM_HOSTS / 2), names.slice(STORM_HOSTS / 2)]
  return JSON.stringify({
    hostdown: 1,
    name: 'Halves that part and meet again',
    cluster: { ha: {} },
    hosts: numbered(STORM_HOSTS, (i) => host(i, 2)),
    vms: numbered(STORM_VMS, (i) => ({ name: `vm-${String(i).padStart(4, '0')}`, host: names[i % STORM_HOSTS], vcpus: 2, memoryMiB: 8192 })),
    timeline: numbered(60, (i) =>
      i % 2 === 0
        ? { at: (i + 1) * 60, do: 'network.partition', network: 'management', groups }
        : { at: (i + 1) * 60, do: 'network.heal', network: 'management' },
    ),
    until: '1h',
  })
}

const EVACUATION_HOSTS = 64
const EVACUATED_VMS = 1_000

/** 64 hosts: all VMs of the first half are asked to move to the other half at once, 1,000 in all; 8 run on each host at a time, the rest waits. */
export function evacuation(): string {
  const names = numbered(EVACUATION_HOSTS, (i) => hostName(i, 2))
  const half = EVACUATION_HOSTS / 2
  const vmName = (i: number): string => `vm-${String(i).padStart(4, '0')}`
  return JSON.stringify({
    hostdown: 1,
    name: 'Half of the hosts is evacuated',
    cluster: { ha: {} },
    hosts: numbered(EVACUATION_HOSTS, (i) => host(i, 2)),
    vms: numbered(EVACUATED_VMS, (i) => ({ name: vmName(i), host: names[i % half], vcpus: 2, memoryMiB: 8192, demand: { dirtyMBps: 50 } })),
    timeline: numbered(EVACUATED_VMS, (i) => ({ at: 60, do: 'vm.migrate', vm: vmName(i), host: names[half + (i % half)] })),
    until: '30m',
  })
}

const SWEEP_HOSTS = 32
const SWEEP_VMS = 600

/** 32 hosts × 600 VMs, for failures of one and two hosts. */
export function sweepCluster(): string {
  const names = numbered(SWEEP_HOSTS, (i) => hostName(i, 2))
  return JSON.stringify({
    hostdown: 1,
    name: 'What if two hosts die',
    cluster: { ha: { admissionControl: { policy: 'clusterResourcePercentage' } } },
    hosts: numbered(SWEEP_HOSTS, (i) => host(i, 2)),
    vms: numbered(SWEEP_VMS, (i) => ({ name: `vm-${String(i).padStart(3, '0')}`, host: names[i % SWEEP_HOSTS], vcpus: 2, memoryMiB: 8192 })),
  })
}
