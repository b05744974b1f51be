/** The event log for people: time, a symbol for how grave it is, the sentence, and below it why. */
import type { LabEvent } from '../../contract/events.ts'
import { describeEvent, eventSeverity, type EventSeverity } from '../../contract/texts/events.ts'
import { formatTime } from '../../contract/texts/format.ts'
import { rejectedText, whyText } from '../../contract/texts/why.ts'
import type { CliIo } from './io.ts'

/** Colours, or none: only on a terminal, and never with NO_COLOR. */
export interface Paint {
  severity(severity: EventSeverity, text: string): string
  dim(text: string): string
  bold(text: string): string
}

const ansi = (code: number) => (text: string) => `\u001b[${code}m${text}\u001b[0m`
const plain = (text: string): string => text
const colours = { critical: ansi(31), warning: ansi(33), normal: ansi(32), info: ansi(34) } as const

export function paintFor(io: CliIo): Paint {
  // Any value but the empty one switches colours off (no-color.org).
  const coloured = io.out.isTty && (io.env['NO_COLOR'] ?? '') === '' && io.env['TERM'] !== 'dumb'
  if (!coloured) return { severity: (_severity, text) => text, dim: plain, bold: plain }
  return { severity: (severity, text) => colours[severity](text), dim: ansi(2), bold: ansi(1) }
}

/** Told apart by shape too. */
const symbols: { readonly [K in EventSeverity]: string } = { critical: '✖', warning: '▲', normal: '✔', info: '·' }

const TIME_WIDTH = 12

/** One event, ending in a line feed. */
export function eventLines(event: LabEvent, paint: Paint): string {
  const severity = eventSeverity(event)
  const sentence = describeEvent(event, 'en')
  const head = `${paint.dim(formatTime(event.t).padStart(TIME_WIDTH))} ${paint.severity(severity, symbols[severity])} ${severity === 'critical' ? paint.severity(severity, sentence) : sentence}\n`
  return head + whyLines(event, paint, ' '.repeat(TIME_WIDTH + 3))
}

/** Why it was decided and what was turned down, with the facts; empty for what is no decision. */
export function whyLines(event: LabEvent, paint: Paint, indent: string): string {
  const { why } = event
  if (why === undefined) return ''
  const facts = why.facts.length === 0 ? '' : ` [${why.facts.join(', ')}]`
  const lines = [`${whyText(why, 'en')}${facts}`]
  for (const rejected of why.rejected)
    lines.push(`not ${rejectedText(rejected, 'en')}${rejected.facts.length === 0 ? '' : ` [${rejected.facts.join(', ')}]`}`)
  return lines.map((line) => `${indent}${paint.dim(line)}\n`).join('')
}
