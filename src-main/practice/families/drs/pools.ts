/** Pools and VMs that compete on one host: what the families about shares have in common. */
import type { GivenTable } from '../../../contract/practice/question.ts'
import type { Phrase } from '../../../contract/texts/language.ts'
import type { Evidence, LabFile } from '../../kit/evidence.ts'
import { hostEntry, labFile } from '../../kit/labs.ts'
import { measured } from '../../kit/words.ts'

export type Level = 'low' | 'normal' | 'high'
export type Resource = 'cpu' | 'memory'

export interface DrawnPool {
  readonly name: string
  readonly level: Level
  /** MHz or MiB. */
  readonly reservation: number
}

export interface DrawnVm {
  readonly name: string
  /** Null: directly in the cluster. */
  readonly pool: string | null
  readonly level: Level
  readonly reservation: number
  /** vCPUs, or GiB of memory. */
  readonly size: number
  readonly isOn?: boolean
}

export interface Contention {
  readonly resource: Resource
  readonly cores: number
  readonly mhz: number
  readonly memoryGiB: number
  readonly scalableShares?: boolean
  readonly pools: readonly DrawnPool[]
  readonly vms: readonly DrawnVm[]
}

export const levelWords: { readonly [level in Level]: Phrase } = {
  low: ['Low', '낮음'],
  normal: ['Normal', '보통'],
  high: ['High', '높음'],
}

/** Every VM wants all that it is configured with. */
export function contentionLab(name: string, { resource, cores, mhz, memoryGiB, pools, vms, scalableShares = false }: Contention): LabFile {
  const isCpu = resource === 'cpu'
  return labFile(name, {
    cluster: {
      drs: { enabled: false, scalableShares },
      resourcePools: pools.map(({ name: pool, level, reservation }) => ({
        name: pool,
        ...(isCpu ? { cpuShares: level, cpuReservationMHz: reservation } : { memoryShares: level, memoryReservationMiB: reservation }),
      })),
    },
    hosts: [hostEntry({ name: 'esx-01', cores, mhz, memoryMiB: memoryGiB * 1024 })],
    vms: vms.map(({ name: vm, pool, level, reservation, size, isOn = true }) => ({
      name: vm,
      host: 'esx-01',
      power: isOn ? 'on' : 'off',
      ...(pool !== null && { resourcePool: pool }),
      vcpus: isCpu ? size : 1,
      memoryMiB: isCpu ? 1024 : size * 1024,
      overheadMiB: 0,
      ...(isCpu
        ? { cpuShares: level, cpuReservationMHz: reservation, demand: { cpuMHz: size * mhz } }
        : { memoryShares: level, memoryReservationMiB: reservation, demand: { memoryMiB: size * 1024 } }),
    })),
    until: '1s',
  })
}

/** What DRS entitles a VM to, in MHz or MiB. */
export function entitlementOf({ state }: Evidence, resource: Resource, vm: string): number {
  const { cpuEntitlementMHz = null, memoryEntitlementMiB = null } = state.vms[vm] ?? {}
  return (resource === 'cpu' ? cpuEntitlementMHz : memoryEntitlementMiB) ?? 0
}

export function poolEntitlementOf({ state }: Evidence, resource: Resource, pool: string): number {
  const { cpuEntitlementMHz = null, memoryEntitlementMiB = null } = state.resourcePools[pool] ?? {}
  return (resource === 'cpu' ? cpuEntitlementMHz : memoryEntitlementMiB) ?? 0
}

export const unitOf = (resource: Resource): string => (resource === 'cpu' ? 'MHz' : 'MiB')
export const capacityOf = ({ resource, cores, mhz, memoryGiB }: Contention): number => (resource === 'cpu' ? cores * mhz : memoryGiB * 1024)
export const resourceWord = (resource: Resource): Phrase => (resource === 'cpu' ? ['CPU', 'CPU'] : ['memory', '메모리'])

const NONE: Phrase = ['directly in the cluster', '클러스터 바로 아래']

/** Without the columns that say nothing: nobody reserves, all are on. */
export function contentionTables({ resource, pools, vms }: Contention): readonly GivenTable[] {
  const unit = unitOf(resource)
  const hasReservation = [...pools, ...vms].some(({ reservation }) => reservation > 0)
  const reservationHead: readonly Phrase[] = hasReservation ? [[`Reservation, ${unit}`, `예약(${unit})`]] : []
  const reserved = (reservation: number): readonly number[] => (hasReservation ? [reservation] : [])
  const hasOff = vms.some(({ isOn = true }) => !isOn)
  return [
    {
      title: ['Resource pools', '리소스 풀'],
      head: [['Name', '이름'], ['Shares', '공유'], ...reservationHead],
      rows: pools.map(({ name, level, reservation }) => [name, levelWords[level], ...reserved(reservation)]),
    },
    {
      title: ['Virtual machines', '가상 시스템'],
      head: [
        ['Name', '이름'],
        ['Resource pool', '리소스 풀'],
        resource === 'cpu' ? ['vCPUs', 'vCPU'] : ['Memory', '메모리'],
        ['Shares', '공유'],
        ...reservationHead,
        ...(hasOff ? [['Power', '전원'] as const] : []),
      ],
      rows: vms.map(({ name, pool, size, level, reservation, isOn = true }) => [
        name,
        pool ?? NONE,
        resource === 'cpu' ? size : measured(size, 'GiB'),
        levelWords[level],
        ...reserved(reservation),
        ...(hasOff ? [isOn ? (['On', '켜짐'] as const) : (['Off', '꺼짐'] as const)] : []),
      ]),
    },
  ]
}
