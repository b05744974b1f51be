/** An export of an estate that never was, of any size, with the columns of release 4.7. Nothing in it is drawn: the same every time. */
import type { Cell } from '../cells.ts'
import type { MadeSheet } from './make-workbook.ts'

export interface EstateSize {
  readonly vms: number
  /** Default: one for each 20 VMs. */
  readonly hosts?: number
  readonly vmsPerCluster?: number
}

interface Place {
  readonly cluster: string
  readonly host: string
  readonly datastore: string
}

const SDK = '7006a090-99de-4a74-8eaf-d344632120f8'
const two = (n: number): string => String(n).padStart(2, '0')

export function madeExport({ vms, hosts = Math.max(4, Math.ceil(vms / 20)), vmsPerCluster = 1000 }: EstateSize): readonly MadeSheet[] {
  const clusters = Math.max(1, Math.ceil(vms / vmsPerCluster))
  const hostsEach = Math.max(2, Math.ceil(hosts / clusters))
  const clusterName = (c: number): string => `CL-${two(c + 1)}`
  const hostName = (c: number, h: number): string => `esx-${two(c + 1)}-${two(h + 1)}.lab.example`
  const placeOf = (i: number): Place => {
    const c = i % clusters
    const n = Math.floor(i / clusters)
    return { cluster: clusterName(c), host: hostName(c, n % hostsEach), datastore: `ds-${two(c + 1)}-${two((n % 4) + 1)}` }
  }
  const vmRows = (columns: readonly string[], of: (i: number, place: Place, column: string) => Cell): readonly (readonly Cell[])[] => [
    columns,
    ...Array.from({ length: vms }, (_, i) => {
      const place = placeOf(i)
      return columns.map((column) => commonCell(i, place, column) ?? of(i, place, column))
    }),
  ]
  const perHost = (columns: readonly string[], of: (c: number, h: number, column: string) => Cell): readonly (readonly Cell[])[] => [
    columns,
    ...Array.from({ length: clusters * hostsEach }, (_, i) => columns.map((column) => of(Math.floor(i / hostsEach), i % hostsEach, column))),
  ]
  return [
    { name: 'vInfo', rows: vmRows(vInfo, infoCell) },
    {
      name: 'vCPU',
      rows: vmRows(
        vCPU,
        (i, _place, column) =>
          ({ CPUs: vcpusOf(i), Overall: 100 + ((i * 37) % 900), Level: 'normal', Shares: vcpusOf(i) * 1000, Reservation: 0, Limit: -1 })[column] ??
          null,
      ),
    },
    { name: 'vMemory', rows: vmRows(vMemory, memoryCell) },
    {
      name: 'vDisk',
      rows: vmRows(
        vDisk,
        (i, place, column) =>
          ({
            Disk: 'Hard disk 1',
            'Capacity MiB': 40_960,
            'Disk Mode': 'persistent',
            Raw: 'False',
            'Disk Path': `[${place.datastore}] vm-${i}/vm-${i}.vmdk`,
            Path: `[${place.datastore}] vm-${i}/vm-${i}.vmx`,
          })[column] ?? null,
      ),
    },
    {
      name: 'vNetwork',
      rows: vmRows(vNetwork, (i, _place, column) => ({ Network: `vlan-${10 + (i % 5)}`, 'Mac Address': '00:50:56:00:00:01' })[column] ?? null),
    },
    { name: 'vHost', rows: perHost(vHost, (c, h, column) => hostCell(clusterName(c), hostName(c, h), c * hostsEach + h, column)) },
    {
      name: 'vSC_VMK',
      rows: [
        ['Host', 'Port Group', 'Gateway'],
        ...Array.from({ length: clusters * hostsEach * 2 }, (_, i) => [
          hostName(Math.floor(i / 2 / hostsEach), Math.floor(i / 2) % hostsEach),
          i % 2 === 0 ? 'Management' : 'vMotion',
          i % 2 === 0 ? '10.0.0.1' : '',
        ]),
      ],
    },
    {
      name: 'vDatastore',
      rows: [
        ['Name', 'Type', 'Capacity MiB', 'Free MiB', '# Hosts', 'Hosts', 'VI SDK UUID'],
        ...Array.from({ length: clusters * 4 }, (_, i) => [
          `ds-${two(Math.floor(i / 4) + 1)}-${two((i % 4) + 1)}`,
          'VMFS',
          33_554_432,
          8_388_608,
          hostsEach,
          Array.from({ length: hostsEach }, (_each, h) => hostName(Math.floor(i / 4), h)).join(', '),
          SDK,
        ]),
      ],
    },
    {
      name: 'vCluster',
      rows: [vCluster, ...Array.from({ length: clusters }, (_, c) => vCluster.map((column) => clusterCell(clusterName(c), hostsEach, column)))],
    },
    {
      name: 'vMetaData',
      rows: [
        ['RVTools major version', 'RVTools version', 'xlsx creation datetime', 'Server'],
        ['4.7', '4.7.1.4', 46083.375, 'vc01.lab.example'],
      ],
    },
  ]
}

