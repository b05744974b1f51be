// The database of a data folder, as a bad disk, another program or another Hostdown leaves it: bytes, pages and the write-ahead log changed, tables
// dropped, rows with what does not belong there, steps of the future. Opened and used as the thread of the runs does; what is refused stays as
// it is, byte for byte.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { demandSentence, Finding } from './finding.mjs'
import { hostileNames, hostileNumbers, mutatedBytes } from './mutate.mjs'
import { practise } from './practice-sample.mjs'
import { asked, openRoom, temporaryFolder } from './room.mjs'

const samples = join(import.meta.dirname, '..', '..', 'resources', 'samples')
const FILE = 'hostdown.sqlite'
const PAGE = 4096
const MINUTE = 60_000

export async function open() {
  const { folder, forget } = temporaryFolder()
  const { closed, whileOpen } = await madeDatabase()
  const columns = columnsOf(closed, folder)
  const tables = [...new Set(columns.map(({ table }) => table))]
  return {
    make(dice) {
      const way = dice.below(10)
      if (way < 3) return { files: { [FILE]: mutatedBytes(closed, dice, 3) }, sql: [] }
      if (way === 3) return { files: { [FILE]: changedPages(closed, dice) }, sql: [] }
      if (way === 4) return { files: changedOne(whileOpen, dice), sql: [] }
      return { files: { [FILE]: closed }, sql: Array.from({ length: dice.between(1, 3) }, () => statement(dice, { columns, tables })) }
    },
    try: (input) => tryFolder(join(folder, 'data'), input),
    show: ({ files, sql }) => [
      ...Object.entries(files).map(([name, bytes]) => ({ name, bytes })),
      { name: 'changes.sql', bytes: Buffer.from(sql.map(({ text, values }) => `${text}; -- ${JSON.stringify(values)}\n`).join('')) },
    ],
    close: forget,
  }
}

/** Everything that Hostdown keeps, after it was closed, and as it lies there while it is open. */
async function madeDatabase() {
  const { folder, forget } = temporaryFolder()
  const { room } = openRoom(folder)
  const filesOf = () =>
    Object.fromEntries(
      readdirSync(folder)
        .filter((name) => name.startsWith(FILE) && !name.endsWith('-shm'))
        .map((name) => [name, readFileSync(join(folder, name))]),
    )
  try {
    const text = readFileSync(join(samples, 'article.lab.yaml'), 'utf8')
    await room.invoke('open', { fileName: 'article.lab.yaml', text, folder: null, origin: { sample: 'article' } })
    await room.invoke('run.seek', { t: 8 * MINUTE })
    await practise(room)
    await room.invoke('run.seek', { t: 200_000 })
    await room.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'Host B' } })
    await room.invoke('run.seek', { t: 300_000 })
    await room.invoke('run.bookmark', { t: 210_000, note: 'Two hosts are down' })
    await room.invoke('settings.set', { theme: 'dark', panes: { events: 3 } })
    const [{ id }] = await room.invoke('project.list', {})
    await room.invoke('design.open', { project: id })
    await room.invoke('design.edit', { project: id, edits: [{ do: 'setLab', key: ['name'], value: 'Another' }] })
    const whileOpen = filesOf()
    room.close()
    return { closed: filesOf()[FILE], whileOpen }
  } finally {
    forget()
  }
}

/** Of tables and their columns, with what they may hold by their declared type. */
function columnsOf(bytes, folder) {
  const path = join(folder, 'columns.sqlite')
  writeFileSync(path, bytes)
  const database = new Database(path, { readonly: true })
  try {
    return database
      .prepare(
        `SELECT m.name AS "table", p.name AS name, p.type AS type FROM sqlite_schema m JOIN pragma_table_info(m.name) p
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, p.cid`,
      )
      .all()
  } finally {
    database.close()
  }
}

function changedPages(bytes, dice) {
  const pages = Math.floor(bytes.length / PAGE)
  const copy = Buffer.from(bytes)
  const page = (n) => copy.subarray(n * PAGE, (n + 1) * PAGE)
  const [a, b] = [dice.below(pages), dice.below(pages)]
  switch (dice.below(5)) {
    case 0:
      return copy.subarray(0, a * PAGE)
    case 1:
      page(a).fill(0)
      return copy
    case 2:
      page(a).set(page(b))
      return copy
    case 3:
      return Buffer.concat([copy, dice.bytes(16), Buffer.alloc(PAGE * dice.between(0, 3))])
  }
  page(a).set(dice.bytes(dice.between(1, 64)), dice.below(PAGE - 64))
  return copy
}

/** A database with its write-ahead log: one of them changed, gone, or that of another moment. */
function changedOne(files, dice) {
  const names = Object.keys(files)
  const name = dice.pick(names)
  const changed = { ...files, [name]: mutatedBytes(files[name], dice) }
  if (dice.percent(10)) delete changed[dice.pick(names)]
  return changed
}

const jsonTexts = [
  '',
  '{',
  'null',
  '[]',
  '{}',
  '1',
  '"x"',
  '[null]',
  '{"__proto__":1}',
  '{"hosts":-1}',
  'NaN',
  '\u0000',
  `${'['.repeat(5000)}`,
  '{"a":{"b":[1,2,{"c":null}]}}',
]

