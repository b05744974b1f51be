/** Differences between designs in the vSphere Client's words: names of areas and settings, and their values. */
import type { DesignArea } from '../api-compare.ts'
import type { Json } from '../events.ts'
import { plainValue } from './fields.ts'
import { formLabel, formMeaning, formOption } from './form-labels.ts'
import { formatDuration, formatGbps, formatMHz, formatMiB, formatNumber, formatRate } from './format.ts'
import { pick, type Language, type Phrase } from './language.ts'

const areas: { readonly [area in DesignArea]: Phrase } = {
  head: ['Lab', '랩'],
  cluster: ['Cluster', '클러스터'],
  ha: ['vSphere HA', 'vSphere HA'],
  drs: ['vSphere DRS', 'vSphere DRS'],
  host: ['Hosts', '호스트'],
  vm: ['Virtual machines', '가상 시스템'],
  datastore: ['Datastores', '데이터스토어'],
  network: ['Networks', '네트워크'],
  pool: ['Resource pools', '리소스 풀'],
  rule: ['VM/Host Rules', 'VM/호스트 규칙'],
  vmGroup: ['VM groups', 'VM 그룹'],
  hostGroup: ['Host groups', '호스트 그룹'],
}

export const designAreaName = (area: DesignArea, language: Language): string => pick(areas[area], language)

const options = 'advancedOptions.'
/** Settings that are durations, by their last word. */
const durations: ReadonlySet<string> = new Set([
  'bootTime', 'powerOnTime', 'shutdownTime', 'restartConditionTimeout', 'restartAdditionalDelay', 'apdResponseDelay', 'failureInterval', 'minUptime',
  'window', 'interval', 'phase', 'period', 'checkpointInterval', 'timeout', 'acknowledgeAfter', 'frameInterval',
]) // prettier-ignore

export function settingName(area: DesignArea, path: string, language: Language): string {
  if (path.includes(options)) return path.slice(path.indexOf(options) + options.length)
  return formLabel(`${area}.${path}`)[language]
}

const yes: Phrase = ['Yes', '예']
const no: Phrase = ['No', '아니요']
const enabled: Phrase = ['Enabled', '사용']
const disabled: Phrase = ['Disabled', '사용 안 함']

function numberText(path: string, value: number, language: Language): string {
  const last = path.slice(path.lastIndexOf('.') + 1)
  if (durations.has(last)) return formatDuration(value, language)
  if (last.endsWith('MHz') || last === 'mhz') return formatMHz(value, language)
  if (last.endsWith('MiB')) return formatMiB(value, language)
  if (last.endsWith('GiB')) return formatMiB(value * 1024, language)
  if (last.endsWith('Percent')) return `${formatNumber(value, 1)}%`
  if (last.endsWith('MBps')) return formatRate(value * 1e6, language)
  if (last === 'gbps') return formatGbps(value, language)
  if (last.endsWith('Ms')) return formatDuration(value, language)
  return formatNumber(value, 3)
}

export function settingValue(area: DesignArea, path: string, value: Json, language: Language): string {
  const id = `${area}.${path}`
  if (value === null) return (formMeaning(id, 'null') ?? formMeaning(id, 'absent'))?.[language] ?? '–'
  if (typeof value === 'boolean')
    return pick(path === 'enabled' || path.endsWith('.enabled') ? (value ? enabled : disabled) : value ? yes : no, language)
  if (typeof value === 'number') return path.includes(options) ? String(value) : numberText(path, value, language)
  if (typeof value === 'string') return path.includes(options) ? value : formOption(id, value)[language]
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  return list.length === 0 ? '–' : list.map((item) => plainValue(item, language)).join(', ')
}
