import { describe, expect, it } from 'vitest'

import { commandNames } from '../../../src-main/contract/texts/commands.ts'
import { commandSchemas, isCommandName } from '../../../src-main/contract/lab/commands.ts'
import { safeParse } from '../../../src-main/contract/lab/schema.ts'
import '../../../src-main/contract/lab/with-zod.ts'
import { modules } from '../../../src-main/engine/modules/index.ts'
import { en } from '../../i18n/en.ts'
import type { ObjectRef } from '../../stores/selection.ts'
import { WorldMirror } from '../../stores/world-mirror.ts'
import { articleFrame, articleLab } from '../../testing/article-run.ts'
import { fullDemand, noDemand, readDemand } from './demand.ts'
import { accepts, argumentsOf, faultsOf, groupsOf, impliedObject, proposedSides, type Fault } from './faults.ts'
import { parseRunTime } from '../../../src-main/contract/units.ts'
import { chosenTime, runTimeText } from './fault-time.ts'
import { reasonAgainst } from '../../../src-main/contract/command-sense.ts'

const all = faultsOf(articleLab)
const lab = articleLab
const fault = (id: string): Fault => {
  const found = all.find((each) => each.id === id)
  if (found === undefined) throw new Error(`no ${id}`)
  return found
}

describe('the table of faults', () => {
  it('has commands that the engine acts on, with names and arguments that the contract takes', () => {
    const acting = new Set(modules.flatMap((module) => Object.keys(module.commands)))
    const names = { host: 'Host A', vm: 'VM1', datastore: 'ds-01', network: 'management', vcenter: 'vcenter' }
    for (const each of all) {
      expect(acting).toContain(each.command)
      expect(commandNames).toContain(each.command)
      const answers = each.ask === 'groups' ? { groups: [['Host A'], ['Host B']] } : each.ask === 'demand' ? { demand: { cpuMHz: 1 } } : {}
      const args = argumentsOf(each, { kind: each.target, name: names[each.target] }, answers)
      expect(isCommandName(each.command) && safeParse(commandSchemas[each.command], args).success).toBe(true)
    }
  })

  it('has an id and a test id of its own for each', () => {
    const two = { ...lab, networks: [...lab.networks, { name: 'management 2', kind: 'management', addresses: ['10.0.1.1'], gbps: 1, nics: 1 }] }
    for (const key of ['id', 'testid'] as const) expect(new Set(faultsOf(two).map((each) => each[key])).size).toBe(faultsOf(two).length)
    expect(
      faultsOf(two)
        .filter((each) => each.command === 'network.disconnect')
        .map((each) => [each.network, each.with]),
    ).toEqual([
      ['management', undefined],
      ['management 2', undefined],
      ['management', { isolationAddresses: 'reachable' }],
      ['management 2', { isolationAddresses: 'reachable' }],
    ])
  })

  it('has each command that is a fault, and the headings of all', () => {
    const others =
      /^(drs|rule|resourcePool|snapshot|ft|cluster|timeline)\.|^(host\.(add|remove|configure|degrade)|vm\.(create|remove|configure|migrate|guestWrite|answerQuestion))$/
    const offered = new Set(all.map((each) => each.command))
    expect(commandNames.filter((command) => !others.test(command) && !offered.has(command))).toEqual([])
    for (const each of all) expect(en[`faults.group.${each.group}`]).toBeDefined()
    expect(faultsOf(null)).toEqual([])
  })

  it('says what it means in arguments', () => {
    const host = { kind: 'host', name: 'Host A' } as const
    expect(argumentsOf(fault('network.disconnect:reachable:management'), host)).toEqual({
      host: 'Host A',
      network: 'management',
      isolationAddresses: 'reachable',
    })
    expect(argumentsOf(fault('vm.guestHang:true'), { kind: 'vm', name: 'VM1' })).toEqual({ vm: 'VM1', everyBoot: true })
    expect(argumentsOf(fault('datastore.apd'), { kind: 'datastore', name: 'ds-01' }, { hosts: ['Host B'] })).toEqual({
      datastore: 'ds-01',
      hosts: ['Host B'],
    })
    expect(argumentsOf(fault('network.addressDown:10.0.0.1'), { kind: 'network', name: 'management' })).toEqual({ address: '10.0.0.1' })
    expect(
      argumentsOf(fault('network.partition'), { kind: 'network', name: 'management' }, { groups: [['Host A'], ['Host B']], agentTraffic: true }),
    ).toEqual({ network: 'management', groups: [['Host A'], ['Host B']], blocks: 'agentTraffic' })
    expect(argumentsOf(fault('dns.down'), { kind: 'vcenter', name: 'vcenter' })).toEqual({})
  })
})

