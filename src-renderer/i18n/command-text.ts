/** The name of a command with what it is about, from the word and names that statuses and branches carry: `host.powerOff Host A`. */
import { commandLabel } from '../../src-main/contract/texts/commands.ts'
import type { Language } from '../../src-main/contract/texts/language.ts'

export function commandText(label: string, language: Language): string {
  const space = label.indexOf(' ')
  const command = space < 0 ? label : label.slice(0, space)
  const about = space < 0 ? '' : label.slice(space + 1)
  return about === '' ? commandLabel(command, language) : `${commandLabel(command, language)} · ${about}`
}
