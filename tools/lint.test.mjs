// The linters must bite: code that breaks each rule, and the rule that has to say so. All samples are looked at in one go.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ESLint } from 'eslint'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { node24, root, tool } from './bootstrap.mjs'
import config from '../oxlint.config.js'

const banned = [
  'export const a = Date.now()',
  'export const a = new Date(0)',
  'export const a = Math.random()',
  'export const a = (x: number) => x ** 2',
  'export const a = (x: number) => Math.sin(x)',
  'const { log } = Math; export const a = log(1)',
  'export const a = (x: string, y: string) => x.localeCompare(y)',
  'export const a = (x: number) => x.toLocaleString()',
  'export const a = Intl.NumberFormat',
  'export async function a() {}',
  'export const a = Promise.resolve(1)',
  'export function a(x: object) { for (const key in x) return key; return null }',
  'export const a = (x: string[]) => x.sort()',
  'export const a = (x: object) => structuredClone(x)',
  'export const a = crypto.randomUUID()',
  'let a = 1; export const next = () => a++',
  'export let a = 1; a = 2',
]
const exact = 'export const a = (x: readonly number[]) => [...x].sort((p, q) => p - q).map((y) => Math.floor(Math.sqrt(y) * Math.PI))'

/** Of a module anywhere, by rule. */
const anywhere = {
  'constructor-super': 'export class A extends Map { constructor() {} }',
  'for-direction': 'for (let i = 0; i < 3; i--) void i',
  'no-async-promise-executor': 'export const a = new Promise(async (done) => done(1))',
  'no-case-declarations': 'export function a(x: number) { switch (x) { case 1: let b = 2; return b } return 0 }',
  'no-class-assign': 'class A {}; A = 1 as never; export { A }',
  'no-compare-neg-zero': 'export const a = (x: number) => x === -0',
  'no-cond-assign': 'export function a(x: number) { if ((x = 1)) return x; while (x = 2) return 1; return 0 }',
  'no-const-assign': 'const a = 1; a = 2; export { a }',
  'no-constant-binary-expression': 'export const a = (x: number) => x + 1 ?? 2',
  'no-constant-condition': 'if (true) void 0',
  'no-control-regex': 'export const a = /\\x1f/',
  'no-debugger': 'debugger',
  'no-delete-var': 'var a; delete a',
  'no-dupe-else-if': 'export const a = (x: number) => { if (x === 1) return 1; else if (x === 1) return 2; return 3 }',
  'no-dupe-keys': 'export const a = { b: 1, b: 2 }',
  'no-duplicate-case': 'export function a(x: number) { switch (x) { case 1: return 1; case 1: return 2 } return 3 }',
  'no-empty': 'export const a = () => { try { void 0 } catch {} }',
  'no-empty-character-class': 'export const a = /b[]/',
  'no-empty-pattern': 'export const a = ({}) => 1',
  'no-empty-static-block': 'export class A { static {} }',
  'no-ex-assign': 'try { void 0 } catch (error) { error = 1 }',
  'no-extra-boolean-cast': 'export const a = (x: number) => { if (!!x) return 1; return 2 }',
  'no-fallthrough': 'export function a(x: number) { switch (x) { case 1: void x; case 2: return 1 } return 2 }',
  'no-func-assign': 'function a() {} a = 1 as never; export { a }',
  'no-global-assign': 'Object = 1 as never',
  'no-import-assign': "import { a } from './b.ts'; a = 1",
  'no-invalid-regexp': "export const a = new RegExp('[')",
  'no-irregular-whitespace': 'export const a =\u00a01',
  'no-loss-of-precision': 'export const a = 9007199254740993',
  'no-misleading-character-class': 'export const a = /[👍]/',
  'no-new-native-nonconstructor': "export const a = new Symbol('b')",
  'no-obj-calls': 'export const a = Math()',
  'no-prototype-builtins': "export const a = (x: object) => x.hasOwnProperty('b')",
  'no-regex-spaces': 'export const a = /b  c/',
  'no-self-assign': 'export const a = (x: number) => { x = x }',
  'no-setter-return': 'export const a = { set b(x: number) { return x } }',
  'no-shadow-restricted-names': 'export const a = (undefined: number) => undefined',
  'no-sparse-arrays': 'export const a = [1, , 2]',
  'no-this-before-super': 'export class A extends Map { constructor() { this.set(1, 2); super() } }',
  'no-unassigned-vars': 'let a: number | undefined; export const b = () => a',
  'no-unexpected-multiline': 'const a = Math.abs\n(1)\nexport { a }',
  'no-unreachable': 'export const a = () => { return 1; void 2 }',
  'no-unsafe-finally': 'export const a = () => { try { return 1 } finally { return 2 } }',
  'no-unsafe-negation': 'export const a = (x: string) => !x in { b: 1 }',
  'no-unsafe-optional-chaining': 'export const a = (x?: { b(): number }) => (x?.b)()',
  'no-unused-labels': 'a: for (const b of [1]) void b',
  'no-unused-private-class-members': 'export class A { #b = 1 }',
  'no-useless-assignment': 'export const a = () => { let b = 1; b = 2; void b; b = 3 }',
  'no-useless-backreference': 'export const a = /(?=(b))\\2(c)/',
  'no-useless-catch': 'try { void 0 } catch (error) { throw error }',
  'no-useless-escape': "export const a = '\\d'",
  'require-yield': 'export function* a() { return 1 }',
  'use-isnan': 'export const a = (x: number) => x === NaN',
  'valid-typeof': "export const a = (x: unknown) => typeof x === 'strnig'",
  'no-array-constructor': 'export const a = new Array(1, 2)',
  'no-unused-expressions': 'export const a = (x: number) => { x + 1 }',
  eqeqeq: 'export const a = (x: number) => x == 1',
  'no-var': 'var a = 1; export { a }',
  'object-shorthand': 'const b = 1; export const a = { b: b }',
  'prefer-const': 'let a = 1; export { a }',
  'prefer-rest-params': 'export function a() { return arguments }',
  'prefer-spread': 'export const a = (x: number[]) => Math.max.apply(Math, x)',
  'no-restricted-exports': 'export default 1',
  'typescript/ban-ts-comment': '// @ts-ignore\nexport const a = 1',
  'typescript/no-duplicate-enum-values': 'export enum A { b = 1, c = 1 }',
  'typescript/no-empty-object-type': 'export const a = (x: {}) => x',
  'typescript/no-extra-non-null-assertion': 'export const a = (x: { b: 1 } | null) => x!!.b',
  'typescript/no-misused-new': 'export interface A { new (): A }',
  'typescript/no-namespace': 'export namespace A { export const b = 1 }',
  'typescript/no-non-null-asserted-optional-chain': 'export const a = (x?: { b: number }) => x?.b!',
  'typescript/no-require-imports': "const a = require('b'); export { a }",
  'typescript/no-this-alias': 'export class A { b() { const self = this; return self } }',
  'typescript/no-unnecessary-type-constraint': 'export const a = <T extends unknown>(x: T) => x',
  'typescript/no-unsafe-declaration-merging': 'export class A {}\nexport interface A { b: 1 }',
  'typescript/no-unsafe-function-type': 'export const a = (x: Function) => x',
  'typescript/no-wrapper-object-types': 'export const a = (x: String) => x',
  'typescript/prefer-as-const': "export const a: 'b' = 'b'",
  'typescript/prefer-namespace-keyword': 'declare module A {}',
  'typescript/triple-slash-reference': '/// <reference path="./b.ts" />\nexport const a = 1',
  'typescript/consistent-type-imports': "import { A } from './b.ts'; export const a = (x: A) => x",
  'typescript/no-import-type-side-effects': "import { type A } from './b.ts'; export const a = (x: A) => x",
  'typescript/no-explicit-any': 'export const a = (x: any) => x',
}

