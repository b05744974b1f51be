import type { Lab } from '../contract/lab/index.ts'
import { TIMELINE_CLEAR } from './core/simulation.ts'
import { modules } from './modules/index.ts'

const commands = new Set([TIMELINE_CLEAR, ...modules.flatMap((module) => Object.keys(module.commands))])

/** DRS-056 names them and gives no rule. */
const idleOptions = ['UseDownTime', 'IgnoreDownTimeLessThan', 'MinImbalance']

/** What a lab names and no module acts on yet, a line each, in plain words. Empty: everything acts. */
export function notModelled(lab: Lab): string[] {
  const found: string[] = []
  const say = (applies: boolean, what: string): void => {
    if (applies) found.push(what)
  }
  say(
    lab.hosts.some((host) => host.product !== null),
    'hosts[].product: storage, component protection and the isolation response go by it, all else by the level of the lab',
  )
  const options = lab.cluster.drs?.advancedOptions ?? {}
  const idle = idleOptions.filter((name) => options[name.toLowerCase()] !== undefined)
  say(idle.length > 0, `cluster.drs.advancedOptions: nothing changes with ${idle.join(', ')}`)
  const { mingoodness } = options
  say(mingoodness !== undefined && Number(mingoodness) !== 0, 'cluster.drs.advancedOptions: MinGoodness acts as 0 only, and is adaptive otherwise')
  const unknown = [...new Set(lab.timeline.map((entry) => entry.do as string))].filter((command) => !commands.has(command))
  for (const command of unknown.sort((a, b) => (a < b ? -1 : 1))) found.push(`${command}: nothing happens`)
  return found
}
