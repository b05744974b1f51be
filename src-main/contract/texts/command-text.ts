/**
 * The name of a command with what it is about, from the word and names that statuses and branches carry: `host.powerOff Host A`.
 * `undo host.powerOff Host A` is the course without it.
 */
import { commandLabel } from './commands.ts'
import type { Language } from './language.ts'

const undone = 'undo '
const named = '= '

/** The label of a branch that somebody named, what made it behind: `= Before the patch⇥host.powerOff Host A`. An empty name takes it away. */
export function namedLabel(name: string, label: string): string {
  const made = madeBy(label)
  const given = name.replaceAll('\t', ' ').trim()
  return given === '' ? made : `${named}${given}\t${made}`
}

/** What made the branch, whatever it is called. */
export const madeBy = (label: string): string => (label.startsWith(named) ? label.slice(label.indexOf('\t') + 1) : label)

/** Null: nobody gave it a name. */
export const givenName = (label: string): string | null => (label.startsWith(named) ? label.slice(named.length, label.indexOf('\t')) : null)

export function commandText(label: string, language: Language): string {
  const given = givenName(label)
  if (given !== null) return given
  if (label.startsWith(undone)) return `${language === 'ko' ? '제외' : 'Without'}: ${commandText(label.slice(undone.length), language)}`
  const space = label.indexOf(' ')
  const command = space < 0 ? label : label.slice(0, space)
  const about = space < 0 ? '' : label.slice(space + 1)
  return about === '' ? commandLabel(command, language) : `${commandLabel(command, language)} · ${about}`
}
