/** The order in which the VMs of a failover are started: HA-087, HA-088. FT secondaries are not restarted by this queue. */
export const priorityOrder = ['highest', 'high', 'medium', 'low', 'lowest'] as const

/** Agent VMs come before all others. */
const AGENT_VMS = 0

export function levelOf(priority: string, isAgent: boolean): number {
  if (isAgent) return AGENT_VMS
  const at = (priorityOrder as readonly string[]).indexOf(priority)
  return (at < 0 ? priorityOrder.length : at) + 1
}

/** What a VM waits for when it waits for a level: `agentVms`, `priority:high` (docs/contract-additions.md). */
export function levelWord(level: number): string {
  return level === AGENT_VMS ? 'agentVms' : `priority:${priorityOrder[level - 1] ?? 'disabled'}`
}
