/** `datastores`, which hosts reach them, and what they have to hold. */
import { defaultDatastores } from '../../contract/lab/resolve.ts'
import { formatNumber, withUnit } from '../../contract/texts/format.ts'
import type { Language } from '../../contract/texts/language.ts'
import type { SourceDatastore, SourceHost, SourceVm } from '../model.ts'
import { datastoreIn } from '../inventory.ts'
import { UniqueNames } from './draft.ts'
import type { DraftDatastore, DraftVm, Workshop } from './draft.ts'

export interface Storage {
  readonly list: DraftDatastore[]
  /** Name in the lab of a datastore that the export calls so, as a VM on that host sees it; null: it names none. */
  find(written: string, host: SourceHost | null): string | null
}

const types: { readonly [word: string]: string } = { vmfs: 'vmfs', nfs: 'nfs', nfs41: 'nfs', vsan: 'vsan', vvol: 'vvol' }

export function makeStorage(shop: Workshop): Storage {
  const names = new UniqueNames(shop, 'datastore')
  const byName = new Map<string, { readonly name: string; readonly source: SourceDatastore | null }[]>()
  const list: DraftDatastore[] = []
  for (const source of shop.source.datastores) {
    const made = datastoreOf(shop, source, names.take(source.name))
    list.push(made)
    byName.set(source.name, [...(byName.get(source.name) ?? []), { name: made.name, source }])
  }
  const unlisted = new Set(shop.source.vms.flatMap((vm) => pathsOf(vm).map(datastoreIn)).filter((name) => name !== '' && !byName.has(name)))
  for (const written of unlisted) {
    const name = names.take(written)
    list.push({ name, type: 'vmfs' })
    byName.set(written, [{ name, source: null }])
    shop.assumptions.note(`${shop.where}/${name}`, 'type', 'vmfs', [
      'only paths of VMs name this datastore: shared by every host, never full',
      '가상 시스템의 경로에만 나오는 데이터스토어입니다. 모든 호스트가 공유하며 가득 차지 않는 것으로 봅니다',
    ])
  }
  if (list.length === 0)
    shop.assumptions.note(shop.where, 'datastores', defaultDatastores.map(({ name }) => name).join(', '), [
      'the export has no datastores: two that every host reaches',
      '내보내기에 데이터스토어가 없어 모든 호스트가 액세스하는 두 개를 둡니다',
    ])
  return {
    list,
    find(written, host) {
      const named = byName.get(written) ?? []
      return (named.find(({ source }) => host !== null && source?.hosts?.includes(host) === true) ?? named[0])?.name ?? null
    },
  }
}

const pathsOf = (vm: SourceVm): readonly string[] => [vm.info.text('path'), ...vm.disks.map(diskPath)]
export const diskPath = (row: SourceVm['info']): string => row.text('disk path') || row.text('path')

function datastoreOf(shop: Workshop, { row, hosts }: SourceDatastore, name: string): DraftDatastore {
  const { assumptions } = shop
  const where = `${shop.where}/${name}`
  const here = hosts?.filter((host) => host.cluster === shop.source).map((host) => shop.hostNames.get(host) ?? '') ?? null
  const word = row.text('type').toLowerCase()
  const seenBy = hosts?.length ?? row.number('# hosts')
  const known = Object.hasOwn(types, word)
  let type = (known ? types[word] : undefined) ?? 'vmfs'
  if (!known)
    assumptions.note(
      where,
      'type',
      'vmfs',
      word === ''
        ? ['vDatastore does not say it', 'vDatastore에 값이 없습니다']
        : [`a lab has no type ${row.text('type')}`, `랩에는 ${row.text('type')} 유형이 없습니다`],
    )
  if (type === 'vmfs' && seenBy === 1) type = 'local'
  if (here === null)
    assumptions.note(where, 'hosts', 'every host of the cluster', [
      'the export does not list the hosts that reach it',
      '내보내기에 액세스하는 호스트 목록이 없습니다',
    ])
  const mib = row.number('capacity mb')
  return {
    name,
    type,
    ...(mib !== null && mib >= 1024 && { capacityGiB: Math.floor(mib / 1024) }),
    ...(here !== null && here.length < shop.source.hosts.length && { hosts: here }),
  }
}

/**
 * Disks of a lab are thick. Where they are more than a datastore has, it is made larger, so that what the export calls free stays free.
 */
export function makeRoom(shop: Workshop, { list }: Storage, vms: readonly DraftVm[]): void {
  const used = new Map<string, number>()
  const add = (name: string | undefined, gib: number): void => void (name !== undefined && used.set(name, (used.get(name) ?? 0) + gib))
  for (const vm of vms) {
    if (vm.disks === undefined) add(vm.datastore, vm.diskGiB ?? 40)
    else for (const disk of vm.disks) add(disk.datastore ?? vm.datastore, disk.sizeGiB)
  }
  shop.source.datastores.forEach(({ row }, i) => {
    const datastore = list[i]
    if (datastore?.capacityGiB === undefined) return
    const free = Math.floor((row.number('free mb') ?? 0) / 1024)
    const needed = (used.get(datastore.name) ?? 0) + free
    if (needed <= datastore.capacityGiB) return
    const now = datastore.capacityGiB
    const said = (gib: number, language: Language): string => withUnit(formatNumber(gib), 'GiB', language)
    const disks = used.get(datastore.name) ?? 0
    shop.assumptions.note(`${shop.where}/${datastore.name}`, 'capacityGiB', needed, [
      `disks of a lab are thick and need ${said(disks, 'en')}: as large as to keep ${said(free, 'en')} free, as now (${said(now, 'en')})`,
      `랩의 디스크는 씩 프로비저닝이므로 ${said(disks, 'ko')}가 필요합니다. 지금처럼 ${said(free, 'ko')}를 비워 두도록 늘립니다(현재 ${said(now, 'ko')})`,
    ])
    datastore.capacityGiB = needed
  })
}
