/** Judges a learner's course through a guided lab: what is checked, and what must not happen. */
import type { EventPattern, ExpectationWindow, Lab, LabCommand, LabExpectation } from '../../contract/lab/index.ts'
import type { Text } from '../../contract/texts/form-labels.ts'
import { isAllHeld, type Against, type ConditionResult, type Judgement, type Verdict } from '../../contract/practice/guided-course.ts'
import type {
  Condition,
  Course,
  ForbiddenCondition,
  NowCondition,
  GuidedLab,
  ToldCondition,
  TrialCondition,
  UnchangedCondition,
} from '../../contract/practice/guided.ts'
import { computeFunctions, createSimulation, restoreSimulation, withoutTimeline, withTimeline, type Keyframe } from '../../engine/index.ts'
import type { Json, LabEvent } from '../../contract/events.ts'
import type { Shortfall } from '../../contract/shortfall.ts'
import type { VmState } from '../../contract/state.ts'
import { evaluate } from '../../expectations/evaluate.ts'
import { compileMatcher } from '../../expectations/match.ts'
import type { ExpectationResult } from '../../expectations/port.ts'
import { originOf, stateSeen, stateShortfall } from '../../expectations/watch.ts'
import { CommandedRun, type Look } from './commanded-run.ts'
import { designChanges, forbids, openDesign } from './keeps.ts'
import { PLACES } from './parse-guided.ts'

export interface JudgeOptions {
  /** False: trials, which play a run for each host or pair of hosts, are left untried. */
  readonly trials: boolean
}

export function judge(guided: GuidedLab, course: Course, { trials }: JudgeOptions = { trials: true }): Judgement {
  const judged = new CourseJudge(guided, course, trials)
  const checks = guided.checks.map((condition) => judged.judge(condition, 'open'))
  const keeps = [...guided.keeps.map((condition) => judged.judge(condition, 'held')), ...keptDesign(guided, course.lab)]
  return { isSolved: isAllHeld(checks, keeps), checks, keeps }
}

/** Told only where it is not so: the design was changed elsewhere than the lab asks for. */
function keptDesign(guided: GuidedLab, lab: Lab | null): readonly ConditionResult[] {
  const open = openDesign(guided)
  const changed = designChanges(guided, lab).filter((key) => !open.includes(key))
  const text: Text = { en: 'The rest of the design is that of the start', ko: '나머지 설계는 시작할 때와 같음' }
  return changed.length === 0 ? [] : [{ id: 'design', text, verdict: 'failed', against: { code: 'designChanged', keys: changed }, seen: [] }]
}

type Verdicted = Pick<ConditionResult, 'verdict'> & Partial<Pick<ConditionResult, 'against' | 'seen'>>

interface Played {
  /** The run as far as it got. */
  readonly end: CommandedRun
  readonly results: ReadonlyMap<LabExpectation, ExpectationResult>
  /** What was told of, as it was at its instant; none where the run has not got to it. */
  readonly toldOf: ReadonlyMap<ToldCondition, readonly (VmState | null)[]>
}

class CourseJudge {
  readonly #trials: boolean
  readonly #guided: GuidedLab
  readonly #course: Course
  readonly #lab: Lab
  #played: Played | null = null
  readonly #heldFor = new Map<NowCondition, LabExpectation | null>()

  constructor(guided: GuidedLab, course: Course, trials: boolean) {
    this.#trials = trials
    this.#guided = guided
    this.#course = { ...course, commands: [...course.commands].sort((a, b) => a.at - b.at) }
    this.#lab = course.lab ?? guided.lab
  }

  /** `unreached`: what a condition is whose instant the run has not got to. */
  judge(condition: Condition, unreached: Verdict): ConditionResult {
    const { id, text } = condition
    return { id, text, against: null, seen: [], ...this.#verdict(condition, unreached) }
  }

  #verdict(condition: Condition, unreached: Verdict): Verdicted {
    switch (condition.kind) {
      case 'run':
        return this.#run(condition.expect, unreached)
      case 'now':
        return this.#now(condition, unreached)
      case 'trial':
        return this.#trials ? this.#trial(condition) : { verdict: 'untried' }
      case 'told':
        return this.#told(condition)
      case 'unchanged':
        return this.#unchanged(condition)
      case 'forbidden':
        return this.#forbidden(condition)
    }
  }

  #run(expect: readonly LabExpectation[], unreached: Verdict): Verdicted {
    const { results } = this.#play()
    const due = expect.filter((expectation) => results.has(expectation))
    const expectation = due.find((each) => results.get(each)?.held === false)
    if (expectation === undefined) {
      const seen = due.flatMap((each) => results.get(each)?.seen ?? []).slice(0, SEEN_MOST)
      return { verdict: due.length === expect.length ? 'held' : unreached, seen }
    }
    // What is to happen may still come while its window is open; what is kept is never still to come: it happened too often.
    const isNever = expectation.form === 'never' || (expectation.form === 'event' && unreached === 'held')
    const isOpen = !isNever && certainAt(expectation, this.#end.log) > this.#course.until
    return { verdict: isOpen ? unreached : 'failed', against: results.get(expectation)?.shortfall ?? null }
  }

