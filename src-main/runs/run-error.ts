import type { ApiErrorCode } from '../contract/api.ts'

/** A failure that a window may show, with its code. */
export class RunError extends Error {
  readonly code: ApiErrorCode

  constructor(code: ApiErrorCode, message: string) {
    super(message)
    this.name = 'RunError'
    this.code = code
  }
}
