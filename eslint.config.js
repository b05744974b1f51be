// Components; modules are oxlint's, which knows nothing of templates (oxlint.config.js).
import js from '@eslint/js'
import vue from 'eslint-plugin-vue'
import tseslint from 'typescript-eslint'
import { house, houseOfTypes } from './tools/lint-rules.mjs'

export default tseslint.config(
  { ignores: ['node_modules', 'out', 'dist', 'coverage', '.cache', 'resources', 'e2e/test-results', 'playwright-report'] },
  {
    files: ['**/*.vue'],
    extends: [js.configs.recommended, ...tseslint.configs.recommended, ...vue.configs['flat/essential']],
    languageOptions: { ecmaVersion: 2024, sourceType: 'module', parserOptions: { parser: tseslint.parser } },
    rules: {
      ...house,
      ...Object.fromEntries(houseOfTypes.map((name) => [`@typescript-eslint/${name}`, 'error'])),
      // Names are the type checker's business, which also finds those that nobody uses (noUnusedLocals, noUnusedParameters).
      'no-undef': 'off',
      '@typescript-eslint/no-unused-vars': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/no-v-html': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
    },
  },
)
