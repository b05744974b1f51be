/** Names and values of what decisions look at. A key without a name is shown in plain words. */
import { commandLabel } from '../../src-main/contract/texts/commands.ts'
import { plainValue } from '../../src-main/contract/texts/fields.ts'
import { formatDuration, formatMHz, formatMiB } from '../../src-main/contract/texts/format.ts'
import { pick, plainWords, type Language, type Phrase } from '../../src-main/contract/texts/language.ts'
import { refusalText } from '../../src-main/contract/texts/refusals.ts'
import { stateLabel } from '../../src-main/contract/texts/states.ts'

const names: { readonly [key: string]: Phrase } = {
  addresses: ['Isolation addresses', '격리 주소'],
  answered: ['Answered', '응답 여부'],
  attempt: ['Attempt', '시도'],
  attempts: ['Attempts', '시도 횟수'],
  candidates: ['Candidates', '후보'],
  command: ['Command', '명령'],
  cpuNeededMHz: ['CPU needed', '필요한 CPU'],
  cpuUnreservedMHz: ['CPU unreserved', '예약되지 않은 CPU'],
  datastoreHeartbeat: ['Datastore heartbeat', '데이터스토어 하트비트'],
  datastores: ['Datastores', '데이터스토어'],
  host: ['Host', '호스트'],
  hosts: ['Hosts', '호스트'],
  isolatedBit: ['Isolated bit', '분리 표시'],
  lockHolder: ['Lock held by', '잠금 소유 호스트'],
  memoryNeededMiB: ['Memory needed', '필요한 메모리'],
  memoryUnreservedMiB: ['Memory unreserved', '예약되지 않은 메모리'],
  moid: ['Managed object id', '관리 개체 ID'],
  networkHeartbeat: ['Network heartbeat', '네트워크 하트비트'],
  nodeGoodness: ['Node goodness', '노드 적합도(nodeGoodness)'],
  observer: ['Observer', '관찰 호스트'],
  ping: ['Ping answered', 'ping 응답'],
  pingMs: ['Pinged for', 'ping 시간'],
  powerOnsInFlight: ['Power-ons under way', '진행 중인 전원 켜기'],
  primary: ['Primary host', '기본 호스트'],
  priority: ['Priority', '우선 순위'],
  reason: ['Reason', '이유'],
  resource: ['Resource', '리소스'],
  retryInMs: ['Next try in', '다음 시도까지'],
  row: ['Row of the table', '표의 행'],
  silentMs: ['Silent for', '무응답 시간'],
  state: ['State', '상태'],
  vm: ['VM', 'VM'],
}

function valueOf(key: string, value: unknown, language: Language): string {
  if (typeof value === 'number') {
    if (key.endsWith('Ms')) return formatDuration(value, language)
    if (key.endsWith('MHz')) return formatMHz(value, language)
    if (key.endsWith('MiB')) return formatMiB(value, language)
  }
  if (typeof value === 'string') {
    if (key === 'state') return stateLabel('haState', value, language)
    if (key === 'priority') return stateLabel('priority', value, language)
    if (key === 'command') return commandLabel(value, language)
    if (key === 'reason') return refusalText(value, language)
  }
  return plainValue(value, language) || '–'
}

export interface NamedInput {
  readonly name: string
  readonly value: string
}

export function namedInput(key: string, value: unknown, language: Language): NamedInput {
  const phrase = Object.hasOwn(names, key) ? names[key] : undefined
  return { name: phrase === undefined ? plainWords(key.replace(/(Ms|MHz|MiB)$/, '')) : pick(phrase, language), value: valueOf(key, value, language) }
}
