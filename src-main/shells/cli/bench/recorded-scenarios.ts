/** Scenarios with the recorder on, and of what it recorded. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { pathToFileURL } from 'node:url'
import { createApp } from '../../../app/create-app.ts'
import type { ApiPushes } from '../../../contract/api.ts'
import { parseLab, type Lab } from '../../../contract/lab/index.ts'
import { outlineOf } from '../../../projects/outline.ts'
import { BranchTree } from '../../../runs/branch-tree.ts'
import { Run } from '../../../runs/run.ts'
import { thisEngine } from '../../../runs/this-engine.ts'
import { wallClock } from '../../../runs/wall-clock.ts'
import { openStore, type OpenedStore } from '../../../store/open-store.ts'
import { maxClusterDay, maxClusterDrsDay } from './bench-labs.ts'
import { rootWith } from './checkout.ts'
import { FLOOR_TEXT, floorOf } from './floor.ts'
import { cpuMs, peakMiB, rounded, type Measured, type Scenario } from './scenario.ts'

const NAME = 'max-cluster-day'
const DRS_NAME = 'max-cluster-drs-day'
/** The window keeps what happened as often, or oftener. */
const TURNS_A_FLUSH = 500
const SEEKS = 200

function parsed(text: string): Lab {
  const result = parseLab(text, { fileName: NAME })
  if (!result.ok) throw new Error(`the lab of ${NAME} is not valid: ${result.problems[0]?.message ?? ''}`)
  return result.lab
}

/** Runs it to its end with everything that a window would keep. */
function record(store: OpenedStore, lab: Lab, text: string): { readonly turns: number; readonly events: number } {
  const project = store.projects.create({ name: NAME, sample: null, file: null }, { fileName: NAME, text, traces: {}, outline: outlineOf(lab) })
  const revision = store.projects.newestRevision(project.id).id
  const branch = BranchTree.fresh(lab, thisEngine, { store: store.runs, revision }).get(0)
  for (let turns = 0; branch.takeTurn(lab.until); turns++) if (turns % TURNS_A_FLUSH === 0) branch.recorder?.flush()
  branch.head.simulation.runUntil(lab.until)
  branch.recorder?.flush()
  if (branch.recorder?.saved !== 'saved') throw new Error(branch.recorder?.problem?.text ?? 'the run was not kept')
  return { turns: branch.head.simulation.turn, events: branch.events.length }
}

