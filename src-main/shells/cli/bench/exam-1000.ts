/** 1,000 questions over all families, made in one process. */
import { drawQuestions } from '../../../practice/draw-questions.ts'
import { families } from '../../../practice/families/index.ts'
import { makeQuestion, type Made } from '../../../practice/kit/make-question.ts'
import { FLOOR_TEXT, floorOf } from './floor.ts'
import { cpuMs, peakMiB, rounded, type Measured, type Scenario } from './scenario.ts'

const COUNT = 1000

interface OfFamily {
  questions: number
  ms: number
  fallbacks: number
  distractors: number
}

export const examOf1000: Scenario = {
  name: 'exam-1000',
  clock: `drawing ${COUNT} questions, playing their labs and those of their mistakes, writing them out`,
  floor: FLOOR_TEXT,
  processes: 3,
  headline: ({ families: count, rejected, slowest, mostFallbacks }) =>
    `${count} families, ${rejected} draws rejected; slowest ${slowest}; most wrong choices without a mistake ${mostFallbacks}`,
  async measure(): Promise<Measured> {
    const cpuStartedMs = cpuMs()
    const startedMs = performance.now()
    const byFamily = new Map<string, OfFamily>()
    const made: Made[] = []
    for (const { family, seed } of drawQuestions({ count: COUNT, seed: 1 })) {
      const beganMs = performance.now()
      const one = makeQuestion(family, seed)
      made.push(one)
      const sum = byFamily.get(family.id) ?? { questions: 0, ms: 0, fallbacks: 0, distractors: 0 }
      sum.questions += 1
      sum.ms += performance.now() - beganMs
      sum.fallbacks += one.fallbacks
      sum.distractors += one.distractors
      byFamily.set(family.id, sum)
    }
    const wallMs = performance.now() - startedMs
    const labs = made.map(({ question }) => ({ name: question.id, text: JSON.stringify(question.lab?.file) }))
    const worst = (value: (sum: OfFamily) => number): string => {
      const [id = '', sum] = [...byFamily].sort(([, a], [, b]) => value(b) - value(a))[0] ?? []
      return `${id}: ${sum === undefined ? 0 : rounded(value(sum), 2)}`
    }
    return {
      wallMs,
      peakMiB: peakMiB(),
      floorMs: floorOf(labs),
      detail: {
        cpuMs: rounded(cpuMs() - cpuStartedMs, 1),
        families: families.length,
        rejected: made.reduce((sum, { rejected }) => sum + rejected.length, 0),
        slowest: worst(({ ms, questions }) => ms / questions),
        mostFallbacks: worst(({ fallbacks, distractors }) => (distractors === 0 ? 0 : fallbacks / distractors)),
      },
    }
  },
}
