/** Something that must hold does not. Any other error of a target is a finding too. */
export class Finding extends Error {
  name = 'Finding'
}

/** What nobody can make sense of: text of the language instead of a sentence. */
const gibberish = /\[object |\bundefined\b|Cannot read prop|is not a function|is not iterable|^\w*Error\b|\bNaN\b/

/** A refusal says something that a person can act on. `what`: what was handed over, whose own text may stand in the message. */
export function demandSentence(message, what = '') {
  if (typeof message !== 'string' || message.trim() === '') throw new Finding(`a refusal says nothing: ${JSON.stringify(message)}`)
  if (message.length > 5000) throw new Finding(`a refusal has ${message.length} characters: ${message.slice(0, 200)}`)
  const said = gibberish.exec(message)?.[0]
  if (said !== undefined && !what.includes(said)) throw new Finding(`a refusal says ${JSON.stringify(said)}: ${message.slice(0, 300)}`)
}
