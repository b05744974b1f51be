import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'

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

export default tseslint.config(
  { ignores: ['node_modules', 'out', 'dist', 'coverage', '.cache', 'resources', 'e2e/test-results', 'playwright-report'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  // Its rules ask each node of each file whether it is a component: only where there are some. What has files of its own is the parser of components.
  ...vue.configs['flat/essential'].map((config) =>
    config.rules === undefined || config.files !== undefined ? config : { ...config, files: ['src-renderer/**/*.{ts,vue}'] },
  ),
  {
    languageOptions: { ecmaVersion: 2024, sourceType: 'module' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      // A message for the user often replaces the cause.
      'preserve-caught-error': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none', ignoreRestSiblings: true },
      ],
    },
  },
  // Names are the type checker's business there, which also finds those that nobody uses (noUnusedLocals, noUnusedParameters).
  { files: ['**/*.ts', '**/*.vue'], rules: { 'no-undef': 'off', '@typescript-eslint/no-unused-vars': 'off' } },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: { 'vue/multi-word-component-names': 'off', 'vue/no-v-html': 'error', 'vue/block-lang': ['error', { script: { lang: 'ts' } }] },
  },
  {
    files: ['**/*.mjs', '*.js', '*.cjs'],
    languageOptions: {
      globals: Object.fromEntries(
        [
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
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['src-main/**/*.ts', 'src-renderer/**/*.ts'],
    rules: {
      'no-restricted-exports': [
        'error',
        { restrictDefaultExports: { direct: true, named: true, defaultFrom: true, namedFrom: true, namespaceFrom: true } },
      ],
    },
  },
  {
    files: deterministic,
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...bans.map(([selector, message]) => ({ selector, message }))],
      'no-restricted-globals': [
        'error',
        ...clockAndMachine.map((name) => ({ name, message: 'The engine knows no clock, no machine and no chance but its named streams' })),
      ],
    },
  },
)
