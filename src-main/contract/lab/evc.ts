/** EVC modes and CPU models (DRS-092): a CPU offers its own mode and every older one of its sequence. */

const intel = [
  'intel-merom',
  'intel-penryn',
  'intel-nehalem',
  'intel-westmere',
  'intel-sandy-bridge',
  'intel-ivy-bridge',
  'intel-haswell',
  'intel-broadwell',
  'intel-skylake',
  'intel-cascade-lake',
  'intel-ice-lake',
  'intel-sapphire-rapids',
] as const
const amdWith3dNow = ['amd-rev-e', 'amd-rev-f', 'amd-greyhound-no3dnow', 'amd-greyhound'] as const
const amd = ['amd-greyhound-no3dnow', 'amd-bulldozer', 'amd-piledriver', 'amd-steamroller', 'amd-zen', 'amd-zen2', 'amd-zen3', 'amd-zen4'] as const

/** The sequences, oldest mode first; the two of AMD meet at `amd-greyhound-no3dnow`. */
export const evcSequences = [intel, amdWith3dNow, amd] as const
export type EvcMode = (typeof evcSequences)[number][number]
export const evcModes: readonly EvcMode[] = [...new Set(evcSequences.flatMap((sequence): readonly EvcMode[] => sequence))]

const key = (id: string): string => id.toLowerCase().replaceAll('-', '')
const byKey = new Map(evcModes.map((mode) => [key(mode), mode]))

/** The mode that an id means, compared without hyphens (vCenter writes `intel-cascadelake`); null when it is none. */
export function evcModeOf(id: string): EvcMode | null {
  return byKey.get(key(id)) ?? null
}

/** Whether a CPU of this model offers that mode (DRS-092). */
export function evcOffers(model: EvcMode, mode: EvcMode): boolean {
  return evcSequences.some((sequence: readonly EvcMode[]) => {
    const wanted = sequence.indexOf(mode)
    return wanted >= 0 && wanted <= sequence.indexOf(model)
  })
}
