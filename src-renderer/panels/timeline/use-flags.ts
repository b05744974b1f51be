/** The commands of a run as flags on its lanes: those that were received, and those that the lab still has to come. */
import { computed, type ComputedRef } from 'vue'
import { argumentTargets } from '../../../src-main/contract/texts/targets.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRunStore } from '../../stores/run.ts'
import { useTimelineStore } from '../../stores/timeline.ts'
import { graveCommands } from '../faults/faults.ts'
import type { Flag } from './flag-layout.ts'

export function useFlags(): ComputedRef<Flag[]> {
  const texts = useTexts()
  const run = useRunStore()
  const timeline = useTimelineStore()

  /** As the commands that are still to come have it: `VM1, Host B`. */
  function targetIn(value: unknown): string {
    return typeof value === 'object' && value !== null ? argumentTargets(value as { readonly [name: string]: unknown }, texts.value.language) : ''
  }

  return computed<Flag[]>(() => {
    void timeline.revision
    const reached = run.status?.reached ?? 0
    const lastShown = timeline.log.events[(run.status?.shown ?? 0) - 1]?.seq ?? -1
    const flagOf = (t: number, command: string, target: string, seq: number | null): Flag => ({
      t,
      text: `${target === '' ? '' : `${target}: `}${texts.value.command(command)}`,
      grave: graveCommands.has(command),
      ahead: seq === null || seq > lastShown,
      seq,
    })
    const done = timeline.log
      .ofType('command.received')
      .map((event) => flagOf(event.t, String(event['command']), targetIn(event['arguments']), event.seq))
    const ahead = (run.lab?.timeline ?? [])
      .filter((entry) => entry.t > reached || (entry.t === reached && !done.some((flag) => flag.t === entry.t)))
      .map((entry) => flagOf(entry.t, entry.command, entry.target, null))
    return [...done, ...ahead].sort((a, b) => a.t - b.t)
  })
}
