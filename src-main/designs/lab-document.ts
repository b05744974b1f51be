/** The text of a lab file that changes are made to: YAML keeps its comments and its layout, JSON stays JSON. */
import type { LabProblem } from '../contract/api.ts'
import { labListKeys } from '../contract/lab/lab.ts'
import type { Problem } from '../contract/lab/validate.ts'
import type { Change, Path, PlainMap } from './plain.ts'

export interface LabDocument {
  readonly text: string
  readonly data: PlainMap
  /** What stands at a place, without looking at all of the file. */
  at(path: Path): unknown
  /** Keys that the file has twice. */
  readonly duplicates: readonly Problem[]
  /** This document with changes, one after another; the old one stays as it is. */
  with(changes: readonly Change[]): LabDocument
  /** Lines from 1, that of the nearest surrounding value where there is no such place. */
  linesOf(paths: readonly Path[]): readonly (number | null)[]
  /** The text of entries of a list, as the file has them. */
  entriesText(list: string, indices: readonly number[]): string
}

/** Keys of the file that are lists of entries. */
export const entryLists: readonly string[] = [...labListKeys, 'timeline', 'expect']

/** The order in which a file has its keys. */
export const fileOrder: readonly string[] = [
  'hostdown', 'name', 'nameKo', 'description', 'descriptionKo', 'seed', 'product', 'limits', 'start', 'startsAt', 'vcenter', 'cluster', 'networks', 'datastores', 'hosts', 'vms',
  'bookmarks', 'timeline', 'expect', 'checkFails', 'until',
] // prettier-ignore

export type ReadDocument = { readonly document: LabDocument } | { readonly problem: LabProblem }
