/** Texts of the window in English. What a key begins with tells its file; ko.ts has the same ones. */
import { comparing } from './en/comparing.ts'
import { design } from './en/design.ts'
import { drs } from './en/drs.ts'
import { faults } from './en/faults.ts'
import { guided } from './en/guided.ts'
import { moving } from './en/moving.ts'
import { picture } from './en/picture.ts'
import { practice } from './en/practice.ts'
import { workbench } from './en/workbench.ts'

export const en = {
  ...comparing,
  ...design,
  ...drs,
  ...faults,
  ...guided,
  ...moving,
  ...picture,
  ...practice,
  ...workbench,
} as const

export type MessageKey = keyof typeof en
