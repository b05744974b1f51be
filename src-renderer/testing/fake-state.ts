/** What is told of the state of a run without an engine. */
import type { ApiInput, RunFrame } from '../../src-main/contract/api.ts'
import type { FakeStory } from './fake-story.ts'

/** What `run.state` tells: what the frame has, and what the story has beside it. */
export function stateOf(story: FakeStory, t: number, { kind, name = '' }: ApiInput<'run.state'>): unknown {
  const frame = story.frame(t, 0)
  if (kind === 'host') return frame.hosts[name] ?? null
  if (kind === 'datastore') return frame.datastores[name] ?? null
  if (kind === 'network') return frame.networks[name] ?? null
  if (kind === 'lab')
    return {
      t,
      vcenter: frame.vcenter,
      cluster: { name: story.lab.cluster, status: 'green' },
      ha: frame.ha,
      tasks: tasksOf(story, t),
      vms: vmsOf(story, t, frame),
    }
  if (kind === 'cluster') return story.cluster?.(t) ?? null
  if (kind === 'rules') return story.cluster?.(t)?.rules ?? {}
  if (kind === 'admission') return story.admission?.(t, name === '' ? null : name) ?? null
  return vmOf(story, t, frame, name)
}

function vmsOf(story: FakeStory, t: number, frame: RunFrame): Record<string, unknown> {
  return Object.fromEntries(Object.keys(frame.vms).map((name) => [name, vmOf(story, t, frame, name)]))
}

function vmOf(story: FakeStory, t: number, frame: RunFrame, name: string): unknown {
  const vm = frame.vms[name]
  if (vm === null || vm === undefined) return null
  const lockLeaseAgeMs = vm.lockHolder === null ? null : Math.max(0, t - 60_000)
  return {
    ...vm,
    lockLeaseAgeMs,
    uptimeMs: 86_400_000,
    downtimeMs: 0,
    clientOutageMs: 0,
    disks: [],
    usedBytes: 42_949_672_960,
    ...story.vm?.(name, t),
  }
}

/** Those under way, half done: how far a task has got is for the engine to say. */
function tasksOf(story: FakeStory, t: number): unknown[] {
  const past = story.events.filter((event) => event.t <= t)
  const ended = new Set(past.filter(({ type }) => type === 'task.finished').map((event) => event['task']))
  const open = past.filter((event) => event.type === 'task.started' && !ended.has(event['task']))
  return open.map((event) => ({
    task: event['task'],
    name: event['name'],
    entity: event['entity'],
    kind: event['kind'],
    startedMs: event.t,
    percent: 50,
  }))
}
