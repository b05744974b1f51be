// Project files and progress files: exports that were changed, most of them with a checksum that fits again. Taken in through the workroom; what
// is refused leaves the data folder as it was, what is taken is opened, played, undone, exported and taken in again.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { demandSentence, Finding } from './finding.mjs'
import { mutatedBytes, mutatedText, mutatedTree } from './mutate.mjs'
import { practise } from './practice-sample.mjs'
import { asked, openRoom, temporaryFolder } from './room.mjs'

const samples = join(import.meta.dirname, '..', '..', 'resources', 'samples')
const MINUTE = 60_000
/** A folder with so many inputs in it is thrown away. */
const INPUTS_OF_A_FOLDER = 400

export async function open() {
  const project = await madeProject()
  const lines = gunzipSync(project).toString('utf8').trimEnd().split('\n').slice(0, -1)
  const progress = await madeProgress()
  let place = null
  let tried = 0
  const renew = () => {
    place?.room.close()
    place?.forget()
    const folder = temporaryFolder()
    place = { ...openRoom(folder.folder), forget: folder.forget }
  }
  renew()
  return {
    make: (dice) =>
      dice.percent(25)
        ? { kind: 'progress', text: changedProgress(progress, dice) }
        : { kind: 'project', bytes: dice.percent(15) ? mutatedBytes(project, dice) : changedProject(lines, dice) },
    async try(input) {
      if (++tried % INPUTS_OF_A_FOLDER === 0) renew()
      return input.kind === 'project' ? await tryProject(place, input.bytes) : await tryProgress(place, input.text)
    },
    show: ({ kind, bytes, text }) => (kind === 'project' ? { name: 'fuzz.hostdown', bytes } : { name: 'fuzz.json', bytes: Buffer.from(text) }),
    close() {
      place.room.close()
      place.forget()
    },
  }
}

/** A project with two branches, commands, bookmarks, keyframes and a design. */
async function madeProject() {
  const { folder, forget } = temporaryFolder()
  const { room } = openRoom(folder)
  try {
    const text = readFileSync(join(samples, 'article.lab.yaml'), 'utf8')
    await room.invoke('open', { fileName: 'article.lab.yaml', text, folder: null, origin: { sample: 'article' } })
    await room.invoke('run.seek', { t: 10 * MINUTE })
    await room.invoke('run.seek', { t: 200_000 })
    await room.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'Host B' } })
    await room.invoke('run.seek', { t: 400_000 })
    await room.invoke('run.bookmark', { t: 210_000, note: 'Two hosts are down' })
    const [{ id }] = await room.invoke('project.list', {})
    await room.invoke('design.open', { project: id })
    await room.invoke('design.edit', { project: id, edits: [{ do: 'setLab', key: ['name'], value: 'Another' }] })
    return Buffer.from((await room.invoke('project.export', { id })).base64, 'base64')
  } finally {
    room.close()
    forget()
  }
}

async function madeProgress() {
  const { folder, forget } = temporaryFolder()
  const { room } = openRoom(folder)
  try {
    await practise(room)
    return (await room.invoke('practice.export', {})).text
  } finally {
    room.close()
    forget()
  }
}

function packed(lines) {
  const text = lines.map((line) => `${line}\n`).join('')
  const sha256 = createHash('sha256').update(text).digest('hex')
  return gzipSync(`${text}${JSON.stringify({ end: true, lines: lines.length, sha256 })}\n`, { level: 1 })
}

const packedFields = ['eventText', 'viewText', 'text']

function changedProject(lines, dice) {
  const changed = [...lines]
  for (let left = dice.between(1, 3); left > 0 && changed.length > 0; left--) {
    const at = dice.below(changed.length)
    const way = dice.below(10)
    if (way === 0) changed.splice(at, 1)
    else if (way === 1) changed.splice(at, 0, dice.pick(changed))
    else if (way === 2) changed[at] = mutatedText(changed[at], dice)
    else changed[at] = JSON.stringify(changedRecord(JSON.parse(lines[Math.min(at, lines.length - 1)]), dice)) ?? ''
  }
  return packed(dice.percent(70) ? counted(changed) : changed)
}

function changedRecord(record, dice) {
  const fields = record.kind === 'revision' ? [] : packedFields.filter((field) => typeof record[field] === 'string' && record[field] !== '')
  if (fields.length === 0 || dice.percent(40)) {
    if (record.kind === 'revision' && dice.percent(40)) return { ...record, text: mutatedText(record.text, dice) }
    return mutatedTree(record, dice, 2)
  }
  const field = dice.pick(fields)
  if (dice.percent(15)) return { ...record, [field]: mutatedText(record[field], dice) }
  const text = inflateSync(Buffer.from(record[field], 'base64')).toString('utf8')
  return { ...record, [field]: deflateSync(dice.percent(25) ? mutatedText(text, dice) : linesMutated(text, dice)).toString('base64') }
}

