/** A `.hostdown` file as a new project. Nothing in the file is believed: it may come from anybody. */
import { issueText } from '../contract/issue-text.ts'
import { projectRecordKinds, projectRecordSchema, type ProjectHeader, type ProjectRecord, type ProjectRecordOf } from '../contract/project-file.ts'
import type { Phrase } from '../contract/texts/language.ts'
import { ProjectFileError } from '../runs/store-port.ts'
import { insertBranch } from './branch-rows.ts'
import type { Connection } from './connection.ts'
import { jsonOf, ofLine, projectLines } from './project-lines.ts'
import { DraftReader } from './import-draft.ts'
import { keepImportRecord } from './import-records.ts'
import { checkEvents, checkKeyframe, checkViews, dangerIn, PackedTexts } from './project-texts.ts'
import { digestOfTexts, insertRevisionRow, insertTrace, sha256, setDigest } from './revision-rows.ts'

/** More than a person reads; a file that is broken throughout has millions. */
const PROBLEMS_MAX = 20

/** Gives the id of the project. Throws a ProjectFileError; what was inserted by then is rolled back. Inside a transaction. */
export function importProject(connection: Connection, bytes: Uint8Array, now: number): number {
  const { header, problems, records } = projectLines(bytes)
  const reader = new RecordReader(connection, { header, texts: new PackedTexts(bytes.length), now })
  for (const problem of problems) reader.tell(problem)
  for (const [number, text] of records) {
    if (reader.told >= PROBLEMS_MAX) break
    reader.readLine(number, text)
  }
  return reader.finish()
}

interface Revision {
  readonly id: number
  readonly text: string
  readonly traces: Map<string, string>
}

interface Branch {
  readonly id: number
  readonly record: ProjectRecordOf<'branch'>
  readonly root: number
  /** How far its batches and commands have got. */
  turn: number
  seq: number
  t: number
  commandTurn: number
  readonly keyframes: Set<number>
}

interface Reading {
  readonly header: ProjectHeader
  readonly texts: PackedTexts
  readonly now: number
}

class RecordReader {
  readonly #connection: Connection
  readonly #reading: Reading
  readonly #project: number
  readonly #revisions = new Map<number, Revision>()
  readonly #numbers = new Set<number>()
  readonly #branches = new Map<number, Branch>()
  readonly #counts = new Map<string, number>()
  readonly #problems: Phrase[] = []
  readonly #draft: DraftReader
  #line = 0

  constructor(connection: Connection, reading: Reading) {
    this.#connection = connection
    this.#reading = reading
    const { header, now } = reading
    const sql = 'INSERT INTO projects (name, created_at, opened_at) VALUES (?, ?, ?)'
    this.#project = connection.run(sql, freeName(connection, header.name), header.createdAt, now).id
    this.#draft = new DraftReader(connection, this.#project, reading.texts)
  }

  get told(): number {
    return this.#problems.length
  }

  tell(problem: Phrase): void {
    this.#problems.push(problem)
  }

  readLine(number: number, text: string): void {
    this.#line = number
    const value = jsonOf(text)
    if (value === undefined) return this.#wrong('it is no JSON')
    const danger = dangerIn(value)
    if (danger !== null) return this.#wrong(`it ${danger}`)
    const parsed = projectRecordSchema.safeParse(value)
    if (!parsed.success) {
      const [issue] = parsed.error.issues
      return this.#wrong(issue === undefined ? 'it is no record of a project' : issueText(issue))
    }
    this.#counts.set(parsed.data.kind, (this.#counts.get(parsed.data.kind) ?? 0) + 1)
    this.#keep(parsed.data)
  }

