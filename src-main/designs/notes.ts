/** What an edit did besides, in sentences. */
import type { DesignKind } from '../contract/api-design.ts'

export interface Note {
  readonly en: string
  readonly ko: string
}

type Words = readonly [one: string, many: string, ko: string]
const words: { readonly [K in DesignKind]: Words } = {
  host: ['host', 'hosts', '호스트'],
  vm: ['VM', 'VMs', '가상 시스템'],
  datastore: ['datastore', 'datastores', '데이터스토어'],
  network: ['network', 'networks', '네트워크'],
  pool: ['resource pool', 'resource pools', '리소스 풀'],
  rule: ['rule', 'rules', '규칙'],
  vmGroup: ['VM group', 'VM groups', 'VM 그룹'],
  hostGroup: ['host group', 'host groups', '호스트 그룹'],
}
const many = ([one, several]: Words, n: number): string => `${n} ${n === 1 ? one : several}`
const has = (n: number): string => (n === 1 ? 'has' : 'have')
const was = (n: number): string => (n === 1 ? 'was' : 'were')

export const notes = {
  renamed: (kind: DesignKind, from: string, to: string): Note => ({
    en: `The ${words[kind][0]} ${from} is named ${to}: its name was taken.`,
    ko: `${words[kind][2]} ${from}의 이름이 이미 사용 중이어서 ${to}(으)로 지정했습니다.`,
  }),
  /** References that followed. */
  followed: (n: number): Note => ({
    en: `${n} ${n === 1 ? 'reference follows' : 'references follow'} the new name.`,
    ko: `참조 ${n}개에 새 이름을 적용했습니다.`,
  }),
  separated: (kind: DesignKind, name: string, n: number): Note => ({
    en: `${name} stood for ${many(words[kind], n)}: each is an entry of its own now.`,
    ko: `${name} 항목이 나타내던 ${words[kind][2]} ${n}개를 각각의 항목으로 나누었습니다.`,
  }),
  writtenOut: (kind: 'network' | 'datastore'): Note => ({
    en: `The file named no ${words[kind][1]}: the usual ones are written out.`,
    ko: `파일에 ${words[kind][2]} 항목이 없어 기본 항목을 파일에 썼습니다.`,
  }),
  drsOff: (): Note => ({
    en: 'Groups and rules belong to the DRS block of the file: one was made that leaves DRS off.',
    ko: '그룹과 규칙은 파일의 DRS 블록에 속하므로 DRS가 꺼진 블록을 만들었습니다.',
  }),
  homeless: (n: number): Note => ({
    en: `${many(words.vm, n)} ${has(n)} no host any more: placed at power-on.`,
    ko: `가상 시스템 ${n}개에 지정된 호스트가 없습니다. 전원을 켤 때 배치됩니다.`,
  }),
  cleared: (n: number): Note => ({
    en: `${n} ${n === 1 ? 'setting' : 'settings'} that named it ${n === 1 ? 'is' : 'are'} back to the default.`,
    ko: `해당 이름을 사용하던 설정 ${n}개를 기본값으로 되돌렸습니다.`,
  }),
  left: (n: number): Note => ({
    en: `${n} ${n === 1 ? 'list has' : 'lists have'} it no longer among ${n === 1 ? 'its' : 'their'} members.`,
    ko: `목록 ${n}개에서 제거했습니다.`,
  }),
  gone: (kind: DesignKind, name: string): Note => ({
    en: `The ${words[kind][0]} ${name} had nothing left to name and was removed.`,
    ko: `${words[kind][2]} ${name}은(는) 가리키는 대상이 없어 제거했습니다.`,
  }),
  movedUp: (n: number, parent: string | null): Note => ({
    en: `${n} ${n === 1 ? 'member' : 'members'} of the resource pool moved up to ${parent ?? 'the root resource pool'}.`,
    ko: `리소스 풀의 멤버 ${n}개를 ${parent ?? '루트 리소스 풀'}(으)로 옮겼습니다.`,
  }),
  commands: (n: number): Note => ({
    en: `${n} ${n === 1 ? 'command' : 'commands'} of the timeline that named it ${was(n)} removed.`,
    ko: `해당 이름을 사용하던 타임라인 명령 ${n}개를 제거했습니다.`,
  }),
  expectations: (n: number): Note => ({
    en: `${n} ${n === 1 ? 'expectation' : 'expectations'} that named it ${was(n)} removed.`,
    ko: `해당 이름을 사용하던 예상 결과 ${n}개를 제거했습니다.`,
  }),
  adapters: (n: number): Note => ({
    en: `${n} ${n === 1 ? 'network adapter' : 'network adapters'} of VMs ${was(n)} removed with the network.`,
    ko: `네트워크와 함께 VM의 네트워크 어댑터 ${n}개를 제거했습니다.`,
  }),
  ignored: (keys: readonly string[]): Note => ({
    en: `Not pasted: ${keys.join(', ')}.`,
    ko: `붙여넣지 않은 항목: ${keys.join(', ')}.`,
  }),
  already: (service: 'ha' | 'drs'): Note => ({
    en: `vSphere ${service.toUpperCase()} was configured before: its settings stay, those that were missing are vSphere's own.`,
    ko: `vSphere ${service.toUpperCase()}이(가) 이미 구성되어 있어 기존 설정을 유지하고 빠진 설정만 vSphere 기본값으로 채웠습니다.`,
  }),
}
