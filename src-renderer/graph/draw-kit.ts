/** Small drawing helpers: rounded boxes, fitted text, and the shapes that tell states apart without colour. */

/** What of a canvas the topology is drawn with: little enough that a picture can be written as SVG too (`svg-ink.ts`). */
export type Ink = Pick<
  CanvasRenderingContext2D,
  | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'lineCap' | 'lineJoin' | 'lineDashOffset' | 'globalAlpha' | 'font' | 'textAlign' | 'textBaseline'
  | 'setLineDash' | 'setTransform' | 'beginPath' | 'closePath' | 'moveTo' | 'lineTo' | 'bezierCurveTo' | 'arc' | 'ellipse' | 'roundRect'
  | 'fillRect' | 'strokeRect' | 'clearRect' | 'fillText' | 'measureText'
> & { fill(path?: Path2D): void; stroke(path?: Path2D): void; newPath?: () => Path2D } // prettier-ignore

/** An empty path for what will be drawn with `ink`. */
export const pathFor = (ink: Ink): Path2D => ink.newPath?.() ?? new Path2D()

export const fontFamily =
  "Inter, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans KR', 'Noto Sans CJK KR', 'Apple SD Gothic Neo', 'Malgun Gothic', system-ui, sans-serif"

export function font(size: number, weight = 400): string {
  return `${weight} ${size}px ${fontFamily}`
}

/** By font and text: to join both for each look would cost more than what is looked for. */
const widths = new Map<string, Map<string, number>>()
/** Of one font. */
const widthsMax = 5000
const fontsMax = 200

/** `fontText`: what the font is set to. Nothing is set where the width is known: a canvas that is given a font may have the whole page styled first. */
function widthIn(ink: Ink, fontText: string, text: string): number {
  let ofFont = widths.get(fontText)
  if (ofFont === undefined) {
    if (widths.size >= fontsMax) widths.clear()
    widths.set(fontText, (ofFont = new Map()))
  }
  let width = ofFont.get(text)
  if (width === undefined) {
    if (ofFont.size >= widthsMax) ofFont.clear()
    ink.font = fontText
    width = ink.measureText(text).width
    ofFont.set(text, width)
  }
  return width
}

/** Sets the font, too. */
export function textWidth(ink: Ink, text: string, size: number, weight = 400): number {
  const fontText = font(size, weight)
  ink.font = fontText
  return widthIn(ink, fontText, text)
}

/** The largest size from `least` to `most` in which a text has room. Of few sizes, as each is a font of its own. */
export function sizeInRoom(ink: Ink, text: string, room: number, least: number, most: number, weight = 400): number {
  const fits = Math.floor((most * room) / Math.max(1, widthIn(ink, font(most, weight), text)))
  return Math.max(Math.min(least, most), Math.min(most, fits))
}

/** The text, or as much of it as fits with an ellipsis. `fontText`: that of the text; default: the one that is set. */
export function fitText(ink: Ink, text: string, width: number, fontText: string = ink.font): string {
  return fit(ink, text, width, fontText, (kept) => `${text.slice(0, kept)}…`)
}

/** The same of a name, which loses its domain and then its middle: names of one kind differ at their ends. */
export function fitName(ink: Ink, name: string, width: number, fontText: string = ink.font): string {
  if (widthIn(ink, fontText, name) <= width) return name
  const own = /^[^.]+/.exec(name)?.[0] ?? name
  return fit(ink, own, width, fontText, (kept) => `${own.slice(0, Math.ceil(kept / 2))}…${own.slice(own.length - Math.floor(kept / 2))}`)
}

/** `shortened`: the text with an ellipsis and so many of its letters. */
function fit(ink: Ink, text: string, width: number, fontText: string, shortened: (kept: number) => string): string {
  if (widthIn(ink, fontText, text) <= width) return text
  let low = 0
  let high = text.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (widthIn(ink, fontText, shortened(middle)) <= width) low = middle
    else high = middle - 1
  }
  return low === 0 ? '' : shortened(low)
}

/** The same with its width, for what is not drawn yet. */
export function fitted(ink: Ink, text: string, room: number, fontText: string): { readonly text: string; readonly width: number } {
  const fits = fitText(ink, text, room, fontText)
  return { text: fits, width: widthIn(ink, fontText, fits) }
}

