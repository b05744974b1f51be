import { describe, expect, it } from 'vitest'
import { parseLab } from '../../contract/lab/index.ts'
import { rngOfSeed } from '../core/rng.ts'
import { startRun, productEngine } from './drive.ts'
import { drsFaults } from './drs-faults.ts'

const host = { cpu: { sockets: 1, coresPerSocket: 4, mhz: 2500 }, memoryMiB: 65536 }
const lab = {
  hostdown: 1,
  name: 'DRS asks first',
  cluster: { ha: null, drs: { automation: 'manual' } },
  networks: [{ name: 'mgmt', kind: 'management' }],
  datastores: [{ name: 'ds', type: 'vmfs', array: 'array-1' }],
  hosts: ['esx-1', 'esx-2', 'esx-3'].map((name) => ({ name, ...host })),
  vms: [{ name: 'vm', host: 'esx-1', power: 'off', vcpus: 2, memoryMiB: 2048 }],
}

describe('a place that is picked for a VM', () => {
  it('is one of those that DRS offers, and the VM starts there', () => {
    const parsed = parseLab(JSON.stringify(lab))
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
    for (const seed of [1, 2, 3, 4]) {
      const kernel = startRun(parsed.lab, productEngine)
      const scene = { rng: rngOfSeed(seed), world: kernel.world, blind: false }
      const pick = (): ReturnType<(typeof drsFaults)[number]['draw']> | undefined =>
        drsFaults.find(({ name }) => name === 'drs.apply with a host')?.draw(scene)
      expect(pick()).toBeNull()
      kernel.command('vm.powerOn', { vm: 'vm' })
      const drawn = pick()
      if (drawn == null) throw new Error('nothing was drawn')
      kernel.command(drawn.do, drawn.args)
      kernel.runUntil(60_000)
      expect(kernel.log.filter(({ type }) => type === 'command.refused')).toEqual([])
      expect(kernel.world.vms.get('vm')).toMatchObject({ power: 'on', host: drawn.args['host'] })
    }
  })
})
