import { describe, expect, it } from 'vitest'
import type { LabState } from '../../src-main/contract/state.ts'
import { createTexts, type Translate } from '../i18n/index.ts'
import { textsIn } from '../i18n/texts.ts'
import { tracksOf } from '../panels/inspector/ha/clock-tracks.ts'
import { EventLog } from '../stores/event-log.ts'
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
  [{}, 12_000, 'topology.isolatedIn', 28_000, {}],
  [{ nextAtMs: null }, 12_000, 'topology.silentFor', 2000, { isPast: true }],
  [{ declaredAtMs: 40_000, nextAtMs: 70_000 }, 45_000, 'topology.actsIn', 25_000, {}],
  [{ declaredAtMs: 40_000, nextAtMs: null }, 100_000, 'topology.isolatedFor', 60_000, { isPast: true }],
] as const)('a host that hears nobody waits: %o at %i', (change, t, key, ms, more) => {
  expect(islandsOf(ha({ isolation: [{ ...isolation, ...change }] }), t).get('esx01')).toEqual({ key, ms, grave: false, ...more })
})

it('counts down to what the HA tab has at that instant, and calls it so', () => {
  const told = (language: 'en' | 'ko'): [counted: string, point: string | undefined] => {
    const t = createTexts(language).global.t as Translate
    const word = islandsOf(ha({ isolation: [isolation] }), 12_000).get('esx01')
    const [track] = tracksOf({
      ha: ha({ isolation: [isolation], clocks: [], restartQueue: [] }),
      log: new EventLog(),
      shownEnd: 0,
      now: 12_000,
      monitoring: new Map(),
      t,
      texts: textsIn(language),
    })
    return [t(word?.key ?? 'yes', { time: '28 s' }), track?.points.find(({ at }) => at === 12_000 + (word?.ms ?? 0))?.label]
  }
  expect(told('en')).toEqual(['hears no host · isolated in 28 s', 'declared isolated'])
  expect(told('ko')).toEqual(['호스트와 통신 없음 · 28 s 후 분리 선언', '분리 선언'])
})
