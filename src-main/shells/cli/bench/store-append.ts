/** How fast events reach the data folder: as text, packed, in the database and on the disk. */
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabEvent } from '../../../contract/events.ts'
import { parseLab } from '../../../contract/lab/index.ts'
import { createSimulation, ENGINE_VERSION } from '../../../engine/index.ts'
import { eventLines } from '../../../runs/event-text.ts'
import { openStore, type OpenedStore } from '../../../store/open-store.ts'
import { eventStorm } from './bench-labs.ts'
import { cpuMs, peakMiB, rounded, type Measured, type Scenario } from './scenario.ts'

/** As the recorder of a run closes them. */
const BATCH_EVENTS = 1000
const EVENTS = 300_000

export const storeAppend: Scenario = {
  name: 'store-append',
  clock: `the log of event-storm, ${EVENTS} events of it again and again, as text and into a data folder: a transaction on the disk for each ${BATCH_EVENTS}; closing it`,
  floor: 'the same text, made as it is and written to one plain file and onto the disk',
  processes: 3,
  headline: ({ eventsPerSecond, turnsPerSecond, bytesPerEvent, textBytesPerEvent }) =>
    `${eventsPerSecond} events/s, ${turnsPerSecond} turns/s; ${textBytesPerEvent} bytes of text an event, ${bytesPerEvent} in the database`,
  measure() {
    const folder = mkdtempSync(join(tmpdir(), 'hostdown-bench-'))
    try {
      return Promise.resolve(measureIn(folder, stormLog()))
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

interface Log {
  readonly text: string
  readonly events: readonly LabEvent[]
  /** Turns that were taken when the event was logged, by its `seq`. */
  readonly turns: Uint32Array
}

function stormLog(): Log {
  const text = eventStorm()
  const parsed = parseLab(text)
  if (!parsed.ok) throw new Error(`the lab of event-storm is not valid: ${parsed.problems[0]?.message ?? ''}`)
  const ends: number[] = []
  const simulation = createSimulation(parsed.lab, { onTurn: ({ turn, events: [, end] }) => void (ends[turn] = end) })
  simulation.runUntil(parsed.lab.until)
  const turns = new Uint32Array(simulation.log.length)
  let turn = 0
  for (let seq = 0; seq < turns.length; seq++) {
    while (turn < simulation.turn && (ends[turn] ?? 0) <= seq) turn++
    turns[seq] = turn
  }
  return { text, events: simulation.log, turns }
}

function measureIn(folder: string, log: Log): Measured {
  const store = openStore(folder)
  const outline = { description: '', hosts: 0, vms: 0, thumbnail: { hosts: [], datastores: 0 } }
  const revision = { fileName: 'storm.lab.yaml', text: log.text, traces: {}, outline }
  const project = store.projects.create({ name: 'storm', sample: null, file: null }, revision)
  const emptyBytes = store.bytes()
  const start = { revision: store.projects.newestRevision(project.id).id, seed: 1, engineVersion: ENGINE_VERSION }

  const cpuStartedMs = cpuMs()
  const startedMs = performance.now()
  const written = { events: 0, turns: 0, textBytes: 0 }
  while (written.events < EVENTS) recordOnce(store, log, { branch: store.runs.begin(start), written })
  store.close()
  const wallMs = performance.now() - startedMs
  const usedMs = cpuMs() - cpuStartedMs

  const reopened = openStore(folder)
  const bytes = reopened.bytes() - emptyBytes
  reopened.close()
  const detail = {
    events: written.events,
    turns: written.turns,
    eventsPerSecond: Math.round((written.events / wallMs) * 1000),
    turnsPerSecond: Math.round((written.turns / wallMs) * 1000),
    textBytesPerEvent: Math.round(written.textBytes / written.events),
    bytesPerEvent: Math.round(bytes / written.events),
    cpuMs: rounded(usedMs, 1),
  }
  return { wallMs, peakMiB: peakMiB(), floorMs: floorMs(folder, log.events), detail }
}

interface Recording {
  readonly branch: number
  readonly written: { events: number; turns: number; textBytes: number }
}

/** Batches end with a turn, as those of a run do. */
function recordOnce(store: OpenedStore, { events, turns }: Log, { branch, written }: Recording): void {
  let recordedTurn = 0
  for (let first = 0; first < events.length;) {
    let end = Math.min(first + BATCH_EVENTS, events.length)
    while (end < events.length && turns[end] === turns[end - 1]) end++
    const [lastTurn, from, to] = [turns[end - 1] ?? 0, events[first]?.t ?? 0, events[end - 1]?.t ?? 0]
    const eventText = eventLines(events.slice(first, end))
    const batch = { firstTurn: recordedTurn + 1, lastTurn, firstSeq: first, events: end - first, from, to, eventText, viewText: '' }
    store.runs.append(branch, { turns: [batch], keyframes: [], reachedAt: to })
    written.events += batch.events
    written.turns += lastTurn - recordedTurn
    written.textBytes += eventText.length
    recordedTurn = lastTurn
    first = end
  }
}

function floorMs(folder: string, events: readonly LabEvent[]): number {
  const startedMs = performance.now()
  const file = openSync(join(folder, 'floor.txt'), 'w')
  for (let written = 0; written < EVENTS; written += events.length) {
    for (let first = 0; first < events.length; first += BATCH_EVENTS) {
      writeSync(file, eventLines(events.slice(first, first + BATCH_EVENTS)))
    }
  }
  fsyncSync(file)
  closeSync(file)
  return performance.now() - startedMs
}
