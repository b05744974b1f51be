/** A sweep for people: a table of all failures, the worst of them with who stays down and why, and what admission control promised. */
import type { SweepOutcome, SweepResult } from '../../contract/api-sweep.ts'
import { findingConsequence, findingTitle } from '../../contract/texts/findings.ts'
import { formatDuration } from '../../contract/texts/format.ts'
import { stateLabel } from '../../contract/texts/states.ts'
import { domainText, lossText } from '../../contract/texts/sweep.ts'
import { formatDuration as labTime } from '../../contract/units.ts'

const VMS_NAMED_MAX = 5

export function sweepText(lab: string, result: SweepResult): string {
  const { domain, failures, at, runMs, before, skipped, outcomes } = result
  const what = `${domainText(domain, 'en')} failures${failures === 2 ? ', one and two at a time' : ''}`
  const lines = [
    `${lab}: ${what} at ${labTime(at)}, each run for ${labTime(runMs)}`,
    `${before.hosts} hosts, ${before.vmsOn} VMs run before${before.agents === 0 ? '' : ` (and ${before.agents} vCLS agents, which are not counted)`}`,
    ...(skipped.length === 0 ? [] : [`down already: ${skipped.join(', ')}`]),
    '',
    ...table(outcomes),
    '',
    ...worstLines(result),
    ...promiseLines(result),
    ...findingLines(result),
  ]
  return `${lines.join('\n')}\n`
}

const columns = ['failed', 'restarted', 'not restarted', 'stranded', 'downtime', 'longest of one VM', ''] as const

function table(outcomes: readonly SweepOutcome[]): readonly string[] {
  const rows = outcomes.map((one) => [
    nameOf(one),
    String(one.restarted + one.tookOver),
    String(one.notRestarted),
    String(one.stranded),
    formatDuration(one.downtimeMs, 'en'),
    one.longestDowntimeVm === null ? '' : `${formatDuration(one.longestDowntimeMs, 'en')} ${one.longestDowntimeVm}`,
    one.kept === false ? 'promise broken' : '',
  ])
  const widths = columns.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? '').length)))
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i > 0 && i < 5 ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd()
  return [line(columns), ...rows.map(line)]
}

const nameOf = ({ failed }: SweepOutcome): string => failed.join(' + ')

function worstLines({ outcomes, worst }: SweepResult): readonly string[] {
  if (worst.length === 0) return ['Nothing of this stops a VM.']
  const lines = worst.flatMap((place, rank) => {
    const one = outcomes[place] as SweepOutcome
    const figures = [
      ...(one.notRestarted > 0 ? [`${one.notRestarted} not restarted`] : []),
      ...(one.stranded > 0 ? [`${one.stranded} stranded`] : []),
      `${formatDuration(one.downtimeMs, 'en')} of downtime`,
    ]
    return [`${String(rank + 1).padStart(2)}. ${nameOf(one)}: ${figures.join(', ')}`, ...lossLines(one), ...strandedLines(one)]
  })
  return ['worst cases', ...lines, '']
}

function lossLines({ lost }: SweepOutcome): readonly string[] {
  const lines = lost.slice(0, VMS_NAMED_MAX).map((loss) => {
    const facts = loss.facts.length === 0 ? '' : ` [${loss.facts.join(', ')}]`
    return `    ${loss.vm}: ${lossText(loss, 'en')}${facts}`
  })
  return lost.length > VMS_NAMED_MAX ? [...lines, `    and ${lost.length - VMS_NAMED_MAX} more`] : lines
}

function strandedLines({ strandedVms }: SweepOutcome): readonly string[] {
  return (['storage', 'network'] as const).flatMap((without) => {
    const vms = strandedVms.filter((one) => one.without === without).map(({ vm }) => vm)
    const more = vms.length > VMS_NAMED_MAX ? ` and ${vms.length - VMS_NAMED_MAX} more` : ''
    return vms.length === 0
      ? []
      : [`    run without ${without === 'storage' ? 'their storage' : 'a network'}: ${vms.slice(0, VMS_NAMED_MAX).join(', ')}${more}`]
  })
}

function findingLines({ findings, at }: SweepResult): readonly string[] {
  if (findings.length === 0) return []
  const lines = findings.flatMap((finding) => {
    const { names, facts, play, severity } = finding
    const more = names.length > VMS_NAMED_MAX ? ` and ${names.length - VMS_NAMED_MAX} more` : ''
    const about = names.length === 0 ? '' : `: ${names.slice(0, VMS_NAMED_MAX).join(', ')}${more}`
    return [
      `${severity.padEnd(8)} ${findingTitle(finding, 'en')}${about} [${facts.join(', ')}]`,
      `         ${findingConsequence(finding, 'en')}`,
      ...play
        .slice(0, VMS_NAMED_MAX)
        .map(({ command, arguments: args }) => `         - { at: ${labTime(at)}, do: ${command}${argumentsText(args)} }`),
    ]
  })
  return ['', 'findings, with what plays their consequence', ...lines]
}

function argumentsText(args: { readonly [key: string]: unknown }): string {
  return Object.entries(args)
    .map(([key, value]) => `, ${key}: ${typeof value === 'string' && /^[\w.-]+$/.test(value) ? value : JSON.stringify(value)}`)
    .join('')
}

function promiseLines({ before: { admission, promisedHosts }, outcomes, domain }: SweepResult): readonly string[] {
  if (admission === null) return ['vSphere HA is turned off: nothing is promised.']
  if (promisedHosts === null) return ['Admission control is disabled: nothing is promised.']
  const policy = stateLabel('admissionPolicy', admission.policy, 'en')
  const said = `Admission control (${policy}) promised room for ${promisedHosts} failed ${promisedHosts === 1 ? 'host' : 'hosts'}${admission.ok ? '' : ', less than configured'}.`
  const promised = outcomes.filter((one) => one.promised === true)
  if (domain !== 'host' && domain !== 'faultDomain') return [`${said} It promises nothing about a ${domainText(domain, 'en')}.`]
  if (promised.length === 0) return [`${said} None of these failures is that small.`]
  const broken = promised.filter((one) => one.kept === false)
  const happened =
    broken.length === 0
      ? 'in each every VM that HA is to restart runs again'
      : `in ${broken.length} of them not every VM runs again (${broken.slice(0, 3).map(nameOf).join('; ')}${broken.length > 3 ? ' …' : ''})`
  return [`${said} ${promised.length} of these failures are within it: ${happened}.`]
}
