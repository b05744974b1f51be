/** A comparison for a colleague: where two runs part and why, what came of it, how their designs differ. */
import {
  compareSides,
  type Comparison,
  type CompareSide,
  type DesignDifference,
  type OutcomeFigure,
  type OutcomeSum,
  type Parting,
  type VmComparison,
} from '../contract/api-compare.ts'
import type { Lab } from '../contract/lab/index.ts'
import { commandText } from '../contract/texts/command-text.ts'
import { commandLabel } from '../contract/texts/commands.ts'
import { designAreaName, settingName, settingValue } from '../contract/texts/design-differences.ts'
import { describeEvent, eventSeverity } from '../contract/texts/events.ts'
import { formatDuration, formatMHz, formatNumber, formatTime } from '../contract/texts/format.ts'
import type { Language } from '../contract/texts/language.ts'
import { whyText } from '../contract/texts/why.ts'
import { document, factLink, factList, type ReportOptions } from './document.ts'
import { html, table, type Html } from './html.ts'
import { asTheyAre, renamingOf } from './pseudonyms.ts'
import { moreText, namesText, titleIn, wordsIn, type Word } from './words.ts'

export interface CompareReportInput {
  readonly comparison: Comparison
  readonly labs: { readonly [S in CompareSide]: Lab }
}

const sums: readonly (readonly [OutcomeSum, Word])[] = [
  ['down', 'downVms'],
  ['downtimeMs', 'downtime'],
  ['restarts', 'restarts'],
  ['moves', 'moves'],
  ['pingsLost', 'lostPings'],
]

/** What moves gain. */
const figures: readonly (readonly [OutcomeFigure, Word])[] = [
  ['drsScore', 'drsScore'],
  ['busiestHostPercent', 'busiestHost'],
  ['unmetCpuMHz', 'unmetCpu'],
]

export function compareReport(input: CompareReportInput, { language, replaceNames, factsOf }: ReportOptions): string {
  const words = wordsIn(language)
  const rename = replaceNames ? renamingOf([input.labs.a, input.labs.b]) : asTheyAre
  // What is shown at the instant belongs to the window.
  const { shown: _, ...whole } = input.comparison
  const comparison = rename(whole)
  const nameOf = (side: CompareSide): string => sideName(input, side, replaceNames, language)
  const cited = comparison.partings.flatMap((parting) => compareSides.flatMap((side) => parting[side].chain.flatMap(({ facts }) => facts)))
  return document(
    { title: `${words('comparison')} – Hostdown`, language },
    html`<h1>${words('comparison')}</h1>
      <p class="lead">A: ${nameOf('a')}<br />B: ${nameOf('b')}</p>`,
    html`<h2>${words('whereTheyPart')}</h2>`,
    comparison.partings.length === 0
      ? html`<p>${words('theyDoNotPart')}</p>`
      : html`${comparison.partings.map((parting) => partingOf(parting, language))}`,
    html`<h2>${words('commands')}</h2>
      ${commands(comparison, language)}`,
    html`<h2>${words('outcome')}</h2>`,
    outcomeSums(comparison, language),
    vmTable([...comparison.outcome.vms, ...comparison.outcome.alike], language),
    html`<h2>${words('designDifferences')}</h2>`,
    comparison.design.length === 0
      ? html`<p>${words('sameDesign')}</p>`
      : html`${comparison.design.map((difference) => differenceOf(difference, language))}`,
    factList(factsOf([...new Set(cited)].sort()), language),
  )
}

type Whole = Omit<Comparison, 'shown'>

function sideName({ comparison, labs }: CompareReportInput, side: CompareSide, replaceNames: boolean, language: Language): string {
  const { project, lab, label } = comparison.sides[side]
  const name = replaceNames ? wordsIn(language)('cluster') : titleIn(project?.name ?? lab.name, labs[side], language)
  return label === '' || replaceNames ? name : `${name} · ${commandText(label, language)}`
}

