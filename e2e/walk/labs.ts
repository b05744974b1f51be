/** Labs of the walk. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const sample = (id: string): string => readFileSync(join(import.meta.dirname, '../../resources/samples', `${id}.lab.yaml`), 'utf8')
/** Without stops and faults of its own. */
export const quiet = (text: string): string =>
  text.replace(/\nbookmarks:[\s\S]*?\n\n(?=\w)/, '\n').replace(/\ntimeline:[\s\S]*?\n\nexpect:[\s\S]*?\n\nuntil:/, '\nuntil:')

/** Rules that are kept and broken, on a host and across; with room for faults. */
export const ruled = JSON.stringify({
  hostdown: 1,
  name: 'Rules',
  nameKo: '규칙',
  cluster: { ha: {}, drs: { automation: 'manual', rules: [
    { name: 'databases apart', type: 'separate', vms: ['db-1', 'db-2'] },
    { name: 'web with its cache', type: 'keepTogether', vms: ['web-1', 'cache-1'] },
    { name: 'never on one host', type: 'separate', vms: ['app-1', 'app-2'] },
    { name: 'far apart', type: 'separate', vms: ['web-1', 'web-4'] },
  ] } },
  networks: [{ name: 'Management', kind: 'management' }, { name: 'vMotion', kind: 'vmotion', gbps: 10 }, { name: 'VM Network', kind: 'vm' }],
  datastores: [{ name: 'ds-1' }, { name: 'ds-2' }],
  hosts: [1, 2, 3, 4].map((n) => ({ name: `esx-${String(n)}`, cpu: { sockets: 2, coresPerSocket: 8, mhz: 2600 }, memoryMiB: 65_536 })),
  vms: [['db-1', 1], ['web-1', 1], ['cache-1', 1], ['db-2', 2], ['app-1', 2], ['app-2', 2], ['web-3', 3], ['web-4', 4], ['mail-1', 4]]
    .map(([name, host]) => ({ name, host: `esx-${String(host)}`, vcpus: 2, memoryMiB: 4096, datastore: `ds-${String(1 + (Number(host) % 2))}` })),
  until: '10m',
}) // prettier-ignore

/** Names as data centres have them. */
export const longNames = JSON.stringify({
  hostdown: 1,
  name: 'Long names in the data centre of the headquarters',
  nameKo: '본사 데이터 센터의 긴 이름',
  cluster: { name: 'production-cluster-seoul-01', ha: {}, drs: {} },
  networks: [{ name: 'management-network-vlan-1100', kind: 'management' }, { name: 'vmotion-network-vlan-1200', kind: 'vmotion', gbps: 25 }],
  datastores: [{ name: 'netapp-metro-production-01' }, { name: 'netapp-metro-production-02' }],
  hosts: Array.from({ length: 5 }, (_, i) => ({ name: `esxi-prod-0${String(i + 1)}.dc-seoul.corp.example.com`, cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600 },
    memoryMiB: 262_144,
    faultDomain: `rack-${i < 3 ? 'north' : 'south'}-building-7` })),
  vms: [
    { name: 'application-server-production', count: 14, vcpus: 2, memoryMiB: 8192 },
    { name: 'oracle-rac-node-with-a-very-long-name-01.corp.example.com', memoryMiB: 65_536, vcpus: 8 },
  ],
  timeline: [{ at: '1m', do: 'host.powerOff', host: 'esxi-prod-02.dc-seoul.corp.example.com' }, { at: '3m', do: 'network.disconnect', host: 'esxi-prod-03.dc-seoul.corp.example.com', network: 'management-network-vlan-1100' }],
  until: '10m',
}) // prettier-ignore
