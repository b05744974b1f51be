/** What fields and values of an import are called; what has no word stays as the lab format has it. */
import { useI18n } from 'vue-i18n'
import type { ImportAssumption } from '../../../src-main/contract/api-import.ts'
import { useT, type MessageKey } from '../../i18n/index.ts'

export function useImportWords() {
  const t = useT()
  const { te } = useI18n({ useScope: 'global' })
  const known = (key: string): string | null => (te(key, 'en') ? t(key as MessageKey) : null)
  return {
    /** `networks[vMotion].gbps` → "vMotion: speed of a link". */
    field(field: string): string {
      const part = /^(.*)\[([^\]]+)\](.*)$/.exec(field)
      const word = known(`import.field.${part === null ? field : `${part[1]}[]${part[3]}`}`)
      return word === null ? field : part === null ? word : `${part[2]}: ${word}`
    },
    choice: (choice: string): string => known(`import.choice.${choice}`) ?? choice,
    value({ value }: ImportAssumption): string {
      if (value === null || value === '') return t('import.none')
      if (typeof value === 'boolean') return t(value ? 'import.yes' : 'import.no')
      return known(`import.choice.${value}`) ?? String(value)
    },
  }
}
