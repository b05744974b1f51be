import { describe, expect, it } from 'vitest'
import { rngOfSeed } from '../core/rng.ts'
import { syntheticTraces } from './synthetic-traces.ts'

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const quantile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))] as number
const median = (values: readonly number[]): number => quantile(values, 0.5)
const within = (value: number, target: number, share: number): void => {
  expect(value, `${value} against ${target}`).toBeGreaterThan(target * (1 - share))
  expect(value, `${value} against ${target}`).toBeLessThan(target * (1 + share))
}

describe('a synthetic PlanetLab day', () => {
  it.each([1, 2, 77])('has the statistics of 2011-03-03 (seed %i)', (seed) => {
    const columns = syntheticTraces('planetlab', 1052, 1, rngOfSeed(seed)).map(({ cpuPercent }) => cpuPercent as readonly number[])
    expect(columns.every((column) => column.length === 288)).toBe(true)
    within(mean(columns.map(mean)), 12.3, 0.05)
    within(median(columns.map(mean)), 6.8, 0.06)
    within(median(columns.map((column) => Math.max(...column))), 42, 0.12)
    const all = columns.flat()
    expect(Math.min(...columns.map((column) => Math.min(...column)))).toBe(0)
    expect(Math.max(...columns.map((column) => Math.max(...column)))).toBe(99)
    expect(all.every((value) => Number.isInteger(value))).toBe(true)
    // Most VMs idle, few hot: quantiles of the means, and of all values.
    within(quantile(columns.map(mean), 0.25), 2.75, 0.15)
    within(quantile(columns.map(mean), 0.9), 33.6, 0.2)
    within(quantile(all, 0.5), 6, 0.25)
    // Short bursts: what was so five minutes ago says little.
    within(median(columns.map(deviation)), 0.76, 0.35)
    expect(Math.abs(median(columns.map(autocorrelation)))).toBeLessThan(0.15)
  })

  it('is the same for the same seed, and another for another', () => {
    const of = (seed: number): string => JSON.stringify(syntheticTraces('planetlab', 20, 2, rngOfSeed(seed)))
    expect(of(5)).toBe(of(5))
    expect(of(6)).not.toBe(of(5))
  })
})

describe('synthetic business days', () => {
  it.each([1, 9])('have the statistics of the Bitbrains week (seed %i)', (seed) => {
    const vms = syntheticTraces('business', 200, 7, rngOfSeed(seed))
    const cpu = vms.map(({ cpuMHz }) => cpuMHz as readonly number[])
    const memory = vms.map(({ memoryMiB }) => memoryMiB as readonly number[])
    expect(cpu.every((column) => column.length === 2016)).toBe(true)
    expect(median(vms.map(({ vcpus }) => vcpus))).toBe(2)
    within(mean(vms.map(({ vcpus }) => vcpus)), 4, 0.1)
    expect(Math.max(...vms.map(({ vcpus }) => vcpus))).toBe(32)
    within(median(vms.map(({ configuredMiB }) => configuredMiB)), 7700, 0.1)
    within(mean(vms.map(({ configuredMiB }) => configuredMiB)), 14_700, 0.1)
    within(mean(cpu.map(mean)), 1650, 0.1)
    within(mean(memory.map(mean)), 864, 0.1)
    expect(vms.every(({ vcpus, coreMHz, cpuMHz }) => (cpuMHz as readonly number[]).every((value) => value <= vcpus * coreMHz))).toBe(true)
    // Busy by day, at rest by night and on Saturday.
    const at = (day: number, hour: number): number => mean(cpu.map((column) => column[day * 288 + hour * 12] as number))
    expect(at(1, 11)).toBeGreaterThan(2 * at(1, 4))
    expect(at(1, 11)).toBeGreaterThan(2 * at(5, 11))
    expect(median(cpu.filter((column) => mean(column) > 50).map(autocorrelation))).toBeGreaterThan(0.5)
  })
})

function deviation(column: readonly number[]): number {
  const about = mean(column)
  return Math.sqrt(mean(column.map((value) => (value - about) ** 2))) / Math.max(about, 0.01)
}

function autocorrelation(column: readonly number[]): number {
  const about = mean(column)
  const variance = mean(column.map((value) => (value - about) ** 2))
  const shared = mean(column.slice(1).map((value, i) => (value - about) * ((column[i] as number) - about)))
  return variance === 0 ? 0 : shared / variance
}
