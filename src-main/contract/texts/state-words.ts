/** The words for states, settings and reasons in both languages, as the vSphere Client shows them: read by `states.ts`. */
import type { Phrase } from './language.ts'

export type Labels = { readonly [word: string]: Phrase }

const haState: Labels = {
  primary: ['Running (Primary)', '실행 중(기본)'],
  secondary: ['Connected (Secondary)', '연결됨(보조)'],
  election: ['Election', '선출'],
  networkPartitioned: ['Network Partitioned', '네트워크 분할됨'],
  networkIsolated: ['Network Isolated', '네트워크 분리됨'],
  failed: ['Host Failed', '호스트 장애'],
  agentUnreachable: ['Agent Unreachable', '에이전트에 연결할 수 없음'],
  initializationError: ['Initialization Error', '초기화 오류'],
  uninitializationError: ['Uninitialization Error', '초기화 취소 오류'],
  uninitialized: ['Uninitialized', '초기화되지 않음'],
  none: ['No HA role', 'HA 역할 없음'],
}

/** How far a fact is to be trusted. */
const standing: Labels = {
  sourced: ['Sourced', '출처 있음'],
  derived: ['Derived', '도출됨'],
  choice: ['Our choice', '자체 결정'],
  model: ['Model', '모델'],
  recalled: ['Recalled', '기억 기반'],
}

const hostPower: Labels = { on: ['On', '켜짐'], off: ['Off', '꺼짐'], booting: ['Booting', '부팅 중'], standby: ['Standby', '대기'] }
const vmPower: Labels = { on: ['Powered On', '전원 켜짐'], off: ['Powered Off', '전원 꺼짐'], poweringOn: ['Powering On', '전원 켜는 중'] }

const guest: Labels = {
  off: ['Off', '꺼짐'],
  booting: ['Booting', '부팅 중'],
  ready: ['Running', '실행 중'],
  hung: ['Hung', '응답 없음'],
  crashed: ['Crashed', '충돌함'],
}

const hostConnection: Labels = {
  connected: ['Connected', '연결됨'],
  notResponding: ['Not responding', '응답 없음'],
  disconnected: ['Disconnected', '연결 끊김'],
}

const vmConnection: Labels = {
  connected: ['Connected', '연결됨'],
  inaccessible: ['Inaccessible', '액세스할 수 없음'],
  disconnected: ['Disconnected', '연결 끊김'],
  orphaned: ['Orphaned', '분리됨(orphaned)'],
}

/** Of a cluster, as the colour of its icon. */
const status: Labels = { green: ['Green', '녹색'], yellow: ['Yellow', '노란색'], red: ['Red', '빨간색'] }

const hostMode: Labels = {
  normal: ['Normal', '정상'],
  enteringMaintenance: ['Entering Maintenance Mode', '유지 보수 모드로 전환 중'],
  maintenance: ['Maintenance Mode', '유지 보수 모드'],
  quarantine: ['Quarantine Mode', '격리 모드'],
  enteringStandby: ['Entering Standby Mode', '대기 모드로 전환 중'],
  standby: ['Standby Mode', '대기 모드'],
  exitingStandby: ['Exiting Standby Mode', '대기 모드 종료 중'],
}

const priority: Labels = {
  disabled: ['Disabled', '사용 안 함'],
  lowest: ['Lowest', '가장 낮음'],
  low: ['Low', '낮음'],
  medium: ['Medium', '중간'],
  high: ['High', '높음'],
  highest: ['Highest', '가장 높음'],
}

const restartState: Labels = {
  waiting: ['Waiting', '대기 중'],
  pending: ['No host yet', '호스트 대기 중'],
  attempted: ['Restarting', '다시 시작하는 중'],
  retrying: ['Waiting to retry', '다시 시도 대기 중'],
}

const datastoreAccess: Labels = {
  ok: ['Accessible', '액세스 가능'],
  apd: ['All Paths Down (APD)', '모든 경로 다운(APD)'],
  apdTimeout: ['APD timeout', 'APD 시간 초과'],
  pdl: ['Permanent Device Loss (PDL)', '영구 디바이스 손실(PDL)'],
  unmounted: ['Unmounted', '마운트 해제됨'],
}

