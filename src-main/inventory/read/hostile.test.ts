/** Files that are no exports, or mean harm: each is refused at once and with little memory. */
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import { madeExport } from '../testing/made-export.ts'
import { makeWorkbook, makeZip } from '../testing/make-workbook.ts'
import { readHanded, readPath } from './read-source.ts'

const folder = mkdtempSync(join(tmpdir(), 'hostdown-hostile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const good = makeWorkbook(madeExport({ vms: 20 }))
const handed = (bytes: Uint8Array, name = 'x.xlsx') => readHanded([{ name, bytes }])

/** On a machine that is busy with other things. */
const LONG_MS = 120_000

/** Why it was refused, and what that cost: processor time, which is the same on a busy machine, and memory. */
async function refused(work: () => Promise<unknown>): Promise<{ readonly why: string; readonly ms: number; readonly mib: number }> {
  const before = process.memoryUsage()
  const started = process.cpuUsage()
  let peak = 0
  const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage().rss)), 20)
  try {
    await work()
    return { why: 'it was taken', ms: 0, mib: 0 }
  } catch (error) {
    peak = Math.max(peak, process.memoryUsage().rss)
    const { user, system } = process.cpuUsage(started)
    return {
      why: error instanceof Error && error.name === 'InventoryError' ? error.message : `not foreseen: ${String(error)}`,
      ms: (user + system) / 1000,
      mib: (peak - before.rss) / 1048576,
    }
  } finally {
    clearInterval(watch)
  }
}

const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
/** A workbook whose vInfo is this. */
function withSheet(sheet: string | Buffer, claims: { readonly [path: string]: number } = {}): Buffer {
  return makeZip(
    {
      'xl/workbook.xml': '<workbook><sheets><sheet name="vInfo" sheetId="1" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
      'xl/worksheets/sheet1.xml': sheet,
    },
    claims,
  )
}

