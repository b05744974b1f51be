/** Korean sentences of decisions and of rejected options. */
import { formatMHz, formatMiB } from './format.ts'
import { joinNames, type Fields } from './fields.ts'
import { namedInput } from './inputs.ts'
import type { WhySentence } from './why-en.ts'

/** As the figures below the sentence say it. */
const severity = (f: Fields): string => namedInput('severity', f.text('severity'), 'ko').value

const seen = (f: Fields, field: string, yes: string, no: string, none: string): string => (f.is(field, true) ? yes : f.is(field, false) ? no : none)
const names = (f: Fields, field: string): string => joinNames(f.names(field), 'ko')
const mhz = (f: Fields, field: string): string => formatMHz(f.number(field) ?? 0, 'ko')
const mib = (f: Fields, field: string): string => formatMiB(f.number(field) ?? 0, 'ko')

const ownStateReasons: { readonly [reason: string]: string } = {
  started: '에이전트가 시작되어',
  lostPrimary: '기본 호스트의 하트비트를 받지 못해',
  elected: '선출에서 선택되어',
  joined: '기본 호스트를 찾아 연결하여',
  isolated: '다른 에이전트와 통신할 수 없고 격리 주소도 응답하지 않아',
  isolationEnded: '다른 에이전트와 다시 통신하거나 격리 주소가 다시 응답하여',
  steppedDown: '파티션이 합쳐지고 다른 기본 호스트가 남아',
  stopped: '에이전트가 중지되어',
  agentDied: '에이전트가 비정상 종료되어',
  hostdStopped: 'hostd가 실행되지 않아 에이전트가 동작하지 않으므로',
  notSetUp: '에이전트를 구성할 수 없어',
  noDatastores: '마운트된 데이터스토어가 없어',
  reconfigured: '에이전트를 다시 구성하여',
}

const setUpReasons: { readonly [reason: string]: string } = {
  unreachable: 'vCenter Server가 호스트에 연결할 수 없어',
  localDisk: '로컬 디스크의 여유 공간이 부족하여',
  memory: '예약되지 않은 메모리가 부족하여',
  noDatastores: '마운트된 데이터스토어가 없어',
}

const queueReasons: { readonly [reason: string]: string } = {
  hostFailed: '호스트에 장애가 선언되어',
  vmFailed: '사용자 요청 없이 중지되어',
  notRunning: '보호 목록에 있지만 어느 호스트에서도 실행되지 않아',
  isolated: '전원 끄기 기록에 따르면 호스트 격리 응답으로 중지되어',
}

const notQueuedReasons: { readonly [reason: string]: string } = {
  notProtected: 'vSphere HA로 보호되지 않습니다',
  priorityDisabled: "다시 시작 우선 순위가 '사용 안 함'입니다",
  hostMonitoringDisabled: '호스트 모니터링이 꺼져 있습니다',
}

const failures: { readonly [reason: string]: WhySentence } = {
  fileLocked: (f) => (f.has('lockHolder') ? `${f.text('lockHolder')}이(가) 파일을 아직 잠그고 있습니다` : '파일이 아직 잠겨 있습니다'),
  powerOnFailed: () => '전원 켜기 자체가 실패했습니다',
  hostFailed: () => '선택한 호스트에 장애가 발생했습니다',
}

const hostNeeds: { readonly [need: string]: WhySentence } = {
  twoHosts: () => 'vSphere HA를 사용하면 호스트 두 개가 켜져 있어야 합니다',
  restart: (f) => `vSphere HA가 ${f.text('vm')}을(를) 다시 시작할 여유가 있는 호스트를 찾지 못했습니다`,
  failoverCapacity: () => '켜져 있는 호스트로는 구성된 페일오버 용량을 충족할 수 없습니다',
  minimumCapacity: () => '켜져 있는 호스트의 용량이 항상 켜 둘 최소 용량보다 적습니다',
}

const keptReasons: { readonly [reason: string]: string } = {
  roomMissing: '가상 시스템을 실행할 수 있는 다른 호스트에 여유 리소스가 없어',
  roomUnknown: '호스트가 기본 호스트에 여유 리소스를 문의할 수 없어',
  notProtected: 'vSphere HA로 보호되지 않아',
}

const takeoverReasons: { readonly [reason: string]: WhySentence } = {
  hostFailed: (f) => `${f.text('from')}에 장애가 발생하여`,
  processCrash: (f) => `${f.text('from')}의 프로세스가 종료되어`,
  networkLost: (f) => `FT 네트워크가 끊기고 ${f.text('from')}이(가) 잠금에 액세스할 수 없어`,
  test: () => '페일오버를 테스트하므로',
}

