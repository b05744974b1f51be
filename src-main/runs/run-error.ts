import type { ApiErrorCode, StoreProblem } from '../contract/api.ts'

/** A failure that a window may show, with its code. */
export class RunError extends Error {
  readonly code: ApiErrorCode
  /** Null where nobody has said it in Korean. */
  readonly messageKo: string | null

  constructor(code: ApiErrorCode, message: string, messageKo: string | null = null) {
    super(message)
    this.name = 'RunError'
    this.code = code
    this.messageKo = messageKo
  }
}

export const nothingKept = ['Nothing can be kept', '아무것도 보관할 수 없습니다'] as const

/** What could not be kept was not done. */
export const notStored = (problem: StoreProblem | null): RunError =>
  problem === null ? new RunError('notStored', ...nothingKept) : new RunError('notStored', problem.text, problem.textKo ?? null)

export const noProject = (id: number): RunError => new RunError('notFound', `No project ${id}`, `프로젝트 ${id}이(가) 없습니다`)

/** For whoever asks what lies ahead of a run that is being predicted. */
export const whilePredicted = (): RunError =>
  new RunError(
    'forbidden',
    'This run is being predicted: what lies ahead of the instant shown would be told. End the predictions first',
    '이 실행에서 예측이 진행 중이므로 표시된 시점 이후의 내용이 드러납니다. 먼저 예측을 종료하십시오',
  )
