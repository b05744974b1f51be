import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { head, host, labOf, problemsOf, twoHosts, warningsOf } from './testing/lab-text.ts'

describe('a lab that leaves nearly everything out', () => {
  const lab = labOf(`${twoHosts}vms:\n  - { name: web, vcpus: 2, memoryMiB: 4096 }\n`)

  it('gets the defaults of the contract', () => {
    expect(lab).toMatchObject({
      product: '8.0',
      seed: 1,
      limits: 'vsphere',
      start: 'settled',
      startsAt: null,
      description: '',
      until: 900_000,
      vcenter: { vm: null, network: 'management' },
      timeline: [],
      expect: [],
      checkFails: null,
      warnings: [],
      cluster: { name: 'Cluster', ha: null, drs: null, resourcePools: [], evcMode: null, vsan: false, vcls: { retreatMode: false } },
    })
    expect(lab.networks.map(({ name, kind, gbps }) => [name, kind, gbps])).toEqual([
      ['management', 'management', 1],
      ['vmotion', 'vmotion', 10],
      ['ft', 'ft', 10],
      ['storage', 'storage', 10],
      ['vm', 'vm', 10],
    ])
    expect(lab.networks[0]?.isolationAddresses).toEqual(['management-gateway'])
    expect(
      lab.datastores.map(({ name, type, array, hosts, vmfsVersion, capacityGiB }) => ({ name, type, array, hosts, vmfsVersion, capacityGiB })),
    ).toEqual([
      { name: 'ds-01', type: 'vmfs', array: 'array-1', hosts: null, vmfsVersion: 6, capacityGiB: null },
      { name: 'ds-02', type: 'vmfs', array: 'array-2', hosts: null, vmfsVersion: 6, capacityGiB: null },
    ])
    expect(lab.hosts[1]).toMatchObject({
      moid: 'host-12',
      vmCapacity: { cpuMHz: 20_800, memoryMiB: 65_536 },
      networks: ['management', 'vmotion', 'ft', 'storage', 'vm'],
      bootTime: 300_000,
      localDiskFreeMiB: 1024,
      cpu: { model: 'intel-cascade-lake' },
      dpm: { automation: null, wake: ['ipmi'] },
      maintenance: false,
      standalone: false,
    })
    expect(lab.vms[0]).toMatchObject({
      host: 'esx-01',
      power: 'on',
      cpuShares: 'normal',
      datastore: 'ds-01',
      disks: [{ sizeGiB: 40, datastore: 'ds-01', mode: 'persistent', rdm: null }],
      nics: [{ network: 'vm', mac: '00:50:56:80:00:00' }],
      powerOnTime: 10_000,
      bootTime: 60_000,
      shutdownTime: 20_000,
      frameInterval: 1_000,
      ha: {},
      drs: null,
      demand: {
        cpuMHz: 0,
        memoryMiB: 1024,
        grantedMiB: 4096,
        workingSetMiB: 4096,
        column: 'web',
        period: 86_400_000,
        dutyPercent: 50,
        traceSamples: null,
      },
    })
  })

  it('gets the defaults of a block that is there', () => {
    const { cluster } = labOf(`${twoHosts}cluster:\n  ha: {}\n  drs: {}\n`)
    expect(cluster.ha).toMatchObject({
      hostMonitoring: true,
      isolationResponse: 'disabled',
      restartPriority: 'medium',
      restartConditionTimeout: 600_000,
      restartAdditionalDelay: 0,
      admissionControl: { policy: 'disabled', hostFailuresToTolerate: 1 },
      heartbeatDatastores: { policy: 'preferred', preferred: [] },
      vmMonitoringSensitivity: 'high',
      apdResponseDelay: 180_000,
    })
    expect(cluster.drs).toMatchObject({
      enabled: true,
      automation: 'fullyAutomated',
      migrationThreshold: 3,
      algorithm: 'drsScore',
      dpm: { automation: 'off', threshold: 3 },
    })
    expect(labOf(`${twoHosts}product: "6.7"\ncluster: { drs: {} }\n`).cluster.drs?.algorithm).toBe('classic')
  })

  it('is plain data', () => {
    expect(JSON.parse(JSON.stringify(lab))).toEqual(lab)
  })
})

