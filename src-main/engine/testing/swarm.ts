/**
 * One seed, one lab, one life: faults at random with every rule checked after every turn; then calm, in which all must come good; then the
 * same once more, and from a keyframe, which must give the same log.
 */
import { parseCommand, parseLab } from '../../contract/lab/index.ts'
import type { Lab } from '../../contract/lab/index.ts'
import { InvariantError, present } from '../core/assert.ts'
import { rngOfSeed } from '../core/rng.ts'
import type { Rng } from '../core/rng.ts'
import type { Kernel } from '../core/simulation.ts'
import type { Keyframe } from '../core/simulation-types.ts'
import { ENGINE_VERSION } from '../simulate.ts'
import { BrokenRule } from './broken-rule.ts'
import { CALM_MS, healAtMs, healing, unsettled } from './calm.ts'
import { percent } from './draws.ts'
import { productEngine, replay, restoreRun, startRun } from './drive.ts'
import type { Engine, SentCommand } from './drive.ts'
import { labelOf } from './coverage.ts'
import { drawCatch, drawCommand, drawGapMs, drawMix } from './faults.ts'
import type { DrawnCommand } from './fault-kind.ts'
import { drawLab } from './lab-shape.ts'
import { TurnChecks } from './turn-checks.ts'

/** How far a run goes on that is then taken back. */
const COMMANDS_AHEAD = 20

export type Phase = 'safety' | 'calm' | 'determinism'

export interface Failure {
  readonly phase: Phase
  readonly rule: string
  readonly message: string
  /** Instant, ms. */
  readonly at: number
  /** Turns of the safety phase: with so many the run fails in the same way. */
  readonly safetyTurns: number
}

export interface SeedResult {
  readonly seed: number
  readonly labText: string
  readonly features: ReadonlySet<string>
  /** Kinds of faults that were sent. */
  readonly kinds: ReadonlySet<string>
  readonly turns: number
  readonly events: number
  readonly commands: readonly SentCommand[]
  /** How many of them were drawn; the others healed. */
  readonly drawnCommands: number
  readonly safetyEndedAt: number
  /** What was logged, by `labelOf`. */
  readonly seen: ReadonlySet<string>
  readonly failure: Failure | null
}

export interface SeedOptions {
  /** Length of the safety phase in turns; null: as the seed decides. */
  readonly turns: number | null
  readonly engine?: Engine
  /** Whether a second run and one from a keyframe are held against it, which takes a third. Default: true. */
  readonly checkDeterminism?: boolean
}

const COMMANDS_MAX = 900
export function runSeed(seed: number, { turns, engine = productEngine, checkDeterminism = true }: SeedOptions): SeedResult {
  const rng = rngOfSeed(seed)
  const { text, features } = drawLab(rng)
  const drawn = rng.between(450, 1050)
  const life = new Life(labOf(text), engine, { turns: turns ?? drawn, keyframeAtTurn: rng.between(1, drawn) })
  const kinds = new Set<string>()
  const failure = life.guarded(() => {
    life.begin()
    safetyPhase(life, rng, kinds)
    life.calm()
    if (checkDeterminism) life.determinism()
  })
  return {
    seed,
    labText: text,
    features,
    kinds,
    turns: life.kernel.turns,
    events: life.kernel.log.length,
    commands: life.sent,
    drawnCommands: life.drawnCommands,
    safetyEndedAt: life.safetyEndedAt,
    seen: new Set(life.kernel.log.map(labelOf)),
    failure,
  }
}

/** What a seed sends: commands as they were drawn, those that healed after them, and when the drawn ones ended. Nothing is looked at. */
export function commandsOfSeed(
  seed: number,
  turns: number,
): { readonly lab: Lab; readonly commands: readonly SentCommand[]; readonly safetyEndedAt: number } {
  const rng = rngOfSeed(seed)
  const lab = labOf(drawLab(rng).text)
  const drawn = rng.between(450, 1050)
  const life = new Life(lab, productEngine, { turns, keyframeAtTurn: rng.between(1, drawn), isLookedAt: false })
  safetyPhase(life, rng, new Set())
  life.calm()
  return { lab, commands: life.sent, safetyEndedAt: life.safetyEndedAt }
}

