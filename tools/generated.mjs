// Files that are made from tables of the program.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bootstrap.mjs'

/**
 * Writes a file; with `--check` exits with 1 where it is not current. `path` from the root of the project, `tool` the file that makes it.
 * @param {string} path
 * @param {string} text
 * @param {string} tool
 */
export function writeOrCheck(path, text, tool) {
  const file = join(root, ...path.split('/'))
  if (!process.argv.includes('--check')) {
    writeFileSync(file, text)
    return
  }
  if (currentText(file) === text) return
  console.error(`${path} is not current: run node ${tool}`)
  process.exit(1)
}

/** @param {string} file */
function currentText(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Not there: as if empty.
    return ''
  }
}
