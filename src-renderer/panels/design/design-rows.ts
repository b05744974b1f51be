/** The design as rows of a tree, as far as it is unfolded. Pure. */
import { designKinds, type DesignKind } from '../../../src-main/contract/api-design.ts'
import { faultDomains, type BlockForm, type DesignThings } from './design-model.ts'

export type DesignRow = { readonly key: string; readonly level: number } & (
  | { readonly type: 'block'; readonly form: BlockForm }
  | { readonly type: 'section'; readonly kind: DesignKind; readonly open: boolean; readonly count: number }
  | { readonly type: 'domain'; readonly name: string | null; readonly hosts: readonly string[]; readonly open: boolean }
  | { readonly type: 'thing'; readonly kind: DesignKind; readonly name: string }
)

export interface RowOptions {
  /** Keys of rows that are folded the other way than by default. */
  readonly toggled: ReadonlySet<string>
  readonly search: string
}

/** Beyond so many of a kind its section starts folded. */
const unfoldedMax = 400

export function designRows(things: DesignThings, { toggled, search }: RowOptions): readonly DesignRow[] {
  const needle = search.trim().toLowerCase()
  const found = (name: string): boolean => needle === '' || name.toLowerCase().includes(needle)
  const isOpen = (key: string, byDefault: boolean): boolean => needle !== '' || toggled.has(key) !== byDefault
  const rows: DesignRow[] = []
  if (needle === '')
    for (const [form, level] of [
      ['head', 0],
      ['cluster', 0],
      ['ha', 1],
      ['drs', 1],
    ] as const)
      rows.push({ key: `block:${form}`, level, type: 'block', form })

  for (const kind of designKinds) {
    const shown = things[kind].filter(({ name }) => found(name))
    if (needle !== '' && shown.length === 0) continue
    const key = `section:${kind}`
    const open = isOpen(key, things[kind].length <= unfoldedMax)
    rows.push({ key, level: 0, type: 'section', kind, open, count: things[kind].length })
    if (!open) continue
    const domains = kind === 'host' ? faultDomains({ ...things, host: shown }) : []
    if (domains.some(({ name }) => name !== null)) {
      for (const { name, hosts } of domains) {
        const at = `domain:${name ?? ''}`
        const unfolded = isOpen(at, true)
        rows.push({ key: at, level: 1, type: 'domain', name, hosts: hosts.map((host) => host.name), open: unfolded })
        if (unfolded) for (const host of hosts) rows.push({ key: `host:${host.name}`, level: 2, type: 'thing', kind, name: host.name })
      }
    } else {
      shown.forEach(({ name }, index) =>
        rows.push({ key: `${kind}:${name === '' ? `#${String(index)}` : name}`, level: 1, type: 'thing', kind, name }),
      )
    }
  }
  return rows
}