/** The same life with these commands instead of drawn ones; the safety phase ends at `safetyEndsAt`. */
export function runCommands(
  labText: string,
  commands: readonly SentCommand[],
  options: { readonly safetyEndsAt: number; readonly engine?: Engine; readonly checkDeterminism: boolean },
): Failure | null {
  const life = new Life(labOf(labText), options.engine ?? productEngine, { turns: null, keyframeAtTurn: 1 })
  return life.guarded(() => {
    life.begin()
    for (const command of commands) {
      life.advance(command.at)
      life.send(command)
    }
    life.advance(options.safetyEndsAt)
    life.calm()
    if (options.checkDeterminism) life.determinism()
  })
}

/** A lab that the contract refuses is a mistake of the generator. */
function labOf(text: string): Lab {
  const parsed = parseLab(text)
  if (!parsed.ok) throw new Error(`the swarm drew an impossible lab: ${parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('; ')}`)
  return parsed.lab
}

function safetyPhase(life: Life, rng: Rng, kinds: Set<string>): void {
  const mix = drawMix(rng)
  let at = percent(rng, 20) ? 0 : rng.between(1, 60_000)
  for (let n = 0; n < COMMANDS_MAX && !life.isLongEnough; n++) {
    const isCaught = drawCatch(rng, life.kernel.world)
    at = life.advance(at, isCaught)
    if (life.isLongEnough) break
    const drawn = drawCommand(rng, mix, life.kernel.world)
    if (drawn !== null) {
      kinds.add(drawn.kind)
      life.send(parsed(at, drawn.command))
    }
    at += drawGapMs(rng, mix, life.kernel.world)
  }
  // Not in the middle of an instant, so that the commands alone repeat it.
  life.finishInstant()
}

/** Equal to their depth, in the same order of keys. The sentence of a why is no part of a log: it is rendered from the rest. */
function sameData(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false
    for (let i = 0; i < a.length; i++) if (a[i] !== b[i] && !sameData(a[i], b[i])) return false
    return true
  }
  if (Array.isArray(b)) return false
  const keys = Object.keys(a)
  const keysOfB = Object.keys(b)
  if (keys.length !== keysOfB.length) return false
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string
    if (key !== keysOfB[i]) return false
    if (key === 'text' && 'decision' in a && 'rejected' in a) continue
    const ofA = (a as Record<string, unknown>)[key]
    const ofB = (b as Record<string, unknown>)[key]
    if (ofA !== ofB && !sameData(ofA, ofB)) return false
  }
  return true
}

/** Like every command from outside it comes in through the contract. */
function parsed(at: number, command: DrawnCommand): SentCommand {
  const read = parseCommand(command.do, command.args)
  if (!read.ok)
    throw new Error(`the swarm drew an impossible ${command.do}: ${read.problems.map((problem) => `${problem.path}: ${problem.message}`).join('; ')}`)
  return { at, do: command.do, args: read.args as SentCommand['args'], written: command.args }
}

class Life {
  readonly kernel: Kernel
  readonly sent: SentCommand[] = []
  drawnCommands = 0
  safetyEndedAt = 0
  private readonly lab: Lab
  private readonly engine: Engine
  private readonly turnsMax: number | null
  private readonly keyframeAtTurn: number
  /** Null: nobody looks. */
  private readonly checks: TurnChecks | null
  private phase: Phase = 'safety'
  private safetyTurns = 0
  private keyframe: { readonly frame: Keyframe; readonly json: string; readonly sentBefore: number } | null = null

  constructor(
    lab: Lab,
    engine: Engine,
    { turns, keyframeAtTurn, isLookedAt = true }: { readonly turns: number | null; readonly keyframeAtTurn: number; readonly isLookedAt?: boolean },
  ) {
    this.lab = lab
    this.engine = engine
    this.turnsMax = turns
    this.keyframeAtTurn = keyframeAtTurn
    this.kernel = startRun(lab, engine)
    this.checks = isLookedAt ? new TurnChecks(this.kernel) : null
  }

  begin(): void {
    this.kernel.checkInvariants()
  }

  get isLongEnough(): boolean {
    return this.phase === 'safety' && this.turnsMax !== null && this.kernel.turns >= this.turnsMax
  }

  /** Until everything at or before `t` has happened, or the safety phase is long enough, or an instant is over in which `isCaught` came true; returns when. */
  advance(t: number, isCaught: ((world: Kernel['world']) => boolean) | null = null): number {
    const { kernel } = this
    for (let at = kernel.nextAt(); at !== null && at <= t && !this.isLongEnough; at = kernel.nextAt()) {
      kernel.step()
      this.afterTurn()
      if (isCaught === null || !isCaught(kernel.world)) continue
      this.finishInstant()
      return kernel.now
    }
    if (!this.isLongEnough) kernel.runUntil(t)
    return t
  }

