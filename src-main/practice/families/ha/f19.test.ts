import { describe } from 'vitest'
import { audit } from '../../testing/audit.ts'
import { monitoredGuest } from './f19-monitored-guest.ts'

const once = (more: object = {}): object => ({
  asks: 'when',
  failure: 'hang',
  hasIo: false,
  monitoring: 'vm',
  preset: 'high',
  uptimeSeconds: null,
  ...more,
})
const often = (more: object = {}): object => ({ asks: 'howOften', maxResets: 3, windowMinutes: 60, minutes: 96, ...more })

describe('VM monitoring, worked by hand (ranges of 30 s: 3 is 90 to 120 s)', () => {
  audit(monitoredGuest, [
    {
      worked: 'High, idle guest hangs: 60 + 30 + 1..29 = 91..119 s: range 3; the interval alone 30 s: range 1; Medium 121..149: range 4',
      parameters: once(),
      answer: 3,
      mistakes: { M4: 1, M5: 4, M7: 'elsewhere' },
    },
    {
      worked: 'High, busy guest hangs: last I/O + 120 s + up to 20 s = 120..140: range 4; without I/O 91..119: range 3',
      parameters: once({ hasIo: true }),
      answer: 4,
      mistakes: { M1: 3, M4: 1 },
    },
    {
      worked: 'Tools stop, the guest goes on writing: never; without I/O in Low 60 + 120 + 1..29 = 181..209: range 6',
      parameters: once({ failure: 'toolsStop', hasIo: true, preset: 'low' }),
      answer: null,
      mistakes: { M1: 6, M4: 4, M5: 4 },
    },
    {
      worked: 'Low, uptime 50 s: not before 480 s, that is 430 s after the hang: range 14 (420..450); without minimum uptime 181..209: range 6',
      parameters: once({ preset: 'low', uptimeSeconds: 50 }),
      answer: 14,
      mistakes: { M2: 6 },
    },
    {
      worked: 'application, High: 30 + 30 + 1..29 = 61..89 s: range 2; with VM Monitoring Only never',
      parameters: once({ failure: 'appCrash', monitoring: 'vmAndApplication', hasIo: true }),
      answer: 2,
      mistakes: { M6: null },
    },
    {
      worked: '96 min with a window of 60: 3 resets in the first and 3 in the second: 6; one each: 2; for all time 3',
      parameters: often(),
      answer: 6,
      mistakes: { M9: 3, M10: 2 },
    },
    {
      worked:
        'no window, 3 in all; with a window of an hour 3 + 3 in 90 min; without a maximum: 91..119 s (or 120..140 after the boot) and 20 s of boot for each of them, some 37',
      parameters: often({ windowMinutes: null, minutes: 90 }),
      answer: 3,
      mistakes: { M8: 6, M10: 1 },
    },
    {
      worked:
        'one reset allowed in 6 min: 1. Without a maximum: the first after 91..119 s, the second 20 s of boot and 120..140 s after its I/O later: 231..279 s, a third not before 371 s: 2',
      parameters: often({ maxResets: 1, windowMinutes: 30, minutes: 6 }),
      answer: 1,
      mistakes: { M3: 2, M9: 1 },
    },
  ])
})
