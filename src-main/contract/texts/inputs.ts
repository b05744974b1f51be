/** Names and values of what decisions look at: the keys of `why.inputs` in both languages, values with their units. */
import { commandLabel } from './commands.ts'
import { plainValue } from './fields.ts'
import { formatBytes, formatDuration, formatMHz, formatMHzSeconds, formatMbps, formatMiB, formatPercent, formatRate } from './format.ts'
import { pick, plainWords, type Language, type Phrase } from './language.ts'
import { refusalCodes, refusalText } from './refusals.ts'
import { labelWords, stateLabel, type LabelKind } from './states.ts'

const names: { readonly [key: string]: Phrase } = {
  addresses: ['Isolation addresses', '격리 주소'],
  answered: ['Answered', '응답 여부'],
  arbitrationMs: ['Lock won after', '잠금 확보 시간'],
  asked: ['Hosts asked about', '요청한 호스트'],
  attempt: ['Attempt', '시도'],
  attempts: ['Attempts', '시도 횟수'],
  availableSlots: ['Available slots', '사용 가능한 슬롯'],
  bandwidthMBps: ['Bandwidth', '대역폭'],
  benefitMHzSeconds: ['Benefit of the move', '이동의 이득'],
  budget: ['Cost limit', '비용 한도'],
  by: ['Started by', '시작 주체'],
  bytes: ['Amount', '데이터 양'],
  candidates: ['Candidates', '후보'],
  capacity: ['Room elsewhere', '다른 호스트의 여유'],
  capacityGiB: ['Capacity', '용량'],
  clusterAfter: ['Cluster DRS score after it', '이동 후 클러스터 DRS 점수'],
  clusterBefore: ['Cluster DRS score before', '이동 전 클러스터 DRS 점수'],
  command: ['Command', '명령'],
  conflictsWith: ['Conflicts with rule', '충돌하는 규칙'],
  cost: ['Cost', '비용'],
  costMHzSeconds: ['Cost of the move', '이동 비용'],
  cpuFreePercent: ['CPU left', '남은 CPU'],
  cpuNeededMHz: ['CPU needed', '필요한 CPU'],
  cpuPercent: ['CPU utilization', 'CPU 사용률'],
  cpuRequiredPercent: ['CPU to be kept', '유지해야 할 CPU'],
  cpuUnreservedMHz: ['CPU unreserved', '예약되지 않은 CPU'],
  cutMs: ['Nothing sent for', '전송 중단 시간'],
  datastore: ['Datastore', '데이터스토어'],
  datastoreHeartbeat: ['Datastore heartbeat', '데이터스토어 하트비트'],
  datastoreReachable: ['Datastore reachable', '데이터스토어 연결 가능'],
  datastores: ['Datastores', '데이터스토어'],
  detectMs: ['Loss declared after', '손실 판정 시간'],
  dirtyMBps: ['Memory changed', '메모리 변경 속도'],
  durationMs: ['Duration', '소요 시간'],
  enoughHosts: ['Enough hosts', '호스트 수 충분'],
  failoverSlots: ['Failover slots', '페일오버 슬롯'],
  failureIntervalMs: ['Failure interval', '장애 간격'],
  faultTolerance: ['Fault Tolerance', 'Fault Tolerance'],
  for: ['Makes room for', '자리를 만들어 줄 VM'],
  freeBytes: ['Free space', '여유 공간'],
  freedMiB: ['Memory freed', '확보되는 메모리'],
  from: ['From', '소스'],
  fromCpuAfterPercent: ['CPU of the source after it', '이동 후 소스의 CPU'],
  fromCpuPercent: ['CPU of the source', '소스의 CPU'],
  fromLoadAfterPercent: ['CPU demand on the source after it', '이동 후 소스의 CPU 요구량'],
  fromLoadPercent: ['CPU demand on the source', '소스의 CPU 요구량'],
  fromMemoryAfterPercent: ['Memory of the source after it', '이동 후 소스의 메모리'],
  fromMemoryPercent: ['Memory of the source', '소스의 메모리'],
  fromVms: ['VMs on the source', '소스의 VM 수'],
  ftVms: ['FT VMs on the host', '호스트의 FT VM 수'],
  fullPool: ['Pool without room', '여유가 없는 리소스 풀'],
  fullest: ['Fullest host', '사용률이 가장 높은 호스트'],
  gain: ['Gain', '이득'],
  gapPercent: ['Gap between the two hosts', '두 호스트의 차이'],
  goalMs: ['Switch-over goal', '전환 목표 시간'],
  highPercent: ['Upper bound', '상한'],
  highestAfterPercent: ['Highest utilization after it', '이후 가장 높은 사용률'],
  host: ['Host', '호스트'],
  hostFailuresToTolerate: ['Host failures to tolerate', '허용해야 할 호스트 장애'],
  hostFailuresTolerated: ['Host failures tolerated', '허용되는 호스트 장애'],
  hostMonitoring: ['Host monitoring', '호스트 모니터링'],
  hosts: ['Hosts', '호스트 목록'],
  hostsLeft: ['Hosts left on', '켜져 있을 호스트 수'],
  id: ['Recommendation', '권장 사항'],
  imbalance: ['Imbalance', '불균형'],
  imbalanceAfter: ['Imbalance after it', '이동 후 불균형'],
  inUse: ['In use', '사용 중'],
  ioWindowMs: ['I/O stats interval', 'I/O 통계 간격'],
  isolatedBit: ['Isolated bit', '분리 표시'],
  iterations: ['Helper snapshots', '도우미 스냅샷 수'],
  kind: ['Kind', '종류'],
  liveMs: ['Live after', '실행 개시 시간'],
  loadPercent: ['Load of the destination', '대상의 로드'],
  lock: ['Lock on', '잠금 위치'],
  lockHolder: ['Lock held by', '잠금 소유 호스트'],
  lostMs: ['Lost for', '손실 지속 시간'],
  lowPercent: ['Lower bound', '하한'],
  maxResets: ['Resets at most', '최대 재설정 횟수'],
  memoryFreePercent: ['Memory left', '남은 메모리'],
  memoryNeededMiB: ['Memory needed', '필요한 메모리'],
  memoryPercent: ['Memory utilization', '메모리 사용률'],
  memoryRequiredPercent: ['Memory to be kept', '유지해야 할 메모리'],
  memoryUnreservedMiB: ['Memory unreserved', '예약되지 않은 메모리'],
  migrationSeconds: ['Estimated duration', '예상 소요 시간'],
  migrationTimeMs: ['Estimated duration', '예상 소요 시간'],
  mode: ['Method', '방식'],
  moid: ['Managed object id', '관리 개체 ID'],
  moves: ['Moves', '이동 횟수'],
  name: ['Name', '이름'],
  need: ['Needed for', '필요한 이유'],
  needed: ['Depends on', '종속 대상'],
  neededMHz: ['CPU needed', '필요한 CPU'],
  neededMiB: ['Memory needed', '필요한 메모리'],
  network: ['Network', '네트워크'],
  networkHeartbeat: ['Network heartbeat', '네트워크 하트비트'],
  nodeGoodness: ['Node goodness', '노드 적합도(nodeGoodness)'],
  observer: ['Observer', '관찰 호스트'],
  obstacle: ['Obstacle', '장애 요인'],
  operation: ['Operation', '작업'],
  order: ['Place in the queue', '대기열 순서'],
  outageMs: ['Nothing ran for', '실행 중단 시간'],
  overMHz: ['CPU beyond the pool', '풀을 초과하는 CPU'],
  overMiB: ['Memory beyond the pool', '풀을 초과하는 메모리'],
  owner: ['Protected by', '보호하는 기본 호스트'],
  phase: ['Phase', '단계'],
  ping: ['Ping answered', 'ping 응답'],
  pingMs: ['Pinged for', 'ping 시간'],
  policy: ['Admission control policy', '승인 제어 정책'],
  pool: ['Resource pool', '리소스 풀'],
  powerOnsInFlight: ['Power-ons under way', '진행 중인 전원 켜기'],
  primary: ['Primary host', '기본 호스트'],
  priority: ['Priority', '우선 순위'],
  ranMs: ['Ran for', '실행 시간'],
  ratioPercent: ['Load per host at most', '호스트당 최대 로드'],
  reason: ['Reason', '이유'],
  remedy: ['Remediation', '문제 해결'],
  reset: ['Reset number', '재설정 순번'],
  resource: ['Resource', '리소스'],
  response: ['Response', '응답'],
  restartPriority: ['Restart priority', '다시 시작 우선 순위'],
  result: ['Result', '결과'],
  retryInMs: ['Next try in', '다음 시도까지'],
  round: ['Round', '라운드'],
  rounds: ['Rounds', '라운드 수'],
  row: ['Row of the table', '표의 행'],
  rule: ['Rule', '규칙'],
  score: ['Expected score', '예상 점수'],
  scoreAfter: ['VM DRS score after it', '이동 후 VM DRS 점수'],
  scoreBefore: ['VM DRS score before', '이동 전 VM DRS 점수'],
  sendMs: ['To send the rest', '나머지 전송 시간'],
  severity: ['Severity', '심각도'],
  silentMs: ['Silent for', '무응답 시간'],
  slotCpuMHz: ['Slot size: CPU', '슬롯 크기: CPU'],
  slotMemoryMiB: ['Slot size: memory', '슬롯 크기: 메모리'],
  slowdownPercent: ['vCPUs slowed by', 'vCPU 감속'],
  state: ['State', '상태'],
  stunMs: ['Stun', '멈춤(stun) 시간'],
  stunnedMs: ['Stunned for', '멈춤(stun) 시간'],
  target: ['Target', '목표'],
  to: ['To', '대상'],
  toCpuAfterPercent: ['CPU of the destination after it', '이동 후 대상의 CPU'],
  toCpuPercent: ['CPU of the destination', '대상의 CPU'],
  toLoadAfterPercent: ['CPU demand on the destination after it', '이동 후 대상의 CPU 요구량'],
  toLoadPercent: ['CPU demand on the destination', '대상의 CPU 요구량'],
  toMemoryAfterPercent: ['Memory of the destination after it', '이동 후 대상의 메모리'],
  toMemoryPercent: ['Memory of the destination', '대상의 메모리'],
  toVms: ['VMs on the destination', '대상의 VM 수'],
  totalSlots: ['Total slots in cluster', '클러스터의 총 슬롯'],
  usedSlots: ['Used slots', '사용된 슬롯'],
  utilisationPercent: ['Utilization after it', '시작 후 사용률'],
  vm: ['VM', 'VM'],
  vms: ['VMs', 'VM 목록'],
  waitedMs: ['Waited', '대기 시간'],
  waiting: ['Still waiting', '아직 대기 중'],
  waits: ['Waits for a person', '사용자 승인 대기'],
  what: ['Limit of', '한도 대상'],
  windowMs: ['Mean over the last', '평균 기간'],
}

