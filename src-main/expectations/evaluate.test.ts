import { describe, expect, it } from 'vitest'
import type { LabExpectation } from '../contract/lab/index.ts'
import { evaluate, expectationText } from './evaluate.ts'
import type { ComputeFunctions, ExpectationResult } from './port.ts'
import {
  eventExpectation,
  neverExpectation,
  orderExpectation,
  pattern,
  scripted,
  stateExpectation,
  type Script,
  type ScriptedPort,
} from './testing.ts'

const failover: Script = {
  events: [
    [60_000, 'command.received', { command: 'host.powerOff', arguments: { host: 'a' } }],
    [60_000, 'host.failed', { host: 'a', kind: 'powerOff' }],
    [78_000, 'ha.hostStateChanged', { host: 'a', from: 'secondary', to: 'failed', by: 'vcenter' }],
    [78_000, 'ha.restartQueued', { vm: 'vm1', priority: 'medium' }],
    [78_000, 'ha.restartQueued', { vm: 'vm2', priority: 'high' }],
    [88_000, 'vm.poweredOn', { vm: 'vm1', host: 'b', cause: 'ha' }],
    [90_000, 'vm.poweredOn', { vm: 'vm2', host: 'c', cause: 'ha' }],
  ],
  hosts: { a: (t) => ({ power: t < 60_000 ? 'on' : 'off' }), b: () => ({ power: 'on' }) },
  vms: {
    vm1: (t) => ({
      power: t >= 60_000 && t < 88_000 ? 'off' : 'on',
      host: t < 88_000 ? 'a' : 'b',
      lockLeaseAgeMs: t < 60_000 ? 0 : Math.min(16_000, t - 60_000),
    }),
    vm2: (t) => ({ power: t >= 60_000 && t < 90_000 ? 'off' : 'on', host: t < 90_000 ? 'a' : 'c' }),
  },
  state: (t) => ({ t, cluster: { status: t < 60_000 ? 'green' : 'red' }, ha: { primaries: ['c'] }, rules: { apart: { inCompliance: true } } }),
}

function judged(
  expectation: LabExpectation,
  options: { script?: Script; until?: number; compute?: ComputeFunctions } = {},
): ExpectationResult & { port: ScriptedPort } {
  const port = scripted(options.script ?? failover)
  const results = evaluate({ expect: [expectation], until: options.until ?? 600_000 }, port, options.compute ?? {})
  expect(results).toHaveLength(1)
  return { ...results[0]!, port }
}
const happened = (expectation: LabExpectation, options: Parameters<typeof judged>[1] = {}): string | null => judged(expectation, options).happened

describe('event', () => {
  it('holds for a match inside the window, both ends included', () => {
    const failed = (from: number, to: number) => eventExpectation(pattern('ha.hostStateChanged', { host: 'a', to: 'failed' }, { from, to }))
    expect(happened(failed(78_000, 80_000))).toBeNull()
    expect(happened(failed(70_000, 78_000))).toBeNull()
    expect(happened(failed(79_000, 80_000))).toBe(
      'none from 1m19s to 1m20s: nearest is 1m18s ha.hostStateChanged (host "a", to "failed"): 1m18s is outside the window',
    )
  })

  it('says what came nearest, the fewest faults first', () => {
    expect(happened(eventExpectation(pattern('vm.poweredOn', { vm: 'vm2', host: ['a', 'b'] })))).toBe(
      'none in the whole run: nearest 2 of 2 are 1m28s vm.poweredOn (vm "vm1", host "b"): vm is "vm1", wanted "vm2" · ' +
        '1m30s vm.poweredOn (vm "vm2", host "c"): host is "c", wanted one of, or exactly, ["a","b"]',
    )
    expect(happened(eventExpectation(pattern('vm.reset')))).toBe('none in the whole run: no vm.reset in the whole run')
  })

  it('counts', () => {
    const queued = (min: number | null, max: number | null) => eventExpectation(pattern('ha.restartQueued'), { count: { min, max } })
    expect(happened(queued(2, 2))).toBeNull()
    expect(happened(queued(1, null))).toBeNull()
    expect(happened(queued(null, 1))).toMatch(
      /^2 times in the whole run, wanted at most 1: 1m18s ha.restartQueued \(vm "vm1", priority "medium"\) · /,
    )
    expect(happened(queued(3, 3))).toMatch(/wanted exactly 3/)
    expect(happened(eventExpectation(pattern('vm.reset'), { count: { min: 0, max: 0 } }))).toBeNull()
    expect(happened(eventExpectation(pattern('vm.reset'), { count: { min: 2, max: 3 } }))).toBe(
      '0 times in the whole run, wanted 2 to 3: no vm.reset in the whole run',
    )
  })

  it('wants a match for each with "*"', () => {
    expect(happened(eventExpectation(pattern('vm.poweredOn', { vm: '*' })))).toBeNull()
    expect(happened(eventExpectation(pattern('vm.poweredOn', { vm: '*' }, { to: 89_000 })))).toBe('up to 1m29s: none for "vm2" (of 2 vms)')
    expect(happened(eventExpectation(pattern('host.failed', { host: '*' })))).toBe('in the whole run: none for "b" (of 2 hosts)')
  })

  it('counts from the first match of since, and does not hold without one', () => {
    const since = pattern('host.failed', { host: 'a' })
    const declared = pattern('ha.hostStateChanged', { to: 'failed' }, { from: 17_000, to: 19_000 })
    expect(happened(eventExpectation(declared, { since }))).toBeNull()
    expect(happened(eventExpectation(pattern('vm.poweredOn', {}, { to: 10_000 }), { since }))).toMatch(/^none from 1m to 1m10s: nearest 2 of 2 are /)
    expect(happened(eventExpectation(declared, { since: pattern('host.failed', { host: 'b' }) }))).toBe(
      'nothing to count from, host.failed (host "b") did not happen: nearest is 1m host.failed (host "a"): host is "a", wanted "b"',
    )
  })

  it('does not see events after the end of the run, even when a state is asked for later', () => {
    const late = eventExpectation(pattern('vm.poweredOn', { vm: 'vm2' }))
    const state = stateExpectation({ host: 'c' }, { at: 100_000, subject: { kind: 'vm', name: 'vm2' } })
    const results = evaluate({ expect: [late, state], until: 89_000 }, scripted(failover), {})
    expect(results.map((result) => result.held)).toEqual([false, true])
  })
})

