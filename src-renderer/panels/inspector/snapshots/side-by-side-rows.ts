/** The article's table, filled with what both operations came to for one VM in the engine. Pure. */
import type { FailureOutcome, SideBySide } from '../../../../src-main/contract/side-by-side.ts'
import type { MessageKey, Translate } from '../../../i18n/index.ts'
import type { Texts } from '../../../i18n/texts.ts'

export interface Cell {
  readonly text: string
  /** What differs without memory, or is worth adding. */
  readonly also?: string
  readonly tone?: 'good' | 'warn' | 'bad'
}

export interface Row {
  readonly key: string
  readonly label: string
  readonly facts: readonly string[]
  readonly snapshot: Cell
  readonly vmotion: Cell
}

type Words = Pick<Texts, 'duration' | 'bytes'>
const none: Cell = { text: '–' }

export function sideBySideRows(result: SideBySide, t: Translate, words: Words): readonly Row[] {
  const { diskOnly, withMemory, move } = result
  const text = (key: string, values: Readonly<Record<string, string | number>> = {}): string => t(`side.${key}` as MessageKey, values)
  const ms = (value: number | null): string => (value === null ? '–' : words.duration(value))
  const bytes = (value: number | null): string => (value === null ? '–' : words.bytes(value))
  const row = (key: string, facts: readonly string[], snapshot: Cell, vmotion: Cell): Row => ({ key, label: text(key), facts, snapshot, vmotion })
  const taken = withMemory.refused === null
  const moved = move !== null && move.refused === null
  const { removal } = withMemory.removal === null ? diskOnly : withMemory
  const grown = withMemory.deltaAfterHourBytes ?? diskOnly.deltaAfterHourBytes
  const failed = (during: FailureOutcome['during'], side: FailureOutcome['failed'], when: FailureOutcome['when']): Cell =>
    failureCell(
      result.failures.find((each) => each.during === during && each.failed === side && each.when === when),
      result,
      t,
      words,
    )
  return [
    row('purpose', ['SN-001', 'VM-022'], { text: text('purposeSnapshot') }, { text: text('purposeVmotion') }),
    row(
      'data',
      ['SN-004', 'VM-020'],
      { text: text('dataSnapshot', { memory: words.bytes(result.memoryBytes) }) },
      { text: text('dataVmotion', { memory: words.bytes(result.memoryBytes) }) },
    ),
    row('method', ['SN-018', 'VM-022'], { text: text('methodSnapshot') }, { text: text('methodVmotion') }),
    row(
      'where',
      ['SN-003'],
      {
        text: text('whereSnapshot', { datastore: withMemory.datastore }),
        also: files(withMemory.files.length > 0 ? withMemory.files : diskOnly.files),
      },
      { text: move === null ? '–' : text('whereVmotion', { to: move.to, from: result.host }) },
    ),
    row(
      'bytes',
      ['SN-018', 'VM-030'],
      taken ? { text: bytes(withMemory.memoryBytes), also: text('diskOnly', { value: bytes(diskOnly.memoryBytes) }) } : none,
      moved ? { text: bytes(move.memoryBytes), also: text('rounds', { n: move.rounds ?? 0 }) } : none,
    ),
    row(
      'time',
      ['SN-018', 'VM-030'],
      { text: ms(withMemory.durationMs), also: text('diskOnly', { value: ms(diskOnly.durationMs) }) },
      { text: moved ? ms(move.durationMs) : '–' },
    ),
    row(
      'stun',
      ['SN-017', 'VM-021'],
      { text: ms(withMemory.stunMs), also: text('diskOnly', { value: ms(diskOnly.stunMs) }) },
      moved
        ? {
            text: ms(move.stunMs),
            also: move.slowdownPercent === null ? text('converges') : text('slowed', { percent: Math.round(move.slowdownPercent) }),
            ...(move.slowdownPercent === null ? {} : { tone: 'warn' as const }),
          }
        : none,
    ),
    row('sourceFails', ['SN-029', 'VM-051'], failed('snapshot', 'source', 'during'), failed('vmotion', 'source', 'during')),
    row('destinationFails', ['VM-050'], { text: text('noDestination') }, failed('vmotion', 'destination', 'during')),
    row('failsAfter', ['SN-034'], failed('snapshot', 'source', 'after'), failed('vmotion', 'destination', 'after')),
    row(
      'afterHour',
      ['SN-013', 'SN-023'],
      grown === null ? none : { text: text('grown', { size: words.bytes(grown), most: words.bytes(result.diskBytes) }) },
      { text: text('nothing'), tone: 'good' },
    ),
    row(
      'removal',
      ['SN-025'],
      removal === null
        ? none
        : {
            text: text('removed', { time: words.duration(removal.durationMs), size: words.bytes(removal.bytes) }),
            also: text('removalStun', { time: words.duration(removal.stunMs) }),
          },
      { text: text('nothing'), tone: 'good' },
    ),
    row('protects', ['SN-031'], { text: text('protectsSnapshot') }, { text: text('protectsVmotion') }),
  ]
}

const filesMax = 3
function files(names: readonly string[]): string {
  return names.length <= filesMax ? names.join(', ') : `${names.slice(0, filesMax).join(', ')} … (${String(names.length)})`
}

/** What a host that dies leaves, as the small run ended. */
function failureCell(failure: FailureOutcome | undefined, result: SideBySide, t: Translate, words: Words): Cell {
  if (failure === undefined) return none
  const { power, runsOn, restarts, downtimeMs, during, newSnapshots, consolidationNeeded, when, bootedAnew } = failure
  if (power === 'off') return { text: t('side.stopped'), tone: 'bad' }
  const about: string[] = []
  if (during === 'snapshot') about.push(t(newSnapshots > 0 ? 'side.snapshotThere' : 'side.snapshotLost'))
  if (consolidationNeeded) about.push(t('snapshots.neededShort'))
  if (bootedAnew && restarts > 0) about.push(t('side.memoryLost'))
  const also = about.length === 0 ? {} : { also: about.join(' · ') }
  if (restarts > 0 || bootedAnew)
    return { text: t('side.restarted', { host: runsOn ?? '–', time: words.duration(Math.round(downtimeMs / 100) * 100) }), tone: 'warn', ...also }
  const where = runsOn ?? result.host
  return { text: t(when === 'after' || where !== result.host ? 'side.unharmed' : 'side.unharmedSource', { host: where }), tone: 'good', ...also }
}
