import { defineConfig } from '@playwright/test'
import { electronBinary } from './tools/bootstrap.mjs'
import { browserPath } from './tools/browser.mjs'

const executablePath = browserPath()

/** Specs start the shell that they drive in a fixture. `*.electron.spec.ts` need the real binary. */
export default defineConfig({
  testDir: 'e2e',
  outputDir: 'e2e/test-results/artifacts',
  timeout: 60_000,
  // Below the limit of `npm test`, so that there is a report in any case.
  globalTimeout: 500_000,
  workers: 1,
  forbidOnly: Boolean(process.env['CI']),
  reporter: [['list'], ['json', { outputFile: 'e2e/test-results/report.json' }], ['html', { outputFolder: 'playwright-report', open: 'never' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1600, height: 1000 },
    // A trace records every picture of a window that is playing, which takes longer than the test.
    trace: 'off',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath !== null && { executablePath }),
      // Chromium's sandbox cannot be used by root.
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
  },
  projects: [
    { name: 'web', testMatch: '**/*.spec.ts', testIgnore: '**/*.electron.spec.ts' },
    ...(electronBinary() === null ? [] : [{ name: 'electron', testMatch: '**/*.electron.spec.ts' }]),
  ],
})
