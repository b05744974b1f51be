/** From an inventory to labs, one for each cluster and for each host outside of any. */
import { fileNameOf } from '../../contract/file-name.ts'
import { freeName } from '../../contract/free-name.ts'
import { defaultDatastores } from '../../contract/lab/resolve.ts'
import type { Phrase } from '../../contract/texts/language.ts'
import { shortAssumed, shortSkipped } from '../model.ts'
import type { Inventory, Skipped, SourceCluster } from '../model.ts'
import { Assumptions } from './assumptions.ts'
import type { Answers, Assumption } from './assumptions.ts'
import { drsSettings, haSettings } from './cluster-settings.ts'
import type { Plain, Workshop } from './draft.ts'
import { evcModeOfCluster, makeHosts } from './hosts.ts'
import { mend, mendPlaces } from './mend.ts'
import { makeNetworks } from './networks.ts'
import { makePools } from './pools.ts'
import { labProduct } from './product.ts'
import { snapshotCommands, statedRules } from './rules.ts'
import { makeRoom, makeStorage } from './storage.ts'
import { findPairs, makeVms } from './vms.ts'
import { labText } from './write.ts'

/** As the export has it: running and stopped VMs, secondaries and agents among them, templates aside. */
export interface LabCounts {
  readonly hosts: number
  readonly vmsOn: number
  readonly vmsOff: number
  readonly templates: number
  readonly datastores: number
  readonly resourcePools: number
}

export interface ImportedLab extends LabCounts {
  readonly name: string
  /** `<cluster>.lab.yaml` */
  readonly file: string
  readonly text: string
  /** VMs of the lab. */
  readonly vms: number
  /** Datastores of the lab: also those that only paths of VMs name, and the usual ones where the export has none. */
  readonly labDatastores: number
  readonly isStandalone: boolean
  readonly product: string
  readonly haEnabled: boolean
  readonly drsEnabled: boolean
  /** Its hosts with their fault domain and the VMs that stand there. */
  readonly standing: readonly { readonly name: string; readonly domain: string | null; readonly vms: number }[]
  readonly assumed: readonly Assumption[]
  readonly skipped: readonly Skipped[]
}

export interface BuildOptions {
  readonly answers?: Answers
  /** Names of the labs that are wanted; left out: all. */
  readonly only?: readonly string[]
}

/** The names of the labs, in the order of the export. */
export function labNames({ clusters }: Inventory): readonly string[] {
  const taken = new Set<string>()
  return clusters.map(({ name }) => {
    // Files of some systems do not tell cases apart.
    const free = freeName(name, (one) => taken.has(one.toLowerCase()))
    taken.add(free.toLowerCase())
    return free
  })
}

/** One lab after the other, so that who asks may show how far it is. Throws InventoryError for an answer that is none. */
export function* buildLabs(inventory: Inventory, { answers = new Map(), only }: BuildOptions = {}): Generator<ImportedLab> {
  const names = labNames(inventory)
  const files = new Set<string>()
  for (const [i, source] of inventory.clusters.entries()) {
    const name = names[i] ?? source.name
    const file = fileOf(name, files)
    if (only === undefined || only.includes(name)) yield buildLab(inventory, source, name, file, answers)
  }
}

function fileOf(name: string, taken: Set<string>): string {
  const safe = fileNameOf(name, 'cluster')
  const file = freeName(
    `${safe}.lab.yaml`,
    (one) => taken.has(one.toLowerCase()),
    (n) => `${safe}-${n}.lab.yaml`,
  )
  taken.add(file.toLowerCase())
  return file
}

