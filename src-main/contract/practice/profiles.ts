/** The exams that one may practise for: their public form. No way is known to tell a scaled score from a raw one, so none is shown. */
import type { Phrase } from '../texts/language.ts'
import type { Generation } from './topics.ts'

export interface ExamProfile {
  /** Number of the exam, or of the practice form. */
  readonly id: string
  readonly title: Phrase
  readonly product: string
  readonly generation: Generation
  /** Null: not published. */
  readonly items: number | null
  readonly minutes: number | null
  /** What people should know of its state, as of autumn 2026. */
  readonly state: Phrase
}

const current: Phrase = ['Current', '시행 중']
const older: Phrase = ['Older generation: sources differ on whether it is still offered', '이전 세대: 시행 여부에 대한 자료가 서로 다름']

export const examProfiles: readonly ExamProfile[] = [
  {
    id: '2V0-16.25',
    title: ['VCP-VVF Administrator', 'VCP-VVF 관리자'],
    product: 'vSphere Foundation 9.0',
    generation: 9,
    items: 60,
    minutes: 135,
    state: current,
  },
  {
    id: '2V0-18.25',
    title: ['VCP-VVF Support', 'VCP-VVF 지원'],
    product: 'vSphere Foundation 9.0',
    generation: 9,
    items: 60,
    minutes: 135,
    state: current,
  },
  {
    id: '2V0-17.25',
    title: ['VCP-VCF Administrator', 'VCP-VCF 관리자'],
    product: 'Cloud Foundation 9.0',
    generation: 9,
    items: 60,
    minutes: 135,
    state: current,
  },
  {
    id: '2V0-15.25',
    title: ['VCP-VCF Support', 'VCP-VCF 지원'],
    product: 'Cloud Foundation 9.0',
    generation: 9,
    items: 60,
    minutes: 135,
    state: current,
  },
  { id: '2V0-21.23', title: ['VCP-DCV 2023/2024', 'VCP-DCV 2023/2024'], product: 'vSphere 8', generation: 8, items: 70, minutes: 135, state: older },
  {
    id: '3V0-21.23',
    title: ['VCAP-DCV Design', 'VCAP-DCV 설계'],
    product: 'vSphere 8',
    generation: 8,
    items: null,
    minutes: null,
    state: ['End announced for 31 July 2026', '2026년 7월 31일 종료 발표'],
  },
  {
    id: '2V0-21.20',
    title: ['VCP-DCV 2020–2022', 'VCP-DCV 2020–2022'],
    product: 'vSphere 7',
    generation: 7,
    items: 70,
    minutes: 130,
    state: ['Withdrawn', '폐지됨'],
  },
]

export const profileById = (id: string): ExamProfile | null => examProfiles.find((profile) => profile.id === id) ?? null

/** What the practice suggests: 30 or 60 items, so many seconds each. */
export const practiceLengths = [10, 20, 30, 60] as const
export const SECONDS_AN_ITEM = 135
