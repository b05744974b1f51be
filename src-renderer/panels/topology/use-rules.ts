/** Affinity rules of the instant shown: asked for while their layer is on, for frames leave them out. */
import { computed, type ComputedRef, type ShallowRef } from 'vue'
import type { LabState } from '../../../src-main/contract/state.ts'
import { useApi } from '../../api/client.ts'
import { useStatePoll } from '../../composables/use-state-poll.ts'
import { noRules, ruleSights, type RuleSights } from '../../graph/rules.ts'
import type { Layers } from '../../graph/scene.ts'
import { useT, type MessageKey } from '../../i18n/index.ts'
import type { ObjectRef } from '../../stores/selection.ts'
import { useRunStore } from '../../stores/run.ts'
import { useWorldStore } from '../../stores/world.ts'

/** So many are named; of the others the number. */
const namedMax = 3

export interface RuleLayer {
  readonly sights: ComputedRef<RuleSights>
  /** The rules of a VM or host in words; empty without any. */
  readonly note: (object: ObjectRef) => string
  /** Of all that are violated. */
  readonly violated: ComputedRef<string>
}

export function useRules(layers: () => Layers): RuleLayer {
  const t = useT()
  const api = useApi()
  const run = useRunStore()
  const world = useWorldStore()
  const answer: ShallowRef<LabState['rules'] | null> = useStatePoll<LabState['rules'] | null>(
    () => (run.lab !== null && layers().rules ? `${run.status?.runId ?? ''} ${String(world.revision)}` : null),
    async () => {
      const next = (await api.invoke('run.state', { kind: 'rules' })) as unknown as LabState['rules'] | null
      // Rules seldom change: the same ones ask for no other picture.
      return JSON.stringify(next) === JSON.stringify(answer.value) ? answer.value : next
    },
  )
  const sights = computed(() => (answer.value === null ? noRules : ruleSights(answer.value)))

  function note({ kind, name }: ObjectRef): string {
    const found = (kind === 'vm' ? sights.value.byVm : kind === 'host' ? sights.value.byHost : null)?.get(name) ?? []
    const lines = found.slice(0, namedMax).map((rule) => {
      const isBroken = kind === 'vm' ? rule.brokenBy.has(name) : rule.brokenBy.size > 0
      return `${rule.name}: ${t(`drs.rule.${rule.type}` as MessageKey)}, ${t(isBroken ? 'drs.violated' : 'drs.kept')}`
    })
    return [...lines, ...(found.length > namedMax ? [t('summary.more', { n: found.length - namedMax })] : [])].join(' · ')
  }

  const violated = computed(() => {
    const names = sights.value.all.filter((rule) => rule.brokenBy.size > 0).map((rule) => rule.name)
    return names.length === 0 ? '' : t('topology.rulesViolated', { rules: names.slice(0, 5).join(', ') })
  })
  return { sights, note, violated }
}
