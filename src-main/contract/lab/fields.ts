/** What the record schemas are made of: fields that know what they expect, references that know the kind of their target. */
import * as z from './schema.ts'
import { inBoth, type Phrase } from '../texts/language.ts'
import { DURATION_MS_MAX, parseDuration } from '../units.ts'
import { evcModeOf, evcModes } from './evc.ts'
import { productLevels } from './product.ts'

export type AnySchema = z.core.$ZodType
export type Shape = { readonly [key: string]: AnySchema }

/** Kinds of things that are referred to by name; `member`: what a network partition groups. */
export type RefKind = 'host' | 'vm' | 'datastore' | 'network' | 'pool' | 'rule' | 'vmGroup' | 'hostGroup' | 'member'

const expectationTexts = new WeakMap<AnySchema, Phrase>()
const refKinds = new WeakMap<AnySchema, RefKind>()

/** Says what a field expects, in words that follow "expected". */
export function expects<S extends AnySchema>(schema: S, text: Phrase): S {
  expectationTexts.set(schema, text)
  return schema
}
export const expectationOf = (schema: AnySchema): Phrase | null => expectationTexts.get(schema) ?? null
export const refKindOf = (schema: AnySchema): RefKind | null => refKinds.get(schema) ?? null

/** What a form shows of a field. */
export interface Facet {
  readonly type: 'whole' | 'fraction' | 'percent' | 'flag' | 'text' | 'name' | 'duration' | 'evcMode' | 'shares' | 'options'
  /** Of a number, or of the length of a text; null: no bound that matters. */
  readonly min: number | null
  readonly max: number | null
  /** What a text looks like. */
  readonly pattern: string | null
}
const facets = new WeakMap<AnySchema, Facet>()
export const facetOf = (schema: AnySchema): Facet | null => facets.get(schema) ?? null
function faceted<S extends AnySchema>(schema: S, type: Facet['type'], more: Partial<Omit<Facet, 'type'>> = {}): S {
  facets.set(schema, { type, min: null, max: null, pattern: null, ...more })
  return schema
}
const bounds = (min: number, max: number): Pick<Facet, 'min' | 'max'> => ({ min, max: max === QUANTITY_MAX ? null : max })

/** What a quick check says of a value that it does not take. */
export const REFUSED: unique symbol = Symbol('refused')
export type QuickCheck = (value: unknown) => unknown
const quickChecks = new WeakMap<AnySchema, QuickCheck>()
export const quickCheckOf = (schema: AnySchema): QuickCheck | null => quickChecks.get(schema) ?? null

/**
 * Gives a field a check that agrees with its schema and costs a tenth: a lab may have 8,000 VMs. It returns the parsed value or REFUSED;
 * the schema then says why. A property test holds the two together.
 */
export function quick<S extends AnySchema>(schema: S, check: QuickCheck): S {
  quickChecks.set(schema, check)
  return schema
}
const isText = (value: unknown, min: number, max: number): value is string => typeof value === 'string' && value.length >= min && value.length <= max
const isNumber = (value: unknown, min: number, max: number): value is number => typeof value === 'number' && value >= min && value <= max

export const A_BLOCK: Phrase = ['a block of keys', '키 블록']
export const A_LIST: Phrase = ['a list', '목록']

/** A block: every key known, unknown ones are errors. */
export function block<S extends z.core.$ZodLooseShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  return expects(z.strictObject(shape), A_BLOCK)
}

export function list<S extends AnySchema>(item: S): z.ZodArray<S> {
  return expects(z.array(item), A_LIST)
}

/** Fields hold no state: one instance serves every key with the same meaning, which keeps the start of the command line short. */
const instances = new Map<string, AnySchema>()
function once<S extends AnySchema>(key: string, make: () => S): S {
  const known = instances.get(key)
  if (known !== undefined) return known as S
  const made = make()
  instances.set(key, made)
  return made
}

const QUANTITY_MAX = 1_000_000_000_000

/** A whole number. */
export function whole(min = 0, max = QUANTITY_MAX): z.ZodInt {
  return once(`whole ${min} ${max}`, () =>
    quick(
      faceted(
        expects(
          z.leaf((zod) => zod.int().min(min).max(max)),
          inBoth((language) => `${language === 'ko' ? '정수' : 'a whole number'}, ${between(min, max)[language]}`),
        ),
        'whole',
        bounds(min, max),
      ),
      (value) => (isNumber(value, min, max) && Number.isSafeInteger(value) ? value : REFUSED),
    ),
  )
}