const lossReasons: { readonly [reason: string]: WhySentence } = {
  hostFailed: (f) => `${f.text('host')}의 FT 하트비트가 ${f.seconds('silentMs')} 동안 없어`,
  networkLost: (f) =>
    `${f.text('host')}의 FT 하트비트가 ${f.seconds('silentMs')} 동안 없고 ${f.text('primary')}의 기본 VM이 ${f.text('lock', '데이터스토어')}의 잠금을 얻어`,
  storageLost: (f) => `${f.text('host')}이(가) 보조 VM의 파일을 잃어`,
}

function takeoverSteps(f: Fields): string {
  if (!f.has('detectMs')) return ''
  return `. ${f.seconds('detectMs')} 후 하트비트 손실 선언, ${f.seconds('arbitrationMs')} 후 잠금 획득, ${f.seconds('liveMs')} 후 실행`
}

const endedReasons: { readonly [reason: string]: WhySentence } = {
  deviceLost: () => '디바이스가 영구적으로 손실되어',
  roomKnown: (f) => (f.has('target') ? `${f.text('target')}에 여유 리소스가 있어` : '다른 호스트에 여유 리소스가 있어'),
  roomUnknown: () => '여유 리소스를 확인할 수 없지만 응답이 적극적으로 설정되어',
  roomMissing: () => '응답 설정에 따라',
}

function vmcpLoss(f: Fields): string {
  return `${f.text('host')}이(가) ${f.text('vm')}의 ${f.text('datastore')}을(를) 잃었습니다(${f.label('datastoreAccess', 'kind')})`
}

function hostStateJudged(f: Fields): string {
  const silent = f.number('silentMs') === null ? '' : `${f.seconds('silentMs')} 동안 `
  const network = seen(f, 'networkHeartbeat', '네트워크 하트비트 있음', `${silent}네트워크 하트비트 없음`, '네트워크 하트비트 알 수 없음')
  const datastore = seen(f, 'datastoreHeartbeat', '데이터스토어 하트비트 있음', '데이터스토어 하트비트 없음', '하트비트 데이터스토어가 구성되지 않음')
  const ping = seen(f, 'ping', 'ping 응답 있음', 'ping 응답 없음', 'ping 확인 안 함')
  const bit = seen(f, 'isolatedBit', ', 분리 표시 있음', ', 분리 표시 없음', '')
  const row = f.has('row') ? `(결정 표 ${f.text('row')}행)` : ''
  return `${f.text('observer')}이(가) ${f.text('host')}의 상태를 '${f.label('haState', 'state')}'(으)로 판단합니다: ${network}, ${datastore}, ${ping}${bit}${row}`
}

function restartPlaced(f: Fields): string {
  const needs = `필요한 리소스는 ${mhz(f, 'cpuNeededMHz')}, ${mib(f, 'memoryNeededMiB')}이고 예약되지 않은 리소스는 ${mhz(f, 'cpuUnreservedMHz')}, ${mib(f, 'memoryUnreservedMiB')}입니다`
  const busy = f.number('powerOnsInFlight') === null ? '' : `. 진행 중인 전원 켜기 ${f.text('powerOnsInFlight')}개`
  const place = f.has('order') && f.has('waiting') ? `(순서 ${f.text('order')}, 대기 ${f.text('waiting')}개)` : ''
  return `${f.text('vm')}의 ${f.text('attempt')}번째 시도에 ${f.text('host')}을(를) 선택했습니다: ${needs}${busy}${place}`
}

function isolationResponse(f: Fields): string {
  const after = f.number('waitedMs') === null ? '' : `. 분리 선언 후 ${f.seconds('waitedMs')}`
  if (f.is('faultTolerance', true))
    return `${f.text('vm')}은(는) Fault Tolerance로 보호되므로 호스트 격리 응답이 ${f.text('host')}에서 전원을 켜진 상태로 둡니다${after}`
  if (f.is('response', 'disabled'))
    return `${f.text('vm')}의 호스트 격리 응답이 '사용 안 함'이므로 ${f.text('host')}에서 전원을 켜진 상태로 둡니다${after}`
  const reach = seen(f, 'datastoreReachable', '에 액세스할 수 있고', '에 액세스할 수 없어', '을(를) 확인하는 중이고')
  const owner = f.has('owner')
    ? ` 다시 시작할 기본 호스트 ${f.text('owner')}이(가) 있습니다`
    : f.is('datastoreReachable', true)
      ? ' 다시 시작할 기본 호스트가 없습니다'
      : ' 다시 시작할 기본 호스트를 확인할 수 없습니다'
  const known = `${f.text('host')}이(가) ${f.text('datastore')}${reach}${owner}`
  if (f.is('response', 'deferred')) return `${known}. ${f.text('vm')}은(는) 당분간 그대로 둡니다${after}`
  return `${known}. ${f.text('vm')}에 '${f.label('isolationResponse', 'response')}' 응답을 적용합니다${after}`
}

const operations: { readonly [operation: string]: string } = {
  powerOn: '전원 켜기',
  reservation: '예약 증가',
  migrateIn: '클러스터로의 마이그레이션',
}

