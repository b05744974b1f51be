import { defineConfig } from '@playwright/test'
import type { Carrier } from './e2e/hosted.ts'
import { electronBinary } from './tools/bootstrap.mjs'
import { browserPath, browserSwitches } from './tools/browser.mjs'

const executablePath = browserPath()

/**
 * Specs start the shell that they drive in a fixture. `smoke*.spec.ts` are written once and run by each carrier that is here; `electron` only
 * with its binary, and what the double shows is not called Electron.
 */
export default defineConfig<{ carrier: Carrier }>({
  testDir: 'e2e',
  outputDir: 'e2e/test-results/artifacts',
  timeout: 60_000,
  // A busy machine takes seconds to open a window.
  expect: { timeout: 15_000 },
  // Below the limit of `npm test`, so that there is a report in any case.
  globalTimeout: 840_000,
  // While one waits for a run that plays, or for a window to open, the other works.
  workers: 2,
  // Test by test: no worker is left with a long file while the other has nothing to do.
  fullyParallel: true,
  // A machine that others use too may stand still for longer than any limit; `npm test` names what passed on the second try only.
  retries: process.env['CI'] ? 1 : 0,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: 'e2e/test-results/report.json' }], ['html', { outputFolder: 'playwright-report', open: 'never' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    // A trace records every picture of a window that is playing, which takes longer than the test.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath !== null && { executablePath }),
      args: browserSwitches(),
    },
  },
  // Those that start a browser for each test come first: what begins last should be short.
  projects: [
    { name: 'double', testMatch: '**/smoke*.spec.ts', use: { carrier: 'double' } },
    ...(electronBinary() === null ? [] : [{ name: 'electron', testMatch: '**/smoke*.spec.ts', use: { carrier: 'electron' as const } }]),
    { name: 'web', testMatch: '**/*.spec.ts', testIgnore: '**/smoke-shell.spec.ts', use: { carrier: 'web' } },
  ],
})
