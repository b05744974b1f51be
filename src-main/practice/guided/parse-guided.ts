/** The text of a guided lab to its parts, or to everything that is wrong with it. Text in, data out. */
import type { Json } from '../../contract/events.ts'
import type { FactId } from '../../contract/fact-id.ts'
import { parseLab, type Lab } from '../../contract/lab/index.ts'
import { problemsOf, readLabText, readText } from '../../contract/lab/parse.ts'
import { noneNamed, reportIssues, type LabProblem, type Path, type Report } from '../../contract/lab/problems.ts'
import { safeParse } from '../../contract/lab/schema.ts'
import type { Problem } from '../../contract/lab/validate.ts'
import {
  guidedFileSchema,
  type Condition,
  type ConditionEntry,
  type Course,
  type GuidedFile,
  type GuidedLab,
  type ToldAnswers,
} from '../../contract/practice/guided.ts'
import type { Topic } from '../../contract/practice/topics.ts'
import type { Phrase } from '../../contract/texts/language.ts'

export type ParsedGuided = { readonly ok: true; readonly guided: GuidedLab } | { readonly ok: false; readonly problems: readonly LabProblem[] }

/** What stands for the hosts of a trial. */
export const PLACES = ['$1', '$2'] as const

const FORMS: Phrase = [
  'expected one of expect, trial with expect, told, unchanged, forbidden, now, always',
  'expect, expect가 있는 trial, told, unchanged, forbidden, now, always 중 하나가 필요합니다',
]

type Data = { readonly [key: string]: unknown }
type CourseEntry = GuidedFile['solution']

export function parseGuided(text: string, fileName: string): ParsedGuided {
  const read = readLabText(text, fileName)
  if ('problem' in read) return { ok: false, problems: [read.problem] }
  const problems: Problem[] = []
  const say: Report = (path, message) => void problems.push({ path, message })
  const refused = (): ParsedGuided => ({ ok: false, problems: located(problems, text, fileName) })
  for (const { path, message } of read.duplicates) say(path, message)
  const parsed = safeParse(guidedFileSchema, read.data)
  if (!parsed.success) {
    reportIssues(parsed.error.issues, guidedFileSchema, read.data, [], say)
    return refused()
  }
  const guided = new GuidedReader(parsed.data, say).read()
  return guided === null || problems.length > 0 ? refused() : { ok: true, guided }
}

/** In the order of the file, each with its line: only who has made a mistake waits for a parser that knows lines. */
function located(problems: readonly Problem[], text: string, fileName: string): readonly LabProblem[] {
  const read = readText(text, fileName)
  return problemsOf(problems, 'problem' in read ? (paths) => paths.map(() => null) : read.linesOf)
}

/** `timeline[0].host` → `['timeline', 0, 'host']`. */
const pathOf = (text: string): Path => [...text.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([part, place]) => (place === undefined ? part : Number(place)))

class GuidedReader {
  readonly #file: GuidedFile
  readonly #say: Report

  constructor(file: GuidedFile, say: Report) {
    this.#file = file
    this.#say = say
  }

