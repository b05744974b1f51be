/** A design for a colleague: what there is, and how it is set. */
import type { Json } from '../contract/events.ts'
import type { Lab, LabRule } from '../contract/lab/index.ts'
import { formatMHz, formatMiB, formatNumber } from '../contract/texts/format.ts'
import type { Language } from '../contract/texts/language.ts'
import { settingName, settingValue } from '../contract/texts/design-differences.ts'
import { formOption } from '../contract/texts/form-labels.ts'
import { stateLabel } from '../contract/texts/states.ts'
import { document } from './document.ts'
import { html, table, type Html } from './html.ts'
import { asTheyAre, renaming } from './pseudonyms.ts'
import type { ReportOptions } from './run-report.ts'
import { moreText, wordsIn, type Words } from './words.ts'

export function designReport(
  { title, lab }: { readonly title: string; readonly lab: Lab },
  { language, replaceNames }: Omit<ReportOptions, 'factsOf'>,
): string {
  const words = wordsIn(language)
  const rename = replaceNames ? renaming(lab, { hosts: [], vms: [] }) : asTheyAre
  const shown = replaceNames ? words('cluster') : title
  const about = language === 'ko' ? (lab.descriptionKo ?? lab.description) : lab.description
  return document(
    { title: `${shown} – Hostdown`, language },
    html`<h1>${shown}</h1>
      ${replaceNames ? null : html`<p class="lead">${about}</p>`}`,
    ...designSections(rename(lab), language),
  )
}

/** The part that describes the lab; also at the end of the report of a run. */
export function designSections(lab: Lab, language: Language): readonly Html[] {
  const words = wordsIn(language)
  const { hosts, vms, datastores, cluster, product } = lab
  const on = vms.filter(({ power }) => power === 'on').length
  const tiles: readonly (readonly [string | number, string])[] = [
    [hosts.length, words('hosts')],
    [`${on} / ${vms.length}`, words('vms')],
    [datastores.length, words('datastores')],
    [`vSphere ${product}`, words('product')],
  ]
  return [
    html`<h2>${words('design')}</h2>
      <div class="tiles">${tiles.map(([value, label]) => html`<div class="tile"><b>${value}</b><span>${label}</span></div>`)}</div>`,
    html`<h3>vSphere HA</h3>
      ${settings('ha', cluster.haSettings, language)}`,
    html`<h3>vSphere DRS</h3>
      ${settings('drs', cluster.drs, language, ['rules', 'vmGroups', 'hostGroups'])}`,
    ...rules(lab, language),
    hostTable(lab, language),
    vmTable(lab, language),
    poolTable(lab, language),
    html`<h3>${words('datastores')}</h3>
      ${table(
        [
          { head: words('name'), cell: ({ name }) => name },
          { head: words('type'), cell: ({ type }) => type },
          {
            head: words('size'),
            cell: ({ capacityGiB }) => (capacityGiB === null ? words('unlimited') : formatMiB(capacityGiB * 1024, language)),
            isNumber: true,
          },
          { head: words('hosts'), cell: (datastore) => datastore.hosts?.join(', ') ?? '*' },
        ],
        datastores,
        { more: moreText(language) },
      )}`,
    html`<h3>${words('networks')}</h3>
      ${table(
        [
          { head: words('name'), cell: ({ name }) => name },
          { head: words('kind'), cell: ({ kind }) => kind },
          { head: words('speed'), cell: ({ gbps, nics }) => `${nics} × ${formatNumber(gbps, 3)} Gbps`, isNumber: true },
        ],
        lab.networks,
        { more: moreText(language) },
      )}`,
  ]
}

/** The settings of a service, in vSphere's words. */
function settings(area: 'ha' | 'drs', record: object | null, language: Language, without: readonly string[] = []): Html {
  const words = wordsIn(language)
  if (record === null) return html`<p>${words('off')}</p>`
  const rows = flat(record, '').filter(([key]) => !without.some((each) => key === each || key.startsWith(`${each}.`)))
  return table<readonly [string, Json]>(
    [
      { head: words('setting'), cell: ([key]) => settingName(area, key, language) },
      { head: words('value'), cell: ([key, value]) => settingValue(area, key, value, language) },
    ],
    rows,
    { more: moreText(language) },
  )
}

