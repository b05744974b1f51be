/** Lanes with their events, flags of commands and the playhead; and the overview of the whole run below. */
import type { LabEvent } from '../../../src-main/contract/events.ts'
import { fitted, fitText, font, glyph, roundBox, textWidth, type Glyph } from '../../graph/draw-kit.ts'
import { tickText } from '../../i18n/clock.ts'
import { lanes, severities, upperBound, type EventLog } from '../../stores/event-log.ts'
import type { Tokens } from '../../styles/tokens.ts'
import type { FlagGroup } from './flag-layout.ts'
import { ticksOf, xOf, type TimeWindow } from './scale.ts'

type Ink = CanvasRenderingContext2D

export const axisHeight = 32
export const labelWidth = 104

/** A fault that is dragged over the lanes. */
export interface Ghost {
  readonly t: number
  readonly text: string
}

export interface TimelineDrawing {
  readonly colours: Tokens
  readonly width: number
  readonly height: number
  readonly dpr: number
  readonly window: TimeWindow
  readonly t: number
  /** Number of events that have happened in what is shown. */
  readonly shown: number
  readonly reached: number
  readonly until: number
  readonly log: EventLog
  readonly laneNames: readonly string[]
  readonly flags: readonly FlagGroup[]
  readonly ghost: Ghost | null
  readonly selectedSeq: number | null
  readonly markedVms: ReadonlySet<string>
  readonly forkAt: number | null
}

const shapeOf: readonly { readonly glyph: Glyph; readonly hue: 'faint' | 'green' | 'amber' | 'red'; readonly r: number }[] = [
  { glyph: 'filled', hue: 'faint', r: 2.4 },
  { glyph: 'filled', hue: 'green', r: 3.6 },
  { glyph: 'bang', hue: 'amber', r: 4.4 },
  { glyph: 'diamond', hue: 'red', r: 4.6 },
]

export function laneHeight(height: number): number {
  return (height - axisHeight - 4) / lanes.length
}

export function laneY(lane: number, height: number): number {
  return axisHeight + laneHeight(height) * (lane + 0.5)
}

export function drawLanes(ink: Ink, d: TimelineDrawing): void {
  ink.setTransform(d.dpr, 0, 0, d.dpr, 0, 0)
  ink.fillStyle = d.colours.surface
  ink.fillRect(0, 0, d.width, d.height)
  const width = d.width - labelWidth - 14
  drawGround(ink, d, width)
  ink.save()
  ink.translate(labelWidth, 0)
  ink.beginPath()
  ink.rect(-6, 0, width + 12, d.height)
  ink.clip()
  drawSpans(ink, d, width)
  drawMarks(ink, d, width)
  ink.restore()
  // The line passes behind the flags, whose words it would cross.
  drawPlayhead(ink, d, width)
  ink.save()
  ink.translate(labelWidth, 0)
  ink.beginPath()
  ink.rect(-1, 0, width + 7, d.height)
  ink.clip()
  drawFlags(ink, d, width)
  ink.restore()
}

