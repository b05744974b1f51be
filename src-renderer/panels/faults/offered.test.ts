/** What the window offers, against what the engine takes: in many states of a cluster, each fault on each object. */
import { expect, it } from 'vitest'

import type { LabSummary } from '../../../src-main/contract/api.ts'
import { parseLab, type Lab } from '../../../src-main/contract/lab/index.ts'
import '../../../src-main/contract/lab/with-zod.ts'
import { createSimulation, restoreSimulation, type Simulation } from '../../../src-main/engine/index.ts'
import { FrameTracker, forWindows } from '../../../src-main/runs/frames.ts'
import type { ObjectRef } from '../../stores/selection.ts'
import { WorldMirror } from '../../stores/world-mirror.ts'
import { articleLab } from '../../testing/article-run.ts'
import { accepts, argumentsOf, faultsOf, type Fault } from './faults.ts'
import { reasonAgainst } from '../../../src-main/contract/command-sense.ts'

const text = `hostdown: 1
name: What makes sense
product: "8.0"
start: settled
cluster:
  name: Cluster
  ha: { vmMonitoring: vmAndApplication }
networks:
  - { name: M, kind: management, isolationAddresses: [G] }
datastores:
  - { name: DS1, type: vmfs, capacityGiB: 1024, array: array-1 }
  - { name: DS2, type: vmfs, capacityGiB: 1024, array: array-1 }
hosts:
  - { name: h1, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
  - { name: h2, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
  - { name: h3, cpu: { sockets: 1, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65536 }
vms:
  - { name: app, host: h1, datastore: DS1, vcpus: 1, memoryMiB: 2048, application: true }
  - { name: bare, host: h2, datastore: DS1, vcpus: 1, memoryMiB: 2048, tools: false }
  - { name: rest, host: h2, datastore: DS1, vcpus: 1, memoryMiB: 2048, power: off }
until: 3600s
`
const parsed = parseLab(text)
if (!parsed.ok) throw new Error(JSON.stringify(parsed))
const lab: Lab = parsed.lab
const summary: LabSummary = {
  ...articleLab,
  cluster: 'Cluster',
  drsEnabled: false,
  hosts: lab.hosts.map(({ name }) => ({ name, faultDomain: null, cpuCapacityMHz: 20_800, memoryMiB: 65_536 })),
  vms: lab.vms.map(({ name }) => ({ name, vcpus: 1, memoryMiB: 2048, clientPing: null })),
  networks: [{ name: 'M', kind: 'management', addresses: ['G'], gbps: 1, nics: 1 }],
  datastores: ['DS1', 'DS2'].map((name) => ({ name, type: 'vmfs', array: 'array-1', hosts: ['h1', 'h2', 'h3'] })),
}
const objects: readonly ObjectRef[] = [
  ...lab.hosts.map(({ name }): ObjectRef => ({ kind: 'host', name })),
  ...lab.vms.map(({ name }): ObjectRef => ({ kind: 'vm', name })),
  { kind: 'datastore', name: 'DS1' },
  { kind: 'network', name: 'M' },
  { kind: 'vcenter', name: 'vcenter' },
]