function linesMutated(text, dice) {
  const lines = text.split('\n')
  const at = dice.below(Math.max(1, lines.length - 1))
  try {
    lines[at] = JSON.stringify(mutatedTree(JSON.parse(lines[at]), dice, 2))
  } catch {
    // A line that was changed before.
  }
  return lines.join('\n')
}

/** With a header that says how many records there are. */
function counted(lines) {
  try {
    const header = JSON.parse(lines[0])
    const kinds = lines.slice(1).map((line) => JSON.parse(line).kind)
    const counts = Object.fromEntries(Object.keys(header.counts).map((kind) => [kind, kinds.filter((one) => one === kind).length]))
    return [JSON.stringify({ ...header, counts }), ...lines.slice(1)]
  } catch {
    return lines
  }
}

const changedProgress = (text, dice) => (dice.percent(25) ? mutatedText(text, dice) : JSON.stringify(mutatedTree(JSON.parse(text), dice, 2)))

async function tryProject({ room, store, logged }, bytes) {
  const before = summaryOf(store())
  const taken = await asked(room, 'project.import', { fileName: 'fuzz.hostdown', base64: bytes.toString('base64') })
  if (taken === null || !taken.ok) {
    // Names that the file made up may stand in it.
    taken?.problems.forEach(({ message }) => demandSentence(message, 'NaN'))
    if (taken?.problems.length === 0) throw new Finding('refused without a reason')
    demandSame(before, summaryOf(store()))
    return 'refused'
  }
  const { id } = taken.project
  try {
    await use(room, id)
    const again = await asked(room, 'project.export', { id })
    const back = again === null ? null : await asked(room, 'project.import', { fileName: 'again.hostdown', ...again })
    if (again !== null && back?.ok !== true) throw new Finding(`what was taken in is not taken in again: ${back?.problems[0]?.message}`)
    if (back !== null) await asked(room, 'project.delete', { id: back.project.id })
    const fault = logged.splice(0).find((line) => /fault/.test(line))
    if (fault !== undefined && !/^The simulation met a fault/.test(fault)) throw new Finding(fault)
  } finally {
    await room.invoke('project.delete', { id })
  }
  return 'taken'
}

async function use(room, id) {
  const runs = (await asked(room, 'project.runs', { id })) ?? []
  const opened = await asked(room, 'project.open', { id, ...(runs.length > 0 && { branch: runs[0].branch }) })
  if (opened?.ok === false) opened.problems.forEach(({ message }) => demandSentence(message, 'undefined NaN'))
  await asked(room, 'design.open', { project: id })
  await asked(room, 'design.undo', { project: id })
  if (opened?.ok !== true) return
  const { branches, reached } = opened.run.status
  for (const { id: branch } of branches.slice(0, 3)) {
    await asked(room, 'run.branch', { id: branch })
    await asked(room, 'run.seek', { t: Math.min(reached, 3 * MINUTE) })
    await asked(room, 'run.state', { kind: 'lab' })
    await asked(room, 'run.step', { by: 1 })
    await asked(room, 'report.events', { language: 'en', replaceNames: false })
  }
  await asked(room, 'run.command', { command: 'host.powerOn', arguments: { host: 'Host B' } })
  await asked(room, 'run.undo', {})
}

const summaryOf = (store) =>
  JSON.stringify([store.projects.list(), store.practice.attempts(), store.practice.cards(), store.practice.goal(), store.practice.guided()])

function demandSame(before, after) {
  if (before !== after) throw new Finding('what was refused left something in the data folder')
}

async function tryProgress({ room, store }, text) {
  const before = summaryOf(store())
  const taken = await asked(room, 'practice.import', { fileName: 'fuzz.json', text })
  if (taken === null || !taken.ok) {
    taken?.problems.forEach(({ message, path }) => demandSentence(path === '' ? message : `${path}: ${message}`, text))
    demandSame(before, summaryOf(store()))
    return 'refused'
  }
  await asked(room, 'practiceOverview', { families: [], facts: [], guided: [] })
  for (const { id } of store().practice.attempts().slice(0, 2)) {
    await asked(room, 'practice.attempt', { id })
    await asked(room, 'practice.go', { id, at: 0, spentMs: 1 })
    await asked(room, 'practice.answer', { id, at: 0, response: { choices: ['a'] }, spentMs: 1 })
    await asked(room, 'practice.check', { id, at: 0, spentMs: 1 })
    await asked(room, 'practice.finish', { id, spentMs: 1 })
    await asked(room, 'practiceRemove', { id })
  }
  const { text: again } = await room.invoke('practice.export', {})
  const back = await asked(room, 'practice.import', { fileName: 'again.json', text: again })
  if (back?.ok !== true) throw new Finding(`what was taken in is not taken in again: ${back?.problems[0]?.path} ${back?.problems[0]?.message}`)
  return 'taken'
}
