/** The text of a lab file: one record a line, as a person would write it. */
import type { Plain } from './draft.ts'

/** YAML is read at a fiftieth of the speed of JSON, which is YAML too. */
const YAML_CHARACTERS_MAX = 900_000
/** What no YAML has, and what ends a line. */
// eslint-disable-next-line no-control-regex -- they are what is taken out
const NO_COMMENT = /[\u0000-\u001f\u007f\u0085\u2028\u2029\ufeff]+/g
const lists = ['networks', 'datastores', 'hosts', 'vms', 'timeline']

export function labText(lab: Plain, comment: string): string {
  const text = yaml(lab, comment)
  return text.length <= YAML_CHARACTERS_MAX ? text : json(lab)
}

function yaml(lab: Plain, comment: string): string {
  const lines = [`# ${comment.replace(NO_COMMENT, ' ')}`]
  for (const [key, value] of Object.entries(lab)) {
    if (lists.includes(key) && Array.isArray(value) && value.length > 0) lines.push(`${key}:`, ...value.map((record) => `  - ${flow(record)}`))
    else if (key === 'cluster') lines.push('cluster:', ...block(value as Plain, '  '))
    else lines.push(`${key}: ${flow(value)}`)
  }
  return `${lines.join('\n')}\n`
}

/** Two levels of blocks, so that settings stand below each other. */
function block(map: Plain, indent: string): readonly string[] {
  return Object.entries(map).flatMap(([key, value]): readonly string[] => {
    if (Array.isArray(value) && value.some(isMap)) return [`${indent}${key}:`, ...value.map((record) => `${indent}  - ${flow(record)}`)]
    if (isMap(value) && (key === 'ha' || key === 'drs')) return [`${indent}${key}:`, ...block(value, `${indent}  `)]
    return [`${indent}${key}: ${flow(value)}`]
  })
}

const isMap = (value: unknown): value is Plain => typeof value === 'object' && value !== null && !Array.isArray(value)

function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (isMap(value)) {
    const pairs = Object.entries(value).map(([key, inner]) => `${plainOr(key)}: ${flow(inner)}`)
    return pairs.length === 0 ? '{}' : `{ ${pairs.join(', ')} }`
  }
  return typeof value === 'string' ? plainOr(value) : String(value)
}

/** What is surely text without quotes, in the words of the lab format or names of hosts. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_./]*(?:[-][A-Za-z0-9_./]+)*$/
const SUSPECT = /^(?:true|false|null|yes|no|on|off|y|n)$/i
const plainOr = (text: string): string => (PLAIN.test(text) && (!SUSPECT.test(text) || text === 'on' || text === 'off') ? text : quoted(text))

/** JSON's way of quoting is YAML's, but for what is no part of a line. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[\u0085\u2028\u2029]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

function json(lab: Plain): string {
  const parts = Object.entries(lab).map(([key, value]) =>
    lists.includes(key) && Array.isArray(value) && value.length > 0
      ? `${JSON.stringify(key)}: [\n${value.map((record) => `  ${JSON.stringify(record)}`).join(',\n')}\n]`
      : `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  )
  return `{\n${parts.join(',\n')}\n}\n`
}
