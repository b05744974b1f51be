/** Automation levels, recommendations, thresholds: DRS-001 to DRS-014, in Korean. */
import { automationFacts } from './automation.facts.ts'
import { figures, text, type KoreanTexts } from '../korean-text.ts'

export const automationKoreanTexts: KoreanTexts = {
  'DRS-001': text(
    '세 가지 자동화 수준',
    '수준 | 전원을 켤 때의 배치 | 로드 밸런싱/규칙/비우기 이동\n수동 | 권장하고 사용자가 적용 | 권장하고 사용자가 적용\n부분적으로 자동화됨 | 실행 | 권장하고 사용자가 적용\n완전히 자동화됨 | 실행 | 실행(우선 순위가 임계값을 통과하면)\nAPI 이름은 manual, partiallyAutomated, fullyAutomated이며, API 도구에서 새 클러스터의 기본값은 완전히 자동화됨입니다.',
  ),
  'DRS-002': text(
    'VM별 재정의',
    'enableVmBehaviorOverrides가 true(기본값)이면 VM을 수동, 부분적으로 자동화됨, 완전히 자동화됨 또는 사용 안 함으로 설정할 수 있으며 VM의 값이 클러스터의 값보다 우선합니다. 재정의가 꺼져 있으면 모든 VM에 클러스터의 값이 적용됩니다(예외: 시스템이 관리하는 FT 동작).',
  ),
  'DRS-003': text(
    "재정의 '사용 안 함'은 VM을 고정합니다",
    'DRS는 그런 VM을 이동하지 않고 이동을 권장하지도 않습니다. 막힌 이동은 결함 "가상 시스템이 호스트에 고정되어 있습니다"(DrsDisabledOnVm)로 보고됩니다. HA 다시 시작에는 영향이 없습니다.',
  ),
  'DRS-004': text(
    '임계값 슬라이더, 1–5',
    '만들어지고 적용되는 범위: 1 → 우선 순위 1만, 2 → 1–2, 3 → 1–3, 4 → 1–4, 5 → 1–5. 기본값은 3입니다. 권장 사항은 우선 순위 ≤ 임계값일 때만 남으며, 적용되거나(완전히 자동화됨) 표시됩니다(그 밖의 수준).',
  ),
  'DRS-005': text(
    '임계값 1에서는 로드 밸런싱을 하지 않습니다',
    '필수 이동만 합니다. 유지 보수 모드나 대기 모드로 전환하는 호스트, 규칙 위반, Proactive HA의 비우기, 호스트를 초과하는 예약입니다.',
  ),
  'DRS-006': text(
    '임계값의 API 값은 반대입니다',
    'ClusterDrsConfigInfo.vmotionRate는 방향이 반대입니다. 5 = 가장 덜 적극적, 1 = 가장 적극적이며 슬라이더 = 6 − vmotionRate입니다. (Terraform의 drs_migration_threshold는 슬라이더의 번호를 사용합니다.)',
  ),
  'DRS-007': text(
    '우선 순위와 등급/별',
    '우선 순위 1이 가장 강합니다. API의 rating과 이전의 별 표시는 반대입니다. rating = 6 − 우선 순위입니다(별 5개 = 필수).',
  ),
  'DRS-008': text(
    '기존 방식의 우선 순위 공식',
    '로드 밸런싱 권장 사항에서 p = 6 − ceil( (LoadImbalanceMetric / 0.1) × sqrt(NumberOfHosts) )이며, LoadImbalanceMetric은 클러스터의 현재 호스트 로드 표준 편차입니다. 1은 필수 이동에만 쓰이고 별 5개/우선 순위 1은 밸런싱을 뜻하지 않으므로 결과를 2…5로 제한합니다. 편차가 0이면 → 권장 사항이 없습니다. ceil은 소수점 아래 9자리로 반올림한 값에서 계산합니다.',
  ),
  'DRS-009': text(
    '목표 호스트 로드 표준 편차',
    `DRS-008을 거꾸로 풀면, 우선 순위 ≤ t인 이동은 편차 > target(t)인 동안에만 있으므로 t = 2…5에서 target(t) = 0.1 × (5 − t) / sqrt(N)입니다. t = 1에는 목표가 없습니다("N/A"로 표시). KB-PRIO에서 유도했으며, 임계값 3에서 호스트 3개이면 ≤ 0.115, 2개이면 ≤ 0.141로 표시된 클라이언트 화면과 일치합니다(일반 지식에 따름). API는 targetBalance와 currentBalance를 1000분의 1 단위로 보고합니다(12 = 0.012).\n호스트 | t=2 | t=3 | t=4 | t=5\n${figures(automationFacts, 'DRS-009', /^\d+ \| /)}`,
  ),
  'DRS-010': text(
    '검사 간격',
    '기존 방식(classic): 300초마다(pollPeriodSec). 7.0 이상: 60초마다. 검사는 간격의 배수인 시각에 실행되며 첫 검사는 t = 간격 하나일 때입니다. 이벤트가 있으면 추가로 즉시 검사하며 그 때문에 다른 검사가 옮겨지지는 않습니다. 그런 이벤트는 호스트 추가/제거/다시 연결, 유지 보수/대기 모드 요청, 규칙 또는 풀 변경, HA의 "리소스 필요" 메시지입니다. 호스트가 다시 연결된 후 30초 안에 규칙 위반이 수정된 것이 관찰되었습니다.',
  ),
  'DRS-011': text(
    '권장 사항의 내용',
    'VM, 소스 호스트, 대상 호스트, 우선 순위, 이유입니다. 표시되는 이유: 평균 CPU 로드(또는 예약) 밸런싱, 평균 메모리 로드(또는 예약) 밸런싱, 리소스 풀 예약 충족, 선호도 규칙 충족, 호스트의 유지 보수 모드 또는 대기 모드 전환. 사용하는 API 이유 코드: fairnessCpuAvg, fairnessMemAvg, jointAffin, antiAffin, hostMaint, enterStandby, reservationCpu, reservationMem, powerOnVm, powerSaving, increaseCapacity, checkResource, unreservedCapacity, vmHostHardAffinity, vmHostSoftAffinity, networkBandwidthReservation, hostInDegradation, hostExitDegradation, maxVmsConstraint, ftConstraints, xvmotionPlacement.',
  ),
  'DRS-012': text(
    '권장 사항의 유지와 만료',
    '표시된 권장 사항은 검사마다 다시 계산되며, 규칙을 바로잡는 것은 규칙이 충족될 때까지 남습니다. 수동인 VM을 위해 리소스를 잡아 두는 배치 권장 사항은 10분 후 만료됩니다.',
  ),
  'DRS-013': text(
    '필수(우선 순위 1)가 되는 경우',
    '호스트의 유지 보수 모드 전환, 호스트의 대기 모드 전환, VM-VM 규칙 또는 VM-호스트 필수 규칙 위반, 호스트의 용량보다 큰 그 호스트의 예약 합계, Proactive HA의 비우기입니다.',
  ),
  'DRS-014': text(
    '검사 안의 순서',
    '(1) 제약 조건 바로잡기: 규칙 위반, 예약이 초과된 호스트, 비우기. (2) 그 결과로 가정한 상태(what-if)에서 로드 밸런싱. (3) DPM. 규칙을 바로잡는 이동은 밸런싱 이동보다 먼저 시작됩니다.',
  ),
}
