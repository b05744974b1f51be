/** What DRS recommends, held against the world by itself. */
import type { ReadonlyTables } from '../core/world.ts'
import { allows, rulesOf } from '../reads/rules.ts'

interface Fields {
  readonly [field: string]: unknown
}

/** A move against a must rule (DRS-074), or to a host that is not there to stay. Null: neither. */
export function moveTrouble(world: ReadonlyTables, fields: Fields): { readonly rule: string; readonly seen: string } | null {
  const { kind, vm, to } = fields
  if (kind !== 'migrate') return null
  const host = world.hosts.get(to as string)
  const broken = rulesOf(world, vm as string).must.find((rule) => !allows(rule, to as string))
  if (broken !== undefined) return { rule: 'drsKeepsMustRules', seen: `DRS recommends ${String(to)} for ${String(vm)} against ${broken.rule}` }
  if (host?.power !== 'on' || host.maintenance !== 'no')
    return { rule: 'drsMovesToHostsThatStay', seen: `DRS recommends ${String(to)} for ${String(vm)}, which is off or in maintenance mode` }
  return null
}