  /** All that the run is judged by, in one go. Nothing is judged by what has not been run: a state only when its instant is there. */
  #play(): Played {
    if (this.#played !== null) return this.#played
    const { until, commands } = this.#course
    const conditions = [...this.#guided.checks, ...this.#guided.keeps]
    const toldOf = new Map<ToldCondition, readonly (VmState | null)[]>()
    const see = (told: ToldCondition) => (run: CommandedRun) => {
      const states = told.vms.map((vm) => run.vmState(vm))
      toldOf.set(told, states)
    }
    const looks = conditions
      .filter((condition) => condition.kind === 'told')
      .map((told): Look => ({ at: told.at, see: see(told) }))
      .sort((a, b) => a.at - b.at)
    const begun = (): CommandedRun => new CommandedRun(createSimulation(this.#lab), commands, looks)
    const all = conditions.flatMap((condition) => {
      if (condition.kind === 'run') return condition.expect
      return condition.kind === 'now' ? (this.#during(condition) ?? []) : []
    })
    const due = all.filter(isDueBy(until, begun))
    const end = begun()
    const results = evaluate({ expect: due, until }, end, computeFunctions)
    // A run that stands at its start has not done yet what was commanded there.
    end.runUntil(until)
    this.#played = {
      end,
      toldOf,
      results: new Map(due.flatMap((expectation, at) => (results[at] === undefined ? [] : [[expectation, results[at]]]))),
    }
    return this.#played
  }

  /** That a state matched all the time for so long; null: only now counts, or the run is not that long yet. */
  #during(condition: NowCondition): LabExpectation | null {
    const known = this.#heldFor.get(condition)
    if (known !== undefined) return known
    const { is, heldFor } = condition
    const { until } = this.#course
    const from = heldFor === null ? 0 : until - heldFor
    const during: LabExpectation | null =
      heldFor === 0 || from < 0
        ? null
        : { form: 'state', index: 0, facts: [], source: null, written: {}, since: null, at: null, during: [from, until], subject: null, is }
    this.#heldFor.set(condition, during)
    return during
  }

  get #end(): CommandedRun {
    return this.#play().end
  }

  #trial(condition: TrialCondition): Verdicted {
    const { simulation } = this.#end
    const from = { keyframe: withoutTimeline(simulation.keyframe()), log: simulation.log, at: simulation.now }
    const hosts = simulation.hostNames().filter((name) => simulation.hostState(name)?.power === 'on')
    const groups = condition.of === 1 ? hosts.map((host) => [host]) : hosts.flatMap((host, at) => hosts.slice(at + 1).map((other) => [host, other]))
    for (const names of groups) {
      const against = tried(this.#lab, condition, names, from)
      if (against !== null) return { verdict: 'open', against: { code: 'trial', hosts: names, against } }
    }
    return groups.length === 0 ? { verdict: 'open' } : { verdict: 'held', seen: [{ code: 'trials', runs: groups.length }] }
  }

  #told(condition: ToldCondition): Verdicted {
    const { before, vms, fields } = condition
    const { told, until } = this.#course
    const missing = vms.flatMap((vm) => fields.filter((field) => told[vm]?.[field] === undefined).map((field) => ({ vm, field })))
    if (missing.length > 0) {
      const against: Against = { code: 'untold', first: missing.slice(0, MISSING_TOLD_MAX), missing: missing.length, of: vms.length * fields.length }
      return { verdict: until > before ? 'failed' : 'open', against }
    }
    const states = this.#play().toldOf.get(condition)
    if (states === undefined) return { verdict: 'open' }
    for (const [index, vm] of vms.entries()) {
      const state = (states[index] ?? {}) as unknown as { readonly [field: string]: Json | undefined }
      for (const field of fields) {
        const [is, said] = [state[field] ?? null, told[vm]?.[field] ?? null]
        if (is !== said) return { verdict: 'failed', against: { code: 'toldOtherwise', place: { vm, field }, is, told: said } }
      }
    }
    return { verdict: 'held' }
  }

