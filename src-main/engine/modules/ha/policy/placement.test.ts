import fc from 'fast-check'
import { expect, it } from 'vitest'
import { place } from './placement.ts'
import type { HostOption, PlacementRules } from './placement.ts'

const rules: PlacementRules = {
  powerOnsPerHost: 32,
  vmsPerHost: 1024,
  vcpusPerHost: 4096,
  spread: true,
  datastoreNeeded: true,
  networkNeeded: true,
  agentVmsNeeded: true,
  reservationMustFit: true,
  triedFirst: true,
  thenAnyOther: true,
}
const need = { cpuMHz: 500, memoryMiB: 1024, vcpus: 2 }
const host = (name: string, order: number, more: Partial<HostOption> = {}): HostOption => ({
  host: name, order, excluded: null, reachesDatastores: true, hasNetworks: true, offersCpu: true, hasCpus: true, cpuUnreservedMHz: 10_000, memoryUnreservedMiB: 8192, vms: 2, vcpus: 8, vcpusLeft: Infinity, powerOns: 0,
  agentVmsRun: true, mustRulesAllow: true, keepsApart: true, shouldRulesBroken: 0, newestShouldBroken: 0, earlierPriority: false, ftLimitReached: false, isFailoverHost: false, ...more,
}) // prettier-ignore
const reasons = (options: readonly HostOption[]) =>
  Object.fromEntries(place(options, need, rules).rejected.map(({ option, reason }) => [option, reason]))

it('says of equal hosts that only their order decided', () => {
  expect(place([host('a', 1), host('b', 2)], need, rules).host?.host).toBe('a')
  expect(reasons([host('a', 1), host('b', 2)])).toEqual({ b: 'laterInOrder' })
})

it('takes a dedicated failover host first where one fits, then any other (HA-162, HA-164)', () => {
  const dedicated = (more: Partial<HostOption> = {}) => host('kept', 3, { isFailoverHost: true, powerOns: 9, memoryUnreservedMiB: 2048, ...more })
  expect(place([host('a', 1), host('b', 2), dedicated()], need, rules).host?.host).toBe('kept')
  expect(reasons([host('a', 1), host('b', 2), dedicated()])).toEqual({ a: 'noFailoverHost', b: 'noFailoverHost' })
  expect(place([host('a', 1), dedicated({ memoryUnreservedMiB: 512 })], need, rules).host?.host).toBe('a')
  expect(place([host('a', 1), dedicated({ powerOns: 32 })], need, rules).host?.host).toBe('a')
  expect(place([host('a', 1), dedicated({ excluded: 'failedHost' })], need, rules).host?.host).toBe('a')
})

it('says which of its rules put a host behind (HA-101)', () => {
  const options = [host('a', 1, { powerOns: 2 }), host('b', 2, { memoryUnreservedMiB: 4096 }), host('c', 3)]
  expect(place(options, need, rules).host?.host).toBe('c')
  expect(reasons(options)).toEqual({ a: 'moreLoaded', b: 'lessMemory' })
})

it('names what keeps a host out, the first that applies (HA-100 to HA-102)', () => {
  expect(
    reasons([
      host('a', 1, { excluded: 'failedHost', reachesDatastores: false }),
      host('b', 2, { reachesDatastores: false }),
      host('c', 3, { hasNetworks: false }),
      host('d', 4, { cpuUnreservedMHz: 499 }),
      host('e', 5, { memoryUnreservedMiB: 1023 }),
      host('f', 6, { powerOns: 32 }),
    ]),
  ).toEqual({ a: 'failedHost', b: 'noDatastoreAccess', c: 'noNetwork', d: 'notEnoughCpu', e: 'notEnoughMemory', f: 'powerOnLimit' })
})

it('tells waiting for a turn from waiting for room', () => {
  expect(place([host('a', 1, { powerOns: 32 })], need, rules)).toMatchObject({ host: null, lacking: 'turn' })
  expect(place([host('a', 1, { memoryUnreservedMiB: 0 })], need, rules)).toMatchObject({ host: null, lacking: 'room' })
  expect(place([host('a', 1, { reachesDatastores: false })], need, rules)).toMatchObject({ host: null, lacking: 'host' })
})

it('names the rules that keep a host out, and what came nearest (HA-092, HA-101, HA-169, HA-170)', () => {
  const options = [
    host('a', 1, { agentVmsRun: false, mustRulesAllow: false }),
    host('b', 2, { mustRulesAllow: false, keepsApart: false }),
    host('c', 3, { keepsApart: false, vcpus: 4096 }),
    host('d', 4, { vcpus: 4095 }),
    host('e', 5, { earlierPriority: true }),
  ]
  expect(reasons(options)).toEqual({ a: 'agentVmMissing', b: 'mustRule', c: 'antiAffinity', d: 'vcpusPerHostLimit', e: 'earlierPriority' })
  const lacking = (n: number): unknown => place(options.slice(0, n), need, rules)
  expect([1, 2, 3, 4, 5].map(lacking)).toMatchObject(
    ['host', 'mustRule', 'antiAffinity', 'room', 'turn'].map((word) => ({ host: null, lacking: word })),
  )
})

it('keeps as many should rules as it can, of two the newer, before it spreads (HA-169, DRS-073)', () => {
  const options = [
    host('a', 1, { shouldRulesBroken: 2, newestShouldBroken: 2 }),
    host('b', 2, { shouldRulesBroken: 1, newestShouldBroken: 2 }),
    host('c', 3, { shouldRulesBroken: 1, newestShouldBroken: 1, powerOns: 9 }),
  ]
  expect(place(options, need, rules).host?.host).toBe('c')
  expect(reasons(options)).toEqual({ a: 'shouldRule', b: 'shouldRule' })
})

it('takes a host that fits whenever there is one, whatever the order of the list', () => {
  const any = fc.record({ powerOns: fc.nat(33), memoryUnreservedMiB: fc.nat(4096), cpuUnreservedMHz: fc.nat(1500), reachesDatastores: fc.boolean() })
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), (drawn) => {
      const options = drawn.map((more, at) => host(`h${String(at)}`, at, more))
      const found = place(options, need, rules).host
      const fits = options.filter((o) => o.reachesDatastores && o.powerOns < 32 && o.memoryUnreservedMiB >= 1024 && o.cpuUnreservedMHz >= 500)
      expect(found === null).toBe(fits.length === 0)
      expect(place([...options].reverse(), need, rules).host?.host).toBe(found?.host)
      if (found !== null) expect(found.powerOns).toBe(Math.min(...fits.map((o) => o.powerOns)))
    }),
  )
})
