import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { folderWith, hostdown, removeFolders } from './testing.ts'

afterAll(removeFolders)

const sample = join(import.meta.dirname, '../../inventory/testing/sample')
const workbook = join(sample, 'RVTools_export_all.xlsx')
const read = (cwd: string, file: string): string => readFileSync(join(cwd, file), 'utf8')

describe('import', () => {
  it('writes a lab for each cluster and a report, and each lab passes check', async () => {
    const cwd = folderWith({})
    const { status, out, err } = await hostdown(['import', workbook, '-o', 'labs'], { cwd })
    expect([status, err]).toEqual([0, ''])
    expect(out).toContain('CL-PROD.lab.yaml: 5 hosts, 47 VMs on and 5 off, 1 template, 4 datastores, 1 resource pool\n')
    expect(readdirSync(join(cwd, 'labs')).sort()).toEqual(['CL-MIX.lab.yaml', 'CL-PROD.lab.yaml', 'import-report.json'])
    const report = JSON.parse(read(cwd, 'labs/import-report.json')) as { readonly assumed: readonly object[] }
    expect(Object.keys(report)).toEqual(['source', 'clusters', 'assumed', 'skipped', 'read'])
    for (const entry of report.assumed) expect(Object.keys(entry)).toEqual(['where', 'field', 'value', 'reason'])
    expect(await hostdown(['check', 'labs'], { cwd })).toMatchObject({ status: 0, out: expect.stringContaining('2 of 2 labs are sound') as string })
  })

  it('takes a report whose values were edited, and replaces names', async () => {
    const answers = [{ where: 'CL-PROD', field: 'cluster.ha.admissionControl.policy', value: 'slotPolicy' }]
    const cwd = folderWith({ 'stated.json': JSON.stringify({ assumed: answers }), 'wrong.json': JSON.stringify([{ ...answers[0], value: 'hope' }]) })
    expect((await hostdown(['import', sample, '-o', '.', '--answers', 'stated.json'], { cwd })).status).toBe(0)
    expect(read(cwd, 'CL-PROD.lab.yaml')).toContain('admissionControl: { policy: slotPolicy, hostFailuresToTolerate: 1 }')
    const refused = await hostdown(['import', sample, '-o', '.', '--answers', 'wrong.json'], { cwd })
    expect([refused.status, refused.err]).toEqual([
      2,
      expect.stringContaining('CL-PROD: cluster.ha.admissionControl.policy: expected one of clusterResourcePercentage, slotPolicy'),
    ])
    expect((await hostdown(['import', sample, '-o', 'plain', '--replace-names'], { cwd })).out).toContain('cluster-001.lab.yaml')
  })

  it('warns of statements that change nothing', async () => {
    const cwd = folderWith({
      'stated.json': JSON.stringify([
        { where: 'CL-PROD', field: 'networks[vMotion].gbps', value: 25 },
        { where: 'CL-PROD', field: 'no such field', value: 1 },
        { where: 'CL-PROD/vCLS-d839aa9a', field: 'ha.restartPriority', value: 'high' },
      ]),
    })
    expect((await hostdown(['import', sample, '-o', 'first'], { cwd })).status).toBe(0)
    expect((await hostdown(['import', sample, '-o', '.', '--answers', 'first/import-report.json'], { cwd })).err).toBe('')
    const { status, err } = await hostdown(['import', sample, '-o', '.', '--answers', 'stated.json'], { cwd })
    expect([status, err.split('\n')]).toEqual([
      0,
      [
        'warning: stated.json: CL-PROD: no such field: nothing of this export is assumed there',
        'warning: stated.json: CL-PROD/vCLS-d839aa9a: ha.restartPriority: follows from the export, and cannot be stated',
        '',
      ],
    ])
  })

  it('names the workbooks of a folder that has several', async () => {
    const cwd = folderWith({ 'a.xlsx': '', 'b.xlsx': '' })
    expect(await hostdown(['import', '.', '-o', 'labs'], { cwd })).toMatchObject({
      status: 2,
      err: '.: 2 workbooks lie there (a.xlsx, b.xlsx): name the one that is meant\n',
    })
  })

  it('says what is wrong, with status 2', async () => {
    const cwd = folderWith({ 'x.xlsx': 'no workbook', 'notes.txt': '' })
    for (const [argv, said] of [
      [['import', 'x.xlsx', '-o', 'labs'], 'x.xlsx is no whole workbook (.xlsx)'],
      [['import', 'gone.xlsx', '-o', 'labs'], 'gone.xlsx: no such file or folder'],
      [['import', sample + '/..', '-o', 'labs'], 'no RVTools export'],
      [['import', workbook], 'missing -o DIR'],
      [['import', workbook, '-o', 'notes.txt'], 'notes.txt: cannot be written'],
    ] as const) {
      const { status, out, err } = await hostdown(argv, { cwd })
      expect([status, out]).toEqual([2, ''])
      expect(err).toContain(said)
    }
  })
})
