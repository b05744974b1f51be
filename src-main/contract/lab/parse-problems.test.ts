import { describe, expect, it } from 'vitest'
import { formatProblem, parseLab } from './index.ts'
import { head, host, problemsOf, twoHosts } from './testing/lab-text.ts'

describe('problems', () => {
  it('lists ten errors as ten, each with its path and line', () => {
    expect(
      problemsOf(`hostdown: 2
name: Ten errors
colour: blue
cluster:
  ha: { isolationRespons: disabled, restartPriority: urgent }
hosts:
  - { name: esx-01, cpu: { sockets: 0, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
  - { name: esx-01, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 } }
vms:
  - { name: a, vcpus: two, memoryMiB: 1024 }
  - { name: b, vcpus: 1, memoryMiB: 1024, host: esx-09, bootTime: soon }
`),
    ).toEqual([
      'hostdown: expected the format version 1, got 2 (line 1)',
      'colour: unknown key (line 3)',
      'cluster.ha.restartPriority: expected one of disabled, lowest, low, medium, high, highest, got "urgent" (line 5)',
      'cluster.ha.isolationRespons: unknown key (did you mean "isolationResponse"?) (line 5)',
      'hosts[0].cpu.sockets: expected a whole number, from 1 to 64, got 0 (line 7)',
      'hosts[1].memoryMiB: missing, expected a whole number, 1 or more (line 8)',
      'hosts[1].name: duplicate: there is already a host named "esx-01" (line 8)',
      'vms[0].vcpus: expected a whole number, from 1 to 4096, got "two" (line 10)',
      'vms[1].bootTime: expected a time such as 500ms, 90s, 2m30s, 1h, 7d or a number of seconds, at most 400d, got "soon" (line 11)',
      'vms[1].host: no host named "esx-09" (did you mean "esx-01"?) (line 11)',
    ])
  })

  it('looks at the rest of a block or list in which something is refused', () => {
    expect(
      problemsOf(`hostdown: 1
name: One fault hides no other
cluster:
  drs:
    migrationThreshold: 6
    rules:
      - { name: odd, type: nope, vms: [a, b] }
      - { name: together, type: keepTogether, vms: [a, b] }
      - { name: apart, type: separate, vms: [a, b] }
  resourcePools:
    - { name: p, cpuShares: huge }
    - { name: q, parent: r }
    - { name: r, parent: q }
    - { name: s, cpuReservationMHz: 2000, cpuLimitMHz: 1000 }
hosts:
  - ${host('esx-01')}
vms:
  - { name: a, host: esx-01, vcpus: 1, memoryMiB: 1024, resourcePool: p }
  - { name: b, host: esx-01, vcpus: 1, memoryMiB: 1024 }
`),
    ).toEqual([
      'cluster.drs.migrationThreshold: expected a whole number, from 1 to 5, got 6 (line 5)',
      expect.stringMatching(/^cluster\.drs\.rules\[0\]\.type: expected one of .*, got "nope" \(line 7\)$/),
      'cluster.drs.rules[2]: contradicts rule "together": separate against keepTogether of the same VMs (line 9)',
      'cluster.resourcePools[0].cpuShares: expected low, normal, high or a whole number from 0 to 1000000, got "huge" (line 11)',
      'cluster.resourcePools[1].parent: the parents of "q" go round (line 12)',
      'cluster.resourcePools[2].parent: the parents of "r" go round (line 13)',
      'cluster.resourcePools[3].cpuReservationMHz: expected at most the limit, 1000, got 2000 (line 14)',
    ])
  })

  it('says nothing of how many hosts there are, or what they have, where one is refused', () => {
    const refused = host('esx-02').replace('sockets: 1', 'sockets: 0')
    const cluster = '{ ha: { admissionControl: { policy: slotPolicy } }, resourcePools: [{ name: p, cpuReservationMHz: 30000 }] }'
    expect(problemsOf(`${head}hosts:\n  - ${host('esx-01')}\n  - ${refused}\ncluster: ${cluster}\n`)).toEqual([
      expect.stringMatching(/^hosts\[1\]\.cpu\.sockets: /),
    ])
  })

  it('gives lines for JSON too', () => {
    const json = `{\n "hostdown": 1,\n "name": "T",\n "hosts": [\n  { "name": "a", "cpu": { "sockets": 1, "coresPerSocket": 8,\n    "mhz": -1 }, "memoryMiB": 1 }\n ],\n "vms": [\n  { "name": "v", "vcpus": 1, "memoryMiB": 1, "host": "b" } ] }`
    expect(problemsOf(json)).toEqual([
      'hosts[0].cpu.mhz: expected a whole number, from 1 to 100000, got -1 (line 6)',
      'vms[0].host: no host named "b" (line 9)',
    ])
  })

  const vms = (...entries: string[]) => `${twoHosts}vms:\n${entries.map((entry) => `  - { ${entry} }\n`).join('')}`
  it.each([
    [
      'an unquoted product',
      `${twoHosts}product: 8.0\n`,
      /^product: expected a quoted product level, .* got 8 \(a number: put it in quotes\) \(line 6\)$/,
    ],
    [
      'a reserved name',
      `${head}hosts:\n  - ${host('vcenter')}\n`,
      /^hosts\[0\]\.name: expected a name: .*"vcenter" or "\*", got "vcenter" \(line 4\)$/,
    ],
    [
      'a name that is a number',
      vms('name: 12, vcpus: 1, memoryMiB: 64'),
      /^vms\[0\]\.name: expected a name: .*got 12 \(a number: put it in quotes\)/,
    ],
    ['a fraction', vms('name: a, vcpus: 1.5, memoryMiB: 64'), /^vms\[0\]\.vcpus: expected a whole number/],
    [
      'a duplicate through count',
      vms('name: web, count: 3, vcpus: 1, memoryMiB: 64', 'name: web-002, vcpus: 1, memoryMiB: 64'),
      /^vms\[1\]\.name: duplicate: there is already a VM named "web-002"/,
    ],
    [
      'the base name of a count',
      `${vms('name: web, count: 3, vcpus: 1, memoryMiB: 64')}timeline: [{ at: 1, do: vm.reset, vm: web }]\n`,
      /^timeline\[0\]\.vm: no VM named "web" \("web" has a count: it became web-001 … web-003\)/,
    ],
    [
      'a range without a shape',
      vms('name: a, vcpus: 1, memoryMiB: 64, demand: { cpuMHz: [1, 2] }'),
      /^vms\[0\]\.demand\.cpuMHz: expected a number: \[lo, hi\] needs a shape/,
    ],
    [
      'a trace that nobody can read',
      vms('name: a, vcpus: 1, memoryMiB: 64, demand: { trace: x.csv }'),
      /^vms\[0\]\.demand\.trace: trace files cannot be read here/,
    ],
    [
      'a client that never stops pinging',
      vms('name: a, vcpus: 1, memoryMiB: 64, clientPing: { interval: 0 }'),
      /^vms\[0\]\.clientPing\.interval: expected a time longer than 0/,
    ],
    ['no hosts', head, /^hosts: missing, expected a list of hosts/],
    ['networks without management', `${twoHosts}networks: [{ name: vm, kind: vm }]\n`, /^networks: expected at least one network of kind management/],
    [
      'a datastore out of reach',
      `${twoHosts}datastores: [{ name: d, hosts: [esx-01] }]\nvms: [{ name: a, vcpus: 1, memoryMiB: 64, host: esx-02, datastore: d }]\n`,
      /^vms\[0\]\.host: host "esx-02" cannot reach datastore "d"/,
    ],
    [
      'vSAN components on hosts that do not run',
      `${head}hosts:\n  - ${host('a')}\n  - ${host('b', ', standby: true')}\ndatastores: [{ name: d, type: vsan }]\nvms: [{ name: v, host: a, datastore: d, vsanComponents: [a, b], vcpus: 1, memoryMiB: 64 }]\n`,
      /^vms\[0\]\.vsanComponents: half of the components or more are on hosts in standby/,
    ],
    [
      'a network that the host lacks',
      `${head}hosts:\n  - ${host('a', ', networks: [management]')}\nvms: [{ name: v, host: a, vcpus: 1, memoryMiB: 64 }]\n`,
      /^vms\[0\]\.host: host "a" has no network "vm"/,
    ],
    [
      'a network that there is not, at the VM alone',
      `${twoHosts}vms: [{ name: v, host: esx-01, nics: [{ network: nope }], vcpus: 1, memoryMiB: 64 }]\n`,
      /^vms\[0\]\.nics\[0\]\.network: no network named "nope" \(line 6\)$/,
    ],
    [
      'a network that there is not, at the host alone',
      `${head}hosts:\n  - ${host('a', ', networks: [management, nope]')}\nvms: [{ name: v, host: a, vcpus: 1, memoryMiB: 64 }]\n`,
      /^hosts\[0\]\.networks\[1\]: no network named "nope" \(line 4\)$/,
    ],
    [
      'a host that there is not, at the datastore alone',
      `${twoHosts}datastores: [{ name: d, hosts: [nope] }]\nvms: [{ name: v, host: esx-01, datastore: d, vcpus: 1, memoryMiB: 64 }]\n`,
      /^datastores\[0\]\.hosts\[0\]: no host named "nope" \(line 6\)$/,
    ],
    [
      'no datastores, at the list alone',
      `${twoHosts}datastores: {}\nvms: [{ name: v, host: esx-01, vcpus: 1, memoryMiB: 64 }]\n`,
      /^datastores: expected a list/,
    ],
    [
      'a memory reservation that does not fit',
      vms('name: a, host: esx-01, vcpus: 1, memoryMiB: 65536, memoryReservationMiB: 65536'),
      /^vms\[0\]\.memoryReservationMiB: memory reservations and overhead do not fit on host "esx-01": 66040\.75 MiB of 65536 MiB/,
    ],
    [
      'a CPU reservation that does not fit',
      vms('name: a, host: esx-01, vcpus: 8, memoryMiB: 64, cpuReservationMHz: 20801'),
      /^vms\[0\]\.cpuReservationMHz: the CPU reservations do not fit on host "esx-01"/,
    ],
    [
      'more reserved than configured',
      vms('name: a, vcpus: 1, memoryMiB: 64, memoryReservationMiB: 65'),
      /^vms\[0\]\.memoryReservationMiB: expected at most the configured memory/,
    ],
    [
      'a VM that fits nowhere',
      vms('name: a, vcpus: 1, memoryMiB: 64, cpuReservationMHz: 30000'),
      /^vms\[0\]\.host: no host can run "a" at the start/,
    ],
    [
      'a pool that is too small',
      `${twoHosts}cluster: { resourcePools: [{ name: p, memoryExpandable: false }] }\nvms: [{ name: a, host: esx-01, vcpus: 1, memoryMiB: 1024, resourcePool: p }]\n`,
      /^vms\[0\]\.memoryReservationMiB: the memory reservations do not fit into resource pool "p"/,
    ],
    [
      'pools that go round',
      `${twoHosts}cluster: { resourcePools: [{ name: p, parent: q }, { name: q, parent: p }] }\n`,
      /^cluster\.resourcePools\[0\]\.parent: the parents of "p" go round/,
    ],
    [
      'contradicting rules',
      `${twoHosts}cluster: { drs: { rules: [{ name: r1, type: keepTogether, vms: [a, b] }, { name: r2, type: separate, vms: [b, a] }] } }\nvms: [{ name: a, vcpus: 1, memoryMiB: 64 }, { name: b, vcpus: 1, memoryMiB: 64 }]\n`,
      /^cluster\.drs\.rules\[1\]: contradicts rule "r1"/,
    ],
    [
      'a dependency cycle',
      `${twoHosts}cluster: { drs: { rules: [{ name: r1, type: restartDependency, vms: [a], dependsOn: [b] }, { name: r2, type: restartDependency, vms: [b], dependsOn: [a] }] } }\nvms: [{ name: a, vcpus: 1, memoryMiB: 64 }, { name: b, vcpus: 1, memoryMiB: 64 }]\n`,
      /^cluster\.drs\.rules\[1\]: dependency cycle: b → a → b/,
    ],
    [
      'an unknown rule type',
      `${twoHosts}cluster: { drs: { rules: [{ name: r1, type: apart, vms: [] }] } }\n`,
      /^cluster\.drs\.rules\[0\]\.type: expected one of keepTogether, separate, mustRunOn/,
    ],
    [
      'a rule with a key of another type',
      `${twoHosts}cluster: { drs: { rules: [{ name: r1, type: separate, vms: [], vmGroup: g }] } }\n`,
      /^cluster\.drs\.rules\[0\]\.vmGroup: unknown key/,
    ],
    [
      'a wrong value inside a union',
      `${twoHosts}cluster: { ha: { vmMonitoringSensitivity: { failureInterval: 30s, minUptime: x, maxResets: 3, window: 1h } } }\n`,
      /^cluster\.ha\.vmMonitoringSensitivity\.minUptime: expected a time/,
    ],
    [
      'a CPU below the EVC mode',
      `${twoHosts}cluster: { evcMode: intel-ice-lake }\n`,
      /^hosts\[0\]\.cpu\.model: expected a CPU that offers the EVC mode/,
    ],
    [
      'a host newer than the lab',
      `${head}product: "6.7"\nhosts:\n  - ${host('a', ', product: "7.0"')}\n`,
      /^hosts\[0\]\.product: expected 6\.7 or older/,
    ],
    ['too many hosts', `${head}hosts:\n  - ${host('a', ', count: 97')}\n`, /^hosts: expected at most 96 hosts in a cluster with product 8\.0/],
    [
      'an unknown command',
      `${twoHosts}timeline: [{ at: 1m, do: host.poweroff, host: esx-01 }]\n`,
      /^timeline\[0\]\.do: no command named "host\.poweroff" \(did you mean "host\.powerOff"\?\)/,
    ],
    [
      'an unknown argument',
      `${twoHosts}timeline: [{ at: 1m, do: host.powerOff, hosts: esx-01, host: esx-01 }]\n`,
      /^timeline\[0\]\.hosts: unknown key \(did you mean "host"\?\)/,
    ],
    ['a command without its time', `${twoHosts}timeline: [{ do: dns.down }]\n`, /^timeline\[0\]\.at: missing, expected a time/],
    [
      'an unknown event',
      `${twoHosts}expect: [{ event: ha.hostStateChange, host: esx-01 }]\n`,
      /^expect\[0\]\.event: no event type "ha\.hostStateChange" \(did you mean "ha\.hostStateChanged"\?\)/,
    ],
    ['an unknown field', `${twoHosts}expect: [{ event: vm.poweredOn, vmm: a }]\n`, /^expect\[0\]\.vmm: unknown key \(did you mean "vm"\?\)/],
    [
      'a state without an instant',
      `${twoHosts}expect: [{ host: esx-01, is: { power: on } }]\n`,
      /^expect\[0\]: expected either at or during beside is/,
    ],
    ['an unknown name in an expectation', `${twoHosts}expect: [{ at: 1m, vm: a, is: { power: on } }]\n`, /^expect\[0\]\.vm: no VM named "a"/],
  ])('%s', (_, text, expected) => {
    const problems = problemsOf(text)
    expect(
      problems.find((problem) => expected.test(problem)),
      problems.join('\n'),
    ).toBeDefined()
  })

  it('lets a start break a rule by where VMs stand', () => {
    expect(
      problemsOf(
        `${twoHosts}cluster: { drs: { rules: [{ name: r, type: separate, vms: [a, b] }] } }\nvms: [{ name: a, host: esx-01, vcpus: 1, memoryMiB: 64 }, { name: b, host: esx-01, vcpus: 1, memoryMiB: 64 }]\n`,
      ),
    ).toEqual([])
  })

  it('takes names that an earlier command adds, not those of a later one', () => {
    const timeline = (at: string) =>
      `timeline:\n  - { at: ${at}, do: vm.create, name: late, vcpus: 1, memoryMiB: 64, power: off }\n  - { at: 2m, do: vm.powerOn, vm: late }\n`
    expect(problemsOf(twoHosts + timeline('1m'))).toEqual([])
    expect(problemsOf(twoHosts + timeline('3m'))).toEqual(['timeline[1].vm: no VM named "late" (line 8)'])
  })
})

