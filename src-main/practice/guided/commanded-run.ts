/** A run with the commands of a person in it, each where it was given: what `expectations` judges. */
import type { CourseCommand } from '../../contract/practice/guided.ts'
import type { Simulation } from '../../engine/index.ts'
import type { RunPort } from '../../expectations/port.ts'

/** An instant that somebody wants to see while a run goes by. */
export interface Look {
  readonly at: number
  readonly see: (run: CommandedRun) => void
}

export class CommandedRun implements RunPort {
  readonly simulation: Simulation
  readonly #commands: readonly CourseCommand[]
  readonly #looks: readonly Look[]
  #next = 0
  #looked = 0

  /** `commands` and `looks` by time. */
  constructor(simulation: Simulation, commands: readonly CourseCommand[], looks: readonly Look[] = []) {
    this.simulation = simulation
    this.#commands = commands
    this.#looks = looks
  }

  get now(): number {
    return this.simulation.now
  }

  get log(): RunPort['log'] {
    return this.simulation.log
  }

  nextAt(): number | null {
    const own = this.simulation.nextAt()
    const command = this.#commands[this.#next]?.at ?? null
    return own === null ? command : command === null ? own : Math.min(own, command)
  }

  runUntil(t: number): void {
    for (let look = this.#looks[this.#looked]; look !== undefined && look.at <= t; look = this.#looks[++this.#looked]) {
      this.#play(look.at)
      look.see(this)
    }
    this.#play(t)
  }

  #play(t: number): void {
    for (let command = this.#commands[this.#next]; command !== undefined && command.at <= t; command = this.#commands[this.#next]) {
      this.#runTo(command)
      this.simulation.command(command.do, command.args as Readonly<Record<string, unknown>>)
      this.#next++
    }
    this.simulation.runUntil(t)
  }

  /** Inside an instant, where a person had stepped to. */
  #runTo({ at, turn }: CourseCommand): void {
    if (turn !== undefined) while (this.simulation.turn < turn && this.simulation.step());
    if (turn === undefined || this.simulation.now < at) this.simulation.runUntil(at)
  }

  state(): ReturnType<RunPort['state']> {
    return this.simulation.state()
  }

  hostState(name: string): ReturnType<RunPort['hostState']> {
    return this.simulation.hostState(name)
  }

  vmState(name: string): ReturnType<RunPort['vmState']> {
    return this.simulation.vmState(name)
  }

  networkState(name: string): ReturnType<RunPort['networkState']> {
    return this.simulation.networkState(name)
  }

  datastoreState(name: string): ReturnType<RunPort['datastoreState']> {
    return this.simulation.datastoreState(name)
  }

  haState(): ReturnType<RunPort['haState']> {
    return this.simulation.haState()
  }

  vcenterState(): ReturnType<RunPort['vcenterState']> {
    return this.simulation.vcenterState()
  }

  hostNames(): readonly string[] {
    return this.simulation.hostNames()
  }

  vmNames(): readonly string[] {
    return this.simulation.vmNames()
  }
}