function partingOf(parting: Parting, language: Language): Html {
  const part = compareSides.map((side) => {
    const { events, count, chain } = parting[side]
    const told = events.slice(0, 5).map((event) => html`<li>${describeEvent(event, language)}</li>`)
    const why = chain.flatMap(({ event, facts }) =>
      event.why === undefined ? [] : [html`<p class="why">${formatTime(event.t)} ${whyText(event.why, language)} ${facts.map(factLink)}</p>`],
    )
    const first = events[0]
    return html`<div class="what ${first === undefined ? 'info' : eventSeverity(first)}">
      <b>${side.toUpperCase()}</b>${
        told.length === 0
          ? html` –`
          : html`<ul>
              ${told}${count > 5 ? html`<li>${moreText(language)(count - 5)}</li>` : null}
            </ul>`
      }${why}
    </div>`
  })
  return html`<h3><span class="mono">${formatTime(parting.t)}</span></h3>
    ${part}`
}

function commands({ commands: given }: Whole, language: Language): Html {
  const words = wordsIn(language)
  const rows = compareSides.flatMap((side) => given[side].map((each) => ({ side, ...each }))).sort((x, y) => x.t - y.t)
  if (rows.length === 0) return html`<p>${words('sameCommands')}</p>`
  return table(
    [
      { head: '', cell: ({ side }) => side.toUpperCase() },
      { head: words('time'), cell: ({ t }) => html`<span class="mono">${formatTime(t)}</span>` },
      {
        head: words('commands'),
        cell: ({ command, arguments: args }) =>
          [commandLabel(command, language), ...Object.values(args).filter((value): value is string => typeof value === 'string')].join(' · '),
      },
    ],
    rows,
    { most: 100, more: moreText(language) },
  )
}

const shownSum = (sum: OutcomeSum, value: number | boolean | null | undefined, language: Language): string =>
  value === null || value === undefined ? '–' : sum === 'downtimeMs' ? formatDuration(Number(value), language) : String(Number(value))

const shownFigure = (figure: OutcomeFigure, value: number | null, language: Language): string =>
  value === null ? '–' : figure === 'unmetCpuMHz' ? formatMHz(value, language) : `${formatNumber(value, 1)}%`

function outcomeSums({ outcome }: Whole, language: Language): Html {
  const words = wordsIn(language)
  type Row = readonly [word: Word, text: (side: CompareSide) => string]
  const rows: readonly Row[] = [
    ...sums.map(([sum, word]): Row => [word, (side) => shownSum(sum, outcome.sums[side][sum], language)]),
    ...figures
      .filter(([figure]) => compareSides.some((side) => outcome.balance[side][figure] !== null))
      .map(([figure, word]): Row => [word, (side) => shownFigure(figure, outcome.balance[side][figure], language)]),
  ]
  return table<Row>(
    [
      { head: words('setting'), cell: ([word]) => words(word) },
      ...compareSides.map((side) => ({ head: side.toUpperCase(), cell: ([, text]: Row) => text(side), isNumber: true })),
    ],
    rows,
    { more: moreText(language) },
  )
}

function vmTable(vms: readonly VmComparison[], language: Language): Html {
  const words = wordsIn(language)
  if (vms.length === 0) return html`<p>${words('noTrouble')}</p>`
  const told = ({ a, b }: VmComparison, side: CompareSide): string => {
    const outcome = side === 'a' ? a : b
    if (outcome === null) return '–'
    const parts = [
      outcome.host ?? '–',
      ...(outcome.down ? [words('down')] : []),
      ...sums.slice(1).flatMap(([sum, word]) => (Number(outcome[sum] ?? 0) > 0 ? [`${words(word)} ${shownSum(sum, outcome[sum], language)}`] : [])),
    ]
    return parts.join(', ')
  }
  return table<VmComparison>(
    [
      { head: words('name'), cell: ({ vm }) => vm },
      { head: 'A', cell: (row) => told(row, 'a') },
      { head: 'B', cell: (row) => told(row, 'b') },
    ],
    vms,
    { most: 200, more: moreText(language) },
  )
}

function differenceOf({ area, names, change, settings }: DesignDifference, language: Language): Html {
  const words = wordsIn(language)
  const named = names.length === 0 ? '' : `: ${namesText(names, language)}`
  const rows = table(
    [
      { head: words('setting'), cell: ({ path }) => settingName(area, path, language) },
      { head: 'A', cell: ({ path, a }) => (change === 'added' ? '–' : settingValue(area, path, a, language)) },
      { head: 'B', cell: ({ path, b }) => (change === 'removed' ? '–' : settingValue(area, path, b, language)) },
    ],
    settings,
    { most: 60, more: moreText(language) },
  )
  return html`<h3>${designAreaName(area, language)}${named} · ${words(change)}</h3>
    ${settings.length === 0 ? null : rows}`
}
