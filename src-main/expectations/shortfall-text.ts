/** What stands against an expectation, for writers of labs: in English, with the words of the log and the file. */
import type { LabEvent } from '../contract/events.ts'
import type { EventPattern } from '../contract/lab/index.ts'
import { formOf } from '../contract/lab/matcher-form.ts'
import { isMap, type PlainMap } from '../contract/lab/plain-map.ts'
import type { AskedSpan, AskedSubject, Difference, NearMiss, NoneMatched, Shortfall } from '../contract/shortfall.ts'
import { formatDuration } from '../contract/units.ts'

export function shortfallText(found: Shortfall): string {
  switch (found.code) {
    case 'none':
      return `none ${spanText(found.span)}: ${nearestText(found)}`
    case 'count': {
      const detail = found.times === 0 ? nearestText(found) : listed(found)
      return `${timesText(found.times)} ${spanText(found.span)}, wanted ${countText(found.count)}: ${detail}`
    }
    case 'names': {
      const more = found.more > 0 ? ` and ${found.more} more` : ''
      return `${spanText(found.span)}: none for ${found.names.map((name) => JSON.stringify(name)).join(', ')}${more} (of ${found.of} ${found.kind}s)`
    }
    case 'happened':
      return `happened ${timesText(found.times)}: ${listed(found)}`
    case 'order':
      return `entry ${found.entry}, ${patternText(found.none.pattern)}: none ${spanText(found.none.span)}: ${nearestText(found.none)}`
    case 'outOfOrder': {
      const { is, before } = found
      const same = is.event.seq === before.event.seq ? 'is the same event as' : 'comes before'
      return (
        `entry ${is.entry}, first at ${formatDuration(is.event.t)} (seq ${is.event.seq}), ${same} entry ${before.entry}, ` +
        `first at ${formatDuration(before.event.t)} (seq ${before.event.seq})`
      )
    }
    case 'origin':
      return `nothing to count from, ${patternText(found.none.pattern)} did not happen: ${nearestText(found.none)}`
    case 'state': {
      const first = found.differences.slice(0, DIFFERENCES_SHOWN_MAX)
      const others = found.differences.length - first.length + found.more
      const more = others > 0 ? `; and ${others} more` : ''
      return `at ${formatDuration(found.at)}, ${subjectText(found.subject)}: ${differencesText(first)}${more}`
    }
    case 'absent':
      return `at ${formatDuration(found.at)}, ${subjectText(found.subject)} does not exist`
    case 'unreached':
      return 'was not reached by the run'
    case 'compute':
      return differencesText(found.differences)
    case 'noFunction':
      return `the engine has no function ${found.name} yet`
    case 'threw':
      return `it failed: ${found.message}`
  }
}

/** The event that was asked for, or not to happen; null where the text says it. */
export const expectedText = (found: Shortfall): string | null => ('pattern' in found ? patternText(found.pattern) : null)

const timesText = (times: number): string => (times === 1 ? 'once' : `${times} times`)
const subjectText = (subject: AskedSubject | null): string => (subject === null ? 'state' : `${subject.kind} ${JSON.stringify(subject.name)}`)
const differenceText = ({ path, want, got }: Difference): string =>
  `${path.length === 0 ? 'it' : path.join('.')} is ${shown(got)}, wanted ${wanted(want)}`
const differencesText = (found: readonly Difference[]): string => found.map(differenceText).join('; ')

function countText({ min, max }: { readonly min: number | null; readonly max: number | null }): string {
  if (min === max) return `exactly ${min}`
  if (max === null) return `at least ${min ?? 0}`
  return min === null ? `at most ${max}` : `${min} to ${max}`
}

/** `ha.hostStateChanged (host "esx-01", to "failed")`. */
function patternText({ type, fields }: EventPattern): string {
  const parts = Object.entries(fields).map(([field, want]) => `${field} ${shown(want)}`)
  return parts.length === 0 ? type : `${type} (${parts.join(', ')})`
}

function spanText({ from, to }: AskedSpan): string {
  if (to === null) return from === 0 ? 'in the whole run' : `from ${formatDuration(from)} on`
  return from === 0 ? `up to ${formatDuration(to)}` : `from ${formatDuration(from)} to ${formatDuration(to)}`
}

/** An event in a few words: time, type, and the fields that the pattern asks for, or else its whole payload. */
function eventText(event: LabEvent, pattern: EventPattern): string {
  const asked = Object.keys(pattern.fields)
  const names = asked.length > 0 ? asked : Object.keys(event).filter((key) => !['t', 'seq', 'type', 'causedBy', 'why'].includes(key))
  const fields = names.map((name) => `${name} ${shown(event[name])}`).join(', ')
  return `${formatDuration(event.t)} ${event.type}${fields === '' ? '' : ` (${fields})`}`
}

function listed({ events, more, pattern }: { readonly events: readonly LabEvent[]; readonly more: number; readonly pattern: EventPattern }): string {
  return events.map((event) => eventText(event, pattern)).join(' · ') + (more > 0 ? ` · and ${more} more` : '')
}

function nearestText({ nearest, of, pattern }: NoneMatched): string {
  if (of === 0) return `no ${pattern.type} in the whole run`
  const lines = nearest.map((miss) => `${eventText(miss.event, pattern)}: ${faultsOf(miss).join('; ')}`)
  return `nearest ${lines.length === 1 ? 'is' : `${lines.length} of ${of} are`} ${lines.join(' · ')}`
}

const faultsOf = ({ event, differences, isOutside }: NearMiss): readonly string[] => [
  ...differences.map(differenceText),
  ...(isOutside ? [`${formatDuration(event.t)} is outside the window`] : []),
]

const DIFFERENCES_SHOWN_MAX = 4
const SHOWN_MAX = 160

/** A value for a message: JSON, shortened. */
function shown(value: unknown): string {
  const text = JSON.stringify(value === undefined ? null : value) ?? 'null'
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX - 1)}…` : text
}

/** What was wanted, in words. */
export function wanted(want: unknown): string {
  if (Array.isArray(want)) return `one of, or exactly, ${shown(want)}`
  if (!isMap(want)) return shown(want)
  switch (formOf(want)) {
    case 'approx':
      return `${shown(want['approx'])} ± ${shown(want['tolerance'] ?? 0)}`
    case 'range':
      if (want['min'] === undefined) return `at most ${shown(want['max'])}`
      if (want['max'] === undefined) return `at least ${shown(want['min'])}`
      return `${shown(want['min'])} to ${shown(want['max'])}`
    case 'list':
      return listFormWanted(want)
    case 'fields':
      return shown(want)
  }
}

function listFormWanted(want: PlainMap): string {
  const parts: string[] = []
  if (want['contains'] !== undefined) parts.push(`with ${shown(want['contains'])}`)
  if (want['excludes'] !== undefined) parts.push(`without ${shown(want['excludes'])}`)
  if (want['size'] !== undefined) parts.push(`of ${wanted(want['size'])} members`)
  return `a list ${parts.join(', ')}`
}
