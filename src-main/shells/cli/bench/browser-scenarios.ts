/** What a person sees: how soon the largest cluster is painted, and how smoothly it pans. */
import { maxClusterDay } from './bench-labs.ts'
import { withWindow, type Page } from './browser.ts'
import { FLOOR_TEXT, floorOf } from './floor.ts'
import { median, rounded, type Measured, type Scenario, type Skipped } from './scenario.ts'

const PAINT_LIMIT_MS = 120_000
const JUMP_LIMIT_MS = 20_000
const OPENINGS = 5
/** Instants that lie far apart, in no order, before and after each failure of the day; the last is where it has all been run to. */
const JUMPS = [0.1, 0.9, 0.3, 0.6, 0.2, 0.8, 0.4, 0.7, 0.05, 0.55, 0.95, 0.15, 0.65, 0.35, 0.85, 0.45, 0.24, 0.76, 0.26, 0.51]
const PAN_SECONDS = 3

const painted = '[data-testid="topology"][data-painted="true"]'

/** From the run arriving at the window to its first frame, and that frame since the page was asked for; both ms. */
const paintTimes = `(() => {
  const [paint] = performance.getEntriesByName('hostdown:first-paint')
  const [opened] = performance.getEntriesByName('hostdown:run-opened')
  return [paint.startTime - opened.startTime, paint.startTime]
})()`

export const firstPaint: Scenario = {
  name: 'first-paint',
  clock: '96 hosts, 8,000 VMs in Chromium without a GPU: from the run opened at the window to its first painted frame',
  floor: FLOOR_TEXT,
  processes: 1,
  headline: ({ openings, sinceNavigationMs }) => `median of ${openings} openings; since the page was asked for ${sinceNavigationMs} ms`,
  async measure() {
    const times: number[][] = []
    return inWindow(async (page, url) => {
      for (let i = 0; i < OPENINGS; i++) {
        await (i === 0 ? page.goto(url) : page.reload())
        await page.waitForSelector(painted, { timeout: PAINT_LIMIT_MS })
        times.push((await page.evaluate(paintTimes)) as number[])
      }
      const wallMs = median(times.map(([time]) => time ?? 0))
      const sinceNavigationMs = rounded(median(times.map(([, time]) => time ?? 0)), 1)
      return {
        wallMs,
        detail: { openings: OPENINGS, firstMs: rounded(times[0]?.[0] ?? 0, 1), sinceNavigationMs, pageHeapMiB: await pageHeapMiB(page) },
      }
    })
  },
}

/**
 * Presses the strip of the timeline at each of these shares of the run, one after the other. Gives the ms from the press to the frame that
 * shows the picture of that instant, not one of those on the way. Null: one took longer than the limit.
 */
const scrubTimes = (shares: readonly number[], limitMs: number): string => `(async () => {
  const pane = document.querySelector('[data-testid="topology"]')
  const strip = document.querySelector('[data-testid="scrubber"]')
  const shown = () => Number(pane.dataset.paintedMs)
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  // Work that a frame has asked for is over when a task that it has posted begins.
  const presented = () => new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = resolve
    port2.postMessage(null)
  }))
  const press = (x, y) => {
    for (const type of ['pointerdown', 'pointerup'])
      strip.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, clientX: x, clientY: y, button: 0, pointerId: 1 }))
  }
  strip.setPointerCapture = () => {}
  const times = []
  for (const share of ${JSON.stringify(shares)}) {
    const [until, box] = [Number(strip.getAttribute('aria-valuemax')), strip.getBoundingClientRect()]
    // A press means a pixel.
    const isThere = () => Math.abs(shown() - until * share) <= until / box.width
    const begun = performance.now()
    press(box.left + box.width * share, box.top + box.height / 2)
    while (!isThere()) {
      if (performance.now() - begun > ${limitMs}) return null
      await frame()
    }
    await presented()
    times.push(performance.now() - begun)
    for (let quiet = 0; quiet < 10; quiet++) await frame()
  }
  return times
})()`

/**
 * Drags the topology in a circle, a step in every frame, and counts the frames. Starts on the ground beside the hosts: where the first
 * place does not move the picture, the next is tried. Null: none does.
 */
