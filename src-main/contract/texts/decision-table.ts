/** The table of HA-064 as people read it: what a primary makes of a host, by what it sees of it. The engine's own is `models/host-state.ts`. */
import type { HaState } from '../events.ts'
import { pick, type Language, type Phrase } from './language.ts'

export type Sign = 'yes' | 'no' | 'any' | 'none' | 'unreadable'

export interface DecisionRow {
  /** From 1. */
  readonly row: number
  readonly networkHeartbeat: Sign
  /** `none`: no heartbeat datastore is configured. */
  readonly datastoreHeartbeat: Sign
  readonly ping: Sign
  readonly isolatedBit: Sign
  /** Two where it depends on whether the agent is alive. */
  readonly states: readonly HaState[]
  readonly action: 'none' | 'watchIsolated' | 'watchPartitioned' | 'noFailover' | 'restart'
}

function row(
  number: number,
  [networkHeartbeat, datastoreHeartbeat, ping, isolatedBit]: readonly [Sign, Sign, Sign, Sign],
  states: readonly HaState[],
  action: DecisionRow['action'],
): DecisionRow {
  return { row: number, networkHeartbeat, datastoreHeartbeat, ping, isolatedBit, states, action }
}

export const decisionTable: readonly DecisionRow[] = [
  row(1, ['yes', 'any', 'any', 'any'], ['secondary'], 'none'),
  row(2, ['no', 'yes', 'no', 'yes'], ['networkIsolated'], 'watchIsolated'),
  row(3, ['no', 'yes', 'no', 'no'], ['networkPartitioned'], 'watchPartitioned'),
  row(4, ['no', 'yes', 'yes', 'no'], ['networkPartitioned', 'agentUnreachable'], 'none'),
  row(5, ['no', 'no', 'yes', 'any'], ['agentUnreachable'], 'noFailover'),
  row(6, ['no', 'no', 'no', 'any'], ['failed'], 'restart'),
  row(7, ['no', 'none', 'no', 'unreadable'], ['failed'], 'restart'),
  row(8, ['no', 'none', 'yes', 'unreadable'], ['agentUnreachable'], 'noFailover'),
]

const signs: { readonly [sign in Sign]: Phrase } = {
  yes: ['yes', '예'],
  no: ['no', '아니요'],
  any: ['any', '무관'],
  none: ['not configured', '구성 안 됨'],
  unreadable: ['unreadable', '읽을 수 없음'],
}

const actions: { readonly [action in DecisionRow['action']]: Phrase } = {
  none: ['nothing', '조치 없음'],
  watchIsolated: ['keep watching; restart VMs that its isolation response stops', '계속 감시하고, 격리 응답으로 중지된 VM을 다시 시작'],
  watchPartitioned: ['keep watching; restart only owned VMs that stop', '계속 감시하고, 소유한 VM 중 중지된 것만 다시 시작'],
  noFailover: ['no failover', '페일오버 안 함'],
  restart: ['restart all protected VMs', '보호된 VM을 모두 다시 시작'],
}

export function signLabel(sign: Sign, language: Language): string {
  return pick(signs[sign], language)
}

export function decisionActionLabel(action: DecisionRow['action'], language: Language): string {
  return pick(actions[action], language)
}
