/** Values of HA's advanced options that are clamped, or that mean nothing: `check` says so. */
import type { Phrase } from '../texts/language.ts'
import type { AdvancedOptions } from './fields.ts'
import type { Lab } from './lab.ts'
import type { Path, Report } from './problems.ts'

interface Range {
  readonly min: number
  readonly max: number | null
  /** The fact that says what becomes of other values; null: the table of options (section 12). */
  readonly fact: string | null
}

/** By name in lower case. */
const ranges: { readonly [name: string]: Range } = {
  'das.heartbeatdsperhost': { min: 2, max: 5, fact: 'HA-032' },
  'das.config.fdm.isolationpolicydelaysec': { min: 30, max: null, fact: 'HA-051' },
  'fdm.isolationpolicydelaysec': { min: 30, max: null, fact: 'HA-051' },
  'das.config.fdm.memreservationmb': { min: 100, max: null, fact: null },
}

const numbers: ReadonlySet<string> = new Set([
  ...Object.keys(ranges),
  'das.isolationshutdowntimeout',
  'das.maxvmrestartcount',
  'das.maxvmrestartperiod',
  'das.perhostconcurrentfailoverslimit',
  'das.vmcpuminmhz',
  'das.vmmemoryminmb',
  'das.slotcpuinmhz',
  'das.slotmeminmb',
  'das.iostatsinterval',
  'das.maxresets',
  'das.resetretryintervalsec',
  'das.maxterminates',
  'das.terminateretryintervalsec',
  'das.config.fdm.hosttimeout',
  'das.config.fdm.icmppingtimeout',
  'das.config.fdm.deadicmppinginterval',
  'das.config.fdm.policy.unknownstatemonitorperiod',
  'vpxd.das.completemetadataupdateintervalsec',
])

const flags: ReadonlySet<string> = new Set([
  'das.usedefaultisolationaddress',
  'das.ignoreinsufficienthbdatastore',
  'das.ignoreredundantnetwarning',
  'das.reregisterrestartdisabledvms',
  'das.respectvmvmantiaffinityrules',
  'das.respectvmhostsoftaffinityrules',
  'das.maskcleanshutdownenabled',
  'das.config.fdm.reportfailoverfailevent',
])

/** What the value of a yes-or-no option says; null: nothing. */
export function flagValue(value: string | undefined): boolean | null {
  if (/^(true|1)$/i.test(value ?? '')) return true
  return /^(false|0)$/i.test(value ?? '') ? false : null
}

export function reviewOptions(lab: Lab, report: Report): void {
  if (lab.cluster.haSettings !== null) review(lab.cluster.haSettings.advancedOptions, ['cluster', 'ha', 'advancedOptions'], report)
  for (const command of lab.timeline) {
    if (command.do === 'cluster.configure') review(command.args.ha?.advancedOptions ?? {}, ['timeline'], report)
  }
}

function review(options: { readonly [name: string]: AdvancedOptions[string] | null | undefined }, path: Path, report: Report): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === null || value === undefined) continue
    const text = trouble(name.toLowerCase(), String(value))
    if (text !== null) report(path, [`${name}: ${text[0]}`, `${name}: ${text[1]}`])
  }
}

function trouble(name: string, value: string): Phrase | null {
  if (flags.has(name))
    return flagValue(value) !== null
      ? null
      : [`"${value}" is neither true nor false: the default counts`, `"${value}"은(는) true도 false도 아닙니다. 기본값이 적용됩니다`]
  if (!numbers.has(name)) return null
  const n = Number(value)
  if (value.trim() === '' || !(n >= 0))
    return [`"${value}" is no number of 0 or more: the default counts`, `"${value}"은(는) 0 이상의 숫자가 아닙니다. 기본값이 적용됩니다`]
  const range = ranges[name]
  if (range === undefined) return null
  const acts = Math.max(range.min, range.max === null ? n : Math.min(range.max, n))
  if (acts === n) return null
  const limits: Phrase =
    range.max === null ? [`at least ${range.min}`, `${range.min} 이상`] : [`${range.min} to ${range.max}`, `${range.min}~${range.max}`]
  const fact = range.fact === null ? '' : `, ${range.fact}`
  return [`${value} acts as ${acts} (${limits[0]}${fact})`, `${value}은(는) ${acts}(으)로 적용됩니다(${limits[1]}${fact})`]
}
