/** The contract's texts in the language of the window, as functions that components call while they render. */
import { computed, type ComputedRef } from 'vue'
import type { LabEvent, Rejected, Why } from '../../src-main/contract/events.ts'
import { commandLabel } from '../../src-main/contract/texts/commands.ts'
import { describeEvent } from '../../src-main/contract/texts/events.ts'
import { formatBytes, formatDuration, formatMHz, formatMiB, formatRate, formatSeconds } from '../../src-main/contract/texts/format.ts'
import type { LabProblem } from '../../src-main/contract/api.ts'
import { pick, type Language } from '../../src-main/contract/texts/language.ts'
import { namedInput, type NamedInput } from '../../src-main/contract/texts/inputs.ts'
import { stateLabel, type LabelKind } from '../../src-main/contract/texts/states.ts'
import { rejectedText, whyText } from '../../src-main/contract/texts/why.ts'
import type { ApiError } from '../api/client.ts'
import { usePrefsStore } from '../stores/prefs.ts'

export interface Texts {
  readonly language: Language
  readonly event: (event: LabEvent) => string
  readonly why: (why: Why) => string
  readonly rejected: (rejected: Rejected) => string
  readonly label: (kind: LabelKind, word: string | null | undefined) => string
  readonly command: (command: string) => string
  readonly duration: (ms: number) => string
  readonly seconds: (ms: number) => string
  readonly mhz: (value: number) => string
  readonly mib: (value: number) => string
  readonly bytes: (value: number) => string
  /** Of bytes per second. */
  readonly rate: (value: number) => string
  /** Name and description of a lab, sample or project. */
  readonly title: (titled: Titled) => string
  readonly about: (titled: Titled) => string
  /** What is wrong with a file; in English where nobody has said it in Korean. */
  /** Of a lab, or of a request that failed. */
  readonly problem: (problem: LabProblem | ApiError) => string
  /** A number or name that a decision looked at: its words and its value. */
  readonly input: (key: string, value: unknown) => NamedInput
}

/** Null or absent: there is only English. */
interface Titled {
  readonly name: string
  readonly description: string
  readonly nameKo?: string | null
  readonly descriptionKo?: string | null
}

export function textsIn(language: Language): Texts {
  return {
    language,
    event: (event) => describeEvent(event, language),
    why: (why) => whyText(why, language),
    rejected: (rejected) => rejectedText(rejected, language),
    label: (kind, word) => stateLabel(kind, word, language),
    command: (command) => commandLabel(command, language),
    duration: (ms) => formatDuration(ms, language),
    seconds: (ms) => formatSeconds(ms, language),
    mhz: (value) => formatMHz(value, language),
    mib: (value) => formatMiB(value, language),
    bytes: (value) => formatBytes(value, language),
    rate: (value) => formatRate(value, language),
    title: ({ name, nameKo }) => pick([name, nameKo ?? name], language),
    about: ({ description, descriptionKo }) => pick([description, descriptionKo ?? description], language),
    problem: ({ message, messageKo }) => pick([message, messageKo ?? message], language),
    input: (key, value) => namedInput(key, value, language),
  }
}

export function useTexts(): ComputedRef<Texts> {
  const prefs = usePrefsStore()
  return computed(() => textsIn(prefs.language))
}
