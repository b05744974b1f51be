/** Whether a VM that has lost a datastore is terminated: HA-127, HA-133. */

export interface Situation {
  readonly response: 'powerOffAndRestart' | 'powerOffAndRestartConservative' | 'powerOffAndRestartAggressive'
  /** What is known of room for it elsewhere; `agentDown`: nobody is there to act. */
  readonly capacity: 'available' | 'missing' | 'unknown' | 'agentDown'
  readonly isProtected: boolean
}

export interface VerdictRules {
  readonly conservativeWantsRoom: boolean
  readonly aggressiveActsUnknowing: boolean
  readonly missingRoomKeeps: boolean
}

export interface Verdict {
  readonly ends: boolean
  readonly because: 'deviceLost' | 'roomKnown' | 'roomUnknown' | 'roomMissing' | 'notProtected' | 'agentDown'
}

export function verdict({ response, capacity, isProtected }: Situation, rules: VerdictRules): Verdict {
  if (capacity === 'agentDown') return { ends: false, because: 'agentDown' }
  // Nobody would restart it.
  if (!isProtected) return { ends: false, because: 'notProtected' }
  // The device will not come back: restarting elsewhere is all that is left, and it is best effort.
  if (response === 'powerOffAndRestart') return { ends: true, because: 'deviceLost' }
  if (capacity === 'available') return { ends: true, because: 'roomKnown' }
  if (capacity === 'missing') return { ends: !rules.missingRoomKeeps, because: 'roomMissing' }
  const acts = response === 'powerOffAndRestartAggressive' ? rules.aggressiveActsUnknowing : !rules.conservativeWantsRoom
  return { ends: acts, because: 'roomUnknown' }
}
