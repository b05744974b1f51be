/** Flags of the command lane, so that none covers another: those that stand too close become one that counts them. Pure. */
import { formatNumber } from '../../../src-main/contract/texts/format.ts'

export interface Flag {
  readonly t: number
  readonly text: string
  readonly grave: boolean
  /** Has not happened yet at the instant shown. */
  readonly ahead: boolean
  /** Event of the command, null while it only stands in the lab's file. */
  readonly seq: number | null
}

export interface FlagGroup {
  readonly x: number
  readonly w: number
  /** What fits; empty: the bare pennant. */
  readonly text: string
  readonly grave: boolean
  readonly ahead: boolean
  readonly flags: readonly Flag[]
}

/** Two flags closer than this are one. */
export const flagGap = 24
const widest = 160
const between = 4
const bare = 10
const padding = 16
const leastText = 14
/** ` · ` and what follows it. */
const leastLetters = 7

/** `fit` gives as much of a text as has room, and its width; flags are in order of time. */
export function placeFlags(
  flags: readonly Flag[],
  toX: (t: number) => number,
  fit: (text: string, room: number) => { readonly text: string; readonly width: number },
): FlagGroup[] {
  const groups: { x: number; flags: Flag[] }[] = []
  for (const flag of flags) {
    const x = toX(flag.t)
    const last = groups.at(-1)
    if (last !== undefined && x - last.x < flagGap) last.flags.push(flag)
    else groups.push({ x, flags: [flag] })
  }
  return groups.map(({ x, flags: members }, at) => {
    const next = groups[at + 1]
    const room = Math.min(widest, next === undefined ? widest : next.x - x - between) - padding
    const count = members.length > 1 ? formatNumber(members.length) : ''
    const first = members[0]?.text ?? ''
    const whole = count === '' ? first : `${count} · ${first}`
    const fitted = room < leastText ? { text: '', width: 0 } : fit(whole, room)
    // Of a group at least the count is told, and no less of its first than can be made out.
    const isTold = count === '' || fitted.text === whole || fitted.text.length >= count.length + leastLetters
    const shown = isTold ? fitted : fit(count, flagGap)
    return {
      x,
      w: shown.text === '' ? bare : Math.min(shown.width + padding, Math.max(bare, room + padding)),
      text: shown.text,
      grave: members.some((flag) => flag.grave),
      ahead: members.every((flag) => flag.ahead),
      flags: members,
    }
  })
}

export function flagsAt(groups: readonly FlagGroup[], x: number): FlagGroup | null {
  return groups.findLast((group) => x >= group.x - 2 && x <= group.x + group.w) ?? null
}
