/** A drill as somebody who works on it sees it. */
import { fieldOf, type LabEvent } from '../../contract/events.ts'
import type { FactId } from '../../contract/fact-id.ts'
import type { DrillCourse, DrillDebrief, DrillLook, DrillView, LookedAt } from '../../contract/practice/drill.ts'
import { describeEvent, eventSeverity } from '../../contract/texts/events.ts'
import { inBoth, type Phrase } from '../../contract/texts/language.ts'
import { whyText } from '../../contract/texts/why.ts'
import { labOf, type Drill, type DrillCandidate } from './make-drill.ts'
import { differences, givenOf, lookAt, lookedOf, newsOf, objectsOf, seenOf, Watcher, type Observation } from './observe.ts'
import { pointsOf, scoreOf } from './score.ts'

/** What cannot be done in a drill, in both languages. */
export class DrillMistake extends Error {
  readonly text: Phrase

  constructor(...text: Phrase) {
    super(text[0])
    this.text = text
  }
}

const idOf = (at: number): string => 'abcdefgh'[at] ?? String(at)
/** So much of what would have been otherwise says enough. */
const OTHERWISE_MAX = 3
const STEPS_MAX = 16

export const shownAt = (drill: Drill, { t }: DrillCourse): number => t ?? drill.shownAt

/** The course after time went by. Throws a DrillMistake where it is answered. */
export function spent(course: DrillCourse, spentMs: number): DrillCourse {
  if (course.answer !== null) throw new DrillMistake('The drill is answered already', '이미 답한 훈련입니다')
  return { ...course, spentMs: course.spentMs + spentMs }
}

/** Throws a DrillMistake where there is no such object. Looking twice at the same instant costs nothing. */
export function looked(drill: Drill, course: DrillCourse, look: DrillLook, object: string): DrillCourse {
  const t = shownAt(drill, course)
  const objects = objectsOf(labOf(rightOf(drill).file))[look]
  if (!objects.includes(object)) throw notOneOf(object, objects)
  const isKnown = course.looks.some((one) => one.look === look && one.object === object && one.t === t)
  return isKnown ? course : { ...course, looks: [...course.looks, { look, object, t }] }
}

export function waited(drill: Drill, course: DrillCourse, ms: number): DrillCourse {
  return { ...course, t: Math.min(drill.until, shownAt(drill, course) + ms) }
}

/** Throws a DrillMistake where there is no such choice. */
export function answered(drill: Drill, course: DrillCourse, choice: string, now: number): DrillCourse {
  const ids = drill.choices.map((_one, at) => idOf(at))
  if (!ids.includes(choice)) throw notOneOf(choice, ids)
  const isRight = choice === idOf(drill.right)
  const score = isRight ? scoreOf(pointsOf(course, shownAt(drill, course) - drill.shownAt)) : 0
  return { ...course, answer: choice, score, finishedAt: now }
}

export function viewOf(drill: Drill, course: DrillCourse): DrillView {
  // What was looked at lies in order of time, and none of it after what is shown.
  const watcher = new Watcher(labOf(rightOf(drill).file))
  const looked = lookedAt(watcher, course)
  const t = shownAt(drill, course)
  const here = watcher.at(t)
  const isTold = course.answer !== null
  return {
    course,
    t,
    until: drill.until,
    given: givenOf(here),
    news: newsOf(here).map((event) => ({ t: event.t, text: inBoth((language) => describeEvent(event, language)) })),
    objects: objectsOf(here.lab),
    looked,
    choices: drill.choices.map((candidate, at) => ({
      id: idOf(at),
      text: candidate.fault.text,
      otherwise: isTold && at !== drill.right ? otherwise(here, candidate) : [],
    })),
    debrief: isTold ? debriefOf(drill, course, here) : null,
  }
}

const rightOf = ({ choices, right }: Drill): DrillCandidate => choices[right] as DrillCandidate

function notOneOf(name: string, known: readonly string[]): DrillMistake {
  const list = known.join(', ')
  return new DrillMistake(`${name} is none of ${list}`, `${name}은(는) ${list} 중에 없습니다`)
}

function lookedAt(watcher: Watcher, { looks }: DrillCourse): readonly LookedAt[] {
  return looks.flatMap(({ look, object, t }) => {
    const sight = lookAt(watcher.at(t), look, object)
    return sight === null ? [] : [{ look, object, t, seen: sight.text }]
  })
}

/** What the same instant would have shown had it been that. */
function otherwise(here: Observation, { file }: DrillCandidate): readonly Phrase[] {
  const there = new Watcher(labOf(file)).at(here.t)
  const found = [...differences(seenOf(here), seenOf(there)), ...differences(lookedOf(here), lookedOf(there))]
  return found
    .slice(0, OTHERWISE_MAX)
    .map(({ here: { what, text }, there: other }): Phrase => [
      `${what[0]}: ${other.text[0]} (in fact: ${text[0]})`,
      `${what[1]}: ${other.text[1]} (실제: ${text[1]})`,
    ])
}

function debriefOf(drill: Drill, course: DrillCourse, { events, t }: Observation): DrillDebrief {
  const grave = (event: LabEvent): boolean => ['critical', 'warning'].includes(eventSeverity(event))
  const told = events.filter((event) => event.t >= drill.faultAt && event.t <= t && (event.why !== undefined || grave(event)))
  const steps = firstOfEach(told)
    .slice(0, STEPS_MAX)
    .map((event) => ({
      t: event.t,
      text: inBoth((language) => (event.why === undefined ? describeEvent(event, language) : whyText(event.why, language))),
      facts: event.why?.facts ?? [],
    }))
  const { file } = rightOf(drill)
  const isRight = course.answer === idOf(drill.right)
  return {
    right: idOf(drill.right),
    faultAt: drill.faultAt,
    points: isRight ? pointsOf(course, t - drill.shownAt) : [{ text: ['Another cause', '다른 원인'], points: 0 }],
    steps,
    facts: [...new Set(steps.flatMap(({ facts }): readonly FactId[] => facts))],
    lab: { file, momentMs: drill.faultAt },
  }
}

/** Of decisions of one kind about many VMs the first two say enough, of what only follows one. */
function firstOfEach(events: readonly LabEvent[]): readonly LabEvent[] {
  const seen = new Map<string, number>()
  return events.filter((event) => {
    const key = `${event.type} ${event.why?.decision ?? ''} ${String(fieldOf(event, 'host') ?? '')}`
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    return count <= (event.why === undefined ? 1 : 2)
  })
}