describe('files that are no labs', () => {
  const measured = (text: string) => {
    const from = performance.now()
    const parsed = parseLab(text, { fileName: 'x.lab.yaml' })
    expect(performance.now() - from).toBeLessThan(1_000)
    return parsed.ok ? [] : parsed.problems.map(formatProblem)
  }

  it('says so once', () => {
    expect(measured('a: [1, 2\nb: }')).toEqual([expect.stringMatching(/^x\.lab\.yaml is not YAML: .*\(line \d\)$/)])
    expect(measured('just some text')).toEqual([expect.stringMatching(/^expected a lab: a map .* got "just some text"/)])
    expect(measured('')).toEqual([expect.stringMatching(/^expected a lab/)])
    expect(measured('\u0000\u0001PNG')).toEqual(['x.lab.yaml is neither YAML nor JSON: it holds a control character (line 1)'])
    expect(measured('{ "hostdown": 1,\n "name": "x" "y" }')).toEqual([
      expect.stringMatching(/^x\.lab\.yaml is neither JSON nor YAML: .* \(line 2\)$/),
    ])
  })

  it('refuses 60 MB at once', () => {
    expect(measured('x'.repeat(60_000_000))).toEqual(['x.lab.yaml has 60 MB, expected at most 50 MB'])
    expect(measured('some: text\n'.repeat(200_000))).toEqual(['x.lab.yaml is no lab: expected the key hostdown'])
  })

  it('refuses aliases that explode', () => {
    const lines = ['a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]']
    for (let i = 1; i < 12; i++) lines.push(`a${i}: &a${i} [${Array.from({ length: 9 }, () => `*a${i - 1}`).join(', ')}]`)
    expect(measured(`${head}${lines.join('\n')}\n`)).toEqual(['x.lab.yaml uses too many aliases, expected at most 100'])
  })

  it('refuses what is nested without end', () => {
    for (const text of [
      `hostdown: ${'['.repeat(100_000)}`,
      `{"hostdown": ${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
      `hostdown:\n  ${'- '.repeat(100_000)}x`,
    ]) {
      expect(measured(text)).toEqual(['x.lab.yaml is nested too deeply'])
    }
  })

  it('takes what is in a list for no names where a map of lists is wanted, or the reverse', () => {
    expect(problemsOf(`${twoHosts}cluster: { drs: { vmGroups: [{ name: g, vms: [v1] }], hostGroups: [] } }\n`)).toEqual([
      'cluster.drs.vmGroups: expected a map of group names to lists of VM names, got a list (line 6)',
      'cluster.drs.hostGroups: expected a map of group names to lists of host names, got an empty list (line 6)',
    ])
    expect(problemsOf(`${twoHosts}cluster: { drs: { vmGroups: { g: { v1: yes } } } }\n`)).toHaveLength(1)
  })

  it('compares names that are missing with those that are there only while that takes no time', () => {
    const list = (end: string): string => Array.from({ length: 600 }, (_, i) => `web-server-${i}-${end}`).join(', ')
    const said = problemsOf(
      `${twoHosts}cluster: { drs: { vmGroups: { a: [${list('x')}] }, hostGroups: {} } }\nvms:\n${Array.from({ length: 600 }, (_, i) => `  - { name: web-server-${i}-y, vcpus: 1, memoryMiB: 16, power: off }\n`).join('')}`,
    )
    expect(said).toHaveLength(600)
    expect(said[0]).toBe('cluster.drs.vmGroups.a[0]: no VM named "web-server-0-x" (did you mean "web-server-0-y"?) (line 6)')
    expect(said.filter((one) => one.includes('did you mean')).length).toBeLessThan(50)
  })

  it('says in few words what is long', () => {
    const long = 'x'.repeat(20_000)
    for (const said of [`${twoHosts}vms:\n  - { name: v, host: "${long}", vcpus: 1, memoryMiB: 16 }\n`, `${twoHosts}name: !${long} x\n`].flatMap(
      problemsOf,
    ))
      expect(said.length).toBeLessThan(700)
  })

  it('counts what is far beyond the maximums without making it', () => {
    const hosts = twoHosts
      .replace(/^( +- )/m, '$1')
      .replace('hosts:\n', 'hosts:\n  - { name: many, count: 100000, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65536 }\n')
    expect(problemsOf(`${hosts}vms:\n  - { name: v, count: 100000, vcpus: 1, memoryMiB: 16, power: off }\n`)).toEqual([
      'hosts: expected at most 96 hosts in a cluster with product 8.0 (limits: none lifts the maximums), got 100002 (line 3)',
      'vms: expected at most 10000 VMs in a cluster with product 8.0 (limits: none lifts the maximums), got 100000 (line 7)',
    ])
  })

  it('reports a key that is given twice and goes on', () => {
    expect(problemsOf(`${twoHosts}seed: 1\nseed: 2\nseeed: 3\n`)).toEqual([
      'seed: duplicate key: this block has it again on line 7 (line 6)',
      'seeed: unknown key (did you mean "seed"?) (line 8)',
    ])
  })
})
