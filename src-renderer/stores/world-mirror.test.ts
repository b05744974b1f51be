import { describe, expect, it } from 'vitest'
import { articleFrame, articleLab, articleEvents } from '../testing/article-run.ts'
import { bigFrame, bigLab } from '../testing/big-run.ts'
import { EventLog, firstHosts, lanes } from './event-log.ts'
import { hostLook, vmLook, WorldMirror } from './world-mirror.ts'

function mirrorAt(t: number): WorldMirror {
  const mirror = new WorldMirror()
  mirror.reset(articleLab, articleFrame(t, 1), firstHosts(articleEvents))
  return mirror
}

describe('WorldMirror', () => {
  it('holds columns beside the records', () => {
    const mirror = mirrorAt(0)
    expect([...mirror.vmHost]).toEqual([0, 0, 1, 1, 2, 2])
    expect(mirror.vmsOn('Host B')).toEqual(['VM3', 'VM4'])
    expect(mirror.lookOf('VM1')).toBe('running')
  })

  it('says what a frame touched, and removes what is null', () => {
    const mirror = mirrorAt(0)
    const { hosts: _, ...rest } = articleFrame(90_000, 2)
    expect(mirror.apply({ ...rest, hosts: {} })).toEqual({ placement: true, vms: true, hosts: false })
    mirror.apply({
      n: 3,
      t: 90_001,
      hosts: { 'Host A': null },
      vms: { VM6: null },
      networks: {},
      datastores: {},
      vcenter: null,
      ha: null,
      migrations: null,
      vmCpuPercent: null,
    })
    expect(mirror.hosts.has('Host A')).toBe(false)
    expect(mirror.vms.has('VM6')).toBe(false)
    expect(mirror.vmHost[5]).toBe(-1)
    expect(mirror.ha?.primaries).toEqual(['Host C'])
  })

  it('knows no primary without power, whatever vCenter shows yet', () => {
    const mirror = mirrorAt(0)
    const [primary = ''] = mirror.ha?.primaries ?? []
    expect([...mirror.hosts.keys()].filter((host) => mirror.isPrimary(host))).toEqual([primary])
    const host = mirror.hosts.get(primary)!
    const rest = { vms: {}, networks: {}, datastores: {}, vcenter: null, ha: null, migrations: null, vmCpuPercent: null }
    mirror.apply({ n: 2, t: 1, hosts: { [primary]: { ...host, power: 'off', haState: 'primary' } }, ...rest })
    expect(mirror.isPrimary(primary)).toBe(false)
    expect(mirror.isPrimary('nobody')).toBe(false)
  })

  it('takes in a VM and a host that the lab did not name', () => {
    const mirror = mirrorAt(0)
    const vm = mirror.vms.get('VM3')!
    mirror.apply({
      n: 2,
      t: 1,
      hosts: {},
      vms: { late: { ...vm, host: 'Host D' } },
      networks: {},
      datastores: {},
      vcenter: null,
      ha: null,
      migrations: null,
      vmCpuPercent: null,
    })
    expect(mirror.hostNames).toEqual(['Host A', 'Host B', 'Host C', 'Host D'])
    expect(mirror.vmsOn('Host D')).toEqual(['late'])
  })

  it('has no vSphere HA any more once a frame says that it is off', () => {
    const mirror = mirrorAt(0)
    const nothing = { hosts: {}, vms: {}, networks: {}, datastores: {}, vcenter: null, ha: null, migrations: null, vmCpuPercent: null }
    mirror.apply({ n: 2, t: 1, ...nothing })
    expect(mirror.ha).not.toBeNull()
    mirror.apply({ n: 3, t: 2, ...nothing, haIsOff: true })
    expect(mirror.ha).toBeNull()
  })

  it('knows where VMs were at the start when it joins late', () => {
    const mirror = mirrorAt(200_000)
    expect(mirror.vms.get('VM1')?.host).toBe('Host B')
    expect(mirror.hostNames[mirror.vmHome[0] ?? -1]).toBe('Host A')
  })

  it('resyncs without forgetting the homes', () => {
    const mirror = mirrorAt(0)
    mirror.resync(articleFrame(200_000, 9))
    expect(mirror.n).toBe(9)
    expect(mirror.vmHome[0]).toBe(0)
    expect(mirror.vmHost[0]).toBe(1)
  })

  it('takes 96 hosts and 8,000 VMs in well under a second', () => {
    const mirror = new WorldMirror()
    const frame = bigFrame(96, 8000)(0, 1)
    const started = performance.now()
    mirror.reset(bigLab(96, 8000), frame)
    expect(performance.now() - started).toBeLessThan(500)
    expect(mirror.vms.size).toBe(8000)
  })
})

