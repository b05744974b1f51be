/** The pre-copy of a vMotion: the recurrence of VM-030. Bytes, seconds and bytes per second; nothing is rounded. A model, not VMware's figures. */
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'
import { round9 } from './maths.ts'

export const PAGE_BYTES = 4096

/** True when so many bytes can be sent within the switch-over goal (VM-021). */
export const canSwitchOver = (bytes: number, bytesPerSecond: number, constants: ModelConstants = modelConstants): boolean =>
  round9(bytes / bytesPerSecond) <= round9(constants['VM-021'].switchoverGoalSeconds)

export interface StopRule {
  readonly sendMs: number
  readonly stop: boolean
}

/** VM-021 for pages of 4 KiB and a measured bandwidth in MB/s. */
export const stopRule = (pages: number, mbps: number, constants: ModelConstants = modelConstants): StopRule => {
  const bytes = pages * PAGE_BYTES
  return { sendMs: bytes / (mbps * 1000), stop: canSwitchOver(bytes, mbps * 1e6, constants) }
}

export interface RoundEnd {
  /** Rounds that are over, this one included. */
  readonly rounds: number
  /** Bytes that this round sent. */
  readonly sentBytes: number
  /** Unique pages dirtied meanwhile. */
  readonly dirtyBytes: number
  readonly bytesPerSecond: number
  readonly throttled: boolean
  readonly sdps: boolean
}

/** `throttle`: SDPS begins with the next round (VM-033); `fail`: noConvergence (VM-044). */
export type RoundVerdict = 'switchOver' | 'continue' | 'throttle' | 'fail'

/** What follows a round: VM-021, VM-033, VM-044. A ratio that is 1 to 9 decimals is no progress. */
export const judgeRound = (end: RoundEnd, constants: ModelConstants = modelConstants): RoundVerdict => {
  if (canSwitchOver(end.dirtyBytes, end.bytesPerSecond, constants)) return 'switchOver'
  const stuck = round9(end.dirtyBytes / end.sentBytes) >= 1
  const late = end.rounds >= constants['VM-044'].freeRounds
  if (!end.sdps) return stuck && late ? 'fail' : 'continue'
  return !end.throttled && (stuck || late) ? 'throttle' : 'continue'
}

/** Dirty rate that SDPS lets through (VM-033), in the unit of its arguments. */
export const throttledRate = (dirtyRate: number, linkRate: number, constants: ModelConstants = modelConstants): number =>
  Math.min(dirtyRate, constants['VM-033'].throttledShare * linkRate)

export interface PreCopyInput {
  readonly memoryBytes: number
  readonly bytesPerSecond: number
  readonly dirtyBytesPerSecond: number
  /** Writable working set; null: all memory. */
  readonly workingSetBytes: number | null
  readonly rttSeconds: number
  readonly sdps: boolean
}

export interface PreCopyRound {
  readonly bytes: number
  readonly seconds: number
  readonly dirtyBytes: number
}

export interface PreCopy {
  /** Live rounds, from round 0; the final transfer is none. */
  readonly rounds: readonly PreCopyRound[]
  readonly bytes: number
  /** Live rounds and the final transfer. */
  readonly copySeconds: number
  /** From `vmotion.started` to `vmotion.completed`, or to `vmotion.failed`. */
  readonly totalSeconds: number
  /** 0 where the migration fails. */
  readonly stunSeconds: number
  /** First round that runs throttled; null: SDPS never engages. */
  readonly sdpsFromRound: number | null
  readonly slowdownPercent: number
  readonly failed: 'noConvergence' | null
}

/** VM-030 with a bandwidth that does not change. Throws RangeError without memory or bandwidth. */
export const preCopy = (input: PreCopyInput, constants: ModelConstants = modelConstants): PreCopy => {
  const { memoryBytes, bytesPerSecond, dirtyBytesPerSecond, sdps } = input
  if (!(memoryBytes > 0 && bytesPerSecond > 0)) throw new RangeError('a pre-copy needs memory and bandwidth')
  const workingSet = Math.min(memoryBytes, input.workingSetBytes ?? memoryBytes)
  const rounds: PreCopyRound[] = []
  let toSend = memoryBytes
  let dirtyRate = dirtyBytesPerSecond
  let sdpsFromRound: number | null = null
  let liveSeconds = 0
  let sentBytes = 0
  let verdict: RoundVerdict
  do {
    const seconds = toSend / bytesPerSecond
    const dirtyBytes = Math.min(dirtyRate * seconds, workingSet)
    rounds.push({ bytes: toSend, seconds, dirtyBytes })
    liveSeconds += seconds
    sentBytes += toSend
    verdict = judgeRound({ rounds: rounds.length, sentBytes: toSend, dirtyBytes, bytesPerSecond, throttled: sdpsFromRound !== null, sdps }, constants)
    if (verdict === 'throttle') {
      sdpsFromRound = rounds.length
      dirtyRate = throttledRate(dirtyRate, bytesPerSecond, constants)
    }
    toSend = dirtyBytes
  } while (verdict === 'continue' || verdict === 'throttle')

  const failed = verdict === 'fail'
  const lastSeconds = failed ? 0 : toSend / bytesPerSecond
  const stunSeconds = failed ? 0 : lastSeconds + constants['VM-030'].fixedStunSeconds + input.rttSeconds
  return {
    rounds,
    bytes: failed ? sentBytes : sentBytes + toSend,
    copySeconds: liveSeconds + lastSeconds,
    totalSeconds: constants['VM-030'].setupSeconds + liveSeconds + stunSeconds,
    stunSeconds,
    sdpsFromRound,
    slowdownPercent: sdpsFromRound === null ? 0 : 100 * (1 - dirtyRate / dirtyBytesPerSecond),
    failed: failed ? 'noConvergence' : null,
  }
}

/** Bytes as an event gives them: whole pages, rounded up (VM-030). */
export const wholePages = (bytes: number): number => Math.ceil(round9(bytes / PAGE_BYTES)) * PAGE_BYTES
