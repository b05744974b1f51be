/** Files that the system or a person hands over: the shell reads them, the application judges them. */
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { App } from '../../app/create-app.ts'
import type { LabProblem } from '../../contract/api.ts'

/** The limits of `lab.open` and `project.import`; larger files are refused unread. */
const BYTES_MAX = { lab: 50_000_000, project: 60_000_000 }

export const isProject = (path: string): boolean => path.toLowerCase().endsWith('.hostdown')

/** Opens a lab, or imports a project and opens it. Gives what is wrong, a line each; empty when it is open. */
export async function openFile(app: App, path: string): Promise<readonly string[]> {
  const fileName = basename(path)
  try {
    const { size } = await stat(path)
    const most = isProject(path) ? BYTES_MAX.project : BYTES_MAX.lab
    if (size > most) return [`${fileName} has ${Math.round(size / 1_000_000)} MB; the most is ${most / 1_000_000} MB`]
    const bytes = await readFile(path)
    return isProject(path) ? await openProject(app, fileName, bytes) : await openLab(app, fileName, bytes)
  } catch (error) {
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown }
    if (code === 'ENOENT') return [`There is no file ${fileName}`]
    return [typeof code === 'string' && /^E[A-Z]+$/.test(code) ? `${fileName} cannot be read (${code})` : String(message)]
  }
}

async function openLab(app: App, fileName: string, bytes: Buffer): Promise<readonly string[]> {
  const opened = await app.invoke('lab.open', { fileName, text: bytes.toString('utf8') })
  return opened.ok ? [] : opened.problems.map(lineOf)
}

async function openProject(app: App, fileName: string, bytes: Buffer): Promise<readonly string[]> {
  const imported = await app.invoke('project.import', { fileName, base64: bytes.toString('base64') })
  if (!imported.ok) return imported.problems.map(lineOf)
  const opened = await app.invoke('project.open', { id: imported.project.id })
  return opened.ok ? [] : opened.problems.map(lineOf)
}

export const lineOf = ({ path, line, message }: LabProblem): string =>
  `${path === '' ? '' : `${path}: `}${message}${line === null ? '' : ` (line ${line})`}`