describe('values', () => {
  it('reads on and off as words, and durations as ms', () => {
    const lab = labOf(
      `${twoHosts}cluster: { drs: { dpm: { automation: off } } }\nvms:\n  - { name: a, vcpus: 1, memoryMiB: 1024, power: off, bootTime: 2m30s, frameInterval: null }\n`,
    )
    expect(lab.cluster.drs?.dpm.automation).toBe('off')
    expect(lab.vms[0]).toMatchObject({ power: 'off', bootTime: 150_000, frameInterval: null, host: null })
  })

  it('lowers the names of advanced options', () => {
    expect(labOf(`${twoHosts}cluster: { ha: { advancedOptions: { das.isolationAddress1: 10.0.0.2 } } }\n`).cluster.ha?.advancedOptions).toEqual({
      'das.isolationaddress1': '10.0.0.2',
    })
  })

  it('takes EVC ids with or without inner hyphens', () => {
    expect(labOf(`${twoHosts}cluster: { evcMode: intel-cascadelake }\n`).cluster.evcMode).toBe('intel-cascade-lake')
  })

  it('keeps the settings of HA that is switched off', () => {
    const { cluster } = labOf(`${twoHosts}cluster: { ha: { enabled: false, restartPriority: high } }\n`)
    expect(cluster.ha).toBeNull()
    expect(cluster.haSettings?.restartPriority).toBe('high')
  })

  it('expands count with three digits or more', () => {
    const lab = labOf(`${head}hosts:\n  - ${host('esx', ', count: 2')}\nvms:\n  - { name: web, count: 1000, vcpus: 1, memoryMiB: 64, power: off }\n`)
    expect(lab.hosts.map(({ name, moid }) => [name, moid])).toEqual([
      ['esx-001', 'host-11'],
      ['esx-002', 'host-12'],
    ])
    expect([lab.vms[0]?.name, lab.vms[999]?.name]).toEqual(['web-0001', 'web-1000'])
    expect(new Set(lab.vms.flatMap((vm) => vm.nics.map((nic) => nic.mac))).size).toBe(1000)
  })

  it('orders the timeline by time, file order within an instant, and ends 15 m after it', () => {
    const lab = labOf(
      `${twoHosts}timeline:\n  - { at: 2m, do: host.powerOn, host: esx-01 }\n  - { at: 60, do: host.powerOff, host: esx-01 }\n  - { at: 1m, do: vcenter.down }\n`,
    )
    expect(lab.timeline).toEqual([
      { at: 60_000, do: 'host.powerOff', args: { host: 'esx-01' } },
      { at: 60_000, do: 'vcenter.down', args: {} },
      { at: 120_000, do: 'host.powerOn', args: { host: 'esx-01' } },
    ])
    expect(lab.until).toBe(120_000 + 900_000)
  })

  it('reads trace columns, scaled', () => {
    const text = `${twoHosts}vms:\n  - { name: web, count: 2, vcpus: 1, memoryMiB: 1024, demand: { trace: t.csv, scale: 26, interval: 1m, memoryTrace: t.csv, memoryColumn: mem } }\n`
    const lab = labOf(text, (path) => (path === 't.csv' ? 't_s,web-001,web-002,mem\n0,10,1,100\n60,20,2,200\n' : null))
    expect(lab.vms[1]?.demand).toMatchObject({
      trace: 't.csv',
      column: 'web-002',
      traceSamples: [26, 52],
      memoryTraceSamples: [100, 200],
      traceIntervalMs: 60_000,
    })
  })

  it('reads JSON to the same lab', () => {
    const json = `{ "hostdown": 1, "name": "Test", "hosts": [${[1, 2].map((n) => `{ "name": "esx-0${n}", "cpu": { "sockets": 1, "coresPerSocket": 8, "mhz": 2600 }, "memoryMiB": 65536 }`).join()}] }`
    expect(labOf(json)).toEqual(labOf(twoHosts))
  })
})

