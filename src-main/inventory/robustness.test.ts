/** What exports of real vCenters do to an importer. */
import { describe, expect, it } from 'vitest'
import { parseLab } from '../contract/lab/index.ts'
import { importReport } from './import-report.ts'
import { inventoryOf } from './inventory.ts'
import { buildLabs } from './lab/build-labs.ts'
import { readHanded } from './read/read-source.ts'
import type { HandedFile } from './read/read-source.ts'
import type { Cell } from './cells.ts'
import { csvOf, madeExport } from './testing/made-export.ts'
import { makeWorkbook } from './testing/make-workbook.ts'
import type { MadeSheet, WorkbookOptions } from './testing/make-workbook.ts'

async function imported(files: readonly HandedFile[]) {
  const inventory = inventoryOf(await readHanded(files))
  const labs = [...buildLabs(inventory)]
  const parsedLabs = labs.map(({ text, name }) => {
    const parsed = parseLab(text)
    if (!parsed.ok) throw new Error(`${name}: ${JSON.stringify(parsed.problems.slice(0, 5))}`)
    return parsed.lab
  })
  return { labs: parsedLabs, texts: labs.map(({ text }) => text), report: importReport(inventory, labs) }
}

const book = (sheets: readonly MadeSheet[], options?: WorkbookOptions): readonly HandedFile[] => [
  { name: 'export.xlsx', bytes: makeWorkbook(sheets, options) },
]
const csvs = (sheets: readonly MadeSheet[], options?: Parameters<typeof csvOf>[1] & { readonly bom?: boolean }): readonly HandedFile[] =>
  sheets.map((sheet) => ({
    name: `RVTools_tab${sheet.name}.csv`,
    bytes: Buffer.from(`${options?.bom === true ? '\uFEFF' : ''}${csvOf(sheet, options)}`),
  }))
const estate = madeExport({ vms: 24 })
const sheetOf = (name: string): MadeSheet => estate.find((sheet) => sheet.name === name) as MadeSheet

type Row = { readonly [column: string]: Cell }
function sheet(name: string, rows: readonly Row[]): MadeSheet {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return { name, rows: [columns, ...rows.map((row) => columns.map((column) => row[column] ?? null))] }
}
/** A few VMs on two hosts of a cluster; `changes` by VM. */
const small = (vms: readonly Row[], hosts: readonly Row[] = [{}, {}], more: readonly MadeSheet[] = []): readonly MadeSheet[] => [
  sheet(
    'vInfo',
    vms.map((row, i) => ({
      VM: `vm-${i}`,
      Powerstate: 'poweredOn',
      CPUs: 2,
      Memory: 4096,
      Cluster: 'CL',
      Host: 'esx-0.corp.local',
      'VM ID': `vm-${i}`,
      'VI SDK UUID': 'a',
      ...row,
    })),
  ),
  sheet(
    'vHost',
    hosts.map((row, i) => ({
      Host: `esx-${i}.corp.local`,
      Cluster: 'CL',
      Speed: 2600,
      '# CPU': 2,
      'Cores per CPU': 16,
      '# Cores': 32,
      '# Memory': 262_144,
      'Max EVC': 'intel-cascadelake',
      'ESX Version': 'VMware ESXi 8.0.2 build-1',
      ...row,
    })),
  ),
  ...more,
]

describe('1: tabs and columns', () => {
  it('reads vInfo alone', async () => {
    const { labs, report } = await imported(book([sheetOf('vInfo')]))
    expect(labs[0]?.vms).toHaveLength(24)
    expect(labs[0]?.hosts.map(({ memoryMiB }) => memoryMiB)).toEqual([262_144, 262_144, 262_144, 262_144])
    expect(report.assumed.filter(({ field }) => field === 'memoryMiB')).toHaveLength(4)
    expect(report.assumed.map(({ reason }) => reason)).toContain('the export has no vMemory: nothing is reserved or limited')
  })

  it('takes columns in another order, of any case, with blanks, MB for MiB, and attributes of one own between', async () => {
    const turned = estate.map(({ name, rows }): MadeSheet => ({
      name,
      rows: rows.map((row, n) =>
        [...(n === 0 ? ['Cost centre', ...row.map((cell) => `${String(cell).replace('MiB', 'MB').toUpperCase()} `)] : ['4711', ...row])].reverse(),
      ),
    }))
    const [plain, other] = [await imported(book(estate)), await imported(book(turned))]
    expect(other.texts).toEqual(plain.texts)
  })

  it('knows the sheet that older releases call vSC+VMK', async () => {
    const older = estate.map((each) => (each.name === 'vSC_VMK' ? { ...each, name: 'vSC+VMK' } : each))
    expect((await imported(book(older))).labs[0]?.networks[0]?.isolationAddresses).toEqual(['10.0.0.1'])
  })

  it('says what is missing where it is no inventory', async () => {
    await expect(imported(book([sheetOf('vHost')]))).rejects.toThrow('export.xlsx: has no vInfo, the tab with the VMs')
    await expect(imported(book([sheet('vInfo', [{ VM: 'a', CPUs: 1 }])]))).rejects.toThrow('vInfo has no column Memory')
    await expect(imported(book([{ name: 'Sheet1', rows: [['a']] }]))).rejects.toThrow(
      'is no RVTools export: expected sheets such as vInfo, vCPU, vMemory, it has "Sheet1"',
    )
  })
})

