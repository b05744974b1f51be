/** What differs between labs has words in both languages. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parseLab, type Lab } from '../contract/lab/index.ts'
import { settingName, settingValue } from '../contract/texts/design-differences.ts'
import { designDifferences } from './design-diff.ts'

const samples = join(import.meta.dirname, '..', '..', 'resources', 'samples')
const labs = readdirSync(samples)
  .filter((name) => name.endsWith('.lab.yaml'))
  .flatMap((fileName): Lab[] => {
    const parsed = parseLab(readFileSync(join(samples, fileName), 'utf8'), { fileName })
    return parsed.ok ? [parsed.lab] : []
  })

describe('settings that differ between the samples', () => {
  const found = labs.flatMap((a) => labs.flatMap((b) => designDifferences(a, b)))

  it('are many, and each has a name and values in both languages', () => {
    const settings = found.flatMap(({ area, settings: list }) => list.map((setting) => ({ area, ...setting })))
    expect(new Set(settings.map(({ area, path }) => `${area}.${path}`)).size).toBeGreaterThan(40)
    const nameless = settings.filter(({ area, path }) => settingName(area, path, 'en') === `${area}.${path}`)
    expect([...new Set(nameless.map(({ area, path }) => `${area}.${path}`))]).toEqual([])
    const empty = settings.filter(({ area, path, a, b }) =>
      ['en', 'ko'].some((language) => [a, b].some((value) => settingValue(area, path, value, language as 'en') === '')),
    )
    expect(empty.map(({ area, path }) => `${area}.${path}`)).toEqual([])
  })

  it('are shown with their units and words', () => {
    expect(settingValue('vm', 'memoryMiB', 8192, 'en')).toBe('8 GiB')
    expect(settingValue('ha', 'apdResponseDelay', 180_000, 'ko')).toBe('3분')
    expect(settingValue('ha', 'enabled', false, 'en')).toBe('Disabled')
    expect(settingValue('ha', 'admissionControl.policy', 'slotPolicy', 'ko')).not.toBe('slotPolicy')
    expect(settingName('ha', 'advancedOptions.das.isolationaddress0', 'ko')).toBe('das.isolationaddress0')
    expect(settingValue('vm', 'memoryLimitMiB', null, 'en')).toBe('Unlimited')
  })
})
