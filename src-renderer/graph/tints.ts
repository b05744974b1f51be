/** Colours that chips and tiles of VMs take from a layer: CPU demand, DRS score, resource pool. No Vue. */
import type { Tokens } from '../styles/tokens.ts'
import type { Scene } from './scene.ts'

/** What is asked for beside the frames, for as long as its layer is on; by VM index. */
export interface Tints {
  /** DRS score, percent; null: the VM has none. */
  readonly scores: readonly (number | null)[] | null
  /** Number of the resource pool; −1: the root. */
  readonly pools: readonly number[] | null
}

export const noTints: Tints = { scores: null, pools: null }

/** CPU demand of a tile in the heat layer: five steps from calm to hot. */
export const heatHues = ['track', 'greenSoft', 'green', 'amber', 'red'] as const
export function heatStep(percent: number): number {
  return percent < 5 ? 0 : percent < 25 ? 1 : percent < 60 ? 2 : percent < 85 ? 3 : 4
}

/** By the bands of DRS-058: the lower the score, the hotter. */
export function scoreStep(score: number | null): number {
  if (score === null) return 0
  const shown = Math.round(score)
  if (shown > 80) return 1
  if (shown > 60) return 2
  return shown > 40 ? 3 : 4
}

/** The step of a tile, by index into `heatHues`: that of `heatOf`, 0 where there is none. */
export function heatStepOf({ layers, mirror, tints }: Pick<Scene, 'layers' | 'mirror' | 'tints'>, vm: number): number {
  if (layers.heat) return heatStep(mirror.vmCpu[vm] ?? 0)
  return layers.heatScore ? scoreStep(tints.scores?.[vm] ?? null) : 0
}

/** The heat of a VM that runs, in the layer that is on: its step, and the figure that it comes from. Null: no heat is shown. */
export function heatOf(
  { layers, mirror, tints }: Pick<Scene, 'layers' | 'mirror' | 'tints'>,
  vm: number,
): { readonly step: number; readonly text: string } | null {
  if (layers.heat) {
    const cpu = mirror.vmCpu[vm] ?? 0
    return { step: heatStep(cpu), text: `${String(Math.round(cpu))}%` }
  }
  if (!layers.heatScore || tints.scores === null) return null
  const score = tints.scores[vm] ?? null
  return { step: scoreStep(score), text: score === null ? '–' : String(Math.round(score)) }
}

const poolHues = ['blue', 'violet', 'green', 'amber', 'red'] as const

/** Pools beyond the fifth take the colours again: names are one look at the panel away. */
export function poolColour(colours: Tokens, pool: number): string | null {
  return pool < 0 ? null : (colours[poolHues[pool % poolHues.length] ?? 'blue'] ?? null)
}
