import { expect, it, vi } from 'vitest'
import { BranchTree } from './branch-tree.ts'
import { Run } from './run.ts'
import { RunError } from './run-error.ts'
import { RunService } from './run-service.ts'
import { FakeClock, fakeEngine, fakeLab } from './testing/fake-engine.ts'

function service() {
  const pushed: string[] = []
  const log: string[] = []
  const runs = new RunService({
    readCommand: (command, args) =>
      command === 'host.powerOff' ? { ok: true, args } : { ok: false, problems: [{ path: 'do', line: null, message: 'no such command' }] },
    // One after the other: the host, and when.
    readCommands: (text) => ({
      ok: true,
      commands: text.split(' ').map((entry) => {
        const [host = '', at] = entry.split('@')
        return { command: 'host.powerOff', args: { host }, at: at === undefined ? null : Number(at) }
      }),
    }),
    keepAgainst: () => null,
    push: (push) => pushed.push(push),
  })
  const open = () => {
    const lab = fakeLab([{ at: 60_000, host: 'Host A' }])
    const ports = {
      engine: fakeEngine,
      clock: new FakeClock(),
      pushFrame: () => pushed.push('run.frame'),
      onCrash: (report: object) => log.push(JSON.stringify(report)),
    }
    return runs.show(new Run({ id: 'run-1', lab, tree: BranchTree.fresh(lab, fakeEngine, null), project: null, ports }))
  }
  return { runs, open, pushed, log }
}

it('has nothing to show before a lab is open', async () => {
  const { runs } = service()
  expect(await runs.invoke('run.current', {})).toBeNull()
  await expect(runs.invoke('run.play', {})).rejects.toMatchObject({ code: 'noRun' })
})

it('shows a run and tells the windows', async () => {
  const { runs, open, pushed } = service()
  expect(open()).toMatchObject({
    runId: 'run-1',
    frame: { n: 1, t: 0 },
    events: [],
    lab: { timeline: [{ t: 60_000, command: 'host.powerOff', target: 'Host A' }], notModelled: ['nothing'] },
  })
  expect(pushed).toEqual(['run.opened'])
  await runs.invoke('run.seek', { t: 61_000 })
  const current = await runs.invoke('run.current', {})
  expect(current).toMatchObject({ runId: 'run-1', status: { t: 61_000 }, frame: { t: 61_000 } })
  expect(current?.events).toHaveLength(3)
  expect(current?.frame.hosts['Host A']).toMatchObject({ power: 'off' })
})

it('says what is wrong with a command, a name, an event, a bookmark', async () => {
  const { runs, open } = service()
  open()
  await expect(runs.invoke('run.command', { command: 'host.sing', arguments: {} })).rejects.toMatchObject({
    code: 'badInput',
    message: 'do: no such command',
  })
  await expect(runs.invoke('run.state', { kind: 'host', name: 'Host Z' })).rejects.toMatchObject({ code: 'notFound' })
  await expect(runs.invoke('run.state', { kind: 'host' })).rejects.toMatchObject({ code: 'badInput' })
  await expect(runs.invoke('run.explain', { seq: 3 })).rejects.toMatchObject({ code: 'notFound' })
  await expect(runs.invoke('run.bookmarkRemove', { id: 9 })).rejects.toMatchObject({ code: 'notFound' })
  await expect(runs.invoke('run.undo', {})).rejects.toMatchObject({ code: 'notFound' })
})

it('explains what is shown, not what comes after', async () => {
  const { runs, open } = service()
  open()
  await runs.invoke('run.seek', { t: 600_000 })
  await runs.invoke('run.seek', { t: 60_000 })
  expect((await runs.invoke('run.explain', { kind: 'vm', name: 'VM1' })).map(({ event }) => event.type)).toEqual(['vm.poweredOff'])
})

it('reports a fault without names', async () => {
  const { runs, open, log } = service()
  open()
  await expect(runs.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'crash the engine' } })).rejects.toMatchObject({
    code: 'internal',
  })
  expect(log).toHaveLength(1)
  expect(log[0]).toMatch(/"seed":1,"engineVersion":1,"turn":\d+/)
  expect(log[0]).not.toMatch(/VM1|Host A/)
})

it('does commands that are typed by their instants, without one at the instant shown, whatever is done before', async () => {
  const { runs, open } = service()
  open()
  await runs.invoke('run.seek', { t: 30_000 })
  expect(await runs.invoke('run.commands', { text: 'b a@10000 c' })).toMatchObject({ ok: true, done: 3 })
  expect(
    runs
      .demand()
      .reads.course()
      .commands.map(({ t, args }) => [t, args['host']]),
  ).toEqual([
    [10_000, 'a'],
    [30_000, 'b'],
    [30_000, 'c'],
  ])
})

it('says how many commands were done where a later one fails', async () => {
  const { runs, open } = service()
  open()
  const run = runs.demand()
  const command = run.command.bind(run)
  vi.spyOn(run, 'command').mockImplementation((name, args, at) =>
    args['host'] === 'c' ? Promise.reject(new RunError('notStored', 'The disk is full')) : command(name, args, at),
  )
  await expect(runs.invoke('run.commands', { text: 'c a' })).rejects.toMatchObject({ code: 'notStored', message: 'The disk is full' })
  await expect(runs.invoke('run.commands', { text: 'c@60000 a b' })).rejects.toMatchObject({
    code: 'notStored',
    message: 'The first 2 of 3 commands (by time) were carried out, then: The disk is full',
    messageKo: expect.stringContaining('3개 중') as string,
  })
  expect(run.reads.course().commands.map(({ args }) => args['host'])).toEqual(['a', 'b'])
})
