/** What the Library shows of a lab that need not be sound yet. */
import { namesOf } from '../contract/lab/timeline.ts'
import { isList, isMap, type PlainMap } from './plain.ts'

interface Outline {
  readonly description: string
  readonly korean?: { readonly of: string; readonly name: string | null; readonly description: string | null }
  readonly hosts: number
  readonly vms: number
  readonly thumbnail: { readonly hosts: readonly { readonly domain: string | null; readonly vms: number }[]; readonly datastores: number }
}

const SHOWN_MAX = 10_000

export function outlineOfData(data: PlainMap): Outline {
  const entries = (key: string): readonly PlainMap[] => (isList(data[key]) ? data[key].filter(isMap) : [])
  const vmsOf = new Map<unknown, number>()
  let vms = 0
  for (const entry of entries('vms')) {
    const count = namesOf(entry).length
    vms += count
    vmsOf.set(entry['host'], (vmsOf.get(entry['host']) ?? 0) + count)
  }
  const hosts = entries('hosts').flatMap((entry) =>
    namesOf(entry).map((name) => ({ domain: domainOf(entry['faultDomain']), vms: vmsOf.get(name) ?? 0 })),
  )
  const text = (key: string, most: number): string | null => (typeof data[key] === 'string' ? data[key].slice(0, most) : null)
  const [name, korean] = [text('nameKo', 1000), text('descriptionKo', 100_000)]
  return {
    description: text('description', 100_000) ?? '',
    ...((name !== null || korean !== null) && { korean: { of: text('name', 1000) ?? '', name, description: korean } }),
    hosts: hosts.length,
    vms,
    thumbnail: { hosts: hosts.slice(0, SHOWN_MAX), datastores: isList(data['datastores']) ? data['datastores'].length : 2 },
  }
}

const domainOf = (domain: unknown): string | null => (typeof domain === 'string' ? domain.slice(0, 1000) : null)
