/** What health providers report of hosts, and what Proactive HA does about it (HA-181). */
import type { CommandArgs, Requests } from '../../core/messages.ts'
import type { HostRecord } from '../../core/records.ts'
import type { Turn, WhyDraft } from '../../core/turn.ts'
import { beginMaintenance } from './host-roles.ts'
import { hostOf } from './hosts.ts'

export function degrade(turn: Turn, args: CommandArgs): void {
  const host = hostOf(turn, args)
  const health = args['severity'] as HostRecord['health']
  if (host === null) return
  if (host.health === health) return turn.refuse('invalidState', ['HA-181'])
  turn.world.hosts.patch(host.name, { health })
  turn.signal('hostHealth', { host: host.name })
}

/** A host that Proactive HA has put into maintenance mode leaves it only by a person (DRS-082). */
export function remedy(turn: Turn, { host: name, remedy: asked }: Requests['compute.remedy']): void {
  const host = turn.world.hosts.get(name)
  if (host === undefined || host.remedy === asked) return
  turn.world.hosts.patch(name, { remedy: asked })
  const why: WhyDraft = { decision: 'hostIsDegraded', facts: ['HA-181', 'DRS-085'], inputs: { host: name, severity: host.health, remedy: asked } }
  if (host.quarantine && asked !== 'quarantine') {
    turn.world.hosts.patch(name, { quarantine: false })
    const seq = turn.emit('host.quarantineExited', { host: name }, { why })
    turn.signal('hostHealth', { host: name }, seq)
  }
  if (asked === 'quarantine') {
    turn.world.hosts.patch(name, { quarantine: true })
    const seq = turn.emit('host.quarantineEntered', { host: name }, { why })
    turn.signal('hostHealth', { host: name }, seq)
  }
  if (asked === 'maintenance' && host.maintenance === 'no' && host.standbyChange === null) beginMaintenance(turn, name, why)
}
