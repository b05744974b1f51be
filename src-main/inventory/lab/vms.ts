/** `vms`: sizes, places, what they reserve and ask for, and pairs of Fault Tolerance. */
import { shown } from '../../contract/lab/problems.ts'
import { inBoth, pick } from '../../contract/texts/language.ts'
import type { Phrase } from '../../contract/texts/language.ts'
import { isVcls } from '../../contract/vcls.ts'
import { datastoreIn, unescapedName } from '../inventory.ts'
import type { SourceVm } from '../model.ts'
import { isolationWords, monitoringWords, priorityWords, wordFor } from './cluster-settings.ts'
import { DemandOf } from './demand.ts'
import { UniqueNames } from './draft.ts'
import type { DraftVm, Plain, Workshop } from './draft.ts'
import { networksOf } from './networks.ts'
import type { Networks } from './networks.ts'
import { limitOf, sharesOf } from './pools.ts'
import type { Pools } from './pools.ts'
import { diskPath } from './storage.ts'
import type { Storage } from './storage.ts'

export interface VmContext {
  readonly networks: Networks
  readonly storage: Storage
  readonly pools: Pools
  /** The cluster's, as written; null: HA is off. */
  readonly ha: Plain | null
  readonly pairs: Pairs
}

/** Secondaries of Fault Tolerance by their primary. */
export interface Pairs {
  readonly secondaryOf: ReadonlyMap<SourceVm, SourceVm>
  readonly secondaries: ReadonlySet<SourceVm>
}

/** Both rows of a pair bear the same name; before 4.4 no column says which is which. */
export function findPairs(shop: Workshop): Pairs {
  const secondaryOf = new Map<SourceVm, SourceVm>()
  const secondaries = new Set<SourceVm>()
  const byName = new Map<string, SourceVm[]>()
  for (const vm of shop.source.vms) if (isFt(vm)) byName.set(vm.name, [...(byName.get(vm.name) ?? []), vm])
  for (const named of byName.values()) {
    const secondary = named.find((vm) => roleOf(vm) === 2) ?? (named.length === 2 && named.every((vm) => roleOf(vm) === null) ? named[1] : undefined)
    const primary = named.find((vm) => vm !== secondary && roleOf(vm) !== 2)
    if (secondary === undefined || primary === undefined) continue
    secondaryOf.set(primary, secondary)
    secondaries.add(secondary)
    shop.skipped.push({
      what: 'FT secondary',
      name: secondary.name,
      reason: [
        'it is no VM of its own: its primary runs under Fault Tolerance',
        '별도의 가상 시스템이 아니며 기본 VM이 Fault Tolerance로 실행됩니다',
      ],
    })
  }
  return { secondaryOf, secondaries }
}

const isFt = (vm: SourceVm): boolean => roleOf(vm) !== null || !['', 'notconfigured'].includes(vm.info.text('ft state').toLowerCase())
function roleOf({ info }: SourceVm): number | null {
  const text = info.text('ft role').toLowerCase()
  return text === 'primary' ? 1 : text === 'secondary' ? 2 : info.number('ft role')
}

/** A VM that vCenter knows of and no host runs. */
const isLost = (vm: SourceVm): boolean => ['orphaned', 'inaccessible', 'invalid'].includes(vm.info.text('connection state').toLowerCase())

export function makeVms(shop: Workshop, context: VmContext): { readonly vms: DraftVm[]; readonly nameOf: ReadonlyMap<SourceVm, string> } {
  const names = new UniqueNames(shop, 'VM')
  const demand = new DemandOf(shop)
  const nameOf = new Map<SourceVm, string>()
  const vms: DraftVm[] = []
  for (const vm of shop.source.vms) {
    if (context.pairs.secondaries.has(vm)) continue
    const name = names.take(unescapedName(vm.name))
    nameOf.set(vm, name)
    vms.push(makeVm(shop, context, demand, vm, name))
  }
  demand.noteFallbacks()
  return { vms, nameOf }
}

