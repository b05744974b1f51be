/** Every guided lab of the product, judged along wrong and right ways: what the window says of its conditions, in both languages. */
import { describe, expect, it } from 'vitest'
import type { LabEvent } from '../../../src-main/contract/events.ts'
import type { EventPattern } from '../../../src-main/contract/lab/expectations.ts'
import type { Against } from '../../../src-main/contract/practice/guided-course.ts'
import type { Shortfall } from '../../../src-main/contract/shortfall.ts'
import type { Language } from '../../../src-main/contract/texts/language.ts'
import { createTexts, type Translate } from '../../i18n/index.ts'
import { propertyName } from '../../i18n/property-names.ts'
import { propertyValue } from '../inspector/properties.ts'
import { AgainstWords } from './against-words.ts'

function words(language: Language): AgainstWords {
  const { t } = createTexts(language).global
  const told: ConstructorParameters<typeof AgainstWords>[2] = ({ field }, value) => ({
    field: propertyName(field, language).label,
    value: propertyValue('vm', field, value, language),
  })
  return new AgainstWords(((key, values) => t(key, { ...values })) as Translate, language, told)
}
const said = (found: Against, language: Language = 'en'): readonly string[] => words(language).against(found)

const event = (t: number, type: LabEvent['type'], payload: object): LabEvent => ({ t, seq: t, type, causedBy: null, ...payload })
const open = { from: 0, to: null }
const pattern = (type: EventPattern['type'], fields: EventPattern['fields'] = {}): EventPattern => ({
  type,
  fields,
  window: { from: null, to: null },
})
const none = (of: EventPattern, more: Partial<Extract<Shortfall, { code: 'none' }>> = {}): Shortfall => ({
  ...{ code: 'none', pattern: of, span: open, nearest: [], of: 0 },
  ...more,
})

