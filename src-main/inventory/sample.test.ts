import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseLab } from '../contract/lab/index.ts'
import { createSimulation } from '../engine/index.ts'
import { importReport } from './import-report.ts'
import { inventoryOf } from './inventory.ts'
import { answerKey } from './lab/assumptions.ts'
import type { Answers } from './lab/assumptions.ts'
import { buildLabs } from './lab/build-labs.ts'
import { withoutNames } from './pseudonyms.ts'
import { readPath } from './read/read-source.ts'

const sample = join(import.meta.dirname, 'testing', 'sample')
const workbook = join(sample, 'RVTools_export_all.xlsx')

async function labsOf(path: string, answers: Answers = new Map()) {
  const inventory = inventoryOf(await readPath(path, path))
  const labs = [...buildLabs(inventory, { answers })]
  return { labs, report: importReport(inventory, labs) }
}

function parsed(text: string) {
  const result = parseLab(text)
  if (!result.ok) throw new Error(JSON.stringify(result.problems.slice(0, 5)))
  return result.lab
}

describe('the export of release 4.7', () => {
  it('has the counts of the source in each cluster, from the workbook and from its CSV files', async () => {
    for (const path of [workbook, sample]) {
      const { report } = await labsOf(path)
      expect(report.clusters).toEqual([
        { name: 'CL-PROD', file: 'CL-PROD.lab.yaml', hosts: 5, vmsOn: 47, vmsOff: 5, templates: 1, datastores: 4, resourcePools: 1 },
        { name: 'CL-MIX', file: 'CL-MIX.lab.yaml', hosts: 4, vmsOn: 22, vmsOff: 1, templates: 0, datastores: 3, resourcePools: 2 },
      ])
    }
  })

  it('makes the same labs of both', async () => {
    const [book, files] = [await labsOf(workbook), await labsOf(sample)]
    expect(files.labs.map(({ text }) => text)).toEqual(book.labs.map(({ text }) => text))
  })

  it('takes settings, sizes, reach and a pair over', async () => {
    const { labs } = await labsOf(workbook)
    const [prod, mix] = labs.map(({ text }) => parsed(text))
    if (prod === undefined || mix === undefined) throw new Error('two labs')
    expect(prod.cluster.ha).toMatchObject({
      isolationResponse: 'powerOffAndRestart',
      vmMonitoring: 'vm',
      vmMonitoringSensitivity: { failureInterval: 30_000, minUptime: 120_000, maxResets: 3, window: null },
      admissionControl: { policy: 'clusterResourcePercentage', hostFailuresToTolerate: 1 },
    })
    expect([prod.cluster.drs?.migrationThreshold, mix.cluster.drs?.migrationThreshold, mix.cluster.drs?.automation]).toEqual([
      3,
      4,
      'partiallyAutomated',
    ])
    expect([prod.cluster.evcMode, mix.cluster.evcMode]).toEqual(['intel-ice-lake', 'intel-broadwell'])
    expect(prod.hosts[0]).toMatchObject({ moid: 'host-10', vmCapacity: { cpuMHz: 124_160, memoryMiB: 1_027_604 } })
    // Effective figures of CL-MIX are those of three hosts: the fourth is in maintenance mode.
    expect(mix.hosts.map((host) => [host.maintenance, host.vmCapacity.cpuMHz])).toEqual([[false, 65_184], [false, 65_184], [false, 65_184], [true, 71_236]]) // prettier-ignore
    expect(mix.datastores.find(({ name }) => name === 'local-legacy-01')).toMatchObject({ type: 'local', hosts: ['esx-mix-01.lab.example'] })
    expect(prod.vms.filter(({ name }) => name === 'app-02')).toMatchObject([
      { faultTolerance: true, host: 'esx-prod-03.lab.example', ftSecondaryHost: 'esx-prod-01.lab.example' },
    ])
    expect(mix.cluster.resourcePools.find(({ name }) => name === 'rp-vdi')).toMatchObject({ cpuExpandable: false, memoryReservationMiB: 16_384 })
    expect(mix.vms.find(({ name }) => name === 'batch-01')).toMatchObject({
      cpuLimitMHz: 8000,
      resourcePool: 'rp-batch',
      demand: { cpuMHz: 13_624, memoryMiB: 11_976 },
      ha: { restartPriority: 'lowest' },
    })
    expect(prod.vms.filter(({ name }) => name.startsWith('vCLS')).every(({ ha }) => ha.restartPriority === 'disabled')).toBe(true)
  })

  it('runs for a quarter of an hour, also after a host has died', async () => {
    const { labs } = await labsOf(workbook)
    for (const { text } of labs) {
      const lab = parsed(text.replace(/\nvms:\n/, `\ntimeline:\n  - { at: 1m, do: host.powerOff, host: ${parsed(text).hosts[0]?.name} }\nvms:\n`))
      const simulation = createSimulation(lab)
      simulation.runUntil(lab.until)
      expect(simulation.log.some(({ type }) => type === 'vm.poweredOn')).toBe(true)
    }
  })

  it('lists what it assumed, and takes what a person states instead', async () => {
    const answers: Answers = new Map<string, string | number>([
      [answerKey('CL-PROD', 'cluster.ha.admissionControl.policy'), 'slotPolicy'],
      [answerKey('CL-PROD', 'networks[vMotion].gbps'), 25],
      [answerKey('CL-PROD/dc-separate', 'rule'), 'separate'],
      [answerKey('CL-PROD/web-app-together', 'rule'), 'shouldRunOn'],
      [answerKey('CL-PROD/web-app-together', 'hosts'), 'esx-prod-01.lab.example, esx-prod-02.lab.example'],
      [answerKey('CL-PROD', 'snapshots'), 'takenAtStart'],
    ])
    const { labs, report } = await labsOf(workbook, answers)
    const lab = parsed(labs[0]?.text ?? '')
    expect(lab.cluster.ha?.admissionControl.policy).toBe('slotPolicy')
    expect(lab.networks.find(({ kind }) => kind === 'vmotion')?.gbps).toBe(25)
    expect(lab.cluster.drs?.rules).toEqual([
      { name: 'web-app-together', enabled: true, type: 'shouldRunOn', vmGroup: 'web-app-together VMs', hostGroup: 'web-app-together hosts' },
      { name: 'dc-separate', enabled: true, type: 'separate', vms: ['dc-01', 'dc-02', 'dc-03'] },
    ])
    expect(lab.timeline.map((each) => each.do)).toEqual(Array.from({ length: 5 }, () => 'snapshot.create'))
    expect(report.assumed).toContainEqual({
      where: 'CL-PROD',
      field: 'cluster.ha.admissionControl.policy',
      value: 'slotPolicy',
      reason: 'stated (the export does not say which policy is in force)',
    })
    expect(report.assumed).toContainEqual({ where: 'CL-MIX', field: 'networks[vMotion].gbps', value: 10, reason: 'exports have no speeds of links' })
    expect(report.skipped.filter(({ what }) => what === 'template')).toEqual([
      { what: 'template', name: 'tpl-rhel9', reason: 'a lab has no templates' },
    ])
  })

  it('refuses an answer that is none, with where and what was expected', async () => {
    const wrong: Answers = new Map([[answerKey('CL-MIX', 'networks[vMotion].gbps'), 'fast']])
    await expect(labsOf(workbook, wrong)).rejects.toThrow('CL-MIX: networks[vMotion].gbps: expected a number from 0.01 to 1000, got "fast"')
  })

  it('replaces every name by the same pseudonym wherever it stands', async () => {
    const tables = await readPath(workbook, workbook)
    const inventory = inventoryOf(withoutNames(tables))
    expect([inventory.source, withoutNames({ ...tables, source: 'exported' }).source]).toEqual(['RVTools.xlsx', 'RVTools'])
    const labs = [...buildLabs(inventory)]
    const all = JSON.stringify([importReport(inventory, labs), labs.map(({ text }) => text)])
    for (const name of [
      'CL-PROD',
      'esx-prod',
      'web-01',
      'dc-01',
      'ds-prod',
      'rp-gold',
      'vlan20',
      'lab.example',
      'dc-separate',
      'pre-upgrade',
      'RVTools_export',
    ])
      expect(all).not.toContain(name)
    // Nothing but names is another.
    const plain = [...buildLabs(inventoryOf(tables))]
    const shape = (text: string) => parsed(text).vms.map(({ vcpus, memoryMiB, power, demand }) => [vcpus, memoryMiB, power, demand.cpuMHz])
    expect(labs.map(({ text }) => shape(text))).toEqual(plain.map(({ text }) => shape(text)))
    expect(parsed(labs[0]?.text ?? '').networks.map(({ kind }) => kind)).toEqual(parsed(plain[0]?.text ?? '').networks.map(({ kind }) => kind))
    expect(labs.flatMap(({ text }) => parsed(text).vms.filter(({ name }) => name.startsWith('vCLS')))).toHaveLength(6)
  })
})