describe('refused at once', () => {
  it('a truncated zip, wherever it is cut', async () => {
    for (const share of [0, 0.1, 0.5, 0.9, 0.999]) {
      const { why, ms } = await refused(() => handed(good.subarray(0, Math.floor(good.length * share))))
      expect(why).toMatch(/^x\.xlsx is no whole workbook/)
      expect(ms).toBeLessThan(5000)
    }
  })

  it('what is no zip at all, an old .xls and a damaged entry', async () => {
    expect((await refused(() => handed(Buffer.from('Just some text')))).why).toBe(
      'x.xlsx is no whole workbook (.xlsx): it is no zip file, or its end is missing',
    )
    expect((await refused(() => handed(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'old.xls'))).why).toMatch(/^old\.xls is no whole workbook/)
    const damaged = Buffer.from(good)
    damaged.fill(0xff, 60, 400)
    expect((await refused(() => handed(damaged))).why).toMatch(
      /^x\.xlsx is no whole workbook \(\.xlsx\): (an entry cannot be inflated|its list of entries or one of them is damaged)$/,
    )
    expect((await refused(() => handed(makeZip({ 'word/document.xml': '<a/>' })))).why).toBe('x.xlsx is no workbook: it has no xl/workbook.xml')
  })

  it('a bomb that says how large it is, one that hides it, and one of many entries', { timeout: LONG_MS }, async () => {
    const zeros = Buffer.alloc(64_000_000, 0x20)
    const bomb = withSheet(zeros)
    const open = await refused(() => handed(bomb))
    expect(open.why).toMatch(/^x\.xlsx: xl\/worksheets\/sheet1\.xml would grow to 64 MB, \d+ times its size: no worksheet does$/)
    const hidden = withSheet(zeros, { 'xl/worksheets/sheet1.xml': 1000 })
    const lying = await refused(() => handed(hidden))
    expect(lying.why).toMatch(/^x\.xlsx is no whole workbook \(\.xlsx\): more comes out of an entry than it says$/)
    const many = await refused(() => handed(makeZip(Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`a${i}`, ''])))))
    expect(many.why).toMatch(/has 3000 entries/)
    for (const { ms, mib } of [open, lying, many]) {
      expect(ms).toBeLessThan(5000)
      expect(mib).toBeLessThan(300)
    }
  })

  it('a sheet that goes on and on without a row, and one long text', { timeout: LONG_MS }, async () => {
    const noise = Buffer.alloc(1_000_000)
    for (let i = 0, x = 1; i < noise.length; i += 1) noise[i] = 97 + ((x = (x * 48_271) % 2_147_483_647) % 26)
    const idle = withSheet(Buffer.concat([Buffer.from('<worksheet><sheetData>'), ...Array.from({ length: 60 }, () => noise)]))
    const long = withSheet(Buffer.concat([Buffer.from('<worksheet><sheetData><row><c t="str"><v>'), ...Array.from({ length: 20 }, () => noise)]))
    const results = [await refused(() => handed(idle)), await refused(() => handed(long))]
    expect(results.map(({ why }) => why)).toEqual([
      'x.xlsx: vInfo goes on for 48 MB without a row: it is no worksheet',
      'x.xlsx: vInfo holds a text or tag of more than 2 MB',
    ])
    for (const { ms, mib } of results) {
      expect(ms).toBeLessThan(8000)
      expect(mib).toBeLessThan(300)
    }
  })

  it('a document type, with whatever entities it would bring', async () => {
    const laughs = '<!DOCTYPE a [<!ENTITY b "haha"><!ENTITY c "&b;&b;&b;&b;">]><worksheet/>'
    expect((await refused(() => handed(withSheet(laughs)))).why).toBe('x.xlsx: vInfo holds a document type, which no workbook has')
  })

  it('a file of 1 GB, as workbook and as CSV', async () => {
    for (const name of ['huge.xlsx', 'RVTools_tabvInfo.csv']) {
      const path = join(folder, name)
      const file = openSync(path, 'w')
      ftruncateSync(file, 1_000_000_000)
      closeSync(file)
      const { why, ms, mib } = await refused(() => readPath(path, name))
      expect(why).toMatch(new RegExp(`^${name} has 1000 MB, expected at most 256 MB`))
      expect(ms).toBeLessThan(2000)
      expect(mib).toBeLessThan(100)
    }
  })

  it('a CSV file that is empty for long ends there, one with too many columns is refused', async () => {
    const row = 'VM,CPUs,Memory\r\na,1,2\r\n'
    const { tables } = await readHanded([{ name: 'RVTools_tabvInfo.csv', bytes: Buffer.from(`${row}${'\r\n'.repeat(5000)}b,1,2\r\n`.repeat(3)) }])
    expect(tables.map(({ tab, rows }) => [tab, rows.length])).toEqual([['vInfo', 1]])
    const wide = await refused(() => handed(Buffer.from(`VM${',x'.repeat(20_000)}\r\n`), 'RVTools_tabvInfo.csv'))
    expect(wide.why).toBe('RVTools_tabvInfo.csv: a row has more than 16384 columns')
  })

  it('binary data called .csv, a path that is not there, a folder of something else', async () => {
    expect((await refused(() => handed(Buffer.from([1, 0, 2, 0, 3]), 'RVTools_tabvInfo.csv'))).why).toBe(
      'RVTools_tabvInfo.csv is no text: it holds binary data',
    )
    expect((await refused(() => readPath(join(folder, 'nowhere'), 'nowhere'))).why).toBe('nowhere: no such file or folder')
    const other = mkdtempSync(join(folder, 'other-'))
    writeFileSync(join(other, 'notes.csv'), 'a,b\n')
    expect((await refused(() => readPath(other, 'other'))).why).toMatch(/^other: no RVTools export/)
    expect(
      (
        await refused(() =>
          readHanded([
            { name: 'a.xlsx', bytes: good },
            { name: 'b.xlsx', bytes: good },
          ]),
        )
      ).why,
    ).toMatch(/^expected one workbook/)
  })
})

describe('never followed', () => {
  it('a sheet elsewhere is not fetched, and a macro is not looked at', async () => {
    const book = makeZip({
      'xl/workbook.xml':
        '<workbook><sheets><sheet name="vInfo" sheetId="1" r:id="r1"/><sheet name="vHost" sheetId="2" r:id="r2"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Target="http://127.0.0.1:1/sheet.xml" TargetMode="External"/></Relationships>`,
      'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c t="str"><v>VM</v></c></row></sheetData></worksheet>',
      'xl/vbaProject.bin': deflateRawSync('Shell("calc")'),
    })
    expect((await handed(book)).tables.map(({ tab }) => tab)).toEqual(['vInfo'])
  })

  it('ends when it is cancelled', async () => {
    const stop = new AbortController()
    const seen: number[] = []
    const reading = readHanded([{ name: 'x.xlsx', bytes: good }], {
      signal: stop.signal,
      onProgress: ({ share }) => (seen.push(share), stop.abort()),
    })
    await expect(reading).rejects.toThrow('The import was cancelled')
    expect(seen.length).toBeGreaterThan(0)
  })
})
