import type { ApiErrorCode } from '../contract/api.ts'

/** A failure that a window may show, with its code. */
export class RunError extends Error {
  readonly code: ApiErrorCode
  /** Null where nobody has said it in Korean. */
  readonly messageKo: string | null

  constructor(code: ApiErrorCode, message: string, messageKo: string | null = null) {
    super(message)
    this.name = 'RunError'
    this.code = code
    this.messageKo = messageKo
  }
}