const isolationResponse: Labels = {
  disabled: ['Disabled', '사용 안 함'],
  powerOffAndRestart: ['Power off and restart VMs', 'VM의 전원을 끄고 다시 시작'],
  shutDownAndRestart: ['Shut down and restart VMs', 'VM을 종료하고 다시 시작'],
  deferred: ['Deferred', '연기됨'],
}

const pendingReason: Labels = {
  insufficientResources: ['no host has enough unreserved resources', '예약되지 않은 리소스가 충분한 호스트가 없습니다'],
  noCompatibleHost: ['no host can reach its datastore and networks', '데이터스토어와 네트워크에 연결할 수 있는 호스트가 없습니다'],
  mustRuleViolation: ['a VM-Host rule allows no host that is left', 'VM-호스트 규칙이 허용하는 호스트가 남아 있지 않습니다'],
  antiAffinity: ['it would share a host with a VM that it must be kept apart from', '따로 유지해야 하는 가상 시스템과 같은 호스트에 놓이게 됩니다'],
  dependency: ['a VM that it depends on is not ready', '종속된 가상 시스템이 아직 준비되지 않았습니다'],
}

const restartFailure: Labels = {
  fileLocked: ['its files are still locked by a running instance', '실행 중인 인스턴스가 파일을 아직 잠그고 있습니다'],
  powerOnFailed: ['the power-on failed', '전원 켜기에 실패했습니다'],
  hostFailed: ['the chosen host failed', '선택한 호스트에 장애가 발생했습니다'],
}

const guestFailure: Labels = {
  crash: ['the guest OS crashed', '게스트 운영 체제가 충돌했습니다'],
  hang: ['the guest OS no longer responds', '게스트 운영 체제가 응답하지 않습니다'],
  tools: ['VMware Tools stopped', 'VMware Tools가 중지되었습니다'],
  application: ['the application failed', '애플리케이션에 장애가 발생했습니다'],
}

const vmcpResponse: Labels = {
  issueEvents: ['only events are issued', '이벤트만 발생합니다'],
  powerOffAndRestart: ['it is powered off to be restarted elsewhere', '다른 호스트에서 다시 시작하도록 전원을 끕니다'],
  resetVms: ['it is reset', '재설정됩니다'],
  none: ['nothing is done', '아무 작업도 하지 않습니다'],
}

const configIssue: Labels = {
  heartbeatDatastoreNotSufficient: ['fewer heartbeat datastores than required', '하트비트 데이터스토어 수가 필요한 수보다 적습니다'],
  hostHasNoIsolationAddrsDefined: ['no isolation address is defined', '격리 주소가 정의되지 않았습니다'],
  hostHasNoMountedDatastores: ['no datastore is mounted', '마운트된 데이터스토어가 없습니다'],
  noRedundantManagementNetwork: ['the management network has no redundancy', '관리 네트워크가 이중화되지 않았습니다'],
  performanceDegradation: ['VMs would run slower after a failure than is tolerated', '장애 후 가상 시스템의 성능이 허용 범위보다 저하됩니다'],
  vcpuLimitBlocksFailover: ['the vCPU limit would block a failover', 'vCPU 제한 때문에 페일오버가 차단될 수 있습니다'],
}

const admissionPolicy: Labels = {
  slotPolicy: ['Slot Policy', '슬롯 정책'],
  clusterResourcePercentage: ['Cluster resource percentage', '클러스터 리소스 비율'],
  dedicatedFailoverHosts: ['Dedicated failover hosts', '전용 페일오버 호스트'],
  disabled: ['Disabled', '사용 안 함'],
}

/** HA-165 */
const failoverHost: Labels = {
  green: ['ready, without VMs', '준비됨, VM 없음'],
  yellow: ['in use: VMs run on it', '사용 중: VM이 실행되고 있음'],
  red: ['not available', '사용할 수 없음'],
}

