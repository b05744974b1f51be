// Writes docs/writing-labs.md: the keys, commands, events and state paths of the lab format, from the tables that the parser uses.
//   node tools/lab-reference.mjs           writes the file
//   node tools/lab-reference.mjs --check   exits with 1 when it is not current
import { readFileSync, writeFileSync } from 'node:fs'
import { labReference } from '../src-main/contract/lab/reference.ts'

const file = new URL('../docs/writing-labs.md', import.meta.url)
const text = labReference()

if (process.argv.includes('--check')) {
  let current = ''
  try {
    current = readFileSync(file, 'utf8')
  } catch {
    // Not there: as if empty.
  }
  if (current !== text) {
    console.error('docs/writing-labs.md is not current: run node tools/lab-reference.mjs')
    process.exit(1)
  }
} else {
  writeFileSync(file, text)
}
