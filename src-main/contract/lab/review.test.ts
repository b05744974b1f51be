import { describe, expect, it } from 'vitest'
import { formatProblem, parseLab } from './parse.ts'
import { reviewLab } from './review.ts'

const head = `hostdown: 1
name: x
cluster: { ha: {} }
hosts:
  - { name: esx-1, cpu: { sockets: 1, coresPerSocket: 1, mhz: 1000 }, memoryMiB: 4096 }
  - { name: esx-2, cpu: { sockets: 1, coresPerSocket: 1, mhz: 1000 }, memoryMiB: 4096 }
vms:
  - { name: db, host: esx-1, vcpus: 1, memoryMiB: 64 }
timeline:
  - { at: 1m, do: host.powerOff, host: esx-1 }
  - { at: 2m, do: host.add, name: esx-3, cpu: { sockets: 1, coresPerSocket: 1, mhz: 1000 }, memoryMiB: 4096 }
`
const facts = ['HA-041', 'HA-042', 'DRS-001']
/** In two parts, for whoever looks for facts that are cited and do not exist. */
const noFact = ['DRS', '900'].join('-')

/** What is found in a lab that expects this, without the line numbers. */
function found(expectation: string, rest = ''): readonly string[] {
  const parsed = parseLab(`${head}expect:\n  - ${expectation}\n${rest}`, { review: (lab, report) => reviewLab(lab, { facts }, report) })
  expect(parsed.ok ? [] : parsed.problems).toEqual([])
  return parsed.ok ? parsed.warnings.map((warning) => formatProblem({ ...warning, line: null })) : []
}

describe('a review', () => {
  it.each([
    '{ event: ha.hostStateChanged, host: esx-1, to: failed, by: vcenter, between: [77s, 79s], fact: HA-041 }',
    '{ event: ha.hostStateChanged, from: [primary, secondary], by: esx-3, fact: [HA-041, DRS-001] }',
    '{ never: "ha.*", host: "*", reason: whatever }',
    '{ refused: someCodeOfAFact, command: vm.powerOn, vm: db }',
    '{ event: ha.restartAttempted, attempt: { min: 1, max: 3 }, before: 1h }',
    '{ event: ha.primaryElected, partition: { contains: [esx-2], excludes: [esx-1], size: 1 } }',
    '{ at: 5m, vm: db, is: { power: on, host: [esx-2, esx-3], question: null, uptimeMs: { approx: 10, tolerance: 5 }, disks: [{ chainDepth: 0 }] } }',
    '{ at: 5m, is: { ha: { protected: [db], restartQueue: [], admission: { slot: { cpuMHz: 32 } } }, datastores: { ds-01: { hosts: { esx-1: ok } } } } }',
    '{ during: [1m, 2m], host: "*", is: { heartbeat: { ping: null }, configIssues: [] } }',
    '{ compute: drs.target, with: { threshold: 3 }, is: { nonsense: 1 } }',
  ])('finds nothing in %s', (expectation) => {
    expect(found(expectation)).toEqual([])
  })

  it.each([
    ['{ event: host.failed, fact: HA-044 }', 'expect[0].fact: there is no fact HA-044 (did you mean "HA-041"?)'],
    [`{ event: host.failed, fact: [HA-041, ${noFact}] }`, `expect[0].fact[1]: there is no fact ${noFact} (did you mean "DRS-001"?)`],
    ['{ event: host.failed, kind: powerof }', 'expect[0].kind: host.failed kind holds powerOff, crash, never "powerof" (did you mean "powerOff"?)'],
    [
      '{ event: ha.hostStateChanged, to: failled }',
      'expect[0].to: ha.hostStateChanged to holds primary, secondary, election, networkPartitioned, networkIsolated, failed, agentUnreachable, initializationError, uninitializationError, uninitialized, none, never "failled" (did you mean "failed"?)',
    ],
    [
      '{ never: vm.poweredOn, cause: [ha, haa] }',
      'expect[0].cause[1]: vm.poweredOn cause holds user, ha, drs, ft, vmcp, never "haa" (did you mean "ha"?)',
    ],
    ['{ event: ha.heartbeatLost, by: esx-9 }', 'expect[0].by: ha.heartbeatLost by holds the name of a host, never "esx-9" (did you mean "esx-1"?)'],
    ['{ event: ha.restartAttempted, attempt: first }', 'expect[0].attempt: ha.restartAttempted attempt holds a number, never "first"'],
    ['{ event: ha.restartAttempted, vm: { min: 1 } }', 'expect[0].vm: ha.restartAttempted vm holds no number, and never matches this'],
    [
      '{ order: [{ event: host.failed, kind: crashed }] }',
      'expect[0].order[0].kind: host.failed kind holds powerOff, crash, never "crashed" (did you mean "crash"?)',
    ],
    [
      '{ at: 5m, since: { event: host.failed, kind: off }, vm: db, is: { power: on } }',
      'expect[0].since.kind: host.failed kind holds powerOff, crash, never "off"',
    ],
    ['{ at: 5m, vm: db, is: { power: onn } }', 'expect[0].is.power: power holds on, off, never "onn" (did you mean "on"?)'],
    ['{ at: 5m, vm: db, is: { powr: on } }', 'expect[0].is.powr: the state has no field of that name here (did you mean "power"?)'],
    ['{ at: 5m, vm: db, is: { instances: esx-1 } }', 'expect[0].is.instances: instances holds a list, never "esx-1"'],
    [
      '{ at: 5m, vm: db, is: { instances: { contains: [esx-7] } } }',
      'expect[0].is.instances.contains[0]: instances holds the name of a host, never "esx-7" (did you mean "esx-1"?)',
    ],
    ['{ at: 5m, host: esx-1, is: { maintenance: "yes" } }', 'expect[0].is.maintenance: maintenance holds true or false, never "yes"'],
    [
      '{ at: 5m, is: { datastores: { ds-01: { hosts: { esx-1: apdd } } } } }',
      'expect[0].is.datastores.ds-01.hosts.esx-1: hosts holds ok, apd, apdTimeout, pdl, unmounted, never "apdd" (did you mean "apd"?)',
    ],
    [
      '{ at: 5m, is: { ha: { restartQueue: [{ state: waitng }] } } }',
      'expect[0].is.ha.restartQueue[0].state: state holds waiting, pending, attempted, retrying, never "waitng" (did you mean "waiting"?)',
    ],
  ])('finds what can never be in %s', (expectation, message) => {
    expect(found(expectation)).toEqual([message])
  })

  it('finds what comes after the end of the run', () => {
    const ended = 'until: 90s\n'
    const late = 'until: the run ends at 1m30s, before its last command (host.add at 2m)'
    expect(found('{ event: host.failed, before: 5m }', ended)).toEqual([late])
    expect(found('{ at: 91s, vm: db, is: { power: on } }', ended)).toEqual([late, 'expect[0]: looks at 1m31s, after the end of the run (1m30s)'])
    expect(found('{ during: [1m, 3m], vm: db, is: { power: on } }', ended)).toHaveLength(2)
    expect(found('{ order: [{ event: host.failed }, { event: host.booted, after: 2m }] }', ended)).toHaveLength(2)
    expect(found('{ never: host.booted, between: [1m, 2m] }', ended)).toHaveLength(2)
    expect(found('{ at: 2m, since: { event: host.failed }, vm: db, is: { power: on } }', ended)).toEqual([late])
    expect(found('{ at: 20m, vm: db, is: { power: on } }')).toEqual(['expect[0]: looks at 20m, after the end of the run (17m)'])
  })

  it('gives lines, and leaves the lab as it is', () => {
    const text = `${head}expect:\n  - { event: host.failed, kind: off }\n`
    const parsed = parseLab(text, { review: (lab, report) => reviewLab(lab, { facts }, report) })
    expect(parsed).toMatchObject({ ok: true, warnings: [{ path: 'expect[0].kind', line: 13 }], lab: { warnings: [] } })
  })
})

