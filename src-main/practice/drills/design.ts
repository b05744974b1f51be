/** The small cluster of a drill. Its users ping every VM, so that what they notice is the engine's own. */
import type { DrillLevel } from '../../contract/practice/drill.ts'
import { shuffled, some, type Rng } from '../kit/draw.ts'
import type { LabFile } from '../kit/evidence.ts'
import { hostEntry, hostName, labFile } from '../kit/labs.ts'

export const MANAGEMENT = 'Management'
export const VM_NETWORK = 'VM Network'
export const DATASTORES = ['ds-01', 'ds-02'] as const

/** Seldom enough that a drill of a quarter of an hour has few events, often enough to be noticed within a look. */
export const PING_EVERY_S = 2

export interface DrillVm {
  readonly name: string
  readonly host: string
  readonly datastore: string
}

export interface DrillDesign {
  readonly hosts: readonly string[]
  readonly vms: readonly DrillVm[]
  readonly isolationResponse: 'disabled' | 'powerOffAndRestart'
  readonly apdResponse: 'disabled' | 'powerOffAndRestartConservative'
  readonly pdlResponse: 'disabled' | 'powerOffAndRestart'
  readonly vmMonitoring: 'disabled' | 'vm'
}

const names = ['web-01', 'web-02', 'app-01', 'app-02', 'db-01', 'db-02', 'mail-01', 'file-01', 'print-01', 'dns-01', 'erp-01', 'wiki-01'] as const

export function drawDesign(rng: Rng, level: DrillLevel): DrillDesign {
  const hosts = Array.from({ length: level === 1 ? 3 : 4 }, (_, at) => hostName(at))
  const vms = some(rng, shuffled(rng, names), hosts.length * 2).map((name, at) => ({
    name,
    host: hosts[at % hosts.length] as string,
    datastore: DATASTORES[Math.floor(at / hosts.length) % 2] as string,
  }))
  return {
    hosts,
    vms,
    isolationResponse: rng.chance(1, 2) ? 'powerOffAndRestart' : 'disabled',
    apdResponse: rng.chance(1, 2) ? 'powerOffAndRestartConservative' : 'disabled',
    pdlResponse: rng.chance(1, 2) ? 'powerOffAndRestart' : 'disabled',
    vmMonitoring: rng.chance(1, 2) ? 'vm' : 'disabled',
  }
}

/** What a fault needs beyond the design: keys of VMs, rules, datastores of their own. */
export interface DrillExtras {
  readonly vms?: { readonly [vm: string]: LabFile }
  readonly drs?: LabFile
  readonly datastores?: readonly LabFile[]
}

export function drillLab(
  design: DrillDesign,
  timeline: readonly LabFile[],
  until: string,
  { vms = {}, drs, datastores = [] }: DrillExtras = {},
): LabFile {
  const { isolationResponse, apdResponse, pdlResponse, vmMonitoring } = design
  return labFile('Blind drill', {
    cluster: { ha: { isolationResponse, apdResponse, pdlResponse, vmMonitoring }, ...(drs !== undefined && { drs: { enabled: false, ...drs } }) },
    networks: [
      { name: MANAGEMENT, kind: 'management', nics: 2, isolationAddresses: ['gateway'] },
      { name: VM_NETWORK, kind: 'vm', nics: 2 },
    ],
    datastores: [...DATASTORES.map((name) => ({ name })), ...datastores],
    hosts: design.hosts.map((name) => hostEntry({ name, cores: 16, mhz: 2600, memoryMiB: 65_536 })),
    vms: design.vms.map(({ name, host, datastore }, at) => ({
      name,
      host,
      datastore,
      vcpus: 2,
      memoryMiB: 8192,
      clientPing: { interval: `${PING_EVERY_S}s`, phase: `${at * 100}ms` },
      ...vms[name],
    })),
    timeline,
    until,
  })
}
