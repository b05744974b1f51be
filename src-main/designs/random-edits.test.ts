/** Designs under random and hostile edits: nothing but an EditError is thrown, and the text always says what is in memory. */
import { describe, expect, it } from 'vitest'
import { designEditSchema, designKinds, type DesignEdit } from '../contract/api-design.ts'
import type { Json } from '../contract/events.ts'
import { parseLab } from '../contract/lab/parse.ts'
import { applyEdits } from './apply.ts'
import type { LabDocument } from './lab-document.ts'
import { readDocument } from './read.ts'
import { EditError } from './session.ts'
import { judge, labOf } from './view.ts'

function random(seed: number) {
  let state = seed >>> 0 || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 0x1_0000_0000
  }
  const below = (n: number): number => Math.floor(next() * n)
  const of = <T>(list: readonly T[]): T => list[below(list.length)] as T
  return { below, of, chance: (p: number) => next() < p }
}
type Random = ReturnType<typeof random>

const start = `# top
hostdown: 1
name: Fuzz
cluster:
  drs:
    vmGroups: { g1: [v1, v2], g2: [v3-002] }   # groups
    hostGroups:
      hg: [h1]
    rules:
      # first
      - { name: r1, type: separate, vms: [v1, v2] }
      - name: r2
        type: mustRunOn   # because
        vmGroup: g1
        hostGroup: hg
  resourcePools: [{ name: p1 }, { name: p2, parent: p1 }]
networks:
- { name: mgmt, kind: management }
- { name: net, kind: vm }
datastores:
  - name: ds-01

  - name: ds-02
    hosts: [h1, h2, h3-001]
hosts:
  - { name: h1, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65536 }
  - name: h2
    cpu: { sockets: 1,
      coresPerSocket: 8, mhz: 2000 }
    memoryMiB: 65536
  # last
  - { name: h3, count: 2, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65536 }
vms:
  - { name: v1, host: h1, vcpus: 1, memoryMiB: 1024, nics: [{ network: net }], resourcePool: p2 }
  - { name: v2, host: h3-001, vcpus: 1, memoryMiB: 1024, datastore: ds-02 }
  - { name: v3, count: 3, vcpus: 1, memoryMiB: 1024, demand: { cpuMHz: 100 } }
timeline:
  - { at: 1s, do: vm.powerOn, vms: [v1, v2] }
  - { at: 2s, do: network.partition, network: mgmt, groups: [[h1], [h2, vcenter]] }
expect:
  - { event: vm.poweredOn, vm: v1, host: [h1, h2] }
  - { at: 1m, is: { vms: { v2: { host: h1 } } } }
description: >-
  Two lines of
  text
`

const hostileNames = ['__proto__', 'constructor', 'toString', '', '*', 'vcenter', 'a: b', '# x', '- x', '{', "it's", '"', 'null', 'true', '1', '1e5', '한국어', 'x\ny', 'a'.repeat(301), ' x ', '8.0', '~', '&a', '*b', '!t', '😀'] // prettier-ignore

function anyName(r: Random, lab: ReturnType<typeof labOf>): string {
  const lists = [lab.hosts, lab.vms, lab.networks, lab.datastores, lab.pools, lab.rules, lab.vmGroups, lab.hostGroups]
  const known = lists.flatMap((list) => list.map(({ name }) => String(name)))
  if (r.chance(0.1) || known.length === 0) return r.of(hostileNames)
  const name = r.of(known)
  return r.chance(0.15) ? `${name}-00${r.below(4)}` : name
}

function anyValue(r: Random, depth = 0): Json {
  const plain = (): Json => r.of<Json>([null, true, 0, -1, 3, 1024, 1.5, 1e21, 'h1', 'v2', 'net', '90s', 'high', 'a: b', '# c', '', ...hostileNames])
  if (depth > 2 || r.chance(0.6)) return plain()
  if (r.chance(0.5)) return Array.from({ length: r.below(4) }, () => anyValue(r, depth + 1))
  return Object.fromEntries(
    Array.from({ length: r.below(4) }, () => [r.of(['name', 'network', 'a', 'b c', '1', 'host', ':']), anyValue(r, depth + 1)]),
  )
}

