/** Events that somebody asks for, in words: the sentence of the log with gaps where anything may stand, and what a payload field is called. */
import { eventField } from '../event-value-fields.ts'
import { eventFields, type EventType, type Json } from '../events.ts'
import { sentencesEn } from './events-en.ts'
import { sentencesKo } from './events-ko.ts'
import { plainValue, readFields } from './fields.ts'
import { namedInput, type NamedInput } from './inputs.ts'
import { pick, plainWords, type Language, type Phrase } from './language.ts'
import { kindOfWords, stateLabel } from './states.ts'
import { settingName, settingValue } from './design-differences.ts'
import { targetsOf } from './targets.ts'

const ANY = '…'
const isEventType = (type: string): type is EventType => Object.hasOwn(eventFields, type)

/** `… runs again on esx-02: restarted by vSphere HA`. Fields that are asked for by a range or by several words are gaps. */
export function askedEvent(type: string, fields: { readonly [field: string]: Json }, language: Language): string {
  if (!isEventType(type)) return plainWords(type.replace(/\.?\*$/, '')) + ANY
  const certain = Object.entries(fields).flatMap(([field, want]) => {
    const said = certainValue(type, field, want, language)
    return said === null ? [] : [[field, said] as const]
  })
  const sentences = language === 'ko' ? sentencesKo : sentencesEn
  return withoutGaps(sentences[type](readFields(targetsOf(Object.fromEntries(certain)), language, ANY)))
}

/** Without what says nothing: gaps in brackets, and those that a sentence ends in. */
const withoutGaps = (sentence: string): string => sentence.replace(/ ?\([^()]*…[^()]*\)/g, '').replace(/(?:[:,][^:,]*…)+$/, '')

function certainValue(type: EventType, field: string, want: Json, language: Language): Json {
  if (want === '*' || want === null) return null
  if (Array.isArray(want)) {
    const of = eventField(type, field)
    const isName = of === 'text' || (typeof of === 'object' && 'name' in of)
    return isName && want.every((each) => typeof each === 'string') ? want.join(language === 'ko' ? ' 또는 ' : ' or ') : null
  }
  return typeof want === 'object' && field !== 'arguments' ? null : want
}

const names: { readonly [field: string]: Phrase } = {
  actor: ['Done by', '수행 주체'],
  address: ['Address', '주소'],
  alarm: ['Alarm', '경보'],
  algorithm: ['DRS algorithm', 'DRS 알고리즘'],
  alive: ['Alive', '살아 있음'],
  arguments: ['Arguments', '인수'],
  cause: ['Cause', '원인'],
  consistency: ['Consistency', '일관성'],
  dirtyBytes: ['Changed meanwhile', '그동안 변경된 양'],
  encrypted: ['Encrypted', '암호화'],
  entity: ['Object', '개체'],
  faults: ['Faults', '결함'],
  file: ['File', '파일'],
  files: ['Files', '파일'],
  group: ['Group', '그룹'],
  issue: ['Configuration issue', '구성 문제'],
  mac: ['MAC address', 'MAC 주소'],
  memory: ['With memory', '메모리 포함'],
  memoryBytes: ['Memory', '메모리'],
  moveLimit: ['Most moves', '최대 이동 수'],
  partition: ['Partition', '파티션'],
  path: ['Key', '키'],
  pingsLost: ['Pings lost', '손실된 ping'],
  prerequisites: ['Prerequisites', '전제 조건'],
  question: ['Question', '질문'],
  rating: ['Rating', '등급'],
  recommendations: ['Recommendations', '권장 사항'],
  rejected: ['Rejected', '제외된 항목'],
  role: ['Role in the FT pair', 'FT 쌍에서의 역할'],
  secondary: ['Secondary VM on', '보조 VM 위치'],
  streams: ['Streams', '스트림 수'],
  task: ['Task', '태스크'],
  text: ['Text', '텍스트'],
  totalMs: ['Took in all', '총 소요 시간'],
  waitsFor: ['Waits for', '대기 대상'],
}

/** Words of payload fields that no table of states has. */
const words: { readonly [word: string]: Phrase } = {
  apdRecovery: ['the end of an APD', 'APD 해제'],
  application: ['application', '애플리케이션'],
  appMonitoring: ['application monitoring', '애플리케이션 모니터링'],
  classic: ['classic', '기존 방식'],
  cluster: ['cluster', '클러스터'],
  cpu: ['CPU', 'CPU'],
  crash: ['purple screen (PSOD)', '보라색 화면(PSOD)'],
  datastore: ['datastore', '데이터스토어'],
  drs: ['DRS', 'DRS'],
  drsScore: ['DRS score', 'DRS 점수'],
  ft: ['Fault Tolerance', 'Fault Tolerance'],
  guest: ['guest OS', '게스트 운영 체제'],
  ha: ['vSphere HA', 'vSphere HA'],
  host: ['host', '호스트'],
  hostFailed: ['host failure', '호스트 장애'],
  hostPowerOff: ['standby mode', '대기 모드'],
  hostPowerOn: ['power on a host', '호스트 전원 켜기'],
  isolation: ['host isolation response', '호스트 격리 응답'],
  limitsLifted: ['maximums are lifted', '최대값 제한 해제'],
  lockLost: ['lost lock', '잠금 손실'],
  memory: ['memory', '메모리'],
  migrate: ['migrate', '마이그레이션'],
  network: ['network', '네트워크'],
  notInProduct: ['not in this product level', '이 제품 수준에 없음'],
  outOfSpace: ['full datastore', '데이터스토어 공간 부족'],
  powerOff: ['loss of power', '전원 손실'],
  powerOn: ['power on', '전원 켜기'],
  primary: ['primary VM', '기본 VM'],
  processCrash: ['death of its process', '프로세스 비정상 종료'],
  protectedList: ['protected list', '보호 목록'],
  red: ['red', '빨간색'],
  secondary: ['secondary VM', '보조 VM'],
  self: ['itself', '자체 판단'],
  unknownOption: ['unknown option', '알 수 없는 옵션'],
  user: ['user', '사용자'],
  vcenter: ['vCenter Server', 'vCenter Server'],
  vm: ['VM', 'VM'],
  vmcp: ['VM component protection', 'VM 구성 요소 보호(VMCP)'],
  vmMonitoring: ['VM monitoring', 'VM 모니터링'],
  yellow: ['yellow', '노란색'],
}

/** What a payload field is called, and its value in words. `path`: the field, and keys below it. */
export function eventFieldText(type: string, path: readonly string[], value: unknown, language: Language): NamedInput {
  const [field = '', ...below] = path
  if (field === 'arguments' && below.length > 0) {
    const key = below.join('.')
    return { name: settingName('vm', key, language), value: settingValue('vm', key, value as Json, language) }
  }
  const input = namedInput(field, value, language)
  const name = Object.hasOwn(names, field) ? pick(names[field] ?? [field, field], language) : input.name
  const of = isEventType(type) ? eventField(type, field) : 'any'
  const listed = typeof of === 'object' && 'words' in of ? (of.words ?? []) : []
  if (typeof value !== 'string' || !listed.includes(value))
    return { name, value: typeof value === 'boolean' ? plainValue(value, language) : input.value }
  // Roles of an FT pair have the words of hosts, and other names.
  const kind = field === 'role' || (typeof of === 'object' && 'name' in of) ? null : kindOfWords(listed)
  if (kind !== null) return { name, value: stateLabel(kind, value, language) }
  return { name, value: Object.hasOwn(words, value) ? pick(words[value] ?? [value, value], language) : input.value }
}