/** Of keys that may have a number instead of names. */
const counts: { readonly [key: string]: Phrase } = {
  candidates: ['Candidates', '후보 수'],
  datastores: ['Datastores', '데이터스토어 수'],
  hosts: ['Hosts', '호스트 수'],
  vms: ['VMs', 'VM 수'],
}

/** Words of inputs that are nowhere else: why a decision was made, and what it is about. */
const words: { readonly [key: string]: { readonly [word: string]: Phrase } } = {
  by: { ha: ['vSphere HA', 'vSphere HA'], vcenter: ['vCenter Server', 'vCenter Server'] },
  capacity: { available: ['there is room', '여유 있음'], missing: ['no room', '여유 없음'], unknown: ['nobody can be asked', '확인할 수 없음'] },
  kind: { powerOn: ['Power on', '전원 켜기'], migrate: ['Migrate', '마이그레이션'], ft: ['Fault Tolerance', 'Fault Tolerance'] },
  mode: { mirror: ['Mirror', '미러'], helper: ['Helper snapshots', '도우미 스냅샷'] },
  need: {
    twoHosts: ['two hosts for vSphere HA', 'vSphere HA를 위한 호스트 두 개'],
    restart: ['a restart by vSphere HA', 'vSphere HA의 다시 시작'],
    failoverCapacity: ['failover capacity', '페일오버 용량'],
    minimumCapacity: ['minimum capacity', '최소 용량'],
  },
  obstacle: { faultTolerance: ['its Fault Tolerance pair', 'Fault Tolerance 쌍'] },
  operation: {
    powerOn: ['Power on', '전원 켜기'],
    reservation: ['Raise a reservation', '예약 늘리기'],
    migrateIn: ['Migrate into the cluster', '클러스터로 마이그레이션'],
  },
  reason: {
    agentDied: ['its agent died', '에이전트가 비정상 종료됨'],
    deviceLost: ['the device is gone for good', '디바이스가 영구적으로 손실됨'],
    elected: ['it won the election', '선출됨'],
    hostMonitoringDisabled: ['host monitoring is off', '호스트 모니터링이 꺼져 있음'],
    hostdStopped: ['hostd does not run', 'hostd가 실행되지 않음'],
    isolated: ['isolated', '네트워크에서 분리됨'],
    isolationEnded: ['not isolated any more', '네트워크 분리가 끝남'],
    joined: ['it joined a primary host', '기본 호스트에 연결됨'],
    localDisk: ['too little space on the local disk', '로컬 디스크의 여유 공간 부족'],
    lostPrimary: ['it hears no primary host', '기본 호스트의 하트비트 없음'],
    memory: ['too little memory is unreserved', '예약되지 않은 메모리 부족'],
    networkLost: ['the FT network is lost', 'FT 네트워크 손실'],
    noDatastores: ['no datastore is mounted', '마운트된 데이터스토어 없음'],
    notProtected: ['it is not protected', '보호되지 않음'],
    notRunning: ['it runs nowhere', '어느 호스트에서도 실행되지 않음'],
    notSetUp: ['its agent could not be set up', '에이전트를 구성할 수 없음'],
    priorityDisabled: ['its restart priority is Disabled', "다시 시작 우선 순위가 '사용 안 함'"],
    processCrash: ['its process died', '프로세스가 비정상 종료됨'],
    reconfigured: ['its agent is set up anew', '에이전트를 다시 구성함'],
    roomKnown: ['there is room elsewhere', '다른 호스트에 여유가 있음'],
    roomMissing: ['no room elsewhere', '다른 호스트에 여유가 없음'],
    roomUnknown: ['room elsewhere is unknown', '다른 호스트의 여유를 알 수 없음'],
    started: ['its agent started', '에이전트가 시작됨'],
    steppedDown: ['another primary host stays', '다른 기본 호스트가 남음'],
    stopped: ['its agent was stopped', '에이전트가 중지됨'],
    storageLost: ['its files are lost', '파일 손실'],
    test: ['test failover', '페일오버 테스트'],
    unreachable: ['vCenter Server cannot reach it', 'vCenter Server가 연결할 수 없음'],
    vmFailed: ['it stopped unasked', '요청 없이 중지됨'],
  },
  remedy: {
    quarantine: ['Quarantine Mode', '격리 모드'],
    maintenance: ['Maintenance Mode', '유지 보수 모드'],
    none: ['none', '없음'],
  },
  resource: { cpu: ['CPU', 'CPU'], memory: ['Memory', '메모리'] },
  result: { allowed: ['allowed', '허용됨'], refused: ['refused', '거부됨'] },
  severity: { moderate: ['moderate', '중간'], severe: ['severe', '심각'], none: ['none', '없음'] },
  what: { host: ['host', '호스트'], network: ['vMotion network', 'vMotion 네트워크'], datastore: ['datastore', '데이터스토어'] },
}

