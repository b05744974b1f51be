/** Every conformance lab in-process, with the invariants checked after each turn; and that a changed constant is noticed by a lab that cites its fact. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseLab } from '../contract/lab/index.ts'
import type { Lab } from '../contract/lab/index.ts'
import { unnamedInputs } from '../contract/texts/inputs.ts'
import { evaluate } from '../expectations/evaluate.ts'
import { constants, perturb } from '../knowledge/constants.ts'
import { computeFunctionsOf, createSimulation } from './index.ts'
import type { Simulation, SimulationOptions } from './index.ts'
import { misfitsOf } from './testing/misfits.ts'

const root = join(import.meta.dirname, '../../resources/conformance')
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.lab\.(ya?ml|json)$/.test(file))
  .sort((a, b) => (a < b ? -1 : 1))

const known = new Map<string, ReturnType<typeof parseLab>>()
/** Read once. */
function read(file: string): ReturnType<typeof parseLab> {
  const parsed = known.get(file) ?? readAnew(file)
  known.set(file, parsed)
  return parsed
}

function readAnew(file: string): ReturnType<typeof parseLab> {
  const path = join(root, file)
  const traces = (name: string): string | null => {
    const trace = join(dirname(path), name)
    return existsSync(trace) ? readFileSync(trace, 'utf8') : null
  }
  return parseLab(readFileSync(path, 'utf8'), { fileName: file, traces })
}

/** What does not hold, a line each. An engine that breaks does not hold either. */
function failures(lab: Lab, options: SimulationOptions): readonly string[] {
  const simulation = createSimulation(lab, options)
  const failed = evaluate(lab, simulation, computeFunctionsOf(options.constants ?? constants)).filter(({ held }) => !held)
  simulation.checkInvariants()
  const found = failed.map(({ text, happened }) => `${text}: ${happened ?? ''}`)
  if (options.constants !== undefined) return found
  simulation.runUntil(lab.until)
  return [...found, ...unnamed(simulation), ...misfitsOf(simulation)]
}

/** What decisions looked at and people could not read: it has no name in `contract/texts/inputs.ts`. */
function unnamed({ log }: Simulation): readonly string[] {
  const found = log.flatMap(({ why }) =>
    why === undefined ? [] : unnamedInputs(why.inputs).map((input) => `${why.decision} has an input without a name: ${input}`),
  )
  return [...new Set(found)]
}

const labs = files.flatMap((file) => {
  const parsed = read(file)
  return parsed.ok && parsed.lab.checkFails === null ? [{ file, lab: parsed.lab }] : []
})

describe('conformance labs', () => {
  it.each(files)('%s', (file) => {
    const parsed = read(file)
    const wanted = parsed.ok ? parsed.lab.checkFails : (parsed.checkFails ?? null)
    if (wanted !== null) {
      expect(parsed.ok ? [] : [...new Set(parsed.problems.map(({ path }) => path))].sort()).toEqual([...wanted].sort())
      return
    }
    if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
    expect(parsed.lab.expect.length, 'expectations').toBeGreaterThan(0)
    expect(parsed.lab.expect.flatMap(({ facts }) => facts).length, 'facts cited').toBeGreaterThan(0)
    expect(failures(parsed.lab, { checkEveryTurn: true, freeze: true })).toEqual([])
  })
})

describe('a changed constant is noticed by a lab that cites its fact', () => {
  it.each(Object.keys(constants))('%s', (fact) => {
    const changed = perturb(fact)
    if (changed === null) throw new Error(`${fact} has no constant`)
    const noticed = labs.some(({ lab }) => {
      if (!lab.expect.some(({ facts }) => facts.includes(fact))) return false
      try {
        return failures(lab, { constants: changed }).length > 0
      } catch {
        return true
      }
    })
    expect(noticed).toBe(true)
  })
})

const specs = join(import.meta.dirname, '../../../shared/spec')
const specOf = (name: string): string => (existsSync(join(specs, name)) ? readFileSync(join(specs, name), 'utf8') : '')