const tail = [
  'Annotation',
  'Datacenter',
  'Cluster',
  'Host',
  'Folder',
  'OS according to the configuration file',
  'VM ID',
  'VM UUID',
  'VI SDK Server',
  'VI SDK UUID',
]
const vInfo = [
  'VM',
  'Powerstate',
  'Template',
  'SRM Placeholder',
  'Connection state',
  'Guest state',
  'CPUs',
  'Memory',
  'Active Memory',
  'NICs',
  'Disks',
  'Network #1',
  'Resource pool',
  'FT State',
  'FT Role',
  'HA Restart Priority',
  'HA Isolation Response',
  'HA VM Monitoring',
  'Path',
  ...tail,
]
const vCPU = ['VM', 'Powerstate', 'Template', 'CPUs', 'Overall', 'Level', 'Shares', 'Reservation', 'Limit', ...tail]
const vMemory = [
  'VM',
  'Powerstate',
  'Template',
  'Size MiB',
  'Overhead',
  'Consumed',
  'Swapped',
  'Ballooned',
  'Active',
  'Level',
  'Shares',
  'Reservation',
  'Limit',
  ...tail,
]
const vDisk = ['VM', 'Powerstate', 'Template', 'Disk', 'Disk Path', 'Capacity MiB', 'Raw', 'Disk Mode', 'Path', ...tail]
const vNetwork = ['VM', 'Powerstate', 'Template', 'Network', 'Mac Address', ...tail]
const vHost = [
  'Host',
  'Datacenter',
  'Cluster',
  'in Maintenance Mode',
  'CPU Model',
  'Speed',
  '# CPU',
  'Cores per CPU',
  '# Cores',
  'CPU usage %',
  '# Memory',
  'VMotion support',
  'Current EVC',
  'Max EVC',
  'ESX Version',
  'Object ID',
  'VI SDK UUID',
]
const vCluster = [
  'Name',
  'NumHosts',
  'TotalCpu',
  'NumCpuCores',
  'Effective Cpu',
  'TotalMemory',
  'Effective Memory',
  'HA enabled',
  'Failover Level',
  'AdmissionControlEnabled',
  'Host monitoring',
  'HB Datastore Candidate Policy',
  'Isolation Response',
  'Restart Priority',
  'Max Failures',
  'Max Failure Window',
  'Failure Interval',
  'Min Up Time',
  'VM Monitoring',
  'DRS enabled',
  'DRS default VM behavior',
  'DRS vmotion rate',
  'DPM enabled',
  'VI SDK UUID',
]

const vcpusOf = (i: number): number => [2, 2, 4, 1, 8][i % 5] ?? 2
const memoryOf = (i: number): number => vcpusOf(i) * 4096
const isOff = (i: number): boolean => i % 20 === 19

function commonCell(i: number, { cluster, host }: Place, column: string): Cell {
  switch (column) {
    case 'VM':
      return `vm-${i}`
    case 'Powerstate':
      return isOff(i) ? 'poweredOff' : 'poweredOn'
    case 'Template':
    case 'SRM Placeholder':
      return 'False'
    case 'Annotation':
      return i % 3 === 0 ? `Owner, team ${i % 17}: "do not touch"\nbooked until further notice` : null
    case 'Datacenter':
      return 'DC-LAB'
    case 'Cluster':
      return cluster
    case 'Host':
      return host
    case 'Folder':
      return `/DC-LAB/vm/team ${i % 17}`
    case 'OS according to the configuration file':
      return 'Red Hat Enterprise Linux 9 (64-bit)'
    case 'VM ID':
      return `vm-${1000 + i}`
    case 'VM UUID':
      return `42000000-0000-4000-8000-${String(i).padStart(12, '0')}`
    case 'VI SDK Server':
      return 'vc01.lab.example'
    case 'VI SDK UUID':
      return SDK
    default:
      return null
  }
}