/** Of a tool, which has no type checker for what these find. */
const ofTools = {
  'getter-return': 'export const a = { get b() {} }',
  'no-dupe-class-members': 'export class A { b() {} b() {} }',
  'no-undef': 'export const a = b',
  'no-unused-vars': 'const a = 1',
  'no-redeclare': 'var a = 1; var a = 2; export { a }',
}

/** Of a module of the window. */
const ofTheWindow = {
  'vue-essential/no-ref-as-operand': "import { ref } from 'vue'; const b = ref(0); export const a = () => b + 1",
  'vue-essential/no-watch-after-await':
    "import { defineComponent, watch } from 'vue'; export const A = defineComponent({ async setup() { await 1; watch(() => 1, () => 2) } })",
  'vue-essential/prefer-import-from-vue': "import { ref } from '@vue/runtime-core'; export const a = ref(0)",
  'vue-essential/return-in-computed-property': "import { computed } from 'vue'; export const a = computed(() => {})",
}

const samples = [
  ...banned.map((code) => ['src-main/engine/core', code, ['house/no-restricted-syntax', 'no-restricted-globals']]),
  ...Object.entries(anywhere).map(([rule, code]) => ['src-main/shells/web', code, [rule]]),
  ...Object.entries(ofTools).map(([rule, code]) => ['tools', code, [rule]]),
  ...Object.entries(ofTheWindow).map(([rule, code]) => ['src-renderer/stores', code, [rule]]),
].map(([folder, code, rules], i) => ({ file: `${folder}/sample-${i}.${folder === 'tools' ? 'mjs' : 'ts'}`, code, rules }))
const sane = [
  ...banned.map((code, i) => ({ file: `src-main/shells/web/sane-${i}.ts`, code })),
  ...banned.map((code, i) => ({ file: `src-main/engine/core/sane-${i}.test.ts`, code })),
  { file: 'src-main/engine/core/exact.ts', code: exact },
]

