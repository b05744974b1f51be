/** What a sweep says of VMs that do not run after a failure, in both languages. */
import type { LossReason, SweepDomain, SweepResult, VmLoss } from '../api-sweep.ts'
import { pick, type Language, type Phrase } from './language.ts'
import { stateLabel } from './states.ts'
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

/** What admission control promised, and what happened. */
export interface PromiseTexts {
  readonly promised: string
  /** There was less than was configured before anything failed; null: it did not. */
  readonly short: string | null
  /** Null where nothing was promised. */
  readonly happened: string | null
  /** Null: none of the failures is within the promise. */
  readonly kept: boolean | null
}

export const promiseTitle: Phrase = ['Promised, and what happened', '보장과 실제 결과']

export function promiseTexts({ domain, before, outcomes }: Pick<SweepResult, 'domain' | 'before' | 'outcomes'>, language: Language): PromiseTexts {
  const { admission, promisedHosts } = before
  const say = (en: string, ko: string): string => pick([en, ko], language)
  const short =
    admission?.ok === false ? say('That was less than configured before anything failed.', '장애가 발생하기 전부터 설정보다 적었습니다.') : null
  if (admission === null || promisedHosts === null) {
    const promised =
      admission === null
        ? say('vSphere HA is turned off: nothing is promised.', 'vSphere HA가 꺼져 있으므로 보장하는 것이 없습니다.')
        : say('Admission control is disabled: nothing is promised.', '승인 제어를 사용하지 않으므로 보장하는 것이 없습니다.')
    return { promised, short, happened: null, kept: null }
  }
  const policy = stateLabel('admissionPolicy', admission.policy, language)
  const promised = say(
    `As admission control (${policy}) counts it, there was room for host failures: ${promisedHosts}.`,
    `승인 제어(${policy}) 기준으로 호스트 장애 ${promisedHosts}개를 감당할 여유가 있었습니다.`,
  )
  const within = outcomes.filter((outcome) => outcome.promised === true)
  const n = within.length
  if (domain !== 'host' && domain !== 'faultDomain')
    return {
      promised,
      short,
      happened: say('It promises nothing about failures of this kind.', '이 종류의 장애에 대해서는 보장하지 않습니다.'),
      kept: null,
    }
  if (n === 0) return { promised, short, happened: say('None of these failures is that small.', '이 범위에 드는 장애가 없습니다.'), kept: null }
  const broken = within.filter((outcome) => outcome.kept === false).length
  const happened =
    broken === 0
      ? say(
          `${n} of these failures are within it: in each of them every VM that HA is to restart runs again.`,
          `이 범위의 장애 ${n}개 모두에서 HA가 다시 시작해야 하는 모든 가상 시스템이 다시 실행됩니다.`,
        )
      : say(
          `${n} of these failures are within it; in ${broken} of them not every VM runs again.`,
          `이 범위의 장애 ${n}개 중 ${broken}개에서 다시 시작되지 않은 가상 시스템이 있습니다.`,
        )
  return { promised, short, happened, kept: broken === 0 }
}
