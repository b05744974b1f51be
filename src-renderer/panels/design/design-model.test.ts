import { describe, expect, it } from 'vitest'
import { formFields } from '../../../src-main/contract/lab/form.ts'
import { emptyDesign, someDesign } from '../../testing/fake-design.ts'
import { designThings, faultDomains, freeNames, hostSize, kindOfList, nameAfter, newVms, placements, valueAt } from './design-model.ts'
import { factOf } from './field-facts.ts'
import { fieldState, firstBlock, readField, writeField } from './field-values.ts'
import { facts } from '../../../src-main/knowledge/index.ts'
import { en } from '../../i18n/en.ts'

describe('names that are free', () => {
  it.each([
    ['esx09', 'esx10'],
    ['Host C', 'Host D'],
    ['db', 'db2'],
    ['web-099', 'web-100'],
  ])('after %s comes %s', (name, next) => expect(nameAfter(name)).toBe(next))

  it('go on from the last, around those that are taken', () => {
    const things = designThings({ ...emptyDesign(), vms: [{ name: 'vm03' }, { name: 'vm01' }] })
    expect(freeNames(things, 'vm', 3)).toEqual(['vm02', 'vm04', 'vm05'])
    expect(freeNames(things, 'vm', 2, 'web')).toEqual(['web01', 'web02'])
    expect(freeNames(things, 'host')).toEqual(['esx01'])
  })
})

describe('a design', () => {
  it('has each of a count as a thing of its own', () => {
    const things = designThings({ ...emptyDesign(), vms: [{ name: 'web', count: 12, vcpus: 1, memoryMiB: 512 }] })
    expect(things.vm.map(({ name }) => name)).toEqual(Array.from({ length: 12 }, (_, at) => `web-${String(at + 1).padStart(3, '0')}`))
  })

  it('counts what is placed, but for VMs that are off, and those on hosts that are not there as placed nowhere', () => {
    const lab = someDesign(2, 4)
    const things = designThings({
      ...lab,
      vms: [...lab.vms, { name: 'off', power: 'off', vcpus: 9, memoryMiB: 9, host: 'esx01' }, { name: 'lost', host: 'x' }],
    })
    expect(placements(things).get('esx01')).toEqual({ vms: ['vm01', 'vm03', 'off'], vcpus: 4, memoryMiB: 16_384 })
    expect(placements(things).get(null)?.vms).toEqual(['lost'])
    expect(hostSize(things.host[0]?.entry ?? {})).toEqual({ cores: 32, mhz: 83_200, memoryMiB: 262_144 })
    expect(faultDomains(things)).toHaveLength(1)
  })

  it('puts new VMs on hosts that can run them', () => {
    const lab = someDesign(3, 0)
    const things = designThings({ ...lab, hosts: lab.hosts.map((host, at) => (at === 1 ? { ...host, maintenance: true } : host)) })
    const made = newVms(things, { name: 'a', count: 3, vcpus: 1, memoryMiB: 1, cpuMHz: 0, place: { by: 'spread' } })
    expect(made.map((vm) => vm['host'])).toEqual(['esx01', 'esx03', 'esx01'])
  })
})

const field = (form: 'vm' | 'host', id: string) => {
  const found = formFields(form).find((each) => each.id === id)
  if (found === undefined) throw new Error(`no field ${id}`)
  return found
}

describe('values of a form', () => {
  it('tell what is left out, set and mixed', () => {
    expect(fieldState([{}, {}], ['a'])).toEqual({ is: 'absent' })
    expect(fieldState([{ a: { b: 1 } }, { a: { b: 1 } }], ['a', 'b'])).toEqual({ is: 'set', value: 1 })
    expect(fieldState([{ a: null }, {}], ['a'])).toMatchObject({ is: 'mixed' })
    expect(valueAt({ a: [{ b: 2 }] }, ['a', 0, 'b'])).toBe(2)
  })

  it.each([
    ['vm.vcpus', '4', 4],
    ['vm.demand.cpuMHz', '100–200', [100, 200]],
    ['vm.demand.cpuMHz', '1500', 1500],
    ['vm.bootTime', '2m30s', '2m30s'],
    ['vm.cpuShares', 'high', 'high'],
    ['vm.cpuShares', '2000', 2000],
    ['vm.cpuReservationMHz', '', undefined],
  ])('%s reads %s', (id, text, value) => {
    expect(readField(field('vm', id), text)).toEqual({ ok: true, value })
    if (value !== undefined) expect(writeField(value)).toBe(text)
  })

  it.each([
    ['vm.vcpus', '', 'design.bad.required'],
    ['vm.vcpus', '1.5', 'design.bad.whole'],
    ['vm.vcpus', '9999', 'design.bad.max'],
    ['vm.bootTime', 'soon', 'design.bad.duration'],
    ['vm.demand.cpuMHz', '9–3', 'design.bad.range'],
    ['vm.name', 'vcenter', 'design.bad.pattern'],
  ])('%s refuses "%s"', (id, text, key) => expect(readField(field('vm', id), text)).toMatchObject({ ok: false, problem: { key } }))

  it('begin a block with what it must have', () => {
    const disks = field('vm', 'vm.disks')
    if (disks.type !== 'blocks') throw new Error('no list of blocks')
    expect(firstBlock(disks.fields, () => [])).toEqual({ sizeGiB: 1 })
  })
})

describe('facts behind fields', () => {
  it('are there, and so are the fields', () => {
    const ids = new Set<string>(facts.map(({ id }) => id))
    for (const form of ['host', 'vm', 'network', 'pool', 'rule', 'cluster', 'ha', 'drs'] as const)
      for (const { id } of formFields(form)) if (factOf(id) !== null) expect([id, ids.has(factOf(id) ?? '')]).toEqual([id, true])
    expect(factOf('ha.isolationResponse')).toBe('HA-075')
  })
})

it.each([
  ['hosts', 'host'],
  ['vmGroups', 'vmGroup'],
])('a problem of the whole list %s is one of its kind, which has a word', (path, kind) => {
  expect(kindOfList(path)).toBe(kind)
  expect(en).toHaveProperty([`design.kinds.${kind}`])
})

it.each(['hosts[0].name', 'cluster.ha', ''])('a problem at %s is of no list', (path) => expect(kindOfList(path)).toBeNull())