const keys = ['host', 'memoryMiB', 'nics', 'demand', 'ha', 'name', 'count', 'cpu', 'vms', 'members', 'datastore', 'x', '__proto__', 'cpuMHz', 0, 1, 9]

function anyEdit(r: Random, lab: ReturnType<typeof labOf>): DesignEdit {
  const kind = r.of(designKinds)
  const listOf = { host: lab.hosts, vm: lab.vms, datastore: lab.datastores, network: lab.networks, pool: lab.pools, rule: lab.rules, vmGroup: lab.vmGroups, hostGroup: lab.hostGroups }[kind] // prettier-ignore
  const own = listOf.length > 0 && r.chance(0.85) ? String(r.of(listOf)['name']) : anyName(r, lab)
  const names = [own, ...(r.chance(0.3) ? [anyName(r, lab)] : [])]
  const key = Array.from({ length: 1 + r.below(3) }, () => r.of(keys))
  switch (r.below(11)) {
    case 0:
      return {
        do: 'add',
        kind,
        entry: { name: anyName(r, lab), ...(r.chance(0.5) && { vcpus: 1, memoryMiB: 512 }), ...(r.chance(0.3) && { x: anyValue(r) }) },
      }
    case 1:
      return { do: 'copy', kind, names, copies: 1 + r.below(3) }
    case 2:
      return { do: 'remove', kind, names }
    case 3:
    case 4:
      return { do: 'rename', kind, name: own, to: r.chance(0.5) ? `n${r.below(50)}` : anyName(r, lab) }
    case 5:
    case 6:
      return r.chance(0.3) ? { do: 'set', kind, names, key } : { do: 'set', kind, names, key, value: anyValue(r) }
    case 7:
      return { do: 'setLab', key: [r.of(['name', 'cluster', 'hosts', 'vms', 'timeline', 'vcenter', 'new', 'seed']), ...key.slice(0, r.below(3))], ...(r.chance(0.7) && { value: anyValue(r) }) } // prettier-ignore
    case 8:
      return { do: 'enable', service: r.of(['ha', 'drs'] as const) }
    case 9:
      return { do: 'paste', text: r.of(['vms: [{ name: v1, vcpus: 1, memoryMiB: 5, host: h1 }]\nhosts:\n  - { name: h1, cpu: { sockets: 1, coresPerSocket: 1, mhz: 9 }, memoryMiB: 5 }\n', '- { name: q, vcpus: 1 }', 'x', '', '{{{', 'a: &x 1\nvms: *x', 'cluster: { drs: { vmGroups: { __proto__: [v1], ok: [v1] } } }']) } // prettier-ignore
    default:
      return { do: 'set', kind: 'vm', names: [r.of(['v1', 'v2', 'v3', 'v3-002'])], key: ['host'], value: r.of<Json>(['h1', 'h2', null]) }
  }
}

/** Edits until one is refused or the document is no lab; gives the texts after each. */
function run(seed: number, text: string, steps: number): void {
  const r = random(seed)
  let document: LabDocument = opened(text)
  let at = text
  for (let i = 0; i < steps; i++) {
    const edits = Array.from({ length: r.chance(0.2) ? 3 : 1 }, () => anyEdit(r, labOf(document.data)))
    const valid = edits.every((edit) => designEditSchema.safeParse(edit).success)
    if (!valid) continue
    try {
      const before = document.data
      const kept = JSON.stringify(before)
      const applied = applyEdits(at, document, 'f.lab.yaml', edits)
      expect(JSON.stringify(before)).toBe(kept)
      if (applied.document === null) return
      expect(opened(applied.text).data, `seed ${seed} step ${i} ${JSON.stringify(edits)}\n${applied.text}`).toEqual(applied.document.data)
      document = applied.document
      at = applied.text
    } catch (error) {
      if (!(error instanceof EditError)) throw new Error(`seed ${seed} step ${i}: ${JSON.stringify(edits)}`, { cause: error })
    }
    judge(document, null)
  }
}

function opened(text: string): LabDocument {
  const read = readDocument(text, 'f.lab.yaml')
  if (!('document' in read)) throw new Error(`${read.problem.message}\n${text}`)
  return read.document
}