function drawGround(ink: Ink, d: TimelineDrawing, width: number): void {
  const { step, at } = ticksOf(d.window, width)
  ink.font = font(11)
  ink.textBaseline = 'middle'
  ink.textAlign = 'center'
  ink.lineWidth = 1
  ink.setLineDash([])
  for (const t of at) {
    const x = Math.round(labelWidth + xOf(t, d.window, width)) + 0.5
    ink.strokeStyle = d.colours.line
    ink.globalAlpha = 0.55
    ink.beginPath()
    ink.moveTo(x, axisHeight)
    ink.lineTo(x, d.height - 4)
    ink.stroke()
    ink.globalAlpha = 1
    ink.fillStyle = d.colours.faint
    // The playhead carries its own time.
    if (Math.abs(t - d.t) > step * 0.55) ink.fillText(tickText(t, step), x, 13)
  }
  ink.textAlign = 'left'
  const height = laneHeight(d.height)
  lanes.forEach((_, lane) => {
    const y = Math.round(axisHeight + height * (lane + 1)) + 0.5
    ink.strokeStyle = d.colours.line
    ink.beginPath()
    ink.moveTo(labelWidth, y)
    ink.lineTo(labelWidth + width, y)
    ink.stroke()
    ink.fillStyle = d.colours.muted
    ink.font = font(11.5)
    ink.fillText(fitText(ink, d.laneNames[lane] ?? '', labelWidth - 22), 14, laneY(lane, d.height) + 1)
  })
  const reached = labelWidth + Math.max(0, Math.min(width, xOf(d.reached, d.window, width)))
  // What has not been run yet is hatched by a lighter ground.
  ink.fillStyle = d.colours.inset
  ink.globalAlpha = 0.75
  ink.fillRect(reached, axisHeight, labelWidth + width - reached, d.height - axisHeight - 4)
  ink.globalAlpha = 1
}

/** Stretches without a running guest: violet while down, amber while booting, stacked as thin bars. */
function drawSpans(ink: Ink, d: TimelineDrawing, width: number): void {
  const y = laneY(lanes.indexOf('vm'), d.height)
  const h = Math.min(9, laneHeight(d.height) * 0.42)
  const paths = { down: new Path2D(), booting: new Path2D() }
  const marked = new Path2D()
  const done = { down: -1, booting: -1 }
  for (const span of d.log.spans) {
    if (span.from > d.window.to || (span.to ?? d.reached) < d.window.from) continue
    // What goes on beyond the lanes ends where they end.
    const x1 = Math.max(0, xOf(span.from, d.window, width))
    const x2 = Math.min(width, xOf(span.to ?? d.reached, d.window, width))
    if (d.markedVms.has(span.vm)) marked.rect(x1, y - h / 2 - 2, Math.max(2, x2 - x1), h + 4)
    // Thousands of the same stretch are one bar.
    if (Math.round(x1 * 4) * 100_000 + Math.round(x2 * 4) === done[span.kind]) continue
    done[span.kind] = Math.round(x1 * 4) * 100_000 + Math.round(x2 * 4)
    paths[span.kind].roundRect(x1, y - h / 2, Math.max(2, x2 - x1), h, 3)
  }
  ink.globalAlpha = 0.55
  ink.fillStyle = d.colours.violet
  ink.fill(paths.down)
  ink.fillStyle = d.colours.amber
  ink.globalAlpha = 0.42
  ink.fill(paths.booting)
  ink.globalAlpha = 1
  ink.strokeStyle = d.colours.blue
  ink.lineWidth = 1.5
  ink.stroke(marked)
}

function drawMarks(ink: Ink, d: TimelineDrawing, width: number): void {
  const { events, lane, severity } = d.log
  const from = Math.max(0, upperBound(events, d.window.from - 1))
  const to = upperBound(events, d.window.to)
  const last = lanes.map(() => severities.map(() => -100))
  const best: { at: number; x: number }[] = []
  for (let at = from; at < to; at++) {
    const inLane = last[lane[at] ?? 0]
    const grade = severity[at] ?? 0
    const x = xOf(events[at]?.t ?? 0, d.window, width)
    // Commands have flags.
    if (inLane === undefined || events[at]?.type === 'command.received' || x - (inLane[grade] ?? 0) < 1.5) continue
    inLane[grade] = x
    best.push({ at, x })
  }
  // The grave ones last, so that they lie on top.
  for (let grade = 0; grade < severities.length; grade++) {
    const shape = shapeOf[grade]
    if (shape === undefined) continue
    for (const { at, x } of best) {
      if (severity[at] !== grade) continue
      ink.globalAlpha = at < d.shown ? 1 : 0.35
      glyph(ink, shape.glyph, x, laneY(lane[at] ?? 0, d.height), shape.r, d.colours[shape.hue])
    }
  }
  ink.globalAlpha = 1
  const selected = d.selectedSeq === null ? null : d.log.bySeq(d.selectedSeq)
  if (selected === null) return
  const index = events.indexOf(selected)
  ink.strokeStyle = d.colours.blue
  ink.lineWidth = 2
  ink.beginPath()
  ink.arc(xOf(selected.t, d.window, width), laneY(lane[index] ?? 0, d.height), 8, 0, Math.PI * 2)
  ink.stroke()
}

