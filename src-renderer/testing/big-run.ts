/** A cluster as large as vSphere allows, standing still: for tests and measurements of drawing. */
import type { LabSummary, RunFrame, VmView } from '../../src-main/contract/api.ts'
import { articleFrame } from './article-run.ts'

function hostName(at: number): string {
  return `esx-${String(at + 1).padStart(3, '0')}`
}

function vmName(at: number): string {
  return `vm-${String(at + 1).padStart(4, '0')}`
}

export function bigLab(hosts: number, vms: number): LabSummary {
  return {
    name: `${String(hosts)} hosts, ${String(vms)} VMs`,
    description: 'As large as one cluster gets.',
    nameKo: null,
    descriptionKo: null,
    product: '8.0',
    cluster: 'Cluster',
    haEnabled: true,
    drsEnabled: false,
    startsAt: null,
    hosts: Array.from({ length: hosts }, (_, at) => ({
      name: hostName(at),
      faultDomain: `rack-${String(Math.floor(at / 24) + 1)}`,
      cpuCapacityMHz: 166_400,
      memoryMiB: 1_048_576,
    })),
    vms: Array.from({ length: vms }, (_, at) => ({ name: vmName(at), vcpus: 2, memoryMiB: 8192, clientPing: null })),
    networks: [
      { name: 'management', kind: 'management', addresses: ['10.0.0.1'], gbps: 1, nics: 2 },
      { name: 'vmotion', kind: 'vmotion', addresses: [], gbps: 25, nics: 1 },
    ],
    datastores: Array.from({ length: 40 }, (_, at) => ({
      name: `ds-${String(at + 1).padStart(2, '0')}`,
      type: 'vmfs',
      array: `array-${String((at % 4) + 1)}`,
      hosts: [],
    })),
    bookmarks: [],
    timeline: [],
    until: 86_400_000,
    warnings: [],
    notModelled: [],
  }
}

export function bigFrame(hosts: number, vms: number): (t: number, n: number) => RunFrame {
  return (t, n) => {
    const model = articleFrame(0, 0)
    const hostModel = model.hosts['Host B']
    const vmModel = model.vms['VM3']
    if (hostModel === null || hostModel === undefined || vmModel === null || vmModel === undefined) throw new Error('the fixture has these')
    const access = Object.fromEntries(Array.from({ length: hosts }, (_, at) => [hostName(at), 'ok' as const]))
    return {
      n,
      t,
      hosts: Object.fromEntries(
        Array.from({ length: hosts }, (_, at) => [
          hostName(at),
          {
            ...hostModel,
            haState: at === 3 ? 'primary' : 'secondary',
            cpuCapacityMHz: 166_400,
            cpuUsedMHz: 60_000 + ((at * 7919) % 90_000),
            memoryCapacityMiB: 1_048_576,
            memoryUsedMiB: 500_000 + ((at * 104_729) % 400_000),
          } as const,
        ]),
      ),
      vms: Object.fromEntries(
        Array.from({ length: vms }, (_, at): [string, VmView] => [
          vmName(at),
          {
            ...vmModel,
            host: hostName(at % hosts),
            lockHolder: hostName(at % hosts),
            datastore: `ds-${String((at % 40) + 1).padStart(2, '0')}`,
            power: at % 37 === 5 ? 'off' : 'on',
            haProtected: at % 37 !== 5,
            guest: at % 53 === 7 ? 'booting' : 'ready',
          },
        ]),
      ),
      networks: {
        management: { up: true, groups: [], disconnectedHosts: [], addressesDown: [] },
        vmotion: { up: true, groups: [], disconnectedHosts: [], addressesDown: [] },
      },
      datastores: Object.fromEntries(
        Array.from({ length: 40 }, (_, at) => [
          `ds-${String(at + 1).padStart(2, '0')}`,
          {
            capacityBytes: null,
            usedBytes: 0,
            freeBytes: null,
            diskBytes: 0,
            deltaBytes: 0,
            memoryImageBytes: 0,
            migrationCost: null,
            protectedListOwner: null,
            hosts: access,
          },
        ]),
      ),
      vcenter: model.vcenter,
      ha: {
        hostMonitoring: true,
        primaries: [hostName(3)],
        partitions: [],
        configIssues: [],
        restartQueue: [],
        admission: null,
        clocks: [],
        isolation: [],
        vmcp: [],
        issues: [],
      },
      migrations: { running: [], queued: [] },
      vmCpuPercent: Array.from({ length: vms }, (_, at) => (at * 7919) % 100),
    }
  }
}
