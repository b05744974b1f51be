import type { ApiInput, ExplainStep } from '../contract/api.ts'
import type { SettingsKind } from '../contract/api-guided.ts'
import type { Json, LabEvent } from '../contract/events.ts'
import type { Lab } from '../contract/lab/index.ts'
import { OUTAGES_LISTED_MAX, type Outages, type PowerOnRoom } from '../contract/outage.ts'
import type { MigrationPrediction, MigrationTarget } from '../contract/prediction.ts'
import type { Simulation } from '../engine/index.ts'
import type { Branch } from './branch.ts'
import type { Known } from './known.ts'
import type { Engine } from './ports.ts'
import { noneNamed } from './none-named.ts'
import { RunError, whilePredicted } from './run-error.ts'
import { namesNow } from './run-names.ts'
import type { RunView } from './run-view.ts'
import { settingsNow } from './settings-now.ts'
import { labWithoutAhead, outagesWithoutAhead, vmWithoutAhead } from './without-ahead.ts'

/** The branch that is shown, as far as it may be told. */
export interface RunAccount extends Pick<Branch, 'label' | 'recordedBy'>, Pick<Known, 'events' | 'reached' | 'commands' | 'digest' | 'simulation'> {
  readonly lab: Lab
  /** Of the project, else of the lab. */
  readonly title: string
}

export interface RunReadsParts {
  readonly engine: Engine
  readonly lab: Lab
  readonly title: string
  readonly view: RunView
  readonly known: Known
}

/** What is asked of the run that is shown, and changes nothing of it. */
export class RunReads {
  readonly #parts: RunReadsParts

  constructor(parts: RunReadsParts) {
    this.#parts = parts
  }

  /** What a report tells. */
  account(): RunAccount {
    const { lab, title, known } = this.#parts
    const { label, recordedBy } = this.#branch
    const { events, reached, commands, digest, simulation } = known
    return { lab, title, label, events, reached, commands, digest, recordedBy, simulation }
  }

  /** All commands and the whole log of the branch that is shown, for whoever runs it again: nothing to be told. */
  course(): Pick<Branch, 'commands' | 'events' | 'reached'> {
    return this.#branch
  }

  /** What a command may refer to at the instant shown. */
  names(): ReturnType<typeof namesNow> {
    const { lab, view } = this.#parts
    return view.read((simulation) => namesNow(lab, simulation, this.#branch.commands))
  }

  /** State at the instant shown. Throws `notFound`. */
  state(asked: ApiInput<'run.state'>): Json {
    return this.#parts.view.read((simulation) => this.#stateOf(simulation, asked))
  }

  #stateOf(simulation: Simulation, { kind, name }: ApiInput<'run.state'>): Json {
    const { lab, view, known } = this.#parts
    if (kind === 'lab') return (known.isHeld ? labWithoutAhead(simulation.state()) : simulation.state()) as unknown as Json
    if (kind === 'cluster') return simulation.clusterState() as unknown as Json
    if (kind === 'tints') return simulation.vmTints(lab.vms.map((vm) => vm.name)) as unknown as Json
    if (kind === 'rules') return simulation.ruleStates() as unknown as Json
    if (kind === 'admission') return simulation.admissionState(name ?? null) as unknown as Json
    if (name === undefined) throw new RunError('badInput', `The name of the ${kind} is missing`, `이름이 없습니다: ${kind}`)
    const read = { host: 'hostState', vm: 'vmState', datastore: 'datastoreState', network: 'networkState' } as const
    const vm = kind === 'vm' && known.isHeld ? simulation.vmState(name) : null
    const state = vm === null ? simulation[read[kind]](name) : vmWithoutAhead(vm, view.t)
    if (state === null) throw noneNamed(kind, name)
    return state as unknown as Json
  }

  /** Throws `notFound`. */
  settings(kind: SettingsKind, name: string): Readonly<Record<string, unknown>> | null {
    const settings = this.#parts.view.read((simulation) => settingsNow(simulation, kind, name))
    if (settings === null && kind !== 'cluster') throw noneNamed(kind, name)
    return settings
  }

  /** Undefined: there is none, or it has not happened yet. */
  event(seq: number): LabEvent | undefined {
    return seq < this.#parts.known.told ? this.#parts.known.events[seq] : undefined
  }

  /** VMs without service; null: a recording. */
  outages(): Outages | null {
    const { view, known } = this.#parts
    const all = view.read((simulation) => simulation.outages())
    if (all === null) return null
    const vms = all.slice(0, OUTAGES_LISTED_MAX)
    return { total: all.length, vms: known.isHeld ? outagesWithoutAhead(vms, view.t) : vms }
  }

  /** Throws `notFound`, and `forbidden` while somebody predicts: it says which hosts would be taken next. */
  powerOnRoom(vm: string): PowerOnRoom | null {
    if (this.#parts.known.isHeld) throw whilePredicted()
    return this.#parts.view.read((simulation) => {
      if (simulation.vmView(vm) === null) throw noneNamed('vm', vm)
      return simulation.powerOnRoom(vm)
    })
  }

  predictMigration(question: ApiInput<'run.predictMigration'>): MigrationPrediction {
    if (this.#parts.known.isHeld) throw whilePredicted()
    return this.#parts.view.read((simulation) => {
      const prediction = simulation.predictMigration(question)
      if (prediction !== null) return prediction
      const { vm, to, datastore = '' } = question
      if (simulation.vmState(vm) === null) throw noneNamed('vm', vm)
      throw to !== undefined && simulation.hostState(to) === null ? noneNamed('host', to) : noneNamed('datastore', datastore)
    })
  }

  migrationTargets({ vm, datastore }: ApiInput<'run.migrationTargets'>): readonly MigrationTarget[] {
    const targets = this.#parts.view.read((simulation) => simulation.migrationTargets(vm, datastore ?? null))
    if (targets === null) throw noneNamed('vm', vm)
    return targets
  }

  /** The causes behind an event, or behind the state of an entity at the instant shown. Throws `notFound`. */
  explain(target: ApiInput<'run.explain'>): readonly ExplainStep[] {
    const { engine, known, view } = this.#parts
    if ('seq' in target) {
      if (target.seq >= known.told) throw new RunError('notFound', `There is no event ${target.seq} yet`, `이벤트 ${target.seq}은(는) 아직 없습니다`)
      return engine.explain(known.events, target)
    }
    return engine.explain(this.#branch.events.slice(0, view.shown), { ...target, t: view.t })
  }

  get #branch(): Branch {
    return this.#parts.view.branch
  }
}