/** As much of a flag's text as has room, and how wide that is. */
export function fitFlag(ink: Ink, text: string, room: number): { readonly text: string; readonly width: number } {
  return fitted(ink, text, room, font(10.5, 500))
}

function drawFlags(ink: Ink, d: TimelineDrawing, width: number): void {
  for (const group of d.flags) if (group.x > -170 && group.x < width + 10) drawFlag(ink, d, group)
  if (d.ghost === null) return
  const x = xOf(d.ghost.t, d.window, width)
  ink.strokeStyle = d.colours.blue
  ink.lineWidth = 1.5
  ink.setLineDash([4, 3])
  ink.beginPath()
  ink.moveTo(x, axisHeight)
  ink.lineTo(x, d.height - 4)
  ink.stroke()
  ink.setLineDash([])
  const flag = fitFlag(ink, d.ghost.text, 220)
  const left = Math.min(x, width - flag.width - 16)
  drawFlag(ink, d, { x: left, w: flag.width + 16, text: flag.text, grave: false, ahead: true, flags: [] })
}

function drawFlag(ink: Ink, d: TimelineDrawing, { x, w, text, grave, ahead }: FlagGroup): void {
  const y = axisHeight + 3
  const height = laneHeight(d.height) - 5
  const body = Math.min(height, Math.max(15, height * 0.84))
  ink.font = font(10.5, 500)
  ink.textBaseline = 'middle'
  ink.textAlign = 'left'
  const hue = grave ? d.colours.redFill : d.colours.blueFill
  ink.lineWidth = 1.6
  ink.strokeStyle = hue
  ink.fillStyle = ahead ? d.colours.surface : hue
  ink.beginPath()
  ink.moveTo(x, y)
  ink.lineTo(x, y + height + 2)
  ink.stroke()
  ink.beginPath()
  ink.moveTo(x, y)
  ink.lineTo(x + w, y)
  ink.lineTo(x + w - 5, y + body / 2)
  ink.lineTo(x + w, y + body)
  ink.lineTo(x, y + body)
  ink.closePath()
  ink.fill()
  if (ahead) {
    ink.setLineDash([3, 2])
    ink.stroke()
    ink.setLineDash([])
  }
  ink.fillStyle = ahead ? d.colours.text : grave ? d.colours.onRedFill : d.colours.onBlueFill
  if (text !== '') ink.fillText(text, x + 5, y + body / 2 + 0.5)
}

function drawPlayhead(ink: Ink, d: TimelineDrawing, width: number): void {
  const x = labelWidth + xOf(d.t, d.window, width)
  if (d.forkAt !== null) {
    const fork = labelWidth + xOf(d.forkAt, d.window, width)
    if (fork >= labelWidth && fork <= labelWidth + width) {
      ink.strokeStyle = d.colours.violet
      ink.setLineDash([2, 3])
      ink.lineWidth = 1.5
      ink.beginPath()
      ink.moveTo(fork, axisHeight)
      ink.lineTo(fork, d.height)
      ink.stroke()
      ink.setLineDash([])
    }
  }
  if (x < labelWidth - 1 || x > labelWidth + width + 1) return
  ink.strokeStyle = d.colours.blue
  ink.lineWidth = 2
  ink.beginPath()
  ink.moveTo(x, 20)
  ink.lineTo(x, d.height)
  ink.stroke()
  const text = tickText(d.t, 100)
  const w = textWidth(ink, text, 11, 600) + 16
  const left = Math.min(Math.max(x - w / 2, labelWidth - 20), d.width - w - 4)
  roundBox(ink, left, 4, w, 18, 9)
  ink.fillStyle = d.colours.blueFill
  ink.fill()
  ink.fillStyle = d.colours.onBlueFill
  ink.font = font(11, 600)
  ink.textAlign = 'center'
  ink.textBaseline = 'middle'
  ink.fillText(text, left + w / 2, 13.5)
}

