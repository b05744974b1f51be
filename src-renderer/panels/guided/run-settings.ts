/** How the settings of a run are shown in a form, and how what is changed there becomes the arguments of a command. Pure. */
import type { Json } from '../../../src-main/contract/events.ts'
import type { FormField } from '../../../src-main/contract/lab/form.ts'
import { settableFields, settingForms, type SettingForm } from '../../../src-main/contract/lab/settings.ts'
import { formatDuration } from '../../../src-main/contract/units.ts'
import type { DesignEntry } from '../design/design-model.ts'
import { valueAt } from '../design/design-model.ts'

export const settingFormIds = Object.keys(settingForms) as readonly SettingForm[]

/** Lists of blocks are typed as commands. */
const typedElsewhere = new Set<FormField['type']>(['block', 'blocks', 'name', 'texts', 'wholes'])

export const settingFields = (form: SettingForm): readonly FormField[] => settableFields(form).filter(({ type }) => !typedElsewhere.has(type))

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
  const { kind, command } = settingForms[form]
  if (form !== 'ha' && form !== 'drs') return { command, args: kind === 'cluster' ? patch : { [kind]: name, ...patch } }
  // Settings of a service that is off do not switch it on.
  const isLeftOff = entry['enabled'] === false && !('enabled' in patch)
  return { command, args: { [form]: isLeftOff ? { ...patch, enabled: false } : patch } }
}
