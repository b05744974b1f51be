/** Projects, settings and copies of a data folder, in memory: for tests and for developing without an engine. Never part of a build. */
import type { ApiInput, ApiMethod, ApiOutput, LabSummary, ProjectCard, Settings, StoreBackup, StoreProblem } from '../../src-main/contract/api.ts'
import type { ImportRecord } from '../../src-main/contract/import-record.ts'
import { ApiError } from '../api/client.ts'

const hourMs = 3_600_000
const unchosen: Settings = { language: null, theme: null, motion: null, speed: null, panes: null, hiddenLayers: null }

/** Hosts in racks of equal size, VMs spread evenly. */
function thumbnail(hosts: number, vms: number, racks: number, datastores: number): ProjectCard['thumbnail'] {
  return {
    hosts: Array.from({ length: hosts }, (_, at) => ({
      domain: racks === 0 ? null : `rack-${String(Math.floor((at * racks) / hosts) + 1)}`,
      vms: Math.floor(vms / hosts) + (at < vms % hosts ? 1 : 0),
    })),
    datastores,
  }
}

type Shape = readonly [name: string, hosts: number, vms: number, racks: number, datastores: number]

function card(id: number, [name, hosts, vms, racks, datastores]: Shape, now: number, rest: Partial<ProjectCard> = {}): ProjectCard {
  return {
    id,
    name,
    description: '',
    nameKo: null,
    descriptionKo: null,
    sample: null,
    createdAt: now - id * 30 * hourMs,
    openedAt: now - id * 7 * hourMs,
    lastRunAt: now - id * 7 * hourMs,
    deletedAt: null,
    revisions: 1,
    runs: 1,
    bookmarks: 0,
    isImported: false,
    hosts,
    vms,
    thumbnail: thumbnail(hosts, vms, racks, datastores),
    newest: { t: 82_400, reached: 1_500_000, engineVersion: 1 },
    ...rest,
  }
}

/** Projects of every size, for looking at the Library. */
export function manyProjects(now: number): readonly ProjectCard[] {
  return [
    card(1, ["The article's cluster", 3, 6, 2, 2], now, { sample: 'article', runs: 4, bookmarks: 2, openedAt: now - 200_000 }),
    card(2, ['Two sites, stretched', 8, 64, 2, 4], now, { runs: 2, newest: { t: 0, reached: 0, engineVersion: 2 } }),
    card(3, ['16 hosts with traces', 16, 320, 4, 6], now, { bookmarks: 11 }),
    card(4, ['64 hosts, a day of load', 64, 2000, 4, 24], now, { newest: { t: 0, reached: 86_400_000, engineVersion: 2 }, runs: 12 }),
    card(5, ['As large as it gets: 96 hosts and 8,000 VMs in four racks, with a name that is far too long for a card', 96, 8000, 4, 40], now),
    card(6, ['One rack of five', 5, 42, 1, 1], now, { newest: null, runs: 0, lastRunAt: null }),
    card(7, ['Without fault domains', 12, 90, 0, 3], now),
    card(8, ['24 small sites', 48, 480, 24, 12], now),
  ]
}

/** Of every project that came from an export. */
export const importRecord: ImportRecord = {
  importedAt: Date.UTC(2026, 10, 2, 9, 30),
  source: 'RVTools_export_all.xlsx',
  release: '4.7.1',
  exportedAt: '2026-11-02T10:30',
  server: 'vc-01',
  namesReplaced: false,
  read: [{ tab: 'vInfo', rows: 75 }],
  assumed: [
    {
      where: 'CL-PROD',
      field: 'networks[vMotion].gbps',
      value: 25,
      reason: ['exports say no speed of links', '내보내기에는 링크 속도가 없습니다'],
      stated: true,
    },
    { where: 'CL-PROD', field: 'haEnabled', value: true, reason: ['said nowhere', '내보내기에 없습니다'], stated: false },
  ],
  skipped: [{ what: 'template', name: 'tmpl-rhel', reason: ['templates do not run', '템플릿은 실행되지 않습니다'] }],
}

export interface FakeLibraryOptions {
  readonly projects?: readonly ProjectCard[]
  readonly backups?: readonly StoreBackup[]
  readonly problem?: StoreProblem | null
  readonly startLab?: string | null
}

