/** Double failures as a picture: a square for each pair, on the diagonal one alone; the darker, the more VMs are without service. */
import type { SweepResult } from '../contract/api-sweep.ts'
import { formatDuration } from '../contract/texts/format.ts'
import type { Language } from '../contract/texts/language.ts'
import { html, type Html } from './html.ts'
import { wordsIn } from './words.ts'

/** More would be too small to be read. */
const OBJECTS_MAX = 40
/** Longer ones are cut. */
const NAME_MAX = 18
/** Of a character of a name, px. */
const WIDE = 6.4

/** Null where there is nothing to compare, or too much. */
export function failureMatrix({ objects, outcomes, failures }: SweepResult, language: Language): Html | null {
  if (failures === 1 || objects.length < 2 || objects.length > OBJECTS_MAX) return null
  const cell = Math.min(46, Math.floor(820 / objects.length))
  const longest = Math.min(NAME_MAX, Math.max(...objects.map((name) => name.length))) * WIDE
  const [left, top] = [Math.ceil(longest) + 20, Math.ceil(longest * 0.87) + 20]
  const place = new Map(objects.map((name, i) => [name, i]))
  const worst = Math.max(1, ...outcomes.map(({ notRestarted, stranded }) => notRestarted + stranded))
  const squares = outcomes.flatMap((outcome) => {
    const [a = '', b = a] = outcome.failed
    const [row, column] = [place.get(a), place.get(b)]
    if (row === undefined || column === undefined) return []
    const count = outcome.notRestarted + outcome.stranded
    const said = `${outcome.failed.join(' + ')}: ${count} · ${formatDuration(outcome.downtimeMs, language)}`
    return [...new Set([`${row},${column}`, `${column},${row}`])].map((at) => {
      const [y = 0, x = 0] = at.split(',').map(Number)
      return square(left + x * cell, top + y * cell, cell, count, count / worst, said)
    })
  })
  const short = (name: string): string => (name.length > NAME_MAX ? `${name.slice(0, NAME_MAX - 1)}…` : name)
  const names = objects.map((name, i) => {
    const middle = i * cell + cell / 2
    return html`<text x="${left - 8}" y="${top + middle + 4}" text-anchor="end">${short(name)}</text
      ><text transform="translate(${left + middle + 4} ${top - 8}) rotate(-60)">${short(name)}</text>`
  })
  const size = objects.length * cell
  return html`<svg viewBox="0 0 ${Math.max(1000, left + size + 60)} ${top + size + 10}" role="img" aria-label="${wordsIn(language)('matrix')}">
    ${names}${squares}
  </svg>`
}

function square(x: number, y: number, cell: number, count: number, share: number, said: string): Html {
  const fill =
    count === 0 ? html`fill="var(--green)" fill-opacity="0.16"` : html`fill="var(--red)" fill-opacity="${(0.25 + 0.65 * share).toFixed(2)}"`
  const number =
    cell < 16
      ? null
      : html`<text x="${x + cell / 2}" y="${y + cell / 2 + 4}" text-anchor="middle" style="fill:var(--ink)">${count === 0 ? '✓' : count}</text>`
  return html`<g><title>${said}</title><rect x="${x + 1}" y="${y + 1}" width="${cell - 2}" height="${cell - 2}" rx="3" ${fill} />${number}</g>`
}