export function roundBox(ink: Ink, x: number, y: number, w: number, h: number, radius: number): void {
  ink.beginPath()
  ink.roundRect(x, y, w, h, radius)
}

export function dot(ink: Ink, x: number, y: number, radius: number): void {
  ink.beginPath()
  ink.arc(x, y, radius, 0, Math.PI * 2)
}

export type Glyph =
  'filled' | 'hollow' | 'half' | 'play' | 'cross' | 'bang' | 'diamond' | 'dash' | 'check' | 'island' | 'split' | 'moon' | 'slash' | 'dots' | 'square'

/** A shape of a given radius around a point, in one colour. */
export function glyph(ink: Ink, kind: Glyph, x: number, y: number, r: number, colour: string): void {
  ink.fillStyle = colour
  ink.strokeStyle = colour
  ink.lineWidth = Math.max(1, r * 0.36)
  ink.lineCap = 'round'
  ink.setLineDash([])
  switch (kind) {
    case 'filled':
      dot(ink, x, y, r)
      ink.fill()
      return
    case 'hollow':
      dot(ink, x, y, r * 0.85)
      ink.stroke()
      return
    case 'half':
      dot(ink, x, y, r * 0.85)
      ink.stroke()
      ink.beginPath()
      ink.arc(x, y, r * 0.85, Math.PI / 2, Math.PI * 1.5)
      ink.fill()
      return
    case 'play':
      polygon(ink, [x - r * 0.7, y - r, x + r, y, x - r * 0.7, y + r])
      return
    case 'diamond':
      polygon(ink, [x, y - r * 1.15, x + r * 1.15, y, x, y + r * 1.15, x - r * 1.15, y])
      return
    case 'bang':
      polygon(ink, [x, y - r, x + r * 1.1, y + r * 0.9, x - r * 1.1, y + r * 0.9])
      return
    case 'cross':
      segments(ink, [x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8, x + r * 0.8, y - r * 0.8, x - r * 0.8, y + r * 0.8])
      return
    case 'check':
      ink.beginPath()
      ink.moveTo(x - r * 0.9, y)
      ink.lineTo(x - r * 0.2, y + r * 0.7)
      ink.lineTo(x + r, y - r * 0.7)
      ink.stroke()
      return
    case 'dash':
      segments(ink, [x - r * 0.8, y, x + r * 0.8, y])
      return
    default:
      rareGlyph(ink, kind, x, y, r)
  }
}

/** States that are seldom: an island in its ring, two halves apart, a crescent, a ring struck through, three dots, a square. */
function rareGlyph(ink: Ink, kind: Glyph, x: number, y: number, r: number): void {
  if (kind === 'island') {
    dot(ink, x, y, r * 0.38)
    ink.fill()
    ink.setLineDash([r * 0.8, r * 0.62])
    dot(ink, x, y, r)
    ink.stroke()
    ink.setLineDash([])
  } else if (kind === 'split') {
    ink.beginPath()
    ink.arc(x - r * 0.28, y, r * 0.8, Math.PI / 2, Math.PI * 1.5)
    ink.fill()
    ink.beginPath()
    ink.arc(x + r * 0.28, y, r * 0.8, -Math.PI / 2, Math.PI / 2)
    ink.fill()
  } else if (kind === 'moon') {
    ink.beginPath()
    ink.arc(x, y, r, Math.PI * 0.3, Math.PI * 1.55)
    ink.arc(x + r * 0.5, y - r * 0.28, r * 0.82, Math.PI * 1.32, Math.PI * 0.52, true)
    ink.fill()
  } else if (kind === 'slash') {
    dot(ink, x, y, r * 0.85)
    ink.stroke()
    segments(ink, [x - r * 0.6, y + r * 0.6, x + r * 0.6, y - r * 0.6])
  } else if (kind === 'dots') {
    for (const at of [-0.95, 0, 0.95]) {
      dot(ink, x + r * at, y, r * 0.32)
      ink.fill()
    }
  } else {
    ink.fillRect(x - r * 0.85, y - r * 0.85, r * 1.7, r * 1.7)
  }
}

