import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from './schema.ts'
import { commandNames, commandSchemas, knownNames, parseCommand, parseLab } from './index.ts'
import { quickly } from './entries.ts'
import { REFUSED } from './fields.ts'
import type { AnySchema } from './fields.ts'
import { labJsonSchema } from './json-schema.ts'
import { labHeadShape, labListShape } from './lab.ts'
import { labReference } from './reference.ts'

describe('quick checks', () => {
  // Values that fields of some kind take, and near misses; entries mix keys of the schema with a stranger.
  const values = fc.oneof(
    fc.constantFrom<unknown>(
      0,
      1,
      2,
      -1,
      1.5,
      400,
      'on',
      'off',
      'high',
      'vcenter',
      '*',
      '',
      'x',
      '90s',
      '2m30s',
      '1m1m',
      true,
      false,
      null,
      [],
      {},
      Number.NaN,
      1e13,
      '8.0',
      'intel-skylake',
    ),
    fc.constantFrom<unknown>(
      [1, 2],
      [1],
      ['a'],
      [null],
      { cpuMHz: 1 },
      { cpuMHz: [1, 2], shape: 'sine' },
      { automation: 'manual' },
      { enabled: true },
      { sockets: 1, coresPerSocket: 1, mhz: 1 },
    ),
    fc.constantFrom<unknown>(
      [{ sizeGiB: 1 }],
      [{ sizeGiB: 0 }],
      [{ network: 'n' }],
      { policy: 'slotPolicy' },
      { type: 'separate' },
      [{ name: 'r', type: 'separate', vms: ['a'] }],
      { 'das.x': 1 },
    ),
  )
  const schemas: [string, AnySchema][] = [
    ...Object.entries<AnySchema>(labListShape),
    ...Object.entries<AnySchema>(labHeadShape),
    ...commandNames.map((command): [string, AnySchema] => [command, commandSchemas[command] as AnySchema]),
  ]
  const base: { readonly [name: string]: object } = {
    hosts: { name: 'a', cpu: { sockets: 1, coresPerSocket: 1, mhz: 1 }, memoryMiB: 1 },
    vms: { name: 'a', vcpus: 1, memoryMiB: 1 },
    networks: { name: 'a', kind: 'vm' },
    datastores: { name: 'a' },
  }

  it.each(schemas)('agree with the schema of %s', (name, schema) => {
    const keys = schema instanceof z.ZodObject ? Object.keys(schema.def.shape as object) : ['name', 'type', 'vms']
    const entry = fc.dictionary(fc.constantFrom(...keys, 'stranger'), values, { maxKeys: 4 }).map((some) => ({ ...base[name], ...some }))
    fc.assert(
      fc.property(fc.oneof(entry, values), (raw) => {
        const checked = quickly(schema)(raw)
        const parsed = z.safeParse(schema, raw)
        expect(checked !== REFUSED).toBe(parsed.success)
        if (parsed.success) expect(checked).toEqual(parsed.data)
      }),
      { numRuns: base[name] === undefined ? 100 : 500, seed: 7 },
    )
  })
})

