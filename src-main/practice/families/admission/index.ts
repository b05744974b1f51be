import type { AnyFamily } from '../../kit/family.ts'
import { slotSize } from './f01-slot-size.ts'

export const admissionFamilies: readonly AnyFamily[] = [slotSize]
