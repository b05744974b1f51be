/**
 * What the topology draws with, as SVG: the part of a canvas that our drawing uses, which `Ink` names, so that the compiler refuses whatever
 * an SVG would lack.
 */
import type { Ink } from './draw-kit.ts'

const escapes: { readonly [sign: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign)

const short = (value: number): string => String(Math.round(value * 100) / 100)
const at = (x: number, y: number): string => `${short(x)} ${short(y)}`

const anchors: { readonly [align: string]: string } = { left: 'start', start: 'start', center: 'middle', right: 'end', end: 'end' }
/** How far below its middle or top a line of text stands, in heights of its font. */
const drops: { readonly [baseline: string]: number } = { middle: 0.36, top: 0.8, hanging: 0.8, bottom: -0.2, alphabetic: 0 }

/** A path as SVG writes it. Has of `Path2D` what our drawing asks of one. */
class Trail {
  d = ''

  closePath(): void {
    this.d += 'Z'
  }

  moveTo(x: number, y: number): void {
    this.d += `M${at(x, y)}`
  }

  lineTo(x: number, y: number): void {
    this.d += `${this.d === '' ? 'M' : 'L'}${at(x, y)}`
  }

  bezierCurveTo(x1: number, y1: number, x2: number, y2: number, x: number, y: number): void {
    this.d += `C${at(x1, y1)} ${at(x2, y2)} ${at(x, y)}`
  }

  arc(x: number, y: number, r: number, from: number, to: number, backwards = false): void {
    this.ellipse(x, y, r, r, 0, from, to, backwards)
  }

  ellipse(x: number, y: number, rx: number, ry: number, _rotation: number, from: number, to: number, backwards = false): void {
    const point = (angle: number): string => at(x + rx * Math.cos(angle), y + ry * Math.sin(angle))
    const turn = backwards ? from - to : to - from
    const sweep = backwards ? 0 : 1
    this.d += `${this.d === '' || this.d.endsWith('Z') ? 'M' : 'L'}${point(from)}`
    if (turn >= Math.PI * 2 - 1e-6) {
      this.d += `A${at(rx, ry)} 0 1 ${sweep} ${point(from + Math.PI)}A${at(rx, ry)} 0 1 ${sweep} ${point(from)}`
      return
    }
    const positive = ((turn % (Math.PI * 2)) + Math.PI * 2) % (Math.PI * 2)
    this.d += `A${at(rx, ry)} 0 ${positive > Math.PI ? 1 : 0} ${sweep} ${point(to)}`
  }

  rect(x: number, y: number, w: number, h: number): void {
    this.d += `M${at(x, y)}h${short(w)}v${short(h)}h${short(-w)}Z`
  }

  roundRect(x: number, y: number, w: number, h: number, radii: unknown = 0): void {
    const r = Math.max(0, Math.min(typeof radii === 'number' ? radii : 0, w / 2, h / 2))
    const corner = (dx: number, dy: number): string => `a${at(r, r)} 0 0 1 ${at(dx, dy)}`
    this.d += `M${at(x + r, y)}h${short(w - 2 * r)}${corner(r, r)}v${short(h - 2 * r)}${corner(-r, r)}h${short(2 * r - w)}${corner(-r, -r)}v${short(2 * r - h)}${corner(r, -r)}Z`
  }
}

export interface SvgInk {
  readonly ink: Ink
  /** The whole picture. */
  text(): string
}

/** `measure`: a canvas of the window, which knows how wide a text is. */
export function svgInk(width: number, height: number, measure: CanvasRenderingContext2D): SvgInk {
  const out: string[] = []
  let path = new Trail()
  let dash: readonly number[] = []
  let transform = ''
  const trailOf = (own: Path2D | undefined): string => (own === undefined ? path : (own as unknown as Trail)).d

  const ink: Ink = {
    fillStyle: '#000',
    strokeStyle: '#000',
    lineWidth: 1,
    lineCap: 'butt',
    lineJoin: 'miter',
    lineDashOffset: 0,
    globalAlpha: 1,
    font: '10px sans-serif',
    textAlign: 'start',
    textBaseline: 'alphabetic',
    setLineDash: (segments) => void (dash = [...segments]),
    setTransform(...matrix: unknown[]) {
      const [a, b, c, d, e, f] = matrix as number[]
      transform =
        a === 1 && d === 1 && b === 0 && c === 0 && e === 0 && f === 0
          ? ''
          : ` transform="matrix(${[a, b, c, d, e, f].map((n) => short(n ?? 0)).join(' ')})"`
    },
    newPath: () => new Trail() as unknown as Path2D,
    beginPath: () => void (path = new Trail()),
    closePath: () => path.closePath(),
    moveTo: (x, y) => path.moveTo(x, y),
    lineTo: (x, y) => path.lineTo(x, y),
    bezierCurveTo: (...points) => path.bezierCurveTo(...points),
    arc: (...round) => path.arc(...round),
    ellipse: (...round) => path.ellipse(...round),
    roundRect: (x, y, w, h, radii) => path.roundRect(x, y, w, h, radii),
    fill: (own) => trace(own, ` fill="${paint(ink.fillStyle)}"`),
    stroke: (own) => trace(own, ` fill="none"${pen()}`),
    fillRect: (x, y, w, h) =>
      void out.push(
        `<rect x="${short(x)}" y="${short(y)}" width="${short(w)}" height="${short(h)}" fill="${paint(ink.fillStyle)}"${alpha()}${transform}/>`,
      ),
    strokeRect: (x, y, w, h) =>
      void out.push(`<rect x="${short(x)}" y="${short(y)}" width="${short(w)}" height="${short(h)}" fill="none"${pen()}${alpha()}${transform}/>`),
    // There is nothing under a picture that is only drawn once.
    clearRect: () => undefined,
    fillText(text, x, y) {
      const [, weight = '400', size = '10', family = 'sans-serif'] = /^(\d+) ([\d.]+)px (.*)$/.exec(ink.font) ?? []
      const below = (drops[ink.textBaseline] ?? 0) * Number(size)
      out.push(
        `<text x="${short(x)}" y="${short(y + below)}" font-family="${escaped(family)}" font-size="${size}" font-weight="${weight}" text-anchor="${anchors[ink.textAlign] ?? 'start'}" fill="${paint(ink.fillStyle)}"${alpha()}${transform}>${escaped(text)}</text>`,
      )
    },
    measureText(text) {
      measure.font = ink.font
      return measure.measureText(text)
    },
  }

  /** What is empty is left out. */
  function trace(own: Path2D | undefined, how: string): void {
    const d = trailOf(own)
    if (d !== '') out.push(`<path d="${d}"${how}${alpha()}${transform}/>`)
  }
  const paint = (style: Ink['fillStyle']): string => (typeof style === 'string' ? escaped(style) : 'none')
  const alpha = (): string => (ink.globalAlpha === 1 ? '' : ` opacity="${short(ink.globalAlpha)}"`)
  function pen(): string {
    const dashes = dash.length === 0 ? '' : ` stroke-dasharray="${dash.map(short).join(' ')}"`
    const cap = ink.lineCap === 'butt' ? '' : ` stroke-linecap="${ink.lineCap}"`
    const join = ink.lineJoin === 'miter' ? '' : ` stroke-linejoin="${ink.lineJoin}"`
    return ` stroke="${paint(ink.strokeStyle)}" stroke-width="${short(ink.lineWidth)}"${dashes}${cap}${join}`
  }

  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}" viewBox="0 0 ${short(width)} ${short(height)}">`
  return { ink, text: () => `${head}${out.join('')}</svg>\n` }
}
