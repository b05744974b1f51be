/** All that the engine tells about an object, as rows with a name, a value with its unit and a group. Pure. */
import { formOption } from '../../../src-main/contract/texts/form-labels.ts'
import { plainValue } from '../../../src-main/contract/texts/fields.ts'
import { formatBytes, formatDuration, formatMbps, formatMHz, formatMiB, formatNumber } from '../../../src-main/contract/texts/format.ts'
import { pick, type Language } from '../../../src-main/contract/texts/language.ts'
import { stateLabel, type LabelKind } from '../../../src-main/contract/texts/states.ts'
import { propertyGroups, propertyName, type PropertyGroup } from '../../i18n/property-names.ts'

export interface PropertyRow {
  /** Path of the field: `heartbeat.ping`. */
  readonly field: string
  readonly group: PropertyGroup
  readonly label: string
  readonly value: string
}

export interface PropertySection {
  readonly group: PropertyGroup
  readonly rows: readonly PropertyRow[]
}

/** Words of a field that have names: by object kind where the same field means different things. */
const labelKinds: { readonly [field: string]: LabelKind } = {
  haState: 'haState',
  haStateSelf: 'haState',
  'heartbeat.state': 'haState',
  guest: 'guest',
  mode: 'hostMode',
  configIssues: 'configIssue',
  ftState: 'ftState',
  ftReason: 'ftReason',
  'haSettings.restartPriority': 'priority',
  'haSettings.restartCondition': 'restartCondition',
  'haSettings.isolationResponse': 'isolationResponse',
  'haSettings.pdlResponse': 'storageResponse',
  'haSettings.apdResponse': 'storageResponse',
  'haSettings.vmMonitoring': 'vmMonitoring',
  'admission.policy': 'admissionPolicy',
  'host.power': 'hostPower',
  'vm.power': 'vmPower',
  'host.connection': 'hostConnection',
  'vm.connection': 'vmConnection',
  'cluster.status': 'status',
  // Of entries of the restart queue.
  'item.priority': 'priority',
  'item.state': 'restartState',
  'item.consistency': 'consistency',
  'otherHeartbeats.item.state': 'haState',
}

/** Fields whose words are those of a field of a form. */
const optionFields: { readonly [field: string]: string } = {
  drsAutomation: 'drs.automation',
  'drs.automation': 'drs.automation',
  'drs.algorithm': 'drs.algorithm',
  'drs.dpm.automation': 'drs.dpm.automation',
}

/** Lists longer than this are cut; the whole of them stands in tables of their own. */
const itemsMax = 40

function wordKind(kind: string, field: string): LabelKind | undefined {
  if (kind === 'datastore' && field.startsWith('hosts.')) return 'datastoreAccess'
  return labelKinds[`${kind}.${field}`] ?? labelKinds[field]
}

function numberText(field: string, value: number, language: Language): string {
  if (field.endsWith('Ms')) return formatDuration(Math.round(value), language)
  if (field.endsWith('MHz')) return formatMHz(value, language)
  if (field.endsWith('MiB')) return formatMiB(value, language)
  if (field.endsWith('Bytes')) return formatBytes(value, language)
  if (field.endsWith('Percent')) return `${formatNumber(value, 1)}%`
  if (field.endsWith('Mbps')) return formatMbps(value, language)
  return formatNumber(value, 4)
}

/** A value of an object's state in words. `kind`: `host`, `vm`, …; `field`: its path. */
export function propertyValue(kind: string, field: string, value: unknown, language: Language): string {
  if (value === null || value === undefined) return '–'
  if (typeof value === 'number') return numberText(field, value, language)
  const words = wordKind(kind, field)
  if (typeof value === 'string') {
    if (words !== undefined) return stateLabel(words, value, language)
    const option = optionFields[field]
    return option === undefined ? value : wordOf(formOption(option, value), language)
  }
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value
    const texts = items
      .slice(0, itemsMax)
      .map((item) => (typeof item === 'string' && words !== undefined ? stateLabel(words, item, language) : itemText(field, item, language)))
    const more = items.length > itemsMax ? `, … (${String(items.length)})` : ''
    return texts.length === 0 ? '–' : texts.join(', ') + more
  }
  return plainValue(value, language) || '–'
}

const wordOf = ({ en, ko }: { readonly en: string; readonly ko: string }, language: Language): string => pick([en, ko], language)

/** What an entry of a list is about has a table of its own: here are its names and states. */
const namesMax = 3

function itemText(list: string, item: unknown, language: Language): string {
  if (Array.isArray(item)) return `[${plainValue(item, language)}]`
  if (typeof item !== 'object' || item === null) return plainValue(item, language)
  // What has a name is not called by its id.
  const words = Object.entries(item).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !(entry[0] === 'id' && 'name' in item),
  )
  const [name, ...more] = words.slice(0, namesMax).map(([field, word]) => {
    const kind = labelKinds[`${list}.item.${field}`] ?? labelKinds[`item.${field}`]
    return kind === undefined ? word : stateLabel(kind, word, language)
  })
  if (name === undefined) return plainValue(item, language)
  return more.length === 0 ? name : `${name} (${more.join(', ')})`
}

/** How deep objects are opened into a row for each of their fields. */
const depthMax = 2

function leaves(path: string, value: unknown, depth: number): readonly (readonly [field: string, value: unknown])[] {
  if (depth > depthMax || typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]]
  return Object.entries(value).flatMap(([field, each]) => leaves(`${path}.${field}`, each, depth + 1))
}

/** Objects are opened into a row for each of their fields, two levels deep; lists stay one row. */
export function propertyRows(kind: string, state: { readonly [field: string]: unknown }, language: Language): PropertyRow[] {
  return Object.entries(state).flatMap(([field, value]) =>
    leaves(field, value, 1).map(([path, each]) => ({
      field: path,
      ...propertyName(path, language),
      value: propertyValue(kind, path, each, language),
    })),
  )
}

/** Rows whose name, field or value has what is searched, by group. */
export function propertySections(rows: readonly PropertyRow[], search: string): PropertySection[] {
  const needle = search.trim().toLowerCase()
  const found = needle === '' ? rows : rows.filter((row) => `${row.label} ${row.field} ${row.value}`.toLowerCase().includes(needle))
  return propertyGroups.map((group) => ({ group, rows: found.filter((row) => row.group === group) })).filter((section) => section.rows.length > 0)
}

/** For a spreadsheet or a mail: one line for each row. */
export function propertiesText(title: string, sections: readonly PropertySection[]): string {
  return [title, ...sections.flatMap((section) => section.rows.map((row) => `${row.label}\t${row.value}`))].join('\n')
}
