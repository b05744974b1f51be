/** Geometry of the load charts: values over time as paths in a box. */
export interface ChartBox {
  readonly from: number
  readonly to: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export interface Sample {
  readonly t: number
  readonly value: number | null
}

const x = ({ from, to, width }: ChartBox, t: number): number => ((t - from) / Math.max(1, to - from)) * width
const y = ({ top, height }: ChartBox, value: number): number => height - (Math.min(value, top) / top) * height

/** A line with gaps where nothing is known. */
export function pathOf(samples: readonly Sample[], box: ChartBox): string {
  let path = ''
  let pen = 'M'
  for (const { t, value } of samples) {
    if (value === null) {
      pen = 'M'
      continue
    }
    path += `${pen}${x(box, t).toFixed(1)} ${y(box, value).toFixed(1)}`
    pen = 'L'
  }
  return path
}

/** The area below a line without gaps. */
export function areaOf(samples: readonly Sample[], box: ChartBox): string {
  const known = samples.filter((sample): sample is { t: number; value: number } => sample.value !== null)
  const [first] = known
  const last = known.at(-1)
  if (first === undefined || last === undefined) return ''
  return `${pathOf(known, box)}L${x(box, last.t).toFixed(1)} ${box.height}L${x(box, first.t).toFixed(1)} ${box.height}Z`
}

/** The largest value of several lines, with room above it; 1 where there is none. */
export function topOf(lines: readonly (readonly Sample[])[]): number {
  const most = Math.max(0, ...lines.flat().map(({ value }) => value ?? 0))
  return most === 0 ? 1 : most * 1.08
}

/** Round values for a scale, 0 left out, at most three: 1, 2 or 5 of a power of ten of `unit`, `least` apart or more. */
export function ticksOf(top: number, unit = 1, least = 0): readonly number[] {
  const most = 3
  const power = 10 ** Math.floor(Math.log10(top / unit / most))
  const round = unit * power * ([1, 2, 5, 10].find((each) => top / (unit * power * each) < most + 1) ?? 10)
  const step = Math.max(least, round)
  return Array.from({ length: Math.floor(top / step) }, (_, at) => step * (at + 1))
}

/** The instant under a place in the picture, 0…1 from left to right. */
export function instantAt({ from, to }: Pick<ChartBox, 'from' | 'to'>, share: number): number {
  return Math.round(from + (to - from) * Math.min(1, Math.max(0, share)))
}