  /** Gives the id of the project. Throws a ProjectFileError. */
  finish(): number {
    const problems = this.#problems
    if (problems.length >= PROBLEMS_MAX)
      throw new ProjectFileError([...problems, ['There may be more that is wrong.', '다른 문제가 더 있을 수 있습니다.']])
    for (const kind of projectRecordKinds) {
      const [found, written] = [this.#counts.get(kind) ?? 0, this.#reading.header.counts[kind] ?? 0]
      if (found !== written)
        this.tell([
          `The project file has ${found} readable records of the kind "${kind}", not the ${written} that it announces.`,
          `프로젝트 파일에서 읽을 수 있는 "${kind}" 레코드는 ${found}개입니다. 파일에는 ${written}개라고 되어 있습니다.`,
        ])
    }
    if (this.#revisions.size === 0) this.tell(['The project file has no lab in it.', '프로젝트 파일에 랩이 없습니다.'])
    // Which turns are missing is not to be told where a record could not be read.
    if (problems.length === 0) for (const branch of this.#branches.values()) this.#checkReached(branch)
    const unfinished = this.#draft.problem()
    if (problems.length === 0 && unfinished !== null)
      this.tell([`The design in the project file ${unfinished}.`, `프로젝트 파일의 설계에 문제가 있습니다: ${unfinished}.`])
    if (problems.length > 0) throw new ProjectFileError(problems)
    for (const { id, text, traces } of this.#revisions.values()) setDigest(this.#connection, id, digestOfTexts(text, traces))
    return this.#project
  }

  #wrong(problem: string): void {
    this.tell(ofLine(this.#line, problem))
  }

  #tryTo(problem: string | null): void {
    if (problem !== null) this.#wrong(problem)
  }

  #keep(record: ProjectRecord): void {
    switch (record.kind) {
      case 'revision':
        return this.#keepRevision(record)
      case 'trace':
        return this.#keepTrace(record)
      case 'branch':
        return this.#keepBranch(record)
      case 'draft':
        return this.#tryTo(this.#draft.begin(record, this.#revisions.get(record.revision)?.id ?? null))
      case 'draftStep':
        return this.#tryTo(this.#draft.step(record))
      case 'imported': {
        if (this.#counts.get('imported') !== 1) return this.#wrong('what was imported is there twice')
        const { kind: _, ...imported } = record
        return keepImportRecord(this.#connection, this.#project, imported)
      }
    }
    const branch = this.#branches.get(record.branch)
    if (branch === undefined) return this.#wrong(`it belongs to run ${record.branch}, which is not there`)
    switch (record.kind) {
      case 'command':
        return this.#keepCommand(branch, record)
      case 'turns':
        return this.#keepTurns(branch, record)
      case 'keyframe':
        return this.#keepKeyframe(branch, record)
      case 'bookmark':
        this.#connection.run('INSERT INTO bookmarks (branch, t, note) VALUES (?, ?, ?)', branch.id, record.t, record.note)
    }
  }

  #keepRevision(record: ProjectRecordOf<'revision'>): void {
    const { id, number, text } = record
    if (this.#revisions.has(id) || this.#numbers.has(number)) return this.#wrong(`revision ${number} is there twice`)
    this.#numbers.add(number)
    const kept = insertRevisionRow(this.#connection, this.#project, record)
    this.#revisions.set(id, { id: kept, text: sha256(text), traces: new Map() })
  }

  #keepTrace({ revision: id, path, text }: ProjectRecordOf<'trace'>): void {
    const revision = this.#revisions.get(id)
    if (revision === undefined) return this.#wrong(`it belongs to revision ${id}, which is not there`)
    if (path === '__proto__' || revision.traces.has(path)) return this.#wrong(`its trace ${JSON.stringify(path)} cannot be there`)
    insertTrace(this.#connection, revision.id, path, text)
    revision.traces.set(path, sha256(text))
  }

  #keepBranch(record: ProjectRecordOf<'branch'>): void {
    const { id, parent: parentId, revision: revisionId } = record
    const revision = this.#revisions.get(revisionId)
    if (this.#branches.has(id)) return this.#wrong(`run ${id} is there twice`)
    if (revision === undefined) return this.#wrong(`run ${id} is one of revision ${revisionId}, which is not there`)
    const parent = parentId === null ? null : this.#branches.get(parentId)
    // Those before it only: so there are no circles.
    if (parent === undefined) return this.#wrong(`run ${id} comes from run ${parentId}, which is not before it`)
    const problem = parent === null ? rootProblem(record) : forkProblem(record, parent.record)
    if (problem !== null) return this.#wrong(`run ${id} ${problem}`)
    const row = { ...record, project: this.#project, revision: revision.id, parent: parent?.id ?? null, root: parent?.root ?? null }
    const kept = insertBranch(this.#connection, row)
    const { forkTurn: turn, forkSeq: seq, forkAt: t } = record
    this.#branches.set(id, { id: kept, record, root: parent?.root ?? kept, turn, seq, t, commandTurn: turn, keyframes: new Set() })
  }

  #keepCommand(branch: Branch, { turn, t, command, args }: ProjectRecordOf<'command'>): void {
    if (turn < branch.commandTurn) return this.#wrong('its command is not after the one before it')
    branch.commandTurn = turn
    const sql = 'INSERT INTO commands (branch, turn, t, command, args) VALUES (?, ?, ?, ?, ?)'
    this.#connection.run(sql, branch.id, turn, t, command, JSON.stringify(args))
  }

  #keepTurns(branch: Branch, record: ProjectRecordOf<'turns'>): void {
    const { firstTurn, lastTurn, firstSeq, events, from, to } = record
    const expected = firstTurn === branch.turn + 1 && lastTurn >= firstTurn && firstSeq === branch.seq
    if (!expected) return this.#wrong('its turns do not follow those before them')
    branch.turn = lastTurn
    branch.seq = firstSeq + events
    const eventText = this.#reading.texts.read(record.eventText)
    if (typeof eventText === 'string') return this.#wrong(`its text of events ${eventText}`)
    const last = checkEvents(eventText.text, { firstSeq, events, from: branch.t })
    if (typeof last === 'string') return this.#wrong(last)
    branch.t = last
    const viewText = this.#reading.texts.read(record.viewText)
    if (typeof viewText === 'string') return this.#wrong(`its text of views ${viewText}`)
    const views = checkViews(viewText.text)
    if (views !== null) return this.#wrong(views)
    const sql = `INSERT INTO turns (branch, first_turn, last_turn, first_seq, events, from_at, to_at, event_text, view_text)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
    this.#connection.run(sql, branch.id, firstTurn, lastTurn, firstSeq, events, from, to, eventText.blob, viewText.blob)
  }

  #keepKeyframe(branch: Branch, { turn, at, logLength, digest, text: packed }: ProjectRecordOf<'keyframe'>): void {
    if (branch.keyframes.has(turn) || turn > branch.record.reachedTurn) return this.#wrong(`a keyframe after turn ${turn} cannot be there`)
    branch.keyframes.add(turn)
    const text = this.#reading.texts.read(packed)
    if (typeof text === 'string') return this.#wrong(`its keyframe ${text}`)
    const problem = checkKeyframe(text.text)
    if (problem !== null) return this.#wrong(problem)
    const sql = 'INSERT INTO keyframes (branch, turn, at, log_length, digest, text) VALUES (?, ?, ?, ?, ?, ?)'
    this.#connection.run(sql, branch.id, turn, at, logLength, digest, text.blob)
  }

  #checkReached({ record: { id, reachedTurn, reachedSeq }, turn, seq }: Branch): void {
    if (turn === reachedTurn && seq === reachedSeq) return
    this.tell([
      `Run ${id} of the project file is recorded up to turn ${turn} and event ${seq}, not to turn ${reachedTurn} and event ${reachedSeq}.`,
      `프로젝트 파일의 실행 ${id}은(는) 턴 ${turn}, 이벤트 ${seq}까지 기록되어 있습니다. 턴 ${reachedTurn}, 이벤트 ${reachedSeq}까지여야 합니다.`,
    ])
  }
}

function rootProblem({ forkTurn, forkSeq, forkAt }: ProjectRecordOf<'branch'>): string | null {
  return forkTurn === 0 && forkSeq === 0 && forkAt === 0 ? null : 'comes from no other, but begins later than the start'
}

function forkProblem(record: ProjectRecordOf<'branch'>, parent: ProjectRecordOf<'branch'>): string | null {
  const { revision, seed, engineVersion, forkTurn, forkSeq } = record
  if (revision !== parent.revision || seed !== parent.seed || engineVersion !== parent.engineVersion) {
    return `is of another lab, seed or engine than run ${parent.id}, from which it comes`
  }
  return forkTurn > parent.reachedTurn || forkSeq > parent.reachedSeq ? `leaves run ${parent.id} later than that one got` : null
}

/** The name, or `name (2)` and so on where a project in the list has it. */
function freeName(connection: Connection, name: string): string {
  const taken = (wanted: string): boolean =>
    connection.get('SELECT 1 FROM projects WHERE name = ? AND deleted_at IS NULL LIMIT 1', wanted) !== undefined
  let free = name
  for (let n = 2; taken(free); n++) free = `${name.slice(0, 290)} (${n})`
  return free
}
