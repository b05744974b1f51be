import { describe, expect, it } from 'vitest'
import { parseLab } from '../../contract/lab/index.ts'
import { EventQueue } from './event-queue.ts'
import { RngStreams, rngOfSeed } from './rng.ts'
import { World } from './world.ts'
import { InvariantError } from './assert.ts'
import { defineModule, type Module } from './module.ts'
import { Kernel } from './simulation.ts'

describe('EventQueue', () => {
  it('orders by time, then by insertion', () => {
    const queue = new EventQueue()
    for (const [at, type] of [
      [5, 'c'],
      [1, 'a'],
      [5, 'd'],
      [1, 'b'],
      [9, 'e'],
    ] as const)
      queue.push(at, type, null, null)
    const order: string[] = []
    for (let entry = queue.pop(); entry !== undefined; entry = queue.pop()) order.push(entry.type)
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('never gives out what was cancelled, and a late cancel is harmless', () => {
    const queue = new EventQueue()
    const first = queue.push(1, 'first', null, null)
    const second = queue.push(2, 'second', null, null)
    queue.cancel(second)
    expect(queue.entries().map((entry) => entry.type)).toEqual(['first'])
    expect(queue.pop()?.id).toBe(first)
    queue.cancel(first)
    queue.push(3, 'third', null, null)
    expect(queue.pop()?.type).toBe('third')
    expect(queue.pop()).toBeUndefined()
  })

  it('renews as if what is due had been cancelled and pushed again, also after it was restored', () => {
    const renewed = new EventQueue()
    const pushed = new EventQueue()
    for (let i = 0; i < 40; i++) for (const queue of [renewed, pushed]) queue.push(i % 4, 'x', i, i % 3)
    const idIn = (queue: EventQueue, data: number): number => queue.entries().find((entry) => entry.data === data)?.id ?? 0
    for (let i = 0; i < 60; i++) {
      const data = (i * 17) % 40
      const id = idIn(renewed, data)
      expect(renewed.renew(id, (data % 4) + 1, data % 3)).toBe(false)
      expect(renewed.renew(id, data % 4, 7)).toBe(false)
      expect(renewed.renew(id, data % 4, data % 3)).toBe(true)
      pushed.cancel(idIn(pushed, data))
      pushed.push(data % 4, 'x', data, data % 3)
      expect([renewed.isAlive(id), idIn(renewed, data), renewed.idCounter]).toEqual([true, id, pushed.idCounter])
    }
    const copy = new EventQueue()
    copy.restore(JSON.parse(JSON.stringify(renewed.entries())) as never, renewed.idCounter)
    const order = (queue: EventQueue): unknown[] => Array.from({ length: 41 }, () => queue.pop()?.data)
    const wanted = order(pushed)
    expect(order(renewed)).toEqual(wanted)
    expect(order(copy)).toEqual(wanted)
  })

  it('restores to the same order, with ids that go on', () => {
    const queue = new EventQueue()
    for (let i = 0; i < 50; i++) queue.push((i * 37) % 11, String(i), null, null)
    const copy = new EventQueue()
    copy.restore(JSON.parse(JSON.stringify(queue.entries())) as never, queue.idCounter)
    expect(copy.push(0, 'x', null, null)).toBe(queue.push(0, 'x', null, null))
    for (let a = queue.pop(); a !== undefined; a = queue.pop()) expect(copy.pop()).toMatchObject({ id: a.id, at: a.at, type: a.type })
    expect(copy.size).toBe(0)
  })
})

describe('random streams', () => {
  it('give each purpose its own draws, whatever the others draw', () => {
    const alone = new RngStreams(7)
    const mixed = new RngStreams(7)
    const draws = Array.from({ length: 20 }, () => alone.stream('a').between(0, 1000))
    const beside = draws.map(() => {
      mixed.stream('b').between(0, 9)
      return mixed.stream('a').between(0, 1000)
    })
    expect(beside).toEqual(draws)
    expect(new Set(draws).size).toBeGreaterThan(15)
  })

  it('go on from a saved state', () => {
    const streams = new RngStreams(3)
    streams.stream('a').between(0, 99)
    const copy = new RngStreams(3, JSON.parse(JSON.stringify(streams.save())) as Record<string, number>)
    expect(Array.from({ length: 9 }, () => copy.stream('a').between(0, 99))).toEqual(
      Array.from({ length: 9 }, () => streams.stream('a').between(0, 99)),
    )
  })

  it('stay within their bounds and reach both ends', () => {
    const rng = rngOfSeed(1)
    const seen = new Set(Array.from({ length: 400 }, () => rng.between(3, 6)))
    expect([...seen].sort()).toEqual([3, 4, 5, 6])
  })
})

describe('World', () => {
  it('refuses a write of a module that does not own the table', () => {
    const world = new World({ hosts: 'compute', locks: 'storage' })
    world.writer = 'storage'
    expect(() => world.tables.hosts.set('a', {} as never)).toThrow(InvariantError)
    expect(() => world.tables.locks.set('a', {} as never)).not.toThrow()
  })

  it('records every write with what was there before', () => {
    const world = new World({ locks: 'storage' })
    world.record = true
    const table = world.tables.locks
    table.set('vm', { vm: 'vm', holder: 'a' } as never)
    table.patch('vm', { holder: 'b' } as never)
    table.remove('vm')
    expect(world.writes.map(({ from, to }) => [from, to])).toEqual([
      [undefined, { vm: 'vm', holder: 'a' }],
      [
        { vm: 'vm', holder: 'a' },
        { vm: 'vm', holder: 'b' },
      ],
      [{ vm: 'vm', holder: 'b' }, undefined],
    ])
  })

  it('freezes records in development, to their depth', () => {
    const world = new World({ locks: 'storage' })
    world.freeze = true
    const record = world.tables.locks.set('vm', { deep: { list: [1] } } as never) as unknown as { deep: { list: number[] } }
    expect(() => record.deep.list.push(2)).toThrow(TypeError)
  })

  it('lists its records as they stand, whatever was written, removed and loaded before', () => {
    const rng = rngOfSeed(7)
    const { vms } = new World({}).tables
    const listed = () => [...vms.entries()]
    const kept: ReturnType<typeof vms.snapshot>[] = []
    const texts: string[] = []
    for (let i = 0; i < 3000; i++) {
      const key = `VM ${rng.between(1, 60)}`
      const what = rng.between(1, 100)
      if (what <= 60) vms.set(key, { name: key, written: i } as never)
      else if (what <= 64) vms.remove(key)
      else if (what <= 66 && kept.length > 0) vms.load(kept[rng.between(0, kept.length - 1)]!)
      else {
        const entries = vms.snapshot()
        expect(entries).toEqual(listed())
        expect(vms.snapshot()).toBe(entries)
        kept.push(entries)
        texts.push(JSON.stringify(entries))
      }
    }
    // Nobody changes a list that was given out.
    expect(kept.map((entries) => JSON.stringify(entries))).toEqual(texts)
    expect(kept.length).toBeGreaterThan(500)
  })

  it('has the entries of records that nobody wrote in common with the keyframe before', () => {
    const { vms } = new World({}).tables
    for (let i = 0; i < 20; i++) vms.set(`VM ${i}`, { i } as never)
    vms.snapshot()
    vms.set('VM 3', { i: -3 } as never)
    const before = vms.snapshot()
    vms.set('VM 5', { i: -5 } as never)
    vms.set('VM 20', { i: 20 } as never)
    const after = vms.snapshot()
    expect(after.filter((entry, at) => entry !== before[at]).map(([key]) => key)).toEqual(['VM 5', 'VM 20'])
    expect(before[5]).toEqual(['VM 5', { i: 5 }])
  })
})

describe('Kernel', () => {
  it('takes a table, and a command, from one module only', () => {
    const parsed = parseLab(
      '{ hostdown: 1, name: One, cluster: { name: C }, hosts: [{ name: a, cpu: { sockets: 1, coresPerSocket: 2, mhz: 2000 }, memoryMiB: 4096 }] }',
    )
    if (!parsed.ok) throw new Error('the lab is no lab')
    const { lab } = parsed
    const module = (name: string, parts: Partial<Module>): Module =>
      defineModule({ name, owns: [], commands: {}, requests: {}, signals: {}, timers: {}, invariants: [], ...parts })
    const start = (parts: Partial<Module>) => () => new Kernel(lab, [module('one', parts), module('two', parts)], {})
    expect(start({})).not.toThrow()
    expect(start({ owns: ['evc'] })).toThrow('both one and two own evc')
    expect(start({ commands: { 'drs.run': () => undefined } })).toThrow('two modules answer to drs.run')
  })
})