describe('any data', () => {
  // A sound lab with everything in it, in which random places get random values: whatever comes out, it is an answer.
  const sound = {
    hostdown: 1,
    name: 'x',
    product: '6.0',
    seed: 1,
    start: 'settled',
    vcenter: { vm: 'v1', network: 'm' },
    cluster: {
      name: 'C',
      evcMode: 'intel-merom',
      vsan: true,
      vcls: { retreatMode: true },
      resourcePools: [
        { name: 'p', parent: null },
        { name: 'q', parent: 'p' },
      ],
      ha: { admissionControl: { policy: 'slotPolicy' }, advancedOptions: { 'das.x': 1 }, heartbeatDatastores: { preferred: ['d'] } },
      drs: {
        vmGroups: { g: ['v1'] },
        hostGroups: { h: ['h1'] },
        rules: [
          { name: 'r', type: 'mustRunOn', vmGroup: 'g', hostGroup: 'h' },
          { name: 's', type: 'restartDependency', vms: ['v1'], dependsOn: ['v2'] },
        ],
      },
    },
    networks: [
      { name: 'm', kind: 'management', isolationAddresses: ['a'] },
      { name: 'n', kind: 'vm' },
    ],
    datastores: [{ name: 'd', hosts: ['h1'], network: 'm' }, { name: 'e' }],
    hosts: [
      { name: 'h1', cpu: { sockets: 1, coresPerSocket: 4, mhz: 2000 }, memoryMiB: 8192 },
      { name: 'h2', count: 2, cpu: { sockets: 1, coresPerSocket: 4, mhz: 2000 }, memoryMiB: 8192 },
    ],
    vms: [
      {
        name: 'v1',
        vcpus: 1,
        memoryMiB: 512,
        host: 'h1',
        disks: [{ sizeGiB: 1, datastore: 'd' }],
        nics: [{ network: 'n' }],
        ha: { restartPriority: 'highest' },
        resourcePool: 'q',
      },
      { name: 'v2', vcpus: 1, memoryMiB: 512, demand: { shape: 'steps', steps: [{ at: 1, cpuMHz: 2 }] } },
    ],
    timeline: [
      { at: 1, do: 'vm.create', name: 'v3', count: 2, vcpus: 1, memoryMiB: 1 },
      { at: 2, do: 'network.partition', network: 'm', groups: [['h1', 'a']] },
      { at: 3, do: 'cluster.configure', ha: { advancedOptions: {} }, drs: { rules: [{ name: 't', type: 'separate', vms: [] }] } },
    ],
    expect: [
      { event: 'vm.poweredOn', vm: 'v1', count: { min: 1 } },
      { order: [{ event: 'host.failed' }], since: { event: 'host.booted' } },
      { at: 1, vm: 'v1', is: { power: 'on' } },
    ],
    until: 10,
  }
  const odd = fc.constantFrom<unknown>(
    null,
    0,
    -1,
    1e9,
    '',
    'h1',
    'vm.create',
    'host.add',
    [],
    {},
    [null],
    [[]],
    { name: 'h1' },
    { a: null },
    true,
    '9.0',
    'v1',
    3,
  )
  const places = (value: unknown, path: readonly string[]): string[][] =>
    value !== null && typeof value === 'object'
      ? [[...path], ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))]
      : [[...path]]
  const all = places(sound, []).filter((path) => path.length > 0)

  it('is sound to begin with', () => {
    expect(parseLab(JSON.stringify(sound))).toMatchObject({ ok: true })
  })

  it('gets an answer', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...all), odd), { minLength: 1, maxLength: 3 }), (changes) => {
        const data: unknown = JSON.parse(JSON.stringify(sound))
        for (const [path, value] of changes) {
          const parent = path
            .slice(0, -1)
            .reduce<unknown>((at, key) => (at !== null && typeof at === 'object' ? (at as { [key: string]: unknown })[key] : undefined), data)
          if (parent !== null && typeof parent === 'object') (parent as { [key: string]: unknown })[path.at(-1) ?? ''] = value
        }
        const parsed = parseLab(JSON.stringify(data))
        if (!parsed.ok) expect(parsed.problems.length).toBeGreaterThan(0)
      }),
      { numRuns: 1500, seed: 11 },
    )
  })
})

describe('the JSON Schema', () => {
  it('is current', () => {
    const written = readFileSync(new URL('../../../resources/lab.schema.json', import.meta.url), 'utf8')
    expect(JSON.parse(written), 'node tools/lab-schema.mjs writes it anew').toEqual(JSON.parse(JSON.stringify(labJsonSchema())))
  })

  it('knows every key of a VM and every command', () => {
    const schema = labJsonSchema() as {
      properties: { vms: { items: { properties: object; required: string[] } }; timeline: { items: { anyOf: unknown[] } } }
    }
    expect(Object.keys(schema.properties.vms.items.properties)).toContain('vmOpNotification')
    expect(schema.properties.vms.items.required).toEqual(['name', 'vcpus', 'memoryMiB'])
    expect(schema.properties.timeline.items.anyOf).toHaveLength(commandNames.length)
  })
})

describe('docs/writing-labs.md', () => {
  const text = labReference()

  it('is current', () => {
    const written = readFileSync(new URL('../../../docs/writing-labs.md', import.meta.url), 'utf8').replaceAll('\r\n', '\n')
    expect(written, 'node tools/lab-reference.mjs writes it anew').toBe(text)
  })

  it('names every command and every key, each with what it takes', () => {
    for (const command of commandNames) expect(text).toMatch(new RegExp(`^\\| \`${command}\` \\| \\S.* \\| \\S.* \\|$`, 'm'))
    for (const schema of Object.values(labListShape)) for (const key of Object.keys(schema.def.shape)) expect(text).toContain(`| \`${key}\` | `)
    expect(text).toContain('| `restartConditionTimeout` | a time | 10m |')
    expect(text).toContain('| `ha.restartPending` | `vm`; `reason` insufficientResources, noCompatibleHost')
    expect(text).toContain('| `vms.NAME.guest` | off, booting, ready, hung, crashed |')
    expect(text).not.toMatch(/[|:] a value\b/)
  })
})