/** Facts of a text that have a test line. */
const testedIn = (text: string, area: string): readonly string[] =>
  [...text.matchAll(new RegExp(String.raw`^\*\*(${area}-\d{3})\*\*((?:(?!^\*\*${area}-|^#).)*)`, 'gms'))]
    .filter(([, , rest]) => /^test:/m.test(rest ?? ''))
    .map(([, id]) => id ?? '')

describe.skipIf(!existsSync(specs))('facts with a test line', () => {
  const cited = new Set<string>(labs.flatMap(({ lab }) => lab.expect.flatMap(({ facts }) => facts)))
  for (const file of files) for (const [id] of checkedIn(file)) cited.add(id)
  for (const [, id] of readFileSync(join(root, 'by-unit-test.yaml'), 'utf8').matchAll(/^([A-Z]+-\d{3}):/gm)) cited.add(id ?? '')

  it('of HA are each cited by a lab or shown by a unit test, but those that need other features', () => {
    const [body = '', interplay = ''] = specOf('ha.md').split('## Facts that need other features')
    // What that section lists and the engine shows by now.
    const shown = new Set(['HA-013', 'HA-105', 'HA-107', 'HA-119', 'HA-140', 'HA-162', 'HA-172', 'HA-177', 'HA-181'])
    const later = new Set([...interplay.matchAll(/^\| (HA-\d{3}) \|/gm)].map(([, id]) => id).filter((id) => id !== undefined && !shown.has(id)))
    const tested = testedIn(body, 'HA')
    expect(tested.length).toBeGreaterThan(120)
    expect(tested.filter((id) => !cited.has(id) && !later.has(id))).toEqual([])
  })

  it.each(['VM', 'SN', 'FT'])('of %s are each cited by a lab or shown by a unit test', (area) => {
    const tested = testedIn(specOf('vmotion-snapshots-ft.md'), area)
    expect(tested.length).toBeGreaterThan(20)
    expect(tested.filter((id) => !cited.has(id))).toEqual([])
  })
})

describe.skipIf(!existsSync(specs))('facts about DRS with a test line', () => {
  it('are each cited by a lab or shown by a unit test', () => {
    const cited = new Set<string>(labs.flatMap(({ lab }) => lab.expect.flatMap(({ facts }) => facts)))
    for (const file of files) for (const [id] of checkedIn(file)) cited.add(id)
    for (const [, id] of readFileSync(join(root, 'by-unit-test.yaml'), 'utf8').matchAll(/^([A-Z]+-\d{3}):/gm)) cited.add(id ?? '')
    const tested = [...specOf('drs.md').matchAll(/^### (DRS-\d{3})((?:(?!^### |^## ).)*)/gms)]
      .filter(([, , rest]) => /^test:/m.test(rest ?? ''))
      .map(([, id]) => id ?? '')
    expect(tested.length).toBeGreaterThan(90)
    expect(tested.filter((id) => !cited.has(id))).toEqual([])
  })
})

describe('facts shown by a unit test', () => {
  const entries = [...readFileSync(join(root, 'by-unit-test.yaml'), 'utf8').matchAll(/^([A-Z]+-\d{3}): (\S+) › (.+)$/gm)]
  it('name a test that is there', () => {
    expect(entries.length).toBeGreaterThan(20)
    for (const [, id, file = '', name = ''] of entries) {
      const test = join(root, '../..', file)
      expect(existsSync(test), `${id ?? ''}: ${file}`).toBe(true)
      expect(readFileSync(test, 'utf8'), id).toContain(name)
    }
  })
})

/** Facts that a lab which must not validate names in its text. */
function checkedIn(file: string): readonly (readonly [string])[] {
  const parsed = read(file)
  if (parsed.ok ? parsed.lab.checkFails === null : (parsed.checkFails ?? null) === null) return []
  return [...readFileSync(join(root, file), 'utf8').matchAll(/\bHA-\d{3}\b/g)].map(([id]) => [id] as const)
}
