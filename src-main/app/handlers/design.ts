import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { DesignTemplate } from '../../contract/api-design.ts'
import { templates, type Template } from '../../contract/texts/templates.ts'
import { outlineOfData } from '../../designs/outline.ts'
import { readDocument } from '../../designs/read.ts'
import { RunError } from '../../runs/run-error.ts'
import type { RunHost } from '../../runs/run-host.ts'
import type { Handlers } from './handlers.ts'

/** Templates lie beside the application; their drafts live in the worker. */
export function designHandlers(runs: RunHost, resourcesDir: string): Pick<Handlers<'design'>, 'design.templates' | 'design.new'> {
  let list: Promise<readonly DesignTemplate[]> | null = null
  const text = (template: Template): Promise<string> => readFile(join(resourcesDir, template.file), 'utf8')
  const shown = async (template: Template): Promise<DesignTemplate> => {
    const { id, name, description, file } = template
    const read = readDocument(await text(template), basename(file))
    const { thumbnail, hosts, vms } = outlineOfData('document' in read ? read.document.data : {})
    const placed = thumbnail.hosts.reduce((sum, host) => sum + host.vms, 0)
    return { id, name, description, thumbnail, hosts, vms, unplaced: vms - placed }
  }
  return {
    'design.templates': () => (list ??= Promise.all(templates.map(shown))),
    async 'design.new'({ template: id, name }) {
      const template = templates.find((one) => one.id === id)
      if (template === undefined) throw new RunError('notFound', `No template ${JSON.stringify(id)}`, `템플릿 ${JSON.stringify(id)}이(가) 없습니다`)
      return runs.call('newDesign', { fileName: basename(template.file), text: await text(template), name: name ?? null })
    },
  }
}
