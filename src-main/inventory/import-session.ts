/** An import as a window leads it: the files are read once, labs are made anew with whatever a person states. */
import type { ImportAnswer, ImportAssumption, ImportLab, ImportPreview, ImportSkipped } from '../contract/api-import.ts'
import { clip } from '../contract/clip.ts'
import { IMPORT_LINES_MAX, type Imported } from '../contract/import-record.ts'
import { inventoryOf } from './inventory.ts'
import { answerKey } from './lab/assumptions.ts'
import { buildLabs, labNames } from './lab/build-labs.ts'
import type { ImportedLab } from './lab/build-labs.ts'
import type { Inventory } from './model.ts'
import { withoutNames } from './pseudonyms.ts'
import type { Tables } from './tables.ts'

export interface ImportChoice {
  readonly replaceNames: boolean
  readonly answers: readonly ImportAnswer[]
}

/** A lab that becomes a project. */
export interface MadeLab {
  readonly name: string
  readonly file: string
  readonly text: string
  readonly imported: Imported
}

export class ImportSession {
  readonly #tables: Tables
  readonly #inventories = new Map<boolean, Inventory>()

  constructor(tables: Tables) {
    this.#tables = tables
  }

  /** Throws InventoryError, also for a statement that is none. */
  preview(choice: ImportChoice, onLab: (share: number) => void): ImportPreview {
    const inventory = this.#inventory(choice.replaceNames)
    const labs = this.#build(choice, undefined, onLab)
    return {
      ...originOf(inventory),
      labs: labs.map(shown),
      assumed: [
        ...inventory.assumed.map((each): ImportAssumption => ({ ...each, lab: null, form: null, stated: false })),
        ...labs.flatMap(({ name, assumed }) => assumed.map((each): ImportAssumption => ({ ...each, lab: name }))),
      ].slice(0, IMPORT_LINES_MAX),
      skipped: [
        ...inventory.skipped.map((each): ImportSkipped => ({ ...each, lab: null })),
        ...labs.flatMap(({ name, skipped }) => skipped.map((each): ImportSkipped => ({ ...each, lab: name }))),
      ].slice(0, IMPORT_LINES_MAX),
    }
  }

  /** The labs of those names. */
  labs(choice: ImportChoice, only: readonly string[], onLab: (share: number) => void): readonly MadeLab[] {
    const inventory = this.#inventory(choice.replaceNames)
    const origin = { ...originOf(inventory), namesReplaced: choice.replaceNames }
    return this.#build(choice, only, onLab).map((lab) => {
      const { name, file, text } = lab
      const imported: Imported = {
        ...origin,
        assumed: [...inventory.assumed.map((each) => ({ ...each, stated: false })), ...lab.assumed]
          .slice(0, IMPORT_LINES_MAX)
          .map(({ where, field, value, reason, stated }) => ({
            where,
            field,
            value: typeof value === 'string' ? clip(value) : value,
            reason,
            stated,
          })),
        skipped: [...inventory.skipped, ...lab.skipped].slice(0, IMPORT_LINES_MAX),
      }
      return { name, file, text, imported }
    })
  }

  #build({ replaceNames, answers }: ImportChoice, only: readonly string[] | undefined, onLab: (share: number) => void): readonly ImportedLab[] {
    const inventory = this.#inventory(replaceNames)
    const stated = new Map(answers.map(({ where, field, value }) => [answerKey(where, field), value]))
    const total = only?.length ?? labNames(inventory).length
    const labs: ImportedLab[] = []
    for (const lab of buildLabs(inventory, { answers: stated, ...(only !== undefined && { only }) })) {
      labs.push(lab)
      onLab(labs.length / Math.max(1, total))
    }
    return labs
  }

  #inventory(replaceNames: boolean): Inventory {
    const known = this.#inventories.get(replaceNames)
    if (known !== undefined) return known
    const made = inventoryOf(replaceNames ? withoutNames(this.#tables) : this.#tables)
    this.#inventories.set(replaceNames, made)
    return made
  }
}

const originOf = ({ source, release, exportedAt, server, rows }: Inventory) => ({
  ...{ source, release, exportedAt, server },
  read: rows.map(({ tab, read }) => ({ tab, rows: read })),
})

function shown(lab: ImportedLab): ImportLab {
  const { name, isStandalone, hosts, vmsOn, vmsOff, templates, datastores, labDatastores, resourcePools, product, haEnabled, drsEnabled, standing } =
    lab
  return {
    ...{ name, isStandalone, hosts, vmsOn, vmsOff, templates, datastores, labDatastores, resourcePools, product, haEnabled, drsEnabled },
    hostNames: standing.map((host) => host.name),
    thumbnail: { hosts: standing.map(({ domain, vms }) => ({ domain, vms })), datastores: labDatastores },
  }
}