function makeVm(shop: Workshop, context: VmContext, demand: DemandOf, vm: SourceVm, name: string): DraftVm {
  const { info } = vm
  const where = `${shop.where}/${name}`
  const host = vm.host === null ? null : (shop.hostNames.get(vm.host) ?? null)
  const isOn = powerOf(shop, vm, where)
  if (host === null)
    shop.assumptions.note(where, 'host', null, ['vInfo does not say it: placed at the start', 'vInfo에 값이 없어 시작할 때 배치합니다'])
  const pool = context.pools.find(info.text('resource pool'))
  const memoryMiB = Math.round(info.number('memory') ?? 0)
  const made: DraftVm = {
    name,
    ...(host !== null && { host }),
    ...(!isOn && { power: 'off' }),
    vcpus: Math.round(info.number('cpus') ?? 0),
    memoryMiB,
    ...resourcesOf(vm, memoryMiB),
    ...(pool !== null && { resourcePool: pool }),
    ...disksOf(shop, context.storage, vm, where),
    ...nicsOf(context.networks, vm),
    ...overheadOf(shop, vm, where, isOn),
    ...(info.text('latency sensitivity').toLowerCase() === 'high' && { latencySensitive: true }),
    ...faultToleranceOf(shop, context.pairs, vm, where, isOn),
    ...haOf(shop, context.ha, vm, where),
  }
  const asked = demand.of(vm, made, isOn)
  return asked === null ? made : { ...made, demand: asked }
}

function powerOf(shop: Workshop, vm: SourceVm, where: string): boolean {
  const word = vm.info.text('powerstate').toLowerCase()
  const off = (reason: Phrase): boolean => {
    shop.assumptions.note(where, 'power', 'off', reason)
    return false
  }
  if (word === 'suspended') return off(['suspended: a lab has no such state', '일시 중단 상태이며 랩에는 이 상태가 없습니다'])
  if (word !== 'poweredon' && word !== 'poweredoff')
    return off(word === '' ? ['vInfo does not say it', 'vInfo에 값이 없습니다'] : [`vInfo says ${word}`, `vInfo의 값: ${word}`])
  if (word === 'poweredon' && isLost(vm))
    return off([
      `its connection state is ${vm.info.text('connection state')}: no host runs it`,
      `연결 상태가 ${vm.info.text('connection state')}이므로 어느 호스트에서도 실행되지 않습니다`,
    ])
  return word === 'poweredon'
}

function resourcesOf({ cpu, memory }: SourceVm, memoryMiB: number): Plain {
  const cpuShares = sharesOf(cpu, 'level', 'shares')
  const memoryShares = sharesOf(memory, 'level', 'shares')
  const cpuReservation = Math.max(0, Math.round(cpu?.number('reservation') ?? 0))
  const isLocked = memory?.truth('memory reservation locked to max') === true
  const memoryReservation = isLocked ? memoryMiB : Math.max(0, Math.round(memory?.number('reservation') ?? 0))
  const cpuLimit = limitOf(cpu, 'limit')
  const memoryLimit = limitOf(memory, 'limit')
  return {
    ...(cpuShares !== 'normal' && { cpuShares }),
    ...(memoryShares !== 'normal' && { memoryShares }),
    ...(cpuReservation > 0 && { cpuReservationMHz: cpuReservation }),
    ...(memoryReservation > 0 && { memoryReservationMiB: memoryReservation }),
    ...(cpuLimit !== null && { cpuLimitMHz: cpuLimit }),
    ...(memoryLimit !== null && { memoryLimitMiB: memoryLimit }),
  }
}

const modes: { readonly [word: string]: string } = {
  independentpersistent: 'independentPersistent',
  independentnonpersistent: 'independentNonpersistent',
}

function disksOf(shop: Workshop, storage: Storage, vm: SourceVm, where: string): Pick<DraftVm, 'datastore' | 'diskGiB' | 'disks'> & Plain {
  const home = storage.find(datastoreIn(vm.info.text('path')), vm.host)
  const disks = vm.disks.map((row) => {
    const on = storage.find(datastoreIn(diskPath(row)), vm.host)
    const word = (cell: string): string =>
      row
        .text(cell)
        .toLowerCase()
        .replace(/[^a-z]/g, '')
    const mode = modes[word('disk mode')]
    return {
      sizeGiB: Math.max(1, Math.ceil((row.number('capacity mb') ?? 0) / 1024)),
      ...(on !== null && on !== home && { datastore: on }),
      ...(mode !== undefined && { mode }),
      ...(row.truth('raw') === true && { rdm: word('raw comp. mode').startsWith('physical') ? 'physical' : 'virtual' }),
    }
  })
  const bus = vm.disks
    .map((row) => row.text('shared bus').toLowerCase().replace('sharing', ''))
    .find((word) => word === 'physical' || word === 'virtual')
  const datastore = home ?? disks.find((disk) => disk.datastore !== undefined)?.datastore
  const rest = { ...(datastore !== undefined && { datastore }), ...(bus !== undefined && { scsiBusSharing: bus }) }
  const [only] = disks
  if (disks.length > 1 || (only !== undefined && Object.keys(only).length > 1)) return { ...rest, disks }
  return { ...rest, diskGiB: only?.sizeGiB ?? diskSizeOf(shop, vm, where) }
}

