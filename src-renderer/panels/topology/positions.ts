/** Where the person dragged things to, by project: kept in the browser's own storage. */
import type { Point } from '../../graph/scene.ts'

export type Positions = ReadonlyMap<string, Point>

function storageKey(project: string): string {
  return `hostdown.positions.${project}`
}

function isPoint(value: unknown): value is Point {
  const point = value as Point | null
  return typeof point === 'object' && point !== null && Number.isFinite(point.x) && Number.isFinite(point.y)
}

export function loadPositions(project: string): Positions {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(storageKey(project)) ?? '{}')
    if (typeof saved !== 'object' || saved === null) return new Map()
    return new Map(Object.entries(saved).filter((entry): entry is [string, Point] => isPoint(entry[1])))
  } catch {
    // Storage may be blocked or hold something else: everything stands where it was laid out.
    return new Map()
  }
}

export function savePositions(project: string, positions: Positions): void {
  try {
    if (positions.size === 0) localStorage.removeItem(storageKey(project))
    else localStorage.setItem(storageKey(project), JSON.stringify(Object.fromEntries(positions)))
  } catch {
    // Without storage they last as long as the window.
  }
}