function infoCell(i: number, { cluster, datastore }: Place, column: string): Cell {
  const cells: { readonly [column: string]: Cell } = {
    'Connection state': 'connected',
    'Guest state': isOff(i) ? 'notRunning' : 'running',
    CPUs: vcpusOf(i),
    Memory: memoryOf(i),
    'Active Memory': Math.round(memoryOf(i) / 5),
    NICs: 1,
    Disks: 1,
    'Network #1': `vlan-${10 + (i % 5)}`,
    'Resource pool': `/DC-LAB/${cluster}/Resources`,
    'FT State': 'notConfigured',
    'HA Restart Priority': i % 10 === 0 ? 'high' : 'medium',
    'HA Isolation Response': 'powerOff',
    'HA VM Monitoring': 'vmMonitoringDisabled',
    Path: `[${datastore}] vm-${i}/vm-${i}.vmx`,
  }
  return cells[column] ?? null
}

function memoryCell(i: number, _place: Place, column: string): Cell {
  const size = memoryOf(i)
  const cells: { readonly [column: string]: Cell } = {
    'Size MiB': size,
    Overhead: isOff(i) ? 0 : 60 + vcpusOf(i) * 8,
    Consumed: isOff(i) ? 0 : Math.round(size * 0.7),
    Swapped: 0,
    Ballooned: 0,
    Active: isOff(i) ? 0 : Math.round(size / 5),
    Level: 'normal',
    Shares: size * 10,
    Reservation: 0,
    Limit: -1,
  }
  return cells[column] ?? null
}

function hostCell(cluster: string, host: string, position: number, column: string): Cell {
  const cells: { readonly [column: string]: Cell } = {
    Host: host,
    Datacenter: 'DC-LAB',
    Cluster: cluster,
    'in Maintenance Mode': 'False',
    'CPU Model': 'Intel(R) Xeon(R) Gold 6338 CPU @ 2.00GHz',
    Speed: 2000,
    '# CPU': 2,
    'Cores per CPU': 32,
    '# Cores': 64,
    'CPU usage %': 25,
    '# Memory': 1_048_576,
    'VMotion support': 'True',
    'Current EVC': 'intel-icelake',
    'Max EVC': 'intel-icelake',
    'ESX Version': 'VMware ESXi 8.0.3 build-24022510',
    'Object ID': `host-${10 + position}`,
    'VI SDK UUID': SDK,
  }
  return cells[column] ?? null
}

function clusterCell(name: string, hosts: number, column: string): Cell {
  const cells: { readonly [column: string]: Cell } = {
    Name: name,
    NumHosts: hosts,
    TotalCpu: hosts * 128_000,
    NumCpuCores: hosts * 64,
    'Effective Cpu': hosts * 124_160,
    TotalMemory: hosts * 1_048_576,
    'Effective Memory': hosts * 1_027_604,
    'HA enabled': 'True',
    'Failover Level': 1,
    AdmissionControlEnabled: 'True',
    'Host monitoring': 'enabled',
    'HB Datastore Candidate Policy': 'allFeasibleDsWithUserPreference',
    'Isolation Response': 'powerOff',
    'Restart Priority': 'medium',
    'Max Failures': 3,
    'Max Failure Window': -1,
    'Failure Interval': 30,
    'Min Up Time': 120,
    'VM Monitoring': 'vmMonitoringDisabled',
    'DRS enabled': 'True',
    'DRS default VM behavior': 'fullyAutomated',
    'DRS vmotion rate': 3,
    'DPM enabled': 'False',
    'VI SDK UUID': SDK,
  }
  return cells[column] ?? null
}

/** As RVTools writes the sheet into a CSV file. */
export function csvOf({ rows }: MadeSheet, { delimiter = ',', end = '\r\n' }: { readonly delimiter?: string; readonly end?: string } = {}): string {
  const field = (cell: Cell): string => {
    const text = cell === null ? '' : String(cell)
    return text.includes('"') || text.includes('\n') || text.includes('\r') || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return rows.map((cells) => cells.map(field).join(delimiter) + end).join('')
}
