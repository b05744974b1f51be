import type { AnyFamily } from '../../kit/family.ts'
import { whoBecomesPrimary } from './f09-who-becomes-primary.ts'

export const haFamilies: readonly AnyFamily[] = [whoBecomesPrimary]
