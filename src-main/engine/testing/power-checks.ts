/** What the swarm asks of DPM: how many hosts stay on, who may be put into standby mode, and that nothing runs there (DRS-088, DRS-091). */
import type { LabEvent } from '../../contract/events.ts'
import type { Kernel } from '../core/simulation.ts'
import { drsSettings } from '../reads/drs.ts'
import { BrokenRule } from './broken-rule.ts'

export class PowerChecks {
  private readonly kernel: Kernel
  private readonly sent: { readonly name: string; readonly byPerson: boolean }[] = []
  /** Hosts on which an exit has failed: DPM asks nothing of them any more. */
  private readonly failed = new Set<string>()

  constructor(kernel: Kernel) {
    this.kernel = kernel
  }

  /** Throws BrokenRule. */
  take(event: LabEvent): void {
    const host = event['host'] as string
    if (event.type === 'host.standbyExitFailed') this.failed.add(host)
    if (event['by'] !== 'drs') return
    if (event.type === 'host.standbyEntering') this.sent.push({ name: host, byPerson: this.isApplied(event) })
    if (event.type === 'host.standbyExiting' && this.failed.has(host)) this.fail('failedExitDisables', `${host} did not wake, and was asked again`)
  }

  afterTurn(): void {
    const { world } = this.kernel
    for (const { name, byPerson } of this.sent.splice(0)) {
      const host = world.hosts.get(name)
      if (host === undefined) continue
      if (host.cfg.dpm.wake.length === 0) this.fail('wakeProtocol', `${name} is sent into standby mode, and nothing can wake it`)
      const stay = [...world.hosts.values()].filter(
        ({ power, maintenance, standbyChange, cfg }) => power === 'on' && maintenance === 'no' && standbyChange === null && !cfg.standalone,
      )
      const least = world.ha.has('ha') ? 2 : 1
      if (stay.length < least && !byPerson) this.fail('hostsStay', `${name} is sent into standby mode, and ${stay.length} hosts stay`)
      if (drsSettings(world) === null) this.fail('drsIsOn', `${name} is sent into standby mode, and DRS is off`)
    }
  }

  /** A person may carry out what the last pass found, although a host has failed since. */
  private isApplied({ causedBy }: LabEvent): boolean {
    const applied = causedBy === null ? undefined : this.kernel.log[causedBy]
    return applied?.type === 'drs.applied' && applied['by'] === 'user'
  }

  private fail(rule: string, detail: string): never {
    throw new BrokenRule(rule, detail)
  }
}
