/** What forms are labelled with: fields, sections, the values to choose from, and what leaving a field out or null means. */
import { absentWords, asWithout, clusters, fieldLabels, nullWords } from './form-words.ts'
import { optionTables, optionWords } from './form-options.ts'
import type { Phrase } from './language.ts'
import { labelWords, stateLabel } from './states.ts'

/** One text in both languages. */
export interface Text {
  readonly en: string
  readonly ko: string
}
const textOf = ([en, ko]: Phrase): Text => ({ en, ko })

export const formSections = ['general', 'hardware', 'resources', 'storage', 'network', 'guest', 'admission', 'heartbeat', 'responses', 'monitoring', 'proactive', 'automation', 'power', 'ha', 'drs', 'migration', 'ft', 'demand', 'bookmarks', 'advanced'] as const // prettier-ignore
export type FormSection = (typeof formSections)[number]

export const sectionLabels: { readonly [S in FormSection]: Text } = {
  general: { en: 'General', ko: '일반' },
  hardware: { en: 'Hardware', ko: '하드웨어' },
  resources: { en: 'Resource allocation', ko: '리소스 할당' },
  storage: { en: 'Storage', ko: '스토리지' },
  network: { en: 'Network', ko: '네트워크' },
  guest: { en: 'Guest OS', ko: '게스트 운영 체제' },
  admission: { en: 'Admission Control', ko: '승인 제어' },
  heartbeat: { en: 'Heartbeat Datastores', ko: '하트비트 데이터스토어' },
  responses: { en: 'Failures and responses', ko: '장애 및 응답' },
  monitoring: { en: 'VM Monitoring', ko: 'VM 모니터링' },
  proactive: { en: 'Proactive HA', ko: 'Proactive HA' },
  automation: { en: 'Automation', ko: '자동화' },
  power: { en: 'Power Management', ko: '전원 관리' },
  ha: { en: 'vSphere HA', ko: 'vSphere HA' },
  drs: { en: 'vSphere DRS', ko: 'vSphere DRS' },
  migration: { en: 'vMotion', ko: 'vMotion' },
  ft: { en: 'Fault Tolerance', ko: 'Fault Tolerance' },
  demand: { en: 'Load', ko: '부하' },
  bookmarks: { en: 'Bookmarks', ko: '책갈피' },
  advanced: { en: 'Advanced Options', ko: '고급 옵션' },
}

/** By the beginning of the id, the longest first. */
const sections: { readonly [beginning: string]: FormSection } = {
  'host.cpu': 'hardware',
  'host.memoryMiB': 'hardware',
  'host.vmCapacity': 'hardware',
  'host.networks': 'network',
  'host.dpm': 'power',
  'host.bootTime': 'hardware',
  'host.localDiskFreeMiB': 'hardware',
  'host.moid': 'advanced',
  'host.advancedOptions': 'advanced',
  'vm.vcpus': 'hardware',
  'vm.memoryMiB': 'hardware',
  'vm.cpuShares': 'resources',
  'vm.memoryShares': 'resources',
  'vm.cpuReservationMHz': 'resources',
  'vm.memoryReservationMiB': 'resources',
  'vm.cpuLimitMHz': 'resources',
  'vm.memoryLimitMiB': 'resources',
  'vm.cpuAffinity': 'resources',
  'vm.overheadMiB': 'resources',
  'vm.latencySensitive': 'resources',
  'vm.datastore': 'storage',
  'vm.disk': 'storage',
  'vm.scsiBusSharing': 'storage',
  'vm.vsanComponents': 'storage',
  'vm.nics': 'network',
  'vm.frameInterval': 'network',
  'vm.clientPing': 'network',
  'vm.devices': 'hardware',
  'vm.tools': 'guest',
  'vm.application': 'guest',
  'vm.powerOnTime': 'guest',
  'vm.bootTime': 'guest',
  'vm.shutdownTime': 'guest',
  'vm.preFreezeScript': 'guest',
  'vm.agentVm': 'ha',
  'vm.evcMode': 'migration',
  'vm.sdps': 'migration',
  'vm.migrateEncryption': 'migration',
  'vm.vmOpNotification': 'migration',
  'vm.faultTolerance': 'ft',
  'vm.ft': 'ft',
  'vm.ha': 'ha',
  'vm.drs': 'drs',
  'vm.demand': 'demand',
  'pool.cpu': 'resources',
  'pool.memory': 'resources',
  'pool.scalableShares': 'resources',
  'head.bookmarks': 'bookmarks',
  'ha.isolationResponse': 'responses',
  'ha.restart': 'responses',
  'ha.pdlResponse': 'responses',
  'ha.apdResponse': 'responses',
  'ha.hostMonitoring': 'responses',
  'ha.admissionControl': 'admission',
  'ha.heartbeatDatastores': 'heartbeat',
  'ha.vmMonitoring': 'monitoring',
  'ha.proactive': 'proactive',
  'ha.advancedOptions': 'advanced',
  'drs.dpm': 'power',
  'drs.automation': 'automation',
  'drs.migrationThreshold': 'automation',
  'drs.algorithm': 'automation',
  'drs.enableVmBehaviorOverrides': 'automation',
  'drs.predictive': 'automation',
  'drs.advancedOptions': 'advanced',
}

/** The text of the longest ending of the id that has one; null: none has. */
function byEnding(table: { readonly [ending: string]: Phrase }, id: string): Phrase | null {
  const parts = id.split('.')
  for (let from = 0; from < parts.length; from++) {
    const ending = parts.slice(from).join('.')
    const found = Object.hasOwn(table, ending) ? table[ending] : undefined
    if (found !== undefined) return found
  }
  return null
}

/** The words of a field; a key that has none is shown as it is, which a test forbids. */
export function formLabel(id: string): Text {
  return textOf(byEnding(fieldLabels, id) ?? [id, id])
}

/** What a field means that is left out, or null. */
export function formMeaning(id: string, of: 'absent' | 'null'): Text | null {
  const inherited = id.startsWith('vm.ha.') ? clusters : /^vm\.demand\.(steps|forecast)\../.test(id) ? asWithout : null
  const own = of === 'null' ? byEnding(nullWords, id) : (inherited ?? byEnding(absentWords, id))
  return own === null ? null : textOf(own)
}

export function formSection(id: string): FormSection {
  let best: string | null = null
  for (const beginning of Object.keys(sections)) if (id.startsWith(beginning) && beginning.length > (best?.length ?? 0)) best = beginning
  return best === null ? 'general' : (sections[best] ?? 'general')
}

/** The words of one of the values that a field takes; a number or a version is its own. */
export function formOption(id: string, value: string | number): Text {
  const own = byEnding(optionWords, `${id}.${value}`)
  if (own !== null) return textOf(own)
  const kind = optionTables[id.split('.').at(-1) ?? '']
  if (typeof value === 'string' && kind !== undefined && labelWords(kind).includes(value))
    return { en: stateLabel(kind, value, 'en'), ko: stateLabel(kind, value, 'ko') }
  return { en: String(value), ko: String(value) }
}