describe('what stands against a condition', () => {
  it('is the sentence of the log that is missing, with gaps where anything may stand', () => {
    const found = none(pattern('vm.poweredOn', { vm: 'web', cause: 'ha' }))
    expect(said(found)).toEqual(['So far: no “web runs again on …: restarted by vSphere HA”'])
    expect(said(found, 'ko')).toEqual([expect.stringMatching(/^지금까지: “.*web.*” 없음$/)])
    expect(said(none(pattern('ha.restartAttempted', { vm: 'web', host: ['esx-1', 'esx-2'] }), { span: { from: 60_000, to: 90_000 } }))).toEqual([
      'From 1:00 to 1:30: no “vSphere HA starts web on esx-1 or esx-2”',
    ])
  })

  it('names what came closest, and where the two part', () => {
    const moved = event(95_000, 'vmotion.completed', { vm: 'db', to: 'esx-02', kind: 'cold', stunMs: 4000, totalMs: 9000, bytes: 1e9, rounds: 2 })
    const nearest = [
      {
        event: moved,
        differences: [
          { path: ['stunMs'], want: { max: 999 }, got: 4000 },
          { path: ['kind'], want: ['vmotion', 'both'], got: 'cold' },
        ],
        isOutside: true,
      },
    ]
    const found = none(pattern('vmotion.completed', { vm: 'db', to: 'esx-02', stunMs: { max: 999 } }), { nearest, of: 1 })
    expect(said(found)[1]).toBe('Closest to it:')
    expect(said(found)[2]).toMatch(
      /^1:35 Cold migration of db completed .* \(.*: 4 s, expected at most 999 ms; .*: Cold migration, expected one of vMotion, .*; outside this time\)$/,
    )
    expect(said(found, 'ko')[2]).toMatch(/: 4초\(기대값 999ms 이하\); .*: 콜드 마이그레이션\(기대값 vMotion, .* 중 하나\); 이 시간 밖\)$/)
  })

  it('says of a state what it is, what was expected, and of whom: those of whom the same is to be said, in one line', () => {
    const low = (vm: string, got: number) => ({ path: ['vms', vm, 'cpuEntitlementMHz'], want: { min: 1200 }, got })
    const found: Shortfall = {
      ...{ code: 'state', at: 60_000, subject: null, more: 2 },
      differences: [low('prod-1', 400), low('prod-2', 400), { path: ['ha', 'admission', 'policy'], want: ['slotPolicy'], got: 'disabled' }],
    }
    expect(said(found)).toEqual([
      '1:00 · prod-1 and prod-2: CPU entitlement 400 MHz, expected at least 1.2 GHz',
      'Host failover capacity defined by: Disabled, expected Slot Policy',
      'and 2 more',
    ])
    const one: Shortfall = { ...found, subject: { kind: 'vm', name: 'esx.a.b' }, differences: [{ path: ['power'], want: 'on', got: 'off' }], more: 0 }
    const snapshots = [{ id: 's1', name: 'Before the patch', parent: null, memory: false, consistency: 'crash' }]
    const kept: Shortfall = { ...one, differences: [{ path: ['snapshots'], want: { size: 0 }, got: snapshots }] }
    expect(said(kept)).toEqual(['1:00 · esx.a.b: Snapshots Before the patch (Crash-consistent), expected entries: 0'])
    expect(said(one, 'ko')).toEqual(['1:00 · esx.a.b의 전원: 전원 꺼짐(기대값 전원 켜짐)'])
  })

  it('counts, and lists what there was', () => {
    const events = [event(1000, 'vm.poweredOff', { vm: 'db', host: 'esx-1', cause: 'user' })]
    expect(said({ code: 'happened', pattern: pattern('vm.poweredOff'), times: 3, events, more: 2 })).toEqual([
      'This must not happen, and it did (3):',
      '0:01 db is powered off on esx-1 by the user',
      'and 2 more',
    ])
    const count: Shortfall = {
      ...{ code: 'count', span: open, nearest: [], of: 0, times: 1, more: 0 },
      pattern: pattern('host.booted'),
      count: { min: 2, max: 3 },
      events: [],
    }
    expect(said(count)).toEqual(['So far: 1 of “… has booted”, expected 2 to 3'])
    expect(said({ code: 'trial', hosts: ['esx-1', 'esx-2'], against: { code: 'unreached' } })).toEqual([
      'When tried with esx-1 + esx-2:',
      'The run has not got there.',
    ])
  })

  it('is told of answers, commands and settings by their names', () => {
    const place = { vm: 'b-2', field: 'host' }
    expect(said({ code: 'toldOtherwise', place, is: 'esx-b1', told: 'esx-b2' })).toEqual(['b-2: Host is esx-b1, you told esx-b2'])
    expect(said({ code: 'untold', first: [place], missing: 15, of: 16 })).toEqual(['15 of 16 not told yet: b-2 (Host) …'])
    expect(said({ code: 'given', command: 'vm.migrate' })).toEqual(['This command was given: Migrate'])
    expect(said({ code: 'changed', vm: 'db', key: 'memoryReservationMiB', is: 0, was: 49_152 })).toEqual([
      expect.stringMatching(/^db: .*eservation.* is 0 MiB, and was 48 GiB$/),
    ])
  })
})

it('says what bears a condition out', () => {
  const seen = words('en')
  const events = [event(88_000, 'ha.restartQueued', { vm: 'a', priority: 'high' })]
  expect(seen.seen({ code: 'events', times: 1, events, more: 0 })).toEqual(['1:28 vSphere HA queues a for a restart with priority High'])
  expect(seen.seen({ code: 'all', at: 90_000, kind: 'vm', count: 9 })).toEqual(['All 9 so at 1:30'])
  expect(seen.seen({ code: 'trials', runs: 6 })).toEqual(['So in each of 6 runs that were tried'])
  const values = ['a', 'b', 'c'].map((vm) => ({ path: ['vms', vm, 'restarts'], got: 0 }))
  expect(seen.seen({ code: 'state', at: 1, subject: null, values, more: 0 })).toEqual(['a, b and c: Restarts by HA 0'])
})
