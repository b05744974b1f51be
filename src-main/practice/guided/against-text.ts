/** What stands against a condition, for writers of guided labs: in English, with the words of the log and the file. */
import type { Against } from '../../contract/practice/guided-course.ts'
import { expectedText, shortfallText } from '../../expectations/shortfall-text.ts'

export function againstText(found: Against): string {
  switch (found.code) {
    case 'trial':
      return `${found.hosts.join(' + ')}: ${againstText(found.against)}`
    case 'untold': {
      const more = found.missing > found.first.length ? ', …' : ''
      return `${found.missing} of ${found.of} not told: ${found.first.map(({ vm, field }) => `${vm}.${field}`).join(', ')}${more}`
    }
    case 'toldOtherwise':
      return `${found.place.vm}.${found.place.field} is ${String(found.is)}, told ${String(found.told)}`
    case 'given':
      return `${found.command} was given`
    case 'changed':
      return `${found.vm}: ${found.key} is ${JSON.stringify(found.is)}, was ${JSON.stringify(found.was)}`
    case 'designChanged':
      return `changed: ${found.keys.join(', ')}`
    default: {
      const expected = expectedText(found)
      return `${expected === null ? '' : `${expected}: `}${shortfallText(found)}`
    }
  }
}
