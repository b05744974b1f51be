// RVTools exports, workbooks and CSV files: the sample's first rows with cells, columns, XML, entries and bytes changed. Read as the import's
// thread does; what is taken becomes labs, which have to be sound and to start.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { parseLab } from '../../src-main/contract/lab/index.ts'
import { createSimulation } from '../../src-main/engine/index.ts'
import { ImportSession } from '../../src-main/inventory/import-session.ts'
import { InventoryError } from '../../src-main/inventory/input-error.ts'
import { readHanded } from '../../src-main/inventory/read/read-source.ts'
import { makeWorkbook, makeZip } from '../../src-main/inventory/testing/make-workbook.ts'
import { demandSentence, Finding } from './finding.mjs'
import { hostileNames, hostileNumbers, mutatedBytes, mutatedText } from './mutate.mjs'

const sample = join(import.meta.dirname, '..', '..', 'src-main', 'inventory', 'testing', 'sample')
const ROWS = 12
/** The whole sample takes long: seldom. */
const WHOLE_PERCENT = 2

export function open() {
  const sheets = readdirSync(sample)
    .filter((name) => name.endsWith('.csv'))
    .sort()
    .map((name) => ({ name: /tab(\w+)\.csv$/.exec(name)[1], rows: parse(readFileSync(join(sample, name)), { bom: true }).slice(0, ROWS + 1) }))
    .map(({ name, rows }) => ({ name, rows: rows.map((row) => row.map((cell) => (/^\d+$/.test(cell) ? Number(cell) : cell))) }))
  const whole = readFileSync(join(sample, 'RVTools_export_all.xlsx'))
  const plain = makeWorkbook(sheets)
  const parts = partsOf(sheets)
  return {
    make(dice) {
      if (dice.percent(WHOLE_PERCENT)) return book(mutatedBytes(whole, dice))
      switch (dice.below(5)) {
        case 0:
          return book(mutatedBytes(plain, dice))
        case 1:
          return book(zipped(parts, dice))
        case 2:
          return book(zipped({ ...parts, ...changedPart(parts, dice) }, dice, 10))
        case 3:
          return asFiles(changedSheets(sheets, dice), dice)
      }
      return csvFiles(sheets, dice).map((file) => (dice.percent(25) ? { ...file, bytes: changedCsv(file.bytes, dice) } : file))
    },
    try: tryFiles,
    show: (files) => files,
    close() {},
  }
}

const book = (bytes) => [{ name: 'fuzz.xlsx', bytes }]

/** The entries of a workbook with texts in their cells, and of one with shared texts. */
function partsOf(sheets) {
  const some = sheets.filter(({ name }) => ['vInfo', 'vHost', 'vCluster', 'vMemory'].includes(name))
  return entriesOf(makeWorkbook(some))
}

/** Of a zip file that is sound. */
function entriesOf(bytes) {
  const entries = {}
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
    const [packed, name] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)]
    const from = at + 30 + name
    entries[bytes.toString('utf8', at + 30, from)] = inflateRawSync(bytes.subarray(from, from + packed)).toString('utf8')
    at = from + packed
  }
  return entries
}

/** `percent`: how often an entry is renamed, lost, or says something else about itself. */
function zipped(parts, dice, percent = 60) {
  const names = Object.keys(parts)
  const entries = { ...parts }
  const claims = {}
  if (dice.percent(percent)) {
    const name = dice.pick(names)
    const way = dice.below(6)
    if (way === 0) delete entries[name]
    else if (way === 1) claims[name] = dice.pick([0, 1, 100, 2 ** 31, 2 ** 32 - 1])
    else if (way === 2)
      entries[dice.pick([name.toUpperCase(), `/${name}`, name.replaceAll('/', '\\'), `../${name}`, `C:${name}`, `${name}/`])] = entries[name]
    else if (way === 3) entries[name] = entries[dice.pick(names)]
    else if (way === 4) entries[name] = dice.bytes(dice.between(0, 3000))
    else entries[dice.pick(hostileNames)] = 'x'
  }
  return dice.percent(30) ? mutatedBytes(makeZip(entries, claims), dice, 2) : makeZip(entries, claims)
}

const xmlPieces = [
  ...[
    '<!DOCTYPE a [<!ENTITY x "xx">]>',
    '&x;',
    '&#0;',
    '&#x110000;',
    '&#xD800;',
    '&amp',
    '&;',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?x',
    '?>',
    '<',
    '>',
    '</',
    '/>',
  ],
  ...[
    '<row>',
    '</row>',
    '<row r="1048577">',
    '<row r="-1">',
    '<c r="A0"/>',
    '<c r="ZZZZZZ1"><v>1</v></c>',
    '<c t="s"><v>-1</v></c>',
    '<c t="s"><v>1e9</v></c>',
  ],
  ...[
    '<c t="b"><v>7</v></c>',
    '<c t="e"><v>#REF!</v></c>',
    '<c t="d"><v>2026-13-45</v></c>',
    '<c t="zz"><v>1</v></c>',
    '<c><f>1/0</f></c>',
    '<x:c xmlns:x="y"/>',
    '<v>',
    '<t>',
  ],
  ...[
    'r="',
    "r='",
    ' a=b',
    ' a',
    '<a b="<">',
    '\u0000',
    '\ufffe',
    '<c><v>1e999</v></c>',
    '<c><v>NaN</v></c>',
    '<c><v> 5 </v></c>',
    '<c t="inlineStr"><is><t>x</t><t>y</t></is></c>',
  ],
]

