/** Affinity rules over cards and VMs: links of rules between VMs, coloured edges of VMs and hosts of a group; what is violated is red with a mark. */
import { glyph, pill, pillHeight, textWidth, type Ink } from './draw-kit.ts'
import { placeLabels } from './labels.ts'
import type { Box } from './layout.ts'
import { obstaclesOf } from './obstacles.ts'
import { ruleWay, traceWay, type RuleWay } from './rule-ways.ts'
import { isOfHosts, ruleLinks, type RuleSight } from './rules.ts'
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
  const drawn = ruleLinks(scene.rules, scene.mirror, scene.marked).flatMap((link, nth) => ruleWay(scene, link, nth) ?? [])
  for (const way of drawn) drawLink(ink, view, scene, way)
  if (view.zoom <= labelZoomMin || !scene.layers.labels) return
  const names = new Map(drawn.flatMap(({ link, middle }) => (link.broken ? [[link.rule.name, middle] as const] : [])))
  if (names.size === 0) return
  const { redSoft, red } = scene.colours
  const size = 11 * labelScale(view)
  const wishes = [...names].map(([name, middle]) => ({ spots: [middle], w: textWidth(ink, name, size, 500) + 20, h: pillHeight(size) }))
  const marks = [...names.values()].map(({ x, y }): Box => ({ x: x - 8, y: y - 8, w: 16, h: 16 }))
  placeLabels(wishes, [...obstaclesOf(ink, view, scene), ...marks]).forEach((box, at) => {
    if (box === null) return
    pill(ink, [...names.keys()][at] ?? '', box.x + box.w / 2, box.y + box.h / 2, { fill: redSoft, line: red, text: red }, size)
  })
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

/** Together: one line with dots at its ends; apart: a line with gaps, struck through in the middle. */
function drawLink(ink: Ink, view: View, scene: Scene, { link, points, middle }: RuleWay): void {
  const { colours } = scene
  const scale = 1 / Math.min(1, Math.max(view.zoom, 0.4))
  const colour = link.broken ? colours.red : colours[link.rule.hue]
  const isTogether = link.rule.type === 'keepTogether'
  ink.globalAlpha = link.broken ? 1 : 0.75
  ink.lineWidth = (link.broken ? 2.4 : 1.5) * scale
  ink.strokeStyle = colour
  ink.setLineDash(isTogether ? [] : [5 * scale, 4 * scale])
  ink.beginPath()
  traceWay(ink, points)
  ink.stroke()
  ink.setLineDash([])
  if (isTogether)
    for (const { x, y } of [points[0], points.at(-1)].filter((end) => end !== undefined)) glyph(ink, 'filled', x, y, 2.6 * scale, colour)
  else if (!link.broken) glyph(ink, 'slash', middle.x, middle.y, 4.5 * scale, colour)
  ink.globalAlpha = 1
  if (link.broken) violated(ink, scene, middle, 5.5 * scale)
}
