/** Which EVC generation a processor is of. */
import { evcModeOf } from '../../contract/lab/index.ts'
import type { EvcMode } from '../../contract/lab/index.ts'

/** vCenter's keys that the lab format has no word for: the nearest older one. */
const nearest: { readonly [key: string]: EvcMode } = {
  intelcooperlake: 'intel-cascade-lake',
  intelemeraldrapids: 'intel-sapphire-rapids',
  intelgraniterapids: 'intel-sapphire-rapids',
  amdzen5: 'amd-zen4',
}

/** By the words in which processors name themselves; the first that fits. */
const families: readonly (readonly [RegExp, EvcMode])[] = [
  [/Xeon.*\b(Platinum|Gold|Silver|Bronze)\s+[3-8]1\d\d/i, 'intel-skylake'],
  [/Xeon.*\b(Platinum|Gold|Silver|Bronze)\s+[3-8]2\d\d/i, 'intel-cascade-lake'],
  [/Xeon.*\b(Platinum|Gold|Silver)\s+[4-8]3\d\d/i, 'intel-ice-lake'],
  [/Xeon.*\b(Platinum|Gold|Silver|Bronze)\s+[3-8][45]\d\d|Xeon.*\b6[5-9]\d\d[EP]/i, 'intel-sapphire-rapids'],
  [/\bE[57]-\d{4}L?\s*v4/i, 'intel-broadwell'],
  [/\bE[57]-\d{4}L?\s*v3/i, 'intel-haswell'],
  [/\bE[57]-\d{4}L?\s*v2/i, 'intel-ivy-bridge'],
  [/\bE7-\d{4}L?\b/i, 'intel-westmere'],
  [/\bE5-\d{4}L?\b/i, 'intel-sandy-bridge'],
  [/\b[XEL]56\d\d\b/i, 'intel-westmere'],
  [/\b[XEL]55\d\d\b/i, 'intel-nehalem'],
  [/\b[XEL]54\d\d\b/i, 'intel-penryn'],
  [/\b[XEL]5[13]\d\d\b/i, 'intel-merom'],
  [/EPYC\s+9\d\d4/i, 'amd-zen4'],
  [/EPYC\s+9\d\d5/i, 'amd-zen4'],
  [/EPYC\s+7\w{2}3/i, 'amd-zen3'],
  [/EPYC\s+7\w{2}2/i, 'amd-zen2'],
  [/EPYC\s+7\w{2}1/i, 'amd-zen'],
  [/Opteron.*\b63\d\d/i, 'amd-piledriver'],
  [/Opteron.*\b6[2]\d\d/i, 'amd-bulldozer'],
  [/Opteron/i, 'amd-greyhound'],
]

/** The lab's word for vCenter's key; null: an empty cell, or a key that nobody knows. */
export function evcOfKey(key: string): { readonly mode: EvcMode; readonly exact: boolean } | null {
  const mode = evcModeOf(key)
  if (mode !== null) return { mode, exact: true }
  const near = nearest[key.toLowerCase().replaceAll('-', '')]
  return near === undefined ? null : { mode: near, exact: false }
}

export const evcOfName = (name: string): EvcMode | null => families.find(([pattern]) => pattern.test(name))?.[1] ?? null