function polygon(ink: Ink, points: readonly number[]): void {
  ink.beginPath()
  for (let at = 0; at < points.length; at += 2) ink.lineTo(points[at] ?? 0, points[at + 1] ?? 0)
  ink.closePath()
  ink.fill()
}

function segments(ink: Ink, points: readonly number[]): void {
  ink.beginPath()
  for (let at = 0; at < points.length; at += 4) {
    ink.moveTo(points[at] ?? 0, points[at + 1] ?? 0)
    ink.lineTo(points[at + 2] ?? 0, points[at + 3] ?? 0)
  }
  ink.stroke()
}

/** The mark of the HA primary. */
export function crown(ink: Ink, x: number, y: number, w: number, colour: string): void {
  const h = w * 0.72
  ink.fillStyle = colour
  ink.beginPath()
  ink.moveTo(x, y + h)
  ink.lineTo(x - w * 0.02, y + h * 0.12)
  ink.lineTo(x + w * 0.27, y + h * 0.52)
  ink.lineTo(x + w * 0.5, y - h * 0.06)
  ink.lineTo(x + w * 0.73, y + h * 0.52)
  ink.lineTo(x + w * 1.02, y + h * 0.12)
  ink.lineTo(x + w, y + h)
  ink.closePath()
  ink.fill()
}

/** A padlock, closed or (`open`) with its shackle lifted. */
export function padlock(ink: Ink, x: number, y: number, size: number, open: boolean, colour: string): void {
  const w = size * 0.8
  ink.fillStyle = colour
  ink.strokeStyle = colour
  ink.lineWidth = 1.4
  ink.setLineDash([])
  ink.beginPath()
  ink.roundRect(x - w / 2, y - size * 0.08, w, size * 0.56, 1.2)
  ink.fill()
  ink.beginPath()
  ink.arc(x + (open ? w * 0.32 : 0), y - size * 0.1, w * 0.3, Math.PI, open ? Math.PI * 1.7 : 0)
  ink.stroke()
}

/** A sheet with a folded corner: something is written down. */
export function sheet(ink: Ink, x: number, y: number, size: number, colour: string): void {
  const w = size * 0.76
  ink.strokeStyle = colour
  ink.fillStyle = colour
  ink.lineWidth = 1.2
  ink.setLineDash([])
  ink.beginPath()
  ink.moveTo(x - w / 2, y - size / 2)
  ink.lineTo(x + w * 0.14, y - size / 2)
  ink.lineTo(x + w / 2, y - size * 0.16)
  ink.lineTo(x + w / 2, y + size / 2)
  ink.lineTo(x - w / 2, y + size / 2)
  ink.closePath()
  ink.stroke()
  ink.fillRect(x - w * 0.26, y - size * 0.02, w * 0.52, 1.2)
  ink.fillRect(x - w * 0.26, y + size * 0.22, w * 0.52, 1.2)
}

/** A heart around a point: a heartbeat that is kept on a datastore. */
export function heart(ink: Ink, x: number, y: number, size: number, colour: string): void {
  const r = size / 2
  ink.fillStyle = colour
  ink.beginPath()
  ink.moveTo(x, y + r)
  ink.bezierCurveTo(x - r * 2.1, y - r * 0.3, x - r * 0.8, y - r * 1.7, x, y - r * 0.5)
  ink.bezierCurveTo(x + r * 0.8, y - r * 1.7, x + r * 2.1, y - r * 0.3, x, y + r)
  ink.fill()
}

export interface PillStyle {
  readonly fill: string
  readonly line: string
  readonly text: string
}

/** Of a pill, by the size of its text. */
export const pillHeight = (size: number): number => size + 11

/** A rounded label centred on a point. */
export function pill(ink: Ink, text: string, x: number, y: number, style: PillStyle, size = 11): void {
  const width = textWidth(ink, text, size, 500) + 20
  const height = pillHeight(size)
  ink.setLineDash([])
  roundBox(ink, x - width / 2, y - height / 2, width, height, height / 2)
  ink.fillStyle = style.fill
  ink.fill()
  ink.lineWidth = 1
  ink.strokeStyle = style.line
  ink.stroke()
  ink.fillStyle = style.text
  ink.textAlign = 'center'
  ink.textBaseline = 'middle'
  ink.fillText(text, x, y + 0.5)
}
