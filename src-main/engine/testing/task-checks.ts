/** What the swarm asks of tasks and alarms, read from the log. */
import type { LabEvent } from '../../contract/events.ts'
import type { Kernel } from '../core/simulation.ts'
import { vcenterRuns } from '../reads/network.ts'
import { BrokenRule } from './broken-rule.ts'

export class TaskChecks {
  private readonly kernel: Kernel
  private readonly open = new Map<string, string>()
  private readonly ended = new Set<string>()
  private readonly alarms = new Set<string>()
  /** At the end of the turn before. */
  private vcenterRan: boolean

  constructor(kernel: Kernel) {
    this.kernel = kernel
    this.vcenterRan = vcenterRuns(kernel.world)
    // A settled start may find alarms on.
    for (const { alarm, entity } of kernel.world.alarms.values()) this.alarms.add(`${alarm} on ${entity}`)
  }

  /** Throws BrokenRule. */
  take(event: LabEvent): void {
    switch (event.type) {
      case 'task.started':
        return this.started(event)
      case 'task.finished':
        return this.finished(event)
      case 'alarm.triggered':
      case 'alarm.cleared':
        return this.alarm(event)
      case 'vm.removed':
        return this.removed(event)
    }
  }

  /** After all events of a turn. */
  afterTurn(): void {
    const { tasks } = this.kernel.world
    this.vcenterRan = vcenterRuns(this.kernel.world)
    if (this.open.size !== tasks.size)
      this.fail('tasksAgree', `${this.open.size} tasks were started and not finished, and ${tasks.size} are under way`)
    if (tasks.size > 0 && !this.vcenterRan) this.fail('tasksNeedVcenter', 'a task is under way while vCenter is down')
  }

  private started(event: LabEvent): void {
    const task = String(event['task'])
    if (!this.vcenterRan) this.fail('tasksNeedVcenter', `${task} began while vCenter was down`)
    if (this.open.has(task) || this.ended.has(task)) this.fail('tasksEndOnce', `${task} began twice`)
    this.open.set(task, `${String(event['kind'])} ${String(event['entity'])}`)
  }

  private finished(event: LabEvent): void {
    const task = String(event['task'])
    if (!this.open.delete(task)) this.fail('tasksEndOnce', `${task} ended and was not under way`)
    this.ended.add(task)
  }

  /** The removal itself is a task that ends right after it. */
  private removed({ vm, t, seq }: LabEvent): void {
    const { world, now } = this.kernel
    for (const task of world.tasks.values())
      if (task.kind === 'vm' && task.entity === vm && now === t) this.fail('tasksOfTheLiving', `${task.id} outlives ${String(vm)} (event ${seq})`)
  }

  private alarm({ type, alarm, entity }: LabEvent): void {
    const key = `${String(alarm)} on ${String(entity)}`
    if (!this.vcenterRan && !vcenterRuns(this.kernel.world)) this.fail('alarmsNeedVcenter', `${key} changed while vCenter was down`)
    if (type === 'alarm.cleared' ? !this.alarms.delete(key) : this.alarms.has(key)) this.fail('alarmsAlternate', `${type} of ${key} came twice`)
    if (type === 'alarm.triggered') this.alarms.add(key)
  }

  private fail(rule: string, seen: string): never {
    throw new BrokenRule(rule, seen)
  }
}
