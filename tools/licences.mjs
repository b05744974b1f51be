// Writes out/licences.json: name, version, licence and its text of everything that ships. Fails on what may not ship, or says nothing.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { SetupError, main, root } from './bootstrap.mjs'
import { closure, loadedPackages } from './shipped.mjs'

/** Licences under which a package may ship with a program of ours. */
const accepted = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'Apache-2.0',
  'OFL-1.1',
  'MPL-2.0',
  'CC0-1.0',
  'CC-BY-4.0',
  'Unlicense',
  'BlueOak-1.0.0',
  'Python-2.0',
])

/** Written in another way than SPDX has it. */
const spelling = { 'Apache 2.0': 'Apache-2.0', 'Apache License 2.0': 'Apache-2.0' }

/** Whether an SPDX expression can be met: one side of an OR, both of an AND. */
export function isAccepted(expression) {
  const text = expression.trim().replace(/^\((.*)\)$/, (whole, inner) => (balanced(inner) ? inner : whole))
  const either = split(text, 'OR')
  if (either.length > 1) return either.some(isAccepted)
  const both = split(text, 'AND')
  if (both.length > 1) return both.every(isAccepted)
  return accepted.has(text)
}

function balanced(text) {
  let depth = 0
  for (const sign of text) {
    if (sign === '(') depth++
    if (sign === ')' && --depth < 0) return false
  }
  return depth === 0
}

/** At a word that is not inside brackets. */
function split(text, word) {
  const parts = []
  let depth = 0
  let part = []
  for (const token of text.split(/\s+/)) {
    if (depth === 0 && token.toUpperCase() === word) {
      parts.push(part.join(' '))
      part = []
      continue
    }
    depth += (token.match(/\(/g) ?? []).length - (token.match(/\)/g) ?? []).length
    part.push(token)
  }
  return [...parts, part.join(' ')]
}

/** What a manifest declares, also in the forms of old; null where it says nothing. */
export function declared({ license, licenses }) {
  if (typeof license === 'string' && license !== '') return spelling[license] ?? license
  if (typeof license?.type === 'string') return license.type
  if (Array.isArray(licenses) && licenses.length > 0) return licenses.map((one) => one.type ?? one).join(' OR ')
  return null
}

/** The texts that a package brings. One without any gets what it declares, so that the list has no gap. */
function textOf(folder, manifest, licence) {
  const files = readdirSync(folder)
    .filter((name) => /^(licen[cs]e|copying|notice|ofl)([.-].*)?$/i.test(name) && !/\.(js|ts|json)$/i.test(name))
    .sort()
  const texts = files.map((name) => readFileSync(join(folder, name), 'utf8').trim())
  if (texts.length > 0) return texts.join('\n\n')
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name
  return `The package ${manifest.name} brings no text of its licence. Its package.json declares: ${licence}${author ? `, by ${author}` : ''}.`
}

/** Entries in the order of their names, and what is wrong with them. */
export function licencesOf(packages) {
  const problems = []
  const entries = packages.map(({ folder, manifest }) => {
    const licence = declared(manifest)
    if (licence === null) problems.push(`${manifest.name} ${manifest.version} says no licence`)
    else if (!isAccepted(licence)) problems.push(`${manifest.name} ${manifest.version} is under ${licence}, which is not among those that may ship`)
    return { name: manifest.name, version: manifest.version, licence: licence ?? '', text: textOf(folder, manifest, licence ?? 'nothing') }
  })
  return { entries, problems }
}

/** Everything that ships with this checkout, its own licence first. */
export function shippedLicences() {
  const self = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const inWindow = loadedPackages(join(root, 'src-renderer'), (name) => /\.(ts|vue|css)$/.test(name) && !name.endsWith('.test.ts'))
  const names = [...new Set([...Object.keys(self.dependencies), ...inWindow])].filter((name) => !onlyForTests.has(name))
  // Of Electron only what its package says: the licences of Chromium and Node lie beside its binary.
  const electron = closure(root, ['electron']).filter(({ manifest }) => manifest.name === 'electron')
  const { entries, problems } = licencesOf([...closure(root, names), ...electron])
  const own = { name: self.productName, version: self.version, licence: self.license, text: readFileSync(join(root, 'LICENSE'), 'utf8').trim() }
  return { entries: [own, ...entries.sort((a, b) => (a.name < b.name ? -1 : 1))], problems }
}

/** Names that helpers of tests in the window's folder import. */
const onlyForTests = new Set(['vitest', '@vue/test-utils', 'happy-dom', 'fast-check'])

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  await main(() => {
    const { entries, problems } = shippedLicences()
    if (problems.length > 0) throw new SetupError(problems.join('\n'))
    writeFileSync(join(root, 'out', 'licences.json'), JSON.stringify(entries))
    return 0
  })
