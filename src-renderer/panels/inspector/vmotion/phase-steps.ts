/** The phases of a migration (VM-020), and the article's five steps that they make up. Pure. */
import type { LabEvent } from '../../../../src-main/contract/events.ts'
import type { MigrationKind, MigrationPhase } from '../../../../src-main/contract/state.ts'
import type { StoryAt } from './migration-book.ts'

export const articleSteps = ['configuration', 'preCopy', 'deviceState', 'network', 'cleanUp'] as const
export type ArticleStep = (typeof articleSteps)[number]
export type StepState = 'ahead' | 'now' | 'done' | 'failed' | 'skipped'

/** Rows of VM-020, by what the engine's phases are told as, and what ends them. */
export const phaseRows = ['check', 'destination', 'source', 'firstRound', 'rounds', 'switchOver', 'resume', 'rarp', 'cleanUp'] as const
export type PhaseRow = (typeof phaseRows)[number]

const phaseOf: { readonly [row in PhaseRow]: MigrationPhase } = {
  check: 'validate',
  destination: 'prepareDestination',
  source: 'prepareSource',
  firstRound: 'preCopy',
  rounds: 'preCopy',
  switchOver: 'switchOver',
  resume: 'switchOver',
  rarp: 'switchOver',
  cleanUp: 'cleanUp',
}
const stepOf: { readonly [row in PhaseRow]: ArticleStep } = {
  check: 'configuration',
  destination: 'configuration',
  source: 'configuration',
  firstRound: 'preCopy',
  rounds: 'preCopy',
  switchOver: 'deviceState',
  resume: 'network',
  rarp: 'network',
  cleanUp: 'cleanUp',
}

export interface PhaseTold {
  readonly row: PhaseRow
  readonly step: ArticleStep
  readonly state: StepState
  /** When it began, ms of the run. */
  readonly at: number | null
  /** Who does it, as the engine says. */
  readonly actor: string | null
  /** What opens its causes. */
  readonly event: LabEvent | null
}

const order = ['validate', 'prepareDestination', 'prepareSource', 'preCopy', 'switchOver', 'cleanUp'] as const satisfies readonly MigrationPhase[]

const withoutMemory: readonly MigrationKind[] = ['storage', 'cold']

/** How far a migration has got: the event that begins each row, the one that ends it, and what it failed in. */
export function phasesOf(told: StoryAt): PhaseTold[] {
  const { phases, rounds, switchover, events, end, story } = told
  const rarp = events.find(({ type }) => type === 'network.rarp') ?? null
  const lock = events.find(({ type }) => type === 'lock.acquired') ?? null
  const failed = end?.type === 'vmotion.failed' ? end : null
  const begun: { readonly [row in PhaseRow]: LabEvent | null } = {
    check: phases.get('validate') ?? told.started,
    destination: phases.get('prepareDestination') ?? null,
    source: phases.get('prepareSource') ?? null,
    firstRound: phases.get('preCopy') ?? rounds[0]?.event ?? null,
    rounds: rounds.length > 0 && (phases.get('switchOver') === undefined || rounds.length > 1) ? (rounds[0]?.event ?? null) : null,
    switchOver: phases.get('switchOver') ?? switchover,
    resume: lock ?? switchover,
    rarp,
    cleanUp: phases.get('cleanUp') ?? (end?.type === 'vmotion.completed' ? end : null),
  }
  const newest = order.findLastIndex((phase) => phases.has(phase))
  const isOver = end?.type === 'vmotion.completed'
  const states = phaseRows.map((row): StepState => {
    const isMemory = row === 'firstRound' || row === 'rounds'
    if (withoutMemory.includes(story.kind) && (isMemory || row === 'rarp')) return 'skipped'
    const isPassed = phaseRows.slice(phaseRows.indexOf(row) + 1).some((later) => begun[later] !== null) || order.indexOf(phaseOf[row]) < newest
    if (begun[row] === null) return row === 'rounds' && isPassed ? 'skipped' : isPassed && row !== 'rarp' ? 'done' : 'ahead'
    return isPassed || isOver ? 'done' : failed === null ? 'now' : 'failed'
  })
  return phaseRows.map((row, at) => ({
    row,
    step: stepOf[row],
    state: states[at] ?? 'ahead',
    at: begun[row]?.t ?? null,
    actor: row === 'resume' || row === 'rarp' ? hostOf(begun[row]) : (actorOf(begun[row]) ?? actorOf(phases.get(phaseOf[row]) ?? null)),
    event: begun[row],
  }))
}

/** Who took the lock, and whose frames they are. */
const hostOf = (event: LabEvent | null): string | null => (typeof event?.['host'] === 'string' ? event['host'] : null)
const actorOf = (event: LabEvent | null): string | null => (typeof event?.['actor'] === 'string' ? event['actor'] : null)

/** The five steps: one is under way while any of its phases is. */
export function stepsOf(phases: readonly PhaseTold[]): { readonly step: ArticleStep; readonly state: StepState }[] {
  return articleSteps.map((step) => {
    const own = phases.filter((phase) => phase.step === step).map(({ state }) => state)
    if (own.includes('failed')) return { step, state: 'failed' }
    if (own.includes('now')) return { step, state: 'now' }
    if (own.every((state) => state === 'skipped')) return { step, state: 'skipped' }
    if (own.every((state) => state === 'done' || state === 'skipped')) return { step, state: 'done' }
    return { step, state: own.includes('done') ? 'now' : 'ahead' }
  })
}
