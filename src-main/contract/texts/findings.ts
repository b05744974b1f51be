/** What a design lacks, and how it is played, in both languages. */
import type { Finding, FindingRule, SweepCommand } from '../api-sweep.ts'
import { commandLabel } from './commands.ts'
import { formatMHz, formatMiB, formatNumber } from './format.ts'
import { pick, type Language, type Phrase } from './language.ts'

type Figures = Finding['figures']

const count = (figures: Figures, name: 'vms' | 'hosts' | 'addresses'): string => formatNumber(Number(figures[name] ?? 0))

const titles: { readonly [R in FindingRule]: Phrase } = {
  haDisabled: ['vSphere HA is turned off', 'vSphere HA가 꺼져 있습니다'],
  hostMonitoringDisabled: ['Host monitoring is turned off', '호스트 모니터링이 꺼져 있습니다'],
  reservationFitsNowhere: ['Reservations that no other host could hold', '다른 어떤 호스트에도 맞지 않는 예약'],
  mustRuleLeavesNoHost: ['Must rules that leave a VM one host', '호스트 하나만 허용하는 필수 규칙'],
  datastoreOfOneHost: ['VMs on a datastore that no other host reaches', '다른 호스트에서 액세스할 수 없는 데이터스토어의 가상 시스템'],
  networkOfOneHost: ['VMs on a network that no other host has', '다른 호스트에 없는 네트워크를 사용하는 가상 시스템'],
  reservationHasNoRoom: ['Reservations for which no other host has room now', '현재 다른 호스트에 여유가 없는 예약'],
  admissionControlShort: ['Less is held back than admission control is to hold back', '페일오버 용량이 승인 제어 설정보다 적습니다'],
  admissionControlDisabled: ['Admission control is disabled', '승인 제어를 사용하지 않습니다'],
  isolationAddressMissing: ['No isolation address', '격리 주소 없음'],
  isolationAddressSilent: ['Isolation addresses that do not answer', '응답하지 않는 격리 주소'],
  heartbeatDatastoresTooFew: ['Too few heartbeat datastores', '하트비트 데이터스토어 부족'],
  managementNetworkNotRedundant: ['No redundant management network', '관리 네트워크가 이중화되지 않음'],
  singleFaultDomain: ['All hosts are in one fault domain', '모든 호스트가 하나의 장애 도메인에 있음'],
  mustRuleInOneFaultDomain: ['Must rules that keep VMs in one fault domain', '가상 시스템을 하나의 장애 도메인에 묶는 필수 규칙'],
  separationNeedsAllHosts: ['Separation rules that need every host', '모든 호스트가 필요한 반선호도 규칙'],
  restartDisabled: ['VMs that are not restarted', '다시 시작되지 않는 가상 시스템'],
  storageLossNotAnswered: ['The loss of a datastore is not answered', '데이터스토어 손실에 대한 응답 없음'],
}

function needs(figures: Figures, language: Language): string {
  const cpuMHz = Number(figures['cpuMHz'] ?? 0)
  const memory = formatMiB(Number(figures['memoryMiB'] ?? 0), language)
  return cpuMHz === 0 ? memory : `${formatMHz(cpuMHz, language)}, ${memory}`
}

