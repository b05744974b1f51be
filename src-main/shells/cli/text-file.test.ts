import { execFileSync } from 'node:child_process'
import { mkdirSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { folderWith, removeFolders } from './testing.ts'
import { readTextFile } from './text-file.ts'

afterAll(removeFolders)

const MAX = 50_000_000

describe('readTextFile', () => {
  it('reads UTF-8 text, with or without a mark in front', () => {
    const folder = folderWith({ a: 'hostdown: 1\n# 한국어\n', b: '\uFEFFx' })
    expect(readTextFile(join(folder, 'a'), MAX)).toEqual({ text: 'hostdown: 1\n# 한국어\n' })
    expect(readTextFile(join(folder, 'b'), MAX)).toEqual({ text: 'x' })
  })

  it('refuses what is no text file, each in one line', () => {
    const folder = folderWith({ binary: new Uint8Array([0x7f, 0x45, 0, 1]), latin: new Uint8Array([0x61, 0xe9, 0x62]), locked: 'x' })
    mkdirSync(join(folder, 'dir'))
    execFileSync('mkfifo', [join(folder, 'pipe')])
    const problem = (name: string) => readTextFile(join(folder, name), MAX)
    expect(problem('binary')).toEqual({ problem: 'is not text (it holds binary data)' })
    expect(problem('latin')).toEqual({ problem: 'is not UTF-8 text' })
    expect(problem('dir')).toEqual({ problem: 'is a folder, not a file' })
    expect(problem('pipe')).toEqual({ problem: 'is not a file' })
    expect(problem('none')).toEqual({ problem: 'no such file' })
    expect(problem('locked/x')).toEqual({ problem: 'no such file' })
    expect(readTextFile('/dev/null', MAX)).toEqual({ problem: 'is not a file' })
    expect(readTextFile(join(folder, 'x'.repeat(300)), MAX)).toEqual({ problem: 'the name is too long' })
  })

  it('refuses a file that is too large without reading it', () => {
    const folder = folderWith({ huge: '' })
    truncateSync(join(folder, 'huge'), 500_000_000)
    const before = process.memoryUsage().arrayBuffers
    expect(readTextFile(join(folder, 'huge'), MAX)).toEqual({ problem: 'has 500 MB, at most 50 MB are read' })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000)
  })
})