const refused = new Map(
  ['export const a = 010', "export const a = '\\8'", 'export function a(b: 1, b: 2) {}', 'with (Math) void 0'].map((code, i) => [
    code,
    `tools/refused-${i}.mts`,
  ]),
)

/** What was said, by file. */
const said = new Map()
let folder

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hostdown-lint-'))
  const write = (name, text) => {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  for (const { file, code } of [...samples, ...sane]) write(file, code)
  for (const [code, file] of refused) write(file, code)
  // Which files are meant is told from where the configuration lies.
  write('oxlint.config.mjs', `export { default } from '${pathToFileURL(join(root, 'oxlint.config.js'))}'`)
  const args = [tool('oxlint/bin/oxlint'), '--config', 'oxlint.config.mjs', '--format', 'json', 'src-main', 'src-renderer', 'tools']
  const { stdout, stderr } = spawnSync(node24(), args, { cwd: folder, encoding: 'utf8', maxBuffer: 100_000_000 })
  if (!stdout.startsWith('{')) throw new Error(stdout + stderr)
  for (const { filename, code = 'syntax', message } of JSON.parse(stdout).diagnostics) {
    const file = filename.replaceAll('\\', '/')
    const rule = code.replace(/^eslint\((.*)\)$/, '$1').replace(/^(.*)\((.*)\)$/, '$1/$2')
    said.set(file, [...(said.get(file) ?? []), code === 'syntax' ? message : rule])
  }
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('modules', () => {
  it.each(samples)('$rules: $code', ({ file, rules }) => {
    expect((said.get(file) ?? []).filter((rule) => rules.includes(rule))).not.toEqual([])
  })

  it.each(sane)('$file is left alone', ({ file }) => {
    expect(said.get(file) ?? []).toEqual([])
  })

  it.each([...refused.keys()])('%s is refused by the parser', (code) => {
    expect(said.get(refused.get(code))).toHaveLength(1)
  })

  it('have a sample for each rule', () => {
    const wanted = [config, ...config.overrides].flatMap(({ rules = {} }) =>
      Object.keys(rules).filter((name) => ![rules[name]].flat().includes('off')),
    )
    const shown = new Set(samples.flatMap(({ rules }) => rules))
    // Of those for components a few stand for all: one plugin has them.
    expect([...new Set(wanted)].filter((name) => !name.startsWith('vue-essential/') && !shown.has(name))).toEqual([])
  })
})

describe('components', () => {
  const bad = {
    'vue/no-v-html': '<template><p v-html="1" /></template>',
    'vue/block-lang': '<script setup>const a = 1; void a</script><template><p /></template>',
    'vue/require-v-for-key': '<template><p v-for="a in [1]">{{ a }}</p></template>',
    'vue/no-mutating-props': '<script setup lang="ts">const p = defineProps<{ a: number }>()</script><template><p @click="p.a = 1" /></template>',
    '@typescript-eslint/no-explicit-any': '<script setup lang="ts">const a: any = 1; void a</script><template><p /></template>',
    '@typescript-eslint/consistent-type-imports':
      '<script setup lang="ts">import { A } from \'./a.ts\'; const a = 1 as never as A; void a</script><template><p /></template>',
    eqeqeq: '<script setup lang="ts">const a = 1; void (a == 2)</script><template><p /></template>',
    'no-debugger': '<script setup lang="ts">debugger</script><template><p /></template>',
  }
  const linter = new ESLint({ cwd: root })
  const lint = async (code) => {
    const [result] = await linter.lintText(code, { filePath: join(root, 'src-renderer', 'Sample.vue') })
    return result.messages.map((message) => message.ruleId)
  }
  it.each(Object.entries(bad))('%s', async (rule, code) => {
    expect(await lint(code)).toContain(rule)
  })

  it('that are sane are left alone', async () => {
    expect(await lint('<script setup lang="ts">const a = 1</script><template><p>{{ a }}</p></template>')).toEqual([])
  })
})
