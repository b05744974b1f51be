// One spelling for each sign and one Korean term for each thing, in all texts that a person reads. Signs are those of contract/texts/format.ts.
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from 'vite'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { root } from './bootstrap.mjs'

const code = [
  'src-renderer/i18n/**/*.ts',
  'src-main/contract/{texts,lab}/*.ts',
  'src-main/knowledge/**/*.ts',
  'src-main/practice/{families,drills,kit,predict,guided}/**/*.ts',
  'src-main/{inventory,sweeps,reports,comparisons,designs,projects}/**/*.ts',
]
const written = ['resources/{exam/bank,guided,samples,templates}/*.yaml', 'docs/guide/*.md']

/** Texts of a file, and whether they are Korean by their place; a template has `{}` for what is put into it. */
function textsOf(file) {
  const source = readFileSync(join(root, file), 'utf8')
  const found = []
  const take = (text, korean = /[가-힣]/.test(text)) => found.push({ file, text, korean })
  // Lab notation is the same in both languages.
  if (file.endsWith('.md'))
    source
      .replaceAll(/```[^]*?```|`[^`]*`/g, '')
      .split('\n')
      .forEach((line) => take(line))
  else if (file.endsWith('.yaml')) eachText(parse(source), '', (text, key) => take(text, /^ko$|Ko$/.test(key) || undefined))
  else eachLiteral(file, source, (text) => take(text))
  return found
}

function eachText(value, key, take) {
  if (typeof value === 'string') take(value, key)
  else if (value !== null && typeof value === 'object')
    for (const [own, child] of Object.entries(value)) eachText(child, Array.isArray(value) ? key : own, take)
}

function eachLiteral(file, source, take) {
  const walk = (node) => {
    if (Array.isArray(node)) return node.forEach(walk)
    if (node === null || typeof node !== 'object') return
    if (node.type === 'Literal' && typeof node.value === 'string') take(node.value)
    if (node.type === 'TemplateLiteral') take(node.quasis.map(({ value }) => value.cooked ?? value.raw).join('{}'))
    for (const [key, child] of Object.entries(node)) if (key !== 'parent' && typeof child === 'object') walk(child)
  }
  const { program, errors } = parseSync(file, source)
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`)
  walk(program.body)
}

const LATIN = String.raw`(?:[KMGTP]iB|[KMGT]B|[KMG]Hz|[KMG]B/s|[MG]b/s|ms)(?![A-Za-z])`
const korean = new RegExp(String.raw`[\d}] (?:${LATIN}|(?:초|분|시간)(?![가-힣]))`)
const english = new RegExp(String.raw`(?<![\w.#:-])\d+${LATIN}`)
const ungrouped = /(?<![\w.,#:/=-])\d{4,}(?:\.\d+)? ?(?:[KMG]Hz|[KMGT]i?B|VMs|hosts|shares|초|개)(?![A-Za-z])/
/** `2m30s` shows how a lab writes times. */
const isNotation = (text) => /\d[mh]\d+[ms]/.test(text)
const rules = [
  ['a percent sign stands directly after its number', ({ text }) => /[\d}\])] %(?![\w(=])/.test(text)],
  ['a Korean unit stands directly after its number', ({ text, korean: is }) => is && korean.test(text)],
  ['an English unit stands apart from its number', ({ text, korean: is }) => !is && text.includes(' ') && !isNotation(text) && english.test(text)],
  ['the speed of a link is in Gb/s or Mb/s', ({ text }) => /\b[GM]bit\/s\b|[\d}] ?[GM]bps\b/.test(text)],
  [
    'a duration in a sentence has its unit apart: 10 min',
    ({ text, korean: is }) =>
      !is && text.includes(' ') && !isNotation(text) && !text.startsWith('<') && /(?<![\w.:–-])(?:\d+|\{\w*\})(?:m|min|h)(?![\w/·²])/.test(text),
  ],
  ['thousands are set apart', ({ text }) => text.includes(' ') && !isNotation(text) && ungrouped.test(text)],
  ['a ping is ping', ({ text }) => /(?<![가-힣])핑(?!크)/.test(text)],
  ['what is off is 꺼짐, and 끔 only what turns it off', ({ text }) => /^끔$|끔\/|\/끔/.test(text)],
  ['demand is 요구량', ({ text }) => text.includes('수요')],
  [
    'isolation is 분리; 격리 are the response, the address and the quarantine mode',
    ({ text }) => /격리(?! 응답| 주소| 모드)/.test(text) && text !== '격리',
  ],
  ['a partition is 파티션, and what is in one is 분할된', ({ text }) => /분할(?!되|된|됨)/.test(text)],
]

