/** The order in which the VMs of a failover are started: HA-087, HA-088. */
export const priorityOrder = ['highest', 'high', 'medium', 'low', 'lowest'] as const

/** Agent VMs come before all others. */
const AGENT_VMS = 0
/** Then new secondaries of FT VMs, which module `ft` starts. */
export const FT_SECONDARIES = 1
const FIRST_PRIORITY = 2

export function levelOf(priority: string, isAgent: boolean): number {
  if (isAgent) return AGENT_VMS
  const at = (priorityOrder as readonly string[]).indexOf(priority)
  return (at < 0 ? priorityOrder.length : at) + FIRST_PRIORITY
}

/** What a VM waits for when it waits for a level: `agentVms`, `ftSecondaries`, `priority:high` (docs/contract-additions.md). */
export function levelWord(level: number): string {
  if (level === FT_SECONDARIES) return 'ftSecondaries'
  return level === AGENT_VMS ? 'agentVms' : `priority:${priorityOrder[level - FIRST_PRIORITY] ?? 'disabled'}`
}
