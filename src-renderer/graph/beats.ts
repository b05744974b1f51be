/** Network heartbeats: between which agents they go, and where they are missed. They travel on the overlay, what is missed stands in the scene. */
import type { WorldMirror } from '../stores/world-mirror.ts'
import { dot, heart, type Ink } from './draw-kit.ts'
import { cardBox, inSight, isCut, sightOf, stubOf, type Motion, type Scene, type Sight, type View } from './scene.ts'

export interface BeatLink {
  readonly host: string
  readonly primary: string
}

/** More hosts in sight than this, and the picture says nothing more by moving. */
export const beatingMax = 32

/** The bus over which agents talk: vSAN's where there is one, else the first management network. */
export function beatBus(scene: Scene): Scene['layout']['buses'][number] | null {
  const { buses } = scene.layout
  return buses.find((bus) => bus.kind === 'vsan') ?? buses[0] ?? null
}

/** Whether two hosts are in one part of a network, and both on it. */
function together(mirror: WorldMirror, bus: string, a: string, b: string): boolean {
  if (isCut(mirror, a, bus) || isCut(mirror, b, bus)) return false
  const groups = mirror.networks.get(bus)?.groups ?? []
  return groups.length < 2 || groups.some((group) => group.includes(a) && group.includes(b))
}

/** Which secondaries beat to which primary, as far as the window is told. */
export function beatLinks(scene: Scene, bus: string): readonly BeatLink[] {
  const { mirror } = scene
  const primaries = mirror.ha?.primaries ?? []
  const links: BeatLink[] = []
  for (const [host, state] of mirror.hosts) {
    if (state.haStateSelf !== 'secondary' || primaries.includes(host) || !scene.layout.hosts.has(host)) continue
    const primary = primaries.find((candidate) => together(mirror, bus, host, candidate))
    if (primary !== undefined) links.push({ host, primary })
  }
  return links
}

/** Hosts that run and that their primary does not hear: it keeps the age of the last heartbeat. */
export function unheard(mirror: WorldMirror): ReadonlySet<string> {
  const found = new Set<string>()
  for (const [host, state] of mirror.hosts) if (state.power === 'on' && (state.heartbeat?.networkAgeMs ?? 0) >= missedMs) found.add(host)
  return found
}

/** A heartbeat comes each second: one that is older has been missed. */
const missedMs = 2000

/** A broken heart on the way of each host that is not heard: also where nothing moves. */
export function drawMissed(ink: Ink, view: View, scene: Scene, sight: Sight): void {
  const bus = beatBus(scene)
  if (bus === null || view.zoom < 0.16) return
  for (const host of unheard(scene.mirror)) {
    if (!scene.layout.hosts.has(host) || !inSight(sight, cardBox(scene, host))) continue
    const last = stubOf(scene, host, bus.y).at(-1)
    if (last === undefined) continue
    const [x, y] = [last[0] + 21, last[1] - 23]
    heart(ink, x, y, 11, scene.colours.red)
    ink.strokeStyle = scene.colours.bg
    ink.lineWidth = 1.6
    ink.setLineDash([])
    ink.beginPath()
    ink.moveTo(x + 1, y - 7)
    ink.lineTo(x - 1.5, y - 1.5)
    ink.lineTo(x + 1.5, y + 0.5)
    ink.lineTo(x - 0.5, y + 7)
    ink.stroke()
  }
}

/** Where the picture is small enough to be followed. */
export function beatsShown(scene: Scene, view: View): boolean {
  const sight = sightOf(view)
  let seen = 0
  for (const host of scene.layout.hosts.keys()) if (inSight(sight, cardBox(scene, host)) && ++seen > beatingMax) return false
  return true
}

type Way = readonly (readonly [number, number])[]

/** One beat a second of simulated time each way, but never faster than the eye follows. Without motion each stands on its way. */
export function drawHeartbeats(ink: Ink, scene: Scene, motion: Motion): void {
  const bus = beatBus(scene)
  if (bus === null) return
  const periodMs = Math.max(1000 / Math.max(motion.speed, 0.5), 700)
  ink.fillStyle = scene.colours.blue
  ink.strokeStyle = scene.colours.blue
  ink.lineWidth = 1.6
  ink.setLineDash([])
  let offset = 0
  for (const { host, primary } of beatLinks(scene, bus.name)) {
    offset += 0.37
    const way: Way = [...[...stubOf(scene, host, bus.y)].reverse(), ...stubOf(scene, primary, bus.y)]
    const share = motion.moving ? (motion.nowMs / periodMs + offset) % 1 : 0.12
    const [x, y] = alongWay(way, share)
    dot(ink, x, y, 4)
    ink.fill()
    // What the primary sends back is hollow.
    const [backX, backY] = alongWay(way, motion.moving ? 1 - ((share + 0.5) % 1) : 0.88)
    dot(ink, backX, backY, 3.2)
    ink.stroke()
  }
}

function alongWay(way: Way, share: number): readonly [number, number] {
  let total = 0
  for (let at = 1; at < way.length; at++) total += length(way[at - 1], way[at])
  let left = total * share
  for (let at = 1; at < way.length; at++) {
    const part = length(way[at - 1], way[at])
    const [a, b] = [way[at - 1], way[at]]
    if (a !== undefined && b !== undefined && left <= part) {
      const t = part === 0 ? 0 : left / part
      return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
    }
    left -= part
  }
  return way.at(-1) ?? [0, 0]
}

function length(a: readonly [number, number] | undefined, b: readonly [number, number] | undefined): number {
  return a === undefined || b === undefined ? 0 : Math.hypot(a[0] - b[0], a[1] - b[1])
}
