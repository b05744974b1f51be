/** `networks`: one for each kind of VMkernel adapter, and those of the VMs; and which hosts have them. */
import type { SourceVm, VmkKind } from '../model.ts'
import { UniqueNames } from './draft.ts'
import type { DraftHost, Plain, Workshop } from './draft.ts'

export interface Networks {
  readonly list: readonly Plain[]
  /** Of VMs: name in the export → name in the lab. */
  readonly vmNetworks: ReadonlyMap<string, string>
}

const kinds: readonly VmkKind[] = ['management', 'vmotion', 'ft', 'vsan', 'storage']
const usualNames: { readonly [K in VmkKind]: string } = { management: 'Management', vmotion: 'vMotion', ft: 'FT', vsan: 'vSAN', storage: 'Storage' }

/** Of a VM: its adapters in vNetwork, else the columns of vInfo; a network without a name is `''`. */
export function networksOf(vm: SourceVm): readonly string[] {
  if (vm.networks.length > 0) return vm.networks
  const named = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => vm.info.text(`network #${n}`)).filter((name) => name !== '')
  const count = Math.min(10, Math.round(vm.info.number('nics') ?? (named.length > 0 ? named.length : 1)))
  return named.length >= count ? named : [...named, ...Array.from({ length: count - named.length }, () => '')]
}

/** Also says in `hosts` which of them a host lacks. */
export function makeNetworks(shop: Workshop, hosts: readonly DraftHost[], needsFt: boolean): Networks {
  const names = new UniqueNames(shop, 'network')
  const { source, where, assumptions } = shop
  const lacking = new Map<string, Set<string>>()
  const list: Plain[] = []
  for (const kind of kinds) {
    const ports = source.hosts.flatMap((host) => host.adapters.get(kind) ?? [])
    if (ports.length === 0 && (kind === 'vsan' || kind === 'storage' || (kind === 'ft' && !needsFt))) continue
    const name = names.take(ports.length === 0 ? usualNames[kind] : mostCommon(ports.map(({ portGroup }) => portGroup)))
    if (ports.length === 0)
      assumptions.note(where, `networks[${name}]`, kind, [`vSC_VMK names no adapter for it`, 'vSC_VMK에 해당 어댑터가 없습니다'])
    list.push({ name, kind, gbps: speedOf(shop, kind, name), ...(kind === 'management' && gateway(shop, name, ports)) })
    for (const host of source.hosts)
      if (!hasKind(host, kind, ports.length > 0)) lacking.set(name, (lacking.get(name) ?? new Set()).add(shop.hostNames.get(host) ?? ''))
  }
  const vmNetworks = new Map<string, string>()
  for (const vm of source.vms) {
    for (const written of networksOf(vm)) {
      if (vmNetworks.has(written)) continue
      const name = names.take(written === '' ? 'VM Network' : written)
      if (written === '')
        assumptions.note(where, `networks[${name}]`, 'vm', [
          'adapters of VMs whose network the export does not name',
          '내보내기에 네트워크 이름이 없는 가상 시스템 어댑터입니다',
        ])
      vmNetworks.set(written, name)
      list.push({ name, kind: 'vm' })
    }
  }
  for (const host of hosts) {
    const without = [...lacking].filter(([, names]) => names.has(host.name)).map(([name]) => name)
    if (without.length > 0) host.networks = list.map(({ name }) => String(name)).filter((name) => !without.includes(name))
  }
  return { list, vmNetworks }
}

function speedOf({ assumptions, where }: Workshop, kind: VmkKind, name: string): number {
  const usual = kind === 'management' ? 1 : 10
  return assumptions.number(where, `networks[${name}].gbps`, usual, ['exports have no speeds of links', '링크 속도는 내보내기에 없습니다'], {
    min: 0.01,
    max: 1000,
    whole: false,
  })
}

function gateway({ assumptions, where }: Workshop, name: string, ports: readonly { readonly gateway: string }[]): Plain {
  const gateways = ports.map((port) => port.gateway).filter((address) => address !== '')
  if (gateways.length > 0) return { isolationAddresses: [mostCommon(gateways)] }
  assumptions.note(where, `networks[${name}].isolationAddresses`, `${name}-gateway`, [
    'the export has no gateway: one that answers',
    '내보내기에 게이트웨이가 없어 응답하는 게이트웨이를 둡니다',
  ])
  return {}
}

/** vHost says which hosts can do vMotion; the other kinds go by vSC_VMK, where that has rows of the host. */
function hasKind(host: Workshop['source']['hosts'][number], kind: VmkKind, isNamed: boolean): boolean {
  if (host.adapters.has(kind)) return true
  const support = kind === 'vmotion' ? (host.row?.truth('vmotion support') ?? null) : null
  if (support !== null) return support
  return kind === 'management' || !isNamed || host.adapters.size === 0
}

function mostCommon(names: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].reduce((a, b) => (b[1] > a[1] ? b : a))[0]
}
