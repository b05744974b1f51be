/** What VMs that run or start on a host take of it: kept from one look to the next, so that only those that were written since are looked at. */
import type { LabVm } from '../../contract/lab/index.ts'
import { memoryOverheadMiB } from '../../contract/memory-overhead.ts'
import type { VmRecord } from '../core/records.ts'
import { derivedOfWorld } from '../core/derived.ts'
import type { ReadonlyTables } from '../core/world.ts'

/** DRS-044, or what the lab fixes. */
export function overheadOf(vm: LabVm): number {
  return vm.overheadMiB ?? memoryOverheadMiB(vm.memoryMiB, vm.vcpus)
}

/** DRS-045: reservation, and overhead for memory. */
export interface Claim {
  /** Position in the inventory. */
  readonly order: number
  readonly cpuMHz: number
  readonly memoryMiB: number
  readonly vcpus: number
  /** It is being powered on. */
  readonly starts: boolean
}

function claimOf({ order, cfg }: VmRecord, starts: boolean): Claim {
  return { order, cpuMHz: cfg.cpuReservationMHz, memoryMiB: cfg.memoryReservationMiB + overheadOf(cfg), vcpus: cfg.vcpus, starts }
}

/** On one host, in the order of the inventory: another list whenever one of them is another. */
export function claimsOn(world: ReadonlyTables, host: string): readonly Claim[] {
  return keptClaims(world).on(world, host)
}

const nobody: readonly Claim[] = []

class Claims {
  #version = -1
  readonly #known = new Map<string, VmRecord>()
  readonly #byHost = new Map<string, readonly Claim[]>()

  on({ vms }: ReadonlyTables, host: string): readonly Claim[] {
    if (vms.version !== this.#version) {
      const written = vms.writtenSince(this.#version)
      this.#version = vms.version
      if (written === null) this.#begin(vms)
      else for (const name of written) this.#renew(name, vms.get(name))
    }
    return this.#byHost.get(host) ?? nobody
  }

  #begin(vms: ReadonlyTables['vms']): void {
    this.#known.clear()
    this.#byHost.clear()
    const byHost = new Map<string, Claim[]>()
    for (const record of vms.values()) {
      this.#known.set(record.name, record)
      eachClaim(record, (on, claim) => {
        const there = byHost.get(on)
        if (there === undefined) byHost.set(on, [claim])
        else there.push(claim)
      })
    }
    for (const [on, claims] of byHost)
      this.#byHost.set(
        on,
        claims.sort((a, b) => a.order - b.order),
      )
  }

  #renew(name: string, record: VmRecord | undefined): void {
    const known = this.#known.get(name)
    if (known === record || (known !== undefined && record !== undefined && claimsTheSame(known, record))) return
    if (known !== undefined)
      for (const on of hostsOf(known)) {
        const there = this.#at(on)
        const first = placeOf(there, known.order)
        this.#byHost.set(on, there.toSpliced(first, placeOf(there, known.order + 1) - first))
      }
    if (record === undefined) {
      this.#known.delete(name)
      return
    }
    this.#known.set(name, record)
    eachClaim(record, (on, claim) => {
      const there = this.#at(on)
      this.#byHost.set(on, there.toSpliced(placeOf(there, claim.order + 1), 0, claim))
    })
  }

  #at(host: string): readonly Claim[] {
    return this.#byHost.get(host) ?? nobody
  }
}

/** Of the first claim with that order or a greater one. */
function placeOf(claims: readonly Claim[], order: number): number {
  let from = 0
  for (let to = claims.length; from < to;) {
    const middle = (from + to) >> 1
    if ((claims[middle] as Claim).order < order) from = middle + 1
    else to = middle
  }
  return from
}

const keptClaims = derivedOfWorld([], () => new Claims())

const hostsOf = ({ instances, powerOn }: VmRecord): readonly string[] => {
  const hosts = instances.map(({ host }) => host)
  return powerOn === null ? hosts : [...hosts, powerOn.host]
}

const claimsTheSame = (a: VmRecord, b: VmRecord): boolean => a.instances === b.instances && a.powerOn === b.powerOn && a.cfg === b.cfg

function eachClaim(record: VmRecord, add: (host: string, claim: Claim) => void): void {
  for (const { host } of record.instances) add(host, claimOf(record, false))
  if (record.powerOn !== null) add(record.powerOn.host, claimOf(record, true))
}
