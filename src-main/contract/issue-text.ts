/** What zod finds wrong with data from outside, in words that a person can act on. English only. */
export interface DataIssue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/** `undefined` is a word of the language: what is not there is missing. */
export const issueMessage = ({ message }: DataIssue): string => message.replace(/^Invalid input: (.*), received undefined$/, 'it is missing: $1')

/** With the place, where there is one: `counts.command: it is missing: expected number`. */
export function issueText(issue: DataIssue): string {
  const path = issue.path.map(String).join('.')
  return `${path === '' ? '' : `${path}: `}${issueMessage(issue)}`
}
