/** Labs from text, with their trace files from the folder that they lie in, or as they were kept with a revision. */
import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { parseLab } from '../contract/lab/index.ts'
import type { Lab } from '../contract/lab/index.ts'
import type { ReadTrace } from '../contract/lab/traces.ts'
import type { LabProblem } from '../contract/api.ts'
import type { LabSource } from './protocol.ts'

const TRACE_BYTES_MAX = 200_000_000

type Traces = { readonly [path: string]: string }
export type ReadLab =
  { readonly ok: true; readonly lab: Lab; readonly traces: Traces } | { readonly ok: false; readonly problems: readonly LabProblem[] }

/** `kept`: by path as the lab spells it. `traces` of the answer are the files that were read. */
export function readLab({ fileName, text, folder }: LabSource, kept?: Traces): ReadLab {
  const traces: Record<string, string> = {}
  const take = (path: string): ReturnType<ReadTrace> => {
    const found = kept !== undefined ? (Object.hasOwn(kept, path) ? (kept[path] ?? null) : null) : folder === null ? null : readTrace(folder, path)
    if (typeof found === 'string') traces[path] = found
    return found
  }
  const parsed = parseLab(text, { fileName, ...((kept !== undefined || folder !== null) && { traces: take }) })
  return parsed.ok ? { ok: true, lab: parsed.lab, traces } : parsed
}

/** Null where there is no such file; a path that leaves the folder is never opened, whatever the parser lets through. */
function readTrace(folder: string, path: string): ReturnType<ReadTrace> {
  const file = resolve(folder, path)
  const inside = relative(folder, file)
  if (inside.startsWith('..') || isAbsolute(inside)) return null
  try {
    const { size } = statSync(file)
    if (size > TRACE_BYTES_MAX) {
      const [has, most] = [Math.round(size / 1e6), TRACE_BYTES_MAX / 1e6]
      return { problem: [`has ${has} MB, at most ${most} MB are read`, `${has}MB이지만 최대 ${most}MB까지 읽습니다`] }
    }
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
