import { describe, expect, it } from 'vitest'
import { sharedDomain } from './use-host-names.ts'

describe('the domain that hosts share', () => {
  it.each<[readonly string[], string]>([
    [['esx01.dc.example.com', 'esx02.dc.example.com'], '.dc.example.com'],
    [['esx01.dc.example.com', 'esx02.other.example.com'], ''],
    [['esx01.dc.example.com', 'esx02'], ''],
    [['esx01.dc.example.com'], ''],
    [['10.0.0.1', '10.0.0.1'], ''],
    [['Host A', 'Host B'], ''],
    [[], ''],
  ])('of %j is %j', (names, domain) => {
    expect(sharedDomain(names)).toBe(domain)
  })
})
