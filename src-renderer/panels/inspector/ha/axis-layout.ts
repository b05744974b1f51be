/** Where the points of a small time axis and their words stand, so that none covers another. Pure. */

export interface AxisPoint {
  readonly at: number
  readonly label: string
  readonly time: string
  readonly main: boolean
}

export interface PlacedPoint {
  readonly x: number
  readonly anchor: 'start' | 'middle' | 'end'
  readonly textX: number
  /** Of the words below the axis, from 0. */
  readonly row: number
  /** Whether there is room for the time above. */
  readonly timed: boolean
}

export interface AxisLayout {
  readonly points: readonly PlacedPoint[]
  readonly rows: number
  readonly x: (at: number) => number
}

export const axisWidth = 364
const left = 10
const right = 354
const gap = 6

/** Width of a word at 10.5 px; Korean syllables are square. */
export function textWidth(text: string): number {
  let width = 0
  for (const char of text) width += char.charCodeAt(0) > 0x2e7f ? 10.2 : 5.6
  return width
}

type Range = readonly [from: number, to: number]

const free = (taken: readonly Range[], [from, to]: Range): boolean => taken.every((other) => to + gap <= other[0] || from >= other[1] + gap)

export function layoutAxis(points: readonly AxisPoint[], from: number, to: number): AxisLayout {
  const span = Math.max(1, to - from)
  const x = (at: number): number => left + (Math.min(Math.max(at - from, 0), span) / span) * (right - left)
  const rows: Range[][] = []
  const placed = points.map((point) => {
    const px = x(point.at)
    const half = textWidth(point.label) / 2
    const anchor = px - half < 2 ? 'start' : px + half > axisWidth - 2 ? 'end' : 'middle'
    const textX = anchor === 'start' ? 2 : anchor === 'end' ? axisWidth - 2 : px
    const range: Range = anchor === 'start' ? [2, 2 + 2 * half] : anchor === 'end' ? [textX - 2 * half, textX] : [px - half, px + half]
    let row = rows.findIndex((taken) => free(taken, range))
    if (row < 0) row = rows.push([]) - 1
    rows[row]?.push(range)
    return { x: px, anchor, textX, row } as const
  })
  const times: Range[] = []
  const timed = new Set<number>()
  // What the axis leads to says when in any case; of the others those that fit.
  const order = points.map((_, at) => at).sort((a, b) => Number(points[b]?.main) - Number(points[a]?.main) || a - b)
  for (const at of order) {
    const half = textWidth(points[at]?.time ?? '') / 2
    const { x: px = 0, anchor = 'middle' } = placed[at] ?? {}
    const range: Range =
      anchor === 'start' ? [2, 2 + 2 * half] : anchor === 'end' ? [axisWidth - 2 - 2 * half, axisWidth - 2] : [px - half, px + half]
    if (!free(times, range)) continue
    times.push(range)
    timed.add(at)
  }
  return { points: placed.map((point, at) => ({ ...point, timed: timed.has(at) })), rows: rows.length, x }
}
