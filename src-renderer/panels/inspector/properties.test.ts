import { describe, expect, it } from 'vitest'
import { entityFields } from '../../../src-main/contract/value-fields.ts'
import { compactAge, passed } from '../../i18n/clock.ts'
import { propertyFields, propertyName } from '../../i18n/property-names.ts'
import { articleFrame } from '../../testing/article-run.ts'
import { drsNow } from '../../testing/drs-run.ts'
import { propertiesText, propertyRows, propertySections } from './properties.ts'

const state = articleFrame(80_000, 1).hosts['Host A'] as unknown as { readonly [field: string]: unknown }
const rows = propertyRows('host', state, 'en')
const valueOf = (field: string): string | undefined => rows.find((row) => row.field === field)?.value

describe('properties', () => {
  it('has a row for every field, and one for each of an object in it', () => {
    const fields = new Set(rows.map((row) => row.field))
    for (const field of Object.keys(state)) expect(field === 'heartbeat' || fields.has(field), field).toBe(true)
    expect(fields).toContain('heartbeat.networkAgeMs')
  })
  it('has units and names', () => {
    expect(valueOf('cpuCapacityMHz')).toBe('20.8 GHz')
    expect(valueOf('memoryCapacityMiB')).toBe('64 GiB')
    expect(valueOf('haState')).toBe('Host Failed')
    expect(valueOf('heartbeat.networkAgeMs')).toBe('20 s')
    expect(valueOf('maxEvcMode')).toBe('–')
    expect(valueOf('heartbeat.ping')).toBe('no')
    expect(valueOf('heartbeatDatastores')).toBe('ds-01, ds-02')
  })
  it('names the access of a datastore by host', () => {
    const found = propertyRows('datastore', { hosts: { 'Host A': 'apd' } }, 'ko')
    expect(found).toMatchObject([{ field: 'hosts.Host A', label: '호스트별 액세스 · Host A', value: '모든 경로 다운(APD)' }])
  })
  it('says settings as the vSphere Client does, two levels deep', () => {
    const told = (kind: string, of: object, language: 'en' | 'ko') =>
      propertyRows(kind, of as { readonly [field: string]: unknown }, language).map(({ group, label, value }) => [group, label, value])
    expect(
      told('vm', { haSettings: { apdResponse: 'powerOffAndRestartConservative', vmMonitoring: 'disabled' }, drsAutomation: 'disabled' }, 'en'),
    ).toEqual([
      ['ha', 'Datastore with APD', 'Power off and restart VMs (conservative)'],
      ['ha', 'VM Monitoring', 'Disabled'],
      ['drs', 'DRS automation level', 'Disabled'],
    ])
    expect(
      told(
        'cluster',
        { admission: { policy: 'slotPolicy', slot: { cpuMHz: 32 } }, drs: { automation: 'fullyAutomated', dpm: { usePercent: { 'Host A': 40 } } } },
        'ko',
      ),
    ).toEqual([
      ['ha', '호스트 페일오버 용량 정의 기준', '슬롯 정책'],
      ['ha', 'CPU 슬롯 크기', '32MHz'],
      ['drs', '자동화 수준', '완전히 자동화됨'],
      ['drs', 'DPM: 호스트별 사용률', 'Host A 40'],
    ])
  })
  it('has a name for all that is told of an object', () => {
    const named = (field: string): boolean => propertyFields.some((known) => known === field || known.startsWith(`${field}.`))
    const { vm, host, datastore } = entityFields
    expect([vm, host, datastore].flatMap((block) => Object.keys(block).filter((field) => !named(field)))).toEqual([])
    for (const language of ['en', 'ko'] as const) {
      const rows = propertyRows('cluster', { drs: drsNow, vcls: { health: 'healthy', agents: [] } }, language)
      expect(
        rows.filter(({ field, group }) => group === 'other' || !(propertyFields.includes(field) || field.startsWith('drs.numVmsPerDrsScoreBucket.'))),
      ).toEqual([])
    }
  })
  it('is searched by name, field and value, and copied as it is shown', () => {
    const sections = propertySections(rows, 'capacity')
    expect(sections.map((section) => section.group)).toEqual(['cpu', 'memory'])
    expect(propertiesText('Host A', sections)).toBe('Host A\nCPU capacity\t20.8 GHz\nMemory capacity\t64 GiB')
    expect(propertySections(rows, 'no such thing')).toEqual([])
  })
  it('has a name in both languages for each field', () => {
    for (const field of propertyFields) for (const language of ['en', 'ko'] as const) expect(propertyName(field, language).label).not.toBe('')
    expect(propertyName('somethingNewMs', 'en')).toEqual({ group: 'other', label: 'something new' })
  })
})

describe('ages in a narrow column', () => {
  it.each([
    [400, '0.4 s', '0.4초'],
    [22_900, '22 s', '22초'],
    [119_000, '119 s', '119초'],
    [250_000, '4 min', '4분'],
    [3 * 3_600_000, '3 h', '3시간'],
    [50 * 3_600_000, '2 d', '2일'],
  ])('%i ms', (ms, english, korean) => {
    expect(compactAge(ms, 'en')).toBe(english)
    expect(compactAge(ms, 'ko')).toBe(korean)
  })

  it.each([
    [2999, 2900],
    [9999, 9900],
    [17_999, 17_000],
    [-5, 0],
  ])('%i ms are told as what has passed of them', (ms, told) => expect(passed(ms)).toBe(told))

  it('says what other primaries see by their names of states', () => {
    const seen = { by: 'b4', state: 'networkPartitioned', networkAgeMs: 40_000, datastoreAgeMs: 0, ping: false, isolatedBit: false, row: 3 }
    const told = propertyRows('host', { heartbeat: { by: 'a4', state: 'secondary' }, otherHeartbeats: [seen] }, 'en')
    expect(told.map(({ value }) => value)).toEqual(['a4', 'Connected (Secondary)', 'b4 (Network Partitioned)'])
  })

  it('names what waits in a queue, and says how it stands', () => {
    const entry = { vm: 'VM1', priority: 'high', state: 'waiting', waitsFor: null, attempt: 0, nextAtMs: 5, rejected: [] }
    const state = { status: 'yellow', restartQueue: [entry, { ...entry, vm: 'VM2', priority: 'medium' }] }
    const told = (language: 'en' | 'ko') => propertyRows('cluster', state, language).map(({ value }) => value)
    expect(told('en')).toEqual(['Yellow', 'VM1 (High, Waiting), VM2 (Medium, Waiting)'])
    expect(told('ko')[0]).toBe('노란색')
    expect(told('ko')[1]).not.toMatch(/waiting|high/i)
  })
})
