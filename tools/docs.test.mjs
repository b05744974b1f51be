// What the pages for newcomers name is there: files, links, scripts, subcommands, programs, and words of the code.
import { createRequire } from 'node:module'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commands as subcommands } from '../src-main/shells/cli/command-list.ts'
import { families } from '../src-main/practice/families/index.ts'
import { root } from './bootstrap.mjs'

const pages = [
  'CONTRIBUTING.md',
  'docs/architecture.md',
  ...readdirSync(join(root, 'docs'), 'utf8').flatMap((name) => (/^add-a-.*\.md$/.test(name) ? [`docs/${name}`] : [])),
]
const folders = ['src-main', 'src-renderer', 'e2e', 'tools', 'resources', 'docs']
/** What the examples make, and words of them: to be there only where somebody follows a page. */
const made = [
  'src-main/engine/modules/lockdown/index.ts',
  'src-main/practice/families/<area>/f42-lockdown.ts',
  'src-main/practice/families/<area>/f42.test.ts',
  'resources/conformance/ha/ha-199-lockdown-mode.lab.yaml',
  'e2e/lockdown.spec.ts',
]
const madeWords = ['lockdown', 'lockdowns', 'lockdownModeOf']

const text = (path) => readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n')
const files = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path).replaceAll('\\', '/')),
)
const manifest = JSON.parse(text('package.json'))
const source = files
  .filter((path) => /\.(ts|vue|mjs)$/.test(path) && !path.startsWith('docs/') && path !== 'tools/docs.test.mjs')
  .map(text)
  .join('\n')
const knownWords = new Set(source.match(/[A-Za-z_]\w*/g))

/** Text outside of code blocks, and the lines of its shell blocks. */
function read(page) {
  const all = text(page)
  const shell = [...all.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)]
    .flatMap(([, block]) => block.split('\n'))
    .map((line) => line.replace(/ #.*/, '').trim())
  const prose = all.replace(/^ *```[\s\S]*?^ *```/gm, '')
  const quoted = [...prose.matchAll(/`([^`\n]+)`/g)].map(([, words]) => words)
  return { prose, quoted, lines: shell.filter((line) => line !== '') }
}

/** A path from the root, or the end of one, as it is written where the folder is known. */
const isThere = (path) => {
  const plain = path.replace(/\/$/, '')
  if (existsSync(join(root, plain))) return true
  const [, before, after] = /^(.*)<\w+>(.*)$/.exec(plain) ?? []
  if (before !== undefined) return files.some((file) => file.startsWith(before) && file.endsWith(after))
  return files.some((file) => file.endsWith(`/${plain}`))
}
const isPath = (word) => /^[\w.<>-]+(\/[\w.<>-]+)+\/?$/.test(word) || /^[\w-]+\.(ts|vue|mjs|md|json|ya?ml)$/.test(word)
const looksLikePath = (word) =>
  isPath(word) && (folders.some((folder) => word.startsWith(`${folder}/`)) || /\.(ts|vue|mjs|md|json|ya?ml)$/.test(word))

/** Why a line of a shell block, or a quoted command, would not run; null: it would. */
function trouble(line) {
  const [program, ...args] = line.split(/\s+/)
  const missing = args.find((arg) => looksLikePath(arg) && !made.includes(arg) && !/FILE/.test(arg) && !isThere(arg))
  if (missing !== undefined) return `no ${missing}`
  if (program === 'npm') {
    const name = args[0] === 'run' ? args.find((arg, at) => at > 0 && !arg.startsWith('-')) : args[0]
    if (manifest.scripts[name] === undefined) return `no script ${name}`
    return name === 'hostdown' && args.includes('--') ? withoutSubcommand(args[args.indexOf('--') + 1]) : null
  }
  if (program === 'hostdown') return withoutSubcommand(args[0])
  if (program === 'npx') return existsSync(join(root, 'node_modules', '.bin', args[0])) ? null : `no program ${args[0]}`
  return program === 'node' || program === 'git' ? null : `what is ${program}?`
}
const withoutSubcommand = (name) => (subcommands.some((each) => each.name === name) ? null : `no hostdown ${name}`)
const isCommand = (words) => /^(npm|npx|node|hostdown) \S/.test(words)

describe.each(pages)('%s', (page) => {
  const { prose, quoted, lines } = read(page)

  it('names files that are there', () => {
    expect(quoted.filter((word) => looksLikePath(word) && !made.includes(word) && !isThere(word))).toEqual([])
    const links = [...prose.matchAll(/\]\(([^)#:]+)\)/g)].map(([, to]) => to)
    expect(links.filter((to) => !existsSync(join(root, dirname(page), to)))).toEqual([])
  })

  it('names commands that can be run', () => {
    const all = [...lines, ...quoted.filter(isCommand)]
    expect(all.flatMap((line) => trouble(line) ?? [])).toEqual([])
  })

  it('names things of the code by their names', () => {
    const words = quoted.filter((word) => /^[a-z]+[A-Z]\w*$|^(turn|run|w)\.\w+$/.test(word)).flatMap((word) => word.split('.'))
    expect(words.filter((word) => !madeWords.includes(word) && !knownWords.has(word))).toEqual([])
  })
})

describe('the pages for newcomers', () => {
  it('are short, but for the map', () => {
    for (const page of pages) if (page !== 'docs/architecture.md') expect(text(page).split('\n').length, page).toBeLessThanOrEqual(90)
  })

  it('have examples that nobody has made', () => {
    expect(made.filter((path) => files.includes(path))).toEqual([])
  })

  it('notice what is not there', () => {
    expect(isThere('src-main/engine/modules/kettle/index.ts')).toBe(false)
    expect(trouble('npm run kettle')).toBe('no script kettle')
    expect(trouble('npm run -s hostdown -- boil')).toBe('no hostdown boil')
    expect(trouble('npx kettle')).toBe('no program kettle')
    expect(trouble('node tools/kettle.mjs')).toBe('no tools/kettle.mjs')
  })
})

describe('README.md', () => {
  it('says how many families of questions there are', () => {
    expect(/\((\d+) families\)/.exec(text('README.md'))?.[1]).toBe(String(families.length))
  })
})

describe('the table of zones', () => {
  /** `^src-main/practice/(attempts|predict)/` as the table has it. */
  const zonesOf = (pattern) => {
    const plain = pattern
      .replace('^src-main/', '')
      .replace(/\/$/, '')
      .replace(/\\\.ts\$$/, '')
      .replace('[^/]+', '*')
    const [, before, choices] = /^(.*)\((.*)\)$/.exec(plain) ?? []
    return choices === undefined ? [plain] : choices.split('|').map((choice) => before + choice)
  }
  const { forbidden } = createRequire(import.meta.url)(join(root, '.dependency-cruiser.cjs'))
  const rules = forbidden
    .filter(({ name }) => name.startsWith('zone-'))
    .map(({ from, to }) => {
      const zones = from.path.flatMap(zonesOf)
      return [
        zones[0],
        to.pathNot
          .flatMap(zonesOf)
          .filter((zone) => !zones.includes(zone))
          .sort(),
      ]
    })
  const rows = [...text('docs/architecture.md').matchAll(/^\| `([\w/*]+)` \|.*\| ([^|]*) \|$/gm)].map(([, zone, allowed]) => [
    zone,
    [...allowed.matchAll(/`([^`]+)`/g)].map(([, name]) => name).sort(),
  ])

  it('says what the rules allow', () => {
    const asked = rules.filter(([zone]) => zone !== 'practice/bank')
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(asked))
  })
})
