/** `cluster.ha` and `cluster.drs`, by the words of the export. */
import { shown } from '../../contract/lab/problems.ts'
import type { Phrase } from '../../contract/texts/language.ts'
import type { TableRow } from '../tables.ts'
import type { Plain, Workshop } from './draft.ts'

export const isolationWords: { readonly [word: string]: string } = {
  none: 'disabled',
  poweroff: 'powerOffAndRestart',
  shutdown: 'shutDownAndRestart',
}
export const priorityWords: { readonly [word: string]: string } = {
  disabled: 'disabled',
  lowest: 'lowest',
  low: 'low',
  medium: 'medium',
  high: 'high',
  highest: 'highest',
}
export const monitoringWords: { readonly [word: string]: string } = {
  vmmonitoringdisabled: 'disabled',
  vmmonitoringonly: 'vm',
  vmandappmonitoring: 'vmAndApplication',
}
const heartbeatWords: { readonly [word: string]: string } = {
  allfeasibleds: 'automatic',
  allfeasibledswithuserpreference: 'preferred',
  userselectedds: 'only',
}
const automationWords: { readonly [word: string]: string } = {
  manual: 'manual',
  partiallyautomated: 'partiallyAutomated',
  fullyautomated: 'fullyAutomated',
}

export function wordFor(words: { readonly [word: string]: string }, cell: string): string | null {
  const plain = cell.toLowerCase().replace(/[^a-z]/g, '')
  return Object.hasOwn(words, plain) ? (words[plain] ?? null) : null
}

/** The value of a word; what nobody knows is noted. */
function word(shop: Workshop, row: TableRow, column: string, words: { readonly [word: string]: string }, field: string, fallback: string): string {
  const cell = row.text(column)
  const found = wordFor(words, cell)
  if (found !== null) return found
  shop.assumptions.note(
    shop.where,
    field,
    fallback,
    cell === ''
      ? ['vCluster does not say it', 'vCluster에 값이 없습니다']
      : [`vCluster says ${shown(cell)}, which is no word for it`, `vCluster의 값 ${shown(cell)}은(는) 알 수 없는 단어입니다`],
  )
  return fallback
}

/** `datastores`: names of those that several hosts reach. null: HA is off. */
export function haSettings(shop: Workshop, datastores: readonly string[]): Plain | null {
  const { source, where, assumptions } = shop
  if (source.isStandalone) return null
  const row = source.settings
  if (row === null) {
    assumptions.note(where, 'cluster.ha', 'on', [
      "vCluster does not have this cluster: vSphere's defaults",
      'vCluster에 이 클러스터가 없어 vSphere 기본값을 사용합니다',
    ])
    return {
      isolationResponse: 'disabled',
      restartPriority: 'medium',
      admissionControl: admissionControl(shop, null),
      heartbeatDatastores: { policy: 'automatic' },
    }
  }
  const enabled = row.truth('ha enabled')
  if (enabled === false) return null
  if (enabled === null) assumptions.note(where, 'cluster.ha', 'on', ['vCluster does not say whether HA is on', 'vCluster에 HA 사용 여부가 없습니다'])
  const monitoring = word(shop, row, 'vm monitoring', monitoringWords, 'cluster.ha.vmMonitoring', 'disabled')
  const hostMonitoring = row.truth('host monitoring')
  if (hostMonitoring === null) assumptions.note(where, 'cluster.ha.hostMonitoring', true, ['vCluster does not say it', 'vCluster에 값이 없습니다'])
  return {
    ...(hostMonitoring === false && { hostMonitoring }),
    isolationResponse: word(shop, row, 'isolation response', isolationWords, 'cluster.ha.isolationResponse', 'disabled'),
    restartPriority: word(shop, row, 'restart priority', priorityWords, 'cluster.ha.restartPriority', 'medium'),
    admissionControl: admissionControl(shop, row),
    heartbeatDatastores: heartbeatDatastores(shop, row, datastores),
    ...(monitoring !== 'disabled' && { vmMonitoring: monitoring, vmMonitoringSensitivity: sensitivity(shop, row) }),
  }
}

const policies = ['clusterResourcePercentage', 'slotPolicy', 'dedicatedFailoverHosts', 'disabled'] as const

