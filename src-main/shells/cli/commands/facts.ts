import type { FactView } from '../../../contract/api.ts'
import { hintFor } from '../../../contract/did-you-mean.ts'
import { facts, factView } from '../../../knowledge/index.ts'
import type { Arguments } from '../arguments.ts'
import { BadInput, type CliIo } from '../io.ts'

const WIDTH = 100

const standings: { readonly [K in FactView['standing']]: string } = {
  sourced: 'sourced: a text says so',
  derived: 'derived: follows from sourced facts',
  recalled: 'recalled: general product knowledge, no text was found to confirm it',
  choice: 'choice: sources are silent or disagree, this is what Hostdown does',
  model: 'model: VMware publishes no such number, the formula is ours',
}

export async function factsCommand(args: Arguments, io: CliIo): Promise<number> {
  const wanted = args.operands[0]
  if (wanted === undefined) {
    const width = Math.max(...facts.map(({ id }) => id.length))
    await io.out.write(facts.map(({ id, standing, title }) => `${id.padEnd(width)}  ${standing.padEnd(8)}  ${title}\n`).join(''))
    return 0
  }
  const id = wanted.toUpperCase()
  const known = facts.map((fact) => fact.id)
  if (!known.some((one) => one === id))
    throw new BadInput([`no fact ${JSON.stringify(wanted)}${hintFor(id, known)}`, 'hostdown facts lists all of them'])
  await io.out.write(factText(factView(id)))
  return 0
}

function factText({ id, title, statement, standing, sources }: FactView): string {
  const cited = sources.map(({ code, title: name, url }) => `  ${code}: ${name}${url === null ? '' : `\n      ${url}`}`)
  const body = [wrapped(statement.en), ...(statement.ko === null ? [] : [statement.ko])]
  return `${id}  ${title}\n\n${body.join('\n\n')}\n\nStanding: ${standings[standing]}\n${cited.length === 0 ? '' : `Sources:\n${cited.join('\n')}\n`}`
}

/** Lines of at most WIDTH characters; rows of a table stay as they are. */
function wrapped(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.includes(' | ') ? line : wrapLine(line)))
    .join('\n')
}

function wrapLine(line: string): string {
  const lines: string[] = []
  let current = ''
  for (const word of line.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > WIDTH) {
      lines.push(current)
      current = word
    } else current = current === '' ? word : `${current} ${word}`
  }
  return [...lines, current].join('\n')
}