/** A number that may have a fraction. */
export function fraction(min = 0, max = QUANTITY_MAX): z.ZodNumber {
  return once(`fraction ${min} ${max}`, () =>
    quick(
      faceted(
        expects(
          z.leaf((zod) => zod.number().min(min).max(max)),
          inBoth((language) => `${language === 'ko' ? '숫자' : 'a number'}, ${between(min, max)[language]}`),
        ),
        'fraction',
        bounds(min, max),
      ),
      (value) => (isNumber(value, min, max) ? value : REFUSED),
    ),
  )
}

const between = (min: number, max: number): { readonly en: string; readonly ko: string } =>
  max === QUANTITY_MAX ? { en: `${min} or more`, ko: `${min} 이상` } : { en: `from ${min} to ${max}`, ko: `${min}~${max}` }

export const percent = (): z.ZodNumber =>
  once('percent', () =>
    quick(
      faceted(
        expects(
          z.leaf((zod) => zod.number().min(0).max(100)),
          ['a percentage from 0 to 100', '0~100 사이의 백분율'],
        ),
        'percent',
        { min: 0, max: 100 },
      ),
      (value) => (isNumber(value, 0, 100) ? value : REFUSED),
    ),
  )
export const flag = (): z.ZodBoolean =>
  once('flag', () =>
    quick(
      faceted(
        expects(
          z.leaf((zod) => zod.boolean()),
          ['true or false', 'true 또는 false'],
        ),
        'flag',
      ),
      (value) => (typeof value === 'boolean' ? value : REFUSED),
    ),
  )
/** Text of a length. */
export const textOf = (min: number, max: number): z.ZodString =>
  quick(
    faceted(
      z.leaf((zod) => zod.string().min(min).max(max)),
      'text',
      { min, max },
    ),
    (value) => (isText(value, min, max) ? value : REFUSED),
  )
/** Text that a pattern matches. */
export const patterned = (pattern: RegExp): z.ZodString =>
  quick(
    faceted(
      z.leaf((zod) => zod.string().regex(pattern)),
      'text',
      { pattern: pattern.source },
    ),
    (value) => (typeof value === 'string' && pattern.test(value) ? value : REFUSED),
  )
export const text = (): z.ZodString =>
  once('text', () =>
    quick(
      faceted(
        expects(
          z.leaf((zod) => zod.string().max(100_000)),
          ['text', '텍스트'],
        ),
        'text',
        { min: 0, max: 100_000 },
      ),
      (value) => (isText(value, 0, 100_000) ? value : REFUSED),
    ),
  )
/** "a", or one of several words. */
export const oneOf = (list: readonly string[]): Phrase =>
  list.length === 1 ? [`"${list[0] ?? ''}"`, `"${list[0] ?? ''}"`] : [`one of ${list.join(', ')}`, `다음 중 하나: ${list.join(', ')}`]
export const words = <const W extends readonly [string, ...string[]]>(...list: W) => expects(z.enum(list), oneOf(list))

/** Names are keys of the state, so `__proto__` can be none; control characters would break a terminal. */
// eslint-disable-next-line no-control-regex -- they are what is refused
const namePattern = /^(?!__proto__$)(?!vcenter$)(?!\*$)[^\u0000-\u001f\u007f]+$/
export const name = (): z.ZodString =>
  once('name', () =>
    quick(
      faceted(
        expects(
          z.leaf((zod) => zod.string().min(1).max(300).regex(namePattern)),
          ['a name: text of 1 to 300 characters, not "vcenter" or "*"', '이름: 1~300자의 텍스트, "vcenter"와 "*"는 제외'],
        ),
        'name',
        { min: 1, max: 300, pattern: namePattern.source },
      ),
      (value) => (isText(value, 1, 300) && namePattern.test(value) ? value : REFUSED),
    ),
  )

/** The name of something else in the lab; whether it exists is checked afterwards. */
export function ref(kind: RefKind): z.ZodString {
  return once(`ref ${kind}`, () => {
    const schema = expects(textOf(1, 300), [`the name of a ${refWords[kind][0]}`, `${refWords[kind][1]} 이름`])
    refKinds.set(schema, kind)
    return schema
  })
}
export const refWords: { readonly [K in RefKind]: Phrase } = {
  host: ['host', '호스트'],
  vm: ['VM', 'VM'],
  datastore: ['datastore', '데이터스토어'],
  network: ['network', '네트워크'],
  pool: ['resource pool', '리소스 풀'],
  rule: ['rule', '규칙'],
  vmGroup: ['VM group', '가상 시스템 그룹'],
  hostGroup: ['host group', '호스트 그룹'],
  member: ['host or address', '호스트 또는 주소'],
}

