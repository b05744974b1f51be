import type { AnyFamily } from '../../kit/family.ts'

export const drsFamilies: readonly AnyFamily[] = []
