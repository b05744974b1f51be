/** Which Hostdown it is. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** As `package.json` says, which lies beside `resources` wherever it is started from. */
export function versionBeside(resourcesDir: string): string {
  const { version } = JSON.parse(readFileSync(join(resourcesDir, '..', 'package.json'), 'utf8')) as { version: string }
  return version
}
