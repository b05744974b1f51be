import type { Lab } from '../contract/lab/index.ts'
import { TIMELINE_CLEAR } from './core/simulation.ts'
import { modules } from './modules/index.ts'

const commands = new Set([TIMELINE_CLEAR, ...modules.flatMap((module) => Object.keys(module.commands))])

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
  const unknown = [...new Set(lab.timeline.map((entry) => entry.do as string))].filter((command) => !commands.has(command))
  for (const command of unknown.sort((a, b) => (a < b ? -1 : 1))) found.push(`${command}: nothing happens`)
  return found
}