const older = join(import.meta.dirname, '../../../shared/data/rvtools/sizing-3.x-anon')

describe('an export of release 3.x', () => {
  it.skipIf(!existsSync(older))('has the counts of the source, and sizes for hosts that only VMs name', async () => {
    for (const path of [join(older, 'RVTools_export_all.xlsx'), older]) {
      const { labs, report } = await labsOf(path)
      expect(report.clusters.map(({ name, hosts, vmsOn, vmsOff, templates }) => [name, hosts, vmsOn, vmsOff, templates])).toEqual([
        ['Cluster1', 8, 47, 0, 0],
        ['Cluster2', 22, 654, 31, 10],
        ['Mgmt', 3, 21, 1, 0],
        ['DMZ', 6, 41, 0, 0],
      ])
      const lab = parsed(labs[0]?.text ?? '')
      expect([lab.product, lab.hosts[0]?.cpu.model, lab.vms[0]?.demand.cpuMHz]).toEqual(['6.0', 'intel-sandy-bridge', 283])
      expect(report.assumed).toContainEqual({
        where: 'Cluster1/host-u-01',
        field: 'memoryMiB',
        value: 262_109,
        reason: 'vHost does not have this host: as most hosts of the cluster',
      })
      for (const { text } of labs) expect(parseLab(text).ok).toBe(true)
    }
  })
})
