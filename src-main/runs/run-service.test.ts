import { expect, it } from 'vitest'
import { BranchTree } from './branch-tree.ts'
import { Run } from './run.ts'
import { RunService } from './run-service.ts'
import { FakeClock, fakeEngine, fakeLab } from './testing/fake-engine.ts'

function service() {
  const pushed: string[] = []
  const log: string[] = []
  const runs = new RunService({
    readCommand: (command, args) =>
      command === 'host.powerOff' ? { ok: true, args } : { ok: false, problems: [{ path: 'do', line: null, message: 'no such command' }] },
    readCommands: () => ({ ok: true, commands: [] }),
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