  read(): GuidedLab | null {
    const { start, checks, keeps, solution, breaks, facts, level, topics, ...rest } = this.#file
    const lab = this.#lab({}, ['start'])
    if (lab === null) return null
    const guided: GuidedLab = {
      ...rest,
      // The patterns and ranges of the schema.
      facts: facts as FactId[],
      level: level as 1 | 2 | 3,
      topics: topics as Topic[],
      start,
      lab,
      checks: this.#conditions(checks, 'checks', lab),
      keeps: this.#conditions(keeps, 'keeps', lab),
      solution: this.#course(solution, ['solution']),
      breaks: breaks.map(({ keep, ...course }, at) => ({ keep, course: this.#course(course, ['breaks', at]) })),
    }
    this.#checkIds(guided)
    return guided
  }

  /** The start lab with more in it; its problems are told where they come from: `commands` is the key that has the timeline's place in the file. */
  #lab(more: Data, path: Path, commands: Path = ['timeline']): Lab | null {
    const parsed = parseLab(JSON.stringify({ ...this.#file.start, ...more }))
    if (parsed.ok) return parsed.lab
    for (const problem of parsed.problems) {
      const [first, ...rest] = pathOf(problem.path)
      this.#say(
        [...path, ...(first === 'timeline' ? commands : first === undefined ? [] : [first]), ...rest],
        [problem.message, problem.messageKo ?? problem.message],
      )
    }
    return null
  }

  #course({ design, commands, told, until }: CourseEntry, path: Path): Course {
    const own = design === undefined ? null : this.#lab(design, [...path, 'design'])
    const lab = commands.length === 0 ? null : this.#lab({ ...design, timeline: commands, expect: [] }, path, ['commands'])
    return { lab: own, commands: lab?.timeline ?? [], told: (told ?? {}) as ToldAnswers, until }
  }

  #conditions(entries: readonly ConditionEntry[], list: string, lab: Lab): readonly Condition[] {
    return entries.flatMap((entry, at) => this.#condition(entry, [list, at], lab) ?? [])
  }

  #condition(entry: ConditionEntry, path: Path, lab: Lab): Condition | null {
    const { id, text, expect, trial, told, unchanged, forbidden, now, always } = entry
    const base = { id, text }
    if (trial !== undefined) {
      if (expect === undefined) return this.#refuse(path, ['a trial needs what to expect after it', 'trial에는 그 뒤에 기대하는 expect가 필요합니다'])
      return this.#trial(entry, path, lab)
    }
    const given = [expect, told, unchanged, forbidden, now, always].filter((one) => one !== undefined).length
    if (given !== 1) return this.#refuse(path, FORMS)
    if (told !== undefined) {
      this.#checkVms(told.vms, [...path, 'told'], lab)
      return { ...base, kind: 'told', ...told }
    }
    if (unchanged !== undefined) {
      this.#checkVms(
        unchanged.vms.filter((name) => name !== '*'),
        [...path, 'unchanged'],
        lab,
      )
      for (const key of unchanged.keys)
        if (!Object.hasOwn(lab.vms[0] ?? {}, key))
          this.#say([...path, 'unchanged', 'keys'], noneNamed(['setting of a VM', 'VM 설정'], key, Object.keys(lab.vms[0] ?? {})))
      return { ...base, kind: 'unchanged', ...unchanged }
    }
    if (now !== undefined) return { ...base, kind: 'now', is: now as { readonly [key: string]: Json }, heldFor: entry.heldFor ?? 0 }
    if (always !== undefined) return { ...base, kind: 'now', is: always as { readonly [key: string]: Json }, heldFor: null }
    if (forbidden !== undefined)
      return {
        ...base,
        kind: 'forbidden',
        commands: forbidden.map((one) => ({ do: one.do, keys: one.keys ?? [], allowed: one.allowed ?? [], except: one.except ?? [] })),
      }
    const parsed = this.#lab({ expect }, path)
    return parsed === null ? null : { ...base, kind: 'run', expect: parsed.expect }
  }

  /** `$1` and `$2` are hosts of the lab that it is read with. */
  #trial({ id, text, expect = [], trial }: ConditionEntry, path: Path, lab: Lab): Condition | null {
    if (trial === undefined) return null
    const { hosts } = this.#file.start
    const [like] = lab.hosts
    const places = PLACES.map((name) => ({ name, cpu: { sockets: 1, coresPerSocket: 1, mhz: like?.cpu.mhz ?? 1000 }, memoryMiB: 1024 }))
    const more = { hosts: [...(Array.isArray(hosts) ? (hosts as unknown[]) : []), ...places] }
    const timeline = trial.do.map((command) => ({ at: '0s', ...command }))
    const parsed = this.#lab({ ...more, timeline, expect }, path, ['trial', 'do'])
    if (parsed === null) return null
    return { id, text, kind: 'trial', of: trial.of as 1 | 2, commands: parsed.timeline, runFor: trial.runFor, expect: parsed.expect }
  }

  #checkVms(names: readonly string[], path: Path, lab: Lab): void {
    const known = new Set(lab.vms.map(({ name }) => name))
    for (const name of names) if (!known.has(name)) this.#say([...path, 'vms'], noneNamed(['VM', 'VM'], name, known))
  }

  #checkIds({ checks, keeps, breaks }: GuidedLab): void {
    const seen = new Set<string>()
    for (const { id } of [...checks, ...keeps]) {
      if (seen.has(id)) this.#say(['checks'], [`there are two conditions with the id ${id}`, `ID가 ${id}인 조건이 둘입니다`])
      seen.add(id)
    }
    if (checks.length === 0) this.#say(['checks'], ['a guided lab checks something', '실습 랩에는 확인할 조건이 있어야 합니다'])
    for (const { id } of keeps)
      if (!breaks.some(({ keep }) => keep === id))
        this.#say(['breaks'], [`nothing shows that ${id} can be broken`, `${id} 조건이 깨질 수 있음을 보여 주는 항목이 없습니다`])
    for (const [at, { keep }] of breaks.entries())
      if (!keeps.some(({ id }) => id === keep))
        this.#say(
          ['breaks', at, 'keep'],
          noneNamed(
            ['keep', '유지 조건'],
            keep,
            keeps.map(({ id }) => id),
          ),
        )
  }

  #refuse(path: Path, message: Phrase): null {
    this.#say(path, message)
    return null
  }
}
