/** When a datastore is full is the same instant whenever it is asked, also where sums of bytes meet exactly. */
import { describe, expect, it } from 'vitest'
import { parseLab } from '../../contract/lab/index.ts'
import type { Kernel } from '../core/simulation.ts'
import { productEngine, startRun } from '../testing/drive.ts'
import { whenFull } from './filling.ts'
import { freeBytes } from './space.ts'

/** The delta of vm-a may grow to 9 GiB, 4 GiB of them on ds-02, where just so much is free. */
function start(writeMBps: number): Kernel {
  const parsed = parseLab(
    JSON.stringify({
      hostdown: 1,
      name: 'Filling',
      cluster: {},
      datastores: [{ name: 'ds-01' }, { name: 'ds-02', capacityGiB: 8 }],
      hosts: [{ name: 'esx-01', cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65_536 }],
      vms: [
        {
          name: 'vm-a',
          host: 'esx-01',
          vcpus: 1,
          memoryMiB: 1024,
          datastore: 'ds-01',
          disks: [
            { sizeGiB: 5, datastore: 'ds-01' },
            { sizeGiB: 4, datastore: 'ds-02' },
          ],
          demand: { writeMBps },
        },
        { name: 'vm-b', host: 'esx-01', vcpus: 1, memoryMiB: 1024, diskGiB: 1, datastore: 'ds-01', power: 'off' },
      ],
    }),
  )
  if (!parsed.ok) throw new Error(parsed.problems.map(({ path, message }) => `${path}: ${message}`).join('\n'))
  return startRun(parsed.lab, productEngine)
}

describe('SN-016 a delta that is complete with the last free byte', () => {
  it.each([1, 3, 7])('of %i MB/s fills its datastore at no instant', (writeMBps) => {
    const kernel = start(writeMBps)
    kernel.command('snapshot.create', { vm: 'vm-a', name: 'A', memory: false, quiesce: false })
    // From then on the bytes of the delta are a sum.
    kernel.runUntil(10_737)
    kernel.command('vm.setDemand', { vm: 'vm-a', writeMBps: writeMBps + 0.1 })
    for (let t = 11_007; t < 10_000_000; t += 3017) {
      kernel.runUntil(t)
      expect(whenFull(kernel, 'ds-02')).toBeNull()
    }
    expect(freeBytes(kernel, 'ds-02')).toBeCloseTo(0, 3)
    expect(kernel.log.filter(({ type }) => type === 'vm.questionRaised')).toEqual([])
  })
})
