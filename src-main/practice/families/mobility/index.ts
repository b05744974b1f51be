import type { AnyFamily } from '../../kit/family.ts'

export const mobilityFamilies: readonly AnyFamily[] = []
