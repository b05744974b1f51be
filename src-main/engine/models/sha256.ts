/**
 * SHA-256 over UTF-8 text, as a stream: the digest of an event log is taken while it grows. No platform has a synchronous one that
 * browsers and Node share, and the engine imports neither.
 */

const roundConstants = new Int32Array([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
  0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
  0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
])
const initialHash = [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]
const BLOCK = 64
const BUFFER = 128 * BLOCK
/** Message schedule: overwritten by every block, read by nobody in between. */
const schedule = new Int32Array(64)

const compress = (hash: Int32Array, bytes: Uint8Array, length: number): void => {
  const w = schedule
  const k = roundConstants
  for (let at = 0; at < length; at += BLOCK) {
    for (let i = 0, p = at; i < 16; i += 1, p += 4) w[i] = (bytes[p]! << 24) | (bytes[p + 1]! << 16) | (bytes[p + 2]! << 8) | bytes[p + 3]!
    for (let i = 16; i < 64; i += 1) {
      const x = w[i - 15]!
      const y = w[i - 2]!
      const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3)
      const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10)
      w[i] = (w[i - 16]! + s0 + w[i - 7]! + s1) | 0
    }
    let a = hash[0]!
    let b = hash[1]!
    let c = hash[2]!
    let d = hash[3]!
    let e = hash[4]!
    let f = hash[5]!
    let g = hash[6]!
    let h = hash[7]!
    for (let i = 0; i < 64; i += 1) {
      const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7))
      const t1 = (h + s1 + (g ^ (e & (f ^ g))) + k[i]! + w[i]!) | 0
      const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10))
      const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0
      h = g
      g = f
      f = e
      e = (d + t1) | 0
      d = c
      c = b
      b = a
      a = (t1 + t2) | 0
    }
    hash[0] = (hash[0]! + a) | 0
    hash[1] = (hash[1]! + b) | 0
    hash[2] = (hash[2]! + c) | 0
    hash[3] = (hash[3]! + d) | 0
    hash[4] = (hash[4]! + e) | 0
    hash[5] = (hash[5]! + f) | 0
    hash[6] = (hash[6]! + g) | 0
    hash[7] = (hash[7]! + h) | 0
  }
}

/** Where a digest stands: plain data that survives JSON. */
export interface Sha256State {
  readonly hash: readonly number[]
  readonly pending: readonly number[]
  readonly length: number
}

export class Sha256 {
  readonly #hash = new Int32Array(initialHash)
  readonly #buffer = new Uint8Array(BUFFER)
  #filled = 0
  #length = 0

  /** Takes in the text as UTF-8. A lone surrogate counts as U+FFFD; a pair must not be split between two calls. */
  update(text: string): this {
    const buffer = this.#buffer
    const end = text.length
    let filled = this.#filled
    const before = filled
    let flushed = 0
    for (let i = 0; i < end; i += 1) {
      // room for the longest character and no full buffer left behind
      if (filled > BUFFER - 4) {
        const whole = filled - (filled % BLOCK)
        compress(this.#hash, buffer, whole)
        buffer.copyWithin(0, whole, filled)
        filled -= whole
        flushed += whole
      }
      let code = text.charCodeAt(i)
      if (code < 0x80) {
        buffer[filled++] = code
        continue
      }
      if (code < 0x800) {
        buffer[filled++] = 0xc0 | (code >> 6)
      } else {
        if (code >= 0xd800 && code < 0xe000) {
          const next = code < 0xdc00 && i + 1 < end ? text.charCodeAt(i + 1) : 0
          const paired = next >= 0xdc00 && next < 0xe000
          code = paired ? 0x10000 + ((code - 0xd800) << 10) + (next - 0xdc00) : 0xfffd
          if (paired) i += 1
        }
        if (code >= 0x10000) {
          buffer[filled++] = 0xf0 | (code >> 18)
          buffer[filled++] = 0x80 | ((code >> 12) & 0x3f)
        } else {
          buffer[filled++] = 0xe0 | (code >> 12)
        }
        buffer[filled++] = 0x80 | ((code >> 6) & 0x3f)
      }
      buffer[filled++] = 0x80 | (code & 0x3f)
    }
    this.#length += flushed + filled - before
    this.#filled = filled
    return this
  }

  /** SHA-256 of all that was taken in so far, in hex; more may follow. */
  hex(): string {
    const hash = this.#hash.slice()
    const tail = new Uint8Array(Math.ceil((this.#filled + 9) / BLOCK) * BLOCK)
    tail.set(this.#buffer.subarray(0, this.#filled))
    tail[this.#filled] = 0x80
    const view = new DataView(tail.buffer)
    view.setUint32(tail.length - 8, Math.floor(this.#length / 0x20000000))
    view.setUint32(tail.length - 4, (this.#length << 3) >>> 0)
    compress(hash, tail, tail.length)
    let text = ''
    for (const word of hash) text += (word >>> 0).toString(16).padStart(8, '0')
    return text
  }

  /** Plain data from which `restore` goes on: for keyframes and branches. */
  save(): Sha256State {
    return { hash: [...this.#hash], pending: [...this.#buffer.subarray(0, this.#filled)], length: this.#length }
  }

  static restore(state: Sha256State): Sha256 {
    const digest = new Sha256()
    digest.#hash.set(state.hash)
    digest.#buffer.set(state.pending)
    digest.#filled = state.pending.length
    digest.#length = state.length
    return digest
  }
}

/** SHA-256 of a text in UTF-8, in hex. */
export const sha256Hex = (text: string): string => new Sha256().update(text).hex()
