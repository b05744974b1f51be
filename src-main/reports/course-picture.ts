/** The course of a run as a picture: a lane for each area, what went wrong and what was put right in it, commands as flags above. */
import type { LabEvent } from '../contract/events.ts'
import { eventArea, eventSeverity, type EventArea, type EventSeverity } from '../contract/texts/events.ts'
import { formatTime } from '../contract/texts/format.ts'
import { pick, type Language, type Phrase } from '../contract/texts/language.ts'
import { Html, html } from './html.ts'

const lanes: readonly (readonly [EventArea, Phrase])[] = [
  ['host', ['Hosts', '호스트']],
  ['ha', ['vSphere HA', 'vSphere HA']],
  ['storage', ['Storage', '스토리지']],
  ['vm', ['VMs', 'VM']],
  ['network', ['Network', '네트워크']],
  ['drs', ['DRS', 'DRS']],
  ['vmotion', ['vMotion', 'vMotion']],
  ['snapshots', ['Snapshots', '스냅샷']],
  ['ft', ['FT', 'FT']],
]
const colours: { readonly [severity in EventSeverity]: string } = {
  critical: 'var(--red)',
  warning: 'var(--amber)',
  normal: 'var(--green)',
  info: 'var(--blue)',
}
const [width, left, top, rowHeight] = [1000, 96, 34, 24]
/** Marks nearer than this lie on each other: the gravest is drawn. */
const nearest = 7
const ranks: readonly EventSeverity[] = ['info', 'normal', 'warning', 'critical']

/** Grave: a square on its corner; a warning: a triangle; what is well: a dot. */
function mark(severity: EventSeverity, x: number, y: number): Html {
  const fill = new Html(colours[severity])
  if (severity === 'critical') return html`<path d="M${x} ${y - 6}l6 6-6 6-6-6z" fill="${fill}" />`
  if (severity === 'warning') return html`<path d="M${x} ${y - 6}l6 11h-12z" fill="${fill}" />`
  return html`<circle cx="${x}" cy="${y}" r="${severity === 'normal' ? 5 : 3}" fill="${fill}" />`
}

function stepFor(until: number): number {
  const steps = [1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800].map((s) => s * 1000)
  return steps.find((step) => until / step <= 10) ?? until
}

export interface CourseFlag {
  readonly t: number
  readonly text: string
}

/** Null for a run that got nowhere. */
export function coursePicture(events: readonly LabEvent[], flags: readonly CourseFlag[], until: number, language: Language): Html | null {
  if (until <= 0) return null
  const x = (t: number): number => Math.round((left + (t / until) * (width - left - 16)) * 10) / 10
  const shown = lanes.filter(([area]) => events.some((event) => eventArea(event.type) === area))
  const height = top + shown.length * rowHeight + 26
  const step = stepFor(until)
  const ticks = Array.from({ length: Math.floor(until / step) + 1 }, (_, i) => i * step)
  const grid = ticks.map(
    (t) =>
      html`<path d="M${x(t)} ${top - 8}V${height - 20}" stroke="var(--line)" /><text x="${x(t)}" y="${height - 6}" text-anchor="middle"
          >${formatTime(t).replace(/\.000$/, '')}</text
        >`,
  )
  const rows = shown.map(([area, name], row) => {
    const y = top + row * rowHeight + rowHeight / 2
    const marks: { at: number; severity: EventSeverity }[] = []
    for (const event of events) {
      if (eventArea(event.type) !== area || event.t > until) continue
      const [at, severity] = [x(event.t), eventSeverity(event)]
      const last = marks.at(-1)
      if (last !== undefined && at - last.at < nearest) {
        if (ranks.indexOf(severity) > ranks.indexOf(last.severity)) last.severity = severity
      } else marks.push({ at, severity })
    }
    return html`<path d="M${left} ${y}H${width - 16}" stroke="var(--line)" /><text x="0" y="${y + 4}">${pick(name, language)}</text
      >${marks.map(({ at, severity }) => mark(severity, at, y))}`
  })
  const poles = flags
    .filter(({ t }) => t <= until)
    .slice(0, 60)
    .map(
      ({ t, text }) =>
        html`<path d="M${x(t)} ${height - 20}V10l14 5-14 5" fill="none" stroke="var(--red)" stroke-width="1.4"
          ><title>${formatTime(t)} ${text}</title></path
        >`,
    )
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${formatTime(until)}">${grid}${rows}${poles}</svg>`
}
