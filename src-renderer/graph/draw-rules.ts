/** Affinity rules over cards and VMs: links of rules between VMs, coloured edges of VMs and hosts of a group; what is violated is red with a mark. */
import { glyph, pill, type Ink } from './draw-kit.ts'
import type { Box } from './layout.ts'
import { isOfHosts, ruleLinks, type RuleLink, type RuleSight } from './rules.ts'
import { cardBox, inSight, labelScale, labelZoomMin, vmBox, type Point, type Scene, type Sight, type View } from './scene.ts'

export function drawRules(ink: Ink, view: View, scene: Scene, sight: Sight): void {
  if (!scene.layers.rules || scene.rules.all.length === 0) return
  for (const [host, rules] of scene.rules.byHost) {
    if (!scene.layout.hosts.has(host)) continue
    const card = cardBox(scene, host)
    if (inSight(sight, card)) markHost(ink, scene, card, rules)
  }
  for (const [vm, rules] of scene.rules.byVm) {
    const box = vmBox(scene, scene.mirror.vmIndex.get(vm) ?? -1)
    if (box !== null && inSight(sight, box)) markVm(ink, view, scene, box, vm, rules.filter(isOfHosts))
  }
  const drawn = ruleLinks(scene.rules, scene.mirror, scene.marked).flatMap((link) => wayOf(scene, link) ?? [])
  for (const way of drawn) drawLink(ink, view, scene, way)
  if (view.zoom <= labelZoomMin || !scene.layers.labels) return
  const named = new Set<string>()
  for (const { link, middle } of drawn) {
    if (!link.broken || named.has(link.rule.name)) continue
    named.add(link.rule.name)
    const { redSoft, red } = scene.colours
    pill(ink, link.rule.name, middle.x, middle.y - 16 * labelScale(view), { fill: redSoft, line: red, text: red }, 11 * labelScale(view))
  }
}

const edgeWidth = 4

/** A bar on an edge: whole for a rule that must be kept, in two pieces for one that should; hollow where VMs are to stay away. */
function bar(ink: Ink, scene: Scene, rule: RuleSight, box: Box, colour: string): void {
  ink.setLineDash([])
  const pieces = rule.should ? 2 : 1
  const gap = box.h * 0.16
  const h = (box.h - (pieces - 1) * gap) / pieces
  for (let at = 0; at < pieces; at++) {
    const y = box.y + at * (h + gap)
    ink.fillStyle = /NotRunOn$/.test(rule.type) ? scene.colours.surface : colour
    ink.fillRect(box.x, y, box.w, h)
    ink.lineWidth = Math.min(1, box.w * 0.3)
    ink.strokeStyle = colour
    ink.strokeRect(box.x, y, box.w, h)
  }
}

function markHost(ink: Ink, scene: Scene, card: Box, rules: readonly RuleSight[]): void {
  rules.slice(0, 4).forEach((rule, at) => {
    bar(ink, scene, rule, { x: card.x - edgeWidth - 2 - at * (edgeWidth + 3), y: card.y + 8, w: edgeWidth, h: 34 }, scene.colours[rule.hue])
  })
}

function markVm(ink: Ink, view: View, scene: Scene, box: Box, vm: string, rules: readonly RuleSight[]): void {
  const w = Math.max(1, Math.min(edgeWidth, box.w * 0.14))
  let isBroken = false
  rules.slice(0, 3).forEach((rule, at) => {
    const broken = rule.brokenBy.has(vm)
    isBroken ||= broken
    const edge = { x: box.x - w / 2 - at * (w + 1), y: box.y + box.h * 0.1, w, h: box.h * 0.8 }
    bar(ink, scene, rule, edge, broken ? scene.colours.red : scene.colours[rule.hue])
  })
  if (!isBroken) return
  ink.lineWidth = Math.max(1.5, 1.6 / Math.max(view.zoom, 0.4))
  ink.strokeStyle = scene.colours.red
  ink.strokeRect(box.x - 1, box.y - 1, box.w + 2, box.h + 2)
  violated(ink, scene, { x: box.x + box.w, y: box.y }, Math.max(2, Math.min(6, box.h * 0.28)))
}

