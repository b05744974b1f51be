/** Korean sentences of the event log, one per type. Names stay in Latin letters, so particles are written 이(가), 을(를), 은(는). */
import type { EventType } from '../events.ts'
import { formatNumber } from './format.ts'
import { joinNames, type Fields } from './fields.ts'
import { commandTargets } from './targets.ts'
import { vcenterEventMeaning } from './vcenter-events.ts'

type Sentence = (e: Fields) => string

const by = (e: Fields): string => (e.is('by', 'drs') ? 'DRS가' : e.is('by', 'user') ? '사용자가' : 'vCenter Server가')
const members = (e: Fields, field: string): string => joinNames(e.names(field), 'ko')
const subject = (e: Fields): string => [e.text('host', ''), e.text('vm', '')].filter((name) => name !== '').join(', ') || '클러스터'

const poweredOn: { readonly [cause: string]: Sentence } = {
  ha: (e) => `vSphere HA가 ${e.text('vm')}을(를) ${e.text('host')}에서 다시 시작했습니다`,
  drs: (e) => `DRS가 배치한 ${e.text('host')}에서 ${e.text('vm')}의 전원이 켜졌습니다`,
  ft: (e) => `Fault Tolerance가 ${e.text('host')}에서 ${e.text('vm')}의 전원을 켰습니다`,
  vmcp: (e) => `데이터스토어 손실 후 ${e.text('vm')}을(를) ${e.text('host')}에서 다시 시작했습니다`,
}

const poweredOff: { readonly [cause: string]: Sentence } = {
  user: (e) => `사용자가 ${e.text('host')}에서 ${e.text('vm')}의 전원을 껐습니다`,
  guest: (e) => `${e.text('host')}에서 ${e.text('vm')}의 게스트 운영 체제가 종료되었습니다`,
  isolation: (e) => `호스트 격리 응답으로 ${e.text('host')}에서 ${e.text('vm')}의 전원을 껐습니다`,
  vmcp: (e) => `데이터스토어 손실로 ${e.text('host')}에서 ${e.text('vm')}의 전원을 껐습니다`,
  processCrash: (e) => `${e.text('host')}에서 ${e.text('vm')}의 프로세스가 비정상 종료되었습니다`,
  hostFailed: (e) => `${e.text('host')} 장애로 ${e.text('vm')}의 실행이 중단되었습니다`,
  lockLost: (e) => `잠금을 잃은 ${e.text('vm')}의 이전 인스턴스를 ${e.text('host')}에서 껐습니다`,
  ft: (e) => `Fault Tolerance가 ${e.text('host')}에서 ${e.text('vm')}의 사본을 종료했습니다`,
}

const resetBy: { readonly [cause: string]: string } = {
  user: '사용자가 ',
  vmMonitoring: 'VM 모니터링이 ',
  appMonitoring: '애플리케이션 모니터링이 ',
  apdRecovery: 'APD가 해제된 후 ',
}

const isolation: { readonly [response: string]: Sentence } = {
  disabled: (e) => `분리된 호스트 ${e.text('host')}에서 ${e.text('vm')}의 전원을 켜진 상태로 둡니다(호스트 격리 응답 사용 안 함)`,
  powerOffAndRestart: (e) => `${e.text('host')}의 호스트 격리 응답: ${e.text('vm')}의 전원을 끕니다`,
  shutDownAndRestart: (e) => `${e.text('host')}의 호스트 격리 응답: ${e.text('vm')}의 게스트 운영 체제를 종료합니다`,
  deferred: (e) => `${e.text('host')}의 호스트 격리 응답: 데이터스토어를 소유한 기본 호스트가 없어 ${e.text('vm')}에 대한 응답을 미룹니다`,
}

function stateChanged(e: Fields): string {
  const was = e.has('from') ? `(이전: ${e.label('haState', 'from')})` : ''
  const to = e.label('haState', 'to')
  if (e.is('by', 'self')) return `${e.text('host')}이(가) 자신의 상태를 '${to}'(으)로 판단합니다${was}`
  const viewer = e.is('by', 'vcenter') || !e.has('by') ? '' : `${e.text('by')}이(가) `
  if (e.is('to', 'failed'))
    return viewer === ''
      ? `${e.text('host')}에 장애가 발생한 것으로 선언되었습니다${was}`
      : `${viewer}${e.text('host')}에 장애가 발생한 것으로 선언했습니다${was}`
  return viewer === ''
    ? `${e.text('host')}의 HA 상태가 '${to}'(으)로 바뀌었습니다${was}`
    : `${viewer}${e.text('host')}을(를) '${to}' 상태로 봅니다${was}`
}

