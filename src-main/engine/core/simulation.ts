import type { EventPayload, EventType, Json, LabEvent, Rejected } from '../../contract/events.ts'
import type { FactId } from '../../contract/fact-id.ts'
import type { Lab } from '../../contract/lab/index.ts'
import { constants as productConstants } from '../../knowledge/constants.ts'
import type { Constants } from '../../knowledge/constants.ts'
import { InvariantError } from './assert.ts'
import { forgetThePast } from './derived.ts'
import { eventOf, explained } from './event.ts'
import { EventQueue } from './event-queue.ts'
import type { QueueEntry } from './event-queue.ts'
import type { CommandArgs, Requests, Signals, TakenCommand, Timers } from './messages.ts'
import type { Invariant, Module } from './module.ts'
import { RngStreams } from './rng.ts'
import type { Rng } from './rng.ts'
import type { Keyframe, SimulationOptions } from './simulation-types.ts'
import type { EmitOptions, Turn, WhyDraft } from './turn.ts'
import { tableNames, World } from './world.ts'
import type { Snapshot, Table } from './world.ts'

/** More messages in one turn than any lab needs: hitting it is a bug. */
const CASCADE_CAP = 2_000_000

/** Type of the queue's entries for the lab's own timeline. */
export const TIMELINE_COMMAND = 'kernel.command'

/** The one command that no module owns: what the lab's own timeline has still to come does not happen. */
export const TIMELINE_CLEAR = 'timeline.clear'

/** Counter of a keyframe: what the start had put into the queue by then comes before, at the same instant, what the run put there. */
export const TIMELINE_ENDS = 'kernel.timeline'

type Refusal = TakenCommand['refusals'][number]

interface Listener {
  readonly module: string
  readonly handle: (turn: Turn, payload: never) => void
}

interface Message {
  readonly listeners: readonly Listener[]
  readonly payload: unknown
  readonly cause: number | null
}

/** The only loop: takes entries off the queue, runs the cascade of each, keeps the log. */
export class Kernel implements Turn {
  readonly lab: Lab
  readonly constants: Constants
  readonly tables: World
  readonly world: World['tables']
  readonly log: LabEvent[] = []
  now = 0
  turns = 0
  cause: number | null = null

  private readonly modules: readonly Module[]
  private readonly options: SimulationOptions
  private readonly queue = new EventQueue()
  private rngs: RngStreams
  private seq = 0
  private counters: Record<string, number> = {}
  /** The log that it was restored with, and how much of it. */
  private loaded: { readonly log: readonly LabEvent[]; readonly length: number } = { log: [], length: 0 }
  private cascade: Message[] = []
  /** Signals, requests, draws, counts and cancelled timers so far. */
  private done = 0
  /** `due`: it has not held since one of the tables that it reads was written. */
  private readonly invariants: { readonly rule: Invariant; due: boolean }[] = []
  /** By table: who reads it, and its version when they were last made due. */
  private readonly readers: { readonly invariants: readonly { due: boolean }[]; version: number }[]
  /** Until the end of its turn: what the handler asks of other modules may be refused as well. */
  private command_: { readonly name: string; readonly args: CommandArgs; readonly seq: number; readonly refusals: Refusal[] } | null = null
  private readonly commandOwners = new Map<string, Module>()
  private readonly around: Module[]
  private readonly listeners = new Map<string, Listener[]>()

