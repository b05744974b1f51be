/** What a run logs and shows against the tables of values that the contract has: what does not fit them. */
import { eventFields, type LabEvent } from '../../contract/events.ts'
import { eventField } from '../../contract/event-value-fields.ts'
import type { Block, ValueField } from '../../contract/value-field.ts'
import { stateFields } from '../../contract/value-fields.ts'
import type { Simulation } from '../core/simulation-types.ts'

/** Of the log and of the state at the instant where it stands, a line each: path and value. */
export const misfitsOf = (simulation: Simulation): readonly string[] => [
  ...new Set([...simulation.log.flatMap(eventMisfits), ...blockMisfits(stateFields, simulation.state(), 'state')]),
]

/** Where a value does not fit its field. */
function misfits(field: ValueField, value: unknown, path: string): readonly string[] {
  if (value === null || value === undefined || field === 'any') return []
  if (typeof field === 'string')
    return typeof value === { number: 'number', flag: 'boolean', text: 'string' }[field] ? [] : [`${path}: ${String(value)}`]
  if ('words' in field && field.words?.includes(value as string) === true) return []
  if ('name' in field) return typeof value === 'string' ? [] : [`${path}: ${String(value)}`]
  if ('list' in field) return (value as readonly unknown[]).flatMap((each, i) => misfits(field.list, each, `${path}[${i}]`))
  if ('byName' in field) return Object.entries(value).flatMap(([key, each]) => misfits(field.byName, each, `${path}.${key}`))
  if ('block' in field) return blockMisfits(field.block, value, path)
  return [`${path}: ${String(value)}`]
}

function blockMisfits(block: Block, value: unknown, path: string): readonly string[] {
  return Object.entries(value as object).flatMap(([key, each]) => {
    const field = block[key]
    return field === undefined ? [`${path}.${key}: not in the table`] : misfits(field, each, `${path}.${key}`)
  })
}

const eventMisfits = (event: LabEvent): readonly string[] =>
  eventFields[event.type].flatMap((field) => misfits(eventField(event.type, field), event[field], `${event.type}.${field}`))
