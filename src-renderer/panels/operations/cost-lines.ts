/** What an operation would cost, line by line, from what the engine's small run came to. Pure. */
import type { OperationCost } from '../../../src-main/contract/operation-cost.ts'
import type { MessageKey, Translate } from '../../i18n/index.ts'
import type { Texts } from '../../i18n/texts.ts'

export interface CostLine {
  readonly key: string
  readonly label: string
  readonly text: string
  /** `was → is` has the first here. */
  readonly was?: string
  readonly tone?: 'good' | 'warn' | 'bad'
}

type Words = Pick<Texts, 'duration' | 'bytes' | 'mib' | 'label'>

/** Longer than clients wait without noticing. */
const longStunMs = 1000

export function costLines(cost: OperationCost, t: Translate, words: Words): readonly CostLine[] {
  const line = (key: string, text: string, more: Partial<CostLine> = {}): CostLine => ({ key, label: t(`cost.${key}` as MessageKey), text, ...more })
  const { after } = cost
  if (cost.refused !== null || after === null) return []
  const time = cost.durationMs === null ? t('cost.never') : words.duration(cost.durationMs)
  const timeLine = line(cost.command === 'ft.enable' || cost.command === 'ft.resume' ? 'toProtection' : 'time', time, {
    ...(cost.durationMs === null ? { tone: 'bad' as const } : {}),
  })
  const stun = cost.stunMs === null ? [] : [line('stun', words.duration(cost.stunMs), stunTone(cost.stunMs))]
  if (cost.command.startsWith('ft.')) return [timeLine, ...stun, ...ftLines(cost, line, words)]
  return [
    ...(cost.command === 'snapshot.revert' ? revertLines(cost, line, words, t) : [timeLine, ...stun]),
    ...snapshotLines(cost, line, words, t),
    ...chainLines(cost, line, words),
  ]
}

const stunTone = (ms: number): Partial<CostLine> => (ms > longStunMs ? { tone: 'bad' } : {})

type Line = (key: string, text: string, more?: Partial<CostLine>) => CostLine

function snapshotLines(cost: OperationCost, line: Line, words: Words, t: Translate): CostLine[] {
  const { after, before } = cost
  if (after === null) return []
  const created = cost.events.find(({ type }) => type === 'snapshot.created')
  const rest = new Set(after.snapshots.map(({ id }) => id))
  const gone = before.snapshots.filter(({ id }) => !rest.has(id))
  return [
    ...(created === undefined
      ? []
      : [line('written', words.bytes(cost.bytes ?? 0)), line('consistency', words.label('consistency', String(created['consistency'])))]),
    ...(created === undefined && cost.bytes !== null ? [line('merged', words.bytes(cost.bytes))] : []),
    ...(cost.mode === null ? [] : [line('mode', t(`cost.mode.${cost.mode}` as MessageKey, { n: cost.iterations ?? 0 }))]),
    ...(gone.length === 0 ? [] : [line('gone', gone.map(({ name }) => name).join(', '), { tone: 'warn' as const })]),
  ]
}

function chainLines({ before, after, command }: OperationCost, line: Line, words: Words): CostLine[] {
  if (after === null) return []
  const change = before.usedBytes - after.usedBytes
  const layers = (value: number | null): string => (value ?? 1).toFixed(2)
  return [
    ...(before.chainDepth === after.chainDepth ? [] : [line('depth', String(after.chainDepth), { was: String(before.chainDepth) })]),
    ...(layers(before.readLayers) === layers(after.readLayers) ? [] : [line('layers', layers(after.readLayers), { was: layers(before.readLayers) })]),
    ...(change > 0 ? [line('freed', words.bytes(change), { tone: 'good' as const })] : []),
    ...(change < 0 && command !== 'snapshot.create' ? [line('grown', words.bytes(-change), { tone: 'warn' as const })] : []),
  ]
}

function revertLines(cost: OperationCost, line: Line, words: Words, t: Translate): CostLine[] {
  const { before, after, durationMs } = cost
  if (after === null) return []
  const kept = new Set(after.content)
  const lost = before.content.filter((label) => !kept.has(label))
  const back = after.content.filter((label) => !before.content.includes(label))
  const power = after.power === 'on' ? 'cost.powerOnAt' : 'cost.powerOffAfter'
  return [
    ...(durationMs === null || durationMs === 0 ? [] : [line('time', words.duration(durationMs))]),
    line('discarded', words.bytes(before.deltaBytes ?? 0), (before.deltaBytes ?? 0) > 0 ? { tone: 'warn' } : {}),
    ...(lost.length === 0 ? [] : [line('lost', lost.join(', '), { tone: 'bad' as const })]),
    ...(back.length === 0 ? [] : [line('back', back.join(', '), { tone: 'good' as const })]),
    line('power', t(power), before.power === 'on' && after.power === 'off' ? { tone: 'warn' } : {}),
  ]
}

function ftLines({ before, after, command }: OperationCost, line: Line, words: Words): CostLine[] {
  if (after === null) return []
  return [
    line('ftState', words.label('ftState', after.ftState), { was: words.label('ftState', before.ftState) }),
    ...(command === 'ft.testFailover' && after.host !== before.host ? [line('primary', after.host ?? '–', { was: before.host ?? '–' })] : []),
    ...(after.ftSecondaryHost === before.ftSecondaryHost
      ? []
      : [line('secondary', after.ftSecondaryHost ?? '–', before.ftSecondaryHost === null ? {} : { was: before.ftSecondaryHost })]),
    ...(after.memoryReservationMiB === before.memoryReservationMiB
      ? []
      : [line('reservation', words.mib(after.memoryReservationMiB), { was: words.mib(before.memoryReservationMiB), tone: 'warn' as const })]),
  ]
}