  constructor(lab: Lab, modules: readonly Module[], options: SimulationOptions) {
    this.lab = lab
    this.modules = modules
    this.around = modules.filter((module) => module.around !== undefined)
    this.options = options
    this.constants = options.constants ?? productConstants
    const owners: Record<string, string> = {}
    for (const { name, owns } of modules)
      for (const table of owns) {
        if (owners[table] !== undefined) throw new InvariantError('tables', `both ${owners[table]} and ${name} own ${table}`)
        owners[table] = name
      }
    this.tables = new World(owners)
    this.tables.record = options.onTurn !== undefined
    this.tables.freeze = options.freeze ?? false
    this.world = this.tables.tables
    this.rngs = new RngStreams(lab.seed)
    for (const module of modules) {
      for (const rule of module.invariants) this.invariants.push({ rule, due: true })
      for (const command of Object.keys(module.commands)) {
        if (this.commandOwners.has(command)) throw new InvariantError('commands', `two modules answer to ${command}`)
        this.commandOwners.set(command, module)
      }
      for (const kind of ['requests', 'signals', 'timers'] as const) {
        for (const [type, handle] of Object.entries(module[kind])) {
          if (kind === 'requests' && this.listeners.has(type)) throw new InvariantError('requests', `two modules own ${type}`)
          this.listen(type, module.name, handle as never)
        }
      }
    }
    this.readers = tableNames.map((table) => ({ invariants: this.invariants.filter(({ rule }) => rule.reads.includes(table)), version: 0 }))
  }

  private listen(type: string, module: string, handle: (turn: Turn, payload: never) => void): void {
    const known = this.listeners.get(type)
    if (known === undefined) this.listeners.set(type, [{ module, handle }])
    else known.push({ module, handle })
  }

  /** Puts the lab's own timeline, and on a cold start the first turn, into the queue. */
  begin(): void {
    for (const { reason, path, text } of this.lab.warnings) this.append('lab.warned', { reason, path, text }, null, undefined)
    if (this.lab.start === 'cold') this.queue.push(0, 'kernel.coldStart', null, null)
    for (const entry of this.lab.timeline) this.queue.push(entry.at, TIMELINE_COMMAND, { command: entry.do, args: entry.args }, null)
    this.counters[TIMELINE_ENDS] = this.queue.idCounter
  }

  nextAt(): number | null {
    return this.queue.peek()?.at ?? null
  }

  step(): boolean {
    const entry = this.queue.pop()
    if (entry === undefined) return false
    if (entry.at < this.now) throw new InvariantError('time', `an entry of ${entry.at} ms came at ${this.now} ms`)
    this.now = entry.at
    const logFrom = this.begins()
    this.dispatch(entry)
    this.ends(logFrom)
    return true
  }

  runUntil(t: number): void {
    for (let at = this.nextAt(); at !== null && at <= t; at = this.nextAt()) this.step()
    if (t > this.now) this.now = t
  }

  command(command: string, args: CommandArgs): void {
    const logFrom = this.begins()
    this.receive(command, args)
    this.ends(logFrom)
  }

  private begins(): number {
    this.turns++
    return this.log.length
  }

  private ends(logFrom: number): void {
    this.drain()
    this.command_ = null
    this.cause = null
    this.tables.writer = null
    const { onTurn, checkEveryTurn } = this.options
    if (onTurn !== undefined) {
      onTurn({ turn: this.turns, t: this.now, events: [logFrom, this.log.length], writes: this.tables.writes })
      this.tables.writes = []
    }
    if (checkEveryTurn === true) this.checkInvariants()
  }

  private dispatch(entry: QueueEntry): void {
    if (entry.type === TIMELINE_COMMAND) {
      const { command, args } = entry.data as { command: string; args: CommandArgs }
      this.receive(command, args)
      return
    }
    if (entry.type === 'kernel.coldStart') {
      for (const module of this.modules) {
        if (module.coldStart !== undefined) this.run(module.name, module.coldStart as never, null, null)
        this.drain()
      }
      return
    }
    const owner = this.listeners.get(entry.type)?.[0]
    if (owner === undefined) throw new InvariantError('timers', `nobody owns ${entry.type}`)
    this.run(owner.module, owner.handle, entry.data, entry.cause)
  }

