import { describe, expect, it } from 'vitest'
import { drillLevels, drillScoring, type DrillCourse, type DrillLevel } from '../../contract/practice/drill.ts'
import { rngOfSeed } from '../../engine/index.ts'
import { begunDrill, DrillDesk } from './desk.ts'
import { drawDesign, drillLab } from './design.ts'
import { faultsOf } from './faults.ts'
import { labOf, makeDrill, type Drill } from './make-drill.ts'
import { distance, lookedOf, seenOf, Watcher } from './observe.ts'
import { pointsOf, scoreOf } from './score.ts'
import { DrillMistake, viewOf } from './view.ts'

const begun = (level: DrillLevel, seed: number): DrillCourse => begunDrill(level, seed, 1, 0)

const seeds = Array.from({ length: 6 }, (_, at) => at + 1)

describe.each(drillLevels)('drills of level %i', (level) => {
  const drills = new Map<number, Drill>()
  /** Made once for both. */
  const drillOf = (seed: number): Drill => {
    const drill = drills.get(seed) ?? makeDrill(level, seed)
    drills.set(seed, drill)
    return drill
  }

  it('have five causes that can be told apart by looking, one of which happened', { timeout: 60_000 }, () => {
    for (const seed of seeds) {
      const drill = drillOf(seed)
      expect(drill.choices).toHaveLength(5)
      expect(new Set(drill.choices.map(({ fault }) => fault.text[0])).size).toBe(5)
      expect(new Set(drill.choices.map(({ fault }) => fault.text[1])).size).toBe(5)
      const real = drill.choices[drill.right]
      expect(real?.fault.level).toBe(level)
      const instants = [drill.shownAt, drill.shownAt + 120_000]
      const look = (file: Parameters<typeof labOf>[0]) => {
        const watcher = new Watcher(labOf(file))
        return instants.map((t) => watcher.at(t)).map((one) => ({ seen: seenOf(one), looked: lookedOf(one) }))
      }
      const here = look(real?.file ?? {})
      drill.choices.forEach(({ fault, file }, at) => {
        if (at === drill.right) return
        const there = look(file)
        const apart = here.reduce(
          (sum, one, index) => sum + distance(one.seen, there[index]?.seen ?? new Map()) + distance(one.looked, there[index]?.looked ?? new Map()),
          0,
        )
        expect(apart, `${seed}: ${fault.key} instead of ${real?.fault.key ?? ''}`).toBeGreaterThan(0)
      })
    }
  })

  it('show a symptom at the start, and not the fault', { timeout: 60_000 }, () => {
    for (const seed of seeds) {
      const drill = drillOf(seed)
      const view = viewOf(drill, begun(level, seed))
      const watcher = new Watcher(labOf(drill.choices[drill.right]?.file ?? {}))
      const quiet = seenOf(watcher.at(drill.faultAt - 1))
      expect(distance(quiet, seenOf(watcher.at(view.t)))).toBeGreaterThan(0)
      expect(view.debrief).toBeNull()
      expect(view.choices.flatMap(({ otherwise }) => otherwise)).toEqual([])
      // No command, and nothing that only a log of the lab has.
      expect(JSON.stringify(view)).not.toMatch(/"do"|host\.powerOff|datastore\.|network\.|command/)
    }
  })
})

it('is the same for the same seed, and another for another', () => {
  expect(makeDrill(2, 7)).toEqual(makeDrill(2, 7))
  expect(makeDrill(2, 7)).not.toEqual(makeDrill(2, 8))
})

it('knows faults that a lab can have, each with words of its own', () => {
  const design = drawDesign(rngOfSeed(3), 3)
  const faults = faultsOf(design, 3)
  expect(new Set(faults.map(({ key }) => key)).size).toBe(faults.length)
  for (const { commands, extras } of faults) {
    const timeline = commands.map((command) => ({ at: '1m', ...command }))
    const watcher = new Watcher(labOf(drillLab(design, timeline, '10m', extras)))
    // None of them is refused: the fault is what it says.
    expect(watcher.at(300_000).events.filter(({ type }) => type === 'command.refused')).toEqual([])
  }
})

