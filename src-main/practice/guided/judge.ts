/** Judges a learner's course through a guided lab: what is checked, and what must not happen. */
import type { EventPattern, ExpectationWindow, Lab, LabCommand, LabExpectation } from '../../contract/lab/index.ts'
import type { Text } from '../../contract/texts/form-labels.ts'
import { isAllHeld, type ConditionResult, type Judgement, type Verdict } from '../../contract/practice/guided-course.ts'
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
import type { LabEvent } from '../../contract/events.ts'
import { evaluate } from '../../expectations/evaluate.ts'
import { differences, shown, valuesAt, wanted } from '../../expectations/match.ts'
import type { ExpectationResult } from '../../expectations/port.ts'
import { originOf } from '../../expectations/watch.ts'
import { CommandedRun } from './commanded-run.ts'
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
  return changed.length === 0 ? [] : [{ id: 'design', text, verdict: 'failed', happened: `changed: ${changed.join(', ')}`, values: [] }]
}

type Verdicted = Pick<ConditionResult, 'verdict' | 'happened'> & Partial<Pick<ConditionResult, 'values'>>

class CourseJudge {
  readonly #trials: boolean
  readonly #guided: GuidedLab
  readonly #course: Course
  readonly #lab: Lab
  #end: CommandedRun | null = null
  #results: ReadonlyMap<LabExpectation, ExpectationResult> | null = null
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
    const told = this.#verdict(condition, unreached)
    return { id, text, values: [], ...told }
  }

  #verdict(condition: Condition, unreached: Verdict): Verdicted {
    switch (condition.kind) {
      case 'run':
        return this.#run(condition.expect, unreached)
      case 'now':
        return this.#now(condition, unreached)
      case 'trial':
        return this.#trials ? this.#trial(condition) : { verdict: 'untried', happened: null }
      case 'told':
        return this.#told(condition)
      case 'unchanged':
        return this.#unchanged(condition)
      case 'forbidden':
        return this.#forbidden(condition)
    }
  }

  #run(expect: readonly LabExpectation[], unreached: Verdict): Verdicted {
    const results = this.#judged()
    const due = expect.filter((expectation) => results.has(expectation))
    const expectation = due.find((each) => results.get(each)?.held === false)
    if (expectation === undefined) return { verdict: due.length === expect.length ? 'held' : unreached, happened: null }
    // What is to happen may still come while its window is open; what is kept is never still to come: it happened too often.
    const isNever = expectation.form === 'never' || (expectation.form === 'event' && unreached === 'held')
    const isOpen = !isNever && certainAt(expectation, this.#atEnd().log) > this.#course.until
    const failed = results.get(expectation)
    return { verdict: isOpen ? unreached : 'failed', happened: `${failed?.text ?? ''}: ${failed?.happened ?? ''}` }
  }

  /** What the run is judged by, all of it in one run. Nothing is judged by what has not been run: a state only when its instant is there. */
  #judged(): ReadonlyMap<LabExpectation, ExpectationResult> {
    if (this.#results !== null) return this.#results
    const { until, commands } = this.#course
    const { log } = this.#atEnd()
    const all = [...this.#guided.checks, ...this.#guided.keeps].flatMap((condition) => {
      if (condition.kind === 'run') return condition.expect
      return condition.kind === 'now' ? (this.#during(condition) ?? []) : []
    })
    const due = all.filter((expectation) => expectation.form !== 'state' || certainAt(expectation, log) <= until)
    const results = evaluate({ expect: due, until }, new CommandedRun(createSimulation(this.#lab), commands), computeFunctions)
    this.#results = new Map(due.flatMap((expectation, at) => (results[at] === undefined ? [] : [[expectation, results[at]]])))
    return this.#results
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

  /** The run as far as it got. */
  #atEnd(): CommandedRun {
    if (this.#end === null) {
      this.#end = new CommandedRun(createSimulation(this.#lab), this.#course.commands)
      this.#end.runUntil(this.#course.until)
    }
    return this.#end
  }

  #trial(condition: TrialCondition): Verdicted {
    const { simulation } = this.#atEnd()
    const from = { keyframe: withoutTimeline(simulation.keyframe()), log: simulation.log, at: simulation.now }
    const hosts = simulation.hostNames().filter((name) => simulation.hostState(name)?.power === 'on')
    const groups = condition.of === 1 ? hosts.map((host) => [host]) : hosts.flatMap((host, at) => hosts.slice(at + 1).map((other) => [host, other]))
    for (const names of groups) {
      const against = tried(this.#lab, condition, names, from)
      if (against !== null) return { verdict: 'open', happened: `${names.join(' + ')}: ${against}` }
    }
    return { verdict: groups.length === 0 ? 'open' : 'held', happened: null }
  }

  #told({ at, before, vms, fields }: ToldCondition): Verdicted {
    const { told, until } = this.#course
    const missing = vms.flatMap((vm) => fields.filter((field) => told[vm]?.[field] === undefined).map((field) => `${vm}.${field}`))
    if (missing.length > 0) return { verdict: until > before ? 'failed' : 'open', happened: `not told: ${missing.join(', ')}` }
    if (until < at) return { verdict: 'open', happened: null }
    const run = new CommandedRun(createSimulation(this.#lab), this.#course.commands)
    run.runUntil(at)
    for (const vm of vms) {
      const state = (run.vmState(vm) ?? {}) as unknown as { readonly [field: string]: unknown }
      for (const field of fields)
        if (state[field] !== told[vm]?.[field])
          return { verdict: 'failed', happened: `${vm}.${field} is ${String(state[field])}, told ${String(told[vm]?.[field])}` }
    }
    return { verdict: 'held', happened: null }
  }

  /** A check that does not hold may still come; a keep that does not was broken. */
  #now(condition: NowCondition, unreached: Verdict): Verdicted {
    const { is, heldFor } = condition
    const { until } = this.#course
    const against: Verdict = unreached === 'open' ? 'open' : 'failed'
    if (heldFor !== null && until < heldFor) return { verdict: unreached, happened: null }
    const during = this.#during(condition)
    if (during !== null) {
      const result = this.#judged().get(during)
      return { verdict: result?.held === true ? 'held' : against, happened: result?.happened ?? null, values: this.#valuesNow(is) }
    }
    const found = differences(is, this.#atEnd().state())
    const happened = found.map(({ path, want, got }) => `${path} is ${shown(got)}, wanted ${wanted(want)}`).join('; ')
    return { ...(found.length === 0 ? { verdict: 'held', happened: null } : { verdict: against, happened }), values: this.#valuesNow(is) }
  }

  #valuesNow(is: NowCondition['is']): readonly string[] {
    return valuesAt(is, this.#atEnd().state()).slice(0, VALUES_MOST)
  }

  #forbidden(condition: ForbiddenCondition): Verdicted {
    const { commands, until } = this.#course
    const given = commands.find((command) => command.at <= until && forbids(condition, command))
    return given === undefined ? { verdict: 'held', happened: null } : { verdict: 'failed', happened: `${given.do} was given` }
  }

  #unchanged({ vms, keys }: UnchangedCondition): Verdicted {
    const { simulation } = this.#atEnd()
    for (const before of this.#guided.lab.vms) {
      if (!vms.includes('*') && !vms.includes(before.name)) continue
      const now = simulation.vmConfig(before.name)
      for (const key of keys as readonly (keyof typeof before)[])
        if (now === null || JSON.stringify(now[key]) !== JSON.stringify(before[key]))
          return {
            verdict: 'failed',
            happened: `${before.name}: ${key} is ${JSON.stringify(now?.[key] ?? null)}, was ${JSON.stringify(before[key])}`,
          }
    }
    return { verdict: 'held', happened: null }
  }
}

interface TrialStart {
  readonly keyframe: Keyframe
  readonly log: readonly LabEvent[]
  readonly at: number
}

/** What stands against it; null: nothing. */
function tried(lab: Lab, { commands, runFor, expect }: TrialCondition, names: readonly string[], from: TrialStart): string | null {
  const own = (withNames(commands, names) as readonly LabCommand[]).map((command) => ({ ...command, at: command.at + from.at }))
  const run = restoreSimulation(lab, withTimeline(from.keyframe, own), from.log)
  const due = (withNames(expect, names) as readonly LabExpectation[]).map((expectation) => shiftedBy(expectation, from.at))
  const failed = evaluate({ expect: due, until: from.at + runFor }, new CommandedRun(run, []), computeFunctions).find(({ held }) => !held)
  return failed === undefined ? null : `${failed.text}: ${failed.happened ?? ''}`
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

/** Of a state that a condition names. */
const VALUES_MOST = 8
const NEVER = Number.MAX_SAFE_INTEGER / 2