  private receive(command: string, args: CommandArgs): void {
    const seq = this.append('command.received', { command, arguments: args as Json }, null, undefined)
    if (command === TIMELINE_CLEAR) this.queue.cancelAll(TIMELINE_COMMAND)
    const owner = this.commandOwners.get(command)
    if (owner === undefined) return
    const taken = { name: command, args, seq, refusals: [] }
    this.command_ = taken
    this.tell('before', taken)
    this.run(owner.name, owner.commands[command] as never, args, seq)
    this.tell('after', taken)
  }

  private tell(when: 'before' | 'after', command: Omit<TakenCommand, 'newest'>): void {
    for (const { name, around } of this.around) {
      if (around !== undefined) this.run(name, around[when] as never, { ...command, newest: this.seq - 1 }, command.seq)
    }
  }

  private drain(): void {
    let taken = 0
    for (let i = 0; i < this.cascade.length; i++) {
      const { listeners, payload, cause } = this.cascade[i] as Message
      for (let k = 0; k < listeners.length; k++) this.run((listeners[k] as Listener).module, (listeners[k] as Listener).handle, payload, cause)
      taken += listeners.length
      if (taken > CASCADE_CAP) throw new InvariantError('cascade', `a turn at ${this.now} ms does not end`)
    }
    this.cascade.length = 0
  }

  private run(module: string, handle: (turn: Turn, payload: never) => void, payload: unknown, cause: number | null): void {
    this.tables.writer = module
    this.cause = cause
    handle(this, payload as never)
  }

  emit<T extends EventType>(type: T, payload: EventPayload<T>, options?: EmitOptions): number {
    return this.append(type, payload, options?.causedBy === undefined ? this.cause : options.causedBy, options?.why)
  }

  private append(
    type: EventType,
    payload: { readonly [field: string]: Json | undefined },
    causedBy: number | null,
    why: WhyDraft | undefined,
  ): number {
    const seq = this.seq++
    this.log.push(eventOf({ t: this.now, seq, type, causedBy }, payload, why))
    return seq
  }

  signal<S extends keyof Signals>(type: S, payload: Signals[S], cause: number | null = this.cause): void {
    const listeners = this.listeners.get(type)
    if (listeners === undefined) return
    this.done++
    this.cascade.push({ listeners, payload, cause })
  }

  request<R extends keyof Requests>(type: R, payload: Requests[R], cause: number | null = this.cause): void {
    const owner = this.listeners.get(type)
    if (owner === undefined) throw new InvariantError('requests', `nobody owns ${type}`)
    this.done++
    this.cascade.push({ listeners: owner, payload, cause })
  }

  after<T extends keyof Timers>(delayMs: number, type: T, payload: Timers[T], cause: number | null = this.cause): number {
    return this.at(this.now + delayMs, type, payload, cause)
  }

  at<T extends keyof Timers>(at: number, type: T, payload: Timers[T], cause: number | null = this.cause): number {
    return this.queue.push(this.instant(at), type, payload, cause)
  }

  cancel(timer: number | null): void {
    if (timer === null) return
    this.done++
    this.queue.cancel(timer)
  }

  renew(timer: number, at: number, cause: number | null): boolean {
    return this.queue.renew(timer, this.instant(at), cause)
  }

  private instant(at: number): number {
    return Math.max(this.now, Math.floor(at + 0.5))
  }

  get leavesNothingOut(): boolean {
    return this.options.freeze === true
  }

  get deeds(): number {
    return this.done + this.seq + this.tables.version + this.queue.idCounter
  }

  isPending(timer: number): boolean {
    return this.queue.isAlive(timer)
  }

  rng(purpose: string): Rng {
    this.done++
    return this.rngs.stream(purpose)
  }

  count(name: string): number {
    this.done++
    const next = (this.counters[name] ?? 0) + 1
    this.counters[name] = next
    return next
  }