describe('2: used ranges', () => {
  it('stops at a long run of empty rows', async () => {
    const rows = sheetOf('vInfo').rows
    const empty = Array.from({ length: 300_000 }, (_, i) => `<row r="${i + 100}"><c r="A${i + 100}" s="3"/><c r="B${i + 100}" s="3"/></row>`).join('')
    const filled = (cells: readonly Cell[], n: number): string =>
      `<row r="${n}">${cells.map((cell) => (cell === null ? '<c/>' : `<c t="str"><v>${String(cell).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}</v></c>`)).join('')}</row>`
    const xml = `${rows.map((row, i) => filled(row, i + 1)).join('')}${empty}${filled(rows[1] ?? [], 400_000)}`
    const { labs, report } = await imported(book([{ name: 'vInfo', rows: [], xml }]))
    expect(labs[0]?.vms).toHaveLength(24)
    expect(report.read).toEqual([{ tab: 'vInfo', rows: 24 }])
  })
})

describe('3: texts', () => {
  it('reads CSV files with and without a mark, with either line end, quotes and breaks in annotations', async () => {
    const plain = await imported(book(estate))
    for (const options of [{}, { bom: true }, { end: '\n' }, { delimiter: ';' }, { delimiter: '\t' }])
      expect((await imported(csvs(estate, options))).texts).toEqual(plain.texts)
  })

  it('reads files of other encodings', async () => {
    const [vInfo] = small([{ VM: 'Büro-Süd' }])
    const text = csvOf(vInfo as MadeSheet)
    const names = async (bytes: Uint8Array) => (await imported([{ name: 'RVTools_tabvInfo.csv', bytes }])).labs[0]?.vms.map(({ name }) => name)
    expect(await names(Buffer.from(`\uFEFF${text}`, 'utf16le'))).toEqual(['Büro-Süd'])
    expect(await names(Buffer.from(text, 'latin1'))).toEqual(['Büro-Süd'])
    expect((await imported([{ name: 'RVTools_tabvInfo.csv', bytes: Buffer.from(text, 'latin1') }])).report.skipped).toContainEqual({
      what: 'file',
      name: 'RVTools_tabvInfo.csv',
      reason: 'is not UTF-8: read as Windows-1252',
    })
  })

  it('keeps commas, quotes, other scripts and cases of names', async () => {
    const written = ['web, "blue"', '데이터베이스-01', 'WEB-01', 'web-01', 'a%2fb', 'tab\there', 'yes', '123', 'it\u2028ends', '😀']
    for (const files of [
      book(small(written.map((VM) => ({ VM })))),
      book(small(written.map((VM) => ({ VM }))), { texts: 'inline', prefix: 'x:' }),
      csvs(small(written.map((VM) => ({ VM })))),
    ]) {
      expect((await imported(files)).labs[0]?.vms.map(({ name }) => name)).toEqual([
        'web, "blue"',
        '데이터베이스-01',
        'WEB-01',
        'web-01',
        'a/b',
        'tab here',
        'yes',
        '123',
        'it ends',
        '😀',
      ])
    }
  })

  it('never looks at a formula: its kept value counts, and one without is none', async () => {
    const cells = ['VM', 'CPUs', 'Memory', 'Powerstate', 'Host']
    const header = `<row>${cells.map((cell) => `<c t="str"><v>${cell}</v></c>`).join('')}</row>`
    const vm = (name: string, memory: string): string =>
      `<row><c t="str"><f>HYPERLINK("http://x")</f><v>${name}</v></c><c><f>1+1</f><v>2</v></c>${memory}<c t="str"><v>poweredOn</v></c><c t="str"><v>h</v></c></row>`
    const xml = `${header}${vm('kept', '<c><f>2^12</f><v>4096</v></c>')}${vm('lost', '<c><f>2^12</f></c>')}${vm('broken', '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>')}`
    const { labs, report } = await imported(book([{ name: 'vInfo', rows: [], xml }]))
    expect(labs[0]?.vms.map(({ name, vcpus, memoryMiB }) => [name, vcpus, memoryMiB])).toEqual([['kept', 2, 4096]])
    expect(report.skipped).toContainEqual({
      what: 'file',
      name: 'vInfo',
      reason: '1 cells hold a formula without a kept value: formulas are never worked out',
    })
    expect(report.skipped).toContainEqual({ what: 'VM', name: 'lost', reason: 'its size is missing: CPUs "2", Memory ""' })
  })
})