/** On a ground of its own, so that it can be told from what it lies on. */
function violated(ink: Ink, { colours }: Scene, { x, y }: Point, r: number): void {
  glyph(ink, 'bang', x, y, r * 1.7, colours.surface)
  glyph(ink, 'bang', x, y, r, colours.red)
}

interface Way {
  readonly link: RuleLink
  readonly from: Point
  readonly c1: Point
  readonly c2: Point
  readonly to: Point
  readonly middle: Point
}

/** Within a card under the VMs of a row or beside its rows, else over the cards from one VM to the other. */
function wayOf(scene: Scene, link: RuleLink): Way | null {
  const [a, b] = [vmBox(scene, link.a), vmBox(scene, link.b)]
  if (a === null || b === null) return null
  const isInside = scene.mirror.vmHost[link.a] === scene.mirror.vmHost[link.b]
  if (isInside && a.y === b.y) {
    const [from, to] = [footPoint(a), footPoint(b)]
    const low = from.y + Math.max(5, a.h * 0.35)
    return withMiddle(link, from, { x: from.x, y: low }, { x: to.x, y: low }, to)
  }
  if (isInside) {
    const [from, to] = [edgePoint(a), edgePoint(b)]
    const out = Math.max(from.x, to.x) + Math.max(6, a.h * 0.4)
    return withMiddle(link, from, { x: out, y: from.y }, { x: out, y: to.y }, to)
  }
  const [from, to] = [topPoint(a), topPoint(b)]
  const high = Math.min(from.y, to.y) - Math.min(90, 24 + Math.abs(to.x - from.x) * 0.1)
  return withMiddle(link, from, { x: from.x + (to.x - from.x) * 0.2, y: high }, { x: from.x + (to.x - from.x) * 0.8, y: high }, to)
}

const edgePoint = ({ x, y, w, h }: Box): Point => ({ x: x + w, y: y + h / 2 })
const footPoint = ({ x, y, w, h }: Box): Point => ({ x: x + w / 2, y: y + h })
const topPoint = ({ x, y, w }: Box): Point => ({ x: x + w / 2, y })

function withMiddle(link: RuleLink, from: Point, c1: Point, c2: Point, to: Point): Way {
  const mid = (key: 'x' | 'y'): number => (from[key] + 3 * c1[key] + 3 * c2[key] + to[key]) / 8
  return { link, from, c1, c2, to, middle: { x: mid('x'), y: mid('y') } }
}

/** Together: one line with dots at its ends; apart: a line with gaps, struck through in the middle. */
function drawLink(ink: Ink, view: View, scene: Scene, { link, from, c1, c2, to, middle }: Way): void {
  const { colours } = scene
  const scale = 1 / Math.min(1, Math.max(view.zoom, 0.4))
  const colour = link.broken ? colours.red : colours[link.rule.hue]
  const isTogether = link.rule.type === 'keepTogether'
  ink.globalAlpha = link.broken ? 1 : 0.75
  ink.lineWidth = (link.broken ? 2.4 : 1.5) * scale
  ink.strokeStyle = colour
  ink.setLineDash(isTogether ? [] : [5 * scale, 4 * scale])
  ink.beginPath()
  ink.moveTo(from.x, from.y)
  ink.bezierCurveTo(c1.x, c1.y, c2.x, c2.y, to.x, to.y)
  ink.stroke()
  ink.setLineDash([])
  if (isTogether) for (const { x, y } of [from, to]) glyph(ink, 'filled', x, y, 2.6 * scale, colour)
  else if (!link.broken) glyph(ink, 'slash', middle.x, middle.y, 4.5 * scale, colour)
  ink.globalAlpha = 1
  if (link.broken) violated(ink, scene, middle, 5.5 * scale)
}
