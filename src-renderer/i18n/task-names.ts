/** Names of tasks as Recent Tasks of the vSphere Client shows them; a command without one has its own name. */
import { commandLabel } from '../../src-main/contract/texts/commands.ts'
import { refusalText } from '../../src-main/contract/texts/refusals.ts'
import { pick, type Language, type Phrase } from '../../src-main/contract/texts/language.ts'

const names: { readonly [command: string]: Phrase } = {
  'cluster.configure': ['Reconfigure cluster', '클러스터 재구성'],
  'datastore.mount': ['Mount datastore', '데이터스토어 마운트'],
  'datastore.unmount': ['Unmount datastore', '데이터스토어 마운트 해제'],
  'drs.apply': ['Apply recommendation', '권장 사항 적용'],
  'ft.disable': ['Turn Off Fault Tolerance', 'Fault Tolerance 끄기'],
  'ft.enable': ['Turn On Fault Tolerance', 'Fault Tolerance 켜기'],
  'ft.resume': ['Resume Fault Tolerance', 'Fault Tolerance 재개'],
  'ft.suspend': ['Suspend Fault Tolerance', 'Fault Tolerance 일시 중단'],
  'host.add': ['Add host', '호스트 추가'],
  'host.connect': ['Reconnect host', '호스트 다시 연결'],
  'host.disconnect': ['Disconnect host', '호스트 연결 끊기'],
  'host.enterMaintenance': ['Enter maintenance mode', '유지 보수 모드 시작'],
  'host.enterStandby': ['Enter standby mode', '대기 모드 시작'],
  'host.exitMaintenance': ['Exit maintenance mode', '유지 보수 모드 종료'],
  'host.exitStandby': ['Exit standby mode', '대기 모드 종료'],
  'host.reconfigureHa': ['Configuring vSphere HA', 'vSphere HA 구성'],
  'host.remove': ['Remove host', '호스트 제거'],
  'snapshot.consolidate': ['Consolidate virtual machine disk files', '가상 시스템 디스크 파일 통합'],
  'snapshot.create': ['Create virtual machine snapshot', '가상 시스템 스냅샷 생성'],
  'snapshot.delete': ['Remove snapshot', '스냅샷 제거'],
  'snapshot.deleteAll': ['Remove all snapshots', '모든 스냅샷 제거'],
  'snapshot.revert': ['Revert snapshot', '스냅샷으로 되돌리기'],
  'vm.configure': ['Reconfigure virtual machine', '가상 시스템 재구성'],
  'vm.create': ['Create virtual machine', '가상 시스템 생성'],
  'vm.migrate': ['Relocate virtual machine', '가상 시스템 재배치'],
  'vm.powerOff': ['Power Off virtual machine', '가상 시스템 전원 끄기'],
  'vm.powerOn': ['Power On virtual machine', '가상 시스템 전원 켜기'],
  'vm.rebootGuest': ['Initiate guest OS reboot', '게스트 운영 체제 다시 시작'],
  'vm.remove': ['Delete virtual machine', '가상 시스템 삭제'],
  'vm.reset': ['Reset virtual machine', '가상 시스템 재설정'],
  'vm.shutDown': ['Initiate guest OS shutdown', '게스트 운영 체제 종료'],
}

/** Commands that have a name of their own as a task. */
export const taskCommands: readonly string[] = Object.keys(names)

export function taskName(command: string, language: Language): string {
  const phrase = Object.hasOwn(names, command) ? names[command] : undefined
  return phrase === undefined ? commandLabel(command, language) : pick(phrase, language)
}

/** Why a task failed; an empty text where it did not. */
export function taskFailure(result: unknown, language: Language): string {
  return typeof result !== 'string' || result === 'success' ? '' : refusalText(result, language)
}
