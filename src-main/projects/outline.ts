import type { ProjectCard } from '../contract/api.ts'
import type { Lab } from '../contract/lab/index.ts'
import { koreanTitle } from '../contract/texts/titles.ts'
import type { LabOutline, StoredProject } from '../runs/store-port.ts'

/** What the Library shows of a lab. */
export function outlineOf(lab: Lab): LabOutline {
  const vmsOf = new Map<string, number>()
  for (const { host } of lab.vms) if (host !== null) vmsOf.set(host, (vmsOf.get(host) ?? 0) + 1)
  return {
    description: lab.description,
    ...((lab.nameKo !== null || lab.descriptionKo !== null) && { korean: { of: lab.name, name: lab.nameKo, description: lab.descriptionKo } }),
    hosts: lab.hosts.length,
    vms: lab.vms.length,
    thumbnail: {
      hosts: lab.hosts.map(({ name, faultDomain }) => ({ domain: faultDomain, vms: vmsOf.get(name) ?? 0 })),
      datastores: lab.datastores.length,
    },
  }
}

export function cardOf(project: StoredProject): ProjectCard {
  const { id, name, sample, createdAt, openedAt, deletedAt, outline, revisions, runs, bookmarks, isImported, newest } = project
  return {
    id,
    name,
    sample,
    createdAt,
    openedAt,
    lastRunAt: newest?.openedAt ?? null,
    deletedAt,
    revisions,
    runs,
    bookmarks,
    isImported,
    description: outline.description,
    nameKo: koreanTitle(name, { name: outline.korean?.of ?? name, nameKo: outline.korean?.name ?? null }),
    descriptionKo: outline.korean?.description ?? null,
    hosts: outline.hosts,
    vms: outline.vms,
    thumbnail: outline.thumbnail,
    newest: newest === null ? null : { t: newest.shownAt, reached: newest.reachedAt, engineVersion: newest.engineVersion },
  }
}
