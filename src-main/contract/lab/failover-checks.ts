/** Settings of HA's admission control against the hosts of the lab (HA-153, HA-162, HA-165). */
import type { LabHa } from './ha.ts'
import type { LabHost } from './host.ts'
import type { Path, Report } from './problems.ts'

type AdmissionControl = LabHa['admissionControl']

export function checkAdmissionControl(settings: AdmissionControl, hosts: readonly LabHost[], report: Report): void {
  const path: Path = ['cluster', 'ha', 'admissionControl']
  if (settings.policy === 'dedicatedFailoverHosts') return checkFailoverHosts(settings.failoverHosts, hosts, [...path, 'failoverHosts'], report)
  if (!countsFailures(settings)) return
  const members = hosts.filter((host) => !host.standalone).length
  const failures = settings.hostFailuresToTolerate
  if (failures >= 1 && failures < members) return
  const most = members - 1
  report(
    [...path, 'hostFailuresToTolerate'],
    most < 1
      ? [
          `a cluster of ${members === 1 ? 'one host' : 'no hosts'} tolerates no host failure: one host fewer than there are is the most (HA-153)`,
          `호스트가 ${members}개인 클러스터는 호스트 장애를 허용할 수 없습니다. 최대값은 호스트 수보다 하나 적습니다(HA-153)`,
        ]
      : [
          `expected 1 to ${most}: one host fewer than there are is the most (HA-153), got ${failures}`,
          `1~${most}이어야 합니다. 최대값은 호스트 수보다 하나 적습니다(HA-153). 입력된 값: ${failures}`,
        ],
  )
}

/** Slots always do, percentages where they are computed (HA-155). */
function countsFailures({ policy, cpuPercent, memoryPercent }: AdmissionControl): boolean {
  return policy === 'slotPolicy' || (policy === 'clusterResourcePercentage' && (cpuPercent === null || memoryPercent === null))
}

function checkFailoverHosts(names: readonly string[], hosts: readonly LabHost[], path: Path, report: Report): void {
  if (names.length === 0)
    report(path, [
      'expected at least one host: this policy keeps free the hosts that it names (HA-162)',
      '호스트가 하나 이상 필요합니다. 이 정책은 지정한 호스트를 비워 둡니다(HA-162)',
    ])
  const byName = new Map(hosts.map((host) => [host.name, host]))
  names.forEach((name, i) => {
    const host = byName.get(name)
    if (names.indexOf(name) < i)
      report(
        [...path, i],
        [`duplicate: ${JSON.stringify(name)} is a failover host already`, `중복: ${JSON.stringify(name)}은(는) 이미 페일오버 호스트입니다`],
      )
    else if (host?.standalone === true)
      report(
        [...path, i],
        [
          `${JSON.stringify(name)} is outside the cluster and takes over nothing (HA-162)`,
          `${JSON.stringify(name)}은(는) 클러스터 밖에 있으므로 아무것도 인계받지 않습니다(HA-162)`,
        ],
      )
    else if (host?.maintenance === true || host?.standby === true)
      report(
        [...path, i],
        [
          `${JSON.stringify(name)} is in ${host.maintenance ? 'maintenance mode' : 'standby'}: its status would be red, it takes over nothing (HA-165)`,
          `${JSON.stringify(name)}은(는) ${host.maintenance ? '유지 보수 모드' : '대기 모드'}입니다. 상태가 빨간색이 되며 아무것도 인계받지 않습니다(HA-165)`,
        ],
      )
  })
}
