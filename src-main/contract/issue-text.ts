import { clip } from './clip.ts'

/** What zod finds wrong with data from outside, in words that a person can act on. English only. */
export interface DataIssue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** `undefined` is a word of the language: what is not there is missing. Keys of the data stand in it, in short. */
export const issueMessage = ({ message }: DataIssue): string =>
  clip(message.replace(/^Invalid input: (.*), received undefined$/, 'it is missing: $1'))

export const issuePath = ({ path }: DataIssue): string => clip(path.map(String).join('.'))

/** With the place, where there is one: `counts.command: it is missing: expected number`. */
export function issueText(issue: DataIssue): string {
  const path = issuePath(issue)
  return `${path === '' ? '' : `${path}: `}${issueMessage(issue)}`
}