function admissionControl(shop: Workshop, row: TableRow | null): Plain {
  const { source, where, assumptions } = shop
  const field = 'cluster.ha.admissionControl'
  if (row?.truth('admissioncontrolenabled') === false) return { policy: 'disabled' }
  const most = source.hosts.length - 1
  if (most < 1) {
    assumptions.note(where, `${field}.policy`, 'disabled', [
      'a cluster of one host tolerates no host failure',
      '호스트가 하나인 클러스터는 호스트 장애를 허용할 수 없습니다',
    ])
    return { policy: 'disabled' }
  }
  const said = row?.truth('admissioncontrolenabled') ?? null
  const policy = assumptions.choice(
    where,
    `${field}.policy`,
    'clusterResourcePercentage',
    said === true
      ? ['the export does not say which policy is in force', '내보내기에 사용 중인 정책이 없습니다']
      : ['the export does not say whether admission control is on', '내보내기에 승인 제어 사용 여부가 없습니다'],
    policies,
  )
  if (policy === 'disabled') return { policy }
  if (policy === 'dedicatedFailoverHosts') {
    const names = [...shop.hostNames.values()]
    const hosts = assumptions.hosts(where, `${field}.failoverHosts`, names, [
      'the export does not say which hosts are kept free',
      '내보내기에 비워 두는 호스트가 없습니다',
    ])
    return { policy, failoverHosts: hosts.length > 0 ? hosts : names.slice(-1) }
  }
  const level = row?.number('failover level') ?? null
  const known = level !== null && level >= 1 && level <= most
  if (known && said === true)
    return {
      policy,
      hostFailuresToTolerate: assumptions.number(
        where,
        `${field}.hostFailuresToTolerate`,
        level,
        ['the Failover Level of the export, in case the policy is as assumed', '내보내기의 Failover Level 값입니다(정책이 가정과 같은 경우)'],
        {
          min: 1,
          max: Math.min(most, 64),
        },
      ),
    }
  const reason: Phrase =
    level === null
      ? ['the export has no Failover Level', '내보내기에 Failover Level이 없습니다']
      : [
          `Failover Level is ${level}; a cluster of ${most + 1} hosts tolerates 1 to ${most}`,
          `Failover Level이 ${level}입니다. 호스트가 ${most + 1}개인 클러스터는 1~${most}개를 허용합니다`,
        ]
  return {
    policy,
    hostFailuresToTolerate: assumptions.number(
      where,
      `${field}.hostFailuresToTolerate`,
      known ? level : Math.min(most, Math.max(1, level ?? 1)),
      reason,
      { min: 1, max: Math.min(most, 64) },
    ),
  }
}

function heartbeatDatastores(shop: Workshop, row: TableRow, shared: readonly string[]): Plain {
  const field = 'cluster.ha.heartbeatDatastores'
  const policy = word(shop, row, 'hb datastore candidate policy', heartbeatWords, `${field}.policy`, 'preferred')
  if (policy === 'only') {
    const chosen = shared.slice(0, 2)
    shop.assumptions.note(shop.where, `${field}.preferred`, chosen.join(', '), [
      'the export does not say which datastores were chosen: the first that several hosts reach',
      '내보내기에 선택한 데이터스토어가 없어 여러 호스트가 액세스하는 것 중 처음 것을 사용합니다',
    ])
    return { policy, preferred: chosen }
  }
  if (policy === 'preferred')
    shop.assumptions.note(shop.where, `${field}.preferred`, '', [
      'the export does not say which datastores are preferred: chosen as without preference',
      '내보내기에 기본 설정 데이터스토어가 없어 기본 설정 없이 선택합니다',
    ])
  return { policy }
}

function sensitivity(shop: Workshop, row: TableRow): Plain {
  const seconds = (column: string, fallback: number): number => {
    const value = row.number(column)
    if (value !== null && value >= 0) return Math.round(value)
    shop.assumptions.note(shop.where, `cluster.ha.vmMonitoringSensitivity (${column})`, fallback, [
      'vCluster does not say it',
      'vCluster에 값이 없습니다',
    ])
    return fallback
  }
  const window = row.number('max failure window')
  return {
    failureInterval: seconds('failure interval', 30),
    minUptime: seconds('min up time', 120),
    maxResets: Math.min(1000, seconds('max failures', 3)),
    window: window === null || window < 0 ? null : Math.round(window),
  }
}

/** null: DRS is off. */
export function drsSettings(shop: Workshop): Plain | null {
  const { source, where, assumptions } = shop
  if (source.isStandalone) return null
  const row = source.settings
  if (row === null) {
    assumptions.note(where, 'cluster.drs', 'on', [
      "vCluster does not have this cluster: vSphere's defaults",
      'vCluster에 이 클러스터가 없어 vSphere 기본값을 사용합니다',
    ])
    return { automation: 'fullyAutomated', migrationThreshold: 3 }
  }
  const enabled = row.truth('drs enabled')
  if (enabled === false) return null
  if (enabled === null)
    assumptions.note(where, 'cluster.drs', 'on', ['vCluster does not say whether DRS is on', 'vCluster에 DRS 사용 여부가 없습니다'])
  return {
    automation: word(shop, row, 'drs default vm behavior', automationWords, 'cluster.drs.automation', 'fullyAutomated'),
    migrationThreshold: 6 - rate(shop, row, 'drs vmotion rate', 'cluster.drs.migrationThreshold'),
    ...(row.truth('dpm enabled') === true && {
      dpm: {
        automation: row.text('dpm default behavior').toLowerCase() === 'manual' ? 'manual' : 'automatic',
        threshold: 6 - rate(shop, row, 'dpm host power action rate', 'cluster.drs.dpm.threshold'),
      },
    }),
  }
}

/** In the API 1 is the most aggressive and 5 the most conservative: the other way round than thresholds of a lab. */
function rate(shop: Workshop, row: TableRow, column: string, field: string): number {
  const value = row.number(column)
  if (value !== null && value >= 1 && value <= 5) return Math.round(value)
  shop.assumptions.note(
    shop.where,
    field,
    3,
    value === null
      ? ['vCluster does not say it', 'vCluster에 값이 없습니다']
      : [`vCluster says ${value}, expected 1 to 5`, `vCluster의 값이 ${value}입니다. 1~5여야 합니다`],
  )
  return 3
}
