import { describe, expect, it } from 'vitest'
import { minimapFit, minimapHelps, minimapSize, worldOf } from './minimap.ts'
import type { View } from './scene.ts'

const bounds = { x: -40, y: 10, w: 2000, h: 600 }
const view: View = { width: 1000, height: 600, dpr: 1, panX: 0, panY: 0, zoom: 1 }

describe('minimap', () => {
  it('shows all of the bounds, in the middle', () => {
    const fit = minimapFit(bounds)
    const left = bounds.x * fit.scale + fit.dx
    const right = (bounds.x + bounds.w) * fit.scale + fit.dx
    const top = bounds.y * fit.scale + fit.dy
    const bottom = (bounds.y + bounds.h) * fit.scale + fit.dy
    expect(left).toBeCloseTo(minimapSize.w - right)
    expect(top).toBeCloseTo(minimapSize.h - bottom)
    expect(left).toBeGreaterThanOrEqual(0)
    expect(top).toBeGreaterThanOrEqual(0)
  })

  it('knows which place of the world was clicked', () => {
    const fit = minimapFit(bounds)
    const at = worldOf(fit, 300 * fit.scale + fit.dx, 200 * fit.scale + fit.dy)
    expect(at.x).toBeCloseTo(300)
    expect(at.y).toBeCloseTo(200)
  })

  it('is there for large clusters, and once something is out of sight', () => {
    expect(minimapHelps({ x: 0, y: 0, w: 900, h: 500 }, 3, view)).toBe(false)
    expect(minimapHelps({ x: 0, y: 0, w: 900, h: 500 }, 3, { ...view, panX: -200 })).toBe(true)
    expect(minimapHelps({ x: 0, y: 0, w: 900, h: 400 }, 96, view)).toBe(true)
    expect(minimapHelps({ x: 0, y: 0, w: 900, h: 400 }, 96, { ...view, panX: -200 })).toBe(true)
  })

  it('does not lie over a picture that is all in sight', () => {
    expect(minimapHelps({ x: 0, y: 0, w: 900, h: 500 }, 96, view)).toBe(false)
    expect(minimapHelps({ x: 210, y: 0, w: 700, h: 500 }, 96, view)).toBe(true)
  })
})
