import { refWords, type RefKind } from '../contract/lab/fields.ts'
import { asSubject } from '../contract/texts/language.ts'
import { RunError } from './run-error.ts'

/** Nothing of that kind has that name at the instant shown. */
export function noneNamed(kind: RefKind, name: string): RunError {
  const [word, wordKo] = refWords[kind]
  const named = JSON.stringify(name)
  return new RunError('notFound', `There is no ${word} named ${named} at this instant`, `이 시점에 이름이 ${named}인 ${asSubject(wordKo)} 없습니다`)
}
