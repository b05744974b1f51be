import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, compareCodePoints } from './canonical-json.ts'

describe('canonical JSON', () => {
  it('orders keys by code point, without spaces', () => {
    expect(canonicalJson({ b: [1, 'x', null], a: { z: true, B: -0, '10': 1.5, '9': 1e21 } })).toBe(
      '{"a":{"10":1.5,"9":1e+21,"B":0,"z":true},"b":[1,"x",null]}',
    )
    // U+FF5E is before U+1F600, although its UTF-16 unit is above the surrogates
    expect(canonicalJson({ '\u{1f600}': 1, '\uff5e': 2 })).toBe('{"\uff5e":2,"\u{1f600}":1}')
  })

  it('is JSON with the same value, whatever the order in which keys were added', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const text = canonicalJson(value)
        expect(canonicalJson(JSON.parse(text))).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
    const many = Array.from({ length: 60 }, (_, i) => [`k${(i * 37) % 60}`, i] as const)
    expect(canonicalJson(Object.fromEntries(many))).toBe(canonicalJson(Object.fromEntries([...many].reverse())))
  })

  it('sorts as code points do', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
        const [x, y] = [[...a], [...b]].map((text) => text.map((character) => character.codePointAt(0)!))
        const at = x!.findIndex((code, i) => code !== y![i])
        const expected = at === -1 ? x!.length - y!.length : (x![at] ?? 0) - (y![at] ?? -1)
        expect(Math.sign(compareCodePoints(a, b))).toBe(Math.sign(expected))
      }),
    )
  })

  it('refuses what has no JSON text and says where', () => {
    expect(() => canonicalJson({ a: [1, { b: undefined }] })).toThrow('$.a[1].b: undefined has no JSON text')
    expect(() => canonicalJson({ a: NaN })).toThrow('$.a: NaN')
    expect(() => canonicalJson([Infinity])).toThrow(TypeError)
    expect(() => canonicalJson({ m: new Map() })).toThrow('$.m: only plain objects')
    expect(() => canonicalJson(1n)).toThrow(TypeError)
  })
})
