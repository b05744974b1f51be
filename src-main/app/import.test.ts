/** An import as a window leads it: files in pieces, a preview that follows what is stated, projects. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ImportPushes } from '../contract/api-import.ts'
import { madeExport } from '../inventory/testing/made-export.ts'
import { makeWorkbook } from '../inventory/testing/make-workbook.ts'
import type { App } from './create-app.ts'
import { ImportHost } from './import-host.ts'
import { appFromSource } from './testing.ts'

const sample = readFileSync(join(import.meta.dirname, '../inventory/testing/sample/RVTools_export_all.xlsx'))
const folder = mkdtempSync(join(tmpdir(), 'hostdown-import-'))
let app: App
const told: ImportPushes['import.progress'][] = []

beforeAll(async () => {
  app = appFromSource(folder)
  app.onPush((push, payload) => {
    if (push === 'import.progress') told.push(payload as ImportPushes['import.progress'])
  })
  await app.started
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

async function handOver(ticket: string, files: readonly { readonly name: string; readonly bytes: Buffer }[], piece = 10_000): Promise<void> {
  await app.invoke('import.begin', { ticket, files: files.map(({ name, bytes }) => ({ name, bytes: bytes.length })) })
  for (const [file, { bytes }] of files.entries())
    for (let at = 0; at < bytes.length; at += piece)
      await app.invoke('import.piece', { ticket, file, base64: bytes.subarray(at, at + piece).toString('base64') })
}
const plain = { replaceNames: false, answers: [] }

describe('an import', () => {
  it('shows what it read, assumed and left out, follows what is stated, and makes projects of what was chosen', async () => {
    await handOver('a', [{ name: 'RVTools_export_all.xlsx', bytes: sample }])
    const first = await app.invoke('import.preview', { ticket: 'a', ...plain })
    if (first?.ok !== true) throw new Error(JSON.stringify(first))
    expect(first.preview.labs.map(({ name, hosts, vmsOn, vmsOff, templates }) => [name, hosts, vmsOn, vmsOff, templates])).toEqual([
      ['CL-PROD', 5, 47, 5, 1],
      ['CL-MIX', 4, 22, 1, 0],
    ])
    expect(told.some(({ ticket, step, share }) => ticket === 'a' && step === 'reading' && share === 1)).toBe(true)
    expect(first.preview.assumed.find(({ field }) => field === 'networks[vMotion].gbps')).toMatchObject({
      lab: 'CL-PROD',
      value: 10,
      stated: false,
      form: { kind: 'number', max: 1000 },
    })
    const answers = [{ where: 'CL-PROD', field: 'networks[vMotion].gbps', value: 25 }]
    const second = await app.invoke('import.preview', { ticket: 'a', replaceNames: false, answers })
    expect(second).toMatchObject({ ok: true, preview: { source: 'RVTools_export_all.xlsx' } })
    if (second?.ok === true) expect(second.preview.assumed.find(({ stated }) => stated)).toMatchObject({ where: 'CL-PROD', value: 25 })
    const wrong = await app.invoke('import.preview', {
      ticket: 'a',
      replaceNames: false,
      answers: [{ where: 'CL-PROD', field: 'networks[vMotion].gbps', value: -1 }],
    })
    expect(wrong).toMatchObject({
      ok: false,
      problems: [{ message: 'CL-PROD: networks[vMotion].gbps: expected a number from 0.01 to 1000, got -1' }],
    })
    const made = await app.invoke('import.create', { ticket: 'a', replaceNames: false, answers, labs: ['CL-PROD'] })
    if (made?.ok !== true) throw new Error(JSON.stringify(made))
    expect(made.projects).toMatchObject([{ name: 'CL-PROD', hosts: 5, vms: 51, isImported: true }])
    // What was told before is there to be looked up, with what was stated, and goes along with the project's file.
    const shown = second?.ok === true ? second.preview : first.preview
    const ofLab = <T extends { readonly lab: string | null }>(lines: readonly T[]): readonly T[] =>
      lines.filter(({ lab }) => lab === null || lab === 'CL-PROD')
    const [project] = made.projects
    const record = await app.invoke('project.importRecord', { id: project?.id ?? 0 })
    expect(record).toMatchObject({
      source: 'RVTools_export_all.xlsx',
      release: shown.release,
      server: shown.server,
      read: shown.read,
      namesReplaced: false,
    })
    expect(record?.importedAt).toBeGreaterThan(1_700_000_000_000)
    expect(record?.assumed).toEqual(ofLab(shown.assumed).map(({ where, field, value, reason, stated }) => ({ where, field, value, reason, stated })))
    expect(record?.assumed.filter(({ stated }) => stated)).toMatchObject([{ where: 'CL-PROD', value: 25 }])
    expect(record?.skipped).toEqual(ofLab(shown.skipped).map(({ what, name, reason }) => ({ what, name, reason })))
    expect(record?.skipped.length).toBeGreaterThan(0)
    const file = await app.invoke('project.export', { id: project?.id ?? 0 })
    const back = await app.invoke('project.import', file)
    expect(back).toMatchObject({ ok: true, project: { isImported: true } })
    if (back.ok) expect(await app.invoke('project.importRecord', { id: back.project.id })).toEqual(record)
    const nameless = await app.invoke('project.import', await app.invoke('project.export', { id: project?.id ?? 0, replaceNames: true }))
    expect(nameless).toMatchObject({ ok: true, project: { isImported: false } })
    if (nameless.ok) expect(await app.invoke('project.importRecord', { id: nameless.project.id })).toBeNull()
    const opened = await app.invoke('project.open', { id: made.projects[0]?.id ?? 0 })
    expect(opened).toMatchObject({
      ok: true,
      run: {
        lab: {
          cluster: 'CL-PROD',
          haEnabled: true,
          networks: expect.arrayContaining([expect.objectContaining({ kind: 'vmotion', gbps: 25 })]) as unknown,
        },
      },
    })
  })

  it('replaces names in all that it shows', async () => {
    await handOver('b', [{ name: 'RVTools_export_all.xlsx', bytes: sample }])
    const seen = JSON.stringify(await app.invoke('import.preview', { ticket: 'b', replaceNames: true, answers: [] }))
    expect(seen).toContain('cluster-001')
    for (const name of ['CL-PROD', 'esx-prod', 'lab.example', 'web-01']) expect(seen).not.toContain(name)
  })

  it('refuses what is no export, and pieces that do not fit', async () => {
    await handOver('c', [{ name: 'x.xlsx', bytes: Buffer.from('no workbook') }])
    expect(await app.invoke('import.preview', { ticket: 'c', ...plain })).toMatchObject({
      ok: false,
      problems: [{ message: expect.stringContaining('x.xlsx is no whole workbook') as string }],
    })
    // The files are gone by then: the refusal is what is kept.
    expect(await app.invoke('import.preview', { ticket: 'c', ...plain })).toMatchObject({
      ok: false,
      problems: [{ messageKo: 'x.xlsx: 온전한 통합 문서(.xlsx)가 아닙니다. zip 파일이 아니거나 끝부분이 없습니다' }],
    })
    await app.invoke('import.begin', { ticket: 'd', files: [{ name: 'a.xlsx', bytes: 3 }] })
    await expect(app.invoke('import.piece', { ticket: 'd', file: 0, base64: 'AAAAAAAA' })).rejects.toMatchObject({ code: 'badInput' })
    await expect(app.invoke('import.piece', { ticket: 'd', file: 1, base64: 'AAAA' })).rejects.toMatchObject({ code: 'badInput' })
    await expect(app.invoke('import.preview', { ticket: 'd', ...plain })).rejects.toMatchObject({ code: 'badInput' })
    await expect(app.invoke('import.preview', { ticket: 'c', ...plain })).rejects.toMatchObject({ code: 'notFound' })
  })

  it('answers whoever asks while the files are read', async () => {
    await handOver('h', [{ name: 'RVTools_export_all.xlsx', bytes: sample }])
    const [one, other] = await Promise.all([
      app.invoke('import.preview', { ticket: 'h', ...plain }),
      app.invoke('import.preview', { ticket: 'h', replaceNames: true, answers: [] }),
    ])
    expect([one?.ok, other?.ok]).toEqual([true, true])
  })

  it('is over when its thread ends', async () => {
    const imports = new ImportHost({
      workerUrl: new URL('data:text/javascript,process.exit(1)'),
      push: () => undefined,
      keep: () => Promise.reject(new Error('nothing is to be kept')),
    })
    imports.begin({ ticket: 'i', files: [{ name: 'a.xlsx', bytes: 0 }] })
    expect(await imports.preview({ ticket: 'i', ...plain })).toBeNull()
    await expect(imports.preview({ ticket: 'i', ...plain })).rejects.toMatchObject({ code: 'notFound' })
  })

  it('ends when it is cancelled, and when another begins', async () => {
    const bytes = makeWorkbook(madeExport({ vms: 3000 }))
    await handOver('e', [{ name: 'big.xlsx', bytes }], 3_000_000)
    const reading = app.invoke('import.preview', { ticket: 'e', ...plain })
    await app.invoke('import.cancel', { ticket: 'e' })
    expect(await reading).toBeNull()
    await handOver('f', [{ name: 'big.xlsx', bytes }], 3_000_000)
    const again = app.invoke('import.preview', { ticket: 'f', ...plain })
    await app.invoke('import.begin', { ticket: 'g', files: [{ name: 'a.xlsx', bytes: 3 }] })
    expect(await again).toBeNull()
  })
})