describe('looks', () => {
  const vm = articleFrame(0, 0).vms['VM1']!
  it.each([
    [{}, 'running'],
    [{ power: 'off', haProtected: true }, 'down'],
    [{ power: 'off', haProtected: false }, 'off'],
    [{ power: 'poweringOn' }, 'poweringOn'],
    [{ guest: 'booting' }, 'booting'],
    [{ guest: 'hung' }, 'hung'],
    [{ guest: 'crashed' }, 'crashed'],
    [{ question: 'outOfSpace' }, 'blocked'],
    [{ connection: 'inaccessible' }, 'blocked'],
  ] as const)('of a VM %o: %s', (change, look) => expect(vmLook({ ...vm, ...change })).toBe(look))

  const host = articleFrame(0, 0).hosts['Host B']!
  it.each([
    [{}, 'ok'],
    [{ haState: 'primary' }, 'primary'],
    [{ haState: 'networkIsolated' }, 'isolated'],
    [{ haState: 'networkPartitioned', haStateSelf: 'networkIsolated' }, 'isolated'],
    [{ haState: 'networkPartitioned', haStateSelf: 'primary' }, 'partitioned'],
    [{ haState: 'election' }, 'warning'],
    [{ haState: 'uninitialized' }, 'uninitialized'],
    [{ haState: 'initializationError' }, 'error'],
    [{ haState: 'none', connection: 'disconnected' }, 'disconnected'],
    [{ haState: 'failed' }, 'failed'],
    [{ power: 'off' }, 'failed'],
    [{ power: 'booting', haState: 'failed' }, 'booting'],
    [{ maintenance: true }, 'maintenance'],
    [{ power: 'standby' }, 'standby'],
    [{ connection: 'notResponding' }, 'warning'],
  ] as const)('of a host %o: %s', (change, look) => expect(hostLook({ ...host, ...change })).toBe(look))
})

describe('EventLog', () => {
  it('finds by sequence, time and type', () => {
    const log = new EventLog()
    log.replace(articleEvents)
    expect(log.bySeq(9)?.type).toBe('ha.hostStateChanged')
    expect(log.bySeq(1000)).toBeNull()
    expect(log.endAt(59_999)).toBe(0)
    expect(log.endAt(60_000)).toBe(4)
    expect(log.ofType('lock.expired')).toHaveLength(2)
    expect(lanes[log.lane[9] ?? 0]).toBe('ha')
  })

  it('drops what it has already', () => {
    const log = new EventLog()
    log.append(articleEvents.slice(0, 5))
    log.append(articleEvents.slice(3, 8))
    expect(log.events.map((event) => event.seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('tells when VMs were down and booting', () => {
    const log = new EventLog()
    log.replace(articleEvents)
    expect(log.spans.filter((span) => span.vm === 'VM1').map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['down', 60_000, 84_000],
      ['booting', 84_000, 144_000],
    ])
  })

  it('does not take the end of an instance that is not the VM any more for an outage', () => {
    const log = new EventLog()
    const events = [
      { t: 10, type: 'vm.poweredOn', host: 'Host C', cause: 'ha' },
      { t: 20, type: 'vm.guestReady' },
      { t: 30, type: 'vm.poweredOff', host: 'Host B', cause: 'lockLost' },
      { t: 40, type: 'vmotion.completed', from: 'Host C', to: 'Host A', role: null },
      { t: 50, type: 'vm.poweredOff', host: 'Host C', cause: 'lockLost' },
      { t: 60, type: 'vm.poweredOff', host: 'Host A', cause: 'ft' },
      { t: 70, type: 'vm.poweredOff', host: 'Host A', cause: 'hostFailed' },
    ]
    log.append(events.map((event, seq) => ({ ...event, seq, causedBy: null, vm: 'VM4' }) as never))
    expect(log.spans.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['booting', 10, 20],
      ['down', 70, null],
    ])
  })

  it('grows past its first columns', () => {
    const log = new EventLog()
    log.append(Array.from({ length: 3000 }, (_, seq) => ({ t: seq, seq, type: 'vm.guestReady', causedBy: null, vm: 'VM1' }) as never))
    expect(log.size).toBe(3000)
    expect(lanes[log.lane[2999] ?? 0]).toBe('vm')
  })
})