describe('4: equal names', () => {
  it('renames in file order and lists it; rows of other tabs find theirs by vCenter and VM ID', async () => {
    const vms = [
      { VM: 'app', 'VI SDK UUID': 'a' },
      { VM: 'app', 'VI SDK UUID': 'b', 'VM ID': 'vm-0' },
      { VM: 'app', 'VI SDK UUID': 'a', 'VM ID': 'vm-9' },
      { VM: 'vcenter' },
    ]
    const cpu = sheet(
      'vCPU',
      vms
        .slice(0, 3)
        .map((vm, i) => ({ VM: 'app', 'VM ID': i === 2 ? 'vm-9' : 'vm-0', 'VI SDK UUID': vm['VI SDK UUID'] ?? null, Overall: 100 * (i + 1) })),
    )
    const { labs, report } = await imported(book(small(vms, [{}, {}], [cpu])))
    const all = labs.flatMap((lab) => lab.vms)
    expect(all.map(({ name, demand }) => [name, demand.cpuMHz])).toEqual([
      ['app', 100],
      ['app (2)', 200],
      ['app (3)', 300],
      ['vcenter (2)', 0],
    ])
    expect(report.assumed.filter(({ field }) => field === 'name')).toEqual([
      { where: 'CL/app', field: 'name', value: 'app (2)', reason: 'another VM has this name' },
      { where: 'CL/app', field: 'name', value: 'app (3)', reason: 'another VM has this name' },
      { where: 'CL/vcenter', field: 'name', value: 'vcenter (2)', reason: 'a lab takes this name for itself' },
    ])
  })

  it('leaves out a row whose VM ID comes twice', async () => {
    const { labs, report } = await imported(book(small([{ 'VM ID': 'vm-1' }, { 'VM ID': 'vm-1' }])))
    expect([labs[0]?.vms.length, report.skipped]).toEqual([1, [{ what: 'VM', name: 'vm-1', reason: 'its VM ID comes twice' }]])
  })

  it('makes one VM of a pair, also before roles were exported; half a pair is a plain VM', async () => {
    const pair = [
      { VM: 'ft', 'FT State': 'running' },
      { VM: 'ft', 'FT State': 'running', Host: 'esx-1' },
      { VM: 'half', 'FT State': 'running', 'FT Role': 1 },
      { VM: 'plain', 'FT State': 'notConfigured' },
    ]
    const { labs, report } = await imported(book(small(pair)))
    expect(labs[0]?.vms.map(({ name, faultTolerance, ftSecondaryHost }) => [name, faultTolerance, ftSecondaryHost])).toEqual([
      ['ft', true, 'esx-1.corp.local'],
      ['half', false, null],
      ['plain', false, null],
    ])
    expect(report.clusters[0]?.vmsOn).toBe(4)
    expect(report.skipped).toEqual([{ what: 'FT secondary', name: 'ft', reason: 'it is no VM of its own: its primary runs under Fault Tolerance' }])
  })

  it('keeps two clusters of one name apart', async () => {
    const two = small([{ Datacenter: 'A' }, { Datacenter: 'B', Host: 'esx-1' }], [{ Datacenter: 'A' }, { Datacenter: 'B' }])
    const { report } = await imported(book(two))
    expect(report.clusters.map(({ name, file, vmsOn }) => [name, file, vmsOn])).toEqual([
      ['CL', 'CL.lab.yaml', 1],
      ['CL (2)', 'CL (2).lab.yaml', 1],
    ])
  })
})

