/** Countdowns of isolation responses and component protection in words: on chips and cards of the topology, and in the tree. */
import { computed, type ComputedRef } from 'vue'
import type { PendingNote } from '../graph/scene.ts'
import { passed, tickText } from '../i18n/clock.ts'
import { useT } from '../i18n/index.ts'
import { useTexts } from '../i18n/texts.ts'
import { islandsOf, pendingVms, type PendingWord } from './pending.ts'
import { useRunStore } from '../stores/run.ts'
import { useWorldStore } from '../stores/world.ts'

export interface Pending {
  /** What is about to be done with VMs, by name. */
  readonly vms: ComputedRef<ReadonlyMap<string, PendingNote>>
  /** What hosts that hear nobody wait for, by name. */
  readonly islands: ComputedRef<ReadonlyMap<string, string>>
  /** Whole seconds, counted down to nothing; from a minute on as a clock shows them, or they would fit nowhere. */
  readonly countdown: (ms: number) => string
}

export function usePending(): Pending {
  const t = useT()
  const texts = useTexts()
  const run = useRunStore()
  const world = useWorldStore()

  const countdown = (ms: number): string => {
    const whole = Math.ceil(ms / 1000) * 1000
    return whole < 60_000 ? texts.value.duration(whole) : tickText(whole, 1000)
  }
  const timeOf = ({ ms, isPast }: PendingWord): string => (ms === null ? '' : isPast === true ? texts.value.duration(passed(ms)) : countdown(ms))
  const said = (word: PendingWord): string => t(word.key, { time: timeOf(word) })

  const vms = computed(() => {
    void world.revision
    const { ha } = world.mirror
    const found = ha === null ? [] : [...pendingVms(ha, run.t)]
    return new Map(found.map(([vm, word]) => [vm, { text: said(word), grave: word.grave }]))
  })
  const islands = computed(() => {
    void world.revision
    const { ha } = world.mirror
    const found = ha === null ? [] : [...islandsOf(ha, run.t)]
    return new Map(found.map(([host, word]) => [host, said(word)]))
  })
  return { vms, islands, countdown }
}
