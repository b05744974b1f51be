import { mount } from '@vue/test-utils'
import { createPinia } from 'pinia'
import { describe, expect, it } from 'vitest'
import type { Comparison, OutcomeBalance } from '../../../src-main/contract/api-compare.ts'
import { createTexts } from '../../i18n/index.ts'
import OutcomeTable from './OutcomeTable.vue'

const sums = { down: 0, downtimeMs: 1200, restarts: 0, moves: 2, pingsLost: 0 }

function rows(a: OutcomeBalance, b: OutcomeBalance): Record<string, string[]> {
  const outcome = { t: 60_000, sums: { a: sums, b: sums }, balance: { a, b }, vms: [], differing: 0, alike: [], alikeCount: 0 }
  const table = mount(OutcomeTable, {
    props: { comparison: { outcome } as unknown as Comparison, names: { a: 'A', b: 'B' }, selected: null },
    global: { plugins: [createPinia(), createTexts('en')] },
  })
  return Object.fromEntries(
    table.findAll('[data-sum]').map((row) => [row.get('dt').text(), row.findAll('dd > b:last-child').map((value) => value.text())]),
  )
}

describe('what became of the VMs', () => {
  it('has what moves gain beside what they cost', () => {
    const told = rows({ drsScore: 71.04, busiestHostPercent: 140, unmetCpuMHz: 4000 }, { drsScore: 100, busiestHostPercent: 72, unmetCpuMHz: 0 })
    expect(told).toMatchObject({
      Moves: ['2', '2'],
      'Cluster DRS score': ['71%', '100%'],
      'CPU demand of the busiest host': ['140%', '72%'],
      'CPU asked for and not given': ['4 GHz', '0 MHz'],
    })
  })

  it('has no row of what neither run knows', () => {
    const none = { drsScore: null, busiestHostPercent: null, unmetCpuMHz: null }
    expect(Object.keys(rows(none, none))).toHaveLength(5)
    expect(rows(none, { ...none, busiestHostPercent: 5 })).toMatchObject({ 'CPU demand of the busiest host': ['–', '5%'] })
  })

  it('does not list a VM that fares the same among those that fare differently', () => {
    const restarted = { down: false, downtimeMs: 28_000, restarts: 1, moves: 0, pingsLost: null, host: 'h2' }
    const none = { drsScore: null, busiestHostPercent: null, unmetCpuMHz: null }
    const outcome = {
      t: 60_000,
      sums: { a: sums, b: sums },
      balance: { a: none, b: none },
      vms: [{ vm: 'web', a: restarted, b: { ...restarted, host: 'h3' } }],
      differing: 1,
      alike: [{ vm: 'db', a: restarted, b: restarted }],
      alikeCount: 1,
    }
    const table = mount(OutcomeTable, {
      props: { comparison: { outcome } as unknown as Comparison, names: { a: 'A', b: 'B' }, selected: null },
      global: { plugins: [createPinia(), createTexts('en')] },
    })
    const listed = (group: string) => table.findAll(`[data-testid="compare-${group}"] [data-vm]`).map((row) => row.attributes('data-vm'))
    expect([listed('differing'), listed('alike')]).toEqual([['web'], ['db']])
    expect(table.get('[data-testid="compare-differing"]').attributes('aria-label')).toBe('VMs that fare differently: 1')
  })
})
