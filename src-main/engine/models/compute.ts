/** The pure functions of `compute:` expectations (contract, 1.5): those that the simulation uses, by name. Results are not rounded. */
import { memoryOverheadMiB } from '../../contract/memory-overhead.ts'
import { productLevels, type ProductLevel } from '../../contract/lab/product.ts'
import { modelConstants, type ModelConstants } from '../../knowledge/model-constants.ts'
import { bitmapBytes } from './bitmap.ts'
import { pingsLost } from './client-pings.ts'
import { classicPriority, classicTarget } from './drs-classic.ts'
import { hostState } from './host-state.ts'
import { migrationCost } from './migration-cost.ts'
import { preCopy, stopRule } from './pre-copy.ts'
import { deltaBytes, randomDeltaBytes, readLayers } from './snapshot-growth.ts'
import { linkRate } from './vmotion-link.ts'

export type ComputeInput = Readonly<Record<string, unknown>>
export type ComputeFunction = (input: ComputeInput) => Record<string, unknown>
/** With the numbers of the facts handed in, so that a perturbed copy can be. */
type WithConstants = (input: ComputeInput, constants: ModelConstants) => Record<string, unknown>

const MIB = 1_048_576

/** Reads fields one by one; throws TypeError for one that is missing or of another kind. A field that is left out has the lab's default. */
const fieldsOf = (input: ComputeInput) => {
  const read = <T>(name: string, expected: string, is: (value: unknown) => value is T, fallback: T | undefined): T => {
    const value = input[name] === undefined ? fallback : input[name]
    if (!is(value)) throw new TypeError(`${name}: expected ${expected}, not ${value === undefined ? 'nothing' : JSON.stringify(value)}`)
    return value
  }
  const isAmount = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value < Infinity
  const isPositive = (value: unknown): value is number => isAmount(value) && value > 0
  const isFlag = (value: unknown): value is boolean => typeof value === 'boolean'
  return {
    amount: (name: string, fallback?: number) => read(name, 'a number from 0', isAmount, fallback),
    positive: (name: string, fallback?: number) => read(name, 'a number above 0', isPositive, fallback),
    amountOrNull: (name: string, fallback?: number | null) => read(name, 'a number or null', (value) => value === null || isAmount(value), fallback),
    amounts: (name: string) =>
      read(name, 'a list of numbers', (value): value is number[] => Array.isArray(value) && value.every(isAmount), undefined),
    flag: (name: string, fallback?: boolean) => read(name, 'true or false', isFlag, fallback),
    flagOrNull: (name: string, fallback?: boolean | null) => read(name, 'true, false or null', (value) => value === null || isFlag(value), fallback),
    product: () =>
      read('product', `one of ${productLevels.join(', ')}`, (value): value is ProductLevel => productLevels.some((level) => level === value), '8.0'),
  }
}

const computePreCopy: WithConstants = (input, constants) => {
  const read = fieldsOf(input)
  const workingSetMiB = read.amountOrNull('workingSetMiB', null)
  const link = linkRate({ gbps: read.positive('gbps'), nics: read.positive('nics', 1) }, read.product(), constants)
  const result = preCopy(
    {
      memoryBytes: read.positive('memoryMiB') * MIB,
      bytesPerSecond: link.bytesPerSecond,
      dirtyBytesPerSecond: read.amount('dirtyMBps', 0) * 1e6,
      workingSetBytes: workingSetMiB === null ? null : workingSetMiB * MIB,
      rttSeconds: read.amount('rttMs', 0) / 1000,
      sdps: read.flag('sdps', true),
    },
    constants,
  )
  return {
    rounds: result.rounds.length,
    bytes: result.bytes,
    copyMs: result.copySeconds * 1000,
    totalMs: result.totalSeconds * 1000,
    stunMs: result.stunSeconds * 1000,
    sdpsFromRound: result.sdpsFromRound,
    slowdownPercent: result.slowdownPercent,
    streams: link.streams,
    failed: result.failed,
  }
}

const computeGrowth: WithConstants = (input, constants) => {
  const read = fieldsOf(input)
  const diskBytes = read.positive('diskGiB') * 1024 * MIB
  const writeBytesPerSecond = read.amount('writeMBps', 0) * 1e6
  const overwriteFraction = read.amount('overwriteFraction', 0)
  const seconds = read.amount('seconds')
  return {
    bytes: read.flag('random', false)
      ? randomDeltaBytes(diskBytes, writeBytesPerSecond, seconds)
      : deltaBytes({ diskBytes, writeBytesPerSecond, overwriteFraction }, seconds, constants),
  }
}

const computeHostState: ComputeFunction = (input) => {
  const read = fieldsOf(input)
  const { state, action } = hostState({
    networkHeartbeat: read.flag('networkHeartbeat'),
    datastoreHeartbeat: read.flagOrNull('datastoreHeartbeat', null),
    ping: read.flag('ping', false),
    isolatedBit: read.flagOrNull('isolatedBit', null),
    agentAlive: read.flag('agentAlive', true),
  })
  return { state, action }
}

const computeMigrationCost: WithConstants = (input, constants) => {
  const read = fieldsOf(input)
  return {
    ...migrationCost(
      {
        memoryMiB: read.amount('memoryMiB'),
        gbps: read.positive('gbps'),
        nics: read.positive('nics', 1),
        coreMHz: read.amount('coreMHz'),
        unmetMHz: read.amount('unmetMHz'),
        stableSeconds: read.amount('stableSeconds'),
      },
      constants,
    ),
  }
}

const functions: Readonly<Record<string, WithConstants>> = {
  'vmotion.preCopy': computePreCopy,
  'vmotion.stopRule': (input, constants) => ({ ...stopRule(fieldsOf(input).amount('pages'), fieldsOf(input).positive('MBps'), constants) }),
  'vmotion.bitmap': (input) => ({ bytes: bitmapBytes(fieldsOf(input).amount('memoryMiB')) }),
  'snapshot.growth': computeGrowth,
  'snapshot.readLayers': (input, constants) => ({
    layers: readLayers(
      fieldsOf(input)
        .amounts('fillPercents')
        .map((percent) => percent / 100),
      constants,
    ),
  }),
  'client.pingsLost': (input) => {
    const read = fieldsOf(input)
    return { pings: pingsLost(read.amount('outageMs'), read.positive('intervalMs', 1000), read.amount('phaseMs', 0)) }
  },
  'ha.hostState': computeHostState,
  'drs.priority': (input, constants) => ({
    priority: classicPriority(fieldsOf(input).amount('imbalance'), fieldsOf(input).positive('hosts'), constants),
  }),
  'drs.target': (input, constants) => ({
    target: classicTarget(fieldsOf(input).positive('threshold'), fieldsOf(input).positive('hosts'), constants),
  }),
  'drs.migrationCost': computeMigrationCost,
  'vm.memoryOverhead': (input, constants) => ({
    overheadMiB: memoryOverheadMiB(fieldsOf(input).amount('memoryMiB'), fieldsOf(input).positive('vcpus'), constants['DRS-044']),
  }),
}

/** Names and fields of the contract, 1.5. Each throws TypeError for a field that is missing or impossible. */
export function computeFunctionsOf(constants: ModelConstants): Readonly<Record<string, ComputeFunction>> {
  return Object.fromEntries(Object.entries(functions).map(([name, compute]) => [name, (input: ComputeInput) => compute(input, constants)]))
}

export const computeFunctions = computeFunctionsOf(modelConstants)
