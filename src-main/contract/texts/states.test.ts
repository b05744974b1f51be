import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { haStates } from '../events.ts'
import { commandLabel, commandNames } from './commands.ts'
import { refusalCodes, refusalText } from './refusals.ts'
import { groupThousands } from './format.ts'
import { formatBytes, formatDuration, formatMHz, formatMiB, formatNumber, formatSeconds, formatTime, labelWords, stateLabel } from './states.ts'

describe('what a VM waits for', () => {
  it('fits the tile of a VM', () => {
    for (const word of labelWords('restartState')) {
      expect(stateLabel('restartState', word, 'ko').length, word).toBeLessThanOrEqual(10)
      expect(stateLabel('restartState', word, 'en').length, word).toBeLessThanOrEqual(16)
    }
  })
})

describe('formats', () => {
  it('set thousands apart in a text, and leave names, decimals and dates', () => {
    expect(groupThousands('28000 MHz and 124554.1234MB of vm-2000 on esx2000 at 2026-11-28')).toBe(
      '28,000 MHz and 124,554.1234MB of vm-2000 on esx2000 at 2026-11-28',
    )
  })

  it('show run time with hours only when there are any', () => {
    expect([0, 82_400, 3_599_999, 3_600_000, 93_784_005].map(formatTime)).toEqual([
      '00:00.000',
      '01:22.400',
      '59:59.999',
      '1:00:00.000',
      '26:03:04.005',
    ])
  })

  it('show durations in the unit that fits', () => {
    expect([570, 18_000, 1500, 150_000, 3_600_000, 93_600_000].map((ms) => formatDuration(ms, 'en'))).toEqual([
      '570 ms',
      '18 s',
      '1.5 s',
      '2 min 30 s',
      '1 h',
      '1 d 2 h',
    ])
    expect([570, 18_000, 150_000].map((ms) => formatDuration(ms, 'ko'))).toEqual(['570ms', '18초', '2분 30초'])
    expect(formatSeconds(600_000, 'en')).toBe('600 s')
  })

  it('show sizes in binary steps and speeds in MHz or GHz', () => {
    expect([0, 1023, 1024, 4_371_000_000, 137_438_953_472].map((bytes) => formatBytes(bytes, 'en'))).toEqual([
      '0 B',
      '1,023 B',
      '1 KiB',
      '4.1 GiB',
      '128 GiB',
    ])
    expect([2000, -12_345.67, 999].map((value) => formatNumber(value, 1))).toEqual(['2,000', '-12,345.7', '999'])
    expect([512, 3072, 45.5].map((mib) => formatMiB(mib, 'en'))).toEqual(['512 MiB', '3 GiB', '45.5 MiB'])
    expect([800, 20_800].map((mhz) => formatMHz(mhz, 'ko'))).toEqual(['800MHz', '20.8GHz'])
  })
})

describe('labels', () => {
  it('name every HA host state in both languages', () => {
    expect([...labelWords('haState')].sort()).toEqual([...haStates].sort())
    expect(stateLabel('haState', 'secondary', 'en')).toBe('Connected (Secondary)')
    expect(stateLabel('haState', 'secondary', 'ko')).toBe('연결됨(보조)')
  })

  it('show an unknown word in plain words and nothing as a dash', () => {
    expect(stateLabel('haState', 'halfAwake', 'en')).toBe('half awake')
    expect(stateLabel('haState', 'toString', 'en')).toBe('to string')
    expect(stateLabel('haState', null, 'ko')).toBe('–')
  })
})

const specPath = fileURLToPath(new URL('../../../../shared/spec/lab-format.md', import.meta.url))

/** Words in back quotes of the tables between two headings of the contract. */
function wordsBetween(start: string, end: string): string[] {
  const text = readFileSync(specPath, 'utf8')
  const section = text.slice(text.indexOf(start), text.indexOf(end))
  return section
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .flatMap((line) => [...line.matchAll(/`([A-Za-z.]+)`/g)].map((match) => match[1] ?? ''))
}

describe.skipIf(!existsSync(specPath))('against the contract text', () => {
  it('has a name for every command and a clause for every refusal code', () => {
    const listed = wordsBetween('## 2. Commands', '## 3. Event log')
    const commands = listed.filter((word) => word.includes('.'))
    const codes = listed.filter((word) => !word.includes('.') && !['cpu', 'memory', 'all', 'hosts', 'blocks', 'isolationAddresses'].includes(word))
    expect(commands.length).toBeGreaterThan(70)
    expect(commands.filter((command) => !commandNames.includes(command))).toEqual([])
    expect(codes.filter((code) => !refusalCodes.includes(code))).toEqual([])
    expect(codes.length).toBeGreaterThan(40)
  })
})

describe('commands and refusals', () => {
  it('fall back to plain words', () => {
    expect(commandLabel('kettle.boilNow', 'en')).toBe('kettle boil now')
    expect(refusalText('kettleEmpty', 'ko')).toBe('kettle empty')
  })

  it('sharpen a lack of resources by what is short', () => {
    expect(refusalText('insufficientResources', 'en', 'cpu')).toBe('not enough unreserved CPU')
    expect(refusalText('insufficientResources', 'en', null)).toBe('not enough unreserved resources')
  })
})
