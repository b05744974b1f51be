/** Faults of the lab that is open, and how one is put on an object: at once, or after its dialog. */
import { computed, shallowRef, type ComputedRef } from 'vue'
import { reasonAgainst } from '../../../src-main/contract/command-sense.ts'
import { useT } from '../../i18n/index.ts'
import { useTexts } from '../../i18n/texts.ts'
import { useRunStore } from '../../stores/run.ts'
import type { ObjectRef } from '../../stores/selection.ts'
import { useWorldStore } from '../../stores/world.ts'
import { accepts, argumentsOf, faultsOf, type Fault, type FaultAnswers } from './faults.ts'

/** A dialog to be shown by FaultDialog.vue: a fault that asks for something, or all that an object can have, at a set time or for some hosts. */
export interface OpenFault {
  readonly object: ObjectRef
  readonly fault: Fault | null
  /** Instant to begin with; null: the one shown. */
  readonly at: number | null
  /** Opened for another time than now. */
  readonly later?: true
}

export const openFault = shallowRef<OpenFault | null>(null)

export interface Faults {
  readonly offered: ComputedRef<readonly Fault[]>
  /** False for a run of an older engine: it takes no commands. */
  readonly possible: ComputedRef<boolean>
  readonly label: (fault: Fault) => string
  readonly on: (object: ObjectRef) => readonly Fault[]
  /** Why it makes no sense on the object, in words; null: it may be tried, or nothing may. What will be at another instant (`at`) nobody knows. */
  readonly reason: (fault: Fault, object: ObjectRef, at?: number | null) => string | null
  /** Sends a fault, `at` null: at the instant shown. One that asks for something opens its dialog first. */
  readonly put: (fault: Fault, object: ObjectRef, at: number | null) => void
  readonly send: (fault: Fault, object: ObjectRef, at: number | null, answers?: FaultAnswers) => Promise<void>
}

export function useFaults(): Faults {
  const t = useT()
  const run = useRunStore()
  const world = useWorldStore()
  const texts = useTexts()
  const offered = computed(() => faultsOf(run.lab))

  // What a recording of an older engine does not say of its objects is not asked for then.
  const possible = computed(() => run.status !== null && run.status.recordedBy === null)

  function send(fault: Fault, object: ObjectRef, at: number | null, answers: FaultAnswers = {}): Promise<void> {
    return run.command(fault.command, argumentsOf(fault, object, answers), at ?? undefined)
  }

  return {
    offered,
    possible,
    label(fault) {
      const name = fault.label === undefined ? texts.value.command(fault.command) : t(fault.label)
      const about = fault.network ?? fault.address?.name ?? null
      return about === null ? name : `${name} · ${about}`
    },
    on(object) {
      const { lab } = run
      return lab === null ? [] : offered.value.filter((fault) => accepts(fault, object, lab))
    },
    reason(fault, object, at = null) {
      void world.revision
      const reason = at === null && possible.value ? reasonAgainst(fault, object, world.mirror) : null
      return reason === null ? null : t(`faults.not.${reason}`)
    },
    put(fault, object, at) {
      if (fault.ask === undefined) void send(fault, object, at)
      else openFault.value = { object, fault, at }
    },
    send,
  }
}