function changedPart(parts, dice) {
  const name = dice.pick(Object.keys(parts))
  let text = parts[name]
  for (let left = dice.between(1, 3); left > 0; left--) {
    const at = dice.percent(60) ? text.indexOf('<', dice.below(text.length)) : dice.below(text.length + 1)
    const place = at < 0 ? text.length : at
    if (dice.percent(60)) text = text.slice(0, place) + dice.pick(xmlPieces) + text.slice(place + (dice.percent(30) ? dice.between(1, 20) : 0))
    else text = mutatedText(text, dice)
  }
  return { [name]: text }
}

const cells = [
  ...hostileNames,
  ...hostileNumbers,
  true,
  false,
  null,
  '1,024',
  '1.024,5',
  'poweredOn',
  'suspended',
  'True',
  '[ds] a/a.vmx',
  '[',
  '10.0.0.0/8',
]

function changedSheets(sheets, dice) {
  const changed = sheets.map(({ name, rows }) => ({ name, rows: rows.map((row) => [...row]) }))
  for (let left = dice.between(1, 8); left > 0; left--) {
    const sheet = dice.pick(changed)
    const { rows } = sheet
    const at = dice.below(rows.length)
    const column = dice.below(rows[0]?.length ?? 1)
    switch (dice.below(9)) {
      case 0:
        rows.splice(at, 1)
        break
      case 1:
        rows.splice(at, 0, [...dice.pick(rows.length > 0 ? rows : [[]])])
        break
      case 2:
        rows.forEach((row) => row.splice(column, 1))
        break
      case 3:
        if (rows[0]) rows[0][column] = dice.pick([...hostileNames, ...rows[0]])
        break
      case 4:
        sheet.name = dice.pick([...hostileNames, ...sheets.map(({ name }) => name)].filter((name) => typeof name === 'string' && name !== ''))
        break
      case 5:
        rows.slice(1).forEach((row) => (row[column] = dice.pick(cells)))
        break
      default:
        if (rows[at]) rows[at][column] = dice.pick([...cells, ...dice.pick(rows)])
    }
    if (rows.length === 0) rows.push([])
  }
  return changed
}

const asFiles = (sheets, dice) =>
  dice.percent(50)
    ? book(makeWorkbook(sheets, { texts: dice.pick(['shared', 'inline']), prefix: dice.pick(['', '', 'x:']), date1904: dice.percent(10) }))
    : csvFiles(sheets, dice)

function csvFiles(sheets, dice) {
  const separator = dice.pick([',', ',', ';', '\t'])
  const end = dice.pick(['\r\n', '\n'])
  return sheets.map(({ name, rows }) => ({
    name: `RVTools_tab${name}.csv`,
    bytes: Buffer.from(rows.map((row) => row.map((cell) => quoted(cell, separator)).join(separator)).join(end)),
  }))
}

function quoted(cell, separator) {
  const text = cell === null ? '' : String(cell)
  return text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function changedCsv(bytes, dice) {
  if (dice.percent(20)) return mutatedBytes(bytes, dice)
  const text = dice.percent(50) ? mutatedText(bytes.toString(), dice) : cut(bytes.toString(), dice)
  return dice.percent(85) ? Buffer.from(text) : dice.percent(50) ? Buffer.from(`\ufeff${text}`, 'utf16le') : Buffer.from(text, 'latin1')
}

/** Quotes that nobody closes, and other ends of lines. */
function cut(text, dice) {
  const at = dice.below(text.length + 1)
  return text.slice(0, at) + dice.pick(['"', '""', '",', '\r', '\n\n', '\u0000', ',,,,', `"${'x'.repeat(5000)}`]) + text.slice(at)
}

async function tryFiles(files) {
  try {
    const session = new ImportSession(await readHanded(files))
    const choice = { replaceNames: files[0].bytes.length % 2 === 0, answers: [] }
    const preview = session.preview(choice, () => undefined)
    const answers = preview.assumed
      .slice(0, 40)
      .map(({ where, field }, i) => ({ where, field, value: cells[(i * 7 + files[0].bytes.length) % cells.length] }))
    const stated = tryPreview(session, { ...choice, answers })
    for (const each of stated === null ? [choice] : [choice, { ...choice, answers }]) demandLabs(session, preview, each)
    for (const { reason } of [...preview.assumed, ...preview.skipped]) reason.forEach((text) => demandSentence(text, 'NaN undefined'))
    JSON.stringify(preview)
    return 'taken'
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error
    error.lines.flat().forEach((line) => demandSentence(line, 'NaN undefined'))
    return 'refused'
  }
}

/** Statements of the wrong kind are refused as a whole. */
function tryPreview(session, choice) {
  try {
    return session.preview(choice, () => undefined)
  } catch (error) {
    if (!(error instanceof InventoryError)) throw error
    return null
  }
}

function demandLabs(session, { labs }, choice) {
  for (const { file, text } of session.labs(
    choice,
    labs.map(({ name }) => name),
    () => undefined,
  )) {
    const parsed = parseLab(text, { fileName: file })
    if (!parsed.ok) throw new Finding(`the lab of an import is no lab: ${parsed.problems[0].path}: ${parsed.problems[0].message}`)
    createSimulation(parsed.lab, { checkEveryTurn: true }).runUntil(0)
  }
}
