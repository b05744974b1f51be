/** What a step of the design did, in words: for Undo and Redo. Pure. */
import type { DesignStep } from '../../../src-main/contract/api-design.ts'
import { formFields, formIds, type FormField } from '../../../src-main/contract/lab/form.ts'
import { pick, type Language } from '../../../src-main/contract/texts/language.ts'
import type { MessageKey, Translate } from '../../i18n/index.ts'

/** The label of the field that a key ends in. */
function fieldWords(step: DesignStep, language: Language): string {
  const key = step.key.map(String)
  const forms = step.kind === null ? formIds.filter((form) => ['ha', 'drs', 'cluster', 'head'].includes(form)) : [step.kind]
  const bases: { readonly [form: string]: number } = { ha: 2, drs: 2, cluster: 1 }
  for (const form of forms) {
    const inner = key.slice(bases[form] ?? 0)
    if (bases[form] !== undefined && !key.join('.').startsWith(form === 'cluster' ? 'cluster' : `cluster.${form}`)) continue
    const found = formFields(form).find((field: FormField) => field.key.length > 0 && field.key.every((part, at) => part === inner[at]))
    if (found !== undefined) return pick([found.label.en, found.label.ko], language)
  }
  return key.join('.')
}

export function stepWords(step: DesignStep, t: Translate, language: Language): string {
  const what =
    step.count > 1 && step.kind !== null
      ? t('design.several', { n: step.count, kind: t(`design.kinds.${step.kind}` as MessageKey) })
      : (step.name ?? (step.kind === null ? '' : t(`design.kind.${step.kind}` as MessageKey)))
  switch (step.do) {
    case 'set':
      return t('design.step.set', { what, field: fieldWords(step, language) })
    case 'setLab':
      return t('design.step.setLab', { field: fieldWords(step, language) })
    case 'enable':
    case 'paste':
    case 'text':
    case 'revert':
    case 'several':
      return t(`design.step.${step.do}`)
    default:
      return t(`design.step.${step.do}`, { what })
  }
}
