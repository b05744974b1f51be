/** What a sweep says of VMs that do not run after a failure, in both languages. */
import type { LossReason, SweepDomain, VmLoss } from '../api-sweep.ts'
import { pick, type Language, type Phrase } from './language.ts'
import { rejectedText } from './why.ts'

const reasons: { readonly [R in LossReason]: Phrase } = {
  insufficientResources: ['no host has room for it', '이 가상 시스템을 실행할 여유가 있는 호스트가 없습니다'],
  noCompatibleHost: ['no host can run it', '이 가상 시스템을 실행할 수 있는 호스트가 없습니다'],
  mustRuleViolation: ['a must rule leaves it no host', '필수 규칙 때문에 실행할 수 있는 호스트가 없습니다'],
  antiAffinity: ['a separation rule leaves it no host', '반선호도 규칙 때문에 실행할 수 있는 호스트가 없습니다'],
  dependency: ['it waits for a VM that it depends on', '종속된 가상 시스템을 기다리고 있습니다'],
  fileLocked: ['its files are still locked', '파일이 아직 잠겨 있습니다'],
  powerOnFailed: ['its power-on fails', '전원을 켜지 못했습니다'],
  hostFailed: ['the host that was to start it failed too', '가상 시스템을 시작하려던 호스트에도 장애가 발생했습니다'],
  gaveUp: ['vSphere HA gave up after its last attempt', 'vSphere HA가 마지막 시도 후 다시 시작을 포기했습니다'],
  waiting: ['it waits for VMs of a higher restart priority', '다시 시작 우선 순위가 더 높은 가상 시스템을 기다리고 있습니다'],
  underWay: ['its restart is still under way', '아직 다시 시작하는 중입니다'],
  restartDisabled: ['its restart priority is Disabled', '다시 시작 우선 순위가 사용 안 함으로 설정되어 있습니다'],
  haDisabled: ['vSphere HA is turned off', 'vSphere HA가 꺼져 있습니다'],
  hostMonitoringDisabled: ['host monitoring is turned off', '호스트 모니터링이 꺼져 있습니다'],
  notProtected: ['vSphere HA did not protect it', 'vSphere HA가 보호하지 않는 가상 시스템이었습니다'],
  noPrimary: ['there is no primary host to restart it', '다시 시작할 기본 호스트가 없습니다'],
  notNoticed: ['vSphere HA does not take it for failed', 'vSphere HA가 장애로 판단하지 않았습니다'],
}

export const lossReasonText = (reason: LossReason, language: Language): string => pick(reasons[reason], language)

/** `no host has room for it: too little unreserved memory (2 hosts), it has failed (1 host)`. */
export function lossText({ reason, blockers }: Pick<VmLoss, 'reason' | 'blockers'>, language: Language): string {
  const told = blockers.map(({ reason: why, hosts }) => {
    const clause = rejectedText({ option: '', reason: why }, language)
    return language === 'ko' ? `${clause}(호스트 ${hosts}개)` : `${clause} (${hosts} ${hosts === 1 ? 'host' : 'hosts'})`
  })
  const head = lossReasonText(reason, language)
  return told.length === 0 ? head : `${head}: ${told.join(', ')}`
}

const domains: { readonly [D in SweepDomain]: Phrase } = {
  host: ['host', '호스트'],
  faultDomain: ['fault domain', '장애 도메인'],
  datastore: ['datastore', '데이터스토어'],
  network: ['network', '네트워크'],
}

export const domainText = (domain: SweepDomain, language: Language): string => pick(domains[domain], language)

/** As a heading or a button writes it. */
export function domainTitle(domain: SweepDomain, language: Language): string {
  const text = domainText(domain, language)
  return text.charAt(0).toUpperCase() + text.slice(1)
}
