/**
 * A walk through every screen, for whoever is going to look at it:
 * `npx playwright test --config e2e/walk/walk.config.ts`, of one language and theme with `-g 'ko, dark'`. No part of `npm test`.
 */
import { defineConfig } from '@playwright/test'
import base from '../../playwright.config.ts'

export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: '*.walk.ts',
  outputDir: '../test-results/walk-artifacts',
  timeout: 600_000,
  globalTimeout: 7_200_000,
  reporter: [['list']],
  // What is not there is told soon, and the walk goes on.
  use: { ...base.use, actionTimeout: 8000, screenshot: 'off' },
  projects: [{ name: 'walk' }],
})
