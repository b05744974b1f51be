/** The lab files below some paths, and on demand guided labs among them. */
import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { BadInput } from './io.ts'

const labFile = /\.lab\.(ya?ml|json)$/
const guidedFile = /\.guided\.ya?ml$/

export const isGuided = (path: string): boolean => guidedFile.test(path)
/** Never looked into on the way down. */
const skippedFolder = /^(node_modules|\..+)$/

/** Folders are searched by name; a file that is named is taken whatever it is called. Throws BadInput for a path that does not exist. */
export function findLabs(paths: readonly string[], cwd: string, { guided = false } = {}): readonly string[] {
  const missing = paths.filter((path) => statOf(resolve(cwd, path)) === null)
  if (missing.length > 0) throw new BadInput(missing.map((path) => `${path}: no such file or folder`))
  const found = paths.flatMap((path) => (statOf(resolve(cwd, path))?.isDirectory() === true ? below(path, cwd, guided) : [path]))
  return [...new Set(found)]
}

const statOf = (path: string) => statSync(path, { throwIfNoEntry: false }) ?? null

function below(folder: string, cwd: string, guided: boolean): string[] {
  const entries = readdirSync(resolve(cwd, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) return skippedFolder.test(entry.name) ? [] : below(path, cwd, guided)
    return labFile.test(entry.name) || (guided && isGuided(entry.name)) ? [path] : []
  })
}
