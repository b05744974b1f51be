import { describe, expect, it } from 'vitest'
import { compileMatcher, differences } from './match.ts'
import { wanted } from './shortfall-text.ts'

const matches = (want: unknown, got: unknown): boolean => compileMatcher(want)(got)

describe('value matchers', () => {
  it('compares words, numbers, booleans and null as they are; a missing field is null', () => {
    expect(matches('on', 'on')).toBe(true)
    expect(matches('on', 'off')).toBe(false)
    expect(matches(1, '1')).toBe(false)
    expect(matches(true, 1)).toBe(false)
    expect(matches(null, null)).toBe(true)
    expect(matches(null, undefined)).toBe(true)
    expect(matches(null, 0)).toBe(false)
  })

  it('reads a list against a single value as one of these', () => {
    expect(matches(['esx-02', 'esx-03'], 'esx-03')).toBe(true)
    expect(matches(['esx-02', 'esx-03'], 'esx-01')).toBe(false)
    expect(matches([null, 'esx-03'], undefined)).toBe(true)
    expect(matches([{ min: 5 }, 'none'], 7)).toBe(true)
    expect(matches([], 'x')).toBe(false)
  })

  it('reads a list against a list as the same members in any order', () => {
    expect(matches(['a', 'b'], ['b', 'a'])).toBe(true)
    expect(matches(['a', 'b'], ['a', 'b', 'c'])).toBe(false)
    expect(matches(['a', 'a'], ['a', 'b'])).toBe(false)
    expect(matches([], [])).toBe(true)
    expect(matches([['a', 'b'], ['c']], [['c'], ['b', 'a']])).toBe(true)
  })

  it('finds a pairing even where the first one tried spoils it', () => {
    expect(matches([['x', 'y'], 'x'], ['x', 'y'])).toBe(true)
    expect(matches([['x', 'y'], ['x', 'y'], 'z'], ['z', 'x', 'x'])).toBe(true)
    expect(matches([['x', 'y'], ['x', 'y'], 'z'], ['z', 'z', 'x'])).toBe(false)
  })

  it('compares objects of a list in their order', () => {
    expect(matches([{ vm: 'a' }, { vm: 'b' }], [{ vm: 'a', n: 1 }, { vm: 'b' }])).toBe(true)
    expect(matches([{ vm: 'a' }, { vm: 'b' }], [{ vm: 'b' }, { vm: 'a' }])).toBe(false)
  })

  it('knows approx with and without a tolerance', () => {
    expect(matches({ approx: 10, tolerance: 2 }, 12)).toBe(true)
    expect(matches({ approx: 10, tolerance: 2 }, 12.1)).toBe(false)
    expect(matches({ approx: 10 }, 10)).toBe(true)
    expect(matches({ approx: 10 }, 10.01)).toBe(false)
    expect(matches({ approx: 0.3 }, 0.1 + 0.2)).toBe(true)
    expect(matches({ approx: 10 }, null)).toBe(false)
  })

  it('knows ranges, ends included, either end open', () => {
    expect(matches({ min: 1, max: 3 }, 1)).toBe(true)
    expect(matches({ min: 1, max: 3 }, 3)).toBe(true)
    expect(matches({ min: 1, max: 3 }, 4)).toBe(false)
    expect(matches({ min: 1 }, 99)).toBe(true)
    expect(matches({ max: 3 }, -1)).toBe(true)
    expect(matches({ max: 3 }, null)).toBe(false)
  })

  it('knows contains, excludes and size', () => {
    const list = ['a', 'b', 'c']
    expect(matches({ contains: ['a', 'c'] }, list)).toBe(true)
    expect(matches({ contains: ['d'] }, list)).toBe(false)
    expect(matches({ excludes: ['d'] }, list)).toBe(true)
    expect(matches({ excludes: ['a'] }, list)).toBe(false)
    expect(matches({ size: 3 }, list)).toBe(true)
    expect(matches({ size: { min: 4 } }, list)).toBe(false)
    expect(matches({ contains: [{ vm: 'x' }] }, [{ vm: 'x', n: 1 }])).toBe(true)
    expect(matches({ size: 0 }, null)).toBe(false)
  })

  it('takes any other map as named fields, the others free', () => {
    expect(matches({ power: 'on' }, { power: 'on', host: 'a' })).toBe(true)
    expect(matches({ power: 'on', question: null }, { power: 'on' })).toBe(true)
    expect(matches({ power: 'on' }, null)).toBe(false)
    expect(matches({ power: 'on' }, ['on'])).toBe(false)
    expect(matches({ min: 1, power: 'on' }, 2)).toBe(false)
    expect(matches({}, {})).toBe(true)
  })
})

describe('differences', () => {
  it('names the fields that depart, with their paths', () => {
    const found = differences({ hosts: { a: { power: 'on', vms: { size: 2 } } } }, { hosts: { a: { power: 'off', vms: ['x'] } } })
    expect(found.map(({ path, got }) => [path, got])).toEqual([
      [['hosts', 'a', 'power'], 'off'],
      [['hosts', 'a', 'vms'], ['x']],
    ])
  })

  it('says in words what was wanted', () => {
    expect(wanted({ approx: 3, tolerance: 1 })).toBe('3 ± 1')
    expect(wanted({ min: 3 })).toBe('at least 3')
    expect(wanted({ contains: ['a'], size: { max: 2 } })).toBe('a list with ["a"], of at most 2 members')
  })
})