  finishInstant(): void {
    const { kernel } = this
    while (kernel.nextAt() === kernel.now) {
      kernel.step()
      this.afterTurn()
    }
  }

  send(command: SentCommand): void {
    this.sent.push(command)
    this.kernel.command(command.do, command.args)
    this.afterTurn()
  }

  private afterTurn(): void {
    if (this.phase === 'safety') {
      this.safetyTurns = this.kernel.turns
      this.safetyEndedAt = this.kernel.now
      this.drawnCommands = this.sent.length
    }
    if (this.checks === null) return
    this.kernel.checkInvariants()
    this.checks.afterTurn()
    if (this.kernel.turns >= this.keyframeAtTurn) this.saveKeyframe()
  }

  private saveKeyframe(): void {
    if (this.keyframe !== null) return
    const frame = this.kernel.keyframe(ENGINE_VERSION)
    this.keyframe = { frame, json: JSON.stringify(frame), sentBefore: this.sent.length }
  }

  calm(): void {
    this.phase = 'calm'
    const { kernel } = this
    this.safetyEndedAt = kernel.now
    const from = kernel.now
    for (const afterMs of healAtMs) {
      this.advance(from + afterMs)
      for (const command of healing(kernel, afterMs > 0)) {
        // What the command before has due at this very instant comes first, as it does when the commands are repeated.
        this.advance(kernel.now)
        this.send(parsed(kernel.now, command))
      }
    }
    this.advance(from + CALM_MS)
    const found = this.checks && unsettled(kernel, this.checks)
    if (found !== null) throw new BrokenRule(found.rule, found.seen)
  }

  determinism(): void {
    this.phase = 'determinism'
    const { kernel, lab, engine, sent } = this
    this.saveKeyframe()
    const { frame, json, sentBefore } = present(this.keyframe, 'the keyframe')
    // What of a keyframe does not survive being written down is missing to the run from it.
    const keyframe = JSON.parse(json) as Keyframe
    // A second run up to the keyframe, and one from it to the end, are together one whole second run.
    const again = startRun(lab, engine)
    replay(again, sent.slice(0, sentBefore), null)
    while (again.turns < keyframe.turn && again.step());
    again.now = keyframe.at
    if (!sameData(frame, again.keyframe(ENGINE_VERSION))) {
      this.compare(again, 0, keyframe.logLength, 'a second run')
      throw new BrokenRule('sameState', `a second run has another state after turn ${keyframe.turn}`)
    }
    this.compare(again, 0, keyframe.logLength, 'a second run')
    const restored = keyframe.turn % 2 === 0 ? restoreRun(lab, engine, keyframe, kernel.log) : this.goneBack(again, frame, sentBefore)
    replay(restored, sent.slice(sentBefore), kernel.now)
    this.compare(restored, keyframe.logLength, null, `a run from the keyframe of turn ${keyframe.turn}`)
  }

  /** Of every other life the second run goes on a while and is then taken back. A broken module may have a state of its own, that stays. */
  private goneBack(again: Kernel, frame: Keyframe, sentBefore: number): Kernel {
    const { lab, engine, sent, kernel } = this
    if (engine !== productEngine) return restoreRun(lab, engine, frame, kernel.log)
    replay(again, sent.slice(sentBefore, sentBefore + COMMANDS_AHEAD), null)
    again.restore(frame, kernel.log)
    return again
  }

  /** Equal logs have equal digests, and are much faster to compare. */
  private compare(other: Kernel, from: number, to: number | null, what: string): void {
    const { log } = this.kernel
    const length = Math.max(to ?? log.length, other.log.length)
    for (let i = from; i < length; i++) {
      if (sameData(log[i], other.log[i])) continue
      const first = log[i] ?? other.log[i]
      throw new BrokenRule('sameLog', `${what} differs from event ${i} on (${first?.type ?? 'nothing'} at ${first?.t ?? 0} ms)`)
    }
  }

  /** What went wrong, if anything did. Everything that the engine throws is a failure. */
  guarded(run: () => void): Failure | null {
    try {
      run()
      return null
    } catch (error) {
      const rule = error instanceof BrokenRule ? error.rule : error instanceof InvariantError ? error.invariant : 'crash'
      const message = error instanceof Error ? error.message : String(error)
      return { phase: this.phase, rule, message, at: this.kernel.now, safetyTurns: this.safetyTurns }
    }
  }
}
