import { readFileSync, readdirSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDocument } from 'yaml'
import { quickYaml } from './quick-yaml.ts'

const resources = new URL('../../../resources/', import.meta.url)
const labs = readdirSync(resources, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.lab\.yaml$/.test(name))
  .map((name): [string, string] => [name, readFileSync(new URL(name.replaceAll('\\', '/'), resources), 'utf8')])

function fully(text: string): { readonly data: unknown } | { readonly errors: readonly string[] } {
  const document = parseDocument(text, { version: '1.2', schema: 'core', merge: false, prettyErrors: false, logLevel: 'silent' })
  return document.errors.length > 0 ? { errors: document.errors.map((error) => error.message) } : { data: document.toJS() }
}

/** On a machine that is busy with other things. */
const LONG_MS = 120_000

describe('the quick reader of YAML', () => {
  it('reads most labs, the samples among them, as the full reader does', { timeout: LONG_MS }, () => {
    const unread = labs.filter(([name, text]) => {
      const data = quickYaml(text)
      if (data === undefined) return true
      const whole = fully(text)
      // Much faster, and says nothing of what differs.
      if (!isDeepStrictEqual({ data }, whole)) expect({ name, data }).toEqual({ name, ...whole })
      return false
    })
    expect(unread.length).toBeLessThan(labs.length / 4)
    expect(unread.map(([name]) => name).filter((name) => name.startsWith('samples'))).toEqual([])
  })

  const sound = [
    'a: 1\nb: [x, 2, -3, 0.5, true, null]\n',
    'a:\n- x\n- y: 1\n  z: "q: \\"w\\""\nb:\n',
    'a:\n  - { k: v, l: [1, [2]], m: {} }   # said\n  -\n    b: c\n',
    'a: >-\n  one\n  two\nb: |\n  one\n  two\n\nc: d\n',
    "on: off\n'x': 'it''s'\nt: 10.0.0.1\nu: 00:50:56:80:00:01\nv: a#b\nw: 2m30s\n",
    'a: {\n    b: c,\n    d: [ 1,\n      2 ] }\n',
  ]
  it.each(sound)('reads %j', (text) => {
    expect({ data: quickYaml(text) }).toEqual(fully(text))
    expect(quickYaml(text)).not.toBeUndefined()
  })

  const left = [
    'a: &x 1\nb: *x\n',
    'a: 1\na: 2\n',
    '---\na: 1\n',
    'a: one\n  two\n',
    'a: !!str 1\n',
    'a: 0x10\nb: 1e3\nc: .inf\nd: 010\n',
    'a:\t1\n',
    '? a\n: b\n',
    'a: "\\u0041"\n',
    'a: >\n  one\n\n  two\n',
    'a: [x: 1]\n',
    'a: {x}\n',
    'a: b: c\n',
    '__proto__: 1\n',
    '- 1\n',
    'a: [1\n]\n',
    '',
  ]
  it.each(left)('leaves %j to the full reader', (text) => {
    expect(quickYaml(text)).toBeUndefined()
  })

  it('says nothing that the full reader does not say, whatever is done to a lab', { timeout: LONG_MS }, () => {
    const snippets = [
      ...'\n :-#,[]{}"\'|>&*!%?~.<=+0aé',
      '\n  ', '\n    ', '- ', ': ', ' #', '"', "''", '\n\n', 'x: ', '{ a: 1 }', '[b]', '1e3', '0o7', '---\n', '...\n', '\n-', ':\n', ' |\n', ' >-\n', 'null', 'yes', '\\',
    ] // prettier-ignore
    const text = fc.constantFrom(
      ...sound,
      ...labs.slice(0, 12).map(([, lab]) => lab),
      ...labs.filter(([name]) => name.startsWith('samples')).map(([, lab]) => lab),
    )
    const edit = fc.record({ at: fc.nat(), cut: fc.nat({ max: 6 }), put: fc.constantFrom('', ...snippets) })
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 3 }), (before, edits) => {
        let after = before
        for (const { at, cut, put } of edits) {
          const place = at % (after.length + 1)
          after = after.slice(0, place) + put + after.slice(place + cut)
        }
        const data = quickYaml(after)
        if (data === undefined) return
        const whole = fully(after)
        if (!isDeepStrictEqual({ data }, whole)) expect({ text: after, data }).toEqual({ text: after, ...whole })
      }),
      { numRuns: Number(process.env['YAML_RUNS'] ?? 1_500), seed: 11 },
    )
  })
})