/** DRS-021, DRS-022 */
function fullPool(f: Fields): string {
  const over = f.has('overMHz') ? mhz(f, 'overMHz') : f.has('overMiB') ? mib(f, 'overMiB') : null
  if (over === null) return ''
  return `. ${f.has('fullPool') ? `리소스 풀 ${f.text('fullPool')}` : '클러스터'}에서 제공할 수 있는 양보다 ${over} 더 예약됩니다`
}

function admissionChecked(f: Fields): string {
  const verb = f.is('result', 'refused') ? '거부합니다' : '허용합니다'
  const head = `승인 제어가 ${f.text('vm')}의 ${operations[f.word('operation')] ?? '요청'}을(를) ${verb}`
  if (f.is('policy', 'slotPolicy')) {
    const slots = `${mhz(f, 'slotCpuMHz')}, ${mib(f, 'slotMemoryMiB')} 크기의 슬롯 ${f.text('totalSlots')}개 중 ${f.text('usedSlots')}개를 사용하게 됩니다`
    return `${head}: ${slots}. 허용할 호스트 장애 수 ${f.text('hostFailuresToTolerate')}개, 감당할 수 있는 호스트 장애 수 ${f.text('hostFailuresTolerated')}개`
  }
  if (f.is('policy', 'clusterResourcePercentage')) {
    if (f.is('enoughHosts', false)) return `${head}: vSphere HA 호스트가 ${f.text('hosts')}개만 남으며 2개가 필요합니다`
    const share = (resource: string, name: string): string =>
      `${name} 여유 ${f.text(`${resource}FreePercent`)}%, 필요 ${f.text(`${resource}RequiredPercent`)}%`
    return `${head}: ${share('cpu', 'CPU')}, ${share('memory', '메모리')}`
  }
  if (f.is('policy', 'dedicatedFailoverHosts'))
    return `${head}: ${f.text('host')}은(는) ${f.is('result', 'refused') ? '전용 페일오버 호스트입니다' : '전용 페일오버 호스트가 아닙니다'}`
  return head
}

const waitsFor: { readonly [what: string]: (f: Fields) => string } = {
  host: (f) => `호스트 ${f.text('name')}의`,
  network: (f) => `vMotion 네트워크 ${f.text('name')}의`,
  datastore: (f) => `데이터스토어 ${f.text('name')}의`,
}

const migrationEnds: { readonly [reason: string]: WhySentence } = {
  destinationHostFailed: (f) => `대상 호스트 ${f.text('to')}에 장애가 발생했습니다`,
  sourceHostFailed: (f) => `소스 호스트 ${f.text('from')}에 장애가 발생해 가상 시스템의 메모리가 사라졌습니다`,
  networkTimeout: (f) =>
    `${f.text('from')}에서 ${f.text('to')}(으)로${f.has('cutMs') ? ` ${f.seconds('cutMs')} 동안` : ''} 아무것도 전송할 수 없었습니다`,
  maxSwitchoverTime: (f) => `전환이 ${f.seconds('stunnedMs')} 안에 끝나지 않았습니다`,
  datastoreNotAccessible: (f) => `${f.has('cutMs') ? `${f.seconds('cutMs')} 동안 ` : ''}데이터스토어에 액세스할 수 없었습니다`,
  noConvergence: (f) => `라운드 ${f.text('rounds')}회 후에도 메모리가 전송 속도보다 빠르게 변경되고 SDPS가 꺼져 있습니다`,
}

function migrationFailed(f: Fields): string {
  const why = (migrationEnds[f.word('reason')] ?? ((g: Fields) => g.label('migrationFailure', 'reason')))(f)
  const when = f.number('ranMs') === null ? '시작하기 전에' : `${f.seconds('ranMs')} 후(${f.label('migrationPhase', 'phase')} 단계)`
  const stays = f.is('reason', 'sourceHostFailed')
    ? '대상 호스트에는 아무것도 남지 않습니다'
    : `가상 시스템은 원래 상태로 ${f.text('from')}에 남습니다`
  return `${f.text('vm')}의 마이그레이션이 ${when} 실패했습니다. ${why}. ${stays}`
}

