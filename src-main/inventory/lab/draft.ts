/** A lab while it is made: plain data in the words of the lab format, with what is known besides. */
import { freeName } from '../../contract/free-name.ts'
import type { ProductLevel } from '../../contract/lab/index.ts'
import type { Inventory, Skipped, SourceCluster, SourceHost } from '../model.ts'
import type { Assumptions } from './assumptions.ts'

export type Plain = { [key: string]: unknown }

export interface DraftHost extends Plain {
  name: string
  cpu: { sockets: number; coresPerSocket: number; mhz: number; model: string }
  memoryMiB: number
  vmCapacity?: { cpuMHz: number; memoryMiB: number }
  networks?: string[]
  maintenance?: boolean
}

export interface DraftDatastore extends Plain {
  name: string
  type: string
  capacityGiB?: number
  hosts?: string[]
}

export interface DraftVm extends Plain {
  name: string
  host?: string
  power?: 'off'
  vcpus: number
  memoryMiB: number
  datastore?: string
  diskGiB?: number
  disks?: { sizeGiB: number; datastore?: string; mode?: string; rdm?: string }[]
}

/** What all steps share. */
export interface Workshop {
  readonly inventory: Inventory
  readonly source: SourceCluster
  /** Name of the lab, as assumptions call it. */
  readonly where: string
  readonly product: ProductLevel
  readonly assumptions: Assumptions
  readonly skipped: Skipped[]
  /** Name in the lab. */
  readonly hostNames: Map<SourceHost, string>
}

/** Names of one kind in one lab: later ones get a number, and are listed. */
export class UniqueNames {
  readonly #shop: Workshop
  readonly #what: string
  readonly #taken = new Set<string>()

  constructor(shop: Workshop, what: string) {
    this.#shop = shop
    this.#what = what
  }

  has(name: string): boolean {
    return this.#taken.has(name)
  }

  take(written: string): string {
    const plain = cleanName(written)
    const name = freeName(
      plain,
      (one) => this.#taken.has(one) || isReserved(one),
      (n) => `${plain.slice(0, 290)} (${n})`,
    )
    this.#taken.add(name)
    if (name !== written)
      this.#shop.assumptions.note(
        `${this.#shop.where}/${written.slice(0, 300)}`,
        'name',
        name,
        plain !== written
          ? [`no name that a lab may have`, '랩에서 사용할 수 없는 이름입니다']
          : isReserved(plain)
            ? ['a lab takes this name for itself', '랩에 예약된 이름입니다']
            : [`another ${this.#what} has this name`, '같은 이름이 이미 있습니다'],
      )
    return name
  }
}

const isReserved = (name: string): boolean => name === 'vcenter' || name === '*' || name === '__proto__'

// eslint-disable-next-line no-control-regex -- they are what is taken out
const NO_NAME = /[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g

/** Without control characters and of a length that a lab takes. */
function cleanName(name: string): string {
  const clean = name.replace(NO_NAME, ' ').trim().slice(0, 300)
  return clean === '' ? 'unnamed' : clean
}