describe('random edits', () => {
  it('of YAML throw nothing but an EditError, and leave a text that says what is in memory', () => {
    expect(parseLab(start)).toMatchObject({ ok: true })
    for (let seed = 1; seed <= (Number(process.env['DESIGN_SEEDS']) || 30); seed++) run(seed, start, 25)
  })

  it('of JSON as well', () => {
    const json = JSON.stringify(opened(start).data, null, 2)
    for (let seed = 1; seed <= 10; seed++) run(seed, json, 25)
  })
})

describe('hostile input', () => {
  it('is refused or is a problem, in time', () => {
    const text = `vms: [${'{'.repeat(2000)}`
    expect(() => applyEdits(start, opened(start), 'f', [{ do: 'paste', text }])).toThrow(EditError)
    const large = `vms:\n${'  - { name: v, vcpus: 1, memoryMiB: 1 }\n'.repeat(150_000)}`
    const before = process.cpuUsage()
    const applied = applyEdits(start, opened(start), 'f', [{ do: 'paste', text: large.slice(0, 9_900_000).replace(/\n[^\n]*$/, '\n') }])
    expect(labOf(applied.document?.data ?? {}).vms.length).toBeGreaterThan(140_000)
    expect(process.cpuUsage(before).user / 1e6).toBeLessThan(30)
  }, 120_000)

  it('of deep keys and names of JavaScript changes no prototype', () => {
    for (const key of [['__proto__', 'polluted'], ['constructor', 'prototype', 'polluted'], ['toString']]) {
      try {
        applyEdits(start, opened(start), 'f', [
          { do: 'setLab', key, value: 'x' },
          { do: 'set', kind: 'vm', names: ['v1'], key, value: 'x' },
        ])
      } catch (error) {
        expect(error).toBeInstanceOf(EditError)
      }
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
    expect(
      designEditSchema.safeParse({ do: 'set', kind: 'vm', names: ['a'], key: ['x'], value: JSON.parse('{"__proto__":1}') as Json }).success,
    ).toBe(false)
    let deep: Json = 1
    for (let i = 0; i < 5000; i++) deep = [deep]
    expect(designEditSchema.safeParse({ do: 'setLab', key: ['x'], value: deep }).success).toBe(false)
  })
})

describe('a large lab', () => {
  const hosts = Array.from(
    { length: 96 },
    (_, i) => `  - { name: esx-${String(i + 1).padStart(3, '0')}, cpu: { sockets: 2, coresPerSocket: 32, mhz: 2600 }, memoryMiB: 2097152 }\n`,
  )
  const vms = Array.from({ length: 8000 }, (_, i) => `  - { name: vm-${String(i + 1).padStart(4, '0')}, vcpus: 2, memoryMiB: 8192, host: esx-${String((i % 96) + 1).padStart(3, '0')}, datastore: ds-01, demand: { cpuMHz: 800, memoryMiB: 2048 } } # app ${i}\n`) // prettier-ignore
  const text = `hostdown: 1\nname: Large\nhosts:\n${hosts.join('')}vms:\n${vms.join('')}`

  it('is edited in a fraction of a second', () => {
    let document = opened(text)
    const edits: readonly DesignEdit[][] = [
      [{ do: 'set', kind: 'vm', names: ['vm-4000'], key: ['host'], value: 'esx-002' }],
      [{ do: 'rename', kind: 'host', name: 'esx-001', to: 'esx-100' }],
      [{ do: 'remove', kind: 'host', names: ['esx-050'] }],
      [{ do: 'copy', kind: 'vm', names: ['vm-0001'], copies: 20 }],
      [
        {
          do: 'set',
          kind: 'vm',
          names: Array.from({ length: 8000 }, (_, i) => `vm-${String(i + 1).padStart(4, '0')}`),
          key: ['memoryMiB'],
          value: 4096,
        },
      ],
    ]
    for (const [i, own] of edits.entries()) {
      const started = process.cpuUsage()
      const applied = applyEdits(document.text, document, 'f', own)
      document = applied.document as LabDocument
      const judged = judge(document, null)
      labOf(document.data)
      const seconds = process.cpuUsage(started).user / 1e6
      if (process.env['DESIGN_TIMES'] !== undefined) console.log(own[0]?.do, seconds)
      expect(judged.problems).toEqual([])
      expect([i, seconds < 3]).toEqual([i, true])
    }
    expect(opened(document.text).data).toEqual(document.data)
  }, 120_000)
})
