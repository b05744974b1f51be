/** What a window is told of a guided lab: never its solution, and what came of it only once it is solved. */
import type { ConditionView, GuidedCard, GuidedProgress, GuidedView, ToldView } from '../contract/practice/guided-course.ts'
import { isOwnGuided, type Condition, type GuidedLab, type ToldCondition } from '../contract/practice/guided.ts'
import { objectivesOf } from '../contract/practice/topics.ts'
import { openDesign } from '../practice/guided/keeps.ts'

export function cardOf({ id, title, topics, level, minutes }: GuidedLab, progress: GuidedProgress | null): GuidedCard {
  return { id, title, topics, level, minutes, own: isOwnGuided(id), progress }
}

export function viewOf(guided: GuidedLab, progress: GuidedProgress | null): GuidedView {
  const { facts, briefing, hints, debrief, checks, keeps, topics } = guided
  return {
    ...cardOf(guided, progress),
    ...{ facts, briefing, hints },
    objectives: [...new Set(topics.flatMap((topic) => objectivesOf[topic]))],
    debrief: progress?.report == null ? null : debrief,
    checks: checks.map(conditionView),
    keeps: keeps.map(conditionView),
    told: toldView(guided),
    design: openDesign(guided),
  }
}

const conditionView = ({ id, text, kind }: Condition): ConditionView => ({ id, text, kind })

export const toldConditionOf = ({ checks }: GuidedLab): ToldCondition | null => checks.find((check) => check.kind === 'told') ?? null

function toldView(guided: GuidedLab): ToldView | null {
  const condition = toldConditionOf(guided)
  if (condition === null) return null
  const { before, at, vms, fields } = condition
  return { before, at, vms, fields: fields.map((field) => ({ field, choices: choicesOf(field, guided) })) }
}

/** None: it is typed. */
function choicesOf(field: string, { lab }: GuidedLab): readonly string[] {
  if (field === 'host') return lab.hosts.map(({ name }) => name)
  if (field === 'power') return ['on', 'off']
  return field === 'lockHolder' ? lab.hosts.map(({ name }) => name) : []
}
