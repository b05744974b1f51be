/** Who may talk to the web shell: the browser that was given its token, on the address that it listens on, and nobody else. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Loopback only: nothing on the network reaches the server. */
export const LOOPBACK = '127.0.0.1'

export class Guard {
  readonly #token = Buffer.from(randomBytes(32).toString('base64url'))
  readonly #authority: string

  constructor(port: number) {
    this.#authority = `${LOOPBACK}:${port}`
  }

  get origin(): string {
    return `http://${this.#authority}`
  }

  /** The address to open: the token in it is exchanged for a cookie, and leaves the address bar. */
  get url(): string {
    return `${this.origin}/?token=${this.#token.toString()}`
  }

  get csp(): string {
    return [
      "default-src 'none'",
      "script-src 'self'",
      // Naive UI writes its styles at run time.
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self'",
      `connect-src 'self' ws://${this.#authority}`,
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; ')
  }

  /** Cookies know no ports, so the name holds it: several shells may run side by side. */
  get #cookieName(): string {
    return `hostdown-${this.#authority.split(':')[1] ?? ''}`
  }

  get setCookie(): string {
    return `${this.#cookieName}=${this.#token.toString()}; Path=/; HttpOnly; SameSite=Strict`
  }

  /** A foreign Host would be a name that was made to resolve to this machine; a foreign Origin, another site's page. */
  isOurs({ headers }: IncomingMessage): boolean {
    return headers.host === this.#authority && (headers.origin === undefined || headers.origin === this.origin)
  }

  isToken(text: string | null): boolean {
    const given = Buffer.from(text ?? '')
    return given.length === this.#token.length && timingSafeEqual(given, this.#token)
  }

  hasCookie({ headers }: IncomingMessage): boolean {
    const prefix = `${this.#cookieName}=`
    return (headers.cookie ?? '').split(/;\s*/).some((cookie) => cookie.startsWith(prefix) && this.isToken(cookie.slice(prefix.length)))
  }

  /** A page always sends its Origin when it opens a socket. */
  maySocket(request: IncomingMessage): boolean {
    return this.isOurs(request) && request.headers.origin === this.origin && this.hasCookie(request)
  }
}
