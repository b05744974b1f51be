/** A sweep for a colleague: what each failure costs, what was promised, what the design lacks. */
import type { Finding, SweepOutcome, SweepResult } from '../contract/api-sweep.ts'
import type { Lab } from '../contract/lab/index.ts'
import { commandsText, findingConsequence, findingTitle } from '../contract/texts/findings.ts'
import { formatDuration, formatTime } from '../contract/texts/format.ts'
import { pick, type Language } from '../contract/texts/language.ts'
import { domainText, lossText, promiseTexts, promiseTitle } from '../contract/texts/sweep.ts'
import { designSections } from './design-report.ts'
import { document, factLink, factList, type ReportOptions } from './document.ts'
import { html, table, tiles, type Html } from './html.ts'
import { asTheyAre, renaming } from './pseudonyms.ts'
import { failureMatrix } from './sweep-picture.ts'
import { moreText, namesText, titleIn, wordsIn } from './words.ts'

export interface SweepReportInput {
  readonly title: string
  readonly lab: Lab
  readonly result: SweepResult
}

export function sweepReport(input: SweepReportInput, { language, replaceNames, factsOf }: ReportOptions): string {
  const words = wordsIn(language)
  const rename = replaceNames ? renaming(input.lab, { hosts: [], vms: [] }) : asTheyAre
  const result = rename(input.result)
  const { outcomes, worst, findings } = result
  const shown = replaceNames ? words('cluster') : titleIn(input.title, input.lab, language)
  const cited = [...findings.flatMap(({ facts }) => facts), ...outcomes.flatMap(({ lost }) => lost.flatMap(({ facts }) => facts))]
  return document(
    { title: `${shown}: ${words('resilience')} – Hostdown`, language },
    html`<h1>${shown}: ${words('resilience')}</h1>
      <p class="lead">${leadOf(result, language)}</p>`,
    figures(result, language),
    promise(result, language),
    html`<h2>${words('failures')}</h2>`,
    failureMatrix(result, language),
    failureTable(outcomes, language),
    worst.length === 0
      ? null
      : html`<h2>${words('worstCases')}</h2>
          ${worst.map((at) => worstCase(outcomes[at], language))}`,
    html`<h2>${words('findings')}</h2>
      ${findings.length === 0 ? html`<p>${words('none')}</p>` : findings.map((finding) => findingOf(finding, language))}`,
    ...designSections(rename(input.lab), language),
    factList(factsOf([...new Set(cited)].sort()), language),
  )
}

function leadOf({ domain, failures, at, runMs }: SweepResult, language: Language): string {
  const what = domainText(domain, language)
  if (language === 'ko')
    return `${formatTime(at)}에 ${what}마다${failures === 2 ? ', 그리고 두 개씩' : ''} 장애를 일으키고 각각 ${formatDuration(runMs, 'ko')} 동안 시뮬레이션한 결과입니다.`
  return `Each ${what}${failures === 2 ? ', and each two of them,' : ''} fails at ${formatTime(at)}; what follows is simulated for ${formatDuration(runMs, 'en')}.`
}

function figures({ before, outcomes }: SweepResult, language: Language): Html {
  const words = wordsIn(language)
  const hurt = outcomes.filter(({ notRestarted, stranded }) => notRestarted + stranded > 0).length
  const longest = outcomes.reduce((most, { longestDowntimeMs }) => Math.max(most, longestDowntimeMs), 0)
  return tiles([
    [before.hosts, words('hosts')],
    [before.vmsOn, words('vms')],
    [outcomes.length, words('failures')],
    [hurt, words('failuresThatHurt')],
    [formatDuration(longest, language), words('longest')],
  ])
}

/** What admission control promised, and what happened. */
function promise(result: SweepResult, language: Language): Html {
  const { promised, short, happened } = promiseTexts(result, language)
  return html`<h2>${pick(promiseTitle, language)}</h2>
    <p>${[promised, short, happened].filter((text) => text !== null).join(' ')}</p>`
}

const nameOf = ({ failed }: SweepOutcome): string => failed.join(' + ')

function failureTable(outcomes: readonly SweepOutcome[], language: Language): Html {
  const words = wordsIn(language)
  return table<SweepOutcome>(
    [
      { head: words('failures'), cell: nameOf },
      { head: words('restarted'), cell: ({ restarted }) => restarted, isNumber: true },
      { head: words('notRestarted'), cell: ({ notRestarted }) => (notRestarted > 0 ? html`<b>${notRestarted}</b>` : notRestarted), isNumber: true },
      { head: words('stranded'), cell: ({ stranded }) => stranded, isNumber: true },
      { head: words('downtime'), cell: ({ downtimeMs }) => formatDuration(downtimeMs, language), isNumber: true },
      { head: words('longest'), cell: ({ longestDowntimeMs }) => formatDuration(longestDowntimeMs, language), isNumber: true },
    ],
    outcomes,
    { most: 600, more: moreText(language) },
  )
}

function worstCase(outcome: SweepOutcome | undefined, language: Language): Html {
  if (outcome === undefined) return html``
  const lost = outcome.lost.slice(0, 20).map((loss) => html`<li><b>${loss.vm}</b>: ${lossText(loss, language)} ${loss.facts.map(factLink)}</li>`)
  const more = outcome.lost.length > 20 ? html`<li>${moreText(language)(outcome.lost.length - 20)}</li>` : null
  const kind = outcome.notRestarted + outcome.stranded > 0 ? 'critical' : 'warning'
  return html`<div class="what ${kind}">
    <b>${nameOf(outcome)}</b> ·
    ${formatDuration(outcome.downtimeMs, language)}${
      lost.length === 0
        ? null
        : html`<ul>
            ${lost}${more}
          </ul>`
    }
  </div>`
}

function findingOf(finding: Finding, language: Language): Html {
  const { names, facts, play, severity } = finding
  return html`<div class="what ${severity}">
    <b>${findingTitle(finding, language)}</b>${names.length === 0 ? null : `: ${namesText(names, language)}`}
    <p class="why">${findingConsequence(finding, language)}</p>
    ${play.length === 0 ? null : html`<p class="why">${wordsIn(language)('playedBy')}: ${commandsText(play, language)}</p>`}${facts.map(factLink)}
  </div>`
}
