import { expect, it } from 'vitest'
import { derivedAtInstant, derivedOfWorld, idleUntilWritten } from './derived.ts'
import type { HaRecord, IssueRecord, NetworkRecord } from './records.ts'
import type { Turn } from './turn.ts'
import { World } from './world.ts'
import type { Index } from './world.ts'

const byName = (a: string, b: string): number => (a < b ? -1 : 1)

const issue = (name: string): IssueRecord => ({ issue: name, host: null })

it('computes a derived value again only after a table that it reads was written, in each world by itself', () => {
  const world = new World({})
  let computed = 0
  const names = derivedOfWorld(['issues'], ({ issues }) => {
    computed++
    return [...issues.keys()]
  })
  expect(names(world.tables)).toEqual([])
  world.tables.issues.set('a', issue('a'))
  expect(names(world.tables)).toEqual(['a'])
  world.tables.ha.set('ha', {} as HaRecord)
  expect(names(world.tables)).toEqual(['a'])
  expect(computed).toBe(2)
  world.tables.issues.patch('a', { host: 'h' })
  world.tables.issues.remove('b')
  names(world.tables)
  expect(computed).toBe(3)
  world.tables.issues.remove('a')
  expect(names(world.tables)).toEqual([])
  world.tables.issues.load([['z', issue('z')]])
  expect(names(world.tables)).toEqual(['z'])
  expect(names(new World({}).tables)).toEqual([])
})

it('computes what depends on the instant again in another one, and after a write', () => {
  const { tables } = new World({})
  let computed = 0
  const ages = derivedAtInstant(
    ['issues'],
    (_at: { readonly now: number }) => tables,
    ({ now }) => {
      computed++
      return [...tables.issues.keys()].map((key) => `${key} at ${now}`)
    },
  )
  tables.issues.set('a', issue('a'))
  expect(ages({ now: 1 })).toEqual(['a at 1'])
  tables.ha.set('ha', {} as HaRecord)
  expect(ages({ now: 1 })).toEqual(['a at 1'])
  expect(computed).toBe(1)
  expect(ages({ now: 2 })).toEqual(['a at 2'])
  tables.issues.set('b', issue('b'))
  expect(ages({ now: 2 })).toEqual(['a at 2', 'b at 2'])
  expect(ages({ now: 1 })).toEqual(['a at 1', 'b at 1'])
  expect(computed).toBe(4)
})

it('knows whether any record passes a test, whatever is written in between', () => {
  const { issues } = new World({}).tables
  const ofHost = (one: IssueRecord): boolean => one.host !== null
  const agrees = (): void => expect(issues.any(ofHost)).toBe([...issues.values()].some(ofHost))
  issues.set('a', issue('a'))
  agrees()
  for (const host of ['h', 'i', null, 'h']) {
    issues.set('b', { issue: 'b', host })
    agrees()
  }
  issues.patch('a', { host: 'h' })
  issues.remove('b')
  agrees()
  issues.remove('a')
  agrees()
  issues.load([['c', { issue: 'c', host: 'h' }]])
  agrees()
})

it('finds records by a key that they have, whatever is written in between', () => {
  const { issues } = new World({}).tables
  const byHost: Index<IssueRecord> = { keysOf: ({ host }) => (host === null ? [] : [host]), same: (a, b) => a.host === b.host }
  const agrees = (): void => {
    for (const host of ['h', 'i']) {
      const there = [...issues.entries()].filter(([, one]) => one.host === host).map(([key]) => key)
      expect([...issues.keysWith(byHost, host)].sort(byName)).toEqual(there.sort(byName))
    }
  }
  issues.set('a', { issue: 'a', host: 'h' })
  agrees()
  for (const host of ['h', 'i', null, 'h', 'h']) {
    issues.set('b', { issue: 'b', host })
    agrees()
  }
  issues.patch('a', { host: 'i' })
  agrees()
  issues.remove('b')
  agrees()
  issues.load([['c', { issue: 'c', host: 'h' }]])
  agrees()
})

it('hands out what an index finds in its order, however records come and go', () => {
  const { networks } = new World({}).tables
  const byUp: Index<NetworkRecord> = { keysOf: ({ up }) => [String(up)], orderOf: ({ order }) => order }
  const put = (name: string, order: number, up = true): unknown => networks.set(name, { name, order, up } as NetworkRecord)
  const found = (up = true): string => [...networks.keysWith(byUp, String(up))].join('')
  put('c', 3)
  put('a', 1)
  expect(found()).toBe('ac')
  put('d', 4)
  put('b', 2)
  expect(found()).toBe('abcd')
  put('b', 2, false)
  put('d', 4, false)
  expect([found(), found(false)]).toEqual(['ac', 'bd'])
  put('b', 2)
  expect([found(), found(false)]).toEqual(['abc', 'd'])
  networks.remove('c')
  put('d', 4)
  put('c', 5)
  expect(found()).toBe('abdc')
})

it('leaves a step out only while it had nothing to do and nothing was written that it reads', () => {
  const world = new World({})
  const turn = { world: world.tables, deeds: 0 }
  let asked = 0
  let key = 'a'
  const step = idleUntilWritten(
    ['issues'],
    () => {
      asked++
      if (world.tables.issues.has('work')) turn.deeds++
    },
    () => key,
  )
  const askedAfter = (change: () => unknown): number => {
    change()
    step(turn as unknown as Turn)
    step(turn as unknown as Turn)
    const times = asked
    asked = 0
    return times
  }
  expect(askedAfter(() => undefined)).toBe(1)
  expect(askedAfter(() => world.tables.ha.set('ha', {} as HaRecord))).toBe(0)
  expect(askedAfter(() => world.tables.issues.set('work', issue('work')))).toBe(2)
  expect(askedAfter(() => world.tables.issues.remove('work'))).toBe(1)
  expect(askedAfter(() => (key = 'b'))).toBe(1)
})

it('tells which keys were written since a version, as long as it remembers all of them', () => {
  const { issues } = new World({}).tables
  issues.set('a', issue('a'))
  expect(issues.writtenSince(issues.version - 1)).toBeNull()
  const start = issues.version
  expect(issues.writtenSince(start)).toEqual([])
  for (const key of ['b', 'a']) issues.set(key, issue(key))
  const then = issues.version
  issues.remove('b')
  issues.remove('unknown')
  expect(issues.writtenSince(start)).toEqual(['b', 'a', 'b'])
  expect(issues.writtenSince(then)).toEqual(['b'])
  for (let i = 0; i < 9000; i++) issues.set('c', issue('c'))
  expect(issues.writtenSince(start)).toBeNull()
  expect(new Set(issues.writtenSince(issues.version - 4000))).toEqual(new Set(['c']))
  const before = issues.version
  issues.load([['z', issue('z')]])
  expect(new Set(issues.writtenSince(before))).toEqual(new Set(['z', 'a', 'c']))
})
