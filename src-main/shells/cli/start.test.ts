import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

const here = import.meta.dirname

/** What a module imports at once: neither types only nor on demand. */
function importsOf(path: string): readonly string[] {
  const text = readFileSync(path, 'utf8')
  return [...text.matchAll(/^(?:import|export) (?:(?:\w+(?:, )?)?(?:\{[^}]*\}|\* as \w+|\*)? ?from )?'([^']+)'/gm)].map(([, from]) => from ?? '')
}

/** All that is loaded before `hostdown run` does anything: every package, and our own files. */
function reached(entry: string): { readonly packages: ReadonlySet<string>; readonly files: ReadonlySet<string> } {
  const packages = new Set<string>()
  const files = new Set<string>()
  const follow = (path: string): void => {
    if (files.has(path)) return
    files.add(path)
    for (const from of importsOf(path)) {
      if (from.startsWith('.')) follow(resolve(dirname(path), from))
      else packages.add(from)
    }
  }
  follow(entry)
  return { packages, files }
}

// A small lab takes 0.4 s, most of which is npm's: loading SQLite, zod, the full reader of YAML or all facts would be noticed.
it('a run starts without what it does not need', () => {
  const { packages, files } = reached(resolve(here, 'main.ts'))
  expect([...packages].sort()).toEqual(['node:fs', 'node:module', 'node:path'])
  const names = [...files].map((path) => relative(here, path).replaceAll('\\', '/'))
  expect(names).toContain('commands/run.ts')
  expect(names).toContain('../../engine/index.ts')
  const dear = names.filter((name) =>
    /\/(with-zod|parse|api|review|reference|(event-)?value-fields|events-(en|ko)|ko|[a-z-]+\.facts)\.ts$/.test(name),
  )
  expect(dear).toEqual([])
})