/** Inputs whose words have their names in these tables, looked at in this order. */
const kinds: { readonly [key: string]: readonly LabelKind[] } = {
  kind: ['migrationKind', 'datastoreAccess'],
  obstacle: ['drsFault'],
  phase: ['migrationPhase'],
  policy: ['admissionPolicy'],
  priority: ['priority'],
  reason: ['drsReason', 'drsFault', 'migrationFailure'],
  response: ['isolationResponse', 'storageResponse'],
  restartPriority: ['priority'],
  state: ['haState'],
}

const units: readonly (readonly [suffix: string, format: (value: number, language: Language) => string])[] = [
  ['MHzSeconds', formatMHzSeconds],
  ['Seconds', (value, language) => formatDuration(value * 1000, language)],
  ['Percent', (value) => formatPercent(value, 1)],
  ['MBps', (value, language) => formatRate(value * 1e6, language)],
  ['Mbps', formatMbps],
  ['Bytes', formatBytes],
  ['bytes', formatBytes],
  ['GiB', (value, language) => formatBytes(value * 1_073_741_824, language)],
  ['MiB', formatMiB],
  ['MHz', formatMHz],
  ['Ms', formatDuration],
]

const phraseIn = (table: { readonly [word: string]: Phrase } | undefined, word: string): Phrase | undefined =>
  table !== undefined && Object.hasOwn(table, word) ? table[word] : undefined

