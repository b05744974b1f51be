/** Settings that a run can be given: which command each is sent with, and how a form's change becomes its arguments. Pure. */
import type { SettingsKind } from '../../../src-main/contract/api-guided.ts'
import type { Json } from '../../../src-main/contract/events.ts'
import { formFields, type FormField, type FormId } from '../../../src-main/contract/lab/form.ts'
import { formatDuration } from '../../../src-main/contract/units.ts'
import type { DesignEntry } from '../design/design-model.ts'
import { valueAt } from '../design/design-model.ts'

export const settingForms = ['ha', 'drs', 'cluster', 'host', 'vm', 'pool'] as const satisfies readonly FormId[]
export type SettingForm = (typeof settingForms)[number]

export const kindOf = (form: SettingForm): SettingsKind => (form === 'ha' || form === 'drs' ? 'cluster' : form)

/** Lists of blocks are typed as commands; a name is none of the settings. */
const typedElsewhere = new Set<FormField['type']>(['block', 'blocks', 'name', 'texts', 'wholes'])
/** What a command cannot change, or has a command of its own. */
const fixed = new Set(['host.count', 'vm.count', 'cluster.name', 'vm.host', 'vm.power', 'vm.datastore', 'host.maintenance'])

export const settingFields = (form: SettingForm): readonly FormField[] =>
  formFields(form).filter(({ id, type }) => !typedElsewhere.has(type) && !fixed.has(id))

/** The block of the form; a service that the lab has no settings of is off. */
export function entryOf(form: SettingForm, settings: DesignEntry): DesignEntry {
  if (form !== 'ha' && form !== 'drs') return settings
  const block = settings[form]
  return typeof block === 'object' && block !== null && !Array.isArray(block) ? (block as DesignEntry) : { enabled: false }
}

/** As a form writes it: times have their unit there. */
export function shownValue(field: FormField, entry: DesignEntry): Json | undefined {
  const value = valueAt(entry, field.key)
  return field.type === 'duration' && typeof value === 'number' ? formatDuration(value) : value
}

export interface SettingChange {
  readonly field: FormField
  readonly value: Json
}

/** Maps merge by key: an option that was taken away is null. */
function withoutTaken(options: Json, before: Json | undefined): Json {
  const gone = Object.keys(before ?? {}).filter((key) => !Object.hasOwn(options as object, key))
  return { ...(options as DesignEntry), ...Object.fromEntries(gone.map((key) => [key, null])) }
}

/** The command that makes the changes. */
export function settingsCommand(form: SettingForm, name: string, entry: DesignEntry, changes: readonly SettingChange[]) {
  const patch: { [key: string]: Json } = {}
  for (const { field, value } of changes) {
    let at = patch
    for (const part of field.key.slice(0, -1)) at = (at[part] ??= {}) as { [key: string]: Json }
    at[field.key.at(-1) ?? ''] = field.type === 'options' ? withoutTaken(value, valueAt(entry, field.key)) : value
  }
  switch (form) {
    case 'ha':
    case 'drs':
      // Settings of a service that is off do not switch it on.
      return {
        command: 'cluster.configure',
        args: { [form]: entry['enabled'] === false && !('enabled' in patch) ? { ...patch, enabled: false } : patch },
      }
    case 'cluster':
      return { command: 'cluster.configure', args: patch }
    case 'host':
      return { command: 'host.configure', args: { host: name, ...patch } }
    case 'vm':
      return { command: 'vm.configure', args: { vm: name, ...patch } }
    case 'pool':
      return { command: 'resourcePool.configure', args: { pool: name, ...patch } }
  }
}
