/** The window's side of the API: whoever needs it calls `useApi()`; the entry point installs the transport. */
import type { ApiErrorCode, ApiTransport } from '../../src-main/contract/api.ts'

export type LinkState = 'connecting' | 'open' | 'lost'

/** A transport that also says whether it is connected. */
export interface LinkedTransport extends ApiTransport {
  readonly link: LinkState
  onLink(listener: (state: LinkState) => void): () => void
  /** Tries at once instead of waiting for the next attempt. */
  reconnect(): void
}

const codes: readonly string[] = ['badInput', 'noRun', 'notFound', 'internal', 'disconnected'] satisfies readonly ApiErrorCode[]

export class ApiError extends Error {
  readonly code: ApiErrorCode

  constructor(code: string, message: string) {
    super(message)
    this.name = 'ApiError'
    this.code = codes.includes(code) ? (code as ApiErrorCode) : 'internal'
  }
}

export function toApiError(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause
  // Electron's bridge rejects with a plain object: it strips an Error of its code.
  if (typeof cause === 'object' && cause !== null && 'message' in cause && typeof cause.message === 'string')
    return new ApiError('code' in cause && typeof cause.code === 'string' ? cause.code : 'internal', cause.message)
  return new ApiError('internal', String(cause))
}

let installed: LinkedTransport | null = null

export function installApi(transport: LinkedTransport): void {
  installed = transport
}

export function useApi(): LinkedTransport {
  if (installed === null) throw new Error('installApi was not called')
  return installed
}