const panFrames = `(async () => {
  const pane = document.querySelector('[data-testid="topology"]')
  const canvas = pane.querySelector('canvas')
  const box = pane.getBoundingClientRect()
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const send = (target, type, x, y, buttons) =>
    target.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, view: window, clientX: x, clientY: y, button: 0, buttons }))
  const picture = () => canvas.toDataURL()
  for (const [fx, fy] of [[0.01, 0.5], [0.99, 0.5], [0.5, 0.1], [0.5, 0.93], [0.02, 0.1], [0.98, 0.93]]) {
    const [x0, y0] = [box.left + box.width * fx, box.top + box.height * fy]
    const target = document.elementFromPoint(x0, y0)
    if (target === null || !pane.contains(target)) continue
    const before = picture()
    send(target, 'mousedown', x0, y0, 1)
    for (let i = 1; i <= 10; i++) {
      send(target, 'mousemove', x0 + i * 4, y0 + i * 4, 1)
      await frame()
    }
    await frame()
    if (picture() === before) {
      send(target, 'mouseup', x0, y0, 0)
      continue
    }
    const times = []
    const started = performance.now()
    for (let i = 0, now = started; now - started < ${PAN_SECONDS * 1000}; i++) {
      send(target, 'mousemove', x0 + 40 + 80 * Math.cos(i / 15), y0 + 40 + 80 * Math.sin(i / 15), 1)
      await frame()
      const next = performance.now()
      times.push(next - now)
      now = next
    }
    send(target, 'mouseup', x0, y0, 0)
    return times
  }
  return null
})()`

export const panFps: Scenario = {
  name: 'pan-fps',
  clock: `96 hosts, 8,000 VMs in Chromium without a GPU: one frame while the topology is dragged, a step in every frame, for ${PAN_SECONDS} s`,
  floor: FLOOR_TEXT,
  processes: 1,
  headline: ({ fps, slowestFrameMs }) => `${fps} frames/s, slowest frame ${slowestFrameMs} ms`,
  async measure() {
    return inWindow(async (page, url) => {
      await page.goto(url)
      await page.waitForSelector(painted, { timeout: PAINT_LIMIT_MS })
      const times = (await page.evaluate(panFrames)) as number[] | null
      if (times === null) throw new Error('the topology does not pan when it is dragged')
      const totalMs = times.reduce((sum, time) => sum + time, 0)
      const detail = { fps: rounded((times.length / totalMs) * 1000, 1), slowestFrameMs: rounded(Math.max(...times), 1), frames: times.length }
      return { wallMs: median(times), detail: { ...detail, pageHeapMiB: await pageHeapMiB(page) } }
    })
  },
}

export const scrub: Scenario = {
  name: 'scrub',
  clock: '96 hosts, 8,000 VMs in Chromium without a GPU, a day of which all has been run: from a press on the scrubber to the new picture',
  floor: FLOOR_TEXT,
  processes: 1,
  headline: ({ jumps, p95Ms, slowestMs }) => `median of ${jumps} jumps; 95 of 100 in ${p95Ms} ms, slowest ${slowestMs} ms`,
  async measure() {
    return inWindow(async (page, url) => {
      await page.goto(url)
      await page.waitForSelector(painted, { timeout: PAINT_LIMIT_MS })
      // The first jump runs the day; the second is the first that restores a keyframe.
      const begun = await page.evaluate(scrubTimes([1, 0.5], PAINT_LIMIT_MS))
      const times = (await page.evaluate(scrubTimes(JUMPS, JUMP_LIMIT_MS))) as number[] | null
      if (begun === null || times === null) throw new Error('a press on the scrubber does not show the picture of its instant')
      const sorted = [...times].sort((a, b) => a - b)
      const p95Ms = rounded(sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0, 1)
      const detail = { jumps: times.length, p95Ms, slowestMs: rounded(sorted.at(-1) ?? 0, 1) }
      return { wallMs: median(times), detail: { ...detail, pageHeapMiB: await pageHeapMiB(page) } }
    })
  },
}

async function pageHeapMiB(page: Page): Promise<number> {
  return rounded(Number(await page.evaluate('performance.memory?.usedJSHeapSize ?? 0')) / 1_048_576, 1)
}

async function inWindow(body: (page: Page, url: string) => Promise<Pick<Measured, 'wallMs' | 'detail'>>): Promise<Measured | Skipped> {
  const text = maxClusterDay()
  const opened = await withWindow(text, body)
  if ('skipped' in opened) return opened
  return { ...opened.result, peakMiB: opened.shellPeakMiB, floorMs: floorOf([{ name: 'bench', text }]) }
}