function diskSizeOf(shop: Workshop, { info }: SourceVm, where: string): number {
  const total = info.number('total disk capacity mb')
  const provisioned = info.number('provisioned mb')
  const mib = total ?? provisioned
  const gib = mib === null || mib <= 0 ? 40 : Math.max(1, Math.ceil(mib / 1024))
  if (!shop.inventory.has.tab('vDisk')) return gib
  const because: Phrase =
    total !== null
      ? ['its total disk capacity', '총 디스크 용량을 사용합니다']
      : provisioned !== null
        ? ['what is provisioned for it', '프로비저닝된 크기를 사용합니다']
        : ['a usual size', '일반적인 크기로 합니다']
  shop.assumptions.note(
    where,
    'diskGiB',
    gib,
    inBoth((language) => pick(['vDisk has no disk of it: ', 'vDisk에 디스크가 없습니다: '], language) + pick(because, language)),
  )
  return gib
}

function nicsOf({ vmNetworks }: Networks, vm: SourceVm): Plain {
  const nics = networksOf(vm).map((written) => ({ network: vmNetworks.get(written) }))
  const [first] = vmNetworks.values()
  return nics.length === 1 && nics[0]?.network === first ? {} : { nics: nics.slice(0, 10) }
}

function overheadOf(shop: Workshop, vm: SourceVm, where: string, isOn: boolean): Plain {
  const overhead = vm.memory?.number('overhead') ?? null
  if (overhead !== null && overhead > 0) return { overheadMiB: overhead }
  if (isOn && shop.inventory.has.column('vMemory', 'overhead'))
    shop.assumptions.note(where, 'overheadMiB', null, [
      'vMemory does not say it: estimated from memory and vCPUs (DRS-044)',
      'vMemory에 값이 없어 메모리와 vCPU로 추정합니다(DRS-044)',
    ])
  return {}
}

function faultToleranceOf(shop: Workshop, { secondaryOf }: Pairs, vm: SourceVm, where: string, isOn: boolean): Plain {
  const secondary = secondaryOf.get(vm)
  if (secondary === undefined) {
    if (isFt(vm)) shop.assumptions.note(where, 'faultTolerance', false, ['vInfo has only one of its two rows', 'vInfo에 두 행 중 하나만 있습니다'])
    return {}
  }
  if (!isOn) {
    shop.assumptions.note(where, 'faultTolerance', false, ['it is off', '꺼져 있습니다'])
    return {}
  }
  const host = secondary.host === null || secondary.host === vm.host ? null : (shop.hostNames.get(secondary.host) ?? null)
  if (host === null)
    shop.assumptions.note(where, 'ftSecondaryHost', null, [
      'the host of its secondary is not known, or its own: chosen',
      '보조 VM의 호스트를 알 수 없거나 같은 호스트여서 새로 선택합니다',
    ])
  return { faultTolerance: true, ...(host !== null && { ftSecondaryHost: host }) }
}

/** What differs from the cluster. Agents of vCenter and what no host runs are restarted by nobody. */
function haOf(shop: Workshop, ha: Plain | null, vm: SourceVm, where: string): Plain {
  if (ha === null) return {}
  const own: Plain = {}
  const take = (key: string, column: string, words: { readonly [word: string]: string }, otherwise: string): void => {
    const cell = vm.info.text(column)
    const value = wordFor(words, cell)
    if (value !== null && value !== (ha[key] ?? otherwise)) own[key] = value
    else if (value === null && cell !== '' && !/^cluster/i.test(cell))
      shop.assumptions.note(where, `ha.${key}`, null, [
        `vInfo says ${shown(cell)}, which is no word for it: the cluster's`,
        `vInfo의 값 ${shown(cell)}은(는) 알 수 없는 단어여서 클러스터의 값을 사용합니다`,
      ])
  }
  take('restartPriority', 'ha restart priority', priorityWords, 'medium')
  take('isolationResponse', 'ha isolation response', isolationWords, 'disabled')
  take('vmMonitoring', 'ha vm monitoring', monitoringWords, 'disabled')
  if (isVcls(vm.name) || isLost(vm)) {
    own['restartPriority'] = 'disabled'
    shop.assumptions.note(
      where,
      'ha.restartPriority',
      'disabled',
      isVcls(vm.name)
        ? ['an agent of vCenter: HA does not restart it', 'vCenter의 에이전트이므로 HA가 다시 시작하지 않습니다']
        : ['no host runs it: HA does not restart it', '어느 호스트에서도 실행되지 않으므로 HA가 다시 시작하지 않습니다'],
    )
  }
  return Object.keys(own).length === 0 ? {} : { ha: own }
}
