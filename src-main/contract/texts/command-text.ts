/**
 * The name of a command with what it is about, from the word and names that statuses and branches carry: `host.powerOff Host A`.
 * `undo host.powerOff Host A` is the course without it.
 */
import { commandLabel } from './commands.ts'
import type { Language } from './language.ts'

const undone = 'undo '

export function commandText(label: string, language: Language): string {
  if (label.startsWith(undone)) return `${language === 'ko' ? '제외' : 'Without'}: ${commandText(label.slice(undone.length), language)}`
  const space = label.indexOf(' ')
  const command = space < 0 ? label : label.slice(0, space)
  const about = space < 0 ? '' : label.slice(space + 1)
  return about === '' ? commandLabel(command, language) : `${commandLabel(command, language)} · ${about}`
}
