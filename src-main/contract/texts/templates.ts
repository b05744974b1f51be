/** Templates of new designs: files of `resources`, in the order in which they are offered. */
import type { Text } from './form-labels.ts'

export interface Template {
  readonly id: string
  /** Below `resources`. */
  readonly file: string
  readonly name: Text
  readonly description: Text
}

export const templates: readonly Template[] = [
  {
    id: 'empty',
    file: 'templates/empty.lab.yaml',
    name: { en: 'Empty cluster', ko: '빈 클러스터' },
    description: {
      en: 'Three networks and two shared datastores. Add hosts and VMs, and turn on vSphere HA and DRS.',
      ko: '네트워크 3개와 공유 데이터스토어 2개가 있습니다. 호스트와 가상 시스템을 추가하고 vSphere HA와 DRS를 켜십시오.',
    },
  },
  {
    id: 'article',
    file: 'samples/article.lab.yaml',
    name: { en: 'Three hosts, six VMs', ko: '호스트 3개, 가상 시스템 6개' },
    description: {
      en: 'The cluster of the article: a host fails after a minute, and HA restarts its VMs.',
      ko: '기사의 클러스터입니다. 1분 후 호스트에 장애가 발생하고 HA가 해당 가상 시스템을 다시 시작합니다.',
    },
  },
  {
    id: 'two-sites',
    file: 'samples/two-sites.lab.yaml',
    name: { en: 'Two sites, one stretched cluster', ko: '두 사이트의 확장 클러스터' },
    description: {
      en: 'Four hosts a site, stretched datastores, an isolation address on each side, half of the resources kept for a failover.',
      ko: '사이트마다 호스트 4개, 확장된 데이터스토어, 양쪽의 격리 주소가 있으며 리소스의 절반을 페일오버용으로 남겨 둡니다.',
    },
  },
  {
    id: 'vsan',
    file: 'templates/vsan.lab.yaml',
    name: { en: 'vSAN cluster', ko: 'vSAN 클러스터' },
    description: {
      en: 'Four hosts with a vSAN datastore and a network of its own, on which HA sends its heartbeats.',
      ko: 'vSAN 데이터스토어와 전용 네트워크가 있는 호스트 4개로, HA가 그 네트워크로 하트비트를 보냅니다.',
    },
  },
  {
    id: 'converged',
    file: 'templates/converged.lab.yaml',
    name: { en: 'Converged network', ko: '통합 네트워크' },
    description: {
      en: 'One pair of uplinks a host for management, vMotion, storage and VMs: whatever cuts it cuts everything.',
      ko: '호스트마다 한 쌍의 업링크로 관리, vMotion, 스토리지, 가상 시스템 트래픽을 모두 처리합니다. 업링크가 끊어지면 모두 끊어집니다.',
    },
  },
  {
    id: 'sixteen-hosts',
    file: 'samples/sixteen-hosts.lab.yaml',
    name: { en: '16 hosts with load', ko: '부하가 있는 호스트 16개' },
    description: {
      en: 'Four racks and 140 VMs whose load follows the working day.',
      ko: '랙 4개와 업무일에 따라 부하가 변하는 가상 시스템 140개가 있습니다.',
    },
  },
  {
    id: 'sixty-four-hosts',
    file: 'samples/sixty-four-hosts.lab.yaml',
    name: { en: '64 hosts, 2,000 VMs', ko: '호스트 64개, 가상 시스템 2,000개' },
    description: {
      en: 'Four racks of sixteen, and enough failover capacity for one of them.',
      ko: '호스트 16개씩 랙 4개이며 랙 하나를 감당할 페일오버 용량이 있습니다.',
    },
  },
]
