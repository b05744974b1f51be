/** The window's side of the API: whoever needs it calls `useApi()`; the entry point installs the transport. */
import { apiErrorCodes, type ApiErrorCode, type ApiTransport } from '../../src-main/contract/api.ts'

export type LinkState = 'connecting' | 'open' | 'lost'

/** A transport that also says whether it is connected. */
export interface LinkedTransport extends ApiTransport {
  readonly link: LinkState
  onLink(listener: (state: LinkState) => void): () => void
  /** Tries at once instead of waiting for the next attempt. */
  reconnect(): void
}

export class ApiError extends Error {
  readonly code: ApiErrorCode
  /** Null: there is only English. */
  readonly messageKo: string | null

  constructor(code: string, message: string, messageKo: string | null = null) {
    super(message)
    this.messageKo = messageKo
    this.name = 'ApiError'
    this.code = apiErrorCodes.find((known) => known === code) ?? 'internal'
  }
}

/** Whatever a transport failed with; Electron's bridge hands over a plain object, because it strips an Error of its code. */
export function toApiError(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause
  if (typeof cause !== 'object' || cause === null) return new ApiError('internal', String(cause))
  const { code, message, messageKo } = cause as { readonly [key in keyof ApiError]?: unknown }
  return new ApiError(
    typeof code === 'string' ? code : 'internal',
    typeof message === 'string' ? message : 'Unknown failure',
    typeof messageKo === 'string' ? messageKo : null,
  )
}

/** Calls when a connection that was lost is there again: what was pushed meanwhile is missing. Gives the function that ends it. */
export function onRegained(api: LinkedTransport, listener: () => void): () => void {
  let wasLost = false
  return api.onLink((state) => {
    if (state === 'open' && wasLost) listener()
    wasLost = state === 'lost' || (wasLost && state !== 'open')
  })
}

let installed: LinkedTransport | null = null

export function installApi(transport: LinkedTransport): void {
  installed = transport
}

export function useApi(): LinkedTransport {
  if (installed === null) throw new Error('installApi was not called')
  return installed
}