/** Settings for a datastore with PDL or APD. */
const storageResponse: Labels = {
  disabled: ['Disabled', '사용 안 함'],
  issueEvents: ['Issue events', '이벤트 발생'],
  powerOffAndRestart: ['Power off and restart VMs', 'VM의 전원을 끄고 다시 시작'],
  powerOffAndRestartConservative: ['Power off and restart VMs (conservative)', 'VM의 전원을 끄고 다시 시작(보수적)'],
  powerOffAndRestartAggressive: ['Power off and restart VMs (aggressive)', 'VM의 전원을 끄고 다시 시작(적극적)'],
}

const restartCondition: Labels = {
  resourcesAllocated: ['Resources allocated', '리소스 할당됨'],
  poweredOn: ['Powered on', '전원 켜짐'],
  guestHeartbeats: ['Guest heartbeats detected', '게스트 하트비트 감지됨'],
  appHeartbeats: ['App heartbeats detected', '애플리케이션 하트비트 감지됨'],
}

const vmMonitoring: Labels = {
  disabled: ['Disabled', '사용 안 함'],
  vm: ['VM Monitoring Only', 'VM 모니터링만'],
  vmAndApplication: ['VM and Application Monitoring', 'VM 및 애플리케이션 모니터링'],
}

/** Colours of VM monitoring, by what they mean. */
const guestHeartbeat: Labels = {
  gray: ['none yet', '아직 없음'],
  green: ['arriving', '수신 중'],
  yellow: ['intermittent (yellow)', '간헐적(노란색)'],
  red: ['stopped (red)', '중단됨(빨간색)'],
}

const alarm: Labels = {
  hostConnection: ['Host connection and power state', '호스트 연결 및 전원 상태'],
  haFailoverInProgress: ['vSphere HA failover in progress', 'vSphere HA 페일오버 진행 중'],
  haInsufficientResources: ['Insufficient vSphere HA failover resources', 'vSphere HA 페일오버 리소스 부족'],
  snapshotChainDepth: ['Snapshot chain depth', '스냅샷 체인 깊이'],
  snapshotAge: ['Snapshot age', '스냅샷 경과 시간'],
  datastoreSpace: ['Datastore space', '데이터스토어 공간'],
  ftState: ['Fault Tolerance state', 'Fault Tolerance 상태'],
}

const migrationKind: Labels = {
  vmotion: ['vMotion', 'vMotion'],
  storage: ['Storage vMotion', 'Storage vMotion'],
  both: ['vMotion with Storage vMotion', 'Storage vMotion을 포함한 vMotion'],
  cold: ['Cold migration', '콜드 마이그레이션'],
}

const migrationPhase: Labels = {
  validate: ['compatibility check', '호환성 검사'],
  prepareDestination: ['preparing the destination', '대상 준비'],
  prepareSource: ['preparing the source', '소스 준비'],
  preCopy: ['memory pre-copy', '메모리 사전 복사'],
  switchOver: ['switch-over', '전환'],
  cleanUp: ['clean-up of the source', '소스 정리'],
}

const migrationFailure: Labels = {
  destinationHostFailed: ['the destination host failed', '대상 호스트에 장애가 발생했습니다'],
  sourceHostFailed: ['the source host failed', '소스 호스트에 장애가 발생했습니다'],
  networkTimeout: ['the vMotion network timed out', 'vMotion 네트워크 시간이 초과되었습니다'],
  maxSwitchoverTime: ['the switch-over took too long', '전환 시간이 한도를 초과했습니다'],
  datastoreNotAccessible: ['the datastore is not accessible', '데이터스토어에 액세스할 수 없습니다'],
  noConvergence: ['memory changes faster than it can be sent', '메모리가 전송 속도보다 빠르게 변경됩니다'],
  vmPoweredOff: ['the VM stopped', '가상 시스템이 중지되었습니다'],
  requestCanceled: ['it was canceled', '작업이 취소되었습니다'],
  vcenterDown: ['vCenter Server is down', 'vCenter Server가 작동하지 않습니다'],
  invalidState: ['the state of the VM or of a host does not allow it', '가상 시스템 또는 호스트의 상태가 허용하지 않습니다'],
  insufficientResources: ['the destination has too few unreserved resources', '대상 호스트의 예약되지 않은 리소스가 부족합니다'],
}