describe('where running VMs stand', () => {
  it('places VMs without a host by the lowest ratio of configured memory, in file order', () => {
    const lab = labOf(
      `${head}hosts:\n  - ${host('a')}\n  - { name: b, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 131072 }\nvms:\n` +
        `  - { name: v1, vcpus: 1, memoryMiB: 4096 }\n  - { name: v2, vcpus: 1, memoryMiB: 4096 }\n  - { name: v3, vcpus: 1, memoryMiB: 4096 }\n  - { name: v4, host: a, vcpus: 1, memoryMiB: 4096 }\n`,
    )
    // v4 stands on a from the start: 1/16 there, so v1 goes to b (0), v2 to b (1/32), v3 to a (ties at 1/16: file order).
    expect(lab.vms.map((vm) => vm.host)).toEqual(['b', 'b', 'a', 'a'])
  })

  it('keeps to must rules, and to separation where it can', () => {
    const lab = labOf(
      `${twoHosts}cluster:\n  drs:\n    vmGroups: { g: [v1] }\n    hostGroups: { h: [esx-02] }\n    rules:\n      - { name: m, type: mustRunOn, vmGroup: g, hostGroup: h }\n      - { name: s, type: separate, vms: [v2, v3, v4] }\n` +
        `vms: [{ name: v1, vcpus: 1, memoryMiB: 1024 }, { name: v2, vcpus: 1, memoryMiB: 30000 }, { name: v3, vcpus: 1, memoryMiB: 64 }, { name: v4, vcpus: 1, memoryMiB: 64 }]\n`,
    )
    expect(lab.vms.map((vm) => vm.host)).toEqual(['esx-02', 'esx-01', 'esx-02', 'esx-02'])
  })

  it('leaves them unplaced on a cold start', () => {
    expect(labOf(`${twoHosts}start: cold\nvms: [{ name: a, vcpus: 1, memoryMiB: 1024 }]\n`).vms[0]?.host).toBeNull()
  })
})

describe('warnings', () => {
  it('names unknown options and settings that the product does not have, which have no effect', () => {
    const text = `${twoHosts}product: "6.0"\ncluster:\n  ha:\n    restartPriority: highest\n    advancedOptions: { das.isolationadress0: 10.0.0.9, das.failuredetectiontime: 60000 }\n`
    expect(warningsOf(text)).toEqual([
      'cluster.ha.restartPriority: product 6.0 does not have this setting (since 6.5): it has no effect (line 9)',
      'cluster.ha.advancedOptions.das.isolationadress0: unknown option, it has no effect (did you mean "das.isolationaddress0"?) (line 10)',
    ])
    const lab = labOf(text)
    expect(lab.cluster.ha?.restartPriority).toBe('medium')
    expect(lab.warnings.map(({ reason, path }) => [reason, path])).toEqual([
      ['notInProduct', 'cluster.ha.restartPriority'],
      ['unknownOption', 'cluster.ha.advancedOptions.das.isolationadress0'],
    ])
  })

  it('says that limits are lifted', () => {
    expect(labOf(`${twoHosts}limits: none\n`).warnings).toEqual([
      { reason: 'limitsLifted', path: 'limits', text: 'the configuration maximums of vSphere are lifted', textKo: expect.stringMatching(/해제/) },
    ])
  })
})

describe('the sample labs', () => {
  it.each(['article', 'article-overload'])('%s parses without warnings', (name) => {
    const text = readFileSync(new URL(`../../../resources/samples/${name}.lab.yaml`, import.meta.url), 'utf8')
    const lab = labOf(text)
    expect(lab.warnings).toEqual([])
    expect(lab.hosts.map((each) => each.name)).toEqual(['Host A', 'Host B', 'Host C'])
    expect(lab.cluster.ha?.admissionControl).toMatchObject({ policy: 'clusterResourcePercentage', hostFailuresToTolerate: 1 })
  })
})

describe('bookmarks', () => {
  it('stand in the order of their instants, with what they show', () => {
    const lab = labOf(
      `${twoHosts}bookmarks:\n  - { at: 2m, note: later, pause: true }\n  - { at: 1m, note: first, noteKo: 처음, host: esx-01, tab: ha }\n`,
    )
    expect(lab.bookmarks).toEqual([
      { at: 60_000, note: 'first', noteKo: '처음', pause: false, host: 'esx-01', vm: null, tab: 'ha' },
      { at: 120_000, note: 'later', noteKo: null, pause: true, host: null, vm: null, tab: null },
    ])
  })

  it('say what is wrong with them, all at once', () => {
    const bad = `${twoHosts}bookmarks:\n  - { at: 1m, note: a, host: esx-03 }\n  - { at: 1h, note: b }\nuntil: 10m\n`
    expect(problemsOf(bad)).toEqual([
      'bookmarks[0].host: no host named "esx-03" (did you mean "esx-01"?) (line 7)',
      'bookmarks[1].at: after the end of the run (600 s) (line 8)',
    ])
  })
})
