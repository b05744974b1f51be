// What modules (oxlint) and components (ESLint) are held to alike, beside what is recommended; and, as a plugin, the one rule that oxlint has not.
import { builtinRules } from 'eslint/use-at-your-own-risk'

/** @type {import('oxlint').DummyRuleMap} */
export const house = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-var': 'error',
  'object-shorthand': 'error',
  'prefer-const': 'error',
  // A message for the user often replaces the cause.
  'preserve-caught-error': 'off',
}

/** Of the plugin for TypeScript, which the linters call by different names. */
export const houseOfTypes = ['consistent-type-imports', 'no-import-type-side-effects', 'no-explicit-any']

/** ESLint's own rule in oxlint: what an engine may not say is told by syntax. */
export default { meta: { name: 'house' }, rules: { 'no-restricted-syntax': builtinRules.get('no-restricted-syntax') } }
