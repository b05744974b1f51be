/** The guided labs that come with Hostdown. Read in threads: parsing takes its time. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GuidedLab } from '../contract/practice/guided.ts'
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
