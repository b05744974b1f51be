import { describe, expect, it } from 'vitest'
import { svgInk } from './svg-ink.ts'

const measure = { font: '', measureText: (text: string) => ({ width: text.length * 6 }) } as unknown as CanvasRenderingContext2D
const drawn = (draw: (ink: ReturnType<typeof svgInk>['ink']) => void): Document => {
  const { ink, text } = svgInk(200, 100, measure)
  draw(ink)
  return new DOMParser().parseFromString(text(), 'image/svg+xml')
}

describe('a picture as SVG', () => {
  it('has the size that it is drawn in', () => {
    const root = drawn(() => undefined).documentElement
    expect([root.getAttribute('width'), root.getAttribute('height'), root.getAttribute('viewBox')]).toEqual(['200', '100', '0 0 200 100'])
  })

  it('draws lines with their pen', () => {
    const path = drawn((ink) => {
      ink.strokeStyle = '#ff0000'
      ink.lineWidth = 2.5
      ink.setLineDash([4, 2])
      ink.globalAlpha = 0.5
      ink.beginPath()
      ink.moveTo(1, 2)
      ink.lineTo(3.456, 4)
      ink.stroke()
    }).querySelector('path')
    expect(path?.getAttribute('d')).toBe('M1 2L3.46 4')
    expect(['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity'].map((name) => path?.getAttribute(name))).toEqual([
      'none',
      '#ff0000',
      '2.5',
      '4 2',
      '0.5',
    ])
  })

  it('closes a whole circle, and takes the longer way round where it is asked to', () => {
    const [whole, part] = [
      ...drawn((ink) => {
        ink.beginPath()
        ink.arc(50, 50, 10, 0, Math.PI * 2)
        ink.fill()
        ink.beginPath()
        ink.arc(50, 50, 10, 0, Math.PI * 1.5)
        ink.stroke()
      }).querySelectorAll('path'),
    ].map((path) => path.getAttribute('d'))
    expect(whole).toBe('M60 50A10 10 0 1 1 40 50A10 10 0 1 1 60 50')
    expect(part).toBe('M60 50A10 10 0 1 1 50 40')
  })

  it('writes texts as they are named, whatever signs they hold', () => {
    const text = drawn((ink) => {
      ink.font = '600 12px Inter, sans-serif'
      ink.textAlign = 'center'
      ink.textBaseline = 'middle'
      ink.fillStyle = '#123456'
      ink.setTransform(2, 0, 0, 2, 10, 20)
      ink.fillText('<esx & "01">', 5, 5)
    }).querySelector('text')
    expect(text?.textContent).toBe('<esx & "01">')
    expect(['font-size', 'font-weight', 'text-anchor', 'fill', 'transform', 'y'].map((name) => text?.getAttribute(name))).toEqual([
      '12',
      '600',
      'middle',
      '#123456',
      'matrix(2 0 0 2 10 20)',
      '9.32',
    ])
  })

  it('draws ways that were gathered before, and nothing of an empty one', () => {
    const paths = drawn((ink) => {
      const way = ink.newPath?.() as Path2D
      way.moveTo(0, 0)
      way.bezierCurveTo(1, 1, 2, 2, 3, 3)
      way.rect(4, 4, 2, 1)
      ink.stroke(way)
      ink.fill(ink.newPath?.())
    }).querySelectorAll('path')
    expect([...paths].map((path) => path.getAttribute('d'))).toEqual(['M0 0C1 1 2 2 3 3M4 4h2v1h-2Z'])
  })

  it('measures as the window does', () => {
    expect(svgInk(1, 1, measure).ink.measureText('abcd').width).toBe(24)
  })
})
