/** Lines of places in a JSON text. Only asked for when something is wrong, so that a sound file is read by JSON.parse alone. */
import type { Path } from './problems.ts'

interface Wanted {
  readonly inside: Map<string | number, Wanted>
  line: number | null
}

const DEPTH_MAX = 2_000

/** The line (from 1) of each path in valid JSON text; that of the nearest surrounding value where the path itself is not there. */
export function jsonLines(text: string, paths: readonly Path[]): readonly number[] {
  const root: Wanted = { inside: new Map(), line: 1 }
  for (const path of paths) {
    let node = root
    for (const key of path) {
      let next = node.inside.get(key)
      if (next === undefined) {
        next = { inside: new Map(), line: null }
        node.inside.set(key, next)
      }
      node = next
    }
  }
  new Scanner(text).value(root, 0)
  return paths.map((path) => {
    let line = 1
    let node: Wanted | undefined = root
    for (const key of path) {
      node = node?.inside.get(key)
      if (node === undefined || node.line === null) break
      line = node.line
    }
    return line
  })
}

class Scanner {
  readonly #text: string
  #at = 0
  #line = 1

  constructor(text: string) {
    this.#text = text
  }

  /** Reads one value; notes lines inside it where somebody asks. */
  value(wanted: Wanted | null, depth: number): void {
    this.#space()
    const character = this.#text[this.#at]
    if (depth > DEPTH_MAX) this.#at = this.#text.length
    else if (character === '{') this.#members(wanted, depth, '}')
    else if (character === '[') this.#members(wanted, depth, ']')
    else if (character === '"') this.#string()
    else while (this.#at < this.#text.length && !',}] \t\r\n'.includes(this.#text[this.#at] ?? '')) this.#at++
  }

  #members(wanted: Wanted | null, depth: number, end: string): void {
    this.#at++
    for (let index = 0; ; index++) {
      this.#space()
      if (this.#at >= this.#text.length || this.#text[this.#at] === end) break
      const line = this.#line
      const key = end === '}' ? this.#key() : index
      const inside = wanted?.inside.get(key) ?? null
      if (inside !== null) inside.line = line
      this.value(inside, depth + 1)
      this.#space()
      if (this.#text[this.#at] === ',') this.#at++
    }
    this.#at++
  }

  #key(): string {
    const from = this.#at
    this.#string()
    const written = this.#text.slice(from, this.#at)
    this.#space()
    this.#at++
    return written.includes('\\') ? (JSON.parse(written) as string) : written.slice(1, -1)
  }

  #string(): void {
    this.#at++
    while (this.#at < this.#text.length && this.#text[this.#at] !== '"') this.#at += this.#text[this.#at] === '\\' ? 2 : 1
    this.#at++
  }

  #space(): void {
    for (;;) {
      const character = this.#text[this.#at]
      if (character === '\n') this.#line++
      else if (character !== ' ' && character !== '\t' && character !== '\r') return
      this.#at++
    }
  }
}
