/** Parts of a batch of turns: what lies before a fork, and what was not recorded yet. */
import type { TurnBatch } from '../runs/store-port.ts'

export interface CutPoint {
  /** Turns taken, events logged, and the instant, ms. */
  readonly turn: number
  readonly seq: number
  readonly at: number
}

/** Of a batch that begins before the cut. */
export function batchUpTo(batch: TurnBatch, cut: CutPoint): TurnBatch {
  if (batch.lastTurn <= cut.turn) return batch
  const events = Math.min(Math.max(0, cut.seq - batch.firstSeq), batch.events)
  return {
    ...batch,
    lastTurn: cut.turn,
    events,
    to: Math.min(batch.to, cut.at),
    eventText: batch.eventText.slice(0, startOfLine(batch.eventText, events)),
    viewText: batch.viewText.slice(
      0,
      viewsWhile(batch.viewText, (t) => t <= cut.at),
    ),
  }
}

/** Null where nothing lies after the cut. The view of the cut's own instant is kept: turns after it may have changed it. */
export function batchAfter(batch: TurnBatch, cut: CutPoint): TurnBatch | null {
  if (batch.firstTurn > cut.turn) return batch
  if (batch.lastTurn <= cut.turn) return null
  const dropped = Math.min(Math.max(0, cut.seq - batch.firstSeq), batch.events)
  return {
    ...batch,
    firstTurn: cut.turn + 1,
    firstSeq: batch.firstSeq + dropped,
    events: batch.events - dropped,
    from: Math.max(batch.from, cut.at),
    eventText: batch.eventText.slice(startOfLine(batch.eventText, dropped)),
    viewText: batch.viewText.slice(viewsWhile(batch.viewText, (t) => t < cut.at)),
  }
}

/** Where the line of that index (from 0) begins; the end where there are not as many. */
function startOfLine(text: string, index: number): number {
  let start = 0
  for (let line = 0; line < index; line++) {
    const end = text.indexOf('\n', start)
    if (end === -1) return text.length
    start = end + 1
  }
  return start
}

/** Where the first line begins whose instant does not hold; a line without one goes with the line before it. */
function viewsWhile(text: string, holds: (t: number) => boolean): number {
  for (let start = 0; start < text.length;) {
    const t = instantOfView(text, start)
    if (t !== null && !holds(t)) return start
    const end = text.indexOf('\n', start)
    if (end === -1) break
    start = end + 1
  }
  return text.length
}

/** A view is an object of JSON that begins with its instant. */
const viewStart = /\{"t":(\d+)[,}]/y

function instantOfView(text: string, start: number): number | null {
  viewStart.lastIndex = start
  const t = viewStart.exec(text)?.[1]
  return t === undefined ? null : Number(t)
}