function statement(dice, { columns, tables }) {
  const { table, name, type } = dice.pick(columns)
  const value = () => {
    if (type === 'INTEGER') return dice.percent(20) ? null : Math.trunc(Math.max(-(2 ** 53), Math.min(2 ** 53, dice.pick(hostileNumbers) || 0)))
    if (type === 'BLOB') return dice.percent(30) ? Buffer.alloc(0) : dice.bytes(dice.between(1, 100))
    return dice.percent(10) ? null : dice.pick(dice.percent(50) ? hostileNames : jsonTexts)
  }
  const where = dice.percent(50) ? '' : ` WHERE rowid = (SELECT rowid FROM "${table}" ORDER BY rowid LIMIT 1 OFFSET ${dice.below(4)})`
  switch (dice.below(16)) {
    case 0:
      return { text: `DROP TABLE "${dice.pick(tables)}"`, values: [] }
    case 1:
      return { text: `DELETE FROM "${table}"${where}`, values: [] }
    case 2:
      return { text: `ALTER TABLE "${table}" DROP COLUMN "${name}"`, values: [] }
    case 3:
      return { text: `ALTER TABLE "${table}" RENAME COLUMN "${name}" TO "${name}_"`, values: [] }
    case 4:
      return { text: 'INSERT INTO schema_steps VALUES (99, ?, ?, 0)', values: [dice.pick(hostileNames), 'x'] }
    case 5:
      return {
        text: `CREATE TRIGGER t${dice.below(99)} BEFORE ${dice.pick(['INSERT', 'UPDATE', 'DELETE'])} ON "${table}" BEGIN SELECT RAISE(ABORT, 'no'); END`,
        values: [],
      }
    case 6:
      return {
        text: `PRAGMA ${dice.pick(['application_id = 7', 'user_version = 99', 'encoding = "UTF-16le"', 'page_size = 8192', 'journal_mode = DELETE'])}`,
        values: [],
      }
    case 7:
      return { text: `CREATE VIEW "${dice.pick(['v', 'projects_2'])}" AS SELECT * FROM "${table}"`, values: [] }
    default:
      return { text: `UPDATE "${table}" SET "${name}" = ?${where}`, values: [value()] }
  }
}

/** What the table does not take is left. */
function applySql(path, sql) {
  const database = new Database(path)
  try {
    database.pragma('foreign_keys = OFF')
    for (const { text, values } of sql) {
      try {
        if (text.startsWith('PRAGMA')) database.pragma(text.slice(7))
        else database.prepare(text).run(...values)
      } catch {
        // STRICT, NOT NULL, or gone already.
      }
    }
  } finally {
    database.close()
  }
}

async function tryFolder(folder, { files, sql }) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  if (sql.length > 0) applySql(join(folder, FILE), sql)
  const before = contentsOf(folder)
  const { room, logged, store } = openRoom(folder)
  try {
    const { problem } = await room.invoke('info', {})
    if (problem !== null) {
      demandSentence(problem.text, 'NaN undefined')
      room.close()
      if (!before.every(([name, bytes]) => existsSync(join(folder, name)) && readFileSync(join(folder, name)).equals(bytes)))
        throw new Finding(`refused (${problem.code}), and changed`)
      return 'refused'
    }
    await use(room)
    const fault = logged.find((line) => /fault/.test(line) && !line.startsWith('The simulation met a fault'))
    if (fault !== undefined) throw new Finding(fault)
  } finally {
    room.close()
  }
  // Who closed it can open it again.
  const again = openRoom(folder)
  const { problem } = await again.room.invoke('info', {})
  again.room.close()
  if (problem !== null && store() !== null && problem.code !== 'damaged') throw new Finding(`it was open, and now: ${problem.text}`)
  return 'taken'
}

const contentsOf = (folder) =>
  readdirSync(folder)
    .filter((name) => !name.endsWith('-shm'))
    .map((name) => [name, readFileSync(join(folder, name))])

async function use(room) {
  const list = (await asked(room, 'project.list', {})) ?? []
  for (const { id } of list.slice(0, 3)) {
    const runs = (await asked(room, 'project.runs', { id })) ?? []
    const opened = await asked(room, 'project.open', { id, ...(runs.length > 0 && { branch: runs[0].branch }) })
    if (opened?.ok === false) opened.problems.forEach(({ message }) => demandSentence(message, 'NaN undefined'))
    if (opened?.ok === true) {
      for (const branch of opened.run.status.branches.slice(0, 2)) await asked(room, 'run.branch', { id: branch.id })
      await asked(room, 'run.seek', { t: 3 * MINUTE })
      await asked(room, 'run.command', { command: 'host.powerOn', arguments: { host: 'Host B' } })
      await asked(room, 'run.bookmark', { note: 'here' })
      await asked(room, 'run.undo', {})
    }
    await asked(room, 'design.open', { project: id })
    await asked(room, 'design.undo', { project: id })
    await asked(room, 'project.export', { id })
    await asked(room, 'project.duplicate', { id })
    await asked(room, 'project.rename', { id, name: 'Renamed' })
    await asked(room, 'project.delete', { id })
  }
  const overview = await asked(room, 'practiceOverview', { families: [], facts: [], guided: [] })
  await asked(room, 'practiceKnown', {})
  for (const { id } of [...(overview?.unfinished ?? []), ...(overview?.history ?? [])].slice(0, 3)) {
    await asked(room, 'practice.attempt', { id })
    await asked(room, 'practice.answer', { id, at: 0, response: { choices: ['a'] }, spentMs: 1 })
    await asked(room, 'practice.finish', { id, spentMs: 1 })
  }
  await asked(room, 'practice.export', {})
  await asked(room, 'practiceDrills', {})
  await asked(room, 'settings.set', { theme: 'light' })
  const backup = await asked(room, 'store.backup', {})
  if (backup !== null) await asked(room, 'store.restore', { fileName: backup.fileName })
}
