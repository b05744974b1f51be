import { expect, it } from 'vitest'
import type { LabEvent } from '../contract/events.ts'
import { parseLab } from '../contract/lab/index.ts'
import { createSimulation } from '../engine/index.ts'
import { eventLines, eventsFromText } from './event-text.ts'

function logOfFailure(): readonly LabEvent[] {
  const host = (name: string) => ({ name, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65_536 })
  const parsed = parseLab(
    JSON.stringify({
      hostdown: 1,
      name: 'Two\nlines',
      cluster: { ha: {} },
      hosts: ['esx-1', 'esx-2', 'esx-3'].map(host),
      vms: [{ name: 'vm "one"', host: 'esx-1', vcpus: 1, memoryMiB: 1024 }],
      timeline: [{ at: 60, do: 'host.powerOff', host: 'esx-1' }],
      until: '10m',
    }),
  )
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message)
  const simulation = createSimulation(parsed.lab)
  simulation.runUntil(parsed.lab.until)
  return simulation.log
}

it('gives the events back, with the sentences of their whys', () => {
  const log = logOfFailure()
  const text = eventLines(log)
  expect(text.split('\n')).toHaveLength(log.length + 1)
  expect(log.some(({ why }) => (why?.text.length ?? 0) > 0)).toBe(true)
  expect(text).not.toContain('"text":')
  expect(eventsFromText(text)).toEqual(log)
  // Word for word, and in the same order of keys.
  expect(JSON.stringify(eventsFromText(text))).toBe(JSON.stringify(log))
  expect(eventLines(eventsFromText(text))).toBe(text)
})

it('may be cut at any line, and put together again', () => {
  const log = logOfFailure()
  expect(eventLines(log.slice(0, 5)) + eventLines(log.slice(5))).toBe(eventLines(log))
  expect(eventsFromText(eventLines(log.slice(3, 9)).trimEnd())).toEqual(log.slice(3, 9))
  expect(eventLines([])).toBe('')
  expect(eventsFromText('')).toEqual([])
  expect(() => eventsFromText('{"t":1')).toThrow(SyntaxError)
})