  refuse(
    reason: string,
    facts: readonly [FactId, ...FactId[]],
    about: EventPayload<'command.refused'> = {},
    rejected: readonly Rejected[] = [],
    figures: { readonly [key: string]: Json } = {},
  ): void {
    const { vm, seq } = this.answer('command.refused', 'commandRefused', reason, facts, about, rejected, figures)
    this.command_?.refusals.push({ reason, vm, seq })
  }

  warn(reason: string, facts: readonly [FactId, ...FactId[]], about: EventPayload<'command.warned'> = {}): void {
    this.answer('command.warned', 'commandWarned', reason, facts, about)
  }

  private answer(
    type: 'command.refused' | 'command.warned',
    decision: string,
    reason: string,
    facts: readonly [FactId, ...FactId[]],
    about: EventPayload<'command.refused'>,
    rejected: readonly Rejected[] = [],
    figures: { readonly [key: string]: Json } = {},
  ): { readonly vm: string | null; readonly seq: number } {
    const command = this.command_
    if (command === null) throw new InvariantError('assertion', `${type} ${reason} outside a command`)
    const named: Record<string, Json> = {}
    for (const field of ['vm', 'vms', 'host', 'hosts', 'datastore', 'network', 'pool', 'name', 'id']) {
      const value = command.args[field]
      if (value !== undefined) named[field] = value as Json
    }
    const why = { decision, facts, inputs: { command: command.name, reason, ...named, ...about, ...figures } as { [key: string]: Json }, rejected }
    const payload = { ...named, ...about, command: command.name, reason, text: explained(why).text }
    const seq = this.append(type, payload, command.seq, why)
    return { vm: (payload as { readonly vm?: string }).vm ?? null, seq }
  }

  checkInvariants(): void {
    const { versions } = this.world
    for (let i = 0; i < versions.length; i++) {
      const reader = this.readers[i]!
      if (reader.version === versions[i]) continue
      reader.version = versions[i]!
      for (const one of reader.invariants) one.due = true
    }
    for (const one of this.invariants) {
      // What held holds until one of the tables that it reads is written.
      if (!one.due) continue
      const broken = one.rule.check(this.world, this.now, this)
      if (broken !== null) throw new InvariantError(one.rule.name, `${broken} (at ${this.now} ms, turn ${this.turns})`)
      one.due = false
    }
  }

  keyframe(engineVersion: number): Keyframe {
    const tables = Object.fromEntries(tableNames.map((name) => [name, this.world[name].snapshot()]))
    return {
      engineVersion,
      turn: this.turns,
      seq: this.seq,
      at: this.now,
      logLength: this.log.length,
      tables,
      queue: this.queue.entries(),
      rng: this.rngs.save(),
      counters: { ...this.counters, 'kernel.queue': this.queue.idCounter },
    }
  }

  /**
   * Also of a world that has run, or broke in the middle of a turn: what is kept of it beside the state stays where the keyframe has the same records.
   */
  restore(keyframe: Keyframe, log: readonly LabEvent[]): void {
    this.cascade.length = 0
    this.command_ = null
    this.cause = null
    this.tables.writer = null
    forgetThePast(this.world)
    for (const one of this.invariants) one.due = true
    for (const name of tableNames) (this.world[name] as Table<object>).load((keyframe.tables[name] ?? []) as Snapshot<object>)
    const { 'kernel.queue': queueId, ...counters } = keyframe.counters
    this.queue.restore(keyframe.queue as readonly QueueEntry[], queueId ?? 1)
    this.rngs = new RngStreams(this.lab.seed, keyframe.rng)
    this.counters = counters
    this.turns = keyframe.turn
    this.seq = keyframe.seq
    this.now = keyframe.at
    // What it had of the same log up to where it was restored last is there already.
    this.log.length = this.loaded.log === log ? Math.min(this.loaded.length, keyframe.logLength) : 0
    for (let i = this.log.length; i < keyframe.logLength; i++) this.log.push(log[i] as LabEvent)
    this.loaded = { log, length: keyframe.logLength }
    this.tables.version++
  }
}