describe('never', () => {
  it('holds for none, and shows what happened', () => {
    expect(happened(neverExpectation(pattern('vm.reset')))).toBeNull()
    expect(happened(neverExpectation(pattern('host.failed', { host: '*' })))).toBe('happened once: 1m host.failed (host "a")')
    expect(happened(neverExpectation(pattern('ha.*', {}, { to: 77_000 })))).toBeNull()
    expect(happened(neverExpectation(pattern('ha.*')))).toMatch(/^happened 3 times: 1m18s ha.hostStateChanged \(host "a"/)
  })
})

describe('order', () => {
  it('wants the first matches to rise', () => {
    expect(happened(orderExpectation([pattern('host.failed'), pattern('ha.restartQueued', { vm: 'vm2' }), pattern('vm.poweredOn')]))).toBeNull()
    expect(happened(orderExpectation([pattern('vm.poweredOn', { vm: 'vm2' }), pattern('vm.poweredOn', { vm: 'vm1' })]))).toBe(
      'entry 2, first at 1m28s (seq 6), comes before entry 1, first at 1m30s (seq 7)',
    )
    expect(happened(orderExpectation([pattern('vm.poweredOn'), pattern('vm.poweredOn')]))).toMatch(/entry 2, .* is the same event as entry 1/)
    expect(happened(orderExpectation([pattern('host.failed'), pattern('vm.reset')]))).toBe(
      'entry 2, vm.reset: none in the whole run: no vm.reset in the whole run',
    )
  })

  it('takes the first match inside the window of an entry', () => {
    expect(happened(orderExpectation([pattern('vm.poweredOn', { vm: 'vm1' }), pattern('vm.poweredOn', {}, { from: 89_000 })]))).toBeNull()
  })
})

describe('state', () => {
  const vm1 = { kind: 'vm', name: 'vm1' } as const

  it('is looked at after everything that happens at that instant', () => {
    expect(happened(stateExpectation({ power: 'on', host: 'b' }, { at: 88_000, subject: vm1 }))).toBeNull()
    expect(happened(stateExpectation({ power: 'off' }, { at: 87_999, subject: vm1 }))).toBeNull()
    expect(happened(stateExpectation({ power: 'on' }, { at: 0, subject: vm1 }))).toBeNull()
    expect(happened(stateExpectation({ power: 'on', host: ['b', 'c'] }, { at: 80_000, subject: vm1 }))).toBe(
      'at 1m20s, vm "vm1": power is "off", wanted "on"; host is "a", wanted one of, or exactly, ["b","c"]',
    )
  })

  it('says when the subject does not exist', () => {
    expect(happened(stateExpectation({ power: 'on' }, { at: 0, subject: { kind: 'vm', name: 'vm9' } }))).toBe('at 0s, vm "vm9" does not exist')
  })

  it('computes the whole state only when a part of it has no reader of its own', () => {
    const part = judged(stateExpectation({ vms: { vm1: { power: 'on' } }, ha: { primaries: ['c'] }, t: 0 }, { at: 0 }))
    expect([part.happened, part.port.wholeStates]).toEqual([null, 0])
    const whole = judged(stateExpectation({ cluster: { status: 'green' } }, { at: 70_000 }))
    expect([whole.happened, whole.port.wholeStates]).toEqual(['at 1m10s, state: cluster.status is "red", wanted "green"', 1])
    expect(happened(stateExpectation({ inCompliance: true }, { at: 0, subject: { kind: 'rule', name: 'apart' } }))).toBeNull()
  })

  it('means every one with "*"', () => {
    const all = { kind: 'vm', name: '*' } as const
    expect(happened(stateExpectation({ power: 'on' }, { at: 90_000, subject: all }))).toBeNull()
    expect(happened(stateExpectation({ power: 'on' }, { at: 88_000, subject: all }))).toBe('at 1m28s, vm "vm2": power is "off", wanted "on"')
  })

  it('counts an instant from since, known only while the lab runs', () => {
    const since = pattern('ha.hostStateChanged', { to: 'failed' })
    expect(happened(stateExpectation({ power: 'on' }, { at: 10_000, subject: vm1, since }))).toBeNull()
    expect(happened(stateExpectation({ power: 'on' }, { at: 0, subject: vm1, since }))).toBe('at 1m18s, vm "vm1": power is "off", wanted "on"')
    expect(happened(stateExpectation({ power: 'on' }, { at: 0, subject: vm1, since: pattern('vm.reset') }))).toMatch(/^nothing to count from/)
  })

  it('looks at every instant of during, ends included, and just before each change', () => {
    const during = (from: number, to: number) => judged(stateExpectation({ power: 'off' }, { during: [from, to], subject: vm1 }))
    const whole = during(60_000, 87_999)
    expect(whole.happened).toBeNull()
    expect(whole.port.looks).toEqual([60_000, 77_999, 78_000, 87_999])
    expect(during(59_999, 80_000).happened).toBe('at 59s999ms, vm "vm1": power is "on", wanted "off"')
    expect(during(60_000, 88_000).happened).toBe('at 1m28s, vm "vm1": power is "on", wanted "off"')
  })

  it('notices in during what grows between two events', () => {
    expect(happened(stateExpectation({ lockLeaseAgeMs: { max: 15_000 } }, { during: [0, 78_000], subject: vm1 }))).toBe(
      'at 1m17s999ms, vm "vm1": lockLeaseAgeMs is 16000, wanted at most 15000',
    )
  })

  it('reaches an instant after the end of the run', () => {
    expect(happened(stateExpectation({ host: 'b' }, { at: 900_000, subject: vm1 }), { until: 60_000 })).toBeNull()
  })
})

describe('compute', () => {
  const doubled = (is: { readonly [key: string]: number }): LabExpectation => ({
    index: 0, facts: [], source: null, written: { compute: 'vmotion.bitmap' }, since: null, form: 'compute', compute: 'vmotion.bitmap', with: { memoryMiB: 4 }, is,
  }) // prettier-ignore
  const compute: ComputeFunctions = { 'vmotion.bitmap': (input) => ({ bytes: Number(input['memoryMiB']) * 2 }) }

  it('compares what the function gives', () => {
    expect(happened(doubled({ bytes: 8 }), { compute })).toBeNull()
    expect(happened(doubled({ bytes: 9 }), { compute })).toBe('bytes is 8, wanted 9')
    expect(happened(doubled({ bytes: 8 }))).toBe('the engine has no function vmotion.bitmap yet')
    const failing: ComputeFunctions = {
      'vmotion.bitmap': () => {
        throw new Error('no memory')
      },
    }
    expect(happened(doubled({ bytes: 8 }), { compute: failing })).toBe('it failed: no memory')
  })
})

it('writes an expectation on one line, without fact and source', () => {
  const written = { event: 'vm.poweredOn', host: ['a', 'Host B'], between: [77, '79s'], fact: 'HA-041', source: 'x', count: { min: 1 } }
  expect(expectationText({ ...eventExpectation(pattern('vm.poweredOn')), written })).toBe(
    'event: vm.poweredOn, host: [a, "Host B"], between: [77, 79s], count: { min: 1 }',
  )
})
