/** Progress as a file, and back: what is there stays, what is new is added. */
import type { ApiOutput, LabProblem } from '../../contract/api.ts'
import { issueMessage, issuePath } from '../../contract/issue-text.ts'
import { PROGRESS_FORMAT, progressFileSchema, type ProgressFile } from '../../contract/practice/progress-file.ts'
import type { PracticeStore } from './store-port.ts'

const PROBLEMS_MOST = 50

export function progressText(store: PracticeStore): string {
  const attempts = store.attempts().map(({ id, ...attempt }) => ({ ...attempt, items: store.items(id) }))
  return JSON.stringify({ hostdownPractice: PROGRESS_FORMAT, attempts, memory: store.cards(), goal: store.goal(), guided: store.guided() })
}

/** All of it or nothing. */
export function takeProgress(store: PracticeStore, fileName: string, text: string): ApiOutput<'practice.import'> {
  const read = readProgress(fileName, text)
  if ('problems' in read) return { ok: false, problems: read.problems }
  return store.together(() => {
    const attempts = read.file.attempts.filter(({ key }) => !store.has(key))
    for (const { items, ...attempt } of attempts) store.add(attempt, items)
    const known = new Map(store.cards().map((card) => [card.key, card]))
    // Whoever was asked later knows better.
    const later = read.file.memory.filter(({ key, lastAt }) => (lastAt ?? 0) > (known.get(key)?.lastAt ?? -1))
    for (const card of later) store.setCard(card)
    takeGuided(store, read.file.guided ?? [])
    if (store.goal() === null && read.file.goal !== null) store.setGoal(read.file.goal)
    return { ok: true, attempts: attempts.length, remembered: later.length } as const
  })
}

/** Courses that go on here stay; how a lab was solved elsewhere is added where it was not solved here. */
function takeGuided(store: PracticeStore, list: NonNullable<ProgressFile['guided']>): void {
  const here = new Map(store.guided().map((progress) => [progress.id, progress]))
  for (const theirs of list) {
    const ours = here.get(theirs.id)
    if (ours === undefined) store.setGuided(theirs)
    else if (ours.report === null && theirs.report !== null) store.setGuided({ ...ours, report: theirs.report })
  }
}

function readProgress(fileName: string, text: string): { readonly file: ProgressFile } | { readonly problems: readonly LabProblem[] } {
  const none: LabProblem = {
    path: '',
    line: null,
    message: `${fileName} holds no progress of Hostdown's practice`,
    messageKo: `${fileName}에는 Hostdown 연습 진행 상황이 없습니다`,
  }
  let data: unknown
  try {
    data = JSON.parse(text)
  } catch {
    return { problems: [none] }
  }
  if (typeof data !== 'object' || data === null || !('hostdownPractice' in data)) return { problems: [none] }
  const parsed = progressFileSchema.safeParse(data)
  if (parsed.success) return twice(parsed.data) ?? { file: parsed.data }
  return {
    problems: parsed.error.issues.slice(0, PROBLEMS_MOST).map((issue) => ({ path: issuePath(issue), line: null, message: issueMessage(issue) })),
  }
}

function twice({ attempts }: ProgressFile): { readonly problems: readonly LabProblem[] } | null {
  const keys = new Set<string>()
  const again = attempts.flatMap(({ key }, at) => {
    const isAgain = keys.has(key)
    keys.add(key)
    return isAgain
      ? [{ path: `attempts.${at}.key`, line: null, message: `the attempt ${key} is there twice`, messageKo: `시도 ${key}이(가) 두 번 있습니다` }]
      : []
  })
  return again.length === 0 ? null : { problems: again }
}
