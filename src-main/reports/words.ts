/** Words of reports, English and Korean. */
import { pick, type Language, type Phrase } from '../contract/texts/language.ts'

const phrases = {
  admission: ['Admission Control', '승인 제어'],
  amongVms: ['VMs with an outcome of their own', '무언가 일어난 VM'],
  branch: ['Branch', '분기'],
  cluster: ['Cluster', '클러스터'],
  commands: ['What was done', '수행한 명령'],
  cpu: ['CPU', 'CPU'],
  datastore: ['Datastore', '데이터스토어'],
  datastores: ['Datastores', '데이터스토어'],
  decisions: ['What was decided, and why', '결정과 그 이유'],
  design: ['Design', '설계'],
  digest: ['Log digest', '로그 다이제스트'],
  down: ['Down', '중단'],
  downVms: ['VMs down at the end', '끝에 중단된 VM'],
  downtime: ['Downtime', '중단 시간'],
  engine: ['Engine', '엔진'],
  facts: ['Facts that decisions follow', '결정의 근거가 된 사실'],
  faultDomain: ['Fault domain', '장애 도메인'],
  host: ['Host', '호스트'],
  hosts: ['Hosts', '호스트'],
  independent: [
    'Made with Hostdown, which is independent of VMware and Broadcom: neither made, checked or endorsed it. A simulation of documented behaviour, not a measurement of a running system.',
    'VMware 및 Broadcom과 무관한 Hostdown으로 작성했습니다. 두 회사는 Hostdown을 만들거나 검토하거나 보증하지 않았습니다. 실행 중인 시스템의 측정이 아니라 문서화된 동작의 시뮬레이션입니다.',
  ],
  kind: ['Kind', '종류'],
  lostPings: ['Pings lost', '손실된 ping'],
  members: ['Members', '구성원'],
  memory: ['Memory', '메모리'],
  moves: ['Moves', '이동'],
  name: ['Name', '이름'],
  networks: ['Networks', '네트워크'],
  noDecisions: ['Nothing was decided.', '내린 결정이 없습니다.'],
  none: ['none', '없음'],
  noTrouble: ['Nothing happened to any VM.', '어떤 VM에도 아무 일이 없었습니다.'],
  nothingDone: ['Nothing: no command was given.', '없음: 실행한 명령이 없습니다.'],
  off: ['off', '꺼짐'],
  onAtStart: ['Power at the start', '시작할 때 전원'],
  outcome: ['Outcome', '결과'],
  outside: ['outside', '클러스터 밖'],
  pool: ['Resource pool', '리소스 풀'],
  pools: ['Resource pools', '리소스 풀'],
  printed: ['Report', '보고서'],
  priority: ['Restart priority', '다시 시작 우선 순위'],
  product: ['Behaviour of', '동작 기준'],
  rejected: ['Not chosen', '선택하지 않은 대안'],
  reservation: ['Reservation', '예약'],
  restarts: ['Restarts', '다시 시작'],
  rules: ['Rules', '규칙'],
  ranFor: ['Simulated', '시뮬레이션 시간'],
  setting: ['Setting', '설정'],
  shares: ['Shares', '공유'],
  size: ['Size', '크기'],
  speed: ['Speed', '속도'],
  time: ['Time', '시각'],
  timeline: ['Course', '경과'],
  type: ['Type', '유형'],
  unlimited: ['unlimited', '무제한'],
  value: ['Value', '값'],
  vcpus: ['vCPUs', 'vCPU'],
  vmotions: ['vMotions', 'vMotion'],
  vms: ['VMs', 'VM'],
} as const satisfies { readonly [key: string]: Phrase }

export type Word = keyof typeof phrases
export type Words = (word: Word) => string

export const wordsIn =
  (language: Language): Words =>
  (word) =>
    pick(phrases[word], language)

/** How many rows of a table are left out. */
export const moreText =
  (language: Language) =>
  (n: number): string =>
    language === 'ko' ? `그 밖에 ${n}개` : `and ${n} more`
