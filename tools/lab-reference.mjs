// Writes docs/writing-labs.md: the keys, commands, events and state paths of the lab format, from the tables that the parser uses.
//   node tools/lab-reference.mjs           writes the file
//   node tools/lab-reference.mjs --check   exits with 1 when it is not current
import { labReference } from '../src-main/contract/lab/reference.ts'
import { writeOrCheck } from './generated.mjs'

writeOrCheck('docs/writing-labs.md', labReference(), 'tools/lab-reference.mjs')