export class FakeLibrary {
  projects: readonly ProjectCard[]
  backups: readonly StoreBackup[]
  settings: Settings = unchosen
  readonly problem: StoreProblem | null
  readonly startLab: string | null
  private readonly lab: LabSummary

  constructor(lab: LabSummary, options: FakeLibraryOptions = {}) {
    this.lab = lab
    this.projects = options.projects ?? []
    this.backups = options.backups ?? []
    this.problem = options.problem ?? null
    this.startLab = options.startLab ?? null
  }

  info(): ApiOutput<'app.info'> {
    return {
      version: '0.1.0',
      engineVersion: 2,
      shell: 'web',
      startLab: this.startLab,
      settings: this.settings,
      data: { folder: '/home/ana/.local/share/Hostdown', bytes: 48_300_000, problem: this.problem },
    }
  }

  /** The project that a run of the sample belongs to. */
  opened(): ProjectCard {
    const known = this.projects.find((project) => project.sample === 'article' && project.deletedAt === null)
    if (known !== undefined) return known
    const { name, hosts, vms, datastores } = this.lab
    const added = card(this.nextId(), [name, hosts.length, vms.length, 2, datastores.length], Date.now(), { sample: 'article', newest: null })
    this.projects = [...this.projects, added]
    return added
  }

  private nextId(): number {
    return Math.max(0, ...this.projects.map((project) => project.id)) + 1
  }

  find(id: number): ProjectCard {
    const found = this.projects.find((project) => project.id === id)
    if (found === undefined) throw new ApiError('notFound', 'There is no such project')
    return found
  }

  private change(id: number, part: Partial<ProjectCard>): ProjectCard {
    const changed = { ...this.find(id), ...part }
    this.projects = this.projects.map((project) => (project.id === id ? changed : project))
    return changed
  }

  private duplicate(id: number): ProjectCard {
    const source = this.find(id)
    const copy = { ...source, id: this.nextId(), name: `${source.name} (2)`, createdAt: Date.now(), openedAt: Date.now() }
    this.projects = [...this.projects, copy]
    return copy
  }

  private backUp(reason: StoreBackup['reason']): StoreBackup {
    const copy = { fileName: `hostdown-${String(this.backups.length + 1)}.sqlite`, bytes: 16_100_000, madeAt: Date.now(), reason }
    this.backups = [copy, ...this.backups]
    return copy
  }

  /** Undefined: no method of the Library. */
  answer(method: ApiMethod, input: unknown): unknown {
    const { id } = input as { readonly id: number }
    switch (method) {
      case 'app.info':
        return this.info()
      case 'app.licences':
        return ['vue', 'pinia', 'zod', 'ws', 'cytoscape'].map((name) => ({
          name,
          version: '3.0.0',
          licence: 'MIT',
          text: `Permission is granted: ${name}`,
        }))
      case 'settings.set':
        return (this.settings = { ...this.settings, ...(input as Partial<Settings>) })
      case 'store.backups':
        return this.backups
      case 'store.backup':
        return this.backUp('asked')
      case 'store.restore':
        this.backUp('restore')
        return {}
      case 'project.list':
        return this.projects
      case 'project.rename':
        return this.change(id, { name: (input as ApiInput<'project.rename'>).name })
      case 'project.duplicate':
        return this.duplicate(id)
      case 'project.delete':
        return this.change(id, { deletedAt: Date.now() })
      case 'project.undelete':
        return this.change(id, { deletedAt: null })
      case 'project.importRecord':
        return this.find(id).isImported ? importRecord : null
      case 'project.exportLab':
        return { fileName: `${this.find(id).name}.lab.yaml`, text: 'hostdown: 1\n' }
      case 'project.export':
        return { fileName: `${this.find(id).name}.hostdown`, base64: 'SG9zdGRvd24=' }
      case 'project.import':
        return this.import(input as ApiInput<'project.import'>)
      default:
        return undefined
    }
  }

  private import({ fileName, base64 }: ApiInput<'project.import'>): ApiOutput<'project.import'> {
    if (base64 === '') return { ok: false, problems: [{ path: '', line: null, message: 'The file is cut off: its last line is missing' }] }
    const project = card(this.nextId(), [fileName.replace('.hostdown', ''), 4, 20, 2, 2], Date.now())
    this.projects = [...this.projects, project]
    return { ok: true, project }
  }
}
