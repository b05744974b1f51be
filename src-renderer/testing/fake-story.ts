/** What a run without an engine tells: a lab, its events, and what is asked of them. */
import type { ApiMethod, FactView, LabSummary, RunFrame } from '../../src-main/contract/api.ts'
import type { LabEvent } from '../../src-main/contract/events.ts'
import type { AdmissionState } from '../../src-main/contract/ha-state.ts'
import type { MigrationPrediction, MigrationQuestion, MigrationTarget } from '../../src-main/contract/prediction.ts'
import type { LabState, VmState } from '../../src-main/contract/state.ts'

export interface FakeStory {
  readonly lab: LabSummary
  readonly events: readonly LabEvent[]
  readonly frame: (t: number, n: number) => RunFrame
  readonly facts: readonly FactView[]
  /** What `run.state` tells of a VM beside the frame, and of admission control as if a host were lost. */
  readonly vm?: (name: string, t: number) => Partial<VmState>
  readonly admission?: (t: number, lost: string | null) => AdmissionState | null
  /** And of the cluster without its VMs. */
  readonly cluster?: (t: number) => Partial<LabState>
  readonly predict?: (question: MigrationQuestion) => MigrationPrediction
  readonly targets?: () => readonly MigrationTarget[]
  /** Other questions that the story has an answer to. */
  readonly answers?: { readonly [method in ApiMethod]?: (input: never, t: number) => unknown }
}
