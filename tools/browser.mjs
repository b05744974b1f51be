import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Debian's Chromium without a head, which Playwright takes by itself too: no tabs and menus to paint. Its script in /usr/bin would stay between. */
const headless = '/usr/lib/chromium/chromium-headless-shell'

/** Path of a Chromium for the end-to-end tests, or null: $CHROMIUM, the system's, then the one Playwright has installed. */
export function browserPath() {
  const named = process.env.CHROMIUM
  if (named) return existsSync(named) ? named : null
  for (const path of [headless, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']) if (existsSync(path)) return path
  const own = require('playwright-core').chromium.executablePath()
  return own && existsSync(own) ? own : null
}

/**
 * Features of a browser for people. The pages of the address bar's lists are opened with each window and cost more than ours. The last such switch
 * is the one that counts, so those that Playwright turns off are here as well.
 */
const featuresOff = [
  ...['WebUIOmniboxPopup', 'OmniboxFullWebUIPopup', 'WebUIOmniboxAimPopup'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'LensOverlay'],
  ...['MediaRouter', 'PaintHolding', 'ThirdPartyStoragePartitioning', 'AvoidCorsURLLoaderRestartOnRedirect', 'OptimizationHints', 'AimEnabled'],
  ...['NetworkTimeServiceQuerying', 'PreconnectToSearch'],
]

/**
 * Switches of every Chromium that a test starts. Its sandbox cannot be used by root. A page lives for seconds: compiling its code for speed, in
 * threads beside it, takes a tenth of its processor time, and what comes of it is hardly run.
 */
export const browserSwitches = () => [
  `--disable-features=${featuresOff.join(',')}`,
  '--js-flags=--no-maglev --no-turbofan',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]
