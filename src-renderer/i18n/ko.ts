/** Texts of the window in Korean, with the words of the product's own documentation. */
import type { MessageKey } from './en.ts'
import { comparing } from './ko/comparing.ts'
import { design } from './ko/design.ts'
import { drs } from './ko/drs.ts'
import { faults } from './ko/faults.ts'
import { guided } from './ko/guided.ts'
import { moving } from './ko/moving.ts'
import { picture } from './ko/picture.ts'
import { practice } from './ko/practice.ts'
import { workbench } from './ko/workbench.ts'

export const ko: Readonly<Record<MessageKey, string>> = {
  ...comparing,
  ...design,
  ...drs,
  ...faults,
  ...guided,
  ...moving,
  ...picture,
  ...practice,
  ...workbench,
}
