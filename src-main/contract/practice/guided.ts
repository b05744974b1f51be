/** Guided labs: a lab to start from, a task, what is checked while one works, what must not happen. Files `*.guided.yaml`, written without code. */
import type { Json } from '../events.ts'
import type { FactId } from '../fact-id.ts'
import { block, duration, expects, list, patterned, textOf, whole, words } from '../lab/fields.ts'
import * as z from '../lab/schema.ts'
import { commandNames } from '../lab/commands.ts'
import type { LabExpectation } from '../lab/expectations.ts'
import type { CommandName, Lab, LabCommand } from '../lab/index.ts'
import type { Text } from '../texts/form-labels.ts'
import { topics, type Topic } from './topics.ts'

/** What a condition is about: an expectation of the run (contract 1.4), or something tried out from where the run stands. */
export interface RunCondition {
  readonly id: string
  readonly text: Text
  readonly kind: 'run'
  readonly expect: readonly LabExpectation[]
}

/**
 * From where the run stands, each host (or each pair of hosts) has the commands done to it in a run of its own, with `$1` (and `$2`) as its name;
 * after `runFor` ms the expectations must hold, times counting from that instant.
 */
export interface TrialCondition {
  readonly id: string
  readonly text: Text
  readonly kind: 'trial'
  readonly of: 1 | 2
  /** `at` counts from there. */
  readonly commands: readonly LabCommand[]
  readonly runFor: number
  readonly expect: readonly LabExpectation[]
}

/** What the learner has to tell beforehand: a value of the state of a VM at an instant. Locked once the run has gone past `before`. */
export interface ToldCondition {
  readonly id: string
  readonly text: Text
  readonly kind: 'told'
  /** ms */
  readonly before: number
  readonly at: number
  readonly vms: readonly string[]
  readonly fields: readonly string[]
}

/** Settings of VMs that are the same at the end as in the start lab. */
export interface UnchangedCondition {
  readonly id: string
  readonly text: Text
  readonly kind: 'unchanged'
  /** `*`: all of the start lab. */
  readonly vms: readonly string[]
  readonly keys: readonly string[]
}

/**
 * Commands that the learner may not give; with `keys` only where one of these is among the arguments (`ha.isolationResponse`; a `*` at the end: whatever
 * follows) with another value than those of `except`. Known before it is done.
 */
export interface ForbiddenCondition {
  readonly id: string
  readonly text: Text
  readonly kind: 'forbidden'
  readonly commands: readonly {
    readonly do: CommandName
    readonly keys: readonly string[]
    readonly allowed: readonly string[]
    readonly except: readonly unknown[]
  }[]
}

/** The whole state as far as the run has got (contract 4), matched as `is:` is. */
export interface NowCondition {
  readonly id: string
  readonly text: Text
  readonly kind: 'now'
  readonly is: { readonly [key: string]: Json }
  /** It held all the time for so long (ms); 0: it holds there; null: from the start of the run. */
  readonly heldFor: number | null
}

export type Condition = RunCondition | NowCondition | TrialCondition | ToldCondition | UnchangedCondition | ForbiddenCondition

/** `turn`: turns of the run before it, where it was given to one that goes on; left out: after all that happens at its instant. */
export type CourseCommand = LabCommand & { readonly turn?: number }

/** A way through the lab: commands of the learner, what was told, and how far the run goes (ms). */
export interface Course {
  /** The learner's design; null: that of the start. */
  readonly lab: Lab | null
  readonly commands: readonly CourseCommand[]
  readonly told: ToldAnswers
  readonly until: number
}

/** By VM, by field. */
export type ToldAnswers = { readonly [vm: string]: { readonly [field: string]: string | number | boolean | null } }

/** Ids of labs that come with Hostdown end here; from the next one on they are of labs that somebody wrote. */
const OWN_ID_FROM = 100
export const isOwnGuided = (id: string): boolean => Number(id.slice(1)) >= OWN_ID_FROM

export interface GuidedLab {
  readonly id: string
  readonly title: Text
  readonly topics: readonly Topic[]
  readonly level: 1 | 2 | 3
  /** For a person, as a guess. */
  readonly minutes: number
  readonly facts: readonly FactId[]
  /** Paragraphs. */
  readonly briefing: readonly Text[]
  readonly hints: readonly Text[]
  readonly debrief: readonly Text[]
  /** The lab file that it starts from, as data and parsed. */
  readonly start: { readonly [key: string]: unknown }
  readonly lab: Lab
  readonly checks: readonly Condition[]
  readonly keeps: readonly Condition[]
  readonly solution: Course
  /** For each keep a course that breaks it. */
  readonly breaks: readonly { readonly keep: string; readonly course: Course }[]
}

const someText = (most = 2000) => expects(textOf(1, most), [`text of 1 to ${most} characters`, `1~${most}자의 텍스트`])
const bothLanguages = () => expects(block({ en: someText(), ko: someText() }), ['text in both languages, en and ko', 'en, ko 두 언어의 텍스트'])
const matching = (pattern: RegExp, example: string) => expects(patterned(pattern), [`text such as ${example}`, `${example}와 같은 텍스트`])
const map = () =>
  z.record(
    textOf(1, 300),
    z.leaf((zod) => zod.unknown()),
  )
const optional = z.exactOptional

const condition = () =>
  block({
    id: matching(/^[a-z][a-z0-9-]{0,40}$/, 'all-vms-run'),
    text: bothLanguages(),
    expect: optional(list(map())),
    trial: optional(block({ of: whole(1, 2), do: list(map()), runFor: duration() })),
    told: optional(block({ before: duration(), at: duration(), vms: list(textOf(1, 300)), fields: list(textOf(1, 60)) })),
    forbidden: optional(
      list(
        block({
          do: words(...(commandNames as readonly [CommandName, ...CommandName[]])),
          keys: optional(list(textOf(1, 60))),
          allowed: optional(list(textOf(1, 300))),
          except: optional(list(z.leaf((zod) => zod.unknown()))),
        }),
      ),
    ),
    now: optional(map()),
    always: optional(map()),
    heldFor: optional(duration()),
    unchanged: optional(block({ vms: list(textOf(1, 300)), keys: list(textOf(1, 60)) })),
  })
/** `design`: parts of the start lab, each in the place of what stands there. */
const courseShape = () => ({
  design: optional(map()),
  commands: list(map()),
  told: optional(z.record(textOf(1, 300), map())),
  until: duration(),
})

export const guidedFileSchema = block({
  guided: whole(1, 1),
  id: matching(/^L\d{1,3}$/, 'L1'),
  title: bothLanguages(),
  topics: list(words(...topics)),
  level: whole(1, 3),
  minutes: whole(1, 240),
  facts: list(matching(/^(HA|DRS|VM|SN|FT)-\d{3}$/, 'HA-041')),
  briefing: list(bothLanguages()),
  hints: list(bothLanguages()),
  debrief: list(bothLanguages()),
  start: expects(map(), ['the keys of a lab file', '랩 파일의 키']),
  checks: list(condition()),
  keeps: list(condition()),
  solution: block(courseShape()),
  breaks: list(block({ keep: textOf(1, 60), ...courseShape() })),
})
export type GuidedFile = z.output<typeof guidedFileSchema>
export type ConditionEntry = GuidedFile['checks'][number]