describe('texts', () => {
  const texts = [...code, ...written]
    .flatMap((pattern) => globSync(pattern, { cwd: root }))
    .filter((file) => !/\.test\.ts$|\/testing\/|lab\/reference\.ts$/.test(file))
    .flatMap(textsOf)

  it('are many', () => expect(texts.length).toBeGreaterThan(15_000))

  it.each(rules)('%s', (_, isWrong) => {
    const wrong = texts.filter(isWrong).map(({ file, text }) => `${file}: ${text.slice(0, 160)}`)
    expect(wrong).toEqual([])
  })
})

it.each([
  [0, ['at 100 %', '{n} % of it', '80 %, or more'], ['at 100%', 'a % b']],
  [1, ['크기는 2 GiB입니다', '{} Gb/s 링크', '초당 10 초'], ['크기는 2GiB입니다', '10초 동안', '3 MB of it']],
  [2, ['it has 2GiB'], ['it has 2 GiB', '크기 2GiB']],
  [3, ['10 Gbit/s', '{} Gbps', 'speed (Gbit/s)'], ['10 Gb/s', 'netMbps', 'Mbps']],
  [4, ['for 10m it waits', 'after {n}h or so'], ['for 10 min it waits', '90s, 2m30s', '10m']],
  [5, ['a VM of 28000 MHz', '가상 시스템 2000개'], ['a VM of 28,000 MHz', 'in 2026', 'KB 2000123']],
  [6, ['외부 핑', '핑에 응답'], ['ping에 응답', '스와핑', '매핑', '핑크']],
  [7, ['끔', '자동화는 끔/수동'], ['꺼짐', '{time} 후 끔', 'VM을 끔']],
  [8, ['CPU 수요'], ['CPU 요구량']],
  [9, ['호스트가 격리되면'], ['격리 주소로 ping', '호스트 격리 응답', '격리', '격리 모드']],
  [10, ['네트워크 분할 후'], ['네트워크 파티션', '분할된 호스트', '네트워크 분할됨']],
])('rule %i tells wrong from right', (at, wrong, right) => {
  const [, isWrong] = rules[at]
  const asText = (text) => ({ text, korean: /[가-힣]/.test(text) })
  const found = [...wrong, ...right].filter((text) => isWrong(asText(text)))
  expect(found).toEqual(wrong)
})

describe('numbers in the window', () => {
  /** What counts things; `t('…', { n })` and `formatNumber` set its thousands apart. */
  const bare =
    /\{\{\s*(?!t\(|formatNumber\()[^{}()]*(?:\.(?:length|size|count)|\b(?:project|lab)\.(?:hosts|vms)|\b[cC]ounts(?:\.\w+|\[\w+\]))(?:\s*:\s*\d+)?\s*\}\}|\.toLocaleString\(/

  it.each(globSync('src-renderer/**/*.vue', { cwd: root }))('%s says none without its thousands', (file) => {
    const source = readFileSync(join(root, file), 'utf8')
    expect(source.match(bare)?.[0]).toBeUndefined()
  })

  it.each(['{{ rows.length }}', '{{ row.count }}', '{{ counts.all }}', '{{ log > 0 ? log.size : 0 }}', '{{ n.toLocaleString() }}'])(
    '%s is one',
    (text) => expect(text).toMatch(bare),
  )
})

it('Korean breaks between words wherever it stands, and where a word is longer than its line', () => {
  const base = readFileSync(join(root, 'src-renderer/styles/base.css'), 'utf8')
  expect(/:root:lang\(ko\) \{([^}]*)\}/.exec(base)?.[1]).toMatch(/word-break: keep-all;\s+overflow-wrap: break-word;/)
  const others = globSync('src-renderer/**/*.{vue,css}', { cwd: root }).filter((file) =>
    /word-break: (?!keep-all)/.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(others).toEqual([])
})
