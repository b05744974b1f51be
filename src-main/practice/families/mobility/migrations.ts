/** What the families about migrations share. */
import type { GivenTable } from '../../../contract/practice/question.ts'
import type { LabFile } from '../../kit/evidence.ts'
import { hostEntry, hostName } from '../../kit/labs.ts'
import { inSeconds, measured } from '../../kit/words.ts'
import { modelConstants } from '../../../knowledge/model-constants.ts'

/** So many hosts with room for VMs of so much memory. */
export const hostsFor = (memoryGiB: number, count: number): readonly LabFile[] =>
  Array.from({ length: count }, (_, at) =>
    hostEntry({ name: hostName(at), sockets: 2, cores: 16, mhz: 2600, memoryMiB: Math.max(64, memoryGiB * 2) * 1024 }),
  )

export const hostPair = (memoryGiB: number): readonly LabFile[] => hostsFor(memoryGiB, 2)

/** VMware publishes none of these numbers: they are given, not asked for. */
export const modelOfMigration: GivenTable = {
  title: ["The simulator's model (not VMware's figures)", '시뮬레이터의 모델(VMware가 공개한 수치가 아님)'],
  head: [
    ['Usable share of the vMotion network', 'vMotion 네트워크의 사용 가능 비율'],
    ['Set-up before the first pass', '첫 라운드 전의 준비 시간'],
    ['Goal of the switch-over: the rest can be sent in', '전환 목표: 나머지를 전송하는 시간'],
    ['Fixed part of the stun', '정지 시간의 고정 부분'],
  ],
  rows: [
    [
      `${modelConstants['VM-034'].linkUsableShare * 100}%`,
      inSeconds(modelConstants['VM-030'].setupSeconds),
      measured(modelConstants['VM-021'].switchoverGoalSeconds * 1000, 'ms'),
      measured(modelConstants['VM-030'].fixedStunSeconds * 1000, 'ms'),
    ],
  ],
}
