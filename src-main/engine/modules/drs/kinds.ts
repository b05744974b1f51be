/** VMs that a score cannot tell apart: what one of a kind asks for is worked out once for all of them. */
import { KindColumns } from '../../models/columns.ts'
import type { Scored } from '../../models/columns.ts'
import { TraceWindow } from '../../models/demand-trace.ts'
import { plainCpuAt } from '../../reads/drs-demand.ts'
import type { PlainCpu } from '../../reads/drs-demand.ts'

/** Numbers of `WhatIfVm.kind`, and what VMs of each ask for. */
export class Kinds {
  readonly #numbers = new Map<string, number>()
  /** Those that follow a curve, and their numbers. */
  readonly #curves: { readonly kind: number; readonly plain: PlainCpu }[] = []
  /** Those that follow rows, by interval and window. */
  readonly #windows = new Map<string, TraceWindow>()
  readonly #rows = new Map<readonly number[], string>()
  /** Demands are those of the last `renew`. */
  readonly columns = new KindColumns()
  #now = 0

  /** −1: it cannot be of a kind. */
  numberOf(vm: Scored, plain: PlainCpu): number {
    const source = this.#sourceOf(plain)
    if (source === null) return -1
    const size = [vm.vcpus, vm.memoryMiB, vm.cpuLimitMHz, vm.isOn, vm.memoryDemandMiB, vm.copyMiB, vm.memoryFactor, vm.netMbps]
    const key = [...size, plain.low, plain.span, plain.windowMs, source].join(' ')
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    const kind = this.columns.add(vm)
    this.#numbers.set(key, kind)
    this.columns.cpuDemandMHz[kind] = plainCpuAt(plain, this.#now)
    const trace = plain.other?.cpuTrace ?? null
    if (trace === null) this.#curves.push({ kind, plain })
    else this.#windowOf(trace.intervalMs, plain.windowMs).add(trace, kind)
    return kind
  }

  /** What the demand follows; the same for those that follow the same rows. Null: steps, which are each VM's own. */
  #sourceOf({ curve, other, windowMs }: PlainCpu): string | null {
    if (other === null) return curve.key
    const { cpuTrace } = other
    if (cpuTrace === null || windowMs <= 0) return null
    let rows = this.#rows.get(cpuTrace.samples)
    if (rows === undefined) this.#rows.set(cpuTrace.samples, (rows = `rows ${this.#rows.size}`))
    return `${rows} each ${cpuTrace.intervalMs}`
  }

  #windowOf(intervalMs: number, windowMs: number): TraceWindow {
    const key = `${intervalMs} ${windowMs}`
    let window = this.#windows.get(key)
    if (window === undefined) this.#windows.set(key, (window = new TraceWindow(intervalMs, windowMs)))
    return window
  }

  /** What they ask for now. */
  renew(now: number): void {
    this.#now = now
    const { cpuDemandMHz } = this.columns
    for (const { kind, plain } of this.#curves) cpuDemandMHz[kind] = plainCpuAt(plain, now)
    for (const window of this.#windows.values()) window.write(cpuDemandMHz, now)
  }
}