  /** A check that does not hold may still come; a keep that does not was broken. */
  #now(condition: NowCondition, unreached: Verdict): Verdicted {
    const { is, heldFor } = condition
    const { until } = this.#course
    const against: Verdict = unreached === 'open' ? 'open' : 'failed'
    if (heldFor !== null && until < heldFor) return { verdict: unreached }
    const state = this.#end.state()
    const seen = [stateSeen(is, state, until, null)]
    const during = this.#during(condition)
    if (during !== null) {
      const result = this.#play().results.get(during)
      return { verdict: result?.held === true ? 'held' : against, against: result?.shortfall ?? null, seen }
    }
    return compileMatcher(is)(state) ? { verdict: 'held', seen } : { verdict: against, against: stateShortfall(is, state, until, null), seen }
  }

  #forbidden(condition: ForbiddenCondition): Verdicted {
    const { commands, until } = this.#course
    const given = commands.find((command) => command.at <= until && forbids(condition, command))
    return given === undefined ? { verdict: 'held' } : { verdict: 'failed', against: { code: 'given', command: given.do } }
  }

  #unchanged({ vms, keys }: UnchangedCondition): Verdicted {
    const { simulation } = this.#end
    for (const before of this.#guided.lab.vms) {
      if (!vms.includes('*') && !vms.includes(before.name)) continue
      const now = simulation.vmConfig(before.name)
      for (const key of keys as readonly (keyof typeof before)[])
        if (now === null || JSON.stringify(now[key]) !== JSON.stringify(before[key]))
          return { verdict: 'failed', against: { code: 'changed', vm: before.name, key, is: settingOf(now?.[key]), was: settingOf(before[key]) } }
    }
    return { verdict: 'held' }
  }
}

/** A setting as the file has it. */
const settingOf = (value: unknown): Json => (value === undefined ? null : (JSON.parse(JSON.stringify(value)) as Json))

interface TrialStart {
  readonly keyframe: Keyframe
  readonly log: readonly LabEvent[]
  readonly at: number
}

/** What stands against it; null: nothing. */
function tried(lab: Lab, { commands, runFor, expect }: TrialCondition, names: readonly string[], from: TrialStart): Shortfall | null {
  const own = (withNames(commands, names) as readonly LabCommand[]).map((command) => ({ ...command, at: command.at + from.at }))
  const run = restoreSimulation(lab, withTimeline(from.keyframe, own), from.log)
  const due = (withNames(expect, names) as readonly LabExpectation[]).map((expectation) => shiftedBy(expectation, from.at))
  const judged = evaluate({ expect: due, until: from.at + runFor }, new CommandedRun(run, []), computeFunctions)
  return judged.find(({ held }) => !held)?.shortfall ?? null
}

/** Hosts in the place of `$1` and `$2`, wherever they stand by themselves. */
function withNames(value: unknown, names: readonly string[]): unknown {
  if (typeof value === 'string') return names[PLACES.indexOf(value as (typeof PLACES)[number])] ?? value
  if (Array.isArray(value)) return value.map((each) => withNames(each, names))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, withNames(each, names)]))
}

/** An expectation whose times count from an instant, as one of the run. What counts from an event stays. */
function shiftedBy(expectation: LabExpectation, by: number): LabExpectation {
  if (expectation.since !== null) return expectation
  const moved = ({ from, to }: ExpectationWindow): ExpectationWindow => ({ from: (from ?? 0) + by, to: to === null ? null : to + by })
  const pattern = (of: EventPattern): EventPattern => ({ ...of, window: moved(of.window) })
  switch (expectation.form) {
    case 'event':
    case 'never':
      return { ...expectation, pattern: pattern(expectation.pattern) }
    case 'order':
      return { ...expectation, window: moved(expectation.window), order: expectation.order.map(pattern) }
    case 'state': {
      const { at, during } = expectation
      return { ...expectation, at: at === null ? null : at + by, during: during === null ? null : [during[0] + by, during[1] + by] }
    }
    case 'compute':
      return expectation
  }
}

/** Which expectations can be judged by then: of a state that counts from an event, only a run that was played says so. */
function isDueBy(until: number, begun: () => CommandedRun): (expectation: LabExpectation) => boolean {
  let played: CommandedRun | null = null
  const logOfAll = (): readonly LabEvent[] => {
    if (played === null) (played = begun()).runUntil(until)
    return played.log
  }
  return (expectation) => expectation.form !== 'state' || certainAt(expectation, expectation.since === null ? [] : logOfAll()) <= until
}

/** Instant from which on its verdict is certain, in ms; NEVER: that is not known, or it is open without end. */
function certainAt(expectation: LabExpectation, log: readonly LabEvent[]): number {
  const origin = originOf(expectation)
  for (const event of origin === null ? [] : log) origin?.see(event)
  const zero = origin === null ? 0 : origin.t
  if (zero === null) return NEVER
  switch (expectation.form) {
    case 'state':
      return expectation.during === null ? zero + (expectation.at ?? 0) : expectation.during[1]
    case 'event':
    case 'never':
      return zero + (expectation.pattern.window.to ?? NEVER)
    case 'order':
      return zero + (expectation.window.to ?? NEVER)
    case 'compute':
      return 0
  }
}

const MISSING_TOLD_MAX = 3
/** Of the expectations of one condition. */
const SEEN_MOST = 6
const NEVER = Number.MAX_SAFE_INTEGER / 2
