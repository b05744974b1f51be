/** A look at all hosts and VMs: what is kept of them from one to the next asks it which one it is. */
import type { HostRoom } from '../../reads/capacity.ts'
import type { At } from '../../reads/drs.ts'

export type RoomOf = (host: string) => HostRoom

export interface Look {
  at: At
  /** One more for each. */
  number: number
}
