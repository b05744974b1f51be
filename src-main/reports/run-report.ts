/** A run for a colleague: what was done, what came of it, each decision with its reason and its fact. */
import type { OutcomeSums, VmOutcome } from '../contract/api-compare.ts'
import type { LabEvent } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import { commandText } from '../contract/texts/command-text.ts'
import { commandLabel } from '../contract/texts/commands.ts'
import { settingName } from '../contract/texts/design-differences.ts'
import { describeEvent, eventSeverity } from '../contract/texts/events.ts'
import { formatDuration, formatNumber, formatTime } from '../contract/texts/format.ts'
import type { Language } from '../contract/texts/language.ts'
import { rejectedText, whyText } from '../contract/texts/why.ts'
import { coursePicture } from './course-picture.ts'
import { descriptionOf, designSections } from './design-report.ts'
import { document, factLink, factList, type ReportOptions } from './document.ts'
import { html, table, tiles, type Html } from './html.ts'
import { asTheyAre, renaming } from './pseudonyms.ts'
import { moreText, titleIn, wordsIn } from './words.ts'

/** What became of a VM by the end of the run. */
export interface ReportedVm extends VmOutcome {
  readonly vm: string
}

export interface ReportedCommand {
  readonly t: number
  readonly command: string
  /** Names of what it was given, as `VM1, Host B`. */
  readonly target: readonly string[]
}

export interface RunReportInput {
  /** Of the project or the lab. */
  readonly title: string
  readonly lab: Lab
  readonly branch: string
  readonly events: readonly LabEvent[]
  readonly reached: number
  readonly commands: readonly ReportedCommand[]
  readonly vms: readonly ReportedVm[]
  readonly sums: OutcomeSums
  readonly digest: string | null
  readonly engineVersion: number
}

/** More are not listed: a report is read by people. */
const DECISIONS_MAX = 400

export function runReport(input: RunReportInput, { language, replaceNames, factsOf }: ReportOptions): string {
  const words = wordsIn(language)
  const rename = replaceNames ? renaming(input.lab, { hosts: [], vms: input.vms.map(({ vm }) => vm) }) : asTheyAre
  const events = rename(input.events)
  const decisions = events.filter(({ why }) => why !== undefined)
  const listed = decisions.slice(0, DECISIONS_MAX)
  const cited = [...new Set(listed.flatMap(({ why }) => [...(why?.facts ?? []), ...(why?.rejected.flatMap(({ facts }) => facts) ?? [])]))].sort()
  const title = replaceNames ? words('cluster') : titleIn(input.title, input.lab, language)
  const commands = rename(input.commands).map((each) => ({ ...each, text: [commandLabel(each.command, language), ...each.target].join(' · ') }))
  return document(
    { title: `${title} – Hostdown`, language },
    html`<h1>${title}</h1>
      ${replaceNames ? null : html`<p class="lead">${descriptionOf(input.lab, language)}</p>`}`,
    figures(input, language),
    html`<h2>${words('timeline')}</h2>`,
    coursePicture(events, commands, input.reached, language),
    html`<h3>${words('commands')}</h3>`,
    commands.length === 0
      ? html`<p>${words('nothingDone')}</p>`
      : table(
          [
            { head: words('time'), cell: ({ t }) => html`<span class="mono">${formatTime(t)}</span>` },
            { head: words('commands'), cell: ({ text }) => text },
          ],
          commands,
          { more: moreText(language) },
        ),
    outcome(rename(input.vms), language),
    html`<h2>${words('decisions')}</h2>`,
    decisions.length === 0 ? html`<p>${words('noDecisions')}</p>` : null,
    ...listed.map((event) => decision(event, language)),
    decisions.length > listed.length ? html`<p class="more">${moreText(language)(decisions.length - listed.length)}</p>` : null,
    ...designSections(rename(input.lab), language),
    factList(factsOf(cited), language),
  )
}

function figures({ branch, reached, sums, events, digest, engineVersion }: RunReportInput, language: Language): Html {
  const words = wordsIn(language)
  const about = [
    ...(branch === '' ? [] : [`${words('branch')}: ${commandText(branch, language)}`]),
    `${words('engine')} ${engineVersion}`,
    ...(digest === null ? [] : [`${words('digest')} ${digest.slice(0, 16)}`]),
  ]
  return html`${tiles([
      [formatDuration(reached, language), words('ranFor')],
      [sums.down ?? '–', words('downVms')],
      [sums.restarts ?? '–', words('restarts')],
      [sums.moves ?? '–', words('vmotions')],
      [sums.downtimeMs === null ? '–' : formatDuration(sums.downtimeMs, language), words('downtime')],
      [events.filter(({ why }) => why !== undefined).length, words('decisions')],
    ])}
    <p class="muted">${about.join(' · ')}</p>`
}

/** VMs to which anything happened, those that fared worst first. */
function outcome(vms: readonly ReportedVm[], language: Language): Html {
  const words = wordsIn(language)
  const concerned = vms
    .filter(({ down, downtimeMs, restarts, moves, pingsLost }) => down || (downtimeMs ?? 0) > 0 || restarts > 0 || moves > 0 || (pingsLost ?? 0) > 0)
    .sort((a, b) => Number(b.down) - Number(a.down) || (b.downtimeMs ?? 0) - (a.downtimeMs ?? 0))
  if (concerned.length === 0)
    return html`<h2>${words('outcome')}</h2>
      <p>${words('noTrouble')}</p>`
  const rows = table<ReportedVm>(
    [
      { head: words('name'), cell: ({ vm, down }) => (down ? html`<b>${vm}</b> · ${words('down')}` : vm) },
      { head: settingName('vm', 'host', language), cell: ({ host }) => host ?? '–' },
      { head: words('downtime'), cell: ({ downtimeMs }) => (downtimeMs === null ? '–' : formatDuration(downtimeMs, language)), isNumber: true },
      { head: words('restarts'), cell: ({ restarts }) => restarts, isNumber: true },
      { head: words('moves'), cell: ({ moves }) => moves, isNumber: true },
      { head: words('lostPings'), cell: ({ pingsLost }) => (pingsLost === null ? '–' : formatNumber(pingsLost)), isNumber: true },
    ],
    concerned,
    { most: 500, more: moreText(language) },
  )
  return html`<h2>${words('outcome')}</h2>
    ${rows}`
}

function decision(event: LabEvent, language: Language): Html {
  const { why } = event
  if (why === undefined) return html``
  const rejected = why.rejected.map((each) => html`<li>${rejectedText(each, language)} ${each.facts.map(factLink)}</li>`)
  return html`<div class="what ${eventSeverity(event)}">
    <span class="mono">${formatTime(event.t)}</span> <b>${describeEvent(event, language)}</b>
    <p class="why">${whyText(why, language)}</p>
    ${
      rejected.length === 0
        ? null
        : html`<ul>
            ${rejected}
          </ul>`
    }${why.facts.map(factLink)}
  </div>`
}
