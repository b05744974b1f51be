// Writes resources/lab.schema.json: the lab format for editors, from the schemas that the parser uses.
//   node tools/lab-schema.mjs           writes the file
//   node tools/lab-schema.mjs --check   exits with 1 when it is not current
import { readFileSync, writeFileSync } from 'node:fs'
import { labJsonSchema } from '../src-main/contract/lab/json-schema.ts'

const file = new URL('../resources/lab.schema.json', import.meta.url)
const text = `${JSON.stringify(labJsonSchema(), null, 1)}\n`

if (process.argv.includes('--check')) {
  let current = ''
  try {
    current = readFileSync(file, 'utf8')
  } catch {
    // Not there: as if empty.
  }
  if (current !== text) {
    console.error('resources/lab.schema.json is not current: run node tools/lab-schema.mjs')
    process.exit(1)
  }
} else {
  writeFileSync(file, text)
}
