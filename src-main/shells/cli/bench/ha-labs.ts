/** All HA conformance labs, one after the other, in one process. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseLab } from '../../../contract/lab/index.ts'
import { computeFunctions, createSimulation } from '../../../engine/index.ts'
import { evaluate } from '../../../expectations/evaluate.ts'
import { findLabs } from '../find-labs.ts'
import { rootWith } from './checkout.ts'
import { FLOOR_TEXT, floorOf } from './floor.ts'
import { cpuMs, peakMiB, rounded, type Measured, type Scenario, type Skipped } from './scenario.ts'

const FOLDER = join('resources', 'conformance', 'ha')

export const haLabs: Scenario = {
  name: 'ha-labs',
  clock: `every lab of ${FOLDER} in one process: reading, parsing, running and judging its expectations`,
  floor: FLOOR_TEXT,
  processes: 5,
  headline: ({ labsPerSecond, labs, failed }) => `${labsPerSecond} labs/s (${labs} labs${failed === 0 ? '' : `, ${failed} do not hold`})`,
  measure() {
    const root = rootWith(FOLDER)
    return Promise.resolve(root === null ? { skipped: `there is no ${FOLDER}` } : measureIn(root))
  },
}

function measureIn(root: string): Measured | Skipped {
  const cpuStartedMs = cpuMs()
  const startedMs = performance.now()
  const texts = findLabs([FOLDER], root).map((path) => ({ name: path, text: readFileSync(join(root, path), 'utf8') }))
  if (texts.length === 0) return { skipped: `there are no labs in ${FOLDER}` }
  let failed = 0
  for (const { name, text } of texts) if (!holds(join(root, name), text)) failed++
  const wallMs = performance.now() - startedMs
  const usedMs = cpuMs() - cpuStartedMs
  const peak = peakMiB()
  const detail = { labs: texts.length, labsPerSecond: rounded((texts.length / wallMs) * 1000, 1), failed, cpuMs: rounded(usedMs, 1) }
  return { wallMs, peakMiB: peak, floorMs: floorOf(texts), detail }
}

function holds(path: string, text: string): boolean {
  const parsed = parseLab(text, { fileName: path, traces: (trace) => readFileSync(join(dirname(path), trace), 'utf8') })
  if (!parsed.ok) return parsed.checkFails !== undefined
  return evaluate(parsed.lab, createSimulation(parsed.lab), computeFunctions).every((result) => result.held)
}