function flat(record: object, before: string): (readonly [string, Json])[] {
  return Object.entries(record).flatMap(([key, value]: [string, Json]) =>
    value !== null && typeof value === 'object' && !Array.isArray(value) ? flat(value, `${before}${key}.`) : [[`${before}${key}`, value] as const],
  )
}

function rules({ cluster }: Lab, language: Language): readonly Html[] {
  const words = wordsIn(language)
  const list = cluster.drs?.rules ?? []
  if (list.length === 0) return []
  const members = (rule: LabRule): string =>
    'vmGroup' in rule
      ? `${rule.vmGroup} → ${rule.hostGroup}`
      : 'dependsOn' in rule
        ? `${rule.vms.join(', ')} → ${rule.dependsOn.join(', ')}`
        : rule.vms.join(', ')
  return [
    html`<h3>${words('rules')}</h3>
      ${table<LabRule>(
        [
          { head: words('name'), cell: ({ name, enabled }) => (enabled ? name : `${name} (${words('off')})`) },
          { head: words('type'), cell: ({ type }) => formOption('rule.type', type)[language] },
          { head: words('members'), cell: members },
        ],
        list,
        { more: moreText(language) },
      )}`,
  ]
}

function hostTable({ hosts }: Lab, language: Language): Html {
  const words = wordsIn(language)
  return html`<h3>${words('hosts')}</h3>
    ${table(
      [
        { head: words('name'), cell: ({ name, standalone }) => (standalone ? `${name} (${words('outside')})` : name) },
        { head: words('faultDomain'), cell: ({ faultDomain }) => faultDomain ?? '–' },
        { head: words('cpu'), cell: ({ cpu }) => `${cpu.sockets} × ${cpu.coresPerSocket} × ${formatMHz(cpu.mhz, language)}` },
        { head: words('memory'), cell: ({ memoryMiB }) => formatMiB(memoryMiB, language), isNumber: true },
      ],
      hosts,
      { most: 400, more: moreText(language) },
    )}`
}

function vmTable({ vms }: Lab, language: Language): Html {
  const words = wordsIn(language)
  const reservations = ({ cpuReservationMHz, memoryReservationMiB }: Lab['vms'][number]): string =>
    [cpuReservationMHz > 0 ? formatMHz(cpuReservationMHz, language) : '', memoryReservationMiB > 0 ? formatMiB(memoryReservationMiB, language) : '']
      .filter(Boolean)
      .join(', ') || '–'
  return html`<h3>${words('vms')}</h3>
    ${table(
      [
        { head: words('name'), cell: ({ name, power }) => (power === 'on' ? name : `${name} (${words('off')})`) },
        { head: words('host'), cell: ({ host }) => host ?? '–' },
        { head: words('vcpus'), cell: ({ vcpus }) => vcpus, isNumber: true },
        { head: words('memory'), cell: ({ memoryMiB }) => formatMiB(memoryMiB, language), isNumber: true },
        { head: words('reservation'), cell: reservations, isNumber: true },
        { head: words('pool'), cell: ({ resourcePool }) => resourcePool ?? '–' },
        { head: words('datastore'), cell: ({ datastore }) => datastore },
        {
          head: words('priority'),
          cell: ({ ha }) => (ha.restartPriority === undefined ? '–' : stateLabel('priority', ha.restartPriority, language)),
        },
      ],
      vms,
      { most: 500, more: moreText(language) },
    )}`
}

function poolTable({ cluster }: Lab, language: Language): Html {
  const words: Words = wordsIn(language)
  const pools = cluster.resourcePools
  if (pools.length === 0) return html``
  return html`<h3>${words('pools')}</h3>
    ${table(
      [
        { head: words('name'), cell: ({ name, parent }) => (parent === null ? name : `${parent} / ${name}`) },
        { head: words('shares'), cell: ({ cpuShares, memoryShares }) => `${cpuShares} / ${memoryShares}` },
        {
          head: words('reservation'),
          cell: ({ cpuReservationMHz, memoryReservationMiB }) =>
            `${formatMHz(cpuReservationMHz, language)} / ${formatMiB(memoryReservationMiB, language)}`,
          isNumber: true,
        },
      ],
      pools,
      { most: 200, more: moreText(language) },
    )}`
}
