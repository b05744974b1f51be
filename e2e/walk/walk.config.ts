/**
 * A walk through every screen, for whoever is going to look at it:
 * `npx playwright test --config e2e/walk/walk.config.ts`, of one way with `-g 'vMotion'`. No part of `npm test`. On a busy machine
 * HOSTDOWN_WALK=pairs takes half as long, HOSTDOWN_WALK=pictures as well.
 */
import { defineConfig } from '@playwright/test'
import base from '../../playwright.config.ts'

export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: '*.walk.ts',
  outputDir: '../test-results/walk-artifacts',
  timeout: 3_600_000,
  globalTimeout: 7_200_000,
  expect: { timeout: 60_000 },
  workers: 1,
  reporter: [['list']],
  // What is not there is told soon, and the walk goes on.
  use: { ...base.use, actionTimeout: 15_000, screenshot: 'off' },
  projects: [{ name: 'walk' }],
})
