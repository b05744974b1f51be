/**
 * A draft without an application: it keeps entries and steps, and knows two things that can be wrong (a VM whose host is not there, and one with
 * more memory than its host). Text is JSON, which is YAML too. What refers to something that goes or is renamed follows only in a VM's host.
 * Never part of a build.
 */
import type { DesignEdit, DesignKind, DesignLab, DesignProblem, DesignStep, DesignView } from '../../src-main/contract/api-design.ts'
import type { ApiInput, ApiMethod, ApiOutput } from '../../src-main/contract/api.ts'
import type { Json } from '../../src-main/contract/events.ts'
import { ApiError } from '../api/client.ts'

type Entry = { readonly [key: string]: Json }
type Lab = { -readonly [K in keyof DesignLab]: DesignLab[K] }

const lists = {
  host: 'hosts', vm: 'vms', datastore: 'datastores', network: 'networks', pool: 'pools', rule: 'rules', vmGroup: 'vmGroups', hostGroup: 'hostGroups',
} as const // prettier-ignore

export function emptyDesign(): DesignLab {
  const none: readonly Entry[] = []
  return {
    head: { name: 'New design' },
    cluster: { name: 'Cluster' },
    networks: none,
    datastores: none,
    implied: { networks: [{ name: 'management', kind: 'management' }], datastores: [{ name: 'ds-01', type: 'vmfs' }] },
    hosts: none,
    vms: none,
    pools: none,
    rules: none,
    vmGroups: none,
    hostGroups: none,
    commands: 0,
    expectations: 0,
  }
}

const host = (name: string, faultDomain: string | null): Entry => ({
  name,
  cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 },
  memoryMiB: 262_144,
  ...(faultDomain !== null && { faultDomain }),
})

/** `domains` fault domains; 0: none. VMs lie on the hosts in turn. */
export function someDesign(hosts: number, vms: number, domains = 0): DesignLab {
  const digits = (count: number): number => Math.max(2, String(count).length)
  const hostName = (at: number): string => `esx${String(at + 1).padStart(digits(hosts), '0')}`
  return {
    ...emptyDesign(),
    head: { name: 'A design', seed: 7 },
    networks: [{ name: 'management', kind: 'management', nics: 2 }],
    datastores: [
      { name: 'datastore01', type: 'vmfs' },
      { name: 'datastore02', type: 'nfs' },
    ],
    hosts: Array.from({ length: hosts }, (_, at) => host(hostName(at), domains === 0 ? null : `Site ${'ABCDEF'[at % domains] ?? 'A'}`)),
    vms: Array.from({ length: vms }, (_, at) => ({
      name: `vm${String(at + 1).padStart(digits(vms), '0')}`,
      vcpus: 2,
      memoryMiB: 8192,
      host: hostName(at % Math.max(1, hosts)),
    })),
  }
}

function put(at: Json | undefined, [part, ...rest]: readonly (string | number)[], value: Json | undefined): Json | undefined {
  if (part === undefined) return value
  const list = Array.isArray(at)
  const copy: { [key: string]: Json } = Object.fromEntries(Object.entries((at ?? {}) as Entry))
  const next = put(copy[part], rest, value)
  if (next === undefined) delete copy[part]
  else copy[part] = next
  return list ? Object.values(copy) : copy
}

export class FakeDesign {
  private lab: DesignLab
  private readonly past: { readonly lab: DesignLab; readonly step: DesignStep }[] = []
  private future: { readonly lab: DesignLab; readonly step: DesignStep }[] = []
  private text: string | null = null
  private readonly start: DesignLab

  constructor(lab: DesignLab = someDesign(4, 20, 2)) {
    this.lab = lab
    this.start = lab
  }

  view(notes: DesignView['notes'] = []): DesignView {
    return {
      project: { id: 1, name: 'A design', revision: 1, newestRevision: 1 },
      lab: this.text === null ? this.lab : null,
      problems: this.problems(),
      warnings: [],
      undo: this.past.at(-1)?.step ?? null,
      redo: this.future.at(-1)?.step ?? null,
      changed: this.lab !== this.start,
      notes,
    }
  }

  private problems(): DesignProblem[] {
    if (this.text !== null) return [{ path: '', line: 1, message: 'The text is no JSON', object: null, key: [] }]
    return this.lab.vms.flatMap((vm, at): DesignProblem[] => {
      if (vm['host'] === undefined) return []
      const object = { kind: 'vm', name: String(vm['name']) } as const
      const on = this.lab.hosts.find((each) => each['name'] === vm['host'])
      const said = (key: string, message: string): DesignProblem[] => [{ path: `vms[${String(at)}].${key}`, line: null, message, object, key: [key] }]
      if (on === undefined) return said('host', `no host named ${JSON.stringify(vm['host'])}`)
      if (Number(vm['memoryMiB']) > Number(on['memoryMiB']))
        return said('memoryMiB', `${String(vm['memoryMiB'])} MiB are more than ${String(on['name'])} has`)
      return []
    })
  }

  private free(kind: DesignKind, wanted: string): string {
    const taken = new Set(this.lab[lists[kind]].map((entry) => entry['name']))
    let name = wanted
    for (let n = 2; taken.has(name); n++) name = `${wanted} (${String(n)})`
    return name
  }

  private change(kind: DesignKind, by: (entries: readonly Entry[]) => readonly Entry[]): void {
    this.lab = { ...this.lab, [lists[kind]]: by(this.lab[lists[kind]]) }
  }

  private rehost(of: (name: string) => string | null): void {
    this.change('vm', (vms) =>
      vms.map((vm) => {
        if (typeof vm['host'] !== 'string') return vm
        const now = of(vm['host'])
        const { host: before, ...rest } = vm
        return now === null ? rest : now === before ? vm : { ...vm, host: now }
      }),
    )
  }

