/** Faults of the lab that is open, and how one is put on an object: at once, or after its dialog. */
import { computed, shallowRef, type ComputedRef } from 'vue'
import { useTexts } from '../../i18n/texts.ts'
import { useRunStore } from '../../stores/run.ts'
import type { ObjectRef } from '../../stores/selection.ts'
import { argumentsOf, faultsOf, type Fault } from './faults.ts'

/** A dialog to be shown by FaultDialog.vue: a fault that asks for something, or all that an object can have, at a set time. */
export interface OpenFault {
  readonly object: ObjectRef
  readonly fault: Fault | null
  /** Instant to begin with; null: the one shown. */
  readonly at: number | null
}

export const openFault = shallowRef<OpenFault | null>(null)

export interface Faults {
  readonly offered: ComputedRef<readonly Fault[]>
  /** False for a run of an older engine: it takes no commands. */
  readonly possible: ComputedRef<boolean>
  readonly label: (fault: Fault) => string
  /** Sends a fault, `at` null: at the instant shown. One that asks for something opens its dialog first. */
  readonly put: (fault: Fault, object: ObjectRef, at: number | null) => void
  readonly send: (fault: Fault, object: ObjectRef, at: number | null, groups?: readonly (readonly string[])[]) => void
}

export function useFaults(): Faults {
  const run = useRunStore()
  const texts = useTexts()

  function send(fault: Fault, object: ObjectRef, at: number | null, groups?: readonly (readonly string[])[]): void {
    void run.command(fault.command, argumentsOf(fault, object, groups ?? null), at ?? undefined)
  }

  return {
    offered: computed(() => faultsOf(run.lab)),
    possible: computed(() => run.status !== null && run.status.recordedBy === null),
    label: (fault) => `${texts.value.command(fault.command)}${fault.network === null ? '' : ` · ${fault.network}`}`,
    put(fault, object, at) {
      if (fault.ask === undefined) send(fault, object, at)
      else openFault.value = { object, fault, at }
    },
    send,
  }
}