const snapshotFailure: Labels = {
  applicationQuiesce: ['the application could not be quiesced', '애플리케이션을 중지(quiesce)할 수 없습니다'],
  filesystemQuiesce: ['the file system could not be quiesced', '파일 시스템을 중지(quiesce)할 수 없습니다'],
  hostFailed: ['the host failed', '호스트에 장애가 발생했습니다'],
  poweredOff: ['the VM was powered off', '가상 시스템의 전원이 꺼졌습니다'],
  datastoreNotAccessible: ['the datastore is not accessible', '데이터스토어에 액세스할 수 없습니다'],
}

const ftState: Labels = {
  notConfigured: ['Not configured', '구성되지 않음'],
  disabled: ['Disabled', '사용 안 함'],
  enabled: ['Enabled', '사용'],
  starting: ['Starting', '시작 중'],
  running: ['Protected', '보호됨'],
  needSecondary: ['Needs a secondary VM', '보조 VM 필요'],
}

/** Reasons of FT-016. */
const ftReason: Labels = {
  initializing: ['the secondary VM is being made', '보조 VM을 만드는 중입니다'],
  lostConnection: ['primary and secondary VM lost each other', '기본 VM과 보조 VM의 연결이 끊겼습니다'],
  partialHardwareFailure: ['hardware of a host failed in part', '호스트의 하드웨어 일부에 장애가 발생했습니다'],
  userAction: ['somebody asked for it', '사용자가 요청했습니다'],
  checkpointError: ['a checkpoint could not be sent', '체크포인트를 전송할 수 없습니다'],
}

/** What a snapshot is worth to the guest (SN-019). */
const consistency: Labels = {
  crash: ['Crash-consistent', '크래시 정합성'],
  fileSystem: ['File-system consistent', '파일 시스템 정합성'],
  application: ['Application-consistent', '애플리케이션 정합성'],
}

const drsReason: Labels = {
  fairnessCpuAvg: ['balance average CPU loads', '평균 CPU 로드 밸런싱'],
  fairnessMemAvg: ['balance average memory loads', '평균 메모리 로드 밸런싱'],
  jointAffin: ['keep virtual machines together', '가상 시스템을 함께 유지'],
  antiAffin: ['separate virtual machines', '가상 시스템을 따로 유지'],
  hostMaint: ['host is entering maintenance mode', '호스트가 유지 보수 모드로 전환'],
  enterStandby: ['host is entering standby mode', '호스트가 대기 모드로 전환'],
  reservationCpu: ['satisfy CPU reservations', 'CPU 예약 충족'],
  reservationMem: ['satisfy memory reservations', '메모리 예약 충족'],
  powerOnVm: ['power on the virtual machine', '가상 시스템 전원 켜기'],
  powerSaving: ['save power', '전원 절약'],
  increaseCapacity: ['more capacity is needed', '용량 추가 필요'],
  checkResource: ['free resources for a restart', '다시 시작을 위한 리소스 확보'],
  unreservedCapacity: ['keep unreserved capacity', '예약되지 않은 용량 유지'],
  vmHostHardAffinity: ['satisfy a must rule between VMs and hosts', 'VM-호스트 필수 규칙 충족'],
  vmHostSoftAffinity: ['satisfy a should rule between VMs and hosts', 'VM-호스트 권장 규칙 충족'],
  networkBandwidthReservation: ['satisfy a network reservation', '네트워크 예약 충족'],
  hostInDegradation: ['host is degraded', '호스트 성능 저하'],
  hostExitDegradation: ['host is healthy again', '호스트 상태 회복'],
  maxVmsConstraint: ['limit of VMs on the host', '호스트당 VM 수 제한'],
  ftConstraints: ['rules of Fault Tolerance', 'Fault Tolerance 제약 조건'],
  xvmotionPlacement: ['placement without shared storage', '공유 스토리지 없는 배치'],
}