function heartbeatLost(e: Fields): string {
  const silent = e.number('silentMs') === null ? '3초' : e.seconds('silentMs')
  const watch = e.is('watchesDatastores', true) || e.names('datastores').length > 0
  return `${e.text('by')}이(가) ${silent} 동안 ${e.text('host')}의 하트비트를 받지 못했습니다${watch ? '. 데이터스토어 하트비트를 확인합니다' : ''}`
}

function drsPass(e: Fields): string {
  const score = e.number('score')
  const imbalance = e.number('imbalance')
  const target = e.number('target')
  if (e.is('algorithm', 'classic')) {
    const against = target === null ? '' : `, 목표 ${formatNumber(target, 4)}`
    return imbalance === null ? 'DRS가 호스트 로드를 검사합니다' : `DRS가 호스트 로드를 검사합니다: 불균형 ${formatNumber(imbalance, 4)}${against}`
  }
  return score === null ? 'DRS가 가상 시스템을 검사합니다' : `DRS가 가상 시스템을 검사합니다: 클러스터 DRS 점수 ${formatNumber(score, 2)}%`
}

function recommendation(e: Fields): string {
  const head = `DRS 권장 사항 ${e.text('id')}${e.has('priority') ? `(우선 순위 ${e.text('priority')})` : ''}`
  const why = e.has('reason') ? ` – ${e.label('drsReason', 'reason')}` : ''
  if (e.is('kind', 'migrate')) return `${head}: ${e.text('vm')}을(를) ${e.text('from')}에서 ${e.text('to')}(으)로 이동${why}`
  if (e.is('kind', 'hostPowerOn')) return `${head}: ${e.text('host')}의 전원 켜기${why}`
  if (e.is('kind', 'hostPowerOff')) return `${head}: ${e.text('host')}을(를) 대기 모드로 전환${why}`
  const vms = e.names('group').length > 0 ? members(e, 'group') : e.text('vm')
  const hosts = e.names('hosts').length > 0 ? members(e, 'hosts') : e.text('to', e.text('host', '호스트'))
  return `${head}: ${hosts}에서 ${vms}의 전원 켜기${why}`
}

function refused(e: Fields, verb: string): string {
  const targets = commandTargets(e, 'ko')
  return `${e.command('command')}${targets === '' ? '' : `(${targets})`} ${verb}: ${e.refusal('reason')}`
}

