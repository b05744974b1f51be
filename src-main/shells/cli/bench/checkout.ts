/** Where the program stands: bundled in out/main, or as source. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The nearest folder above with these entries, or null. */
export function rootWith(...entries: readonly string[]): string | null {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (entries.every((entry) => existsSync(join(folder, entry)))) return folder
    if (folder === dirname(folder)) return null
  }
}
