/** What tests of the store keep: folders that go away, and a project with runs, forks and bookmarks. */
import type { Imported } from '../../contract/import-record.ts'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LabOutline, NewRevision, StoredKeyframe, TurnBatch } from '../../runs/store-port.ts'
import type { OpenedStore } from '../open-store.ts'

/** `forget` removes it. */
export function temporaryFolder(): { readonly folder: string; forget(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'hostdown-store-'))
  return { folder, forget: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }) }
}

export const outline: LabOutline = {
  description: 'Three hosts',
  hosts: 3,
  vms: 2,
  thumbnail: {
    hosts: [
      { domain: 'left', vms: 2 },
      { domain: null, vms: 0 },
    ],
    datastores: 1,
  },
}

export const revisionOf = (text: string, traces: NewRevision['traces'] = {}): NewRevision => ({ fileName: 'three.lab.yaml', text, traces, outline })

/** A turn each 10 ms with one event and one view. */
export const eventLine = (seq: number): string =>
  `${JSON.stringify({ t: (seq + 1) * 10, seq, type: 'vm.reset', causedBy: seq === 0 ? null : seq - 1, vm: 'ü', host: 'a', cause: null })}\n`
export const viewLine = (turn: number): string => `${JSON.stringify({ t: turn * 10, frame: { hosts: {}, n: turn } })}\n`

const range = (first: number, last: number): number[] => Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)

/** Turns `first` to `last` as one batch; turn n has event n - 1, at n × 10 ms. */
export function batch(first: number, last: number): TurnBatch {
  const turns = range(first, last)
  return {
    firstTurn: first,
    lastTurn: last,
    firstSeq: first - 1,
    events: turns.length,
    from: first * 10,
    to: last * 10,
    eventText: turns.map((turn) => eventLine(turn - 1)).join(''),
    viewText: turns.map(viewLine).join(''),
  }
}

export function keyframe(turn: number): StoredKeyframe {
  const digest = createHash('sha256').update(String(turn)).digest('hex')
  return { turn, at: turn * 10, logLength: turn, digest, text: JSON.stringify({ turn, tables: { hosts: ['a', 'b'] } }) }
}

export interface SampleProject {
  readonly id: number
  readonly revision: number
  readonly root: number
  readonly fork: number
  readonly forkOfFork: number
}

/** Two revisions, a run of 100 turns, a fork inside its second batch (turn 35), a fork of that (turn 50), and bookmarks. */
export function addSampleProject({ projects, runs }: Pick<OpenedStore, 'projects' | 'runs'>, name = 'Three hosts'): SampleProject {
  const { id } = projects.create({ name, sample: 'three', file: null }, revisionOf('name: three\n'))
  const revision = projects.revise(id, revisionOf('name: three and a half\n', { 'load.csv': 't,a\n0,1\n', 'ü/night.csv': '' })).id
  const root = runs.begin({ revision, seed: Number.MAX_SAFE_INTEGER, engineVersion: 4 })
  runs.appendCommand(root, { turn: 0, t: 0, command: 'host.powerOff', args: { host: 'Host A' } })
  runs.append(root, { turns: [batch(1, 20), batch(21, 60), batch(61, 100)], keyframes: [keyframe(20), keyframe(60)], reachedAt: 1234 })
  runs.appendCommand(root, { turn: 100, t: 1234, command: 'host.powerOn', args: { host: 'Host A', list: [1, { deep: null }] } })
  const fork = runs.fork({ parent: root, turn: 35, seq: 35, at: 350, label: 'host.powerOff Host B' })
  runs.appendCommand(fork, { turn: 35, t: 350, command: 'host.powerOff', args: { host: 'Host B' } })
  runs.append(fork, { turns: [batch(36, 70)], keyframes: [keyframe(70)], reachedAt: 700 })
  const forkOfFork = runs.fork({ parent: fork, turn: 50, seq: 50, at: 500, label: '' })
  runs.addBookmark(root, 120, 'who sees it first?')
  runs.addBookmark(fork, 360, '다시 보기')
  return { id, revision, root, fork, forkOfFork }
}

/** What an import said. */
export const imported: Imported = {
  source: 'RVTools.xlsx',
  release: '4.7.1',
  exportedAt: '2026-11-02T10:30',
  server: 'vc-01',
  namesReplaced: false,
  read: [{ tab: 'vInfo', rows: 7 }],
  assumed: [{ where: 'three', field: 'networks[vMotion].gbps', value: 10, reason: ['not in the export', '내보내기에 없습니다'], stated: true }],
  skipped: [{ what: 'template', name: 'tmpl-1', reason: ['a template', '템플릿입니다'] }],
}
