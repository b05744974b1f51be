/** Two fault domains with hosts in several rows, each VM's files on one of two datastores: what makes most labels in a small picture. */
import type { LabSummary, RunFrame, VmView } from '../../src-main/contract/api.ts'
import { layoutTopology } from '../graph/layout.ts'
import { nodesOf } from '../graph/elements.ts'
import { gridsOf, layerNames, lockGroups, type LayerName, type Layers, type Scene } from '../graph/scene.ts'
import { noRules } from '../graph/rules.ts'
import { SlotBook } from '../graph/slots.ts'
import { WorldMirror } from '../stores/world-mirror.ts'
import { tokens, type ThemeName } from '../styles/tokens.ts'
import { articleFrame, articleLab } from './article-run.ts'

const datastores = ['stretched-1', 'stretched-2'] as const
const vmsOf = (host: string): readonly string[] => [`${host}-db`, ...[1, 2, 3, 4, 5].map((n) => `${host}-web-00${String(n)}`)]

const shownLayers: ReadonlySet<LayerName> = new Set(['network', 'locks', 'restarts', 'domains', 'labels'])

export interface TwoSites {
  /** Hosts of each site: `a1`, `a2` … and `b1`, `b2` …. */
  readonly perSite: number
  /** Hosts that have failed; their VMs run on the others by turns. */
  readonly failed: readonly string[]
  /** The management network is torn between the sites. */
  readonly torn: boolean
  readonly theme: ThemeName
}

export function twoSitesScene({ perSite, failed, torn, theme }: TwoSites): Scene {
  const sites = ['a', 'b'].map((site) => Array.from({ length: perSite }, (_, at) => `${site}${String(at + 1)}`))
  const hosts = sites.flat()
  const lab: LabSummary = {
    ...articleLab,
    hosts: hosts.map((name) => ({ ...articleLab.hosts[0]!, name, faultDomain: name.startsWith('a') ? 'Site A' : 'Site B' })),
    vms: hosts.flatMap(vmsOf).map((name) => ({ ...articleLab.vms[0]!, name })),
    datastores: datastores.map((name) => ({ ...articleLab.datastores[0]!, name })),
  }
  const mirror = new WorldMirror()
  mirror.reset(lab, frameOf(hosts, []))
  const layout = layoutTopology({
    hosts: lab.hosts.map(({ name, faultDomain }) => ({ name, faultDomain, vms: vmsOf(name).length })),
    vmCount: lab.vms.length,
    datastores,
    networks: lab.networks,
  })
  const slots = new SlotBook(true)
  const placement = () => ({ vmHost: mirror.vmHost, vmHome: mirror.vmHome, vmCount: mirror.vmNames.length, hostCount: hosts.length })
  slots.reset(placement())
  if (failed.length > 0) mirror.apply(frameOf(hosts, failed))
  slots.update(placement())
  if (torn) mirror.networks.set('management', { up: true, groups: sites, disconnectedHosts: [], addressesDown: [] })
  return {
    colours: tokens[theme],
    layout,
    mirror,
    slots,
    grids: gridsOf(layout, slots, hosts.length),
    layers: Object.fromEntries(layerNames.map((layer) => [layer, shownLayers.has(layer)])) as Layers,
    marked: new Set(),
    texts: {
      cpu: 'CPU',
      memory: 'Memory',
      vcenter: 'vCenter Server',
      vcenterDown: 'vCenter Server is down',
      hostName: (name) => name,
      badge: (_name, look) => look,
      vmNote: (look) => look,
      datastore: () => 'VMFS · array-1',
      bus: (name) => name,
      lockStale: (vms) => `${vms}: not renewed`,
      access: (_host, _datastore, access) => access,
    },
    notes: new Map(failed.map((host) => [host, ['declared failed after 35 s', 'down for 1 min']])),
    locks: lockGroups(mirror),
    pending: new Map(),
    tints: { scores: null, pools: null },
    rules: noRules,
    islands: new Map(),
    hoverVm: -1,
    centres: new Map(nodesOf(layout).map(({ id, x, y }) => [id, { x, y }])),
  }
}

function frameOf(hosts: readonly string[], failed: readonly string[]): RunFrame {
  const model = articleFrame(0, failed.length === 0 ? 1 : 2)
  const [host, vm] = [model.hosts['Host B']!, model.vms['VM3']!]
  const alive = hosts.filter((name) => !failed.includes(name))
  const vms = hosts.flatMap((name, nth) =>
    vmsOf(name).map((vmName, at): [string, VmView] => {
      const runsOn = failed.includes(name) ? (alive[(nth + at) % alive.length] ?? null) : name
      const datastore = datastores[at === 0 ? 0 : 1]
      return [vmName, { ...vm, host: runsOn, lockHolder: runsOn, datastore }]
    }),
  )
  return {
    ...model,
    hosts: Object.fromEntries(hosts.map((name) => [name, failed.includes(name) ? ({ ...host, power: 'off', haState: 'failed' } as const) : host])),
    vms: Object.fromEntries(vms),
    datastores: Object.fromEntries(
      datastores.map((name) => [
        name,
        { ...Object.values(model.datastores)[0]!, hosts: Object.fromEntries(hosts.map((each) => [each, 'ok' as const])) },
      ]),
    ),
  }
}