const consequences: { readonly [R in FindingRule]: (figures: Figures) => Phrase } = {
  haDisabled: () => ['When a host fails, its VMs stay down until somebody powers them on.', '호스트에 장애가 발생하면 누군가 전원을 켤 때까지 가상 시스템이 중단됩니다.'],
  hostMonitoringDisabled: () => ['A host that fails is not noticed: none of its VMs is restarted.', '호스트 장애에 응답하지 않으므로 가상 시스템이 다시 시작되지 않습니다.'],
  reservationFitsNowhere: (f) => [
    `${f['vm'] ?? ''} needs ${needs(f, 'en')} reserved: even an empty host that may run it has less.`,
    `${f['vm'] ?? ''}에는 ${needs(f, 'ko')}의 예약이 필요하지만, 실행이 허용된 호스트는 비어 있어도 그보다 적습니다.`,
  ],
  mustRuleLeavesNoHost: () => ['When that host fails, vSphere HA keeps the rule and the VM stays down.', '이 호스트에 장애가 발생하면 vSphere HA는 규칙을 지키고 가상 시스템은 중단됩니다.'],
  datastoreOfOneHost: () => ['When their host fails nobody can open their files.', '호스트에 장애가 발생하면 다른 호스트에서 파일을 열 수 없습니다.'],
  networkOfOneHost: () => ['When their host fails no other host qualifies.', '호스트에 장애가 발생하면 조건에 맞는 다른 호스트가 없습니다.'],
  reservationHasNoRoom: (f) => [
    `${f['vm'] ?? ''} needs ${needs(f, 'en')} unreserved on one host; what is free is spread over several.`,
    `${f['vm'] ?? ''}에는 한 호스트에 예약되지 않은 ${needs(f, 'ko')}가 필요하지만, 여유 리소스가 여러 호스트에 나뉘어 있습니다.`,
  ],
  admissionControlShort: () => ['A failure that the cluster is to tolerate may leave VMs down.', '허용해야 하는 장애에도 가상 시스템이 중단될 수 있습니다.'],
  admissionControlDisabled: () => ['Nothing is held back for a failure: VMs may be powered on until none is left.', '장애에 대비한 용량을 확보하지 않으므로 여유가 없어질 때까지 가상 시스템을 켤 수 있습니다.'],
  isolationAddressMissing: () => ['A host that is cut off can never declare itself isolated: its VMs go on where nobody reaches them.', '연결이 끊긴 호스트가 분리를 선언할 수 없어, 아무도 연결할 수 없는 곳에서 가상 시스템이 계속 실행됩니다.'],
  isolationAddressSilent: (f) => [
    `Of ${count(f, 'addresses')} isolation addresses these do not answer: a host that hears nobody has less to tell whether it is the one that is cut off.`,
    `격리 주소 ${count(f, 'addresses')}개 중 일부가 응답하지 않아, 호스트가 자신이 분리되었는지 판단할 근거가 줄어듭니다.`,
  ],
  heartbeatDatastoresTooFew: () => ['A host whose management network is cut is harder to tell from one that has failed.', '관리 네트워크가 끊긴 호스트를 장애가 발생한 호스트와 구분하기 어렵습니다.'],
  managementNetworkNotRedundant: () => ['One cable or switch cuts the host off.', '케이블이나 스위치 하나로 호스트의 연결이 끊깁니다.'],
  singleFaultDomain: (f) => [`When it fails, all ${count(f, 'hosts')} hosts do: nobody is left to restart anything.`, `장애가 발생하면 호스트 ${count(f, 'hosts')}개가 모두 중단되어 다시 시작할 호스트가 없습니다.`],
  mustRuleInOneFaultDomain: (f) => [`When ${f['faultDomain'] ?? ''} fails they have no host left.`, `${f['faultDomain'] ?? ''}에 장애가 발생하면 실행할 호스트가 없습니다.`],
  separationNeedsAllHosts: (f) => [
    `${count(f, 'vms')} VMs are kept apart on ${count(f, 'hosts')} hosts: after a failure one of them has no place.`,
    `가상 시스템 ${count(f, 'vms')}개를 호스트 ${count(f, 'hosts')}개에 분리하므로, 장애가 발생하면 하나는 실행할 곳이 없습니다.`,
  ],
  restartDisabled: () => ['Their restart priority is Disabled: they stay down when their host fails.', '다시 시작 우선 순위가 사용 안 함이므로 호스트에 장애가 발생하면 중단됩니다.'],
  storageLossNotAnswered: (f) => [
    `When ${f['datastore'] ?? ''} is lost, its VMs (${count(f, 'vms')} of these) go on without their disks; responses to PDL and APD are disabled.`,
    `${f['datastore'] ?? ''} 손실 시 그중 가상 시스템 ${count(f, 'vms')}개가 디스크 없이 계속 실행됩니다. PDL 및 APD에 대한 응답을 사용하지 않습니다.`,
  ],
} // prettier-ignore

export const findingTitle = ({ rule }: Pick<Finding, 'rule'>, language: Language): string => pick(titles[rule], language)
export const findingConsequence = ({ rule, figures }: Pick<Finding, 'rule' | 'figures'>, language: Language): string =>
  pick(consequences[rule](figures), language)

const TARGETS_NAMED_MAX = 3

/** What commands do, for a button: `Cut the power: esx-1, esx-2`. */
export function commandsText(commands: readonly SweepCommand[], language: Language): string {
  const labels = new Map<string, string[]>()
  for (const { command, arguments: args } of commands) {
    const target = args['host'] ?? args['datastore'] ?? args['network'] ?? args['vm']
    const label = commandLabel(command, language)
    const targets = labels.get(label) ?? []
    labels.set(label, targets)
    if (typeof target === 'string') targets.push(target)
  }
  return [...labels]
    .map(([label, targets]) => {
      const more = targets.length - TARGETS_NAMED_MAX
      const named = more > 0 ? [...targets.slice(0, TARGETS_NAMED_MAX), `+${more}`] : targets
      return named.length === 0 ? label : `${label}: ${named.join(', ')}`
    })
    .join(' · ')
}