function buildLab(inventory: Inventory, source: SourceCluster, name: string, file: string, answers: Answers): ImportedLab {
  const assumptions = new Assumptions(answers)
  const skipped: Skipped[] = []
  const product = labProduct(inventory, source, name, assumptions)
  const shop: Workshop = { inventory, source, where: name, product, assumptions, skipped, hostNames: new Map() }
  const hosts = makeHosts(shop)
  const evcMode = evcModeOfCluster(shop, hosts)
  const storage = makeStorage(shop)
  const pairs = findPairs(shop)
  const shared = storage.list.filter(({ hosts: reach }) => reach === undefined || reach.length > 1).map((datastore) => datastore.name)
  const ha = haSettings(shop, shared)
  const pools = makePools(shop)
  const networks = makeNetworks(shop, hosts, pairs.secondaryOf.size > 0)
  const { vms, nameOf } = makeVms(shop, { networks, storage, pools, ha, pairs })
  makeRoom(shop, storage, vms)
  mendPlaces(shop, hosts, storage.list, vms)
  const running = new Set(vms.filter((vm) => vm.power !== 'off').map((vm) => vm.name))
  const timeline = snapshotCommands(shop, nameOf, (vm) => running.has(vm))
  const rules = statedRules(shop, nameOf)
  const drs = drsSettings(shop)
  const lab: Plain = {
    hostdown: 1,
    name: name.slice(0, 1000),
    description: descriptionOf(inventory),
    descriptionKo: koreanDescriptionOf(inventory),
    product,
    ...(inventory.exportedAt !== null && { startsAt: inventory.exportedAt }),
    cluster: {
      name,
      ...(ha !== null && { ha }),
      // Rules act also where DRS is off.
      ...((drs !== null || rules !== null) && { drs: { ...(drs ?? { enabled: false }), ...rules } }),
      ...(evcMode !== null && { evcMode }),
      ...(pools.list.length > 0 && { resourcePools: pools.list }),
    },
    networks: networks.list,
    ...(storage.list.length > 0 && { datastores: storage.list }),
    hosts,
    vms,
    ...(timeline.length > 0 && { timeline }),
  }
  if (!mend(shop, lab))
    skipped.push({
      what: 'lab',
      name,
      reason: [
        'it does not pass check as it is: see what `hostdown check` says',
        '그대로는 검사를 통과하지 못합니다. hostdown check의 결과를 확인하십시오',
      ],
    })
  noteLeftOvers(shop)
  const vmsOn = new Map<string, number>()
  for (const { host } of vms) if (host !== undefined) vmsOn.set(host, (vmsOn.get(host) ?? 0) + 1)
  return {
    ...countsOf(source, hosts.length),
    name,
    file,
    text: labText(lab, commentOf(inventory)),
    vms: (lab['vms'] as readonly unknown[]).length,
    labDatastores: (storage.list.length === 0 ? defaultDatastores : storage.list).length,
    isStandalone: source.isStandalone,
    product,
    haEnabled: ha !== null,
    drsEnabled: drs !== null,
    standing: hosts.map((host) => ({
      name: host.name,
      domain: typeof host['faultDomain'] === 'string' ? host['faultDomain'] : null,
      vms: vmsOn.get(host.name) ?? 0,
    })),
    assumed: assumptions.list.map(shortAssumed),
    skipped: skipped.map(shortSkipped),
  }
}

function countsOf(source: SourceCluster, hosts: number): LabCounts {
  const on = source.vms.filter(({ info }) => info.text('powerstate').toLowerCase() === 'poweredon').length
  return {
    hosts,
    vmsOn: on,
    vmsOff: source.vms.length - on,
    templates: source.leftOut.templates,
    datastores: source.datastores.length,
    resourcePools: source.pools.filter((row) => !/\/Resources\/?$/.test(row.text('resource pool path'))).length,
  }
}

/** Tabs that are missing as a whole, once for the lab. */
function noteLeftOvers({ inventory, source, where, assumptions }: Workshop): void {
  const missing = (tab: Parameters<Inventory['has']['tab']>[0], field: string, value: string, what: Phrase): void => {
    if (source.vms.length > 0 && !inventory.has.tab(tab))
      assumptions.note(where, field, value, [`the export has no ${tab}: ${what[0]}`, `내보내기에 ${tab}이(가) 없습니다. ${what[1]}`])
  }
  missing('vCPU', 'vms[].cpuReservationMHz, cpuLimitMHz, cpuShares', '0, none, normal', [
    'nothing is reserved or limited',
    '예약과 제한이 없는 것으로 봅니다',
  ])
  missing('vMemory', 'vms[].memoryReservationMiB, memoryLimitMiB, memoryShares', '0, none, normal', [
    'nothing is reserved or limited',
    '예약과 제한이 없는 것으로 봅니다',
  ])
  if (!inventory.has.column('vMemory', 'overhead') && source.vms.length > 0)
    assumptions.note(where, 'vms[].overheadMiB', 'by size', [
      'the export has no memory overhead: estimated from memory and vCPUs (DRS-044)',
      '내보내기에 메모리 오버헤드가 없어 메모리와 vCPU로 추정합니다(DRS-044)',
    ])
  missing('vDisk', 'vms[].diskGiB', 'total or provisioned size', ['one disk for each VM', '가상 시스템마다 디스크 하나를 둡니다'])
}

const descriptionOf = (inventory: Inventory): string =>
  `Imported from an RVTools${inventory.release === null ? '' : ` ${inventory.release}`} export${inventory.server === null ? '' : ` of ${inventory.server}`}${inventory.exportedAt === null ? '' : `, ${inventory.exportedAt.replace('T', ' ')}`}`
const koreanDescriptionOf = ({ release, server, exportedAt }: Inventory): string =>
  [
    `RVTools${release === null ? '' : ` ${release}`} 내보내기에서 가져옴`,
    ...(server === null ? [] : [server]),
    ...(exportedAt === null ? [] : [exportedAt.replace('T', ' ')]),
  ].join(', ')
const commentOf = (inventory: Inventory): string => `${descriptionOf(inventory)}. What was assumed and left out is in import-report.json.`
