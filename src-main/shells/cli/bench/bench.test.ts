import { describe, expect, it } from 'vitest'
import { parseLab, type Lab } from '../../../contract/lab/index.ts'
import { eventStorm, maxClusterDay, maxClusterDrsDay, sweepCluster } from './bench-labs.ts'
import { planOf } from '../../../sweeps/sweep.ts'
import { warmUp } from '../../../sweeps/warm.ts'
import { runBench } from './bench-command.ts'
import { samplesOf } from './floor.ts'
import { entryOf, median } from './scenario.ts'

function labOf(text: string): Lab {
  const parsed = parseLab(text)
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message)
  return parsed.lab
}

describe('the labs are those of the contract', () => {
  it('max-cluster-day', () => {
    const lab = labOf(maxClusterDay())
    expect([lab.hosts.length, lab.vms.length, lab.until]).toEqual([96, 8000, 86_400_000])
    expect(lab.vms[97]).toMatchObject({ host: lab.hosts[1]?.name, vcpus: 2, memoryMiB: 8192, demand: { cpuMHz: [700, 1872], phase: 1_800_000 } })
    expect(lab.vms[96 * 3]?.demand.cpuMHz).toEqual([1050, 2808])
    expect(lab.timeline).toMatchObject(
      [10, 40, 70].map((i, nth) => ({ at: (nth + 1) * 6 * 3_600_000, do: 'host.powerOff', args: { host: lab.hosts[i]?.name } })),
    )
    expect(lab.cluster.ha).not.toBeNull()
    expect(lab.cluster.drs).toBeNull()
  })

  it('max-cluster-drs-day', () => {
    const [day, quarter] = [labOf(maxClusterDrsDay()), labOf(maxClusterDrsDay(0.25))]
    expect([day.hosts.length, day.vms.length, day.until]).toEqual([96, 8000, 86_400_000])
    expect(day.vms).toEqual(labOf(maxClusterDay()).vms)
    expect([day.cluster.ha, day.cluster.drs?.algorithm, day.cluster.drs?.migrationThreshold]).toEqual([null, 'drsScore', 3])
    expect([quarter.hosts.length, quarter.vms.length]).toEqual([24, 2000])
  })

  it('event-storm', () => {
    const lab = labOf(eventStorm())
    expect([lab.hosts.length, lab.vms.length, lab.until]).toEqual([64, 2000, 3_600_000])
    expect(lab.timeline.map(({ at }) => at)).toEqual(Array.from({ length: 60 }, (_, i) => (i + 1) * 60_000))
    expect(lab.timeline.slice(0, 3).map((entry) => entry.do)).toEqual(['network.partition', 'network.heal', 'network.partition'])
  })

  it('sweep-n2', () => {
    const lab = labOf(sweepCluster())
    expect([lab.hosts.length, lab.vms.length, lab.timeline.length]).toEqual([32, 600, 0])
    const warm = warmUp(lab, 60_000, 900_000)
    const { list } = planOf(warm, 'host', 2)
    expect([list.length, list.filter(({ failed }) => failed.length === 1).length]).toEqual([528, 32])
  })
})

it('takes the median time and the highest peak', () => {
  expect(median([5, 1, 3])).toBe(3)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  const one = (wallMs: number, peakMiB: number) => ({ wallMs, peakMiB, floorMs: 2, detail: { wallMs } })
  expect(entryOf('x', [one(10, 1), one(30, 9), one(20, 2)])).toEqual({
    name: 'x',
    wallMs: 20,
    peakMiB: 9,
    floorMs: 2,
    ratio: 10,
    detail: { wallMs: 20 },
  })
})

it('sweeps over traces, and over one figure of a VM without any', () => {
  const text = `{"hostdown":1,"name":"x","hosts":[{"name":"h","cpu":{"sockets":1,"coresPerSocket":1,"mhz":1000},"memoryMiB":4096}],
    "vms":[{"name":"a","vcpus":1,"memoryMiB":64,"demand":{"trace":"t.csv"}},{"name":"b","vcpus":1,"memoryMiB":64,"demand":{"cpuMHz":7}}]}`
  const parsed = parseLab(text, { traces: () => 't,a\n0,1\n1,2\n2,3\n' })
  expect(parsed.ok && [...samplesOf([parsed.lab])]).toEqual([1, 2, 3, 7])
})

it('refuses a name that there is not', async () => {
  const lines: string[] = []
  expect(await runBench({ json: false, only: 'event-strom', out: () => undefined, err: (line) => lines.push(line) })).toBe(2)
  expect(lines.join('\n')).toMatch(/no scenario named "event-strom".*event-storm/)
})
