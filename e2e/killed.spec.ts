/**
 * Build nothing, lose nothing: Hostdown is killed at random moments while commands come in. Every command that was acknowledged is there
 * afterwards, and the run replays to its digests. HOSTDOWN_KILLS says how often; the 200 of the release take some minutes.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { commandLine, expect, quietArticle, test } from './shell.ts'
import { talkTo, type Talk } from './talk.ts'

const kills = Number(process.env['HOSTDOWN_KILLS'] ?? 6)
const hosts = ['Host A', 'Host B', 'Host C']

interface Sent {
  readonly t: number
  readonly command: string
  readonly host: string
}

/** The same each time: a failure can be repeated. */
function dice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Sends commands, now and then after some time has passed, until the connection is gone; `acknowledged` gets each that was answered. */
async function command(talk: Talk, roll: (below: number) => number, acknowledged: Sent[]): Promise<void> {
  for (;;) {
    const name = roll(2) === 0 ? 'host.powerOff' : 'host.powerOn'
    const host = hosts[roll(hosts.length)] ?? ''
    const { t } = await talk.invoke('run.command', { command: name, arguments: { host } })
    acknowledged.push({ t, command: name, host })
    const last = await talk.invoke('run.current', {})
    if (last !== null && roll(3) > 0) await talk.invoke('run.seek', { t: last.status.t + roll(90_000) })
  }
}

test('a killed Hostdown has every command that it acknowledged, and repeats its run', async ({ startShell }) => {
  test.setTimeout(60_000 + kills * 5_000)
  const data = mkdtempSync(join(tmpdir(), 'hostdown-killed-'))
  const roll = dice(20_261_126)
  const acknowledged: Sent[] = []
  try {
    for (let kill = 0; kill < kills; kill++) {
      // The lab file is given the first time only: afterwards there is a project.
      const shell = await startShell(kill === 0 ? quietArticle : undefined, { data })
      const talk = await talkTo(shell.url)
      if (kill > 0) {
        const [project] = await talk.invoke('project.list', {})
        const opened = await talk.invoke('project.open', { id: project?.id ?? 0 })
        if (!opened.ok) throw new Error(opened.problems.map(({ message }) => message).join('\n'))
        expect(opened.run.status.recordedBy, 'the run goes on').toBeNull()
        const there = opened.run.events.filter(({ type }) => type === 'command.received')
        const found = there.map((event): Sent => ({
          t: event.t,
          command: String(event['command']),
          host: (event['arguments'] as { host: string }).host,
        }))
        // One more may have been kept without its answer having arrived.
        expect(found.length - acknowledged.length, `after kill ${kill}`).toBeLessThanOrEqual(kill)
        expect(found.filter((one) => acknowledged.some((sent) => JSON.stringify(sent) === JSON.stringify(one))).length).toBeGreaterThanOrEqual(
          acknowledged.length,
        )
        await talk.invoke('run.seek', { t: opened.run.status.reached })
      }
      const commanding = command(talk, roll, acknowledged).catch(() => undefined)
      // Every second kill comes after an answer, however busy the machine is; of a run that was never told anything nothing is kept.
      const before = acknowledged.length
      if (kill % 2 === 0) await expect.poll(() => acknowledged.length, { timeout: 30_000, intervals: [10] }).toBeGreaterThan(before)
      await new Promise((resolve) => setTimeout(resolve, 30 + roll(400)))
      await shell.stop('SIGKILL')
      await commanding
      if (kill % 10 === 0 || kill === kills - 1) {
        const runs = (await commandLine('replay', '--data', data)).trim().split('\n')
        for (const run of runs)
          expect(await commandLine('replay', '--data', data, '--run', run.split('\t')[0] ?? '', '--digest')).toMatch(/^[0-9a-f]{64}$/m)
      }
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(kills / 2)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
})