export const whyKo: { readonly [decision: string]: WhySentence } = {
  heartbeatMissed: (f) =>
    `${f.text('observer')}이(가) ${f.seconds('silentMs')} 동안 ${f.text('host')}의 네트워크 하트비트를 받지 못했습니다${f.names('datastores').length > 0 ? `. 이제 ${names(f, 'datastores')}의 하트비트를 확인합니다` : ''}`,
  heartbeatHeard: (f) => `${f.text('observer')}이(가) ${f.seconds('silentMs')} 만에 ${f.text('host')}의 네트워크 하트비트를 받고 있습니다`,
  datastoreHeartbeatSeen: (f) =>
    `${f.text('host')}이(가) ${f.names('datastores').length === 0 ? '데이터스토어' : names(f, 'datastores')}에서 하트비트를 계속 갱신하므로 살아 있습니다`,
  datastoreHeartbeatGone: (f) =>
    `${f.text('observer')}이(가) ${f.seconds('silentMs')} 동안 ${f.text('host')}의 데이터스토어 하트비트를 확인하지 못했습니다`,
  hostUnreachable: (f) =>
    `${f.text('host')}이(가) ${f.seconds('silentMs')} 동안 응답하지 않아 ${f.text('observer')}이(가) ${f.seconds('pingMs')} 동안 관리 주소로 ping을 보냅니다`,
  hostStateJudged,
  ownStateChanged: (f) =>
    `${ownStateReasons[f.word('reason')] ?? '상황이 바뀌어'} ${f.text('host')}의 상태가 '${f.label('haState', 'state')}'(으)로 바뀌었습니다`,
  vcenterView: (f) =>
    f.has('primary')
      ? `vCenter Server는 기본 호스트 ${f.text('primary')}의 보고에 따라 ${f.text('host')}을(를) '${f.label('haState', 'state')}'(으)로 표시합니다`
      : `vCenter Server가 기본 호스트에 연결할 수 없어 ${f.text('host')}을(를) 직접 '${f.label('haState', 'state')}'(으)로 표시합니다`,
  agentNotSetUp: (f) =>
    `${setUpReasons[f.word('reason')] ?? '장애 요인이 있어'} 에이전트를 구성할 수 없으므로 vCenter Server는 ${f.text('host')}을(를) '${f.label('haState', 'state')}'(으)로 표시합니다`,
  agentNotRemoved: (f) =>
    `${setUpReasons[f.word('reason')] ?? '장애 요인이 있어'} 에이전트를 제거할 수 없으므로 vCenter Server는 ${f.text('host')}을(를) '${f.label('haState', 'state')}'(으)로 표시합니다`,
  agentRemoved: (f) => `vCenter Server가 ${f.text('host')}에 다시 연결하여 남아 있던 에이전트를 제거했습니다`,
  electionWon: (f) => {
    const override = f.has('nodeGoodness')
      ? `fdm.nodeGoodness ${f.text('nodeGoodness')}`
      : `연결된 데이터스토어 ${f.text('datastores')}개, 개체 ID ${f.text('moid')}`
    const among =
      f.names('candidates').length > 0 ? `${names(f, 'candidates')} 중에서 ` : f.has('candidates') ? `후보 ${f.text('candidates')}개 중에서 ` : ''
    return `${among}${f.text('host')}이(가) 선출되었습니다: ${override}`
  },
  isolationDeclared: (f) =>
    `${f.text('host')}이(가) 다른 에이전트와 통신할 수 없고 격리 주소(${f.names('addresses').length === 0 ? f.text('addresses', '정의되지 않음') : names(f, 'addresses')})도 응답하지 않습니다`,
  isolationResponse,
  restartQueued: (f) =>
    `${f.has('host') ? `${f.text('host')}에 있던 ` : ''}${f.text('vm')}은(는) ${queueReasons[f.word('reason')] ?? '실행되지 않아'} 다시 시작해야 합니다(우선 순위 ${f.label('priority', 'priority')})`,
  restartNotQueued: (f) => `${f.text('vm')}을(를) 다시 시작하지 않습니다: ${notQueuedReasons[f.word('reason')] ?? f.text('reason')}`,
  restartPlaced,
  dependencyNotReady: (f) => `${f.text('vm')}이(가) 종속된 ${f.text('needed')}이(가) 아직 준비되지 않아 대기합니다. 시도 횟수는 줄지 않습니다`,
  noHostFits: (f) =>
    `살펴본 호스트 ${f.text('hosts', '0')}개 중 지금 ${f.text('vm')}을(를) 실행할 수 있는 호스트가 없습니다. 시도 횟수는 줄지 않습니다`,
  restartFailed: (f) => {
    const retry = f.number('retryInMs') === null ? '' : `. 다음 시도는 ${f.seconds('retryInMs')} 후입니다`
    return `${f.text('host')}에서 ${f.text('vm')}의 ${f.text('attempt')}번째 시도가 실패했습니다: ${(failures[f.word('reason')] ?? ((g: Fields) => g.text('reason')))(f)}${retry}`
  },
  attemptsExhausted: (f) => `${f.text('vm')}의 시도 ${f.text('attempts')}회를 모두 사용했습니다. 직접 시작해야 합니다`,
  guestReset: (f) => {
    const io = f.number('ioWindowMs') === null ? '' : `, 최근 ${f.seconds('ioWindowMs')} 동안 디스크와 네트워크 I/O 없음`
    return `VM 모니터링이 ${f.text('host')}에서 ${f.text('vm')}을(를) 재설정합니다: ${f.seconds('silentMs')} 동안 VMware Tools 하트비트 없음${io}(장애 간격 ${f.seconds('failureIntervalMs')}, 재설정 ${f.text('maxResets')}회 중 ${f.text('reset')}회째)`
  },
  appReset: (f) =>
    `애플리케이션 모니터링이 ${f.text('host')}에서 ${f.text('vm')}을(를) 재설정합니다: ${f.seconds('silentMs')} 동안 애플리케이션 하트비트 없음, I/O는 확인하지 않음(장애 간격 ${f.seconds('failureIntervalMs')}, 재설정 ${f.text('maxResets')}회 중 ${f.text('reset')}회째)`,
  guestNotReset: (f) =>
    `${f.text('vm')}의 하트비트가 없지만 ${f.names('datastores').length === 0 ? '파일이 있는 데이터스토어' : names(f, 'datastores')}에 액세스할 수 없어 ${f.text('host')}에서 재설정하지 않습니다`,
  vmcpEventsOnly: (f) => {
    const restartsNothing = f.is('hostMonitoring', false)
      ? '호스트 모니터링이 꺼져 있어 '
      : f.is('restartPriority', 'disabled')
        ? "다시 시작 우선 순위가 '사용 안 함'이므로 "
        : ''
    return `${vmcpLoss(f)}. ${restartsNothing}이벤트만 발생합니다`
  },
  vmcpEnds: (f) => {
    const lost = f.number('lostMs') === null ? '' : ` ${f.seconds('lostMs')}이(가) 지났고`
    return `${vmcpLoss(f)}.${lost} ${(endedReasons[f.word('reason')] ?? (() => '응답 설정에 따라'))(f)} 전원을 끕니다`
  },
  vmcpKeeps: (f) => `${vmcpLoss(f)}. ${keptReasons[f.word('reason')] ?? '조건이 맞지 않아'} 전원을 끄지 않습니다`,
  secondaryTakesOver: (f) =>
    `${(takeoverReasons[f.word('reason')] ?? (() => '기본 VM이 없어져'))(f)} 모든 상태를 가진 ${f.text('to')}의 ${f.text('vm')} 보조 VM이 이어받습니다${takeoverSteps(f)}. ${f.seconds('outageMs')} 동안 실행이 중단되었습니다`,
  secondaryLost: (f) =>
    `${(lossReasons[f.word('reason')] ?? ((g: Fields) => `${g.text('host')}의 보조 VM이 없어져`))(f)} ${f.text('vm')}이(가) 보조 VM 없이 계속 실행됩니다`,
  secondaryPlaced: (f) => {
    const starter = f.is('by', 'ha') ? 'vSphere HA' : 'vCenter Server'
    const room = f.has('memoryNeededMiB') ? `: ${mib(f, 'memoryNeededMiB')} 필요, ${mib(f, 'memoryUnreservedMiB')} 예약되지 않음` : ''
    const others = f.has('ftVms') ? `, FT VM ${f.text('ftVms')}개` : ''
    return `${starter}가 ${f.text('host')}에서 ${f.text('vm')}의 보조 VM을 시작합니다${room}${others}`
  },
  noSecondaryFits: (f) => {
    const need = f.has('memoryNeededMiB') ? `(메모리 ${mib(f, 'memoryNeededMiB')})` : ''
    return `${f.text('vm')}의 보조 VM${need}을 실행할 수 있는 호스트가 없습니다. 확인한 호스트는 ${f.text('hosts', '0')}개입니다`
  },
  drsEvacuates: (f) =>
    `${f.text('from')}을(를) 비워야 합니다(${f.label('drsReason', 'reason')}). ${f.text('vm')}은(는) 받을 수 있는 호스트 중 로드가 ${f.text('loadPercent')}%로 가장 낮은 ${f.text('to')}(으)로 옮깁니다`,
  drsRaisesScore: (f) =>
    `${f.text('vm')}은(는) ${f.text('to')}에서 더 잘 실행됩니다. 점수가 ${f.text('scoreBefore')}에서 ${f.text('scoreAfter')}(으)로 오르고, 이동 비용 ${f.text('cost')}점(약 ${f.text('migrationSeconds')}초)을 빼면 ${f.text('gain')}점 이득이며 우선 순위는 ${f.text('priority')}입니다. ${f.text('from')}의 CPU 요구량은 ${f.text('fromLoadPercent')}%에서 ${f.text('fromLoadAfterPercent')}%로 줄고 ${f.text('to')}은(는) ${f.text('toLoadPercent')}%에서 ${f.text('toLoadAfterPercent')}%로 늘며, 클러스터 점수는 ${f.text('clusterBefore')}에서 ${f.text('clusterAfter')}(으)로 바뀝니다`,
  drsEvensOut: (f) => {
    const gap = f.has('gapPercent')
      ? `불균형 ${f.text('imbalance')}은(는) 목표 ${f.text('target')} 이내이지만 두 호스트의 차이가 ${f.text('gapPercent')}%입니다`
      : `불균형 ${f.text('imbalance')}이(가) 목표 ${f.text('target')}보다 큽니다`
    return `${gap}. ${f.text('vm')}을(를) ${f.text('to')}(으)로 옮기면 ${f.text('imbalanceAfter')}(으)로 다른 어떤 이동보다 많이 줄어들며 우선 순위는 ${f.text('priority')}입니다. ${f.text('from')}의 CPU는 ${f.text('fromCpuPercent')}%에서 ${f.text('fromCpuAfterPercent')}%로, 메모리는 ${f.text('fromMemoryPercent')}%에서 ${f.text('fromMemoryAfterPercent')}%로, ${f.text('to')}의 CPU는 ${f.text('toCpuPercent')}%에서 ${f.text('toCpuAfterPercent')}%로, 메모리는 ${f.text('toMemoryPercent')}%에서 ${f.text('toMemoryAfterPercent')}%로 바뀝니다. 이동 비용은 ${f.text('costMHzSeconds')}MHz·초, 이득은 ${f.text('benefitMHzSeconds')}MHz·초입니다`
  },
  drsPlaces: (f) => {
    const score = f.has('score') ? `, 예상 점수 ${f.text('score')}%` : ''
    const use = f.has('utilisationPercent') ? `, 시작 후 사용률 ${f.text('utilisationPercent')}%` : ''
    const moves = (f.number('moves') ?? 0) > 0 ? ` VM ${f.text('moves')}대가 자리를 비운 뒤` : ''
    const waits = f.is('waits', true) ? '. 사용자가 적용하기를 기다립니다' : ''
    return `${f.text('vm')}은(는)${moves} ${f.text('host')}에서 시작합니다. 받을 수 있는 호스트 ${f.text('hosts', '0')}개 중 가장 좋습니다${score}${use}${waits}`
  },
  drsPlacesGroup: (f) =>
    `${names(f, 'vms')}은(는) ${names(f, 'hosts')}에서 시작합니다${f.is('waits', true) ? '. 사용자가 적용하기를 기다립니다' : ''}`,
  drsMakesRoom: (f) =>
    `${f.text('for')}에는 ${f.text('host')}에 예약되지 않은 ${mhz(f, 'neededMHz')}와(과) ${mib(f, 'neededMiB')}이(가) 필요합니다. ${f.text('vm')}을(를) ${f.text('from')}에서 ${f.text('to')}(으)로 옮기면 ${mib(f, 'freedMiB')}이(가) 확보됩니다`,
  drsDistributes: (f) =>
    `${f.text('from')}의 VM은 ${f.text('fromVms')}개, ${f.text('to')}의 VM은 ${f.text('toVms')}개입니다. VM 분포를 사용하므로 손해를 보는 VM이 없는 ${f.text('to')}(으)로 ${f.text('vm')}을(를) 옮깁니다`,
  hostIsDegraded: (f) =>
    f.is('remedy', 'none')
      ? `${f.text('host')}의 하드웨어 상태 때문에 격리 모드에 둘 이유가 더 이상 없습니다`
      : `${f.text('host')}의 하드웨어 상태가 저하되었습니다(${severity(f)}). Proactive HA가 ${f.is('remedy', 'quarantine') ? '격리' : '유지 보수'} 모드로 전환합니다`,
  drsSparesHost: (f) =>
    `${f.text('from')}의 하드웨어 상태가 저하되었습니다(${severity(f)}). ${f.text('vm')}은(는) 로드가 ${f.text('loadPercent')}%인 ${f.text('to')}(으)로 옮기며, 성능이 나빠지는 VM이나 위반되는 규칙은 없습니다`,
  drsPlansMaintenance: (f) =>
    `${names(f, 'asked')} 중 ${names(f, 'hosts') || '없음'}: 어떤 호스트의 로드도 ${f.text('ratioPercent')}%를 넘지 않고 ${f.text('moves', '0')}번 옮겨 유지 보수 모드로 전환할 수 있는 호스트입니다`,
  drsFault: (f) => {
    const about = f.has('vm') ? ` ${f.text('vm')}에 대해` : ''
    const where = f.has('host') ? ` ${f.text('host')}에서` : ''
    const rule = f.has('rule') ? ` 규칙 ${f.text('rule')} 때문에` : ''
    return `DRS가${about}${where}${rule} 할 수 있는 일이 없습니다: ${f.label('drsFault', 'reason')}`
  },
  dpmPowersOff: (f) =>
    `최근 ${f.seconds('windowMs')} 평균으로 켜져 있는 모든 호스트의 사용률이 ${f.text('lowPercent')}% 미만이며, 제외할 수 있는 호스트 중 ${f.text('host')}의 사용률이 가장 낮습니다(CPU ${f.text('cpuPercent')}%, 메모리 ${f.text('memoryPercent')}%). 이 호스트 없이 ${f.text('hostsLeft')}개가 켜져 있으며 가장 높은 사용률은 ${f.text('highestAfterPercent')}%로 ${f.text('highPercent')}%를 넘지 않습니다`,
  dpmEmptiesHost: (f) => `전원을 절약하기 위해 ${f.text('from')}을(를) 대기 모드로 전환하므로 ${f.text('vm')}을(를) ${f.text('to')}(으)로 옮깁니다`,
  dpmPowersOn: (f) =>
    `최근 ${f.seconds('windowMs')} 평균으로 ${f.text('fullest')}의 사용률이 ${f.text('highPercent')}%를 넘고(CPU ${f.text('cpuPercent')}%, 메모리 ${f.text('memoryPercent')}%) 켜져 있는 호스트 간의 이동으로는 해결되지 않으므로 ${f.text('host')}을(를) 대기 모드에서 해제합니다`,
  dpmNeedsHost: (f) => `${f.text('host')}을(를) 대기 모드에서 해제합니다: ${(hostNeeds[f.word('need')] ?? (() => '이 호스트가 필요합니다'))(f)}`,
  drsWithdraws: (f) => `권장 사항의 원인(${f.label('drsReason', 'reason')})이 더 이상 없습니다`,
  olderRuleStays: (f) =>
    `${f.text('rule')} 규칙은 먼저 만든 ${f.text('conflictsWith')} 규칙과 충돌합니다. 먼저 만든 규칙이 유지되고 ${f.text('rule')} 규칙은 꺼집니다`,
  drsCorrects: (f) => {
    const rule = f.has('rule') ? ` 규칙 ${f.text('rule')}에 따라` : ''
    return `${f.label('drsReason', 'reason')}:${rule} ${f.text('vm')}을(를) ${f.text('from')}에서 ${f.text('to')}(으)로 옮깁니다. 가능한 방법 중 제약 조건을 가장 적게 위반하며, 이동 후 ${f.text('to')}의 로드는 ${f.text('loadPercent')}%입니다`
  },
  vmcpResets: (f) => `APD 시간 초과 후 ${f.text('host')}에서 ${f.text('datastore')}에 다시 액세스할 수 있어 ${f.text('vm')}을(를) 재설정합니다`,
  migrationWaits: (f) =>
    `${f.text('vm')}의 ${f.label('migrationKind', 'kind')}은(는) ${(waitsFor[f.word('what')] ?? (() => '사용하는 리소스'))(f)} 한도 ${f.text('budget')} 중 비용 ${f.text('cost')}이(가) 필요하지만 이미 ${f.text('inUse')}을(를) 사용하고 있어 대기합니다`,
  preCopyEnough: (f) =>
    `라운드 ${f.text('round')}회 후 ${f.text('vm')}의 남은 메모리 ${f.bytes('bytes')}은(는) ${f.text('bandwidthMBps')}MB/s로 ${f.seconds('sendMs')} 안에 전송할 수 있고 목표 ${f.seconds('goalMs')} 이내이므로 전환합니다`,
  guestSlowed: (f) =>
    `${f.text('vm')}의 메모리는 초당 ${f.text('dirtyMBps')}MB씩 변경되고 링크는 초당 ${f.text('bandwidthMBps')}MB를 전송하므로 라운드 ${f.text('round')}부터 vCPU 속도를 ${f.text('slowdownPercent')}% 늦춥니다`,
  migrationFailed,
  layersMerged: (f) =>
    f.is('mode', 'mirror')
      ? `미러 방식으로 실행 중인 ${f.text('vm')}의 ${f.bytes('bytes')}을(를) 한 번에 병합한 후 ${f.duration('stunMs')} 동안 멈췄습니다`
      : f.number('stunMs') === 0
        ? `전원이 꺼진 ${f.text('vm')}의 ${f.bytes('bytes')}을(를) 병합했습니다`
        : `도우미 스냅샷 ${f.text('iterations')}개가 ${f.text('vm')}의 새 쓰기를 받는 동안 ${f.bytes('bytes')}을(를) 병합했고, 나머지를 병합하느라 ${f.duration('stunMs')} 동안 멈췄습니다`,
  mergeFailed: (f) =>
    `${f.text('vm')}의 ${f.bytes('bytes')} 병합이 ${f.seconds('ranMs')} 후 중단되었습니다. ${f.label('snapshotFailure', 'reason')}. 손실된 데이터는 없고 델타가 그대로 남아 ${f.text('vm')}의 디스크를 통합해야 합니다`,
  outOfSpace: (f) =>
    (f.number('freeBytes') ?? 0) > 0
      ? `${f.text('vm')}이(가) 델타에 쓰는 양이 ${f.text('datastore')}의 여유 공간 ${f.bytes('freeBytes')}보다 많아 공간이 생길 때까지 대기합니다`
      : `${f.text('datastore')}이(가) 가득 차서(${f.text('capacityGiB')}GiB) 델타에 새 블록이 필요한 ${f.text('vm')}이(가) 공간이 생길 때까지 대기합니다`,
  admissionChecked,
  commandRefused: (f) => `${f.command('command')} 명령이 거부되었습니다: ${f.refusal('reason')}${fullPool(f)}`,
  commandWarned: (f) => `${f.command('command')} 명령을 경고와 함께 실행합니다: ${f.refusal('reason')}`,
}

