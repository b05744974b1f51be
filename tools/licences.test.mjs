import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { declared, isAccepted, licencesOf, shippedLicences } from './licences.mjs'
import { closure, loadedPackages } from './shipped.mjs'

describe('licences', () => {
  it.each(['MIT', '(MIT OR GPL-3.0-only)', 'MIT AND (Apache-2.0 OR AGPL-3.0)', 'Unlicense', 'GPL-2.0 OR (MIT AND ISC)'])('%s may ship', (licence) =>
    expect(isAccepted(licence)).toBe(true),
  )
  it.each(['GPL-3.0', 'AGPL-3.0-only', 'MIT AND GPL-2.0', '(LGPL-3.0 OR SSPL-1.0)', 'UNLICENSED', 'SEE LICENSE IN eula.txt', 'BSD', ''])(
    '%j may not',
    (licence) => expect(isAccepted(licence)).toBe(false),
  )

  it('reads what old manifests say', () => {
    expect(declared({ license: { type: 'MIT' } })).toBe('MIT')
    expect(declared({ licenses: [{ type: 'MIT' }, { type: 'GPL-2.0' }] })).toBe('MIT OR GPL-2.0')
    expect(declared({ license: 'Apache 2.0' })).toBe('Apache-2.0')
    expect(declared({})).toBeNull()
  })
})

describe('packages', () => {
  let root
  const put = (path, text) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), typeof text === 'string' ? text : JSON.stringify(text))
  }
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'hostdown-licences-'))
    put('out/a.js', 'import{x}from"one";import"two/deep";const y=require("@s/three");import z from"node:fs";import"./b.js";await import("four")')
    put('node_modules/one/package.json', { name: 'one', version: '1.0.0', license: 'MIT', dependencies: { two: '*', '@types/x': '*' } })
    put('node_modules/one/LICENSE', 'One is free')
    put('node_modules/one/node_modules/two/package.json', { name: 'two', version: '2.0.0', license: 'GPL-3.0', dependencies: { one: '*' } })
    put('node_modules/two/package.json', { name: 'two', version: '1.0.0' })
  })
  afterAll(() => rmSync(root, { recursive: true }))

  it('are those that files name', () => expect(loadedPackages(join(root, 'out'))).toEqual(['@s/three', 'four', 'one', 'two']))

  it('and all that they depend on, each where Node would find it; what may not ship and what says nothing is told together', () => {
    const { entries, problems } = licencesOf(closure(root, ['one', 'two']))
    expect(entries.map(({ name, version, licence }) => `${name} ${version} ${licence}`)).toEqual(['one 1.0.0 MIT', 'two 1.0.0 ', 'two 2.0.0 GPL-3.0'])
    expect(entries[0].text).toBe('One is free')
    expect(problems).toEqual(['two 1.0.0 says no licence', 'two 2.0.0 is under GPL-3.0, which is not among those that may ship'])
    expect(() => closure(root, ['four'])).toThrow('four is not installed')
  })
})

it('everything that ships here may, and is listed with a text', () => {
  const { entries, problems } = shippedLicences()
  expect(problems).toEqual([])
  const names = entries.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(['Hostdown', 'better-sqlite3', 'ws', 'zod', 'yaml', 'vue', 'pinia', 'vue-i18n', 'naive-ui', 'cytoscape', 'electron']),
  )
  expect(names).not.toContain('vitest')
  for (const { name, licence, text } of entries)
    expect(
      [name, licence, text].every((value) => value.length > 0),
      name,
    ).toBe(true)
})
