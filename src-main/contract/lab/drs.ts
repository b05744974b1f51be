/** `cluster.drs`: automation, groups and rules. */
import * as z from './schema.ts'
import { advancedOptions, block, expects, flag, fraction, list, name, ref, whole, words } from './fields.ts'
import type { AdvancedOptions } from './fields.ts'

export const vmVmRuleTypes = ['keepTogether', 'separate'] as const
export const vmHostRuleTypes = ['mustRunOn', 'shouldRunOn', 'mustNotRunOn', 'shouldNotRunOn'] as const
export const ruleTypes = [...vmVmRuleTypes, ...vmHostRuleTypes, 'restartDependency'] as const

const ruleBase = { name: name(), enabled: flag().default(true) }
export const ruleSchema = expects(
  z.discriminatedUnion('type', [
    block({ ...ruleBase, type: z.enum(vmVmRuleTypes), vms: list(ref('vm')) }),
    block({ ...ruleBase, type: z.enum(vmHostRuleTypes), vmGroup: ref('vmGroup'), hostGroup: ref('hostGroup') }),
    block({ ...ruleBase, type: z.literal('restartDependency'), vms: list(ref('vm')), dependsOn: list(ref('vm')) }),
  ]),
  [`a rule: name, type (${ruleTypes.join(', ')}) and its keys`, `규칙: name, type(${ruleTypes.join(', ')}), 그리고 해당 키`],
)
export type LabRule = z.output<typeof ruleSchema>

/** An entry that changes a rule which is already there: only the keys that change. */
export const rulePatchShape = {
  name: name(),
  type: z.exactOptional(words(...ruleTypes)),
  enabled: z.exactOptional(flag()),
  vms: z.exactOptional(list(ref('vm'))),
  dependsOn: z.exactOptional(list(ref('vm'))),
  vmGroup: z.exactOptional(ref('vmGroup')),
  hostGroup: z.exactOptional(ref('hostGroup')),
}

export const drsAutomations = ['manual', 'partiallyAutomated', 'fullyAutomated'] as const

export const drsShape = {
  enabled: flag().default(true),
  automation: words(...drsAutomations).default('fullyAutomated'),
  /** 1 conservative … 5 aggressive. */
  migrationThreshold: whole(1, 5).default(3),
  /** Left out: drsScore from product 7.0, classic before. */
  algorithm: z.exactOptional(words('drsScore', 'classic')),
  enableVmBehaviorOverrides: flag().default(true),
  predictive: flag().default(false),
  vmDistribution: flag().default(false),
  /** For every pool. */
  scalableShares: flag().default(false),
  /** null: no cap; of each host from 6.7, of the cluster before. */
  cpuOverCommitPercent: z.nullable(fraction(0, 100_000)).default(null),
  advancedOptions: advancedOptions().default({}),
  dpm: block({ automation: words('off', 'manual', 'automatic').default('off'), threshold: whole(1, 5).default(3) }).default({
    automation: 'off',
    threshold: 3,
  }),
  vmGroups: expects(z.record(name(), list(ref('vm'))), ['a map of group names to lists of VM names', '그룹 이름과 VM 이름 목록의 맵']).default({}),
  hostGroups: expects(z.record(name(), list(ref('host'))), [
    'a map of group names to lists of host names',
    '그룹 이름과 호스트 이름 목록의 맵',
  ]).default({}),
  /** Oldest first. */
  rules: list(ruleSchema).default([]),
}
export const drsSchema = block(drsShape)
export type DrsEntry = z.output<typeof drsSchema>

/** Settings of DRS; option names in lower case. Groups and rules act whatever `enabled` says. */
export interface LabDrs extends Omit<DrsEntry, 'algorithm' | 'advancedOptions'> {
  readonly algorithm: 'drsScore' | 'classic'
  readonly advancedOptions: AdvancedOptions
}