describe('5: hosts and clusters', () => {
  it('finds hosts by full and short name, and takes up those that only VMs name', async () => {
    const { labs, report } = await imported(
      book(small([{ Host: 'ESX-0' }, { Host: 'esx-1.corp.local' }, { Host: 'esx-9' }, { Host: '', Cluster: 'CL' }, { Host: '', Cluster: '' }])),
    )
    expect(labs[0]?.hosts.map(({ name }) => name)).toEqual(['esx-0.corp.local', 'esx-1.corp.local', 'esx-9'])
    expect(labs[0]?.vms.slice(0, 3).map(({ host }) => host)).toEqual(['esx-0.corp.local', 'esx-1.corp.local', 'esx-9'])
    expect(report.assumed).toContainEqual({ where: 'CL/vm-3', field: 'host', value: null, reason: 'vInfo does not say it: placed at the start' })
    expect(report.skipped).toEqual([{ what: 'VM', name: 'vm-4', reason: 'neither its host nor its cluster is known' }])
  })

  it('makes no lab of a cluster of which no host is known, and says so', async () => {
    const { labs, report } = await imported(book(small([{}, { Cluster: 'Lost', Host: null }, { Cluster: 'Lost', Host: null }])))
    expect(labs).toHaveLength(1)
    expect(report.skipped).toEqual([
      { what: 'cluster', name: 'Lost', reason: 'none of its hosts is known, neither by vHost nor by its VMs: 2 VMs have nowhere to run' },
    ])
    await expect(imported(book(small([{ Host: null }], [{ Host: null }])))).rejects.toThrow('names no host, neither in vHost nor in vInfo')
  })

  it('says in short what is long in the export', async () => {
    const long = 'x'.repeat(30_000)
    const { report } = await imported(
      book(
        small(
          [{ 'HA Restart Priority': long }, { Memory: null, VM: long }, { Cluster: long }],
          [{ 'Max EVC': null, 'CPU Model': long }, {}],
          [sheet('vCluster', [{ Name: 'CL', 'HA enabled': true, 'VM Monitoring': long, 'DRS default VM behavior': long }])],
        ),
      ),
    )
    const texts = [...report.assumed, ...report.skipped].map(({ reason }) => reason)
    expect(texts.filter((text) => text.includes('xxxxx')).length).toBeGreaterThan(3)
    expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(500)
    expect(Math.max(...report.skipped.map(({ name }) => name.length))).toBeLessThanOrEqual(500)
  })

  it('has a comment of one line, whatever the server is called', async () => {
    const { texts } = await imported(book(small([{ 'VI SDK Server': 'vc\u0001\u0085name: x\u2028' }])))
    expect(texts[0]?.split('\n')[0]).toMatch(/^# Imported from an RVTools export of vc name: x\s*\. What was assumed/)
  })

  it('makes a lab of each host outside a cluster, without HA and DRS', async () => {
    const { labs, report } = await imported(book(small([{}, { Host: 'esx-1', Cluster: '' }], [{}, { Cluster: '' }])))
    expect(report.clusters.map(({ name, hosts, vmsOn }) => [name, hosts, vmsOn])).toEqual([
      ['CL', 1, 1],
      ['esx-1.corp.local', 1, 1],
    ])
    expect([labs[1]?.cluster.ha, labs[1]?.cluster.drs]).toEqual([null, null])
  })

  it('sizes hosts that nobody lists by what the totals of the cluster leave', async () => {
    const totals = sheet('vCluster', [
      {
        Name: 'CL',
        NumHosts: 3,
        TotalCpu: 83_200 * 2 + 64_000,
        NumCpuCores: 96,
        TotalMemory: 262_144 * 2 + 131_072,
        'HA enabled': 'False',
        'DRS enabled': 'False',
      },
    ])
    const { labs } = await imported(book(small([{ Host: 'esx-2' }], [{}, {}], [totals])))
    expect(labs[0]?.hosts[2]).toMatchObject({ cpu: { sockets: 2, coresPerSocket: 16, mhz: 2000 }, memoryMiB: 131_072 })
  })
})

describe('6: what is no plain VM', () => {
  it('leaves templates and placeholders out; suspended, orphaned and vCLS VMs come in and are restarted by nobody', async () => {
    const { labs, report } = await imported(
      book(
        small([
          { Template: 'True' },
          { 'SRM Placeholder': 'TRUE' },
          { Powerstate: 'suspended' },
          { 'Connection state': 'orphaned' },
          { 'Connection state': 'inaccessible' },
          { VM: 'vCLS (1)' },
          { VM: 'vCLS-12ab' },
        ]),
      ),
    )
    expect(labs[0]?.vms.map(({ name, power, ha }) => [name, power, ha.restartPriority ?? null])).toEqual([
      ['vm-2', 'off', null],
      ['vm-3', 'off', 'disabled'],
      ['vm-4', 'off', 'disabled'],
      ['vCLS (1)', 'on', 'disabled'],
      ['vCLS-12ab', 'on', 'disabled'],
    ])
    expect(report.skipped.map(({ what, name }) => [what, name])).toEqual([
      ['template', 'vm-0'],
      ['placeholder', 'vm-1'],
    ])
    expect(report.clusters[0]).toMatchObject({ vmsOn: 4, vmsOff: 1, templates: 1 })
    expect(report.assumed).toContainEqual({ where: 'CL/vm-2', field: 'power', value: 'off', reason: 'suspended: a lab has no such state' })
  })
})

describe('7: numbers', () => {
  it('reads thousands and decimal commas of CSV files', async () => {
    const [vInfo, vHost] = small([{ Memory: '16,384' }, { Memory: '1,024' }])
    const { labs } = await imported(
      csvs(
        [
          vInfo as MadeSheet,
          { ...(vHost as MadeSheet), rows: (vHost as MadeSheet).rows.map((row) => row.map((cell) => (cell === 262_144 ? '262.144' : cell))) },
        ],
        { delimiter: ';' },
      ),
    )
    expect([labs[0]?.vms.map(({ memoryMiB }) => memoryMiB), labs[0]?.hosts[0]?.memoryMiB]).toEqual([[16_384, 1024], 262_144])
  })
})

describe('8: one row never ends the import', () => {
  it('leaves out settings that no cluster has, and takes no word for another', async () => {
    const settings = { Name: 'CL', 'HA enabled': 'True', 'VM Monitoring': 'vmMonitoringOnly', 'DRS enabled': 'False' }
    const cluster = sheet('vCluster', [{ ...settings, 'Failure Interval': 2 ** 31, 'Isolation Response': 'constructor' }])
    const datastores = sheet('vDatastore', [{ Name: 'ds-1', Type: 'constructor', 'Capacity MiB': 40_960 }])
    const { labs, report } = await imported(book(small([{}], [{}, {}], [cluster, datastores])))
    expect(labs[0]?.cluster.ha).toMatchObject({ vmMonitoring: 'vm', isolationResponse: 'disabled' })
    expect(labs[0]?.datastores[0]?.type).toBe('vmfs')
    const assumed = report.assumed.map(({ field, value }) => `${field} ${String(value)}`)
    expect(assumed).toContain('cluster.ha.vmMonitoringSensitivity null')
    expect(assumed).toContain('cluster.ha.isolationResponse disabled')
  })

  it('mends what a lab may not hold, and lists it', async () => {
    const datastores = sheet('vDatastore', [{ Name: 'ds-1', Type: 'VMFS', 'Capacity MiB': 40_960, 'Free MiB': 1024, '# Hosts': 1, Hosts: 'esx-0' }])
    const memory = sheet('vMemory', [
      { VM: 'vm-0', 'VM ID': 'vm-0', 'VI SDK UUID': 'a', Reservation: 999_999, Limit: 2048, Overhead: 60 },
      { VM: 'vm-1', 'VM ID': 'vm-1', 'VI SDK UUID': 'a', Reservation: 250_000 },
    ])
    const vms = [
      { Path: '[ds-1] a/a.vmx' },
      { Host: 'esx-1', Path: '[ds-1] b/b.vmx', Memory: 262_144 },
      { Host: 'esx-1', Memory: 200_000, CPUs: 'two' },
      { CPUs: 9999 },
      { Path: '[gone] c/c.vmx' },
    ]
    const { labs, report } = await imported(book(small(vms, [{ 'in Maintenance Mode': 'True' }, {}], [datastores, memory])))
    const [lab] = labs
    expect(lab?.vms.map(({ name, memoryReservationMiB }) => [name, memoryReservationMiB])).toEqual([
      ['vm-0', 2048],
      ['vm-1', 250_000],
      ['vm-4', 0],
    ])
    expect(lab?.hosts[0]?.maintenance).toBe(false)
    expect(lab?.datastores[0]?.hosts ?? ['esx-0.corp.local', 'esx-1.corp.local']).toContain('esx-1.corp.local')
    const assumed = report.assumed.map(({ where, field, value }) => `${where} ${field} ${String(value)}`)
    expect(assumed).toContain('CL/esx-0.corp.local maintenance false')
    expect(assumed).toContain('CL/ds-1 hosts esx-1.corp.local')
    expect(assumed).toContain('CL/vm-0 memoryReservationMiB 2048')
    expect(assumed).toContain('CL/gone type vmfs')
    expect(report.skipped.map(({ name }) => name)).toEqual(['vm-2', 'vm-3'])
  })
})
