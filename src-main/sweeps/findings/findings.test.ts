import { describe, expect, it } from 'vitest'
import { findingRules, SWEEP_RUN_MS, type FindingRule } from '../../contract/api-sweep.ts'
import { parseLab, type Lab } from '../../contract/lab/index.ts'
import { commandsText, findingConsequence, findingTitle } from '../../contract/texts/findings.ts'
import { factById } from '../../knowledge/index.ts'
import { baselineOf, outcomeOf } from '../outcome.ts'
import { fork, warmUp } from '../warm.ts'
import { findingsOf } from './findings.ts'

const labOf = (raw: object): Lab => {
  const parsed = parseLab(JSON.stringify(raw), { fileName: 'findings.lab.yaml' })
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return parsed.lab
}

const GIB = 1024
/** A design that nothing is wrong with. */
const ha = {
  isolationResponse: 'powerOffAndRestart',
  pdlResponse: 'powerOffAndRestart',
  apdResponse: 'powerOffAndRestartConservative',
  admissionControl: { policy: 'clusterResourcePercentage' },
}
const host = (name: string, more: object = {}) => ({
  name,
  faultDomain: name < 'c' ? 'left' : 'right',
  cpu: { sockets: 2, coresPerSocket: 8, mhz: 2000 },
  memoryMiB: 32 * GIB,
  ...more,
})
const sound = {
  hostdown: 1,
  name: 'Sound',
  cluster: { ha },
  networks: [{ name: 'mgmt', kind: 'management', nics: 2 }, { name: 'users', kind: 'vm' }, { name: 'lab', kind: 'vm' }],
  datastores: [{ name: 'ds-1' }, { name: 'ds-2' }],
  hosts: ['a', 'b', 'c', 'd'].map((name) => host(name)),
  vms: [
    { name: 'one', host: 'a', vcpus: 2, memoryMiB: 8 * GIB },
    { name: 'two', host: 'b', vcpus: 2, memoryMiB: 8 * GIB },
    { name: 'three', host: 'c', vcpus: 2, memoryMiB: 8 * GIB },
  ],
} // prettier-ignore
const oneWith = (more: object, vms: readonly object[] = []) => ({ ...sound, vms: [{ ...sound.vms[0], ...more }, ...sound.vms.slice(1), ...vms] })
const haWith = (more: object) => ({ ...sound, cluster: { ha: { ...ha, ...more } } })
const full = (at: string, i: number) => ({ name: `full-${i}`, host: at, vcpus: 1, memoryMiB: 20 * GIB, memoryReservationMiB: 20 * GIB })
const pinned = (...hosts: string[]) => ({
  ...sound,
  cluster: {
    ha,
    drs: { vmGroups: { g: ['one'] }, hostGroups: { h: hosts }, rules: [{ name: 'r', type: 'mustRunOn', vmGroup: 'g', hostGroup: 'h' }] },
  },
})

/** A design with the one flaw, whom it is about, and what its play does: VMs that stay down, or are stranded. */
const flaws: { readonly [R in FindingRule]: { readonly lab: object; readonly names: readonly string[]; readonly down?: readonly string[]; readonly stranded?: readonly string[] } } = {
  haDisabled: { lab: { ...sound, cluster: {} }, names: [], down: ['one'] },
  hostMonitoringDisabled: { lab: haWith({ hostMonitoring: false }), names: [], down: ['one'] },
  reservationFitsNowhere: {
    lab: { ...oneWith({ memoryMiB: 48 * GIB, memoryReservationMiB: 48 * GIB }), hosts: [host('a', { memoryMiB: 64 * GIB }), ...sound.hosts.slice(1)] },
    names: ['one'],
    down: ['one'],
  },
  mustRuleLeavesNoHost: { lab: pinned('a'), names: ['one'], down: ['one'] },
  datastoreOfOneHost: { lab: { ...oneWith({ datastore: 'own' }), datastores: [...sound.datastores, { name: 'own', type: 'local', hosts: ['a'] }] }, names: ['one'], down: ['one'] },
  networkOfOneHost: {
    lab: { ...oneWith({ nics: [{ network: 'lab' }] }), hosts: [host('a'), ...sound.hosts.slice(1).map((one) => ({ ...one, networks: ['mgmt', 'users'] }))] },
    names: ['one'],
    down: ['one'],
  },
  reservationHasNoRoom: {
    lab: { ...oneWith({ memoryMiB: 16 * GIB, memoryReservationMiB: 16 * GIB }, ['b', 'c', 'd'].map(full)) },
    names: ['one', 'full-0', 'full-1', 'full-2'],
    down: ['one'],
  },
  admissionControlShort: { lab: { ...haWith({ admissionControl: { policy: 'clusterResourcePercentage', hostFailuresToTolerate: 2 } }), vms: [...sound.vms, ...['a', 'b', 'c', 'd'].map(full)] }, names: [] },
  admissionControlDisabled: { lab: haWith({ admissionControl: { policy: 'disabled' } }), names: [] },
  isolationAddressMissing: { lab: haWith({ advancedOptions: { 'das.usedefaultisolationaddress': 'false' } }), names: ['a', 'b', 'c', 'd'] },
  isolationAddressSilent: { lab: { ...sound, timeline: [{ at: '10s', do: 'network.addressDown', address: 'mgmt-gateway' }] }, names: ['mgmt-gateway'] },
  heartbeatDatastoresTooFew: { lab: { ...sound, datastores: [{ name: 'ds-1' }] }, names: ['a', 'b', 'c', 'd'] },
  managementNetworkNotRedundant: { lab: { ...sound, networks: [{ name: 'mgmt', kind: 'management', nics: 1 }, ...sound.networks.slice(1)] }, names: ['a', 'b', 'c', 'd'] },
  singleFaultDomain: { lab: { ...sound, hosts: sound.hosts.map((one) => ({ ...one, faultDomain: 'hall' })) }, names: ['hall'], down: ['one', 'two', 'three'] },
  mustRuleInOneFaultDomain: { lab: pinned('a', 'b'), names: ['one'], down: ['one'] },
  separationNeedsAllHosts: {
    lab: { ...sound, hosts: sound.hosts.slice(0, 3), cluster: { ha, drs: { rules: [{ name: 'apart', type: 'separate', vms: ['one', 'two', 'three'] }] } } },
    names: ['apart'],
    down: ['one'],
  },
  restartDisabled: { lab: oneWith({ ha: { restartPriority: 'disabled' } }), names: ['one'], down: ['one'] },
  storageLossNotAnswered: { lab: haWith({ pdlResponse: 'disabled', apdResponse: 'disabled' }), names: ['one', 'two', 'three'], stranded: ['one', 'two', 'three'] },
} // prettier-ignore

