/** What the swarm asks of HA's admission control: what a person was allowed leaves the configured failover capacity. */
import type { LabEvent } from '../../contract/events.ts'
import type { Kernel } from '../core/simulation.ts'
import { admissionNow, isFailoverHost } from '../reads/admission.ts'
import { degradedNow } from '../modules/ha/usage.ts'
import { BrokenRule } from './broken-rule.ts'

/** Loads change at whole minutes; what looks at them then may be about to. */
const LOAD_GRID_MS = 60_000

interface Asked {
  readonly command: string
  readonly args: Readonly<Record<string, unknown>>
}

interface Reserved {
  readonly cpuMHz: number
  readonly memoryMiB: number
}

export class AdmissionChecks {
  private readonly kernel: Kernel
  private asked: Asked | null = null
  /** Before the turn. */
  private reserved = new Map<string, Reserved>()
  private vmsVersion = -1

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.remember()
  }

  take(event: LabEvent): void {
    if (event.type === 'command.received') {
      this.asked = { command: String(event['command']), args: event['arguments'] as Asked['args'] }
    } else if (event.type === 'command.refused') this.asked = null
  }

  /** HA-140, HA-162. Throws BrokenRule. */
  afterTurn(): void {
    const { asked } = this
    this.asked = null
    if (asked !== null && asked.args['direct'] !== true) this.allowed(asked)
    this.remember()
    const usage = this.kernel.now % LOAD_GRID_MS === 0 ? null : usageTrouble(this.kernel)
    if (usage !== null) throw new BrokenRule(usage.rule, usage.seen)
  }

  private allowed({ command, args }: Asked): void {
    const { vms } = this.kernel.world
    if (command === 'vm.powerOn' || command === 'vm.create') {
      const names = (args['vms'] as readonly string[] | undefined) ?? [String(args['vm'] ?? args['name'])]
      for (const name of names) this.startedAt(name, vms.get(name)?.powerOn?.host ?? null)
    } else if (command === 'vm.configure') {
      const vm = vms.get(String(args['vm']))
      const before = this.reserved.get(String(args['vm']))
      const raised =
        vm !== undefined &&
        before !== undefined &&
        (vm.cfg.cpuReservationMHz > before.cpuMHz || vm.cfg.memoryReservationMiB > before.memoryMiB) &&
        vm.power !== 'off'
      if (raised) this.capacityIsLeft(`the reservation of ${vm.name} was raised`, vm.host)
    }
  }

  private startedAt(vm: string, host: string | null): void {
    if (host === null) return
    this.capacityIsLeft(`${vm} was powered on`, host)
    if (isFailoverHost(this.kernel.world, host)) throw new BrokenRule('failoverHostsKeptFree', `${vm} was powered on at the failover host ${host}`)
  }

  private capacityIsLeft(what: string, host: string | null): void {
    const { world } = this.kernel
    if (host === null || world.hosts.get(host)?.cfg.standalone !== false) return
    const plan = admissionNow(this.kernel)
    // Failover hosts may be red for any reason.
    if (plan === null || plan.ok || plan.policy === 'dedicatedFailoverHosts') return
    throw new BrokenRule('failoverCapacityIsLeft', `${what}, and the failover capacity is below the configured one`)
  }

  private remember(): void {
    const { vms } = this.kernel.world
    if (vms.version === this.vmsVersion) return
    this.vmsVersion = vms.version
    this.reserved = new Map([...vms.values()].map(({ name, cfg }) => [name, { cpuMHz: cfg.cpuReservationMHz, memoryMiB: cfg.memoryReservationMiB }]))
  }
}

/** The issue is there where the use says so (HA-167). */
export function usageTrouble(kernel: Kernel): { readonly rule: string; readonly seen: string } | null {
  const degraded = degradedNow(kernel)
  if (degraded === null || kernel.world.issues.has('performanceDegradation') === degraded) return null
  return { rule: 'usageIsWatched', seen: `the issue performanceDegradation is ${degraded ? 'missing' : 'there for nothing'}` }
}
