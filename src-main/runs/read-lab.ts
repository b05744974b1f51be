/** Labs from text, with their trace files from the folder that they lie in. */
import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { parseLab } from '../contract/lab/index.ts'
import type { LabSource } from './protocol.ts'

const TRACE_BYTES_MAX = 200_000_000

export function readLab({ fileName, text, folder }: LabSource): ReturnType<typeof parseLab> {
  return parseLab(text, { fileName, ...(folder !== null && { traces: (path: string) => readTrace(folder, path) }) })
}

/** Null where there is no such file; a path that leaves the folder is never opened, whatever the parser lets through. */
function readTrace(folder: string, path: string): string | null {
  const file = resolve(folder, path)
  const inside = relative(folder, file)
  if (inside.startsWith('..') || isAbsolute(inside)) return null
  try {
    return statSync(file).size > TRACE_BYTES_MAX ? null : readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
