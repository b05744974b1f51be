import type { Handlers } from './handlers.ts'

export function factsHandlers(): Handlers<'facts'> {
  return {
    // Ids that are not known are left out: a newer window may ask for more than there is. The catalogue is large, so it loads when first asked.
    async 'facts.get'({ ids }) {
      const { factById, factView } = await import('../../knowledge/index.ts')
      return [...new Set(ids)].filter((id) => factById(id) !== undefined).map(factView)
    },
  }
}