describe('working on one', () => {
  const desk = new DrillDesk()
  const [level, seed] = [2, 2] as const
  const drill = makeDrill(level, seed)
  const right = 'abcde'[drill.right] ?? ''
  const wrong = 'abcde'[(drill.right + 1) % 5] ?? ''

  it('tells what was looked at, at its instant, once for each', () => {
    let view = desk.after(begun(level, seed), { kind: 'look', look: 'uplinks', object: 'esx-03' }, 1000)
    expect(view.looked).toEqual([
      { look: 'uplinks', object: 'esx-03', t: drill.shownAt, seen: ['Management down · VM Network up', 'Management 끊김 · VM Network 연결됨'] },
    ])
    view = desk.after(view.course, { kind: 'look', look: 'uplinks', object: 'esx-03' }, 1000)
    expect(view.looked).toHaveLength(1)
    view = desk.after(view.course, { kind: 'wait', ms: 120_000 }, 1000)
    view = desk.after(view.course, { kind: 'look', look: 'uplinks', object: 'esx-03' }, 1000)
    expect(view.looked.map(({ t }) => t - drill.shownAt)).toEqual([0, 120_000])
    expect(view.course.spentMs).toBe(4000)
  })

  it('shows of a host what vCenter Server hears of it, not what it takes itself for', () => {
    const { news } = desk.after(begun(level, seed), { kind: 'wait', ms: 120_000 }, 0)
    expect(news.some(({ text }) => text[0].startsWith('The HA state of esx-03 is now Network Isolated'))).toBe(true)
    expect(news.filter(({ text }) => text[0].includes('sees itself'))).toEqual([])
  })

  it('waits no further than the end', () => {
    let view = desk.after(begun(level, seed), { kind: 'show' }, 0)
    for (let i = 0; i < 12; i++) view = desk.after(view.course, { kind: 'wait', ms: 120_000 }, 0)
    expect(view.t).toBe(view.until)
  })

  it('tells what happened once it is answered, and what another cause would have shown', () => {
    const view = desk.after(begun(level, seed), { kind: 'answer', choice: wrong, now: 5 }, 1000)
    expect(view.course).toMatchObject({ answer: wrong, score: 0, finishedAt: 5 })
    expect(view.debrief?.right).toBe(right)
    expect(view.debrief?.steps.length).toBeGreaterThan(2)
    expect(view.debrief?.facts).toContain('HA-064')
    for (const { id, otherwise } of view.choices) expect(otherwise.length > 0, id).toBe(id !== right)
    expect(() => desk.after(view.course, { kind: 'wait', ms: 30_000 }, 0)).toThrow(DrillMistake)
  })

  it('says why a VM was not restarted', () => {
    const bound = makeDrill(3, 4)
    expect(bound.choices[bound.right]?.fault.key).toBe('mustRule esx-01')
    const view = desk.after(begun(3, 4), { kind: 'answer', choice: 'a', now: 5 }, 0)
    expect(view.debrief?.facts).toContain('HA-099')
    expect(view.debrief?.steps.filter(({ facts }) => facts.includes('HA-099'))).toHaveLength(1)
  })

  it('refuses what is not there', () => {
    expect(() => desk.after(begun(level, seed), { kind: 'answer', choice: 'z', now: 5 }, 0)).toThrow('z is none of a, b, c, d, e')
    expect(() => desk.after(begun(level, seed), { kind: 'look', look: 'guest', object: 'esx-01' }, 0)).toThrow(/esx-01 is none of /)
  })

  it('takes points off for looks, waiting and time, down to the least', () => {
    const quick = { level, looks: [], spentMs: 60_000 }
    expect(scoreOf(pointsOf(quick, 0))).toBe(100)
    const look = { look: 'console', object: 'esx-01', t: 0 } as const
    // 100 − 2 × 4 − 3 × 2 − (7 − 4) × 5
    expect(scoreOf(pointsOf({ level, looks: [look, look], spentMs: 6.5 * 60_000 }, 3.5 * 60_000))).toBe(71)
    expect(scoreOf(pointsOf({ level, looks: Array.from({ length: 30 }, () => look), spentMs: 0 }, 0))).toBe(drillScoring.least)
    const view = desk.after(begun(level, seed), { kind: 'answer', choice: right, now: 5 }, 1000)
    expect(view.course.score).toBe(100)
  })
})
