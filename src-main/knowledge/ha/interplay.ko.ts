/** With other features, states of hosts and agents, advanced options: HA-169 on, in Korean. */
import { text, type KoreanTexts } from '../korean-text.ts'

export const interplayKoreanTexts: KoreanTexts = {
  'HA-169': text(
    'HA와 VM-호스트 규칙',
    'VM-호스트 필수 규칙은 HA가 위반하지 않습니다. 권장 규칙은 가능하면 따릅니다(das.respectvmhostsoftaffinityrules, 6.0의 기본값 false, 6.5부터 true(기억에 의존)).',
  ),
  'HA-170': text(
    'HA와 가상 시스템을 따로 유지하는 규칙',
    'VM-VM 반선호도는 das.respectvmvmantiaffinityrules가 true일 때 따릅니다. 기본값은 false(5.5, 6.0: D2), 6.5부터 true(기억에 의존)이며 DRS가 꺼져 있어도 그렇습니다. 이 랩의 선택은 6.5 이상에서 true입니다. 따를 수 없으면 다시 시작하지 않고 리소스 부족 이벤트가 발생합니다. VM-VM 선호도(함께 유지)는 HA가 무시합니다.',
  ),
  'HA-171': text(
    'DRS가 없을 때의 새 VM-호스트 규칙',
    'DRS를 사용하지 않는 클러스터에서 최근 300초 안에 설정된 VM-호스트 규칙은 무시될 수 있습니다(vpxd.das.completemetadataupdateintervalsec). 옵션 이름과 값은 기억에 의존합니다.',
  ),
  'HA-172': text(
    'HA는 조각 모음만 DRS에 요청합니다',
    'HA는 배치하지 못한 VM을 vCenter에 보고합니다. 완전히 자동화된 DRS는 조각 모음을 하거나 호스트를 대기 모드에서 깨울 수 있습니다. 수동 모드에서는 누군가 권장 사항을 적용해야 합니다. HA가 DRS에 요청하는 것은 이것뿐입니다.',
  ),
  'HA-173': text(
    'DPM과 HA',
    'DPM: 승인 제어를 사용하면 → 충분한 호스트가 켜져 있습니다. 승인 제어를 사용하지 않으면 → 최소 두 호스트가 켜져 있습니다.',
  ),
  'HA-174': text('먼저 다시 시작, 균형은 나중에', '최우선은 균형이 아니라 다시 시작입니다. 균형은 나중에 DRS가 맞춥니다.'),
  'HA-175': text(
    'vSAN과 HA',
    'vSAN을 사용하도록 설정하려면 HA가 꺼져 있어야 합니다. 그 후 HA는 vSAN 네트워크를 사용합니다. vSAN의 허용할 장애 수는 승인 제어가 예약하는 것보다 낮지 않아야 합니다. vSAN 네트워크를 변경하면 "HA에 대해 재구성"이 필요합니다.',
  ),
  'HA-176': text('vSAN 파티션', 'vSAN 파티션: VM은 개체 구성 요소의 절반을 넘게 소유한 파티션에서 다시 시작됩니다.'),
  'HA-177': text(
    '확장 클러스터에 대한 권장 사항',
    '확장 클러스터 권장 사항: CPU와 메모리의 50% 예약, 격리 주소 두 개(사이트마다 하나), 하트비트 데이터스토어 네 개(사이트마다 두 개), 권장 규칙, APD와 PDL은 다시 시작입니다.',
  ),
  'HA-178': text(
    '사이트 간 링크 손실',
    '스토리지가 사이트 로컬에 남은 채 사이트 간 링크가 끊기면 각 사이트는 자신의 VM을 유지하며 다시 시작하지 않습니다.',
  ),
  'HA-179': text(
    '늦게 돌아온 스토리지는 수동 시작이 필요합니다',
    'HA는 약 30분 동안 시도합니다. 그보다 늦게 돌아온 스토리지는 수동으로 시작해야 합니다(재시도 한도 도달).',
  ),
  'HA-180': text(
    'Storage DRS와 다시 시작',
    'Storage DRS는 장애 후 다시 시작을 기다리는 VM이나 다른 파티션의 기본 호스트가 소유한 VM을 옮기지 않습니다.',
  ),
  'HA-181': text(
    'Proactive HA는 장애 전에 옮깁니다',
    'Proactive HA(6.5 이상): DRS와 하드웨어 상태 제공자가 필요합니다. 자동화는 수동 또는 자동입니다. 조치: 모두 격리 모드, 혼합(보통은 격리 모드, 심각은 유지 보수 모드), 모두 유지 보수 모드. 보통에 유지 보수 모드, 심각에 격리 모드를 쓰는 조합은 거부됩니다. 다시 시작하지 않고 마이그레이션합니다.',
  ),
  'HA-182': text(
    'Quick Boot은 장애가 아닙니다',
    'Quick Boot(펌웨어를 거치지 않는 ESXi 재시작)은 업데이트 중 유지 보수 모드에서 이루어집니다. HA는 장애가 아니라 유지 보수 모드의 호스트로 봅니다.',
  ),
  'HA-183': text(
    'vCLS 에이전트의 수',
    'vCLS(7.0 U1 이상): 클러스터마다 최대 세 개의 에이전트 VM(호스트가 하나면 하나, 둘이면 둘)이 있으며 vCenter의 에이전트 관리자가 관리합니다. 8.0 U3에는 두 개를 쓰는 내장형이 있습니다(기억에 의존).',
  ),
  'HA-184': text(
    'HA 상태와 표시 이름',
    `API 상태와 클라이언트의 표시 이름입니다(이름은 기억에 의존하며 8.0에서는 Running/Connected일 수 있습니다).
API 상태 | 표시 이름 | 보고하는 쪽 | 조건
master | 실행 중(기본) / 연결됨(기본) | 호스트 | 선출됨
connectedToMaster | 연결됨(보조) | 기본 호스트 | 하트비트 교환
election | 선출 | 호스트 또는 vCenter | 참여 대기 또는 투표
networkPartitionedFromMaster | 네트워크 분할됨 | 다른 파티션의 기본 호스트 | HA-058
networkIsolated | 네트워크 분리됨 | 호스트, 기본 호스트는 poweron 파일로 확인 | HA-050
hostDown | 호스트 장애 | 기본 호스트 | HA-041
fdmUnreachable | 에이전트에 연결할 수 없음 | 기본 호스트 또는 vCenter | HA-186
initializationError | 초기화 오류 | vCenter | 마지막 구성 실패
uninitializationError | 초기화 취소 오류 | vCenter | 구성 해제 실패
uninitialized | 초기화되지 않음 | 호스트 또는 vCenter | 에이전트가 실행 상태가 아님
retry (8.0+) | (문서에 없음) | vCenter | 열거형 값만 있습니다`,
  ),
  'HA-185': text('상태가 바뀔 때마다 이벤트가 발생합니다', 'HA 상태가 바뀔 때마다 HostStateChangedEvent가 발생합니다.'),
  'HA-186': text(
    '에이전트에 연결할 수 없으면 페일오버하지 않습니다',
    'ping에는 응답하지만 에이전트가 응답하지 않거나(기본 호스트의 관점), vCenter가 기본 호스트와 에이전트 어느 쪽에도 연결할 수 없는 상태(모든 호스트가 중단)입니다. 페일오버하지 않습니다.',
  ),
  'HA-187': text(
    '워치독은 중단된 에이전트를 다시 시작합니다',
    'FDM이 중단되어도 워치독이 동작하면 에이전트가 돌아오고 호스트가 다시 참여합니다. 이 랩의 선택은 5초이며, 10초의 시간 초과 안이므로 아무도 알아차리지 못합니다.',
  ),
  'HA-188': text(
    'hostd가 영구히 멈춤',
    'hostd가 영구히 멈추면 → 에이전트가 멈추고 HA-186과 같이 처리됩니다. VM은 계속 실행되며 다시 시작하지 않습니다.',
  ),
  'HA-189': text(
    '초기화 오류',
    '초기화 오류: 구성 중 vCenter가 호스트에 연결할 수 없었거나, 에이전트가 제때 기본이나 보조가 되지 못했거나, 디스크가 약 75MB 미만이거나, 예약되지 않은 메모리가 부족하거나, 재부팅이 보류 중입니다. 다시 구성하면 해결됩니다.',
  ),
  'HA-190': text(
    '1분 넘게 초기화되지 않음',
    '1분 넘게 초기화되지 않은 경우: 대개 호스트에 보이는 데이터스토어가 없습니다. 로컬 데이터스토어 액세스 불가, 방화벽, hostd 중지도 원인입니다.',
  ),
  'HA-191': text(
    '초기화 취소 오류',
    '초기화 취소 오류: 에이전트를 제거하는 동안 연결이 끊겼습니다. 남은 에이전트가 스스로를 선출하고 데이터스토어를 잠글 수 있습니다.',
  ),
  'HA-192': text(
    '유지 보수 모드의 호스트는 HA 역할이 없습니다',
    '유지 보수 모드: 에이전트가 중지됩니다. 호스트에는 HA 상태가 없으며 그 후 전원이 끊겨도 페일오버하지 않습니다.',
  ),
  'HA-193': text(
    '호스트 장애 때 이벤트의 순서',
    '보조 호스트 장애의 이벤트 순서: HostStateChangedEvent(hostDown) → DasHostFailedEvent → ClusterFailoverActionInitiatedEvent → VM마다 VmRestartedByHAEvent → ClusterFailoverActionCompletedEvent. 순서는 이 랩의 선택입니다.',
  ),
  'HA-194': text('모든 호스트가 분리됨', '모든 호스트가 분리되면 → DasClusterIsolatedEvent가 발생합니다.'),
  'HA-195': text(
    '페일오버 호스트의 이벤트',
    '페일오버 호스트의 문제에는 고유한 이벤트가 있습니다(DasFailoverHostFailedEvent, ...IsolatedEvent, ...PartitionedEvent, ...UnreachableEvent).',
  ),
  'HA-196': text(
    'vCenter가 기본 호스트에 연결할 수 없음',
    'vCenter가 기본 호스트를 찾거나 연결할 수 없으면 → VcCannotFindMasterEvent / VcCannotCommunicateWithMasterEvent가 발생합니다. HA 자체는 계속 동작합니다.',
  ),
  'HA-197': text('4.1 이하의 옵션은 효과가 없습니다', '4.1 이하의 옵션은 받아들이지만 효과가 없습니다.'),
  'HA-198': text(
    '옵션 이름은 대소문자를 구분하지 않습니다',
    '옵션 이름은 대소문자를 구분하지 않습니다. 범위를 벗어난 값은 사실에 명시된 경우 한계값으로 바뀝니다(HA-032, HA-051).',
  ),
}
