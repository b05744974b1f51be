import type { RunHost } from '../../runs/run-host.ts'
import type { LabShelf } from '../lab-shelf.ts'
import type { Handlers } from './handlers.ts'

export function labHandlers(runs: RunHost, shelf: LabShelf): Handlers<'lab'> {
  return {
    'lab.samples': () => shelf.list(),
    async 'lab.open'(input) {
      if ('text' in input) {
        const { fileName, text, practice } = input
        return runs.call('open', { fileName, text, folder: null, origin: practice === undefined ? { file: fileName } : { practice } })
      }
      const source = await shelf.read(input.sample)
      return 'problem' in source ? { ok: false, problems: [source.problem] } : runs.call('open', source)
    },
  }
}