const looked = (raw: object) => {
  const { simulation, ...warm } = warmUp(labOf(raw), 60_000, SWEEP_RUN_MS)
  return { warm, findings: findingsOf(warm, simulation) }
}

describe('findings', () => {
  it('are none of a sound design', () => {
    expect(looked(sound).findings).toEqual([])
  })

  it.each(findingRules.map((rule) => ({ rule, flaw: flaws[rule] })))('$rule', ({ rule, flaw }) => {
    const { warm, findings } = looked(flaw.lab)
    const finding = findings.find((one) => one.rule === rule)!
    expect(findings.map((one) => one.rule)).toContain(rule)
    expect(finding.names).toEqual(flaw.names)
    expect(finding.facts.every((fact) => factById(fact) !== undefined)).toBe(true)
    expect(finding.facts.length).toBeGreaterThan(0)
    for (const language of ['en', 'ko'] as const) {
      expect(findingTitle(finding, language)).not.toBe('')
      expect(findingConsequence(finding, language)).not.toMatch(/undefined|NaN/)
      expect(commandsText(finding.play, language)).not.toBe('')
    }
    const played = fork(warm, { commands: finding.play })
    played.runUntil(warm.at + 1)
    expect(played.log.filter(({ type }) => type === 'command.received')).toHaveLength(finding.play.length)
    expect(played.log.filter(({ type }) => type === 'command.refused')).toEqual([])
    const outcome = outcomeOf(warm, { failed: [], hosts: [], commands: finding.play }, baselineOf(warm))
    if (flaw.down !== undefined) expect(outcome.lost.map(({ vm }) => vm)).toEqual(flaw.down)
    if (flaw.stranded !== undefined) expect(outcome.strandedVms.map(({ vm }) => vm)).toEqual(flaw.stranded)
  })

  it('take the gateway of each management network for an isolation address, as the engine does', () => {
    const networks = ['mgmt', 'mgmt-2'].map((name) => ({ name, kind: 'management', nics: 2, isolationAddresses: [`gateway-of-${name}`] }))
    const { findings } = looked({ ...flaws.isolationAddressSilent.lab, networks: [...networks, ...sound.networks.slice(1)], timeline: [{ at: '10s', do: 'network.addressDown', address: 'gateway-of-mgmt-2' }] }) // prettier-ignore
    expect(findings).toMatchObject([{ rule: 'isolationAddressSilent', names: ['gateway-of-mgmt-2'], figures: { addresses: 2 } }])
  })

  it('come with nothing else than what is wrong', () => {
    const also: { readonly [R in FindingRule]?: readonly FindingRule[] } = {
      reservationFitsNowhere: ['admissionControlShort'],
      reservationHasNoRoom: ['admissionControlShort'],
      admissionControlShort: ['reservationHasNoRoom'],
      separationNeedsAllHosts: [],
    }
    for (const rule of findingRules) {
      const others = looked(flaws[rule].lab).findings.filter((one) => one.rule !== rule && !(also[rule] ?? []).includes(one.rule))
      expect([rule, others.map((one) => one.rule)]).toEqual([rule, []])
    }
  })
})
