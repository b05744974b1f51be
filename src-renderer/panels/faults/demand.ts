/** What was typed about a load spike, and what it means. Pure. */
import type { MessageKey } from '../../i18n/en.ts'
import { parseRunTime } from '../../../src-main/contract/units.ts'

export interface DemandText {
  readonly cpu: string
  /** How long, as a run time; empty: for good. */
  readonly lasts: string
  /** What it asked for before; null while it is not known. */
  readonly beforeMHz: number | null
}

export const noDemand: DemandText = { cpu: '', lasts: '', beforeMHz: null }

export interface Spike {
  readonly problem: MessageKey | null
  readonly demand: Readonly<Record<string, number>>
  /** Null: for good. */
  readonly lastsMs: number | null
  /** What is sent when it is over. */
  readonly after: Readonly<Record<string, number>>
}

const whole = /^\d{1,9}$/

export function readDemand(text: DemandText): Spike {
  const cpu = text.cpu.trim()
  const lasts = text.lasts.trim()
  const lastsMs = lasts === '' ? null : parseRunTime(lasts)
  const bad = (problem: MessageKey): Spike => ({ problem, demand: {}, lastsMs: null, after: {} })
  if (!whole.test(cpu)) return bad('faults.demandNumber')
  if (lasts !== '' && (lastsMs === null || lastsMs === 0)) return bad('faults.timeFormat')
  return { problem: null, demand: { cpuMHz: Number(cpu) }, lastsMs, after: { cpuMHz: text.beforeMHz ?? 0 } }
}

/** A speed of one core where none can be told from what the VM asks for, MHz. */
const usualMHz = 2500

/** As much as the VM's processors can ask for, rounded, from what it asks for now and the share of them that this is. */
export function fullDemand(nowMHz: number, nowPercent: number, vcpus: number): number {
  return nowMHz > 0 && nowPercent > 0 ? Math.round((nowMHz * 100) / nowPercent / 10) * 10 : vcpus * usualMHz
}