/** The whole run: how much happened when, the window of the lanes, the playhead. */
export function drawOverview(ink: Ink, d: TimelineDrawing): void {
  ink.setTransform(d.dpr, 0, 0, d.dpr, 0, 0)
  ink.clearRect(0, 0, d.width, d.height)
  const whole: TimeWindow = { from: 0, to: Math.max(1, d.until) }
  const mid = d.height / 2
  roundBox(ink, 0, mid - 3, d.width, 6, 3)
  ink.fillStyle = d.colours.track
  ink.fill()
  roundBox(ink, 0, mid - 3, Math.max(6, xOf(d.t, whole, d.width)), 6, 3)
  ink.fillStyle = d.colours.blueFill
  ink.globalAlpha = 0.6
  ink.fill()
  ink.globalAlpha = 1
  drawDensity(ink, d, whole)
  const x1 = xOf(d.window.from, whole, d.width)
  const x2 = xOf(d.window.to, whole, d.width)
  roundBox(ink, x1 + 0.5, 2.5, Math.max(6, x2 - x1 - 1), d.height - 5, 4)
  ink.strokeStyle = d.colours.lineStrong
  ink.lineWidth = 1
  ink.stroke()
  const x = Math.min(d.width - 6, Math.max(6, xOf(d.t, whole, d.width)))
  ink.beginPath()
  ink.arc(x, mid, 6, 0, Math.PI * 2)
  ink.fillStyle = d.colours.blueFill
  ink.fill()
  ink.strokeStyle = d.colours.surface
  ink.lineWidth = 2
  ink.stroke()
}

function drawDensity(ink: Ink, d: TimelineDrawing, whole: TimeWindow): void {
  const { events, severity } = d.log
  const last = [-9, -9, -9, -9]
  for (let at = 0; at < events.length; at++) {
    const grade = severity[at] ?? 0
    if (grade < 1) continue
    const x = Math.round(xOf(events[at]?.t ?? 0, whole, d.width))
    if (x - (last[grade] ?? 0) < 2) continue
    last[grade] = x
    ink.fillStyle = d.colours[shapeOf[grade]?.hue ?? 'faint']
    ink.fillRect(x - 0.75, d.height / 2 - 3 - grade * 1.6, 1.5, 6 + grade * 3.2)
  }
}

/** The event next to a point of the lanes, or null. */
export function eventNear(d: Pick<TimelineDrawing, 'log' | 'window' | 'width' | 'height'>, x: number, y: number): LabEvent | null {
  const width = d.width - labelWidth - 14
  const lane = Math.floor((y - axisHeight) / laneHeight(d.height))
  if (lane < 0 || lane >= lanes.length) return null
  const reach = 7
  const perPixel = (d.window.to - d.window.from) / width
  const t = d.window.from + (x - labelWidth) * perPixel
  const from = upperBound(d.log.events, t - reach * perPixel - 1)
  const to = upperBound(d.log.events, t + reach * perPixel)
  let found = -1
  let distance = Infinity
  for (let at = from; at < to; at++) {
    if (d.log.lane[at] !== lane) continue
    const far = Math.abs((d.log.events[at]?.t ?? 0) - t) / perPixel - (d.log.severity[at] ?? 0) * 0.5
    if (far < distance) {
      distance = far
      found = at
    }
  }
  return d.log.events[found] ?? null
}
