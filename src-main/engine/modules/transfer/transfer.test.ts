/** Shares of a datastore, at instants at which more than one thing happens. */
import { expect, it } from 'vitest'
import { parseLab } from '../../../contract/lab/index.ts'
import { createSimulation } from '../../simulate.ts'

const cpu = { sockets: 1, coresPerSocket: 8, mhz: 2000 }

/** Two copies from one datastore to another: one of a VM that is off, one of a VM whose guest writes the more from `writesAt` on. */
function log(writesAt: number | null) {
  const parsed = parseLab(
    JSON.stringify({
      hostdown: 1,
      name: 'Two copies',
      networks: [{ name: 'mgmt', kind: 'management' }, { name: 'moves', kind: 'vmotion', gbps: 10 }],
      datastores: [{ name: 'from' }, { name: 'to' }],
      hosts: [{ name: 'esx', cpu, memoryMiB: 65_536 }],
      vms: [
        { name: 'off', host: 'esx', power: 'off', datastore: 'from', vcpus: 1, memoryMiB: 1024, diskGiB: 40 },
        { name: 'on', host: 'esx', datastore: 'from', vcpus: 1, memoryMiB: 1024, diskGiB: 7 },
      ],
      timeline: [
        { at: '10s', do: 'vm.migrate', vm: 'off', datastore: 'to' },
        { at: '11s', do: 'vm.migrate', vm: 'on', datastore: 'to' },
        ...(writesAt === null ? [] : [{ at: `${writesAt}ms`, do: 'vm.setDemand', vm: 'on', writeMBps: 20 }]),
      ],
    }),
  ) // prettier-ignore
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const simulation = createSimulation(parsed.lab, { checkEveryTurn: true })
  simulation.runUntil(600_000)
  return simulation.log
}

const endOf = (events: ReturnType<typeof log>, vm: string): number =>
  events.find((event) => event.type === 'vmotion.completed' && event['vm'] === vm)!.t

it('are cut anew when the end of a copy is told, not when it is cut at the instant at which its last byte arrives', () => {
  const alone = log(null)
  // Between two milliseconds: its end is told with the next one, behind what is due then.
  const copied = alone.find((event) => event.type === 'vmotion.phase' && event['vm'] === 'on' && event['phase'] === 'switchOver')!.t
  const cut = log(copied)
  expect(cut.find((event) => event.type === 'command.received' && event['command'] === 'vm.setDemand')!.t).toBe(copied)
  expect(endOf(cut, 'on')).toBe(endOf(alone, 'on'))
  expect(endOf(cut, 'off')).toBe(endOf(alone, 'off'))
})
