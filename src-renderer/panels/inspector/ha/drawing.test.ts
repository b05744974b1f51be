import { describe, expect, it } from 'vitest'
import { haAdmission } from '../../../testing/ha-run.ts'
import { axisWidth, layoutAxis, textWidth } from './axis-layout.ts'
import { textsIn } from '../../../i18n/texts.ts'
import { slotRows } from './slot-grid.ts'
import { waitedVm, waitText } from './wait-text.ts'

describe('time axis', () => {
  const labels = ['last heartbeat', 'heartbeat missed', '데이터스토어 무응답', 'unreachable, ping', 'no answer', 'Host Failed']
  const instants = [
    [0, 3, 8, 10, 15, 18],
    [0, 0, 0, 0, 0, 1],
    [0, 1, 2, 3, 4, 300],
    [0, 10, 25, 35, 36, 37],
  ]

  it.each(instants)('keeps words apart and inside: %i %i %i %i %i %i', (...seconds) => {
    const points = seconds.map((at, i) => ({ at: at * 1000, label: labels[i] ?? '', time: `+${String(at)} s`, main: i === 5 }))
    const { points: placed, rows } = layoutAxis(points, 0, (seconds.at(-1) ?? 1) * 1000)
    const ranges = placed.map(({ textX, anchor, row }, i) => {
      const width = textWidth(labels[i] ?? '')
      const from = anchor === 'start' ? textX : anchor === 'end' ? textX - width : textX - width / 2
      return { row, from, to: from + width }
    })
    for (const [i, a] of ranges.entries()) {
      expect(a.from).toBeGreaterThanOrEqual(0)
      expect(a.to).toBeLessThanOrEqual(axisWidth)
      for (const b of ranges.slice(i + 1)) if (a.row === b.row) expect(a.to <= b.from || b.to <= a.from).toBe(true)
    }
    expect(rows).toBe(Math.max(...placed.map(({ row }) => row)) + 1)
    // What it leads to says when.
    expect(placed[5]?.timed).toBe(true)
  })
})

describe('slots by host', () => {
  const hosts = ['Host A', 'Host B', 'Host C']
  const vms = new Map([
    ['Host A', ['VM1', 'VM2']],
    ['Host B', ['VM3']],
  ])

  it('count VMs that need several, and mark the largest hosts as held back', () => {
    const rows = slotRows(haAdmission(0, null), hosts, vms)
    expect(rows.map(({ slots, used, heldBack, lost }) => [slots, used, heldBack, lost])).toEqual([
      [8, 4, false, false],
      [8, 1, false, false],
      [10, 0, true, false],
    ])
    expect(rows[0]?.multiple).toEqual([{ vm: 'VM1', slots: 3 }])
  })
  it('know a host that is taken as lost, and mark nothing where the numbers do not add up', () => {
    expect(slotRows(haAdmission(0, 'Host A'), hosts, vms)[0]).toMatchObject({ lost: true, used: 4, slots: 0 })
    expect(slotRows({ ...haAdmission(0, null), failoverSlots: 7 }, hosts, vms).some((row) => row.heldBack)).toBe(false)
    expect(slotRows({ ...haAdmission(0, null), failoverSlots: 0 }, hosts, vms).some((row) => row.heldBack)).toBe(false)
  })
})

describe('what a restart waits for', () => {
  const say = (key: string, values: Readonly<Record<string, unknown>> = {}): string => [key, ...Object.values(values)].join(' ')
  it.each([
    [null, '–'],
    ['vm:db-1', 'db-1'],
    ['priority:highest', 'queue.waitsForPriority Highest'],
    ['insufficientResources', 'no host has enough unreserved resources'],
    ['powerOnLimit', 'the limit of concurrent power-ons is reached'],
    ['agentVms', 'queue.waitsForAgents'],
  ])('%s', (word, text) => expect(waitText(word, textsIn('en'), say)).toBe(text))
  it('is a VM only where it is named as one', () => {
    expect(waitedVm('vm:vm:1')).toBe('vm:1')
    expect(waitedVm('priority:low')).toBeNull()
  })
})
