import type { ApiOutput } from '../../contract/api.ts'
import type { Handlers } from './handlers.ts'

export function appHandlers(info: ApiOutput<'app.info'>): Handlers<'app'> {
  return { 'app.info': () => info }
}
