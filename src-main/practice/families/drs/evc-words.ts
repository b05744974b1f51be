/** Names of EVC modes and CPU generations as vCenter shows them; ids in the order of DRS-092. */
import { evcSequences, type EvcMode } from '../../../contract/lab/evc.ts'

const [intel, , amd] = evcSequences

/** Those that can be mixed in a cluster of one vendor, oldest first. */
export const intelModes: readonly EvcMode[] = intel.slice(2)
export const amdModes: readonly EvcMode[] = amd.slice(1)

/** `intel-sandy-bridge` → `Intel "Sandy Bridge"`. */
export function evcName(mode: EvcMode): string {
  const [vendor = '', ...words] = mode.split('-')
  const generation = words.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`.replace(/^Zen(\d)$/, 'Zen $1')).join(' ')
  return `${vendor === 'amd' ? 'AMD' : 'Intel'} "${generation}"`
}

/** So many modes above (or below, negative); null: there is none. */
export function modeFrom(mode: EvcMode, steps: number): EvcMode | null {
  const sequence: readonly EvcMode[] = (intel as readonly EvcMode[]).includes(mode) ? intel : amd
  return sequence[sequence.indexOf(mode) + steps] ?? null
}
