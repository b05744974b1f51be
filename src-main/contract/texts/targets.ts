/** What a command is about: the names in its fields or arguments, for one sentence. */
import type { Language } from './language.ts'
import { joinNames, readFields, type Fields } from './fields.ts'

const targetFields = ['vm', 'vms', 'host', 'hosts', 'datastore', 'network', 'address', 'pool', 'name', 'id'] as const

/** Names that a command event carries, in a fixed order: `VM1, Host B`. Empty where it has none. */
export function commandTargets(e: Fields, language: Language): string {
  const names = targetFields.flatMap((field) => e.names(field))
  const distinct = [...new Set(names)]
  return distinct.length <= 3 ? distinct.join(', ') : joinNames(distinct, language)
}

/** The record to read the targets of: `command.received` keeps them in `arguments`. */
export function targetsOf(event: { readonly [field: string]: unknown }): { readonly [field: string]: unknown } {
  const args = event['arguments']
  return typeof args === 'object' && args !== null && !Array.isArray(args) ? { ...(args as { readonly [field: string]: unknown }), ...event } : event
}

/** Targets of a command by kind, for a caller that has no event yet. */
export function argumentTargets(args: { readonly [field: string]: unknown }, language: Language): string {
  return commandTargets(readFields(args, language), language)
}
