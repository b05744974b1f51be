import { describe, expect, it } from 'vitest'
import { fileNameOf } from './file-name.ts'
import { freeName } from './free-name.ts'

describe('names of files', () => {
  it('are ones that every system takes', () => {
    expect(['a/b: c?', ' ..x.. ', '...', 'CON', 'nul.txt', 'Console', 'COM1', 'com10'].map((name) => fileNameOf(name))).toEqual([
      'a-b- c-',
      'x',
      'project',
      'CON-',
      'nul-.txt',
      'Console',
      'COM1-',
      'com10',
    ])
    expect(fileNameOf('x'.repeat(300), 'cluster')).toHaveLength(100)
    expect(fileNameOf('', 'cluster')).toBe('cluster')
  })
})

describe('free names', () => {
  it('have the first number that nobody has', () => {
    const taken = new Set(['a', 'a (2)', 'b'])
    expect(['a', 'b', 'c'].map((name) => freeName(name, (one) => taken.has(one)))).toEqual(['a (3)', 'b (2)', 'c'])
  })
})
