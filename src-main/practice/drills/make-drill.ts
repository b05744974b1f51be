/** Draws a drill: a design, a fault, the instant of the first symptom, and other faults that look much the same but can be told from it. */
import type { LabFile } from '../kit/evidence.ts'
import { parseLab, type Lab } from '../../contract/lab/index.ts'
import type { DrillLevel } from '../../contract/practice/drill.ts'
import { rngOfSeed } from '../../engine/index.ts'
import { shuffled, type Rng } from '../kit/draw.ts'
import { UnfitLab } from '../kit/evidence.ts'
import { drawDesign, drillLab, type DrillDesign } from './design.ts'
import { faultsOf, type Fault } from './faults.ts'
import { distance, lookedOf, seenOf, Watcher, type Observation } from './observe.ts'

export interface Drill {
  readonly level: DrillLevel
  readonly seed: number
  readonly faultAt: number
  /** The first symptom has been there for a moment. */
  readonly shownAt: number
  /** How far can be waited. */
  readonly until: number
  /** In the order shown. */
  readonly choices: readonly DrillCandidate[]
  /** Index of the fault that happened. */
  readonly right: number
}

export interface DrillCandidate {
  readonly fault: Fault
  readonly file: LabFile
}

const CHOICES = 5
/** Candidates are played; so many are enough to find some that look alike. */
const CANDIDATES_MAX = 28
const LOOK_EVERY_MS = 5_000
const SYMPTOM_WITHIN_MS = 10 * 60_000
/** What came at once has been seen together. */
const SETTLE_MS = 15_000
const WAIT_MS = 15 * 60_000
const LATER_MS = 120_000
const TRIES = 40

/** The same level and seed give the same drill, as long as the engine is the same. */
export function makeDrill(level: DrillLevel, seed: number): Drill {
  const rng = rngOfSeed(seed)
  for (let tries = 0; tries < TRIES; tries++) {
    const drill = drawn(rng, level, seed)
    if (drill !== null) return drill
  }
  throw new Error(`no drill of level ${level} comes of seed ${seed}`)
}

function drawn(rng: Rng, level: DrillLevel, seed: number): Drill | null {
  const design = drawDesign(rng, level)
  const faultAt = 60_000 + 5_000 * rng.between(0, 36)
  const all = faultsOf(design, level)
  const own = all.filter((fault) => fault.level === level)
  const kinds = [...new Set(own.map(kindOf))]
  const kind = kinds[rng.between(0, kinds.length - 1)]
  const fault = shuffled(
    rng,
    own.filter((one) => kindOf(one) === kind),
  )[0]
  if (fault === undefined) return null
  const until = faultAt + SYMPTOM_WITHIN_MS + WAIT_MS
  const candidate = (one: Fault): DrillCandidate => ({ fault: one, file: fileOf(design, one, faultAt, until) })
  const real = candidate(fault)
  const shownAt = firstSymptom(real.file, faultAt)
  if (shownAt === null) return null
  const others = shuffled(
    rng,
    all.filter((one) => one.key !== fault.key),
  )
    .slice(0, CANDIDATES_MAX)
    .map(candidate)
  const wrong = lookAlikes(real, others, shownAt).slice(0, CHOICES - 1)
  if (wrong.length < CHOICES - 1) return null
  const choices = shuffled(rng, [real, ...wrong])
  return { level, seed, faultAt, shownAt, until: shownAt + WAIT_MS, choices, right: choices.indexOf(real) }
}

const kindOf = ({ key }: Fault): string => key.split(' ')[0] ?? key

function fileOf(design: DrillDesign, { commands, extras }: Fault, faultAt: number, until: number): LabFile {
  const at = `${faultAt / 1000}s`
  return drillLab(
    design,
    commands.map((command) => ({ at, ...command })),
    `${until / 1000}s`,
    extras,
  )
}

export function labOf(file: LabFile): Lab {
  const parsed = parseLab(JSON.stringify(file), { fileName: 'the drill' })
  if (!parsed.ok) throw new UnfitLab(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return parsed.lab
}

/** The instant at which the vSphere Client or a user has shown something for a moment; null: nobody notices. */
function firstSymptom(file: LabFile, faultAt: number): number | null {
  const watcher = new Watcher(labOf(file))
  const before = seenOf(watcher.at(faultAt - 1000))
  for (let t = faultAt + LOOK_EVERY_MS; t <= faultAt + SYMPTOM_WITHIN_MS; t += LOOK_EVERY_MS)
    if (distance(before, seenOf(watcher.at(t))) > 0) return t + SETTLE_MS
  return null
}

interface Looks {
  readonly seen: ReturnType<typeof seenOf>[]
  readonly looked: ReturnType<typeof lookedOf>[]
}

function looksOf(file: LabFile, shownAt: number): Looks {
  const watcher = new Watcher(labOf(file))
  const observations: Observation[] = [watcher.at(shownAt), watcher.at(shownAt + LATER_MS)]
  return { seen: observations.map(seenOf), looked: observations.map(lookedOf) }
}

/** Those that can be told from the real one by looking, the most alike at first sight first. */
function lookAlikes(real: DrillCandidate, others: readonly DrillCandidate[], shownAt: number): readonly DrillCandidate[] {
  const here = looksOf(real.file, shownAt)
  const count = (a: Looks, b: Looks, of: keyof Looks): number => a[of].reduce((sum, one, at) => sum + distance(one, b[of][at] ?? new Map()), 0)
  return others
    .map((other, at) => {
      const there = looksOf(other.file, shownAt)
      const seen = count(here, there, 'seen')
      return { other, at, seen, canBeTold: seen + count(here, there, 'looked') > 0 }
    })
    .filter(({ canBeTold }) => canBeTold)
    .sort((a, b) => a.seen - b.seen || a.at - b.at)
    .map(({ other }) => other)
}
