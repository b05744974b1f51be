/** Settings that a run can be given: the forms that they are in, the command of each, and the fields that it takes. */
import type { SettingsKind } from '../api-guided.ts'
import { commandSchemas } from './commands.ts'
import { formFields, type FormField, type FormId } from './form.ts'
import { shapeOf } from './problems.ts'

/** `kind`: whose settings they are, as `run.settings` gives them. */
export const settingForms = {
  ha: { kind: 'cluster', command: 'cluster.configure' },
  drs: { kind: 'cluster', command: 'cluster.configure' },
  cluster: { kind: 'cluster', command: 'cluster.configure' },
  host: { kind: 'host', command: 'host.configure' },
  vm: { kind: 'vm', command: 'vm.configure' },
  pool: { kind: 'pool', command: 'resourcePool.configure' },
} as const satisfies { readonly [F in FormId]?: { readonly kind: SettingsKind; readonly command: keyof typeof commandSchemas } }
export type SettingForm = keyof typeof settingForms

/** What the command takes too, but what has one of its own, such as `vm.migrate`, or names a thing for good. */
const elsewhere: readonly string[] = ['cluster.name', 'host.maintenance', 'host.standby', 'vm.host', 'vm.power', 'vm.datastore']

/** Fields whose keys the command of the form takes. */
export function settableFields(form: SettingForm): readonly FormField[] {
  const taken = shapeOf(commandSchemas[settingForms[form].command])
  const takes = ([key = '']: readonly string[]): boolean => form === 'ha' || form === 'drs' || Object.hasOwn(taken, key)
  return formFields(form).filter(({ id, key }) => takes(key) && !elsewhere.includes(id))
}
