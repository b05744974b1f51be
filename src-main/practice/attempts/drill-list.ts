import type { DrillCourse } from '../../contract/practice/drill.ts'

const KEPT_MOST = 300

/** The courses with this one as it is now, newest first; what is too old goes. */
export function withDrill(courses: readonly DrillCourse[], course: DrillCourse): readonly DrillCourse[] {
  const others = courses.filter(({ begunAt }) => begunAt !== course.begunAt)
  return [course, ...others].sort((a, b) => b.begunAt - a.begunAt).slice(0, KEPT_MOST)
}
