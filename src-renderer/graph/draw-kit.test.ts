import { describe, expect, it } from 'vitest'
import { fitName, fitText, fitted, font, textWidth, type Ink } from './draw-kit.ts'

/** Of letters that are as wide as the font is large; counts what it is asked for. */
function ruler() {
  let now = ''
  const seen = { fontsSet: 0, measured: 0 }
  const ink = {
    get font() {
      return now
    },
    set font(value: string) {
      seen.fontsSet++
      now = value
    },
    measureText: (text: string) => {
      seen.measured++
      return { width: text.length * Number.parseFloat(now.split(' ')[1] ?? '0') }
    },
  }
  return { ink: ink as unknown as Ink, seen }
}

describe('widths of texts', () => {
  it('are those of the font that is named, whichever is set', () => {
    const { ink } = ruler()
    ink.font = font(30)
    expect(fitted(ink, 'a flag', 1000, font(7, 500))).toEqual({ text: 'a flag', width: 42 })
    expect(textWidth(ink, 'a flag', 9)).toBe(54)
    expect(ink.font).toBe(font(9))
    expect(fitText(ink, 'a flag', 30)).toBe('a …')
    expect(fitted(ink, 'a flag', 5, font(7, 500))).toEqual({ text: '', width: 0 })
  })

  it('let a name lose its domain, then its middle', () => {
    const { ink } = ruler()
    ink.font = font(10)
    expect(fitName(ink, 'web-001', 70)).toBe('web-001')
    expect(fitName(ink, 'web-001.corp.example.com', 70)).toBe('web-001')
    expect(fitName(ink, 'application-server-001', 90)).toBe('appl…-001')
    expect(fitName(ink, 'application-server-001.corp.example.com', 90)).toBe('appl…-001')
    expect(fitName(ink, 'web-001', 15)).toBe('')
  })

  it('are asked of the canvas once, and set no font afterwards', () => {
    const { ink, seen } = ruler()
    const before = fitted(ink, 'esx-01.example', 60, font(8, 600))
    const known = { ...seen }
    expect(fitted(ink, 'esx-01.example', 60, font(8, 600))).toEqual(before)
    expect(seen).toEqual(known)
    expect(known.measured).toBeGreaterThan(1)
  })
})