  private apply(edit: DesignEdit): void {
    switch (edit.do) {
      case 'add':
        return this.change(edit.kind, (entries) => [...entries, { ...edit.entry, name: this.free(edit.kind, String(edit.entry['name'])) }])
      case 'copy':
        for (const name of edit.names)
          for (let n = 0; n < edit.copies; n++) {
            const source = this.lab[lists[edit.kind]].find((entry) => entry['name'] === name)
            if (source !== undefined) this.apply({ do: 'add', kind: edit.kind, entry: source })
          }
        return
      case 'remove':
        this.change(edit.kind, (entries) => entries.filter((entry) => !edit.names.includes(String(entry['name']))))
        if (edit.kind === 'host') this.rehost((name) => (edit.names.includes(name) ? null : name))
        return
      case 'rename':
        this.change(edit.kind, (entries) => entries.map((entry) => (entry['name'] === edit.name ? { ...entry, name: edit.to } : entry)))
        if (edit.kind === 'host') this.rehost((name) => (name === edit.name ? edit.to : name))
        return
      case 'set':
        return this.change(edit.kind, (entries) =>
          entries.map((entry) => (edit.names.includes(String(entry['name'])) ? (put(entry, edit.key, edit.value) as Entry) : entry)),
        )
      case 'setLab': {
        const [first, ...rest] = edit.key
        if (first === 'cluster') this.lab = { ...this.lab, cluster: put(this.lab.cluster, rest, edit.value) as Entry }
        else this.lab = { ...this.lab, head: put(this.lab.head, edit.key, edit.value) as Entry }
        return
      }
      case 'enable':
        this.lab = { ...this.lab, cluster: { ...this.lab.cluster, [edit.service]: { enabled: true } } }
        return
      case 'paste':
        for (const [list, entries] of Object.entries(JSON.parse(edit.text) as { readonly [list: string]: readonly Entry[] }))
          for (const [kind, key] of Object.entries(lists))
            if (key === list) for (const entry of entries) this.apply({ do: 'add', kind: kind as DesignKind, entry })
        return
      case 'text':
        try {
          this.lab = JSON.parse(edit.text) as Lab
          this.text = null
        } catch {
          this.text = edit.text
        }
    }
  }

  private edit(edits: readonly DesignEdit[]): DesignView {
    const before = this.lab
    for (const edit of edits) this.apply(edit)
    const [first] = edits
    if (first === undefined) throw new ApiError('badInput', 'No edits')
    const names = 'names' in first ? first.names : 'name' in first ? [first.name] : 'entry' in first ? [String(first.entry['name'])] : []
    const alike = edits.every((edit) => edit.do === first.do)
    this.past.push({
      lab: before,
      step: {
        do: alike ? first.do : 'several',
        kind: 'kind' in first ? first.kind : null,
        name: names[0] ?? null,
        count: edits.length > 1 ? edits.length : names.length,
        key: 'key' in first ? first.key : [],
      },
    })
    this.future = []
    const lost = first.do === 'remove' && first.kind === 'host' && before.vms.some((vm) => first.names.includes(String(vm['host'])))
    return this.view(lost ? [{ en: 'VMs of the removed host are placed at power-on.', ko: '제거된 호스트의 VM은 전원을 켤 때 배치됩니다.' }] : [])
  }

  private back(from: typeof this.future, to: typeof this.future): DesignView {
    const found = from.pop()
    if (found === undefined) throw new ApiError('badInput', 'Nothing to take back')
    to.push({ lab: this.lab, step: found.step })
    this.lab = found.lab
    this.text = null
    return this.view()
  }

  /** Undefined: no method of designing. */
  answer(method: ApiMethod, input: unknown): unknown {
    switch (method) {
      case 'design.open':
        return this.view()
      case 'design.edit':
        return this.edit((input as ApiInput<'design.edit'>).edits)
      case 'design.undo':
        return this.back(this.past, this.future)
      case 'design.redo':
        return this.back(this.future, this.past)
      case 'design.revert':
        return this.edit([{ do: 'text', text: JSON.stringify(this.start) }])
      case 'design.yaml': {
        const { kind, names } = input as ApiInput<'design.yaml'>
        if (this.text !== null) return { text: this.text }
        if (kind === undefined) return { text: JSON.stringify(this.lab, null, 2) }
        const part = this.lab[lists[kind]].filter((entry) => names?.includes(String(entry['name'])) ?? true)
        return { text: JSON.stringify({ [lists[kind]]: part }) }
      }
      case 'design.templates':
        return templates
      case 'design.new':
        this.lab = (input as ApiInput<'design.new'>).template === 'empty' ? emptyDesign() : someDesign(3, 6)
        return { card: null, view: this.view() }
      default:
        return undefined
    }
  }
}

const drawn = (hosts: number, vms: number, domains: number) => ({
  hosts: Array.from({ length: hosts }, (_, at) => ({ domain: domains === 0 ? null : String(at % domains), vms })),
  datastores: 2,
})
const templates: ApiOutput<'design.templates'> = [
  {
    id: 'empty',
    name: { en: 'Empty', ko: '비어 있음' },
    description: { en: 'A cluster without hosts', ko: '호스트가 없는 클러스터' },
    thumbnail: drawn(0, 0, 0),
    hosts: 0,
    vms: 0,
    unplaced: 0,
  },
  {
    id: 'article',
    name: { en: 'Three hosts', ko: '호스트 3개' },
    description: { en: 'Six VMs', ko: 'VM 6개' },
    thumbnail: drawn(3, 2, 2),
    hosts: 3,
    vms: 1006,
    unplaced: 1000,
  },
]