async function inFolder<T>(body: (folder: string) => Promise<T> | T): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'hostdown-bench-'))
  try {
    return await body(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const maxClusterRecorded: Scenario = {
  name: 'max-cluster-day-recorded',
  clock: '96 hosts, 8,000 VMs, 24 h, HA on, three hosts lose power: parsing the text, building the world, the run, all of it kept in a data folder',
  floor: FLOOR_TEXT,
  processes: 3,
  headline: ({ turns, events, databaseMiB }) => `${turns} turns, ${events} events, ${databaseMiB} MiB on the disk`,
  measure: () =>
    inFolder((folder): Measured => {
      const text = maxClusterDay()
      const store = openStore(folder)
      const cpuStartedMs = cpuMs()
      const startedMs = performance.now()
      const { turns, events } = record(store, parsed(text), text)
      const wallMs = performance.now() - startedMs
      const usedMs = cpuMs() - cpuStartedMs
      store.close()
      const databaseMiB = rounded(statSync(join(folder, 'hostdown.sqlite')).size / 2 ** 20, 2)
      const detail = { cpuMs: rounded(usedMs, 1), turns, events, databaseMiB }
      return { wallMs, peakMiB: peakMiB(), floorMs: floorOf([{ name: NAME, text }]), detail }
    }),
}

/** Random but the same each time. */
function instants(until: number): readonly number[] {
  let state = 20_260_101
  return Array.from({ length: SEEKS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * until)
  })
}

export const seek: Scenario = {
  name: 'seek',
  clock: `the stored run of ${DRS_NAME}, opened by a store that was just opened: the 95th of 100 of ${SEEKS} seeks to random instants, each with the frame for the window`,
  floor: FLOOR_TEXT,
  processes: 1,
  headline: ({ medianMs, maxMs, openMs }) => `median ${medianMs} ms, longest ${maxMs} ms; opening the run took ${openMs} ms`,
  measure: () =>
    inFolder(async (folder): Promise<Measured> => {
      const text = maxClusterDrsDay()
      const writing = openStore(folder)
      record(writing, parsed(text), text)
      writing.close()

      const openedMs = performance.now()
      const store = openStore(folder)
      const stored = store.projects.list()[0]?.newest
      if (stored === null || stored === undefined) throw new Error('the run was not kept')
      const lab = parsed(store.projects.revision(stored.revision).text)
      const tree = BranchTree.stored(lab, thisEngine, { store: store.runs, revision: stored.revision }, stored.root)
      let frames = 0
      const ports = { engine: thisEngine, clock: wallClock, pushFrame: () => void frames++, onCrash: () => undefined }
      const run = new Run({ id: 'bench', lab, tree, project: null, ports })
      const openMs = performance.now() - openedMs
      const cpuStartedMs = cpuMs()
      const times: number[] = []
      for (const t of instants(lab.until)) {
        const startedMs = performance.now()
        await run.seek(t)
        times.push(performance.now() - startedMs)
      }
      const usedMs = cpuMs() - cpuStartedMs
      run.close()
      store.close()
      times.sort((a, b) => a - b)
      const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0
      const detail = { cpuMs: rounded(usedMs, 1), openMs: rounded(openMs, 1), medianMs: rounded(at(0.5), 2), maxMs: rounded(at(1), 2), frames }
      return { wallMs: at(0.95), peakMiB: peakMiB(), floorMs: floorOf([{ name: DRS_NAME, text }]), detail }
    }),
}

/** Blocked longer than this, a window would feel it. */
const RESOLUTION_MS = 1

export const mainBlocked: Scenario = {
  name: 'main-blocked',
  clock: `${NAME} played as fast as it goes by the application, with a window that reads every frame: the longest time in which the main thread did nothing else`,
  floor: FLOOR_TEXT,
  processes: 3,
  headline: ({ p99Ms, playMs, frames, bytes }) => `99th of 100: ${p99Ms} ms; ${frames} frames, ${bytes} bytes of JSON in ${playMs} ms`,
  measure: () =>
    inFolder(async (folder) => {
      const root = rootWith(join('out', 'main', 'run.worker.js'))
      if (root === null) return { skipped: 'the worker is not built (node tools/build.mjs)' }
      const workerUrl = pathToFileURL(join(root, 'out', 'main', 'run.worker.js'))
      const app = createApp({
        shell: 'web',
        workerUrl,
        startLab: null,
        dataFolder: folder,
        resourcesDir: join(root, 'resources'),
        log: () => undefined,
      })
      try {
        await app.started
        const text = maxClusterDay()
        const opened = await app.invoke('lab.open', { fileName: NAME, text })
        if (!opened.ok) throw new Error(opened.problems[0]?.message ?? '')
        let frames = 0
        let bytes = 0
        const ended = new Promise<void>((resolve) => {
          app.onPush((push, payload) => {
            frames++
            // What the web shell does for its windows.
            bytes += JSON.stringify({ push, payload }).length
            if (push === 'run.frame' && (payload as ApiPushes['run.frame']).status.ended) resolve()
          })
        })
        const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS })
        delay.enable()
        const startedMs = performance.now()
        const cpuStartedMs = cpuMs()
        await app.invoke('run.play', { speed: 'max' })
        await ended
        const playMs = performance.now() - startedMs
        delay.disable()
        const detail = {
          cpuMs: rounded(cpuMs() - cpuStartedMs, 1),
          p99Ms: rounded(delay.percentile(99) / 1e6, 1),
          playMs: rounded(playMs, 1),
          frames,
          bytes,
        }
        return { wallMs: delay.max / 1e6, peakMiB: peakMiB(), floorMs: floorOf([{ name: NAME, text }]), detail }
      } finally {
        await app.close()
      }
    }),
}
