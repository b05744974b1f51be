/** Why a command was refused or warned about, or a task failed: a clause for every code of the contract (lab-format section 2). */
import { pick, plainWords, type Language, type Phrase } from './language.ts'

const refusals: { readonly [code: string]: Phrase } = {
  invalidState: ['the operation is not allowed in the current state', '현재 상태에서는 이 작업이 허용되지 않습니다'],
  notFound: ['it no longer exists', '대상이 더 이상 존재하지 않습니다'],
  taskInProgress: ['another task of it is in progress', '다른 태스크가 진행 중입니다'],
  vcenterDown: ['vCenter Server is down', 'vCenter Server가 작동하지 않습니다'],
  notInProduct: ['this product level does not have it', '이 제품 수준에 없는 기능입니다'],
  insufficientResources: ['not enough unreserved resources', '예약되지 않은 리소스가 부족합니다'],
  insufficientFailoverResources: [
    'admission control: not enough failover resources would be left (InsufficientFailoverResourcesFault)',
    '승인 제어: 페일오버에 필요한 리소스가 남지 않습니다(InsufficientFailoverResourcesFault)',
  ],
  failoverHost: ['the host is a dedicated failover host', '전용 페일오버 호스트입니다'],
  insufficientSpace: ['the datastore has too little free space', '데이터스토어의 여유 공간이 부족합니다'],
  notEnoughCpus: ['the host has too few CPUs', '호스트의 CPU 수가 부족합니다'],
  insufficientPerCpuCapacity: [
    'a CPU of the host is too slow for the reservation of each vCPU',
    '호스트의 CPU 하나가 vCPU당 예약을 충족하지 못합니다',
  ],
  vcpusPerCoreLimit: ['the limit of vCPUs per core would be exceeded', '코어당 vCPU 제한을 초과합니다'],
  vmsPerHostLimit: ['the limit of VMs per host would be exceeded', '호스트당 가상 시스템 수 제한을 초과합니다'],
  tooManyHosts: ['the cluster would have too many hosts', '클러스터의 호스트 수 제한을 초과합니다'],
  tooManyVms: ['the cluster would have too many VMs', '클러스터의 가상 시스템 수 제한을 초과합니다'],
  tooManyPools: ['the cluster would have too many resource pools, or too many in one another', '리소스 풀의 수 또는 단계 제한을 초과합니다'],
  hostInMaintenance: ['the host is in maintenance mode or entering it', '호스트가 유지 보수 모드이거나 전환 중입니다'],
  datastoreNotAccessible: ['the host cannot access the datastore', '호스트에서 데이터스토어에 액세스할 수 없습니다'],
  networkMismatch: ['the host lacks a network of the VM', '가상 시스템의 네트워크가 호스트에 없습니다'],
  vmotionNotEnabled: ['the host has no vMotion network', '호스트에 vMotion 네트워크가 없습니다'],
  cpuIncompatible: ['the CPU of the host is not compatible', '호스트의 CPU가 호환되지 않습니다'],
  affinityConfigured: ['the VM has CPU affinity', '가상 시스템에 CPU 선호도가 구성되어 있습니다'],
  deviceNotMigratable: ['a connected device cannot move with the VM', '연결된 디바이스를 가상 시스템과 함께 이동할 수 없습니다'],
  encryptionNotSupported: ['a host cannot encrypt the migration', '마이그레이션 암호화를 지원하지 않는 호스트가 있습니다'],
  latencyTooHigh: ['the round trip to the host takes too long', '호스트까지의 왕복 지연 시간이 너무 깁니다'],
  mustRuleViolation: ['a must rule forbids that host', '필수 규칙이 이 호스트를 금지합니다'],
  noCompatibleHardAffinityHost: ['no host satisfies the must rules of the VM', '가상 시스템의 필수 규칙을 충족하는 호스트가 없습니다'],
  evcModeTooHigh: ['the EVC mode of the VM is above that of the cluster', '가상 시스템의 EVC 모드가 클러스터보다 높습니다'],
  evcModeUnsupportedByHosts: ['a host does not support that EVC mode', '이 EVC 모드를 지원하지 않는 호스트가 있습니다'],
  evcAdmissionFailed: ['the CPU of the host is below the EVC mode of the cluster', '호스트의 CPU가 클러스터의 EVC 모드에 미치지 못합니다'],
  activeVmsBlockingEvc: ['running VMs use features above that EVC mode', '실행 중인 가상 시스템이 이 EVC 모드보다 높은 기능을 사용합니다'],
  dependencyCycle: ['the dependencies would form a cycle', '종속성이 순환됩니다'],
  dependencyPriority: ['a VM may not depend on one of lower restart priority', '다시 시작 우선 순위가 더 낮은 가상 시스템에 종속될 수 없습니다'],
  haEnabled: ['vSphere HA is on', 'vSphere HA가 켜져 있습니다'],
  snapshotsExist: ['the VM has snapshots', '가상 시스템에 스냅샷이 있습니다'],
  tooManySnapshotLevels: ['the snapshot chain would be too long', '스냅샷 체인이 너무 길어집니다'],
  memorySnapshotOnIndependentDisk: [
    'a running VM with an independent disk takes no such snapshot',
    '독립 디스크가 있는 실행 중인 가상 시스템은 이 스냅샷을 만들 수 없습니다',
  ],
  snapshotIncompatibleDevice: ['a device of the VM does not allow snapshots', '스냅샷을 지원하지 않는 디바이스가 있습니다'],
  ftEnabled: ['Fault Tolerance is on for the VM', '가상 시스템에 Fault Tolerance가 켜져 있습니다'],
  hasSnapshots: ['the VM has snapshots', '가상 시스템에 스냅샷이 있습니다'],
  haNotEnabled: ['vSphere HA is off', 'vSphere HA가 꺼져 있습니다'],
  missingFtLoggingNic: ['a host has no FT logging network', 'FT 로깅 네트워크가 없는 호스트가 있습니다'],
  ftTooManyVcpus: ['the VM has too many vCPUs for Fault Tolerance', 'Fault Tolerance에 비해 vCPU가 너무 많습니다'],
  ftHostVmLimit: ['no host is left below its limit of FT VMs', 'FT VM 수 제한을 넘지 않는 호스트가 없습니다'],
  ftHostVcpuLimit: ['no host is left below its limit of FT vCPUs', 'FT vCPU 수 제한을 넘지 않는 호스트가 없습니다'],
  ftTooMuchMemory: ['the VM has too much memory for Fault Tolerance', 'Fault Tolerance에 비해 메모리가 너무 많습니다'],
  ftDisksTooLarge: ['the VM has too many disks for Fault Tolerance, or too large ones', 'Fault Tolerance에 비해 디스크가 너무 많거나 큽니다'],
  ftIncompatibleDevice: [
    'a device or disk of the VM does not allow Fault Tolerance',
    'Fault Tolerance를 지원하지 않는 디바이스 또는 디스크가 있습니다',
  ],
  ftIncompatibleDatastore: ['the type of the datastore does not allow Fault Tolerance', 'Fault Tolerance를 지원하지 않는 데이터스토어 유형입니다'],
  ftSameHost: ['primary VM and secondary VM may not share a host', '기본 VM과 보조 VM은 같은 호스트에 있을 수 없습니다'],
  noHostGroupConfigured: ['no host group is configured', '호스트 그룹이 구성되지 않았습니다'],
  powerOnFailed: ['the power-on failed', '전원 켜기에 실패했습니다'],
  fileLocked: ['its files are still locked', '파일이 아직 잠겨 있습니다'],
  hostFailed: ['the host failed', '호스트에 장애가 발생했습니다'],
  applicationQuiesce: ['the application could not be quiesced', '애플리케이션을 중지(quiesce)할 수 없습니다'],
  filesystemQuiesce: ['the file system could not be quiesced', '파일 시스템을 중지(quiesce)할 수 없습니다'],
  poweredOff: ['the VM was powered off', '가상 시스템의 전원이 꺼졌습니다'],
  requestCanceled: ['it was canceled', '작업이 취소되었습니다'],
  linkCapacityLow: ['the vMotion network is slower than 1 Gb/s', 'vMotion 네트워크가 1Gb/s보다 느립니다'],
  shouldRuleViolation: ['a should rule is violated', '권장 규칙을 위반합니다'],
  vmRuleViolation: ['a VM-VM rule is violated', 'VM-VM 규칙을 위반합니다'],
  vmotionNetworkNameMismatch: ['the vMotion networks have different names', 'vMotion 네트워크의 이름이 다릅니다'],
}

const resources: { readonly [resource: string]: Phrase } = {
  cpu: ['not enough unreserved CPU', '예약되지 않은 CPU가 부족합니다'],
  memory: ['not enough unreserved memory', '예약되지 않은 메모리가 부족합니다'],
}

/** Reason codes that have a text. */
export const refusalCodes: readonly string[] = Object.keys(refusals)

/** Clause for a reason code, such as "vCenter Server is down"; `resource` (cpu, memory) sharpens `insufficientResources`. */
export function refusalText(code: string, language: Language, resource?: string | null): string {
  const sharp = code === 'insufficientResources' && resource && Object.hasOwn(resources, resource) ? resources[resource] : undefined
  const phrase = sharp ?? (Object.hasOwn(refusals, code) ? refusals[code] : undefined)
  return phrase === undefined ? plainWords(code) : pick(phrase, language)
}
