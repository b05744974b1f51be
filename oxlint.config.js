// Modules, a hundred times as fast as ESLint; what it knows of components is eslint.config.js. tools/rules.test.mjs shows that the rules bite.
import { fileURLToPath } from 'node:url'
import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'oxlint'
import { house, houseOfTypes } from './tools/lint-rules.mjs'

/** Wherever this is read from. */
const plugin = (specifier) => fileURLToPath(import.meta.resolve(specifier))

// Zones whose results must be the same in every engine, on every machine, at any time.
const deterministic = [
  'src-main/contract/**/*.ts',
  'src-main/knowledge/**/*.ts',
  'src-main/engine/**/*.ts',
  'src-main/expectations/**/*.ts',
  'src-main/practice/**/*.ts',
]

// + − × ÷ and these are exact in every JavaScript engine; the rest of Math may differ (engine/models has its own).
const exactMath = 'abs|ceil|clz32|floor|fround|imul|max|min|round|sign|sqrt|trunc|E|LN2|LN10|LOG2E|LOG10E|PI|SQRT1_2|SQRT2'

const bans = [
  [
    'BinaryExpression[operator="**"], AssignmentExpression[operator="**="]',
    '** may differ between JavaScript engines; multiply, or use engine/models',
  ],
  [
    `MemberExpression[object.name="Math"]:not([property.name=/^(${exactMath})$/])`,
    'Random or inexact Math; use a named random stream, or engine/models',
  ],
  ['VariableDeclarator[init.name="Math"]', 'Use Math.x directly, so that what is used can be checked'],
  ['ForInStatement', 'for…in has no order to rely on; use Object.keys with a sort'],
  ['CallExpression[callee.property.name=/^(sort|toSorted)$/][arguments.length=0]', 'Give a comparator that ends in the name or id'],
  ['CallExpression[callee.property.name=/^(localeCompare|toLocale.*)$/]', 'The result depends on the machine; compare by code units'],
  [':function[async=true], AwaitExpression, ForOfStatement[await=true]', 'The engine is synchronous'],
  ['NewExpression[callee.name="Promise"], MemberExpression[object.name="Promise"]', 'The engine is synchronous'],
  [
    'Program > VariableDeclaration[kind="let"], Program > ExportNamedDeclaration > VariableDeclaration[kind="let"]',
    'State of a module outlives a run; put it into the world',
  ],
]

const clockAndMachine = [
  'Date',
  'Intl',
  'crypto',
  'structuredClone',
  'performance',
  'setTimeout',
  'setInterval',
  'queueMicrotask',
  'process',
  'console',
]

// In strict mode, which all modules are in, the parser refuses these.
const byParser = new Set(['no-octal', 'no-nonoctal-decimal-escape', 'no-dupe-args', 'no-with'])
const recommended = Object.fromEntries(Object.entries(js.configs.recommended.rules).filter(([name]) => !byParser.has(name)))

const recommendedOfTypes = [
  'ban-ts-comment',
  'no-duplicate-enum-values',
  'no-empty-object-type',
  'no-extra-non-null-assertion',
  'no-misused-new',
  'no-namespace',
  'no-non-null-asserted-optional-chain',
  'no-require-imports',
  'no-this-alias',
  'no-unnecessary-type-constraint',
  'no-unsafe-declaration-merging',
  'no-unsafe-function-type',
  'no-wrapper-object-types',
  'prefer-as-const',
  'prefer-namespace-keyword',
  'triple-slash-reference',
]

/** What a module of the window can do wrong with Vue; rules for templates find none there. */
const essential = Object.fromEntries(
  vue.configs['flat/essential']
    .flatMap(({ files, rules = {} }) => (files === undefined ? Object.entries(rules) : []))
    .map(([name, level]) => [name.replace('vue/', 'vue-essential/'), level]),
)

const node = [
  'process',
  'console',
  'URL',
  'Buffer',
  'fetch',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'performance',
  'structuredClone',
  'setImmediate',
  'module',
]

export default defineConfig({
  plugins: ['eslint', 'typescript'],
  jsPlugins: [plugin('./tools/lint-rules.mjs'), { name: 'vue-essential', specifier: plugin('eslint-plugin-vue') }],
  // What holds is named below.
  categories: { correctness: 'off' },
  ignorePatterns: ['out', 'dist', 'coverage', '.cache', 'resources', 'e2e/test-results', 'playwright-report', '**/*.vue'],
  rules: {
    ...recommended,
    'no-array-constructor': 'error',
    'no-unused-expressions': 'error',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true }],
    ...house,
    ...Object.fromEntries([...recommendedOfTypes, ...houseOfTypes].map((name) => [`typescript/${name}`, 'error'])),
  },
  overrides: [
    {
      files: ['**/*.ts'],
      rules: {
        'prefer-rest-params': 'error',
        'prefer-spread': 'error',
        // Names are the type checker's business there, which also finds those that nobody uses (noUnusedLocals, noUnusedParameters).
        'no-undef': 'off',
        'no-unused-vars': 'off',
        'no-redeclare': 'off',
      },
    },
    { files: ['**/*.mjs', '*.js', '*.cjs'], globals: Object.fromEntries(node.map((name) => [name, 'readonly'])) },
    {
      files: ['src-main/**/*.ts', 'src-renderer/**/*.ts'],
      rules: {
        'no-restricted-exports': [
          'error',
          { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } },
        ],
      },
    },
    { files: ['src-renderer/**/*.ts'], rules: essential },
    {
      files: deterministic,
      rules: {
        'house/no-restricted-syntax': ['error', ...bans.map(([selector, message]) => ({ selector, message }))],
        'no-restricted-globals': [
          'error',
          ...clockAndMachine.map((name) => ({ name, message: 'The engine knows no clock, no machine and no chance but its named streams' })),
        ],
      },
    },
    { files: ['**/*.test.ts'], rules: { 'house/no-restricted-syntax': 'off', 'no-restricted-globals': 'off' } },
  ],
})
