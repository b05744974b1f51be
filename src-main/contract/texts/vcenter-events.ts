/** What the events that vCenter logs mean. The names are the product's own (facts cite them), the words ours. */
import { pick, type Language, type Phrase } from './language.ts'

const meanings: { readonly [name: string]: Phrase } = {
  VmProtectedEvent: ['vSphere HA protects the VM', 'vSphere HA가 가상 시스템을 보호합니다'],
  VmUnprotectedEvent: ['vSphere HA no longer protects the VM', 'vSphere HA가 가상 시스템을 더 이상 보호하지 않습니다'],
  HostStateChangedEvent: ['the HA state of the host changed', '호스트의 HA 상태가 변경되었습니다'],
  DasHostFailedEvent: ['vSphere HA detected a host failure', 'vSphere HA가 호스트 장애를 감지했습니다'],
  DasHostIsolatedEvent: ['the host is isolated', '호스트가 분리되었습니다'],
  DasClusterIsolatedEvent: ['all hosts of the cluster are isolated', '클러스터의 모든 호스트가 분리되었습니다'],
  DasHostMonitoringDisabledEvent: ['host monitoring is off', '호스트 모니터링이 꺼졌습니다'],
  ClusterFailoverActionInitiatedEvent: ['a failover has begun', '페일오버가 시작되었습니다'],
  ClusterFailoverActionCompletedEvent: ['the failover is complete', '페일오버가 완료되었습니다'],
  VmRestartedByHAEvent: ['vSphere HA restarted a virtual machine', 'vSphere HA가 가상 시스템을 다시 시작했습니다'],
  VmFailoverFailed: ['a failover attempt failed', '페일오버 시도가 실패했습니다'],
  VmMaxRestartCountReached: ['all restart attempts are used', '다시 시작 시도를 모두 사용했습니다'],
  NotEnoughResourcesToStartVmEvent: ['not enough resources to fail over', '페일오버에 필요한 리소스가 부족합니다'],
  VMIsHADisabledRestartEvent: ['vSphere HA is disabled for the VM: no restart', 'vSphere HA가 사용 안 함으로 설정되어 다시 시작하지 않습니다'],
  VMIsHADisabledIsolationEvent: [
    'vSphere HA is disabled for the VM: no isolation response',
    'vSphere HA가 사용 안 함으로 설정되어 격리 응답이 적용되지 않습니다',
  ],
  HeartbeatDatastoreNotSufficient: [
    'the number of heartbeat datastores is below the required one',
    '하트비트 데이터스토어 수가 필요한 수보다 적습니다',
  ],
  HeartbeatDatastoreChanged: ['the heartbeat datastores changed', '하트비트 데이터스토어가 변경되었습니다'],
  HostHasNoIsolationAddrsDefined: ['no isolation address is defined', '격리 주소가 정의되지 않았습니다'],
  HostHasNoMountedDatastores: ['no datastore is mounted', '마운트된 데이터스토어가 없습니다'],
  HostNoRedundantManagementNetworkEvent: ['the management network has no redundancy', '관리 네트워크가 이중화되지 않았습니다'],
  AutoStartDisabled: ['automatic start and stop of VMs at the host is disabled', '호스트의 VM 자동 시작 및 종료가 사용되지 않습니다'],
  HostIsolationIpPingFailedEvent: ['an isolation address does not answer', '격리 주소가 응답하지 않습니다'],
  AnsweredVmLockLostQuestionEvent: ['the question about the lost lock was answered', '잠금 손실 질문에 답변했습니다'],
  RemediatedDupVMs: ['a duplicate instance was ended', '중복 인스턴스를 종료했습니다'],
  VcCannotFindMasterEvent: ['vCenter Server finds no primary host', 'vCenter Server가 기본 호스트를 찾을 수 없습니다'],
  VcCannotCommunicateWithMasterEvent: ['vCenter Server cannot reach the primary host', 'vCenter Server가 기본 호스트와 통신할 수 없습니다'],
  StartFTSecondarySucceededEvent: ['the secondary VM was started', '보조 VM이 시작되었습니다'],
  StartFTSecondaryFailedEvent: ['the secondary VM could not be started', '보조 VM을 시작할 수 없습니다'],
  VmDasBeingResetEvent: ['VM monitoring resets the VM', 'VM 모니터링이 가상 시스템을 재설정합니다'],
  VmDasBeingResetWithScreenshotEvent: [
    'VM monitoring resets the VM after a screenshot',
    'VM 모니터링이 스크린샷을 저장한 후 가상 시스템을 재설정합니다',
  ],
  VmDasResetAbortedEvent: ['VM monitoring gives up the reset', 'VM 모니터링이 재설정을 중단했습니다'],
  VmDasAppHeartbeatFailedEvent: ['the application heartbeat failed', '애플리케이션 하트비트가 실패했습니다'],
  CannotResetVmWithInaccessibleDatastore: ['no reset: a datastore is inaccessible', '데이터스토어에 액세스할 수 없어 재설정하지 않습니다'],
  VmcpStorageFailureDetectedForVm: ['a storage failure of the VM was detected', '가상 시스템의 스토리지 장애를 감지했습니다'],
  VmcpTerminateVmAborted: ['ending the VM was given up', '가상 시스템 종료를 중단했습니다'],
  VmcpNotTerminateVmWithInaccessibleDatastore: [
    'the VM is not ended although its datastore is inaccessible',
    '데이터스토어에 액세스할 수 없지만 가상 시스템을 종료하지 않습니다',
  ],
  VmDiskFailedToConsolidateEvent: [
    'merging snapshot disks failed: consolidation is needed',
    '스냅샷 디스크 병합이 실패하여 디스크 통합이 필요합니다',
  ],
  AllPathsDown_Timeout: ['the APD timeout has passed', 'APD 시간이 초과되었습니다'],
  DasFailoverHostFailedEvent: ['a failover host failed', '페일오버 호스트에 장애가 발생했습니다'],
  DasFailoverHostIsolatedEvent: ['a failover host is isolated', '페일오버 호스트가 분리되었습니다'],
  DasFailoverHostPartitionedEvent: ['a failover host is partitioned', '페일오버 호스트가 분할되었습니다'],
  DasFailoverHostUnreachableEvent: ['a failover host is unreachable', '페일오버 호스트에 연결할 수 없습니다'],
}

/** What an event of vCenter's catalogue means, or null where it has no text. */
export function vcenterEventMeaning(name: string, language: Language): string | null {
  const phrase = Object.hasOwn(meanings, name) ? meanings[name] : undefined
  return phrase === undefined ? null : pick(phrase, language)
}
