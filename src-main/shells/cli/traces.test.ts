import { closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { assignTraces } from './assign-traces.ts'
import { parseLab } from '../../contract/lab/index.ts'
import type { NamedTrace } from './read-traces.ts'
import { folderWith, hostdown, removeFolders } from './testing.ts'

afterAll(removeFolders)

const planetlab = (values: readonly (number | string)[]): string => values.map((value) => `${value}\n`).join('')
const header =
  'Timestamp [ms];\tCPU cores;\tCPU capacity provisioned [MHZ];\tCPU usage [MHZ];\tCPU usage [%];\tMemory capacity provisioned [KB];\tMemory usage [KB];\tDisk read throughput [KB/s];\tDisk write throughput [KB/s];\tNetwork received throughput [KB/s];\tNetwork transmitted throughput [KB/s]'
const bitbrains = (
  rows: readonly (readonly [seconds: number, mhz: number | string, percent: number | string, kb: number | string, cores?: number])[],
  ms = false,
): string =>
  `${[header, ...rows.map(([at, mhz, percent, kb, cores = 2]) => [ms ? at * 1000 : at, cores, 5852, mhz, percent, 8_388_608, kb, 0, 0, 0, 0].join(';\t'))].join('\n')}\n`
const T0 = 1_372_629_804
const lab = (vms: string): string =>
  `hostdown: 1\nname: Traces\nhosts:\n  - { name: a, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65536 }\nvms:\n${vms}`

describe('traces', () => {
  it('puts Bitbrains tables on the grid: seconds in spite of ms, gaps held and counted, percents cut, cores 0 survived', async () => {
    const rows = [
      [T0, 100.4, 2, 2_097_152],
      [T0 + 303, 200, 140, 1_048_576, 0],
      [T0 + 1498, 50, 1, 524_288],
    ] as const
    const cwd = folderWith({ 'one.csv': bitbrains(rows), 'two.csv': bitbrains(rows, true) })
    const { status, out, err } = await hostdown(['traces', 'one.csv', 'two.csv', '-o', 'made'], { cwd })
    expect([status, err]).toEqual([0, ''])
    expect(out).toContain('6 missing rows held, 2 percents above 100 cut')
    expect(out).toContain('one.csv: 3 held, 1 cut')
    expect(readFileSync(join(cwd, 'made/cpu-mhz.csv'), 'utf8')).toBe(
      't_s,one,two\n0,100,100\n300,200,200\n600,200,200\n900,200,200\n1200,200,200\n1500,50,50\n',
    )
    expect(readFileSync(join(cwd, 'made/memory-mib.csv'), 'utf8').split('\n')[1]).toBe('0,2048,2048')
    const report = JSON.parse(readFileSync(join(cwd, 'made/traces-report.json'), 'utf8')) as { readonly vms: readonly unknown[] }
    expect(report.vms[0]).toEqual({ name: 'one', file: 'one.csv', vcpus: 2, configuredMiB: 8192, filled: 3, clamped: 1 })
  })

  it('begins all tables at the first instant of any of them', async () => {
    const cwd = folderWith({ 'a.csv': bitbrains([[T0 + 600, 7, 1, 1024], [T0 + 900, 8, 1, 1024]]), 'b.csv': bitbrains([[T0, 1, 1, 1024], [T0 + 300, 2, 1, 1024]]) }) // prettier-ignore
    await hostdown(['traces', 'a.csv', 'b.csv', '-o', '.'], { cwd })
    expect(readFileSync(join(cwd, 'cpu-mhz.csv'), 'utf8')).toBe('t_s,a,b\n0,7,1\n300,7,2\n600,7,2\n900,8,2\n')
  })

  it('names text in a cell with file, row and column, and everything that is wrong at once', async () => {
    const cwd = folderWith({
      'a.txt': planetlab([1, 'x', 3]),
      'b.csv': bitbrains([[T0, 'many', 1, 1024]]),
      'c.csv': 't_s,vm\n0,1\n300,\n',
      'd.csv': 't_s,vm\n0,1\n0,2\n',
      'e.txt': '',
    })
    const { status, err } = await hostdown(['traces', 'a.txt', 'b.csv', 'c.csv', 'd.csv', 'e.txt'], { cwd })
    expect(status).toBe(2)
    expect(err.split('\n').filter((line) => line !== '')).toEqual([
      'a.txt: row 2: expected a percentage, got "x"',
      'b.csv: row 2, column "CPU usage [MHZ]": expected a number of 0 or more, got "many"',
      'c.csv: row 3, column "vm": expected a number of 0 or more, got ""',
      'd.csv: row 3, column "t_s": expected rows 300 s apart, got 0',
      'e.txt: row 1: expected a CSV file with a header line and at least one row',
    ])
  })

  it('names all cells of a file that are no value, the first of very many', async () => {
    const cwd = folderWith({
      'a.txt': planetlab([1, 'x', 3, 'y', 'z']),
      'b.csv': bitbrains([[T0, 'many', 1, 1024], [T0 + 300, 1, 1, 1024], [T0 + 600, 1, 'few', 'none']]), // prettier-ignore
      'c.csv': 't_s,v,w\n0,1,n/a\n300,,2\n600,-,3\n',
      'd.csv': `v\n${'bad\n'.repeat(30)}`,
    })
    const { status, err } = await hostdown(['traces', 'a.txt', 'b.csv', 'c.csv', 'd.csv'], { cwd })
    expect(status).toBe(2)
    const [a, b, v, w, d, ...others] = err.split('\n')
    expect(a).toBe('a.txt: row 2: expected a percentage, got "x" (no better: row 4; row 5)')
    expect(b).toBe(
      'b.csv: row 2, column "CPU usage [MHZ]": expected a number of 0 or more, got "many" (no better: row 4, column "CPU usage [%]"; row 4, column "Memory usage [KB]")',
    )
    expect([v, w]).toEqual([
      'c.csv: row 3, column "v": expected a number of 0 or more, got "" (no better: row 4)',
      'c.csv: row 2, column "w": expected a number of 0 or more, got "n/a"',
    ])
    expect(d).toMatch(/^d\.csv: row 2, column "v": .* \(no better: row 3; .*; row 22; and 9 more\)$/)
    expect(others).toEqual([''])
  })

  it('refuses a file of 1 GB before it reads it, here and as the trace of a lab', async () => {
    const cwd = folderWith({ 'x.lab.yaml': lab('  - { name: v, vcpus: 1, memoryMiB: 1024, demand: { trace: huge.csv } }\n') })
    const file = openSync(join(cwd, 'huge.csv'), 'w')
    ftruncateSync(file, 1_000_000_000)
    closeSync(file)
    expect(await hostdown(['traces', 'huge.csv'], { cwd })).toMatchObject({ status: 2, err: 'huge.csv: has 1000 MB, at most 200 MB are read\n' })
    const { status, err } = await hostdown(['check', 'x.lab.yaml'], { cwd })
    expect(status).toBe(2)
    expect(err).toContain('the trace file "huge.csv" has 1000 MB, at most 200 MB are read')
  })

  it('gives each VM of a lab a column with its name: by name, then by order', async () => {
    const cwd = folderWith({
      'x.lab.yaml': lab('  - { name: web, count: 2, host: a, vcpus: 2, memoryMiB: 1024 }\n  - { name: b, host: a, vcpus: 4, memoryMiB: 1024 }\n'),
      'a.txt': planetlab([10, 20]),
      'b.txt': planetlab([50, 100]),
      'c.txt': planetlab([1, 2]),
    })
    const { status, out } = await hostdown(['traces', 'a.txt', 'b.txt', 'c.txt', '--lab', 'x.lab.yaml', '-o', '.'], { cwd })
    expect(status).toBe(0)
    expect(out).toContain('3 VMs of the lab: 1 by name, 2 by order, 0 by size; 3 traces in use')
    expect(out).toContain('demand: { trace: cpu-mhz.csv }')
    // Percent of what a VM has: vCPUs × 2000 MHz.
    expect(readFileSync(join(cwd, 'cpu-mhz.csv'), 'utf8')).toBe('t_s,web-001,web-002,b\n0,400,40,4000\n300,800,80,8000\n')
  })

  it('maps by size: the nearest, each once before any comes again, the same for the same seed', () => {
    const trace = (name: string, vcpus: number, configuredMiB: number): NamedTrace => ({
      name, file: name, vcpus, configuredMiB, cpuMHz: [100], cpuPercent: [5], memoryMiB: [900], startsAt: null, filled: 0, clamped: 0,
    }) // prettier-ignore
    const traces = [trace('small-1', 1, 1024), trace('small-2', 1, 1024), trace('large', 8, 32_768)]
    const parsed = parseLab(lab('  - { name: big, host: a, vcpus: 8, memoryMiB: 16384 }\n  - { name: tiny, host: a, vcpus: 1, memoryMiB: 512 }\n  - { name: two, host: a, vcpus: 2, memoryMiB: 1024 }\n')) // prettier-ignore
    if (!parsed.ok) throw new Error('the lab is not sound')
    const of = (seed: number): readonly string[] => assignTraces(parsed.lab, traces, 'size', seed).map(({ trace: { name } }) => name)
    expect(of(1)[0]).toBe('large')
    expect([...of(1)].sort()).toEqual(['large', 'small-1', 'small-2'])
    expect(of(1)).toEqual(of(1))
    expect(new Set([1, 2, 3, 4, 5, 6].map((seed) => of(seed)[1])).size).toBe(2)
    const [, tiny, two] = assignTraces(parsed.lab, traces, 'size', 1)
    // No more active memory than the VM has; a VM with more vCPUs follows the percents.
    expect(tiny).toMatchObject({ cpuMHz: [100], memoryMiB: [512] })
    expect(two).toMatchObject({ cpuMHz: [200], memoryMiB: [900] })
  })

  it('makes days up, the same for the same seed, that a lab can run', async () => {
    const cwd = folderWith({
      'x.lab.yaml': lab('  - { name: v, count: 3, host: a, vcpus: 1, memoryMiB: 2048, demand: { trace: cpu-mhz.csv } }\nuntil: 1h\n'),
    })
    const bare = lab('  - { name: v, count: 3, host: a, vcpus: 1, memoryMiB: 2048 }\n')
    const cwdOfBare = folderWith({ 'y.lab.yaml': bare })
    const made = ['traces', '--synthetic', 'planetlab', '--vms', '3', '--seed', '4', '--lab', 'y.lab.yaml']
    expect((await hostdown([...made, '-o', cwd], { cwd: cwdOfBare })).status).toBe(0)
    const text = readFileSync(join(cwd, 'cpu-mhz.csv'), 'utf8')
    expect(text.split('\n')).toHaveLength(290)
    await hostdown([...made, '-o', 'again'], { cwd: cwdOfBare })
    expect(readFileSync(join(cwdOfBare, 'again/cpu-mhz.csv'), 'utf8')).toBe(text)
    const run = await hostdown(['run', 'x.lab.yaml', '--state'], { cwd })
    expect(run.status).toBe(0)
    const state = JSON.parse(run.out) as { readonly vms: Readonly<Record<string, { readonly cpuDemandMHz: number }>> }
    expect(state.vms['v-002']?.cpuDemandMHz).toBe(Number(text.split('\n')[13]?.split(',')[2]))
  })

  it('refuses options that do not go together', async () => {
    const { status, err } = await hostdown(['traces', '--vms', '3'])
    expect([status, err]).toEqual([2, '--vms: only with --synthetic\n'])
    expect((await hostdown(['traces'])).err).toContain('missing PATH…')
  })
})

describe('the trace of a lab', () => {
  const run = (trace: string, more: string, text: string): ReturnType<typeof parseLab> =>
    parseLab(lab(`  - { name: v, host: a, vcpus: 1, memoryMiB: 2048, demand: { trace: ${trace}${more} } }\n`), { traces: () => text })
  const samples = (parsed: ReturnType<typeof parseLab>): unknown =>
    parsed.ok ? [parsed.lab.vms[0]?.demand.traceSamples, parsed.lab.vms[0]?.demand.memoryTraceSamples] : parsed.problems.map(({ message }) => message)

  it('may be a file of one VM, whatever the column', () => {
    expect(samples(run('p.txt', ', scale: 20', planetlab([5, 7])))).toEqual([[100, 140], null])
    expect(samples(run('b.csv', ', memoryTrace: b.csv', bitbrains([[T0, 100, 2, 2_097_152], [T0 + 600, 300, 2, 1_048_576]])))).toEqual([[100, 100, 300], [2048, 2048, 1024]]) // prettier-ignore
  })

  it('is refused with its place: a hole, text, an unknown column', () => {
    expect(samples(run('w.csv', '', 't_s,v\n0,1\n300,2\n900,3\n'))).toEqual(['w.csv, row 4, column "t_s": a hole: expected 600, got 900'])
    expect(samples(run('w.csv', '', 't_s,v\n0,1\n300,x\n'))).toEqual(['w.csv, row 3, column "v": expected a number of 0 or more, got "x"'])
    expect(samples(run('p.txt', ', memoryTrace: p.txt', planetlab([5])))).toEqual(['p.txt, row 1: it says nothing of memory'])
    expect(samples(run('w.csv', '', 't_s,w\n0,1\n'))).toEqual([expect.stringMatching(/^no column named "v"/)])
    const paths = (more: string): unknown => {
      const parsed = run('w.csv', more, 't_s,v\n0,1\n')
      return parsed.ok ? [] : parsed.problems.map(({ path }) => path)
    }
    expect(paths(', column: q')).toEqual(['vms[0].demand.column'])
    expect(paths(', memoryTrace: w.csv, memoryColumn: q')).toEqual(['vms[0].demand.memoryColumn'])
    expect(paths(', memoryTrace: x.csv, column: v')).toEqual([])
  })
})