export const rejectedKo: { readonly [reason: string]: string } = {
  overTarget: '다른 호스트의 사용률이 너무 높아집니다',
  dpmDisabled: '이 호스트에서 DPM이 사용되지 않도록 설정되어 있습니다',
  noWakeProtocol: '다시 켤 방법이 없습니다',
  ftVmThere: 'Fault Tolerance 쌍의 가상 시스템이 실행되고 있습니다',
  minimumCapacity: '켜져 있는 용량이 최소 용량보다 적어집니다',
  twoHostsForHa: 'vSphere HA를 사용하면 호스트 두 개가 켜져 있어야 합니다',
  drsDisabledOnVm: '그곳에서 실행되는 가상 시스템을 DRS가 옮길 수 없습니다',
  vmInVmotion: '그곳의 가상 시스템이 이동 중이거나 이미 이동할 예정입니다',
  busy: '그곳에서 실행되는 가상 시스템에 진행 중인 작업이 있습니다',
  failedHost: '장애가 발생한 호스트입니다',
  notConnected: '기본 호스트에 연결되어 있지 않습니다',
  inMaintenance: '유지 보수 모드입니다',
  inStandby: '대기 모드이거나 전환 중입니다',
  disconnected: 'vCenter Server에서 연결이 끊긴 호스트입니다',
  noDatastoreAccess: '가상 시스템의 데이터스토어에 액세스할 수 없습니다',
  noNetwork: '가상 시스템의 네트워크가 없습니다',
  notEnoughCpu: '예약되지 않은 CPU가 부족합니다',
  notEnoughMemory: '예약되지 않은 메모리가 부족합니다',
  powerOnLimit: '동시 전원 켜기 제한에 도달했습니다',
  moreLoaded: '다른 호스트에서 진행 중인 전원 켜기가 더 적습니다',
  lessGain: '그곳에서는 가상 시스템의 이득이 더 적습니다',
  asWellThere: '그곳에서도 가상 시스템의 이득은 같지만 호스트의 부하가 더 큽니다',
  lessMemory: '다른 호스트의 예약되지 않은 메모리가 더 많습니다',
  moreMemory: '다른 호스트의 예약되지 않은 메모리가 더 적습니다',
  laterInOrder: '조건은 같지만 호스트 순서가 뒤입니다',
  vmsPerHostLimit: '호스트당 가상 시스템 수 제한에 도달했습니다',
  fewerDatastores: '연결된 데이터스토어가 더 적습니다',
  lowerMoid: '관리 개체 ID가 더 낮습니다',
  lowerNodeGoodness: 'fdm.nodeGoodness 값이 더 낮습니다',
  agentVmMissing: '호스트의 에이전트 VM이 실행되고 있지 않습니다',
  antiAffinity: '따로 유지해야 하는 가상 시스템이 있습니다',
  shouldRule: '권장 규칙이 다른 호스트를 선호합니다',
  earlierPriority: '우선 순위가 더 높은 가상 시스템의 전원을 아직 켜는 중입니다',
  vcpusPerHostLimit: '호스트당 vCPU 수 제한에 도달했습니다',
  vcpusPerCoreLimit: '코어당 vCPU 수 제한에 도달했습니다',
  mustRule: '필수 규칙이 금지합니다',
  lockLive: '파일 잠금이 유효합니다',
  cpuIncompatible: 'CPU가 호환되지 않습니다',
  fullHost: 'CPU 또는 메모리를 모두 사용하고 있습니다',
  keepTogether: '함께 있어야 하는 VM이 다른 호스트에 있습니다',
  busyUplink: '네트워크 업링크 사용률이 80%를 넘습니다',
  lowerScore: '예상 점수가 더 낮습니다',
  higherUtilisation: '다른 호스트의 사용률이 더 낮습니다',
  quarantined: '격리 모드입니다',
  noFailoverHost: '전용 페일오버 호스트가 먼저입니다',
  notInPartition: '이 기본 호스트의 파티션에 없습니다',
  primaryIsThere: '기본 VM이 실행 중인 호스트입니다',
  keptForFailover: '전용 페일오버 호스트입니다',
  noFtNic: 'FT 로깅 네트워크가 없습니다',
  ftNetworkDown: 'FT 네트워크로 연결되지 않습니다',
  sameMetroGroup: '메트로 클러스터에서 기본 VM과 같은 쪽에 있습니다',
  ftVmLimit: 'FT VM 수 제한에 도달했습니다',
  ftVcpuLimit: 'FT vCPU 수 제한을 초과합니다',
  anotherWasAsked: '다른 호스트가 지정되었습니다',
}
