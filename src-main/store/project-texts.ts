/** The packed texts of a project file: unpacked within bounds, and what is in them is what it should be. */
import { eventFields } from '../contract/events.ts'
import { jsonOf } from './project-lines.ts'
import { unpack } from './packed-text.ts'

const DEPTH_MAX = 100
const TEXT_BYTES_MAX = 2 ** 27
/** All of them together: what small files may have anyway, and how much more than its own size a large one. */
const TOTAL_FREE = 2 ** 28
const TOTAL_RATIO = 100

/** What makes a value of JSON dangerous to walk or to copy; null: nothing. */
export function dangerIn(value: unknown, depth = 0): string | null {
  if (typeof value !== 'object' || value === null) return null
  if (depth > DEPTH_MAX) return `is nested deeper than ${DEPTH_MAX} levels`
  if (Array.isArray(value)) {
    for (const member of value as readonly unknown[]) {
      const danger = dangerIn(member, depth + 1)
      if (danger !== null) return danger
    }
    return null
  }
  for (const [key, member] of Object.entries(value)) {
    if (key === '__proto__') return 'has a key __proto__'
    const danger = dangerIn(member, depth + 1)
    if (danger !== null) return danger
  }
  return null
}

export class PackedTexts {
  #left: number

  constructor(fileBytes: number) {
    this.#left = Math.max(TOTAL_FREE, fileBytes * TOTAL_RATIO)
  }

  /** The blob and its text; a string says what is wrong with it. */
  read(base64: string): { readonly blob: Uint8Array; readonly text: string } | string {
    const blob = Buffer.from(base64, 'base64')
    // Whatever is none is skipped when it is read.
    if (blob.toString('base64') !== base64) return 'is not written in base64'
    try {
      const text = unpack(blob, Math.max(1, Math.min(TEXT_BYTES_MAX, this.#left)))
      this.#left -= text.length
      return { blob, text }
    } catch (error) {
      const large = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      return large ? 'unpacks to more than any that Hostdown writes' : 'cannot be unpacked'
    }
  }
}

/** Values of a text of JSON lines; null where a line is none. */
function valuesOf(text: string): readonly unknown[] | null {
  if (text === '') return []
  const lines = text.endsWith('\n') ? text.slice(0, -1) : text
  const values = jsonOf(`[${lines.replaceAll('\n', ',')}]`)
  // A line with several values would shift those after it.
  return Array.isArray(values) && values.length === lines.split('\n').length ? (values as readonly unknown[]) : null
}

export interface EventsWanted {
  readonly firstSeq: number
  readonly events: number
  /** No event is earlier, ms. */
  readonly from: number
}

/** What is wrong with the events of a batch, or the instant of the last one. */
export function checkEvents(text: string, { firstSeq, events, from }: EventsWanted): number | string {
  const values = valuesOf(text)
  if (values === null) return 'its events are no lines of JSON'
  if (values.length !== events) return `it holds ${values.length} events, not ${events}`
  let t = from
  for (const [index, value] of values.entries()) {
    const problem = eventProblem(value, firstSeq + index, t)
    if (problem !== null) return `event ${firstSeq + index} ${problem}`
    t = (value as { readonly t: number }).t
  }
  return t
}

function eventProblem(value: unknown, seq: number, from: number): string | null {
  if (!isRecord(value)) return 'is no event'
  const { t, type, causedBy, why } = value
  if (value['seq'] !== seq) return 'has another number'
  if (!isInstant(t) || t < from) return 'is not after the event before it'
  if (typeof type !== 'string' || !Object.hasOwn(eventFields, type)) return 'is of a type that this Hostdown does not know'
  if (causedBy !== null && !(isInstant(causedBy) && causedBy < seq)) return 'is caused by no event before it'
  if (why !== undefined && !isWhy(why)) return 'has a why that cannot be read'
  const danger = dangerIn(value)
  return danger
}

function isWhy(why: unknown): boolean {
  if (!isRecord(why)) return false
  const { decision, facts, inputs, rejected } = why
  const isRejected = (one: unknown): boolean =>
    isRecord(one) && typeof one['option'] === 'string' && typeof one['reason'] === 'string' && areStrings(one['facts'])
  return typeof decision === 'string' && areStrings(facts) && isRecord(inputs) && Array.isArray(rejected) && rejected.every(isRejected)
}

/** What is wrong with the views of a batch; null: nothing. */
export function checkViews(text: string): string | null {
  const values = valuesOf(text)
  if (values === null) return 'its views are no lines of JSON'
  let last = 0
  for (const value of values) {
    if (!isRecord(value) || !isInstant(value['t'])) return 'a view has no instant'
    if (value['t'] < last) return 'its views are not in order'
    last = value['t']
    const danger = dangerIn(value)
    if (danger !== null) return `a view ${danger}`
  }
  return null
}

/** What is wrong with a keyframe; null: nothing. */
export function checkKeyframe(text: string): string | null {
  const value = jsonOf(text)
  if (!isRecord(value)) return 'it is no keyframe'
  const danger = dangerIn(value)
  return danger === null ? null : `it ${danger}`
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const isInstant = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
const areStrings = (value: unknown): boolean => Array.isArray(value) && value.every((one) => typeof one === 'string')
