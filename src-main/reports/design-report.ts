/** A design for a colleague: what there is, and how it is set. */
import type { DesignArea } from '../contract/api-compare.ts'
import type { Json } from '../contract/events.ts'
import type { Lab, LabRule } from '../contract/lab/index.ts'
import { formatGbps, formatMHz, formatMiB } from '../contract/texts/format.ts'
import type { Language } from '../contract/texts/language.ts'
import { designAreaName, settingName, settingValue } from '../contract/texts/design-differences.ts'
import { stateLabel } from '../contract/texts/states.ts'
import { domainTitle } from '../contract/texts/sweep.ts'
import { document, type ReportOptions } from './document.ts'
import { html, table, tiles, type Html } from './html.ts'
import { asTheyAre, renaming } from './pseudonyms.ts'
import { moreText, titleIn, wordsIn, type Words } from './words.ts'

export function designReport(
  { title, lab }: { readonly title: string; readonly lab: Lab },
  { language, replaceNames }: Omit<ReportOptions, 'factsOf'>,
): string {
  const words = wordsIn(language)
  const rename = replaceNames ? renaming(lab, { hosts: [], vms: [] }) : asTheyAre
  const shown = replaceNames ? words('cluster') : titleIn(title, lab, language)
  return document(
    { title: `${shown} – Hostdown`, language },
    html`<h1>${shown}</h1>
      ${replaceNames ? null : html`<p class="lead">${descriptionOf(lab, language)}</p>`}`,
    ...designSections(rename(lab), language),
  )
}

export const descriptionOf = (lab: Lab, language: Language): string => (language === 'ko' ? (lab.descriptionKo ?? lab.description) : lab.description)

/** The part that describes the lab; also at the end of the report of a run. */
export function designSections(lab: Lab, language: Language): readonly Html[] {
  const words = wordsIn(language)
  const { hosts, vms, datastores, cluster, product } = lab
  const on = vms.filter(({ power }) => power === 'on').length
  const area = (name: DesignArea): string => designAreaName(name, language)
  return [
    html`<h2>${words('design')}</h2>
      ${tiles([
        [hosts.length, words('hosts')],
        [`${on} / ${vms.length}`, words('vms')],
        [datastores.length, area('datastore')],
        [`vSphere ${product}`, words('product')],
      ])}`,
    html`<h3>${area('ha')}</h3>
      ${settings('ha', cluster.haSettings, language)}`,
    html`<h3>${area('drs')}</h3>
      ${settings('drs', cluster.drs, language, ['rules', 'vmGroups', 'hostGroups'])}`,
    ...rules(lab, language),
    hostTable(lab, language),
    vmTable(lab, language),
    poolTable(lab, language),
    html`<h3>${area('datastore')}</h3>
      ${table(
        [
          { head: words('name'), cell: ({ name }) => name },
          { head: settingName('datastore', 'type', language), cell: ({ type }) => settingValue('datastore', 'type', type, language) },
          {
            head: settingName('datastore', 'capacityGiB', language),
            cell: ({ capacityGiB }) => settingValue('datastore', 'capacityGiB', capacityGiB, language),
            isNumber: true,
          },
          { head: words('hosts'), cell: (datastore) => datastore.hosts?.join(', ') ?? words('allHosts') },
        ],
        datastores,
        { more: moreText(language) },
      )}`,
    html`<h3>${area('network')}</h3>
      ${table(
        [
          { head: words('name'), cell: ({ name }) => name },
          { head: settingName('network', 'kind', language), cell: ({ kind }) => settingValue('network', 'kind', kind, language) },
          { head: words('speed'), cell: ({ gbps, nics }) => `${nics} × ${formatGbps(gbps, language)}`, isNumber: true },
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
    html`<h3>${designAreaName('rule', language)}</h3>
      ${table<LabRule>(
        [
          { head: words('name'), cell: ({ name, enabled }) => (enabled ? name : `${name} (${words('off')})`) },
          { head: settingName('rule', 'type', language), cell: ({ type }) => settingValue('rule', 'type', type, language) },
          { head: words('members'), cell: members },
        ],
        list,
        { more: moreText(language) },
      )}`,
  ]
}

function hostTable({ hosts }: Lab, language: Language): Html {
  const words = wordsIn(language)
  return html`<h3>${designAreaName('host', language)}</h3>
    ${table(
      [
        { head: words('name'), cell: ({ name, standalone }) => (standalone ? `${name} (${words('outside')})` : name) },
        { head: domainTitle('faultDomain', language), cell: ({ faultDomain }) => faultDomain ?? '–' },
        { head: words('cpu'), cell: ({ cpu }) => `${cpu.sockets} × ${cpu.coresPerSocket} × ${formatMHz(cpu.mhz, language)}` },
        { head: settingName('host', 'memoryMiB', language), cell: ({ memoryMiB }) => formatMiB(memoryMiB, language), isNumber: true },
      ],
      hosts,
      { most: 400, more: moreText(language) },
    )}`
}

function vmTable({ vms }: Lab, language: Language): Html {
  const words = wordsIn(language)
  const setting = (path: string): string => settingName('vm', path, language)
  const reservations = ({ cpuReservationMHz, memoryReservationMiB }: Lab['vms'][number]): string =>
    [cpuReservationMHz > 0 ? formatMHz(cpuReservationMHz, language) : '', memoryReservationMiB > 0 ? formatMiB(memoryReservationMiB, language) : '']
      .filter(Boolean)
      .join(', ') || '–'
  return html`<h3>${designAreaName('vm', language)}</h3>
    ${table(
      [
        { head: words('name'), cell: ({ name, power }) => (power === 'on' ? name : `${name} (${words('off')})`) },
        { head: setting('host'), cell: ({ host }) => host ?? '–' },
        { head: setting('vcpus'), cell: ({ vcpus }) => vcpus, isNumber: true },
        { head: setting('memoryMiB'), cell: ({ memoryMiB }) => formatMiB(memoryMiB, language), isNumber: true },
        { head: words('reservation'), cell: reservations, isNumber: true },
        { head: setting('resourcePool'), cell: ({ resourcePool }) => resourcePool ?? '–' },
        { head: setting('datastore'), cell: ({ datastore }) => datastore },
        {
          head: setting('ha.restartPriority'),
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
  return html`<h3>${designAreaName('pool', language)}</h3>
    ${table(
      [
        { head: words('name'), cell: ({ name, parent }) => (parent === null ? name : `${parent} / ${name}`) },
        {
          head: words('shares'),
          cell: (pool) => (['cpuShares', 'memoryShares'] as const).map((key) => settingValue('pool', key, pool[key], language)).join(' / '),
        },
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
