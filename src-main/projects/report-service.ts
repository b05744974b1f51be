import type { ApiInput, FactView } from '../contract/api.ts'
import type { ReportFile } from '../contract/api-report.ts'
import { fileNameOf } from '../contract/file-name.ts'
import type { OpenComparison } from '../comparisons/comparison.ts'
import { outcomesOf, sumsOf } from '../comparisons/outcomes.ts'
import type { SweepReportRequest } from '../runs/protocol.ts'
import {
  asTheyAre,
  compareReport,
  designReport,
  eventTable,
  renaming,
  runReport,
  seriesTable,
  sweepReport,
  type ReportedVm,
} from '../reports/index.ts'
import { RunError } from '../runs/run-error.ts'
import type { Run } from '../runs/run.ts'
import type { RunAccount } from '../runs/run-reads.ts'
import { series } from '../runs/series.ts'
import { targetsOf } from '../runs/lab-summary.ts'

export type ReportMethod = 'report.run' | 'report.design' | 'report.events' | 'report.series'

/** Rows of a table of a course. */
const SERIES_POINTS = 400

export interface ReportPorts {
  /** Throws `noRun`. */
  readonly run: () => Run
  readonly engineVersion: number
  readonly factsOf: (ids: readonly string[]) => readonly FactView[]
}

/** Makes reports of the run that is open. */
export class ReportService {
  readonly #ports: ReportPorts

  constructor(ports: ReportPorts) {
    this.#ports = ports
  }

  answer(method: ReportMethod, input: unknown): ReportFile {
    const account = this.#ports.run().reads.account()
    switch (method) {
      case 'report.run':
        return this.#run(account, input as ApiInput<'report.run'>)
      case 'report.design':
        return this.#design(account, input as ApiInput<'report.design'>)
      case 'report.events':
        return this.#events(account, input as ApiInput<'report.events'>)
      case 'report.series':
        return this.#series(account, input as ApiInput<'report.series'>)
    }
  }

  compare(open: OpenComparison | null, { language, replaceNames }: ApiInput<'compare.report'>): ReportFile {
    if (open === null) throw new RunError('notFound', 'No comparison is open', '열린 비교가 없습니다')
    const text = compareReport({ comparison: open.opened(), labs: open.labs }, { language, replaceNames, factsOf: this.#ports.factsOf })
    return { fileName: 'comparison.html', text }
  }

  /** Of a sweep from the run that is open. Throws `notFound`. */
  sweep({ result, language, replaceNames }: SweepReportRequest): ReportFile {
    const run = this.#ports.run()
    if (result.from.runId !== run.id) throw new RunError('notFound', 'The sweep was of another run', '다른 실행의 복원력 결과입니다')
    const { lab, title } = run.reads.account()
    const text = sweepReport({ title, lab, result }, { language, replaceNames, factsOf: this.#ports.factsOf })
    return { fileName: fileOf(title, replaceNames, 'resilience.html'), text }
  }

  #run(account: RunAccount, { language, replaceNames }: ApiInput<'report.run'>): ReportFile {
    const { lab, title, label, events, reached, commands, digest, recordedBy } = account
    const outcomes = outcomesOf(account)
    const text = runReport(
      {
        title,
        lab,
        branch: label,
        events,
        reached,
        commands: [
          ...lab.timeline.filter(({ at }) => at <= reached).map(({ at, do: command, args }) => ({ t: at, command, target: targetsOf(args) })),
          ...commands.map(({ t, command, args }) => ({ t, command, target: targetsOf(args) })),
        ].sort((a, b) => a.t - b.t),
        vms: vmsOf(outcomes),
        sums: sumsOf(outcomes),
        digest,
        engineVersion: recordedBy ?? this.#ports.engineVersion,
      },
      { language, replaceNames, factsOf: this.#ports.factsOf },
    )
    return { fileName: fileOf(title, replaceNames, 'html'), text }
  }

  #design({ lab, title }: RunAccount, { language, replaceNames }: ApiInput<'report.design'>): ReportFile {
    return { fileName: fileOf(title, replaceNames, 'design.html'), text: designReport({ title, lab }, { language, replaceNames }) }
  }

  #events(account: RunAccount, { language, replaceNames }: ApiInput<'report.events'>): ReportFile {
    const { lab, title, events } = account
    const rename = replaceNames ? renaming(lab, { hosts: [], vms: account.simulation.vmNames() }) : asTheyAre
    return { fileName: fileOf(title, replaceNames, 'events.csv'), text: eventTable(rename(events), language) }
  }

  #series({ title }: RunAccount, { kind, name }: ApiInput<'report.series'>): ReportFile {
    const course = series(this.#ports.run().trial(), { kind, ...(name !== undefined && { name }), from: 0, points: SERIES_POINTS })
    if (course === null) throw new RunError('notFound', `No ${kind} of that name`, '그 이름의 보고서가 없습니다')
    return { fileName: fileOf(title, false, name ?? kind, 'csv'), text: seriesTable(course) }
  }
}

const vmsOf = (outcomes: ReturnType<typeof outcomesOf>): readonly ReportedVm[] => [...outcomes].map(([vm, outcome]) => ({ vm, ...outcome }))

/** With pseudonyms the file does not say what it is about either. Each part is cut by itself: a long title keeps the ending. */
const fileOf = (title: string, replaceNames: boolean, ...endings: readonly string[]): string =>
  [replaceNames ? 'cluster' : title, ...endings].map((part) => fileNameOf(part)).join('.')
