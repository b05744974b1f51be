/** Something that is wrong with a file, and the line that says so. */
import { pick, type Language } from '../texts/language.ts'

export interface LabProblem {
  readonly path: string
  readonly line: number | null
  readonly message: string
  /** Left out: there is only English. */
  readonly messageKo?: string
}

/** `vms[3].host: no host named "esx-09" (line 41)` */
export function problemText({ path, line, message, messageKo }: LabProblem, language: Language): string {
  const at = line === null ? '' : pick([` (line ${line})`, `(${line}행)`], language)
  return `${path === '' ? '' : `${path}: `}${pick([message, messageKo ?? message], language)}${at}`
}