export const sentencesKo: { readonly [T in EventType]: Sentence } = {
  'lab.warned': (e) => {
    if (e.is('reason', 'limitsLifted')) return '이 랩에서는 구성 최대값이 적용되지 않습니다'
    if (e.is('reason', 'unknownOption')) return `${e.text('path')}은(는) 알려진 옵션이 아니므로 효과가 없습니다`
    if (e.is('reason', 'notInProduct')) return `${e.text('path')}은(는) 이 제품 수준에 없으므로 효과가 없습니다`
    return `랩 경고: ${e.text('text', e.text('path'))}`
  },
  'command.received': (e) => `명령: ${e.command('command')}${commandTargets(e, 'ko') === '' ? '' : `(${commandTargets(e, 'ko')})`}`,
  'command.refused': (e) => refused(e, '명령이 거부되었습니다'),
  'command.warned': (e) => refused(e, '명령을 경고와 함께 실행합니다'),
  'host.failed': (e) =>
    e.is('kind', 'crash') ? `${e.text('host')}에서 보라색 화면(PSOD) 충돌이 발생했습니다` : `${e.text('host')}의 전원이 끊어졌습니다`,
  'host.booted': (e) => `${e.text('host')}이(가) 부팅되었습니다`,
  'host.connectionChanged': (e) =>
    `vCenter Server에서 ${e.text('host')}의 상태가 '${e.label('hostConnection', 'to')}'(으)로 바뀌었습니다(이전: ${e.label('hostConnection', 'from')})`,
  'host.maintenanceEntering': (e) => `${e.text('host')}이(가) 유지 보수 모드로 전환하는 중입니다`,
  'host.maintenanceEntered': (e) => `${e.text('host')}이(가) 유지 보수 모드입니다`,
  'host.maintenanceExited': (e) => `${e.text('host')}이(가) 유지 보수 모드를 종료했습니다`,
  'host.quarantineEntered': (e) => `${e.text('host')}이(가) 격리 모드로 전환되었습니다`,
  'host.quarantineExited': (e) => `${e.text('host')}이(가) 격리 모드를 종료했습니다`,
  'host.standbyEntering': (e) => `${by(e)} ${e.text('host')}을(를) 대기 모드로 전환합니다`,
  'host.standbyEntered': (e) => `${e.text('host')}이(가) 대기 모드입니다`,
  'host.standbyExiting': (e) => `${by(e)} ${e.text('host')}의 대기 모드를 종료합니다`,
  'host.standbyExited': (e) => `${e.text('host')}이(가) 대기 모드를 종료했습니다`,
  'host.standbyExitFailed': (e) => `${e.text('host')}의 대기 모드를 종료하지 못했습니다`,
  'ha.electionStarted': (e) =>
    e.names('candidates').length === 0
      ? '기본 호스트 선출이 시작되었습니다'
      : `${members(e, 'candidates')} 사이에서 기본 호스트 선출이 시작되었습니다`,
  'ha.primaryElected': (e) => {
    const others = e.names('partition').filter((name) => name !== e.word('host'))
    if (others.length === 0 && !e.has('partition')) return `${e.text('host')}이(가) 기본 호스트로 선출되었습니다`
    return others.length === 0
      ? `${e.text('host')}이(가) 혼자 남은 파티션의 기본 호스트로 선출되었습니다`
      : `${e.text('host')}이(가) 기본 호스트로 선출되었습니다(보조 호스트: ${joinNames(others, 'ko')})`
  },
  'ha.heartbeatLost': heartbeatLost,
  'ha.datastoreHeartbeat': (e) =>
    e.is('alive', false)
      ? `${e.text('by')}이(가) ${e.text('host')}의 데이터스토어 하트비트를 확인하지 못했습니다`
      : `${e.text('by')}이(가) ${e.text('host')}의 데이터스토어 하트비트가 살아 있음을 확인했습니다`,
  'ha.hostUnreachable': (e) => `${e.text('by')}이(가) ${e.text('host')}에 연결할 수 없다고 판단하고 관리 주소로 ping을 보냅니다`,
  'ha.isolationPing': (e) =>
    `${e.text('host')}이(가) 격리 주소 ${e.text('address')}(으)로 ping을 보냅니다${e.is('answered', true) ? ': 응답함' : e.is('answered', false) ? ': 응답 없음' : ''}`,
  'ha.hostStateChanged': stateChanged,
  'ha.isolationDeclared': (e) => `${e.text('host')}이(가) 자신이 네트워크에서 분리되었다고 선언했습니다`,
  'ha.isolationResponse': (e) =>
    (isolation[e.word('response')] ?? ((f: Fields) => `${f.text('host')}의 호스트 격리 응답(${f.text('vm')}): ${f.text('response')}`))(e),
  'ha.restartQueued': (e) => `vSphere HA가 ${e.text('vm')}을(를) 다시 시작 대기열에 넣었습니다(우선 순위 ${e.label('priority', 'priority')})`,
  'ha.restartPending': (e) => `${e.text('vm')}의 다시 시작을 보류합니다: ${e.label('pendingReason', 'reason')}`,
  'ha.restartAttempted': (e) => `vSphere HA가 ${e.text('host')}에서 ${e.text('vm')}을(를) 시작합니다(${e.text('attempt')}번째 시도)`,
  'ha.restartFailed': (e) =>
    `${e.has('host') ? `${e.text('host')}에서 ` : ''}${e.text('vm')}을(를) 시작하는 ${e.text('attempt')}번째 시도가 실패했습니다: ${e.label('restartFailure', 'reason')}`,
  'ha.failoverGaveUp': (e) => `모든 시도를 사용했으므로 vSphere HA가 ${e.text('vm')}의 다시 시작을 포기합니다`,
  'admission.checked': (e) => {
    const verb = e.is('result', 'refused') ? '거부합니다' : '허용합니다'
    if (e.is('operation', 'migrateIn')) return `승인 제어가 ${e.text('vm')}을(를) 클러스터로 이동하는 것을 ${verb}`
    if (e.is('operation', 'reservation')) return `승인 제어가 ${e.text('vm')}의 예약 증가를 ${verb}`
    return `승인 제어가 ${e.text('vm')}의 전원 켜기를 ${verb}`
  },
  'configIssue.raised': (e) => `${subject(e)}의 구성 문제: ${e.label('configIssue', 'issue')}`,
  'configIssue.cleared': (e) => `${subject(e)}의 구성 문제가 해결되었습니다: ${e.label('configIssue', 'issue')}`,
  'vcenter.eventLogged': (e) => {
    const about = [e.text('vm', ''), e.text('host', ''), e.text('datastore', '')].filter((name) => name !== '').join(', ')
    const meaning = vcenterEventMeaning(e.word('name'), 'ko')
    return `vCenter Server 이벤트 ${e.text('name')}${about === '' ? '' : `(${about})`}${meaning === null ? '' : `: ${meaning}`}`
  },
  'task.started': (e) => `태스크 시작: ${e.command('name')}${e.has('entity') ? `(${e.text('entity')})` : ''}`,
  'task.finished': (e) =>
    `태스크 ${e.is('result', 'success') || !e.has('result') ? '완료' : '실패'}: ${e.command('name')}${e.has('entity') ? `(${e.text('entity')})` : ''}` +
    (e.is('result', 'success') || !e.has('result') ? '' : ` – ${e.refusal('result')}`),
  'alarm.triggered': (e) => `${e.text('entity', '클러스터')}의 경보: ${e.label('alarm', 'alarm')}(${e.label('severity', 'severity')})`,
  'alarm.cleared': (e) => `${e.text('entity', '클러스터')}의 경보가 해제되었습니다: ${e.label('alarm', 'alarm')}`,
  'lock.acquired': (e) =>
    e.is('file', 'protectedList')
      ? `${e.text('host')}이(가) ${e.text('datastore')}의 보호 목록(protectedlist)을 잠그고 데이터스토어를 소유합니다`
      : `${e.text('host')}이(가) ${e.text('datastore')}에 있는 ${e.text('vm')}의 잠금을 획득했습니다`,
  'lock.released': (e) =>
    e.is('file', 'protectedList')
      ? `${e.text('host')}이(가) ${e.text('datastore')}의 보호 목록(protectedlist) 잠금을 해제했습니다`
      : `${e.text('host')}이(가) ${e.text('datastore')}에 있는 ${e.text('vm')}의 잠금을 해제했습니다`,
  'lock.expired': (e) =>
    `${e.text('host')}이(가) 갱신하지 않아 ${e.text('datastore')}에 있는 ${e.is('file', 'protectedList') ? '보호 목록(protectedlist)' : e.text('vm')}의 잠금이 만료되었습니다`,
  'vmcp.apdStarted': (e) => `${e.text('host')}에서 ${e.text('datastore')}(으)로 가는 모든 경로가 다운되었습니다(APD)`,
  'vmcp.apdTimeout': (e) => `${e.text('host')}에서 ${e.text('datastore')}의 APD 시간이 초과되었습니다`,
  'vmcp.apdCleared': (e) => `${e.text('host')}에서 ${e.text('datastore')}의 경로가 복구되어 APD가 해제되었습니다`,
  'vmcp.pdl': (e) => `${e.text('host')}이(가) ${e.text('datastore')}을(를) 영구적으로 잃었습니다(PDL)`,
  'vmcp.response': (e) => `${e.text('host')}에서 ${e.text('vm')}에 대한 VM 구성 요소 보호: ${e.label('vmcpResponse', 'response')}`,
  'vm.poweredOn': (e) => (poweredOn[e.word('cause')] ?? ((f: Fields) => `${f.text('host')}에서 ${f.text('vm')}의 전원이 켜졌습니다`))(e),
  'vm.poweredOff': (e) => (poweredOff[e.word('cause')] ?? ((f: Fields) => `${f.text('host')}에서 ${f.text('vm')}의 전원이 꺼졌습니다`))(e),
  'vm.reset': (e) => `${resetBy[e.word('cause')] ?? ''}${e.text('host')}에서 ${e.text('vm')}을(를) 재설정했습니다`,
  'vm.guestReady': (e) => `${e.text('vm')}의 게스트 운영 체제가 부팅되었습니다`,
  'vm.guestFailed': (e) => `${e.text('vm')}에서 장애 감지: ${e.has('kind') ? e.label('guestFailure', 'kind') : '게스트에 장애가 발생했습니다'}`,
  'vm.demandChanged': (e) => `${e.text('vm')}의 요구량이 바뀌었습니다`,
  'vm.questionRaised': (e) =>
    `${e.text('vm')}이(가) 답변을 기다립니다: ${e.is('question', 'outOfSpace') ? '데이터스토어에 델타를 쓸 공간이 없습니다' : '디스크 잠금을 잃었습니다'}`,
  'vm.questionAnswered': (e) => `${e.text('vm')}의 질문(${e.is('question', 'outOfSpace') ? '데이터스토어 공간 부족' : '잠금 손실'})에 답변했습니다`,
  'vm.created': (e) => `${e.text('vm')}이(가) 생성되었습니다`,
  'vm.removed': (e) => `${e.text('vm')}이(가) 삭제되었습니다`,
  'vm.configured': (e) => `${e.text('vm')}의 설정이 변경되었습니다`,
  'network.rarp': (e) =>
    `${e.text('host')}이(가) ${e.has('network') ? `${e.text('network')}에서 ` : ''}${e.text('vm')}의 주소 ${e.text('mac')}을(를) 알립니다(RARP)`,
  'client.outage': (e) =>
    `클라이언트가 ${e.text('vm')}에 ${e.duration('durationMs')} 동안 연결하지 못했습니다(손실된 ping ${e.text('pingsLost', '0')}개)`,
  'drs.pass': drsPass,
  'drs.recommendation': recommendation,
  'drs.applied': (e) => `${by(e)} 권장 사항 ${e.text('id')}을(를) 적용합니다`,
  'drs.withdrawn': (e) => `DRS가 권장 사항 ${e.text('id')}을(를) 철회합니다`,
  'drs.fault': (e) =>
    `DRS 결함(${e.text('vm', e.text('host', e.text('rule', '클러스터')))}${e.has('vm') && e.has('host') ? `, ${e.text('host')}` : ''}): ${e.label('drsFault', 'reason')}`,
  'drs.maintenancePlan': (e) =>
    e.names('hosts').length === 0
      ? '유지 보수 계획: 유지 보수 모드로 전환할 수 있는 호스트가 없습니다'
      : `유지 보수 계획: ${members(e, 'hosts')}을(를) 유지 보수 모드로 전환할 수 있습니다`,
  'rule.conflict': (e) => `규칙 ${e.text('rule')}이(가) ${e.text('conflictsWith')}과(와) 충돌하므로 사용하지 않습니다`,
  'rule.violated': (e) => `${e.names('vms').length === 0 ? '가상 시스템' : members(e, 'vms')}의 위치가 규칙 ${e.text('rule')}을(를) 위반합니다`,
  'rule.satisfied': (e) => `규칙 ${e.text('rule')}이(가) 다시 충족되었습니다`,
  'vmotion.queued': (e) => {
    const resource = e.is('waitsFor', 'network') ? '네트워크' : e.is('waitsFor', 'datastore') ? '데이터스토어' : '호스트'
    return `${e.text('vm')}${e.role()}의 ${e.label('migrationKind', 'kind')}이(가) ${resource} ${e.text('name', '')}의 빈자리를 기다립니다`.replace(
      / {2,}/g,
      ' ',
    )
  },
  'vmotion.started': (e) => {
    const stays = e.is('kind', 'storage') || (e.has('datastore') && e.is('to', e.word('from')))
    const way = stays
      ? `${e.text('from')}에서 ${e.text('datastore')}(으)로`
      : `${e.text('from')}에서 ${e.text('to')}${e.has('datastore') ? `, ${e.text('datastore')}` : ''}(으)로`
    const streams = (e.number('streams') ?? 0) > 1 ? [`스트림 ${e.text('streams')}개`] : []
    const details = [...streams, ...(e.is('encrypted', true) ? ['암호화'] : [])].join(', ')
    return `${e.text('vm')}${e.role()}의 ${e.label('migrationKind', 'kind')}이(가) ${way} 시작되었습니다${details === '' ? '' : `(${details})`}`
  },
  'vmotion.phase': (e) =>
    `${e.text('vm')}${e.role()}의 마이그레이션 단계: ${e.label('migrationPhase', 'phase')}${e.has('actor') ? `(${e.is('actor', 'vcenter') ? 'vCenter Server' : e.text('actor')})` : ''}`,
  'vmotion.round': (e) =>
    `${e.text('vm')}${e.role()} 라운드 ${e.text('round')}: ${e.duration('durationMs')} 동안 ${e.bytes('bytes')}을(를) 보냈고 그동안 ${e.bytes('dirtyBytes')}이(가) 변경되었습니다`,
  'vmotion.sdps': (e) =>
    `라운드 ${e.text('round')}부터 사전 복사가 끝날 수 있도록 ${e.text('vm')}${e.role()}의 속도를 ${e.text('slowdownPercent')}% 늦춥니다(SDPS)`,
  'vmotion.switchover': (e) => `${e.duration('stunMs')} 동안 멈춘 후 ${e.text('vm')}${e.role()}이(가) 대상 호스트에서 실행됩니다`,
  'vmotion.completed': (e) => {
    const rounds = (e.number('rounds') ?? 0) === 0 ? '' : `, 라운드 ${e.text('rounds')}회`
    const stun = e.is('kind', 'cold') ? '' : `, 멈춤 ${e.duration('stunMs')}`
    return `${e.text('vm')}${e.role()}의 ${e.label('migrationKind', 'kind')}이(가) ${e.duration('totalMs')} 만에 완료되었습니다: ${e.bytes('bytes')}${rounds}${stun}`
  },
  'vmotion.failed': (e) => `${e.text('vm')}${e.role()}의 마이그레이션이 실패했습니다: ${e.label('migrationFailure', 'reason')}`,
  'snapshot.created': (e) => {
    const bytes = (e.number('memoryBytes') ?? 0) > 0 ? ` ${e.bytes('memoryBytes')}` : ''
    const memory = e.is('memory', true) ? `메모리${bytes}을(를) 포함한 ` : ''
    const consistency = e.has('consistency') && !e.is('consistency', 'crash') ? `, ${e.label('consistency', 'consistency')}` : ''
    return `${e.text('vm')}의 ${memory}스냅샷 ${e.text('name')}을(를) ${e.duration('durationMs')} 만에 만들었습니다(멈춤 ${e.duration('stunMs')}${consistency})`
  },
  'snapshot.failed': (e) => `${e.text('vm')}의 스냅샷 ${e.text('name')}을(를) 만들지 못했습니다: ${e.label('snapshotFailure', 'reason')}`,
  'snapshot.reverted': (e) => `${e.text('vm')}을(를) 스냅샷 ${e.text('name')}(으)로 되돌렸습니다`,
  'snapshot.deleted': (e) => `${e.text('vm')}의 스냅샷 ${e.text('name')}을(를) 삭제했습니다`,
  'snapshot.consolidated': (e) => {
    const helper = e.is('mode', 'helper') ? `도우미 스냅샷으로 ${e.text('iterations', '0')}회 반복하여 ` : ''
    return `${e.text('vm')}의 스냅샷 데이터 ${e.bytes('bytes')}을(를) ${helper}${e.duration('durationMs')} 만에 통합했습니다(멈춤 ${e.duration('stunMs')})`
  },
  'ft.protected': (e) => {
    const took = e.has('durationMs') ? `(복사 ${e.duration('durationMs')}, 멈춤 ${e.duration('stunMs')})` : ''
    return `Fault Tolerance가 ${e.text('vm')}을(를) 보호합니다: 기본 VM은 ${e.text('primary')}, 보조 VM은 ${e.text('secondary')}에 있습니다${took}`
  },
  'ft.failover': (e) => `${e.text('to')}에 있는 ${e.text('vm')}의 보조 VM이 ${e.text('from')}의 작업을 다시 시작 없이 이어받았습니다`,
  'ft.secondaryLost': (e) => `${e.text('vm')}이(가) ${e.text('host')}에 있는 보조 VM을 잃었습니다`,
  'ft.secondaryStarted': (e) => `${e.text('host')}에서 ${e.text('vm')}의 새 보조 VM을 만들기 시작했습니다`,
  'ft.stateChanged': (e) => {
    const reason = e.has('reason') ? `. ${e.label('ftReason', 'reason')}` : ''
    return `${e.text('vm')}의 Fault Tolerance 상태가 '${e.label('ftState', 'to')}'(으)로 바뀌었습니다(이전: ${e.label('ftState', 'from')})${reason}`
  },
}
