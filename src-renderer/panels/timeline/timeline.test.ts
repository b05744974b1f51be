import { describe, expect, it } from 'vitest'
import type { BranchInfo } from '../../../src-main/contract/api.ts'
import { courseOf, isOnCourse, trackRows } from './branch-tracks.ts'
import { flagGap, flagsAt, placeFlags, type Flag } from './flag-layout.ts'

function flag(t: number, over: Partial<Flag> = {}): Flag {
  return { t, text: `Host ${String(t)}: Cut the power`, grave: true, ahead: false, seq: t, ...over }
}
/** Every sign is 6 wide. */
const fit = (text: string, room: number) => {
  const shown = text.length * 6 <= room ? text : text.slice(0, Math.max(0, Math.floor(room / 6)))
  return { text: shown, width: shown.length * 6 }
}
/** The same with a sign for what is left out, as the canvas has it. */
const withDots = (text: string, room: number) => {
  const shown = text.length * 6 <= room ? text : `${text.slice(0, Math.max(0, Math.floor(room / 6) - 1))}…`
  return { text: shown, width: shown.length * 6 }
}
const place = (flags: readonly Flag[]) => placeFlags(flags, (t) => t, fit)

describe('flags', () => {
  it('never lie on each other, however close their commands are', () => {
    const groups = place(Array.from({ length: 300 }, (_, at) => flag(at * 7)))
    groups.slice(1).forEach((group, at) => {
      const before = groups[at]
      expect(before !== undefined && before.x + before.w <= group.x).toBe(true)
    })
    expect(groups.flatMap((group) => group.flags)).toHaveLength(300)
  })

  it('of one instant are one flag that counts them', () => {
    const [group, ...others] = place([flag(100), flag(100), flag(100 + flagGap - 1)])
    expect(others).toEqual([])
    expect(group?.text.startsWith('3 · ')).toBe(true)
  })

  it('keep the count even where nothing else has room', () => {
    const [group] = place([flag(100), flag(101), flag(101 + flagGap)])
    expect(group?.text).toBe('2')
  })

  it('say the count alone, and no part of it, where the name has no room for some letters', () => {
    for (let room = 24; room < 160; room++) {
      const texts = placeFlags([flag(100), flag(101), flag(100 + room)], (t) => t, withDots).map(({ text }) => text)
      expect(texts[0]).toMatch(/^2$|^2 · Hos.*$/)
    }
  })

  it('are hollow only while all of them lie ahead', () => {
    expect(place([flag(5), flag(6, { ahead: true })])[0]?.ahead).toBe(false)
    expect(place([flag(5, { ahead: true }), flag(6, { ahead: true })])[0]?.ahead).toBe(true)
  })

  it('are found under the pointer', () => {
    const groups = place([flag(100), flag(400)])
    expect(flagsAt(groups, 120)?.flags[0]?.t).toBe(100)
    expect(flagsAt(groups, 90)).toBeNull()
    expect(flagsAt(groups, 399)?.flags[0]?.t).toBe(400)
  })
})

function branch(id: number, parent: number | null, forkAt: number, reached = 1000): BranchInfo {
  return { id, parent, forkAt, label: id === 0 ? '' : 'host.crash Host B', reached, stored: id + 1 }
}

describe('branches', () => {
  const tree = [branch(0, null, 0), branch(1, 0, 100), branch(2, 0, 600), branch(3, 1, 300), branch(4, 9, 50)]

  it('are rows below the one that they left, the latest fork first', () => {
    expect(trackRows(tree).map((track) => [track.branch.id, track.parentRow])).toEqual([
      [0, null],
      [2, 0],
      [1, 0],
      [3, 2],
      [4, null],
    ])
  })

  it('have lines that cross no track', () => {
    const tracks = trackRows(tree)
    for (const track of tracks) {
      if (track.parentRow === null) continue
      for (const between of tracks.slice(track.parentRow + 1, track.row)) expect(between.from).toBeGreaterThanOrEqual(track.from)
    }
  })

  it('show a branch that was made ahead of what it has run to', () => {
    expect(trackRows([branch(0, null, 0), branch(1, 0, 700, 500)])[1]).toMatchObject({ from: 700, to: 700 })
  })

  it('a course goes by its parents up to each fork', () => {
    const course = courseOf(tree, 3)
    expect([...course]).toEqual([
      [3, Infinity],
      [1, 300],
      [0, 100],
    ])
    const at = (on: number, t: number): boolean => isOnCourse({ id: 1, branch: on, t, note: '' }, course)
    expect([at(0, 100), at(0, 101), at(1, 250), at(3, 900), at(2, 50)]).toEqual([true, false, true, true, false])
  })
})
