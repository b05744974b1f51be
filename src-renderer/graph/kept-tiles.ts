/**
 * The tiles of all hosts as a picture of their own: as long as the view stays, only those that changed are painted anew, all others come with
 * one copy. A software canvas takes 8 ms for 8,000 tiles, half a millisecond for the copy.
 */
import type { Tokens } from '../styles/tokens.ts'
import type { Ink as Drawing } from './draw-kit.ts'
import { slotBox, type Box, type ChipGrid } from './layout.ts'
import type { Ink } from './pan-cache.ts'
import { enterWorld, isSameView, type View } from './scene.ts'

/** The tiles of one card. */
export interface TileCard {
  readonly host: number
  /** Upper left corner of the card. */
  readonly x: number
  readonly y: number
  readonly grid: ChipGrid
  /** How many tiles the grid was made for. */
  readonly room: number
  /** What stands in each slot: index of its colour and of its look (`draw-tiles.ts`); 255: nothing. */
  readonly codes: Uint8Array
}

/** Tiles of a card that are painted; `slots`: only what stands in those, undefined: all. */
export interface TilePart {
  readonly card: TileCard
  readonly slots?: readonly number[]
}

export interface TilePicture {
  readonly colours: Tokens
  readonly isHot: boolean
  readonly cards: readonly TileCard[]
}

type Paint = (ink: Drawing, parts: readonly TilePart[]) => void

export class KeptTiles {
  readonly #makeCanvas: () => HTMLCanvasElement
  #canvas: HTMLCanvasElement | null = null
  #view: View | null = null
  /** What was painted last. */
  #last: TilePicture | null = null
  /** `#canvas` has what was painted last. */
  #isKept = false

  constructor(makeCanvas: () => HTMLCanvasElement) {
    this.#makeCanvas = makeCanvas
  }

  /**
   * Paints the tiles of a picture onto `ink`, which is in the world and shows nothing of them yet. A view that is seen for the first time is
   * painted straight: nobody knows whether it stays.
   */
  draw(ink: Drawing, view: View, picture: TilePicture, paint: Paint): void {
    const last = this.#last
    const isSame = last !== null && isSameView(view, this.#view) && isSameGround(picture, last)
    this.#view = view
    this.#last = picture
    const layer = isSame ? this.#renewed(view, picture.cards, this.#isKept ? last.cards : null, paint) : null
    this.#isKept = layer !== null
    if (layer === null) return paint(ink, wholeCards(picture.cards))
    ink.setTransform(1, 0, 0, 1, 0, 0)
    ;(ink as Ink).drawImage(layer, 0, 0)
    enterWorld(ink, view)
  }

  /** The picture with what is on the cards now; `shown`: what it has, null: nothing that is true. Null: there can be none. */
  #renewed(view: View, cards: readonly TileCard[], shown: readonly TileCard[] | null, paint: Paint): HTMLCanvasElement | null {
    const canvas = (this.#canvas ??= this.#makeCanvas())
    const ink = canvas.getContext('2d')
    if (ink === null) return null
    if (shown !== null) {
      cards.forEach((card, at) => renewCard(ink, view, card, shown[at]?.codes ?? card.codes, paint))
      return canvas
    }
    // One card is cleared without the others.
    if (!areApart(cards.map((card) => pixelsOf(allTiles(card), view)))) return null
    canvas.width = Math.round(view.width * view.dpr)
    canvas.height = Math.round(view.height * view.dpr)
    enterWorld(ink, view)
    paint(ink, wholeCards(cards))
    return canvas
  }
}

export const wholeCards = (cards: readonly TileCard[]): TilePart[] => cards.map((card) => ({ card }))

/** Paints what differs from the codes that are shown: tile by tile, or all of the card where that is less. */
function renewCard(ink: CanvasRenderingContext2D, view: View, card: TileCard, shown: Uint8Array, paint: Paint): void {
  const { codes, grid, x, y } = card
  const changed: number[] = []
  for (let slot = 0; slot < Math.max(codes.length, shown.length); slot++) if (codes[slot] !== shown[slot]) changed.push(slot)
  if (changed.length === 0) return
  if (changed.length * around.length > codes.length || !isCoarse(card, view)) {
    clear(ink, pixelsOf(allTiles(card), view))
    enterWorld(ink, view)
    paint(ink, [{ card }])
    return
  }
  for (const slot of changed) {
    const box = pixelsOf(slotBox(grid, slot, x, y), view)
    ink.save()
    clear(ink, box)
    ink.beginPath()
    ink.rect(box.x, box.y, box.w, box.h)
    ink.clip()
    enterWorld(ink, view)
    paint(ink, [{ card, slots: neighbours(slot, grid.columns) }])
    ink.restore()
  }
}

const around = [-1, 0, 1].flatMap((row) => [-1, 0, 1].map((column) => [row, column] as const))

/** A slot and those about it: they may share the pixels of its edges. */
function neighbours(slot: number, columns: number): number[] {
  const [row, column] = [Math.floor(slot / columns), slot % columns]
  return around.filter(([dy, dx]) => row + dy >= 0 && column + dx >= 0 && column + dx < columns).map(([dy, dx]) => (row + dy) * columns + column + dx)
}

/** A tile shares pixels with its neighbours only. */
function isCoarse({ grid: { w, h, gap } }: TileCard, { zoom, dpr }: View): boolean {
  return (Math.min(w, h) + 2 * gap) * zoom * dpr >= 1
}

/** Leaves the world. */
function clear(ink: CanvasRenderingContext2D, { x, y, w, h }: Box): void {
  ink.setTransform(1, 0, 0, 1, 0, 0)
  ink.clearRect(x, y, w, h)
}

/** The same cards in the same places, in the same colours: whatever differs is on the tiles. */
function isSameGround(a: TilePicture, b: TilePicture): boolean {
  if (a.colours !== b.colours || a.isHot !== b.isHot || a.cards.length !== b.cards.length) return false
  return a.cards.every((card, at) => isSamePlace(card, b.cards[at]))
}

function isSamePlace(a: TileCard, b: TileCard | undefined): boolean {
  if (b === undefined || a.host !== b.host || a.x !== b.x || a.y !== b.y || a.room !== b.room) return false
  return a.grid.columns === b.grid.columns && a.grid.w === b.grid.w && a.grid.h === b.grid.h && a.grid.gap === b.grid.gap
}

/** Where the tiles of a card may be. */
function allTiles({ grid, room, x, y }: TileCard): Box {
  const first = slotBox(grid, 0, x, y)
  const last = slotBox(grid, Math.ceil(Math.max(1, room) / grid.columns) * grid.columns - 1, x, y)
  return { x: first.x, y: first.y, w: last.x + last.w - first.x, h: last.y + last.h - first.y }
}

/** All pixels that a box of the world touches. */
function pixelsOf({ x, y, w, h }: Box, { dpr, zoom, panX, panY }: View): Box {
  const [left, top] = [Math.floor((x * zoom + panX) * dpr), Math.floor((y * zoom + panY) * dpr)]
  return { x: left, y: top, w: Math.ceil(((x + w) * zoom + panX) * dpr) - left, h: Math.ceil(((y + h) * zoom + panY) * dpr) - top }
}

function areApart(boxes: readonly Box[]): boolean {
  return boxes.every((a, at) => !boxes.some((b, other) => other > at && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h))
}