/** The name of a word, or null where it has none or is itself a name. */
function wordOf(key: string, word: string, language: Language): string | null {
  if (key === 'command') return commandLabel(word, language)
  const own = phraseIn(Object.hasOwn(words, key) ? words[key] : undefined, word)
  if (own !== undefined) return pick(own, language)
  const kind = (Object.hasOwn(kinds, key) ? kinds[key] : undefined)?.find((each) => labelWords(each).includes(word))
  if (kind !== undefined) return stateLabel(kind, word, language)
  return (key === 'reason' || key === 'obstacle') && refusalCodes.includes(word) ? refusalText(word, language) : null
}

function valueOf(key: string, value: unknown, language: Language): string {
  const unit = typeof value === 'number' ? units.find(([suffix]) => key.endsWith(suffix)) : undefined
  if (unit !== undefined) return unit[1](value as number, language)
  const word = typeof value === 'string' ? wordOf(key, value, language) : null
  if (word !== null) return word
  if (isWord(key) && typeof value === 'string') return plainWords(value)
  return plainValue(value, language) || '–'
}

/** Its texts are words of the engine, and not names that somebody gave. */
const isWord = (key: string): boolean => key === 'command' || Object.hasOwn(words, key) || Object.hasOwn(kinds, key)

export interface NamedInput {
  readonly name: string
  readonly value: string
}

export function namedInput(key: string, value: unknown, language: Language): NamedInput {
  const phrase = (typeof value === 'number' ? phraseIn(counts, key) : undefined) ?? phraseIn(names, key)
  const name = phrase === undefined ? plainWords(key.replace(/(Ms|MHz|MiB|GiB|Percent|MBps|Mbps|Seconds|Bytes)$/, '')) : pick(phrase, language)
  return { name, value: valueOf(key, value, language) }
}

/** What has no name in both languages yet: the key itself, or `key: word`. */
export function unnamedInputs(inputs: { readonly [key: string]: unknown }): readonly string[] {
  return Object.entries(inputs).flatMap(([key, value]) => {
    if (!Object.hasOwn(names, key)) return [key]
    return typeof value === 'string' && isWord(key) && wordOf(key, value, 'ko') === null ? [`${key}: ${value}`] : []
  })
}
