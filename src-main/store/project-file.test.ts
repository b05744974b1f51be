import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStore } from './open-store.ts'
import { exportedSample, linesOf, packed, refused, type Exported } from './testing/project-lines.ts'
import { addSampleProject, imported, temporaryFolder } from './testing/sample-project.ts'

let store: Exported['store']
let sample: Exported['sample']
let file: Exported['file']
let lines: Exported['lines']
let forget: Exported['forget']
beforeAll(() => {
  ;({ store, sample, file, lines, forget } = exportedSample())
})
afterAll(() => forget())

describe('a project', () => {
  it('is the same in another data folder', () => {
    const place = temporaryFolder()
    const other = openStore(place.folder, { now: () => 7_000_000 })
    try {
      // Other ids than in the first one.
      other.projects.setDeleted(addSampleProject(other).id, true)
      const project = other.projects.importFile(file)
      expect(project).toMatchObject({ name: 'Three hosts', sample: null, file: null, createdAt: 5_000_000, openedAt: 7_000_000 })
      expect(project).toMatchObject({ revisions: 2, runs: 1, bookmarks: 2, outline: { hosts: 3 } })
      const original = store.projects.newestRevision(sample.id)
      const revision = other.projects.newestRevision(project.id)
      expect({ ...revision, id: 0, project: 0 }).toEqual({ ...original, id: 0, project: 0 })
      const branches = other.projects.branches(project.id)
      const [root, fork, forkOfFork] = branches.map(({ id }) => id)
      if (root === undefined || fork === undefined || forkOfFork === undefined) throw new Error('branches are missing')
      expect(branches.map((branch) => [branch.root, branch.parent, branch.revision])).toEqual([
        [root, null, revision.id],
        [root, root, revision.id],
        [root, fork, revision.id],
      ])
      for (const [id, from] of [
        [root, sample.root],
        [fork, sample.fork],
        [forkOfFork, sample.forkOfFork],
      ] as const) {
        expect([...other.runs.turns(id)]).toEqual([...store.runs.turns(from)])
        expect(other.runs.commands(id)).toEqual(store.runs.commands(from))
        expect(other.runs.keyframes(id)).toEqual(store.runs.keyframes(from))
        expect(other.runs.keyframe(id, 20)).toEqual(store.runs.keyframe(from, 20))
      }
      expect(other.runs.bookmarks(root).map(({ t, note }) => [t, note])).toEqual(store.runs.bookmarks(sample.root).map(({ t, note }) => [t, note]))
      // The same lab is no other revision, and the file of the copy has the same records.
      expect(other.projects.revise(project.id, { ...revision, outline: project.outline }).id).toBe(revision.id)
      expect(other.projects.importFile(other.projects.exportFile(project.id)).name).toBe('Three hosts (2)')
      expect(other.projects.importFile(file).name).toBe('Three hosts (3)')
    } finally {
      other.close()
      place.forget()
    }
  })

  it('has what an import said of the project, once', () => {
    const place = temporaryFolder()
    const other = openStore(place.folder, { now: () => 5_000_000 })
    try {
      const { id } = addSampleProject(other)
      other.projects.setImportRecord(id, imported)
      const withImport = other.projects.exportFile(id)
      const text = linesOf(withImport)
      expect(JSON.parse(text[0] ?? '')).toMatchObject({ counts: { imported: 1 } })
      const copy = other.projects.importFile(withImport)
      expect(copy.isImported).toBe(true)
      expect(other.projects.importRecord(copy.id)).toEqual({ ...imported, importedAt: 5_000_000 })
      const at = text.findIndex((line) => line.includes('"kind":"imported"'))
      const record = text[at] ?? ''
      const refused = (changed: readonly string[], why: RegExp): void => expect(() => other.projects.importFile(packed(changed))).toThrow(why)
      refused([...text, record], /what was imported is there twice/)
      refused(text.with(at, record.replace('"stated":true', '"stated":1')), /stated/)
      expect(other.projects.list()).toHaveLength(2)
    } finally {
      other.close()
      place.forget()
    }
  })

  it('says what is in it in the first line', () => {
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      hostdownProject: 1,
      application: '1.2.3',
      engineVersions: [4],
      counts: { revision: 2, trace: 2, branch: 3, command: 3, turns: 4, keyframe: 3, bookmark: 2 },
      name: 'Three hosts',
      createdAt: 5_000_000,
    })
  })

  it('without runs is one too', () => {
    const { id } = store.projects.create(
      { name: 'plain', sample: null, file: '/x' },
      { ...store.projects.newestRevision(sample.id), outline: store.projects.get(sample.id)!.outline },
    )
    expect(store.projects.importFile(store.projects.exportFile(id))).toMatchObject({ name: 'plain (2)', runs: 0, newest: null })
  })
})

describe('a file that is no project', () => {
  it.each<[string, RegExp, () => Uint8Array]>([
    ['empty', /no project of Hostdown/, () => new Uint8Array(0)],
    ['a lab', /no project of Hostdown: it is not packed/, () => Buffer.from('hostdown: 1\nname: x\n')],
    ['packed nothing', /there is nothing in it/, () => gzipSync('')],
    ['packed text', /its first line does not say so/, () => gzipSync('hello\nworld\n')],
    ['another JSON', /its first line does not say so/, () => gzipSync('[1]\n{"end":true}\n')],
    ['cut off', /cut off: its end is missing/, () => file.subarray(0, file.length - 30)],
    ['cut off early', /cut off: its end is missing/, () => file.subarray(0, 40)],
    ['without its last line', /cut off: its last line is missing/, () => gzipSync(`${lines.join('\n')}\n`)],
    [
      'with a byte changed',
      /damaged: it cannot be unpacked/,
      () => Uint8Array.from(file, (byte, index) => (index === file.length - 7 ? byte ^ 1 : byte)),
    ],
    [
      'from a newer version',
      /newer Hostdown \(format 2; this one reads format 1\)/,
      () => packed([(lines[0] ?? '').replace('"hostdownProject":1', '"hostdownProject":2,"new":[]'), ...lines.slice(1)]),
    ],
    [
      'with a header of wrong figures',
      /Line 1 of the project file: counts\.branch: /,
      () => packed([(lines[0] ?? '').replace('"branch":3', '"branch":-3'), ...lines.slice(1)]),
    ],
    [
      'without labs',
      /no lab in it/,
      () => packed([(lines[0] ?? '').replace(/"(revision|trace|branch|command|turns|keyframe|bookmark)":\d+/g, '"$1":0')]),
    ],
    [
      'with lines left out',
      /2 readable records of the kind "branch", not the 3/,
      () => packed(lines.filter((_, index) => !lines[index]?.includes('"label":""') || !lines[index]?.includes('"parent":2'))),
    ],
  ])('%s', (_, said, bytes) => {
    expect(refused(store, bytes()).join('\n')).toMatch(said)
  })

  it('changed after it was written: says so', () => {
    const text = gunzipSync(file).toString('utf8').replace('who sees it first?', 'who sees it last? ')
    expect(refused(store, gzipSync(text))).toEqual(['The project file was changed after it was written: its checksum is another.'])
  })

  it('that unpacks to far more than its size', () => {
    const bomb = gzipSync(Buffer.alloc(65 * 2 ** 20), { level: 1 })
    expect(bomb.length).toBeLessThan(500_000)
    expect(refused(store, bomb)).toEqual(['The project file unpacks to more than 64 MiB, which no project does.'])
  })
})
