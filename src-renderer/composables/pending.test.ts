import { describe, expect, it } from 'vitest'
import type { LabState } from '../../src-main/contract/state.ts'
import { islandsOf, pendingVms } from './pending.ts'

type Ha = NonNullable<LabState['ha']>
type Isolation = Ha['isolation'][number]

const isolation: Isolation = {
  host: 'esx01',
  sinceMs: 10_000,
  declaredAtMs: null,
  nextAtMs: 40_000,
  vms: [
    { vm: 'a', response: 'powerOffAndRestart', state: 'waiting', nextAtMs: 70_000 },
    { vm: 'b', response: 'disabled', state: 'waiting', nextAtMs: null },
    { vm: 'c', response: 'shutDownAndRestart', state: 'shuttingDown', nextAtMs: 370_000 },
    { vm: 'd', response: 'powerOffAndRestart', state: 'deferred', nextAtMs: 80_000 },
    { vm: 'e', response: 'powerOffAndRestart', state: 'done', nextAtMs: null },
  ],
}
const ha = (part: Partial<Ha>): Ha => ({ isolation: [], vmcp: [], ...part }) as Ha

describe('what is about to be done with VMs', () => {
  it('is the isolation response, counted down', () => {
    const found = pendingVms(ha({ isolation: [isolation] }), 42_000)
    expect(Object.fromEntries(found)).toEqual({
      a: { key: 'topology.offIn', ms: 28_000, grave: false },
      c: { key: 'topology.forcedIn', ms: 328_000, grave: true },
      d: { key: 'topology.deferred', ms: null, grave: false },
    })
  })

  it('is component protection, where it acts', () => {
    const loss: Ha['vmcp'][number] = {
      datastore: 'ds-01',
      host: 'esx01',
      kind: 'apd',
      sinceMs: 0,
      timeoutAtMs: 140_000,
      vms: [
        { vm: 'a', response: 'powerOffAndRestartAggressive', actsAtMs: 320_000 },
        { vm: 'b', response: 'issueEvents', actsAtMs: null },
      ],
    }
    expect([...pendingVms(ha({ vmcp: [loss] }), 100_000)]).toEqual([['a', { key: 'topology.stopsIn', ms: 220_000, grave: true }]])
    expect(pendingVms(ha({ vmcp: [loss] }), 320_001).size).toBe(0)
  })
})

it.each([
  [{}, 12_000, 'topology.isolatedIn', 28_000],
  [{ nextAtMs: null }, 12_000, 'topology.silentFor', 2000],
  [{ declaredAtMs: 40_000, nextAtMs: 70_000 }, 45_000, 'topology.actsIn', 25_000],
  [{ declaredAtMs: 40_000, nextAtMs: null }, 100_000, 'topology.isolatedFor', 60_000],
] as const)('a host that hears nobody waits: %o at %i', (change, t, key, ms) => {
  expect(islandsOf(ha({ isolation: [{ ...isolation, ...change }] }), t).get('esx01')).toEqual({ key, ms, grave: false })
})
