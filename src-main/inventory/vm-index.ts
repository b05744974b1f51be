/** Finds the VM that a row of another tab speaks of: by vCenter and VM ID, else by what there is. */
import type { SourceVm } from './model.ts'
import type { TableRow } from './tables.ts'

export class VmIndex {
  readonly #byKey = new Map<string, SourceVm>()
  readonly #byUuid = new Map<string, SourceVm | null>()
  readonly #byName = new Map<string, SourceVm[]>()

  /** False: that VM is there already. */
  add(vm: SourceVm): boolean {
    const key = keyOf(vm.info)
    if (key !== null) {
      if (this.#byKey.has(key)) return false
      this.#byKey.set(key, vm)
    }
    const uuid = vm.info.text('vm uuid')
    if (uuid !== '') this.#byUuid.set(uuid, this.#byUuid.has(uuid) ? null : vm)
    const named = this.#byName.get(vm.name)
    if (named === undefined) this.#byName.set(vm.name, [vm])
    else named.push(vm)
    return true
  }

  /** null: none, or one cannot tell which. */
  find(row: TableRow): SourceVm | null {
    const key = keyOf(row)
    if (key !== null) {
      const known = this.#byKey.get(key)
      if (known !== undefined) return known
      // vInfo has ids, and this is none of them.
      if (this.#byKey.size > 0) return null
    }
    const byUuid = this.#byUuid.get(row.text('vm uuid'))
    if (byUuid !== undefined && byUuid !== null) return byUuid
    const named = this.#byName.get(row.text('vm')) ?? []
    if (named.length <= 1) return named[0] ?? null
    const onHost = named.filter((vm) => vm.info.text('host') === row.text('host'))
    return onHost.length === 1 ? (onHost[0] ?? null) : null
  }
}

function keyOf(row: TableRow): string | null {
  const id = row.text('vm id')
  return id === '' ? null : `${row.text('vi sdk uuid') || row.text('vi sdk server')}\n${id}`
}
