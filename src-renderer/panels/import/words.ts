/** What fields and values of an import are called; what has no word stays as the lab format has it. */
import { useI18n } from 'vue-i18n'
import type { ImportRecord } from '../../../src-main/contract/import-record.ts'
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
    value({ value }: Pick<ImportRecord['assumed'][number], 'value'>): string {
      if (value === null || value === '') return t('import.none')
      if (typeof value === 'boolean') return t(value ? 'import.yes' : 'import.no')
      return known(`import.choice.${value}`) ?? String(value)
    },
  }
}

/** Where an export comes from: `rvtools.xlsx · RVTools 4.7 · vc-01 · 2026-11-02 10:30`. */
export function originText({ source, release, server, exportedAt }: Pick<ImportRecord, 'source' | 'release' | 'server' | 'exportedAt'>): string {
  const parts = [source, release === null ? null : `RVTools ${release}`, server, exportedAt?.replace('T', ' ')]
  return parts.filter((part) => part !== null && part !== undefined && part !== '').join(' · ')
}

export const readText = (read: readonly ImportRecord['read'][number][]): string => read.map(({ tab, rows }) => `${tab} ${rows}`).join(', ')
