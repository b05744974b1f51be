/** Settings that a product level does not have: each is a warning, and set back to what it means when left out. */
import type { Phrase } from '../texts/language.ts'
import type { LabCluster } from './cluster.ts'
import type { LabDatastore } from './datastore.ts'
import type { LabVmHa, LabHa } from './ha.ts'
import type { Path } from './problems.ts'
import { productAtLeast } from './product.ts'
import type { ProductLevel } from './product.ts'
import type { LabVm } from './vm.ts'

export type Warn = (reason: 'limitsLifted' | 'unknownOption' | 'notInProduct', path: Path, message: Phrase) => void

interface Gate<T> {
  readonly key: keyof T & string
  readonly since: ProductLevel
  /** What the key means when it is left out. */
  readonly neutral: unknown
  /** Values that need the level; left out: any but the neutral one. */
  readonly values?: readonly unknown[]
}

const haGates: readonly Gate<LabHa>[] = [
  // HA-087
  { key: 'restartPriority', since: '6.5', neutral: 'medium', values: ['lowest', 'highest'] },
  { key: 'restartCondition', since: '6.5', neutral: 'resourcesAllocated' },
  { key: 'restartConditionTimeout', since: '6.5', neutral: 600_000 },
  { key: 'restartAdditionalDelay', since: '6.5', neutral: 0 },
  // HA-125
  { key: 'pdlResponse', since: '6.0', neutral: 'disabled' },
  { key: 'apdResponse', since: '6.0', neutral: 'disabled' },
  { key: 'apdResponseDelay', since: '6.0', neutral: 180_000 },
  { key: 'apdResponseRecovery', since: '6.0', neutral: 'disabled' },
  // HA-181
  { key: 'proactiveHa', since: '6.5', neutral: 'disabled' },
]
const admissionGates: readonly Gate<LabHa['admissionControl']>[] = [{ key: 'performanceDegradationPercent', since: '6.5', neutral: 100 }]
const drsGates: readonly Gate<NonNullable<LabCluster['drs']>>[] = [
  { key: 'predictive', since: '6.5', neutral: false },
  { key: 'vmDistribution', since: '6.5', neutral: false },
  { key: 'cpuOverCommitPercent', since: '6.5', neutral: null },
  { key: 'scalableShares', since: '7.0', neutral: false },
]
const poolGates: readonly Gate<LabCluster['resourcePools'][number]>[] = [{ key: 'scalableShares', since: '7.0', neutral: false }]
const vclsGates: readonly Gate<LabCluster['vcls']>[] = [{ key: 'retreatMode', since: '7.0', neutral: false }]
const vmGates: readonly Gate<LabVm>[] = [
  // DRS-094, VM-041
  { key: 'evcMode', since: '6.7', neutral: null },
  { key: 'migrateEncryption', since: '6.5', neutral: 'opportunistic' },
]
// VM-028, FT-029
const notificationGates: readonly Gate<LabVm['vmOpNotification']>[] = [{ key: 'enabled', since: '8.0', neutral: false }]
const ftGates: readonly Gate<LabVm['ft']>[] = [{ key: 'metroFtEnabled', since: '8.0', neutral: false }]
const datastoreGates: readonly Gate<LabDatastore>[] = [{ key: 'vmfsVersion', since: '6.5', neutral: 5 }]

/** The record without what the product does not have. */
function gated<T extends object>(record: T, gates: readonly Gate<T>[], product: ProductLevel, path: Path, warn: Warn): T {
  let result = record
  for (const gate of gates) {
    const value: unknown = record[gate.key]
    const concerned = gate.values === undefined ? value !== undefined && value !== gate.neutral : gate.values.includes(value)
    if (!concerned || productAtLeast(product, gate.since)) continue
    warn(
      'notInProduct',
      [...path, gate.key],
      [
        `product ${product} does not have this setting (since ${gate.since}): it has no effect`,
        `제품 ${product}에는 이 설정이 없으므로(${gate.since}부터) 적용되지 않습니다`,
      ],
    )
    result = { ...result, [gate.key]: gate.neutral }
  }
  return result
}

function gatedVmHa(ha: LabVmHa, product: ProductLevel, path: Path, warn: Warn): LabVmHa {
  return gated<LabVmHa>(ha, haGates as readonly Gate<LabVmHa>[], product, path, warn)
}

/** A cluster as its product level can have it; restart dependencies came with 6.5 (HA-093). */
export function gateCluster(cluster: LabCluster, product: ProductLevel, warn: Warn): LabCluster {
  const path = ['cluster']
  const haSettings =
    cluster.haSettings === null
      ? null
      : {
          ...gated(cluster.haSettings, haGates, product, [...path, 'ha'], warn),
          admissionControl: gated(cluster.haSettings.admissionControl, admissionGates, product, [...path, 'ha', 'admissionControl'], warn),
        }
  const drs = cluster.drs === null ? null : gated(cluster.drs, drsGates, product, [...path, 'drs'], warn)
  return {
    ...cluster,
    haSettings,
    ha: cluster.ha === null ? null : haSettings,
    drs: drs === null ? null : { ...drs, rules: gateRules(drs.rules, product, warn) },
    resourcePools: cluster.resourcePools.map((pool, i) => gated(pool, poolGates, product, [...path, 'resourcePools', i], warn)),
    vcls: gated(cluster.vcls, vclsGates, product, [...path, 'vcls'], warn),
  }
}

type Rules = NonNullable<LabCluster['drs']>['rules']

function gateRules(rules: Rules, product: ProductLevel, warn: Warn): Rules {
  if (productAtLeast(product, '6.5')) return rules
  return rules.filter((rule, i) => {
    if (rule.type !== 'restartDependency') return true
    warn(
      'notInProduct',
      ['cluster', 'drs', 'rules', i],
      [
        `product ${product} has no restart dependencies (since 6.5): the rule has no effect`,
        `제품 ${product}에는 다시 시작 종속성이 없으므로(6.5부터) 규칙이 적용되지 않습니다`,
      ],
    )
    return false
  })
}

export function gateVm(vm: LabVm, product: ProductLevel, path: Path, warn: Warn): LabVm {
  // 8.0 has everything that a VM may ask for.
  if (productAtLeast(product, '8.0')) return vm
  return {
    ...gated(vm, vmGates, product, path, warn),
    ha: gatedVmHa(vm.ha, product, [...path, 'ha'], warn),
    ft: gated(vm.ft, ftGates, product, [...path, 'ft'], warn),
    vmOpNotification: gated(vm.vmOpNotification, notificationGates, product, [...path, 'vmOpNotification'], warn),
  }
}

export function gateDatastore(datastore: LabDatastore, product: ProductLevel, path: Path, warn: Warn): LabDatastore {
  return gated(datastore, datastoreGates, product, path, warn)
}
