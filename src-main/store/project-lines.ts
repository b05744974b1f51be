/** The lines of a project file, from its bytes: inflated within bounds, whole, and the same as they were written. */
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { issueText } from '../contract/issue-text.ts'
import { PROJECT_FORMAT, projectEndSchema, projectHeaderSchema, type ProjectHeader } from '../contract/project-file.ts'
import type { Phrase } from '../contract/texts/language.ts'
import { ProjectFileError } from '../runs/store-port.ts'

/** No project comes near it; a file of a few kilobytes can be made that does. */
const INFLATED_MAX = 2 ** 30
/** Small files may inflate to so much whatever the ratio. */
const INFLATED_FREE = 64 * 2 ** 20
const RATIO_MAX = 200
const LINES_MAX = 5_000_000
const LINE_BYTES_MAX = 2 ** 28

/** What is wrong with a line, as its schema says it. */
export const ofLine = (line: number, problem: string): Phrase => [
  `Line ${line} of the project file: ${problem}.`,
  `프로젝트 파일 ${line}행: ${problem}.`,
]

export interface ProjectLines {
  readonly header: ProjectHeader
  /** Of the file as a whole; the records may be looked at nevertheless. */
  readonly problems: readonly Phrase[]
  /** Lines between header and end, with their number, counted from 1. */
  readonly records: Iterable<readonly [number: number, text: string]>
}

/** Throws a ProjectFileError where the records are not worth a look. */
export function projectLines(bytes: Uint8Array): ProjectLines {
  const inflated = inflate(bytes)
  const spans = spansOf(inflated)
  const textOf = ([start, end]: Span): string => inflated.toString('utf8', start, end)
  const [first, last] = [spans[0], spans[spans.length - 1]]
  if (first === undefined || last === undefined)
    throw new ProjectFileError([
      ['The file is no project of Hostdown: there is nothing in it.', 'Hostdown 프로젝트 파일이 아닙니다. 내용이 없습니다.'],
    ])
  const header = headerOf(textOf(first))
  const end = projectEndSchema.safeParse(jsonOf(textOf(last)))
  if (spans.length < 2 || !end.success)
    throw new ProjectFileError([['The project file is cut off: its last line is missing.', '프로젝트 파일이 잘렸습니다. 마지막 행이 없습니다.']])
  const problems: Phrase[] = []
  const lines = spans.length - 1
  if (end.data.lines !== lines)
    problems.push([
      `The project file has ${lines} lines before its end, not the ${end.data.lines} that were written.`,
      `프로젝트 파일에 ${lines}행이 있습니다. 기록된 행은 ${end.data.lines}개입니다.`,
    ])
  const digest = createHash('sha256').update(inflated.subarray(0, last[0])).digest('hex')
  if (end.data.sha256 !== digest)
    problems.push([
      'The project file was changed after it was written: its checksum is another.',
      '프로젝트 파일이 기록된 뒤에 변경되었습니다. 체크섬이 다릅니다.',
    ])
  return { header, problems, records: recordsOf(spans, textOf) }
}

function inflate(bytes: Uint8Array): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b)
    throw new ProjectFileError([
      ['The file is no project of Hostdown: it is not packed as one.', 'Hostdown 프로젝트 파일이 아닙니다. 압축 형식이 다릅니다.'],
    ])
  const bytesMax = Math.min(INFLATED_MAX, Math.max(INFLATED_FREE, bytes.length * RATIO_MAX))
  try {
    return gunzipSync(bytes, { maxOutputLength: bytesMax })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const problem: Phrase =
      code === 'ERR_BUFFER_TOO_LARGE'
        ? [
            `The project file unpacks to more than ${bytesMax / 2 ** 20} MiB, which no project does.`,
            `프로젝트 파일의 압축을 풀면 ${bytesMax / 2 ** 20}MiB를 넘습니다.`,
          ]
        : code === 'Z_BUF_ERROR'
          ? ['The project file is cut off: its end is missing.', '프로젝트 파일이 잘렸습니다. 끝부분이 없습니다.']
          : ['The project file is damaged: it cannot be unpacked.', '프로젝트 파일이 손상되어 압축을 풀 수 없습니다.']
    throw new ProjectFileError([problem])
  }
}

type Span = readonly [start: number, end: number]

function spansOf(bytes: Buffer): readonly Span[] {
  const spans: Span[] = []
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(0x0a, start)
    const end = found === -1 ? bytes.length : found
    if (end - start > LINE_BYTES_MAX)
      throw new ProjectFileError([
        [
          `Line ${spans.length + 1} of the project file is longer than any that Hostdown writes.`,
          `프로젝트 파일의 ${spans.length + 1}행이 너무 깁니다.`,
        ],
      ])
    spans.push([start, end])
    if (spans.length > LINES_MAX)
      throw new ProjectFileError([
        [`The project file has more than ${LINES_MAX} lines, which no project has.`, `프로젝트 파일이 ${LINES_MAX}행을 넘습니다.`],
      ])
    start = end + 1
  }
  return spans
}

function* recordsOf(spans: readonly Span[], textOf: (span: Span) => string): Iterable<readonly [number, string]> {
  for (let index = 1; index < spans.length - 1; index++) yield [index + 1, textOf(spans[index] as Span)]
}

function headerOf(text: string): ProjectHeader {
  const value = jsonOf(text)
  const format = typeof value === 'object' && value !== null && 'hostdownProject' in value ? value.hostdownProject : undefined
  if (typeof format !== 'number')
    throw new ProjectFileError([
      ['The file is no project of Hostdown: its first line does not say so.', 'Hostdown 프로젝트 파일이 아닙니다. 첫 행이 다릅니다.'],
    ])
  if (format > PROJECT_FORMAT) {
    throw new ProjectFileError([
      [
        `The project file was written by a newer Hostdown (format ${format}; this one reads format ${PROJECT_FORMAT}). Import it with that version.`,
        `더 새로운 Hostdown이 기록한 프로젝트 파일입니다(형식 ${format}, 읽을 수 있는 형식 ${PROJECT_FORMAT}). 그 버전으로 가져오십시오.`,
      ],
    ])
  }
  const header = projectHeaderSchema.safeParse(value)
  if (header.success) return header.data
  throw new ProjectFileError(header.error.issues.map((issue) => ofLine(1, issueText(issue))))
}

/** Undefined where it is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
