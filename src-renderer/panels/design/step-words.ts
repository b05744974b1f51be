/** What a step of the design did, in words: for Undo and Redo. Pure. */
import type { DesignStep } from '../../../src-main/contract/api-design.ts'
import { formFields, type FormField } from '../../../src-main/contract/lab/form.ts'
import { pick, type Language } from '../../../src-main/contract/texts/language.ts'
import type { MessageKey, Translate } from '../../i18n/index.ts'
import { baseOf, blockAt, isBlock } from './design-model.ts'

/** The label of the field that a key ends in. */
function fieldWords(step: DesignStep, language: Language): string {
  const form = step.kind ?? blockAt(step.key)
  const inner = step.key.slice(isBlock(form) ? baseOf(form).length : 0).map(String)
  const found = formFields(form).find(({ key }: FormField) => key.length > 0 && key.every((part, at) => part === inner[at]))
  return found === undefined ? step.key.join('.') : pick([found.label.en, found.label.ko], language)
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
