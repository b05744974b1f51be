/** The labs that a window can open by id: the samples that come with Hostdown, and the file that it was started with. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { ApiOutput, LabProblem } from '../contract/api.ts'
import type { LabSource, OpenInput } from '../runs/protocol.ts'
import { RunError } from '../runs/run-error.ts'

type Sample = ApiOutput<'lab.samples'>[number]
export type LabDescription = Omit<Sample, 'id'>

/** Larger files are refused unread. The same limit holds for the text of `lab.open`. */
const FILE_BYTES_MAX = 50_000_000
const labFile = /\.lab\.(yaml|yml|json)$/
/** What opens where nothing else was asked for. */
const FIRST_SAMPLE = 'article'

export interface LabShelfOptions {
  readonly folder: string
  /** Path of the lab file that Hostdown was started with. */
  readonly startFile: string | null
  /** What is shown of a lab, or null where it does not parse. */
  readonly describe: (source: LabSource) => LabDescription | null
}

export class LabShelf {
  readonly #options: LabShelfOptions
  #samples: Promise<readonly Sample[]> | null = null

  constructor(options: LabShelfOptions) {
    this.#options = options
  }

  /** Id of what opens at the start. */
  get startId(): string {
    const { startFile } = this.#options
    return startFile === null ? FIRST_SAMPLE : basename(startFile)
  }

  /** The file that Hostdown was started with first, then the samples. */
  list(): Promise<readonly Sample[]> {
    return (this.#samples ??= this.#readAll())
  }

  /** Throws `notFound`; a file that cannot be read is a problem of that lab. */
  async read(id: string): Promise<OpenInput | { readonly problem: LabProblem }> {
    const path = await this.#pathOf(id)
    if (path === null) throw new RunError('notFound', 'No sample lab of that name', '그 이름의 예제 랩이 없습니다')
    const fileName = basename(path)
    const problem = (message: string): { problem: LabProblem } => ({ problem: { path: '', line: null, message } })
    try {
      const { size } = await stat(path)
      if (size > FILE_BYTES_MAX)
        return problem(`${fileName} has ${Math.round(size / 1_000_000)} MB; a lab file has at most ${FILE_BYTES_MAX / 1_000_000} MB`)
      const origin = path === this.#options.startFile ? { file: path } : { sample: id }
      return { fileName, text: await readFile(path, 'utf8'), folder: dirname(path), origin }
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      return problem(code === 'ENOENT' ? `There is no file ${fileName}` : `${fileName} cannot be read (${code})`)
    }
  }

  async #pathOf(id: string): Promise<string | null> {
    const { startFile, folder } = this.#options
    if (startFile !== null && id === basename(startFile)) return startFile
    const file = (await this.#files()).find((name) => idOf(name) === id)
    return file === undefined ? null : join(folder, file)
  }

  async #files(): Promise<readonly string[]> {
    const names = await readdir(this.#options.folder).catch(() => [])
    const rank = (name: string): number => (idOf(name) === FIRST_SAMPLE ? 0 : 1)
    return names.filter((name) => labFile.test(name)).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
  }

  async #readAll(): Promise<readonly Sample[]> {
    const ids = (await this.#files()).map(idOf)
    if (this.#options.startFile !== null) ids.unshift(this.startId)
    const samples = await Promise.all(
      ids.map(async (id): Promise<Sample> => {
        const source = await this.read(id)
        const described = 'problem' in source ? null : this.#options.describe(source)
        return { id, ...(described ?? { name: id, description: '' }) }
      }),
    )
    return samples
  }
}

const idOf = (fileName: string): string => fileName.replace(labFile, '')
