// Writes resources/lab.schema.json: the lab format for editors, from the schemas that the parser uses.
//   node tools/lab-schema.mjs           writes the file
//   node tools/lab-schema.mjs --check   exits with 1 when it is not current
import { labJsonSchema } from '../src-main/contract/lab/json-schema.ts'
import { writeOrCheck } from './generated.mjs'

writeOrCheck('resources/lab.schema.json', `${JSON.stringify(labJsonSchema(), null, 1)}\n`, 'tools/lab-schema.mjs')
