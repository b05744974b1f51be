import { expect, it } from 'vitest'
import { eventField } from '../event-value-fields.ts'
import { eventFields, type EventType } from '../events.ts'
import { askedEvent, eventFieldText } from './asked-event.ts'

const types = Object.keys(eventFields) as EventType[]

it.each(types)('%s can be asked for in a sentence of both languages, and its fields have names and words', (type) => {
  for (const language of ['en', 'ko'] as const) {
    const sentence = askedEvent(type, {}, language)
    expect(sentence).not.toMatch(/undefined|unknown|알 수 없음|\(…\)/)
    expect(sentence).not.toBe('')
  }
  for (const field of eventFields[type]) {
    expect(eventFieldText(type, [field], 'x', 'ko').name, field).toMatch(/[가-힣]|^(VM|CPU|MAC)/)
    const of = eventField(type, field)
    for (const word of typeof of === 'object' && 'words' in of ? (of.words ?? []) : []) {
      const { value } = eventFieldText(type, [field], word, 'ko')
      expect(value, `${field} ${word}`).toMatch(/[가-힣]|^(DRS|CPU|VM|vMotion|Storage vMotion|vSphere HA|vCenter Server|Fault Tolerance)$/)
    }
  }
})

it('has the certain fields of a pattern in its sentence, and gaps for what is asked for otherwise', () => {
  expect(askedEvent('ha.hostStateChanged', { host: 'esx-1', to: 'failed' }, 'en')).toBe('esx-1 is declared failed')
  expect(askedEvent('vmotion.completed', { vm: '*', stunMs: { max: 2000 } }, 'en')).toBe('… of … completed in …')
  expect(askedEvent('command.received', { command: 'host.add' }, 'en')).toBe('Command: Add a host')
  expect(askedEvent('ha.*', {}, 'en')).toBe('ha…')
})
