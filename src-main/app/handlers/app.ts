import { readFile } from 'node:fs/promises'
import type { ApiOutput } from '../../contract/api.ts'
import type { RunHost } from '../../runs/run-host.ts'
import type { Handlers } from './handlers.ts'

export interface AppFacts extends Pick<ApiOutput<'app.info'>, 'version' | 'engineVersion' | 'shell' | 'startLab'> {
  /** Made by the build; where it is missing, nothing is listed. */
  readonly licencesFile: string
}

export function appHandlers({ licencesFile, ...facts }: AppFacts, runs: RunHost): Handlers<'app'> {
  return {
    async 'app.info'() {
      const { settings, ...data } = await runs.call('info', {})
      return { ...facts, settings, data }
    },
    async 'app.licences'() {
      const text = await readFile(licencesFile, 'utf8').catch(() => '[]')
      return JSON.parse(text) as ApiOutput<'app.licences'>
    },
  }
}