type Step = readonly [command: string, args: Readonly<Record<string, unknown>>]
const h1 = { host: 'h1' }
const app = { vm: 'app' }
/** What was done, and how long ago it is, ms. */
const states: { readonly [what: string]: readonly [steps: readonly Step[], laterMs: number] } = {
  'all is well': [[], 0],
  'a host without power': [[['host.powerOff', h1]], 1000],
  'a host that boots': [
    [
      ['host.powerOff', h1],
      ['host.powerOn', h1],
    ],
    1000,
  ],
  'a host in standby mode': [
    [
      ['vm.powerOff', app],
      ['host.enterStandby', h1],
    ],
    10_000,
  ],
  'a host on its way into maintenance mode': [[['host.enterMaintenance', h1]], 1000],
  'a host in maintenance mode': [
    [
      ['vm.powerOff', app],
      ['host.enterMaintenance', h1],
    ],
    10_000,
  ],
  'a disconnected host': [[['host.disconnect', h1]], 1000],
  'a host that does not respond': [[['network.disconnect', { ...h1, network: 'M' }]], 90_000],
  'no hostd': [[['host.hostdStop', h1]], 1000],
  'a dead agent': [[['host.agentFail', h1]], 1000],
  'an agent that comes back': [[['host.agentCrash', h1]], 100],
  'a guest that hangs': [[['vm.guestHang', app]], 1000],
  'a guest that crashed': [[['vm.guestCrash', app]], 1000],
  'a guest that boots': [[['vm.reset', app]], 1000],
  'no Tools': [[['vm.toolsStop', app]], 1000],
  'a dead application': [[['vm.appCrash', app]], 1000],
  'a VM of which a snapshot is taken': [[['snapshot.create', { ...app, name: 's', memory: true }]], 1000],
  'a VM that moves': [[['vm.migrate', { vm: 'rest', host: 'h2', datastore: 'DS2' }]], 1000],
  'power-ons that fail': [[['vm.failPowerOn', { ...app, on: true }]], 1000],
  'a VM that powers on': [[['vm.powerOn', { vm: 'rest' }]], 100],
  // Before, vCenter Server shows hosts as connected that it has lost: what is tried then is refused, and nobody could know.
  'a network that is down': [[['network.down', { network: 'M' }]], 90_000],
  'an address that is down': [[['network.addressDown', { address: 'G' }]], 1000],
  'no vCenter Server': [[['vcenter.down', {}]], 1000],
  'a vCenter Server that is cut off': [[['vcenter.disconnect', {}]], 90_000],
  'no DNS': [[['dns.down', {}]], 1000],
  'a datastore that is lost': [[['datastore.apd', { datastore: 'DS1' }]], 1000],
  'a datastore that is gone': [[['datastore.pdl', { datastore: 'DS1' }]], 1000],
  'vSphere HA off': [[['cluster.configure', { ha: { enabled: false } }]], 60_000],
}

/** Refusals by what the object is just now. Others (no room, no files, a rule) are what vSphere tells a person, and worth a try. */
const byState: readonly unknown[] = ['invalidState', 'vcenterDown', 'haNotEnabled', 'taskInProgress']
/** The engine takes them where nothing comes of them for whoever looks: the cable of a dead or cut host; paths to a device that is gone; later boots of a failed guest. */
const passed: readonly string[] = ['network.disconnect', 'datastore.apd']

function answersFor(fault: Fault): Parameters<typeof argumentsOf>[2] {
  return fault.ask === 'groups' ? { groups: [['h1'], ['h2', 'h3']] } : fault.ask === 'demand' ? { demand: { cpuMHz: 100 } } : {}
}

/** All that is told of the cluster. */
function seen(simulation: Simulation): string {
  return JSON.stringify([simulation.state(), lab.vms.map(({ name }) => simulation.vmView(name))])
}

it.each(Object.entries(states))('offers what the engine takes, and what changes something: %s', (_, [steps, laterMs]) => {
  const simulation = createSimulation(lab)
  simulation.runUntil(30_000)
  for (const [command, args] of steps) {
    simulation.command(command, args)
    expect(simulation.log.filter(({ type }) => type === 'command.refused')).toEqual([])
  }
  simulation.runUntil(30_000 + laterMs)
  const tracker = new FrameTracker(lab, forWindows)
  tracker.diff(simulation, { light: false })
  const mirror = new WorldMirror()
  mirror.reset(summary, tracker.full())
  const keyframe = simulation.keyframe()
  const before = seen(simulation)

  const wrong: string[] = []
  for (const object of objects) {
    for (const fault of faultsOf(summary).filter((each) => accepts(each, object, summary) && each.target === object.kind)) {
      const reason = reasonAgainst(fault, object, mirror)
      const trial = restoreSimulation(lab, keyframe, simulation.log)
      trial.command(fault.command, argumentsOf(fault, object, answersFor(fault)))
      const refused = trial.log.slice(simulation.log.length).find(({ type, reason: why }) => type === 'command.refused' && byState.includes(why))
      const told = `${fault.id} on ${object.name}`
      if (refused !== undefined && reason === null) wrong.push(`${told} is offered, and refused: ${String(refused['reason'])}`)
      if (refused !== undefined || passed.includes(fault.command) || fault.with?.['everyBoot'] === true) continue
      const works = trial.log.length > simulation.log.length + 1 || seen(trial) !== before
      if (works !== (reason === null)) wrong.push(`${told} ${reason === null ? 'is offered, and does nothing' : `would do something: ${reason}`}`)
    }
  }
  expect(wrong).toEqual([])
})
