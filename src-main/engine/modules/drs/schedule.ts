/** When DRS looks: at each multiple of its interval, and at once where something asks for it, which shifts none of the others (DRS-010). */
import type { Turn } from '../../core/turn.ts'
import { drsSettings, passIntervalMs } from '../../reads/drs.ts'

/** While DRS is on there is a next pass, also while vCenter is down or its agents are away: then it does nothing. */
export function planPasses(turn: Turn): void {
  const cfg = drsSettings(turn.world)
  const known = turn.world.drsPass.get('pass')
  if (cfg === null) {
    if (known === undefined) return
    turn.cancel(known.timer)
    turn.cancel(known.soonTimer)
    return turn.world.drsPass.remove('pass')
  }
  const everyMs = passIntervalMs(turn, cfg)
  const nextAt = (Math.floor(turn.now / everyMs) + 1) * everyMs
  if (known?.nextAt === nextAt) return
  turn.cancel(known?.timer ?? null)
  const timer = turn.at(nextAt, 'drs.pass', {}, null)
  turn.world.drsPass.set('pass', {
    nextAt,
    timer,
    soonTimer: known?.soonTimer ?? null,
    measured: known?.measured ?? { count: 0, totalMs: 0 },
    lastSeq: known?.lastSeq ?? null,
  })
}

/** Of a lab that begins. */
export const beginPasses = planPasses

/** One pass in this instant, however many things ask for it: what the commands of the instant do is seen as a whole. */
export function lookSoon(turn: Turn): void {
  const known = turn.world.drsPass.get('pass')
  if (known === undefined || known.soonTimer !== null) return
  turn.world.drsPass.patch('pass', { soonTimer: turn.at(turn.now, 'drs.passSoon', {}) })
}
