/** Which projects are shown, and in what order. Pure. */
import type { ProjectCard } from '../../../src-main/contract/api.ts'

export const sortOrders = ['opened', 'name', 'created', 'size'] as const
export type SortOrder = (typeof sortOrders)[number]

const byName = (a: ProjectCard, b: ProjectCard): number =>
  a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: 'base' }) || a.id - b.id

const comparers: { readonly [order in SortOrder]: (a: ProjectCard, b: ProjectCard) => number } = {
  opened: (a, b) => b.openedAt - a.openedAt,
  name: () => 0,
  created: (a, b) => b.createdAt - a.createdAt,
  size: (a, b) => b.hosts - a.hosts || b.vms - a.vms,
}

/** Every word of the search has to be in the name or the description, in any order and case. */
export function arrangeProjects(projects: readonly ProjectCard[], search: string, order: SortOrder): readonly ProjectCard[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = projects.filter((project) => {
    const text = [project.name, project.description, project.nameKo ?? '', project.descriptionKo ?? ''].join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return found.sort((a, b) => comparers[order](a, b) || byName(a, b))
}

/** Where an arrow key leads in cards that stand in rows; the same place where there is nothing. */
export function cardAt(key: string, now: number, count: number, columns: number): number {
  const steps: { readonly [key: string]: number } = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const next = now + (steps[key] ?? 0)
  // Down from above a last row that is not full.
  if (key === 'ArrowDown' && next >= count && Math.floor(now / columns) < Math.floor((count - 1) / columns)) return count - 1
  return next >= 0 && next < count ? next : now
}
