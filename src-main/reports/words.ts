/** Words of reports, English and Korean. */
import type { Lab } from '../contract/lab/index.ts'
import { koreanTitle } from '../contract/texts/titles.ts'
import { pick, type Language, type Phrase } from '../contract/texts/language.ts'

const phrases = {
  added: ['in B only', 'B에만 있음'],
  allHosts: ['all hosts', '모든 호스트'],
  branch: ['Branch', '분기'],
  changed: ['changed', '변경됨'],
  cluster: ['Cluster', '클러스터'],
  commands: ['What was done', '수행한 명령'],
  comparison: ['Comparison', '비교'],
  cpu: ['CPU', 'CPU'],
  decisions: ['What was decided, and why', '결정과 그 이유'],
  design: ['Design', '설계'],
  designDifferences: ['Differences in design', '설계의 차이'],
  digest: ['Log digest', '로그 다이제스트'],
  down: ['Down', '중단'],
  downVms: ['VMs down at the end', '끝에 중단된 VM'],
  downtime: ['Downtime', '중단 시간'],
  engine: ['Engine', '엔진'],
  facts: ['Facts that decisions follow', '결정의 근거가 된 사실'],
  failures: ['Failures', '장애'],
  failuresThatHurt: ['Failures that leave VMs without service', '서비스되지 않는 VM이 남는 장애'],
  findings: ['Findings about the design', '설계에서 발견한 점'],
  hosts: ['Hosts', '호스트'],
  independent: [
    'Made with Hostdown, which is independent of VMware and Broadcom: neither made, checked or endorsed it. A simulation of documented behaviour, not a measurement of a running system.',
    'VMware 및 Broadcom과 무관한 Hostdown으로 작성했습니다. 두 회사는 Hostdown을 만들거나 검토하거나 보증하지 않았습니다. 실행 중인 시스템의 측정이 아니라 문서화된 동작의 시뮬레이션입니다.',
  ],
  longest: ['Longest of one VM', 'VM 하나의 최대값'],
  drsScore: ['Cluster DRS score', '클러스터 DRS 점수'],
  busiestHost: ['CPU demand of the busiest host', '가장 바쁜 호스트의 CPU 요구량'],
  unmetCpu: ['CPU asked for and not given', '제공받지 못한 CPU'],
  lostPings: ['Pings lost', '손실된 ping'],
  matrix: ['VMs without service after each failure, and after each two at once', '장애 하나마다, 그리고 두 개씩 서비스되지 않는 VM 수'],
  members: ['Members', '구성원'],
  moves: ['Moves', '이동'],
  name: ['Name', '이름'],
  noDecisions: ['Nothing was decided.', '내린 결정이 없습니다.'],
  none: ['none', '없음'],
  notRestarted: ['Not restarted', '다시 시작되지 않음'],
  noTrouble: ['Nothing happened to any VM.', '어떤 VM에도 아무 일이 없었습니다.'],
  nothingDone: ['Nothing: no command was given.', '없음: 실행한 명령이 없습니다.'],
  off: ['off', '꺼짐'],
  outcome: ['Outcome', '결과'],
  outside: ['outside', '클러스터 밖'],
  playedBy: ['Played by', '확인 방법'],
  product: ['Behaviour of', '동작 기준'],
  removed: ['in A only', 'A에만 있음'],
  reservation: ['Reservation', '예약'],
  resilience: ['Resilience', '복원력'],
  restarted: ['Restarted', '다시 시작됨'],
  restarts: ['Restarts', '다시 시작'],
  ranFor: ['Simulated', '시뮬레이션 시간'],
  sameCommands: ['Both were given the same commands.', '두 실행에 같은 명령이 주어졌습니다.'],
  sameDesign: ['Both designs are the same.', '두 설계가 같습니다.'],
  setting: ['Setting', '설정'],
  shares: ['Shares', '공유'],
  speed: ['Speed', '속도'],
  stranded: ['Stranded', '고립됨'],
  theyDoNotPart: ['They never part: event for event the same.', '갈라지지 않습니다. 모든 이벤트가 같습니다.'],
  time: ['Time', '시각'],
  timeline: ['Course', '경과'],
  value: ['Value', '값'],
  vmotions: ['vMotions', 'vMotion'],
  vms: ['VMs', 'VM'],
  whereTheyPart: ['Where they part, and why', '갈라지는 지점과 이유'],
  worstCases: ['Worst cases', '최악의 경우'],
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

/** More names in a row are not read. */
const NAMES_MAX = 12

export function namesText(names: readonly string[], language: Language): string {
  const rest = names.length > NAMES_MAX ? ` ${moreText(language)(names.length - NAMES_MAX)}` : ''
  return `${names.slice(0, NAMES_MAX).join(', ')}${rest}`
}

/** The Korean name of a lab is that of its project too, unless somebody named it otherwise. */
export const titleIn = (title: string, lab: Lab, language: Language): string => pick([title, koreanTitle(title, lab) ?? title], language)
