import { describe, expect, it } from 'vitest'
import { compactAge } from '../../i18n/clock.ts'
import { propertyFields, propertyName } from '../../i18n/property-names.ts'
import { articleFrame } from '../../testing/article-run.ts'
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
    expect(found).toMatchObject([{ field: 'hosts.Host A', value: '모든 경로 다운(APD)' }])
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

  it('names what waits in a queue, and says how it stands', () => {
    const entry = { vm: 'VM1', priority: 'high', state: 'waiting', waitsFor: null, attempt: 0, nextAtMs: 5, rejected: [] }
    const state = { status: 'yellow', restartQueue: [entry, { ...entry, vm: 'VM2', priority: 'medium' }] }
    const told = (language: 'en' | 'ko') => propertyRows('cluster', state, language).map(({ value }) => value)
    expect(told('en')).toEqual(['Yellow', 'VM1 (High, Waiting), VM2 (Medium, Waiting)'])
    expect(told('ko')[0]).toBe('노란색')
    expect(told('ko')[1]).not.toMatch(/waiting|high/i)
  })
})
