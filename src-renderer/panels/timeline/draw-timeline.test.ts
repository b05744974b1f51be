import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { articleEvents } from '../../testing/article-run.ts'
import { EventLog, lanes } from '../../stores/event-log.ts'
import { tokens } from '../../styles/tokens.ts'
import { drawLanes, labelWidth, type TimelineDrawing } from './draw-timeline.ts'

/** Rounded boxes of a path: the bars of the lanes. */
class BoxPath {
  readonly boxes: (readonly number[])[] = []
  roundRect(...box: number[]): void {
    this.boxes.push(box)
  }
  rect(): void {
    return undefined
  }
}

/** A canvas that tells in order which words were written, which straight lines drawn and which bars filled, in pixels. */
function lanesCanvas() {
  const said: { readonly kind: 'text' | 'line' | 'bar'; readonly x: number; readonly w: number; readonly text: string }[] = []
  let [dx, points] = [0, [] as number[]]
  const kept: number[] = []
  const ink = {
    setTransform: () => void (dx = 0),
    save: () => void kept.push(dx),
    restore: () => void (dx = kept.pop() ?? 0),
    translate: (x: number) => void (dx += x),
    beginPath: () => void (points = []),
    moveTo: (x: number) => void points.push(x),
    lineTo: (x: number) => void points.push(x),
    stroke: () => {
      if (points.length === 2 && points[0] === points[1]) said.push({ kind: 'line', x: (points[0] ?? 0) + dx, w: 0, text: ink.strokeStyle })
    },
    fill: (path?: BoxPath) => path?.boxes.forEach(([x = 0, , w = 0]) => said.push({ kind: 'bar', x: x + dx, w, text: '' })),
    fillText: (text: string, x: number) => void said.push({ kind: 'text', x: x + dx, w: 0, text }),
    measureText: (text: string) => ({ width: text.length * 6 }),
    strokeStyle: '',
  }
  const nothing = (): void => undefined
  const canvas = new Proxy(ink, { get: (target, key) => Reflect.get(target, key) ?? nothing })
  return { ink: canvas as unknown as CanvasRenderingContext2D, said }
}

const width = 600
function drawn(over: Partial<TimelineDrawing>) {
  const log = new EventLog()
  log.append(articleEvents)
  const { ink, said } = lanesCanvas()
  drawLanes(ink, {
    colours: tokens.light,
    width: width + labelWidth + 14,
    height: 220,
    dpr: 1,
    window: { from: 70_000, to: 76_000 },
    t: 74_000,
    shown: articleEvents.length,
    reached: 300_000,
    until: 1_500_000,
    log,
    laneNames: lanes,
    flags: [],
    ghost: null,
    selectedSeq: null,
    markedVms: new Set(),
    forkAt: null,
    ...over,
  })
  return said
}

describe('lanes', () => {
  beforeAll(() => void vi.stubGlobal('Path2D', BoxPath))
  afterAll(() => void vi.unstubAllGlobals())

  it('write the words of a flag over the line of the playhead that it crosses', () => {
    const flag = { x: 350, w: 160, text: 'Host A: Cut the power', grave: true, ahead: false, flags: [] }
    const said = drawn({ flags: [flag] })
    const at = labelWidth + (width * 4000) / 6000
    const line = said.findIndex(({ kind, x, text }) => kind === 'line' && Math.abs(x - at) < 1 && text === tokens.light.blue)
    expect(line).toBeGreaterThanOrEqual(0)
    expect(flag.x + labelWidth < at && at < flag.x + flag.w + labelWidth).toBe(true)
    expect(said.findIndex(({ text }) => text === flag.text)).toBeGreaterThan(line)
  })

  it('end where they end, also for a VM that is down before and after', () => {
    const bars = drawn({}).filter(({ kind }) => kind === 'bar')
    expect(bars.length).toBeGreaterThan(0)
    for (const { x, w } of bars) {
      expect(x).toBeGreaterThanOrEqual(labelWidth)
      expect(x + w).toBeLessThanOrEqual(labelWidth + width)
    }
  })
})