describe('where a fault can be dropped', () => {
  it('is on objects of its kind, and on management networks only', () => {
    expect(accepts(fault('host.crash'), { kind: 'host', name: 'Host A' }, lab)).toBe(true)
    expect(accepts(fault('host.crash'), { kind: 'vm', name: 'VM1' }, lab)).toBe(false)
    expect(accepts(fault('network.down'), { kind: 'network', name: 'management' }, lab)).toBe(true)
    expect(accepts(fault('network.down'), { kind: 'network', name: 'vmotion' }, lab)).toBe(false)
    expect(accepts(fault('host.crash'), { kind: 'cluster', name: 'Cluster-01' }, lab)).toBe(false)
  })

  it('is, on the timeline, what is selected or the only one there is', () => {
    const host = { kind: 'host', name: 'Host B' } as const
    expect(impliedObject(fault('host.crash'), host, lab)).toEqual(host)
    expect(impliedObject(fault('host.crash'), null, lab)).toBeNull()
    expect(impliedObject(fault('vm.guestCrash'), host, lab)).toBeNull()
    expect(impliedObject(fault('vcenter.down'), host, lab)?.kind).toBe('vcenter')
    expect(impliedObject(fault('network.down'), host, lab)).toEqual({ kind: 'network', name: 'management' })
  })
})

it('a partition is proposed along the fault domains, else in halves', () => {
  expect(groupsOf(proposedSides(articleLab.hosts))).toEqual([['Host A'], ['Host B', 'Host C']])
  expect(groupsOf(proposedSides(articleLab.hosts.map((host) => ({ ...host, faultDomain: null }))))).toEqual([['Host A', 'Host B'], ['Host C']])
})

it('parts without hosts are none', () => {
  expect(
    groupsOf(
      new Map([
        ['Host A', 2],
        ['Host B', 0],
      ]),
    ),
  ).toEqual([['Host B'], ['Host A']])
})

