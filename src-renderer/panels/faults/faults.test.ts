import { describe, expect, it } from 'vitest'

import { commandNames } from '../../../src-main/contract/texts/commands.ts'
import { commandSchemas, isCommandName } from '../../../src-main/contract/lab/commands.ts'
import { safeParse } from '../../../src-main/contract/lab/schema.ts'
import '../../../src-main/contract/lab/with-zod.ts'
import { modules } from '../../../src-main/engine/modules/index.ts'
import { articleLab } from '../../testing/article-run.ts'
import { accepts, argumentsOf, faultsOf, groupsOf, impliedObject, proposedSides, type Fault } from './faults.ts'
import { chosenTime, parseRunTime, runTimeText } from './fault-time.ts'

const lab = { ...articleLab, notModelled: [] }
const all = faultsOf(lab)
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
      const args = argumentsOf(each, { kind: each.target, name: names[each.target] }, each.ask === 'groups' ? [['Host A'], ['Host B']] : null)
      expect(isCommandName(each.command) && safeParse(commandSchemas[each.command], args).success).toBe(true)
    }
  })

  it('has an id and a test id of its own for each', () => {
    const two = { ...lab, networks: [...lab.networks, { name: 'management 2', kind: 'management' }] }
    for (const key of ['id', 'testid'] as const) expect(new Set(faultsOf(two).map((each) => each[key])).size).toBe(faultsOf(two).length)
    expect(
      faultsOf(two)
        .filter((each) => each.command === 'network.disconnect')
        .map((each) => each.network),
    ).toEqual(['management', 'management 2'])
  })

  it('leaves out what the engine would act on in part only', () => {
    const lines = ['cluster.ha.vmMonitoring: guests are not reset', 'cluster.ha.pdlResponse and apdResponse (VMCP): VMs are not terminated']
    const offered = faultsOf({ ...lab, notModelled: lines }).map((each) => each.command)
    expect(offered).not.toContain('vm.guestCrash')
    expect(offered).not.toContain('datastore.apd')
    expect(offered).toContain('network.disconnect')
    expect(faultsOf(null)).toEqual([])
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