const drsFault: Labels = {
  drsDisabledOnVm: ['the virtual machine is pinned to its host', '가상 시스템이 호스트에 고정되어 있습니다'],
  noCompatibleHost: ['it is not compatible with any host', '호환되는 호스트가 없습니다'],
  ruleViolation: ['the move would violate a VM-VM rule', '이동하면 VM-VM 규칙을 위반합니다'],
  vmotionIncompatible: [
    'the host is incompatible (network, datastore, CPU or device)',
    '호스트가 호환되지 않습니다(네트워크, 데이터스토어, CPU 또는 디바이스)',
  ],
  insufficientHostCapacity: ['the host has insufficient capacity', '호스트 용량이 부족합니다'],
  insufficientPerCpuCapacity: ['a physical CPU is too slow for each virtual CPU', '물리적 CPU 하나의 용량이 가상 CPU에 부족합니다'],
  notEnoughCpus: ['the host has too few physical CPUs', '호스트의 물리적 CPU 수가 부족합니다'],
  invalidHostState: ['the host is in an incorrect state', '호스트 상태가 올바르지 않습니다'],
  vmInVmotion: ['the virtual machine is in a vMotion', '가상 시스템이 vMotion 중입니다'],
  noActiveHost: ['the cluster has no active host', '클러스터에 활성 호스트가 없습니다'],
  insufficientResources: ['resources are insufficient', '리소스가 부족합니다'],
  insufficientFailoverResources: ['the failover level of vSphere HA would be broken', 'vSphere HA 페일오버 수준을 충족할 수 없습니다'],
  noCompatibleHardAffinityHost: ['no host satisfies its must rules', '필수 규칙을 충족하는 호스트가 없습니다'],
  noCompatibleSoftAffinityHost: ['no host satisfies its should rules', '권장 규칙을 충족하는 호스트가 없습니다'],
  softRuleVioCorrectionDisallowed: ['the threshold does not allow a should rule to be corrected', '임계값 때문에 권장 규칙을 바로잡을 수 없습니다'],
  softRuleVioCorrectionImpact: ['correcting a should rule would overload a host', '권장 규칙을 바로잡으면 호스트에 과부하가 걸립니다'],
}

const severity: Labels = {
  critical: ['Critical', '위험'],
  warning: ['Warning', '경고'],
  normal: ['Normal', '정상'],
  info: ['Information', '정보'],
  yellow: ['Warning', '경고'],
  red: ['Critical', '위험'],
}

const area: Labels = {
  commands: ['Commands', '명령'],
  ha: ['vSphere HA', 'vSphere HA'],
  storage: ['Storage', '스토리지'],
  vm: ['Virtual machines', '가상 시스템'],
  network: ['Network', '네트워크'],
  drs: ['vSphere DRS', 'vSphere DRS'],
  vmotion: ['vMotion', 'vMotion'],
  snapshots: ['Snapshots', '스냅샷'],
  ft: ['Fault Tolerance', 'Fault Tolerance'],
  vcenter: ['vCenter Server', 'vCenter Server'],
  host: ['Hosts', '호스트'],
}

/** By kind. */
export const stateWords = {
  haState,
  hostPower,
  vmPower,
  guest,
  hostConnection,
  vmConnection,
  hostMode,
  status,
  priority,
  restartState,
  datastoreAccess,
  isolationResponse,
  pendingReason,
  restartFailure,
  guestFailure,
  vmcpResponse,
  configIssue,
  admissionPolicy,
  standing,
  failoverHost,
  storageResponse,
  restartCondition,
  vmMonitoring,
  guestHeartbeat,
  alarm,
  migrationKind,
  migrationPhase,
  migrationFailure,
  snapshotFailure,
  ftState,
  ftReason,
  consistency,
  drsReason,
  drsFault,
  severity,
  area,
} as const satisfies { readonly [kind: string]: Labels }