describe('what makes no sense now', () => {
  const mirrorAt = (t: number): WorldMirror => {
    const mirror = new WorldMirror()
    mirror.reset(articleLab, articleFrame(t, 1))
    return mirror
  }
  const refused = (t: number, object: ObjectRef): string[] =>
    all.filter((each) => accepts(each, object, lab) && reasonAgainst(each, object, mirrorAt(t)) !== null).map((each) => each.id)

  it('is told by the state of a host', () => {
    const host = { kind: 'host', name: 'Host A' } as const
    const whole = ['host.powerOn', 'network.reconnect:management', 'host.agentRestore', 'host.hostdStart']
    expect(refused(0, host)).toEqual([...whole, 'host.exitMaintenance', 'host.exitStandby', 'host.connect'])
    // Without power it can be powered on, and taken out of the inventory's hands.
    const left = all.filter((each) => accepts(each, host, lab) && !refused(70_000, host).includes(each.id))
    expect(left.map((each) => each.id)).toEqual(['host.powerOn', 'host.disconnect'])
    expect(reasonAgainst(fault('host.powerOff'), host, mirrorAt(70_000))).toBe('hostOff')
    expect(reasonAgainst(fault('host.powerOn'), host, mirrorAt(70_000))).toBeNull()
    expect(reasonAgainst(fault('host.powerOn'), host, mirrorAt(700_000))).toBe('booting')
    expect(reasonAgainst(fault('host.agentFail'), host, mirrorAt(70_000))).toBe('hostOff')
  })

  it('is told by the state of a VM', () => {
    expect(refused(0, { kind: 'vm', name: 'VM1' })).toEqual(['vm.toolsStart', 'vm.appCrash', 'vm.appRecover', 'vm.failPowerOn:false', 'vm.powerOn'])
    expect(reasonAgainst(fault('vm.guestCrash'), { kind: 'vm', name: 'VM1' }, mirrorAt(65_000))).toBe('vmOff')
    expect(reasonAgainst(fault('vm.powerOn'), { kind: 'vm', name: 'VM1' }, mirrorAt(80_000))).toBe('poweringOn')
  })

  it('is told by datastores, networks and vCenter', () => {
    expect(refused(0, { kind: 'datastore', name: 'ds-01' })).toEqual(['datastore.restore', 'datastore.mount'])
    expect(refused(0, { kind: 'network', name: 'management' })).toEqual(['network.up', 'network.heal', 'network.addressUp:10.0.0.1'])
    expect(refused(0, { kind: 'vcenter', name: 'vcenter' })).toEqual(['vcenter.up', 'vcenter.reconnect', 'dns.up'])
    const mirror = mirrorAt(0)
    mirror.networks.set('management', { up: true, groups: [['Host A', 'Host B', 'Host C']], disconnectedHosts: ['Host A'], addressesDown: [] })
    expect(reasonAgainst(fault('network.heal'), { kind: 'network', name: 'management' }, mirror)).toBeNull()
    expect(reasonAgainst(fault('network.disconnect:management'), { kind: 'host', name: 'Host A' }, mirror)).toBe('offNetwork')
    expect(reasonAgainst(fault('network.reconnect:management'), { kind: 'host', name: 'Host A' }, mirror)).toBeNull()
  })
})

describe('a load spike', () => {
  it('is read as it was typed', () => {
    expect(readDemand({ cpu: ' 5000 ', lasts: '5:00', beforeMHz: 800 })).toEqual({
      problem: null,
      demand: { cpuMHz: 5000 },
      lastsMs: 300_000,
      after: { cpuMHz: 800 },
    })
    expect(readDemand({ ...noDemand, cpu: '10' }).lastsMs).toBeNull()
    expect(readDemand({ ...noDemand, cpu: '-1' }).problem).toBe('faults.demandNumber')
    expect(readDemand({ ...noDemand, cpu: '1', lasts: '5' }).problem).toBe('faults.timeFormat')
  })
  it('proposes all that the processors have', () => {
    expect(fullDemand(800, 16, 2)).toBe(5000)
    expect(fullDemand(0, 0, 2)).toBe(5000)
  })
})

describe('a set time', () => {
  it.each([
    ['1:30', 90_000],
    ['01:02:03', 3_723_000],
    [' 0:05.25 ', 5250],
    ['90:00', 5_400_000],
    ['0:60', null],
    ['1:61:00', null],
    ['90', null],
    ['-1:00', null],
    ['', null],
  ])('%s', (text, ms) => expect(parseRunTime(text)).toBe(ms))

  it.each([0, 90_000, 61_250, 3_723_000, 86_400_000])('%i is read as it is written', (ms) => expect(parseRunTime(runTimeText(ms))).toBe(ms))

  it('has to be a time within the run', () => {
    expect(chosenTime({ mode: 'now', text: 'x' }, 1000)).toEqual({ at: null, problem: null })
    expect(chosenTime({ mode: 'at', text: 'x' }, 1000).problem).toBe('faults.timeFormat')
    expect(chosenTime({ mode: 'at', text: '1:00' }, 1000).problem).toBe('faults.timeAfterEnd')
    expect(chosenTime({ mode: 'at', text: '0:01' }, 1000)).toEqual({ at: 1000, problem: null })
  })
})
