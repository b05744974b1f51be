/** Where the window was when it was last open: a JSON file that may be missing, damaged, or of displays that are gone. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowState {
  /** Px; while maximised those to go back to. Null: never moved. */
  readonly bounds: Bounds | null
  readonly maximized: boolean
}

export const SMALLEST = { width: 900, height: 600 }
const USUAL = { width: 1600, height: 1000 }
/** Px of the title bar that a display has to show, so that the window can be dragged. */
const GRIP = { width: 120, height: 30 }

export function readWindowState(path: string): WindowState {
  try {
    const { bounds, maximized } = JSON.parse(readFileSync(path, 'utf8')) as { bounds?: unknown; maximized?: unknown }
    return { bounds: isBounds(bounds) ? bounds : null, maximized: maximized === true }
  } catch {
    return { bounds: null, maximized: false }
  }
}

function isBounds(value: unknown): value is Bounds {
  if (typeof value !== 'object' || value === null) return false
  const { x, y, width, height } = value as Record<string, unknown>
  return [x, y, width, height].every((number) => Number.isInteger(number) && Math.abs(number as number) < 100_000)
}

/** Through a second file: one that is cut short would lose the state. A folder that cannot be written keeps the old one. */
export function writeWindowState(path: string, state: WindowState): void {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(`${path}.next`, JSON.stringify(state))
    renameSync(`${path}.next`, path)
  } catch {
    // The window opens in its usual place next time.
  }
}

/** Where to open: as saved if its title bar can be reached on one of the displays, else in the middle of the first. Never larger than the display. */
export function placeWindow(saved: Bounds | null, displays: readonly Bounds[]): Bounds {
  const [first] = displays
  if (first === undefined) return { x: 0, y: 0, ...USUAL }
  const display = saved === null ? undefined : displays.find((area) => isReachable(saved, area))
  if (saved === null || display === undefined) return centred(USUAL, first)
  return { x: saved.x, y: saved.y, ...fitting(saved, display) }
}

function isReachable(window: Bounds, area: Bounds): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  return across >= GRIP.width && window.y >= area.y && window.y + GRIP.height <= area.y + area.height
}

function centred(size: { readonly width: number; readonly height: number }, area: Bounds): Bounds {
  const { width, height } = fitting(size, area)
  return { x: area.x + Math.floor((area.width - width) / 2), y: area.y + Math.floor((area.height - height) / 2), width, height }
}

function fitting(size: { readonly width: number; readonly height: number }, area: Bounds): { width: number; height: number } {
  return {
    width: Math.max(SMALLEST.width, Math.min(size.width, area.width)),
    height: Math.max(SMALLEST.height, Math.min(size.height, area.height)),
  }
}
