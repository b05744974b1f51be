import { drillScoring, type DrillCourse, type DrillDebrief } from '../../contract/practice/drill.ts'

/** What a right answer is worth: the points that are taken off, and the least that is left. */
export function pointsOf({ level, looks, spentMs }: Pick<DrillCourse, 'level' | 'looks' | 'spentMs'>, waitedMs: number): DrillDebrief['points'] {
  const { most, look, waitedMinute, slowMinute, minutes } = drillScoring
  const waited = Math.floor(waitedMs / 60_000)
  const slow = Math.max(0, Math.ceil(spentMs / 60_000) - minutes[level])
  return [
    { text: ['The right cause', '올바른 원인'], points: most },
    { text: [`Looks on the spot: ${looks.length}`, `현장 확인 ${looks.length}회`], points: -look * looks.length },
    { text: [`Minutes waited: ${waited}`, `기다린 시간 ${waited}분`], points: -waitedMinute * waited },
    {
      text: [`Minutes beyond the ${minutes[level]} that are free: ${slow}`, `기본 ${minutes[level]}분을 넘긴 시간 ${slow}분`],
      points: -slowMinute * slow,
    },
  ]
}

export function scoreOf(points: DrillDebrief['points']): number {
  return Math.max(
    drillScoring.least,
    points.reduce((sum, one) => sum + one.points, 0),
  )
}
