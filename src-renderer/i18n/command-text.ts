/**
 * The name of a command with what it is about, from the word and names that statuses and branches carry: `host.powerOff Host A`.
 * `undo host.powerOff Host A` is the course without it.
 */
import { commandLabel } from '../../src-main/contract/texts/commands.ts'
import type { Language } from '../../src-main/contract/texts/language.ts'
import { en } from './en.ts'
import { ko } from './ko.ts'

const undone = 'undo '

export function commandText(label: string, language: Language): string {
  if (label.startsWith(undone))
    return (language === 'ko' ? ko : en)['branch.without'].replace('{command}', () => commandText(label.slice(undone.length), language))
  const space = label.indexOf(' ')
  const command = space < 0 ? label : label.slice(0, space)
  const about = space < 0 ? '' : label.slice(space + 1)
  return about === '' ? commandLabel(command, language) : `${commandLabel(command, language)} · ${about}`
}