describe('commands from outside a file', () => {
  const names = knownNames({ host: ['esx-01'], vm: ['db-1'], network: ['mgmt'] })

  it('are parsed by the same schemas', () => {
    expect(parseCommand('host.configure', { host: 'esx-01', bootTime: '2m', advancedOptions: { 'Misc.APDTimeout': 60 } }, { names })).toEqual({
      ok: true,
      command: 'host.configure',
      args: { host: 'esx-01', bootTime: 120_000, advancedOptions: { 'misc.apdtimeout': 60 } },
    })
    expect(
      parseCommand('vm.setDemand', {
        vm: 'db-1',
        cpuMHz: 500,
        steps: [
          { at: '2m', cpuMHz: 2 },
          { at: 60, cpuMHz: 1 },
        ],
      }),
    ).toMatchObject({
      ok: true,
      args: {
        vm: 'db-1',
        cpuMHz: 500,
        steps: [
          { at: 60_000, cpuMHz: 1 },
          { at: 120_000, cpuMHz: 2 },
        ],
      },
    })
    expect(parseCommand('vm.configure', { vm: 'db-1', vcpus: 4 })).toEqual({ ok: true, command: 'vm.configure', args: { vm: 'db-1', vcpus: 4 } })
    expect(parseCommand('vm.create', { name: 'new', vcpus: 1, memoryMiB: 64 })).toMatchObject({
      ok: true,
      args: { name: 'new', power: 'on', count: 1, demand: {} },
    })
  })

  it.each([
    ['vm.powerOn', {}, { path: '', line: null, message: 'expected either vm or vms' }],
    ['vm.powerOn', { vm: 'db-2' }, { path: 'vm', line: null, message: 'no VM named "db-2" (did you mean "db-1"?)' }],
    [
      'vm.explode',
      {},
      {
        path: 'do',
        line: null,
        message: expect.stringMatching(/^no command named "vm\.explode" \(there are vm\.powerOn, .*\); docs\/writing-labs\.md lists all$/),
      },
    ],
    ['host.powerOff', null, { path: '', line: null, message: 'expected a block of keys, got null' }],
    ['vm.configure', { vm: 'db-1', name: 'x' }, { path: 'name', line: null, message: 'unknown key' }],
    ['vm.create', { name: 'n', vcpus: 1, memoryMiB: 1, count: 2 }, { path: 'count', line: null, message: 'expected 1: add them one at a time' }],
  ])('%s %j is refused', (command, args, problem) => {
    expect(parseCommand(command, args, { names })).toEqual({ ok: false, problems: [{ ...problem, messageKo: expect.stringMatching(/[가-힣]/) }] })
  })

  it('let cluster.configure change a part, remove with null, and add only whole rules', () => {
    expect(parseCommand('cluster.configure', { ha: { hostMonitoring: false, advancedOptions: { 'das.X': null } }, drs: null })).toMatchObject({
      ok: true,
      args: { ha: { hostMonitoring: false, advancedOptions: { 'das.x': null } }, drs: null },
    })
    const text = (rule: string) =>
      `hostdown: 1\nname: t\nhosts: [{ name: h, cpu: { sockets: 1, coresPerSocket: 1, mhz: 1000 }, memoryMiB: 4096 }]\ncluster: { drs: { rules: [{ name: old, type: separate, vms: [] }] } }\ntimeline: [{ at: 1, do: cluster.configure, drs: { rules: [${rule}] } }]\n`
    expect(parseLab(text('{ name: old, enabled: false }')).ok).toBe(true)
    expect(parseLab(text('{ name: new, type: separate, vms: [] }')).ok).toBe(true)
    expect(parseLab(text('{ name: new, enabled: false }')).ok).toBe(false)
  })
})

describe('expectations', () => {
  const expectations = (lines: string) => {
    const parsed = parseLab(
      `hostdown: 1\nname: t\nhosts: [{ name: h, cpu: { sockets: 1, coresPerSocket: 1, mhz: 1000 }, memoryMiB: 4096 }]\nexpect:\n${lines}`,
    )
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    return parsed.lab.expect
  }

  it('have one form each, times in ms', () => {
    const list = expectations(`  - { event: host.failed, host: h, between: [77s, 79s], fact: HA-041 }
  - { never: "ha.*", after: 1m, since: { event: host.failed, host: h } }
  - { refused: invalidState, command: host.powerOff, count: { min: 1 }, fact: [HA-001, HA-002] }
  - { order: [{ event: host.failed, host: h }, { event: host.booted, before: 5m }], source: somewhere }
  - { during: [1m, 2m], host: "*", is: { power: on } }
  - { compute: vm.memoryOverhead, with: { memoryMiB: 1 }, is: { overheadMiB: 2 } }
`)
    expect(list[0]).toMatchObject({
      form: 'event',
      pattern: { type: 'host.failed', fields: { host: 'h' }, window: { from: 77_000, to: 79_000 } },
      count: null,
      facts: ['HA-041'],
    })
    expect(list[1]).toMatchObject({
      form: 'never',
      pattern: { type: 'ha.*', window: { from: 60_000, to: null } },
      since: { type: 'host.failed', fields: { host: 'h' } },
    })
    expect(list[2]).toMatchObject({
      form: 'event',
      pattern: { type: 'command.refused', fields: { reason: 'invalidState', command: 'host.powerOff' } },
      count: { min: 1, max: null },
    })
    expect(list[3]).toMatchObject({
      form: 'order',
      order: [{ type: 'host.failed' }, { type: 'host.booted', window: { from: null, to: 300_000 } }],
      source: 'somewhere',
    })
    expect(list[4]).toMatchObject({ form: 'state', at: null, during: [60_000, 120_000], subject: { kind: 'host', name: '*' }, is: { power: 'on' } })
    expect(list[5]).toMatchObject({ form: 'compute', compute: 'vm.memoryOverhead', with: { memoryMiB: 1 }, is: { overheadMiB: 2 }, index: 5 })
  })
})