/** A duration or a time of the run, in the file as `2m30s` or seconds, parsed to integer ms. */
export const duration = () => once('duration', makeDuration)
function makeDuration() {
  const schema = z.leaf((zod) =>
    zod.union([zod.number(), zod.string()]).transform((value, context) => {
      const parsed = parseDuration(value)
      if (parsed !== null) return parsed
      context.issues.push({ code: 'custom', message: '', input: value })
      return zod.NEVER
    }),
  )
  return quick(
    faceted(
      expects(schema, [
        `a time such as 500ms, 90s, 2m30s, 1h, 7d or a number of seconds, at most ${DURATION_MS_MAX / 86_400_000}d`,
        `500ms, 90s, 2m30s, 1h, 7d와 같은 시간 또는 초 단위의 숫자, 최대 ${DURATION_MS_MAX / 86_400_000}d`,
      ]),
      'duration',
      { min: 0, max: DURATION_MS_MAX },
    ),
    (value) => (typeof value === 'string' || typeof value === 'number' ? parseDuration(value) : null) ?? REFUSED,
  )
}

export const product = () =>
  once('product', () => {
    const levels = productLevels.map((level) => `"${level}"`).join(', ')
    return expects(z.enum(productLevels), [`a quoted product level, one of ${levels}`, `따옴표로 묶은 제품 수준, 다음 중 하나: ${levels}`])
  })

export const evcMode = () => once('evcMode', makeEvcMode)
function makeEvcMode() {
  const schema = z.leaf((zod) =>
    zod.string().transform((id, context) => {
      const mode = evcModeOf(id)
      if (mode !== null) return mode
      context.issues.push({ code: 'custom', message: '', input: id })
      return zod.NEVER
    }),
  )
  return quick(
    faceted(expects(schema, [`an EVC id: ${evcModes.join(', ')}`, `EVC ID: ${evcModes.join(', ')}`]), 'evcMode'),
    (value) => (typeof value === 'string' ? evcModeOf(value) : null) ?? REFUSED,
  )
}

const SHARES_MAX = 1_000_000
export const shares = () =>
  once('shares', () =>
    faceted(
      expects(z.union([z.enum(['low', 'normal', 'high']), whole(0, SHARES_MAX)]), [
        `low, normal, high or a whole number from 0 to ${SHARES_MAX}`,
        `low, normal, high 또는 0~${SHARES_MAX} 사이의 정수`,
      ]),
      'shares',
      { min: 0, max: SHARES_MAX },
    ),
  )

/** Advanced options: names in any case, values in vSphere's own unit. */
export type AdvancedOptions = { readonly [lowerCaseName: string]: string | number | boolean | null }
export const advancedOptions = () => once('advancedOptions', makeAdvancedOptions)
function makeAdvancedOptions() {
  const plain = (value: unknown): boolean =>
    value === null || typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  const value = quick(
    expects(
      z.leaf((zod) => zod.union([zod.string(), zod.number(), zod.boolean(), zod.null()])),
      ['text, a number, true or false', '텍스트, 숫자, true 또는 false'],
    ),
    (one) => (plain(one) ? one : REFUSED),
  )
  const key = quick(
    z.leaf((zod) => zod.string()),
    (one) => one,
  )
  return faceted(expects(z.record(key, value), ['a map of option names to values', '옵션 이름과 값의 맵']), 'options')
}

export type WithoutDefault<S> = S extends z.ZodDefault<infer I> ? I : S
/** A shape in which every key may be left out and nothing is filled in: what a `configure` command takes. */
export type PartialShape<S> = { [K in keyof S]: z.ZodExactOptional<WithoutDefault<S[K]> & AnySchema> }

export function partialShape<S extends z.core.$ZodLooseShape>(shape: S): PartialShape<S> {
  return Object.fromEntries(Object.entries(shape).map(([key, schema]) => [key, z.exactOptional(withoutDefault(schema))])) as PartialShape<S>
}

export function withoutDefault(schema: AnySchema): AnySchema {
  return schema instanceof z.ZodDefault || schema instanceof z.ZodExactOptional ? withoutDefault(schema.def.innerType) : schema
}
