import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Path of a Chromium for the end-to-end tests, or null: $CHROMIUM, the system's, then the one Playwright has installed. */
export function browserPath() {
  const named = process.env.CHROMIUM
  if (named) return existsSync(named) ? named : null
  for (const path of ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']) if (existsSync(path)) return path
  const own = require('playwright-core').chromium.executablePath()
  return own && existsSync(own) ? own : null
}
