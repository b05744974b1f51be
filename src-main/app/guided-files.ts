/** The guided labs that come with Hostdown, and those of one's own in the data folder. Read in threads: parsing takes its time. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { LabProblem } from '../contract/lab/problem-text.ts'
import type { OwnGuided } from '../contract/practice/guided-course.ts'
import { isOwnGuided, type GuidedLab } from '../contract/practice/guided.ts'
import type { Phrase } from '../contract/texts/language.ts'
import { parseGuided } from '../practice/guided/parse-guided.ts'

export const guidedFolder = (resourcesDir: string): string => join(resourcesDir, 'guided')

const guidedFile = /^l(\d+)-.*\.guided\.yaml$/
const idOf = (file: string): string => `L${Number(guidedFile.exec(file)?.[1])}`
const files = (folder: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => guidedFile.test(file))
    .sort()

/** Throws for a file that is wrong: those that are shipped have proved themselves. */
function readOne(folder: string, file: string): GuidedLab {
  const parsed = parseGuided(readFileSync(join(folder, file), 'utf8'), file)
  if (!parsed.ok) throw new Error(`${file} is no guided lab`)
  return parsed.guided
}

export const readGuidedLabs = (folder: string): readonly GuidedLab[] => files(folder).map((file) => readOne(folder, file))

/** Null: there is none of that id. */
export function readGuidedLab(folder: string, id: string): GuidedLab | null {
  const file = files(folder).find((each) => idOf(each) === id)
  return file === undefined ? null : readOne(folder, file)
}

// ---- those of one's own

export const ownGuidedFolder = (dataFolder: string): string => join(dataFolder, 'guided')

const OWN_FILES_MAX = 200
const OWN_BYTES_MAX = 5_000_000
const PROBLEMS_TOLD_MAX = 20

export interface OwnGuidedLabs extends Pick<OwnGuided, 'problems'> {
  readonly labs: readonly GuidedLab[]
}

/**
 * What lies in the folder itself: no folders below it and no links, which could lead out of it. The folder is made where the data folder is there, so that whoever looks for it
 * finds it. Never throws: a file that is none is listed with what is wrong in it.
 */
export function readOwnGuidedLabs(folder: string): OwnGuidedLabs {
  const labs: GuidedLab[] = []
  const problems: { file: string; said: readonly LabProblem[] }[] = []
  const refuse = (file: string, message: Phrase, path = ''): void => void problems.push({ file, said: [problem(message, path)] })
  const files = ownFiles(folder)
  for (const file of files.slice(0, OWN_FILES_MAX)) {
    const parsed = readOwn(folder, file)
    if (!parsed.ok) problems.push({ file, said: parsed.problems.slice(0, PROBLEMS_TOLD_MAX) })
    else if (!isOwnGuided(parsed.guided.id))
      refuse(
        file,
        [
          `${parsed.guided.id} is one of Hostdown's own; yours are L100 to L999`,
          `${parsed.guided.id}은(는) Hostdown의 ID입니다. 직접 만든 랩의 ID는 L100~L999입니다`,
        ],
        'id',
      )
    else if (labs.some(({ id }) => id === parsed.guided.id))
      refuse(file, [`${parsed.guided.id} is that of a file before it`, `${parsed.guided.id}은(는) 앞에 있는 파일의 ID입니다`], 'id')
    else labs.push(parsed.guided)
  }
  if (files.length > OWN_FILES_MAX) refuse('', [`only the first ${OWN_FILES_MAX} files are read`, `처음 ${OWN_FILES_MAX}개 파일만 읽습니다`])
  return { labs: labs.sort((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1))), problems }
}

/** Null: there is none of that id, or it is wrong. */
export function readOwnGuidedLab(folder: string, id: string): GuidedLab | null {
  return readOwnGuidedLabs(folder).labs.find((lab) => lab.id === id) ?? null
}

function ownFiles(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && /\.guided\.(yaml|yml|json)$/i.test(entry.name))
      .map(({ name }) => name)
      .sort()
  } catch {
    try {
      mkdirSync(folder)
    } catch {
      // No data folder, or one that may not be written: there are none then.
    }
    return []
  }
}

function readOwn(folder: string, file: string): ReturnType<typeof parseGuided> {
  const path = join(folder, file)
  try {
    const { size } = statSync(path)
    if (size > OWN_BYTES_MAX)
      return {
        ok: false,
        problems: [
          problem([
            `it has ${size} bytes, and at most ${OWN_BYTES_MAX} are read`,
            `크기가 ${size}바이트입니다. 최대 ${OWN_BYTES_MAX}바이트까지 읽습니다`,
          ]),
        ],
      }
    return parseGuided(readFileSync(path, 'utf8'), file)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    return { ok: false, problems: [problem([`it cannot be read (${code})`, `읽을 수 없습니다(${code})`])] }
  }
}

const problem = ([message, messageKo]: Phrase, path = ''): LabProblem => ({ path, line: null, message, messageKo })
