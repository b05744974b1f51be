/** Hosts go by their full name in one tab and by their short one in another. */

const isAddress = (name: string): boolean => /^[\d.]+$/.test(name) || name.includes(':')
const shortOf = (name: string): string => (isAddress(name) ? name : (name.split('.')[0] ?? name))

export class HostNames<H> {
  readonly #full = new Map<string, H>()
  /** null: several hosts have that short name. */
  readonly #short = new Map<string, H | null>()

  /** False: there is one of that name already. */
  add(name: string, host: H): boolean {
    const key = name.toLowerCase()
    if (this.#full.has(key)) return false
    this.#full.set(key, host)
    const short = shortOf(key)
    this.#short.set(short, this.#short.has(short) ? null : host)
    return true
  }

  find(name: string): H | null {
    const key = name.trim().toLowerCase()
    const known = this.#full.get(key)
    if (known !== undefined) return known
    const short = shortOf(key)
    const candidate = this.#short.get(short) ?? null
    // Two full names of different domains are two hosts.
    if (candidate === null || key === short) return candidate
    return this.#full.get(short) === candidate ? candidate : null
  }
}
