import { expect, it } from 'vitest'
import { RunService, type RunServicePorts } from './run-service.ts'
import { FakeClock, fakeEngine, fakeLab } from './testing/fake-engine.ts'

function service() {
  const pushed: string[] = []
  const log: string[] = []
  const ports: RunServicePorts = {
    engine: fakeEngine,
    clock: new FakeClock(),
    readLab: ({ text }) =>
      text === 'bad'
        ? { ok: false, problems: [{ path: 'hosts', line: 1, message: 'missing' }] }
        : { ok: true, lab: fakeLab([{ at: 60_000, host: 'Host A' }]) },
    readCommand: (command, args) =>
      command === 'host.powerOff' ? { ok: true, args } : { ok: false, problems: [{ path: 'do', line: null, message: 'no such command' }] },
    push: (push) => pushed.push(push),
    log: (text) => log.push(text),
  }
  return { runs: new RunService(ports), pushed, log }
}
const good = { fileName: 'a.lab.yaml', text: 'good', folder: null }

it('has nothing to show before a lab is open', async () => {
  const { runs } = service()
  expect(await runs.invoke('run.current', {})).toBeNull()
  await expect(runs.invoke('run.play', {})).rejects.toMatchObject({ code: 'noRun' })
})

it('opens a lab, tells the windows, and keeps it when another does not parse', async () => {
  const { runs, pushed } = service()
  const opened = await runs.invoke('open', good)
  expect(opened).toMatchObject({
    ok: true,
    run: {
      runId: 'run-1',
      frame: { n: 1, t: 0 },
      events: [],
      lab: { timeline: [{ t: 60_000, command: 'host.powerOff', target: 'Host A' }], notModelled: ['nothing'] },
    },
  })
  expect(pushed).toEqual(['run.opened'])
  await runs.invoke('run.seek', { t: 61_000 })
  expect(await runs.invoke('open', { ...good, text: 'bad' })).toEqual({ ok: false, problems: [{ path: 'hosts', line: 1, message: 'missing' }] })
  const current = await runs.invoke('run.current', {})
  expect(current).toMatchObject({ runId: 'run-1', status: { t: 61_000 }, frame: { t: 61_000 } })
  expect(current?.events).toHaveLength(3)
  expect(current?.frame.hosts['Host A']).toMatchObject({ power: 'off' })
})

it('says what is wrong with a command, a name, an event', async () => {
  const { runs } = service()
  await runs.invoke('open', good)
  await expect(runs.invoke('run.command', { command: 'host.sing', arguments: {} })).rejects.toMatchObject({
    code: 'badInput',
    message: 'do: no such command',
  })
  await expect(runs.invoke('run.state', { kind: 'host', name: 'Host Z' })).rejects.toMatchObject({ code: 'notFound' })
  await expect(runs.invoke('run.state', { kind: 'host' })).rejects.toMatchObject({ code: 'badInput' })
  await expect(runs.invoke('run.explain', { seq: 3 })).rejects.toMatchObject({ code: 'notFound' })
})

it('explains what is shown, not what comes after', async () => {
  const { runs } = service()
  await runs.invoke('open', good)
  await runs.invoke('run.seek', { t: 600_000 })
  await runs.invoke('run.seek', { t: 60_000 })
  expect((await runs.invoke('run.explain', { kind: 'vm', name: 'VM1' })).map(({ event }) => event.type)).toEqual(['vm.poweredOff'])
})

it('logs a fault without names', async () => {
  const { runs, log } = service()
  await runs.invoke('open', good)
  await expect(runs.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'crash the engine' } })).rejects.toMatchObject({
    code: 'internal',
  })
  expect(log).toHaveLength(1)
  expect(log[0]).toMatch(/"seed":1,"engineVersion":1,"turn":\d+/)
  expect(log[0]).not.toMatch(/VM1|Host A/)
})
