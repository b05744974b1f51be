import { describe, expect, it } from 'vitest'
import { EventLog } from '../../stores/event-log.ts'
import { WorldMirror } from '../../stores/world-mirror.ts'
import { vmotionEvents, vmotionFrame, vmotionLab, vmotionMoments } from '../../testing/vmotion-run.ts'
import { ftArcs, migrationArcs, type MigrationArcOptions } from './derive.ts'

function sightAt(t: number): { mirror: WorldMirror; log: EventLog; options: MigrationArcOptions } {
  const mirror = new WorldMirror()
  mirror.reset(vmotionLab, vmotionFrame(t, 1))
  const log = new EventLog()
  log.append(vmotionEvents)
  return {
    mirror,
    log,
    options: {
      t,
      shownEnd: vmotionEvents.filter((event) => event.t <= t).length,
      lingerMs: 20_000,
      label: ({ vm, round, percent }) => `${vm} ${String(round)} ${String(Math.floor(percent ?? 0))}`,
      brief: ({ vm }) => vm,
      doneLabel: (vm, stunMs) => `${vm} ${String(stunMs)}`,
      groupLabel: (count) => `${String(count)} of them`,
    },
  }
}

const arcsAt = (t: number) => {
  const { mirror, log, options } = sightAt(t)
  return migrationArcs(mirror, log, options).map(({ vm, from, to, open, label }) => [vm, from, to, open, label])
}

describe('arcs of migrations', () => {
  it('go from the host where the VM runs to the one where it will be, and fade once it is there', () => {
    expect(arcsAt(vmotionMoments.before)).toEqual([])
    expect(arcsAt(vmotionMoments.thirdRound)).toEqual([['VM1', 'Host A', 'Host B', true, 'VM1 3 92']])
    expect(arcsAt(vmotionMoments.after)).toEqual([
      ['VM2', 'Host A', 'Host C', true, 'VM2 0 0'],
      ['VM1', 'Host A', 'Host B', false, 'VM1 571'],
    ])
    expect(arcsAt(vmotionMoments.after + 20_000).map(([vm]) => vm)).toEqual(['VM2'])
  })

  it('are one that counts where there are many, and none where only files move', () => {
    const { mirror, log, options } = sightAt(vmotionMoments.thirdRound)
    const running = mirror.migrations.running[0]!
    mirror.migrations = { running: Array.from({ length: 12 }, (_, n) => ({ ...running, vm: `VM${String(n)}` })), queued: [] }
    expect(migrationArcs(mirror, log, options).map(({ label }) => label)).toEqual(['12 of them'])
    mirror.migrations = { running: [{ ...running, kind: 'storage', to: running.from }], queued: [] }
    expect(migrationArcs(mirror, log, options)).toEqual([])
  })
})

it('FT pairs lead from the primary to its secondary', () => {
  const { mirror } = sightAt(vmotionMoments.before)
  expect(ftArcs(mirror, (vm) => vm)).toEqual([])
  const vm1 = mirror.vms.get('VM1')!
  mirror.vms.set('VM1', { ...vm1, ftState: 'running', ftSecondaryHost: 'Host C' })
  expect(ftArcs(mirror, (vm) => vm)).toMatchObject([{ kind: 'ft', vm: 'VM1', from: 'Host A', to: 'Host C' }])
})
