/** What a field of the log or the state can hold, as data. Null is always possible: a field without a value is null. */
import { haStates } from './events.ts'
import { labelWords } from './texts/states.ts'

export type ValueField =
  | 'number'
  | 'flag'
  | 'text'
  /** Names or words that depend on the run, maps whose keys the engine chooses. */
  | 'any'
  | { readonly words: readonly string[] }
  /** The name of something in the lab, or one of the words. */
  | { readonly name: 'host' | 'vm'; readonly words?: readonly string[] }
  | { readonly list: ValueField }
  | { readonly block: Block }
  /** A map by name. */
  | { readonly byName: ValueField }
export type Block = { readonly [key: string]: ValueField }
export type BlockOf<T> = { readonly [K in keyof Required<T>]: ValueField }

export const words = (...list: readonly string[]): ValueField => ({ words: list })
export const list = (of: ValueField): ValueField => ({ list: of })
export const block = (fields: Block): ValueField => ({ block: fields })
export const host: ValueField = { name: 'host' }
export const vm: ValueField = { name: 'vm' }
export const haState = words(...haStates)
export const entityKind = words('host', 'vm', 'datastore', 'cluster')
export const alarm = words(...labelWords('alarm'))
export const severity = words('yellow', 'red')
export const configIssue = words(...labelWords('configIssue'))
export const ftState = words(...labelWords('ftState'))
export const ftReason = words(...labelWords('ftReason'))
export const restartPriority = words(...labelWords('priority'))
export const connection = words('connected', 'notResponding', 'disconnected')
export const migrationKind = words(...labelWords('migrationKind'))