describe('values of advanced options', () => {
  const warned = (options: string, timeline = ''): readonly string[] => {
    const text = head.replace('ha: {}', `ha: { advancedOptions: ${options} }`).replace('timeline:\n', `timeline:\n${timeline}`)
    const parsed = parseLab(text, { review: (lab, report) => reviewLab(lab, { facts }, report) })
    return parsed.ok ? parsed.warnings.map(({ message }) => message) : ['not a lab']
  }

  it.each([
    ['{ das.heartbeatDsPerHost: 9 }', 'das.heartbeatdsperhost: 9 acts as 5 (2 to 5, HA-032)'],
    ['{ das.heartbeatDsPerHost: 1 }', 'das.heartbeatdsperhost: 1 acts as 2 (2 to 5, HA-032)'],
    ['{ das.config.fdm.isolationPolicyDelaySec: 10 }', 'das.config.fdm.isolationpolicydelaysec: 10 acts as 30 (at least 30, HA-051)'],
    ['{ das.config.fdm.memreservationmb: 20 }', 'das.config.fdm.memreservationmb: 20 acts as 100 (at least 100)'],
    ['{ das.maxvmrestartcount: many }', 'das.maxvmrestartcount: "many" is no number of 0 or more: the default counts'],
    ['{ das.ignoreRedundantNetWarning: yes }', 'das.ignoreredundantnetwarning: "yes" is neither true nor false: the default counts'],
  ])('%s', (options, text) => {
    expect(warned(options)).toEqual([text])
  })

  it('says nothing of values that are what they can be', () => {
    expect(warned('{ das.heartbeatDsPerHost: 5, das.isolationaddress0: 10.0.0.1, das.usedefaultisolationaddress: false }')).toEqual([])
  })

  it('looks at commands too', () => {
    const command = '  - { at: 1s, do: cluster.configure, ha: { advancedOptions: { das.heartbeatDsPerHost: 7 } } }\n'
    expect(warned('{}', command)).toEqual(['das.heartbeatdsperhost: 7 acts as 5 (2 to 5, HA-032)'])
  })
})
