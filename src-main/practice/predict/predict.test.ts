/** What is asked of runs: one choice comes true, the others do not, and the same is asked of the same instant however one comes there. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseLab, type Lab } from '../../contract/lab/index.ts'
import { createSimulation, restoreSimulation, type Simulation } from '../../engine/index.ts'
import { lookAhead, type Ahead, type Found, type Posed } from './look-ahead.ts'
import { said } from './outcome.ts'
import { poses } from './poses.ts'

const resources = join(import.meta.dirname, '../../../resources')

/** Null: a lab whose point is that it is refused. */
function readLab(...path: readonly string[]): Lab | null {
  const parsed = parseLab(readFileSync(join(resources, ...path), 'utf8'), { fileName: path.at(-1) ?? '' })
  return parsed.ok ? parsed.lab : null
}

function labOf(...path: readonly string[]): Lab {
  const lab = readLab(...path)
  if (lab === null) throw new Error(`${path.join('/')} is refused`)
  return lab
}

/** A copy from where a run stands. */
function aheadOf(lab: Lab, run: Simulation): () => Ahead {
  const keyframe = run.keyframe()
  return () => {
    const simulation = restoreSimulation(lab, keyframe, run.log)
    return {
      simulation,
      takeTurn(limit) {
        const at = simulation.nextAt()
        return at !== null && at <= limit && simulation.step()
      },
    }
  }
}
/** All of it at once. */
function look(lab: Lab, run: Simulation): Found {
  const pieces = lookAhead(aheadOf(lab, run), { until: lab.until, seed: lab.seed })
  for (;;) {
    const { done, value } = pieces.next()
    if (done) return value
  }
}

/** All that is asked while a lab runs to its end. */
function askedIn(lab: Lab): readonly Posed[] {
  const run = createSimulation(lab)
  const posed: Posed[] = []
  while (run.now < lab.until) {
    const found = look(lab, run)
    expect(found.at).toBeGreaterThan(run.now)
    posed.push(...found.posed)
    run.runUntil(found.at)
    for (const { event } of found.posed) expect(run.log[event.seq], 'the run is the judge').toEqual(event)
  }
  return posed
}

/** What is wrong with a question. */
function faultsOf({ asked, right, event }: Posed): readonly string[] {
  const { choices, stem } = asked
  const texts = choices.flatMap(({ text }) => text)
  return [
    ...(choices.length < 2 || choices.length > 4 ? [`${choices.length} choices`] : []),
    ...(choices.filter(({ id }) => id === right).length === 1 ? [] : ['not one right choice']),
    ...([0, 1].every((language) => new Set(choices.map(({ text }) => text[language])).size === choices.length) ? [] : ['two alike']),
    ...(asked.at === event.t - 1 && asked.seq === event.seq ? [] : ['not just before']),
    ...([...texts, ...stem].some((text) => /undefined|null|unknown|알 수 없|NaN/.test(text)) ? [`a gap: ${texts.join(' | ')}`] : []),
  ]
}

const byDirectory = (directory: string, nth: number): readonly string[] =>
  readdirSync(join(resources, directory))
    .filter((name) => name.endsWith('.lab.yaml'))
    .filter((_name, at) => at % nth === 0)

const found = new Map<string, number>()
const count = (posed: readonly Posed[]): void => posed.forEach(({ event }) => found.set(event.type, (found.get(event.type) ?? 0) + 1))

describe('what is asked', () => {
  it.each(byDirectory('samples', 1).filter((name) => !name.startsWith('sixty')))('of the sample %s has one choice that comes true', (name) => {
    const posed = askedIn(labOf('samples', name))
    count(posed)
    expect(posed.length).toBeGreaterThan(0)
    expect(posed.flatMap(faultsOf)).toEqual([])
  })

  it('of conformance labs has one choice that comes true', { timeout: 120_000 }, () => {
    for (const area of ['ha', 'drs', 'vmotion', 'snapshots', 'ft'])
      for (const name of byDirectory(`conformance/${area}`, 4)) {
        const lab = readLab('conformance', area, name)
        if (lab === null) continue
        const posed = askedIn(lab)
        count(posed)
        expect(posed.flatMap(faultsOf), name).toEqual([])
      }
  })

  it('covers each kind of the list', () => {
    const rare = [
      ['ha', 'ha-099'],
      ['ha', 'ha-107'],
      ['snapshots', 'sn-011'],
      ['snapshots', 'sn-029'],
    ] as const
    for (const [area, prefix] of rare)
      for (const name of readdirSync(join(resources, 'conformance', area)).filter((file) => file.startsWith(prefix)))
        count(askedIn(labOf('conformance', area, name)))
    expect(Object.keys(poses).filter((type) => !found.has(type))).toEqual([])
  })
})

describe('the article', () => {
  const lab = labOf('samples', 'article.lab.yaml')

  it('asks what is concluded of Host A and where VM1 starts, one after the other at the same stop', () => {
    const run = createSimulation(lab)
    run.runUntil(70_000)
    const { at, posed } = look(lab, run)
    expect([at, posed.map(({ event, asked }) => [event.type, asked.at])]).toEqual([
      78_000,
      [
        ['ha.hostStateChanged', 77_999],
        ['ha.restartAttempted', 77_999],
      ],
    ])
    const [, placement] = posed
    expect(placement?.asked.choices.map(({ text }) => text[0]).sort()).toEqual(
      ['Host A', 'Host B', 'Host C'].map((host) => `vSphere HA starts VM1 on ${host} (attempt 1)`),
    )
    expect(placement?.asked.choices.find(({ id }) => id === placement.right)?.text).toEqual(said((placement as Posed).event))
  })

  it('asks the same from wherever one looks, and nothing that has happened', () => {
    const asked = [0, 63_000, 77_998, 77_999].map((t) => {
      const run = createSimulation(lab)
      run.runUntil(t)
      for (;;) {
        const next = look(lab, run)
        if (next.at >= 78_000) return next.posed
        run.runUntil(next.at)
      }
    })
    for (const posed of asked) expect(posed).toEqual(asked[0])
    const run = createSimulation(lab)
    run.runUntil(78_000)
    expect(look(lab, run).posed.every(({ event }) => event.t > 78_000)).toBe(true)
  })

  it('offers nothing that comes true at the same instant as well', () => {
    const failover = labOf('samples', 'fault-tolerance.lab.yaml')
    const run = createSimulation(failover)
    run.runUntil(61_000)
    const [takeOver] = look(failover, run).posed
    expect(takeOver?.event.type).toBe('ft.failover')
    run.runUntil(61_500)
    const wrong = takeOver?.asked.choices.filter(({ id }) => id !== takeOver.right).map(({ text }) => text[0]) ?? []
    const came = run.log.filter(({ t }) => t === 61_500).map((event) => said(event)[0])
    expect(wrong.filter((text) => came.includes(text))).toEqual([])
  })
})
