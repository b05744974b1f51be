/** The ways between VMs that a rule is about: through the gaps between VMs and between cards, so that they cross no name and no meter. */
import type { Ink } from './draw-kit.ts'
import { cardPadding, type Box } from './layout.ts'
import type { RuleLink } from './rules.ts'
import { cardBox, vmBox, type Point, type Scene } from './scene.ts'

export interface RuleWay {
  readonly link: RuleLink
  /** Corners, from VM to VM. */
  readonly points: readonly Point[]
  /** Half the way. */
  readonly middle: Point
}

/** Beside a card, away from the lines to the hosts of lower rows. */
const besideCard = 9
/** Above the cards, where no straight way leads from one gap to the other. */
const aboveCard = 14
/** Cards that are nearer stand side by side. */
const neighbours = 90
/** Between ways that would run in the same gap. */
const lane = 3
const lanes = 3
const cornerRadius = 6

/** `nth`: of all that are drawn, which keeps ways in one gap apart. Null where one of the VMs stands nowhere. */
export function ruleWay(scene: Scene, link: RuleLink, nth: number): RuleWay | null {
  const [a, b] = [vmBox(scene, link.a), vmBox(scene, link.b)]
  const [hostA, hostB] = [hostOf(scene, link.a), hostOf(scene, link.b)]
  if (a === null || b === null || hostA === null || hostB === null) return null
  const points =
    hostA === hostB ? inside(a, b, cardBox(scene, hostA)) : between(scene, { vm: a, host: hostA }, { vm: b, host: hostB }, (nth % lanes) * lane)
  return { link, points, middle: halfway(points) }
}

function hostOf(scene: Scene, vm: number): string | null {
  const name = scene.mirror.hostNames[scene.mirror.vmHost[vm] ?? -1]
  return name !== undefined && scene.layout.hosts.has(name) ? name : null
}

/** Within a card: through the gap under a row, or between two, and beside those that lie between. */
function inside(a: Box, b: Box, card: Box): Point[] {
  const [upper, lower] = a.y <= b.y ? [a, b] : [b, a]
  const from = footOf(upper)
  const under = gapUnder(upper)
  if (a.y === b.y) {
    const to = footOf(lower)
    return [from, { x: from.x, y: under }, { x: to.x, y: under }, to]
  }
  const to = topOf(lower)
  const above = lower.y - (under - from.y)
  // With the next row the gap under the one is that above the other.
  if (above - under < upper.h) return [from, { x: from.x, y: under }, { x: to.x, y: under }, to]
  const out = card.x + card.w - cardPadding / 2
  return [from, { x: from.x, y: under }, { x: out, y: under }, { x: out, y: above }, { x: to.x, y: above }, to]
}

interface End {
  readonly vm: Box
  readonly host: string
}

/** From card to card: out of each through the gap under the VM's row. */
function between(scene: Scene, a: End, b: End, shift: number): Point[] {
  const [cardA, cardB] = [cardBox(scene, a.host), cardBox(scene, b.host)]
  const [from, to] = [footOf(a.vm), footOf(b.vm)]
  const [low, other] = [gapUnder(a.vm), gapUnder(b.vm)]
  const isLeft = cardA.x <= cardB.x
  const [left, right] = isLeft ? [cardA, cardB] : [cardB, cardA]
  const across = right.x - (left.x + left.w)
  const beside = left.x + left.w + besideCard - shift
  if (across < neighbours) {
    // Side by side, or one above the other: then beside both.
    const x = across >= 0 ? beside : Math.max(left.x + left.w, right.x + right.w) + besideCard - shift
    return [from, { x: from.x, y: low }, { x, y: low }, { x, y: other }, { x: to.x, y: other }, to]
  }
  const above = Math.max(cardA.y, cardB.y) - aboveCard - shift
  const before = right.x - besideCard + shift
  const [outA, outB] = isLeft ? [beside, before] : [before, beside]
  return [
    from,
    { x: from.x, y: low },
    { x: outA, y: low },
    { x: outA, y: above },
    { x: outB, y: above },
    { x: outB, y: other },
    { x: to.x, y: other },
    to,
  ]
}

const topOf = ({ x, y, w }: Box): Point => ({ x: x + w / 2, y })
const footOf = ({ x, y, w, h }: Box): Point => ({ x: x + w / 2, y: y + h })
const gapUnder = ({ y, h }: Box): number => y + h + Math.min(5, Math.max(1, h * 0.12))

const distance = (a: Point, b: Point): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y)

function halfway(points: readonly Point[]): Point {
  const pieces = points.slice(1).map((to, at) => ({ from: points[at] ?? to, to }))
  let rest = pieces.reduce((sum, { from, to }) => sum + distance(from, to), 0) / 2
  for (const { from, to } of pieces) {
    const length = distance(from, to)
    if (length >= rest && length > 0) return { x: from.x + ((to.x - from.x) * rest) / length, y: from.y + ((to.y - from.y) * rest) / length }
    rest -= length
  }
  return points[0] ?? { x: 0, y: 0 }
}

/** With round corners. */
export function traceWay(ink: Ink, points: readonly Point[]): void {
  points.forEach((corner, at) => {
    const [before, after] = [points[at - 1], points[at + 1]]
    if (before === undefined) return ink.moveTo(corner.x, corner.y)
    if (after === undefined) return ink.lineTo(corner.x, corner.y)
    const into = towards(corner, before)
    const out = towards(corner, after)
    ink.lineTo(into.x, into.y)
    ink.bezierCurveTo(corner.x, corner.y, corner.x, corner.y, out.x, out.y)
  })
}

/** A point on the way from a corner to the next, where its rounding begins. */
function towards(corner: Point, next: Point): Point {
  const length = distance(corner, next)
  const share = length === 0 ? 0 : Math.min(cornerRadius, length / 2) / length
  return { x: corner.x + (next.x - corner.x) * share, y: corner.y + (next.y - corner.y) * share }
}
