/** The four reports as a browser shows them. */
import { expect } from '../shell.ts'
import { talkTo } from '../talk.ts'
import { sample } from './labs.ts'
import { walk } from './walk.ts'

walk('reports', async (w, openLab) => {
  const shell = await openLab(sample('two-sites'))
  const talk = await talkTo(shell.url)
  await talk.invoke('run.seek', { t: 900_000 })
  await talk.invoke('run.seek', { t: 200_000 })
  await talk.invoke('run.command', { command: 'host.powerOff', arguments: { host: 'a1' } })
  await talk.invoke('run.seek', { t: 600_000 })
  const asked = { language: w.language, replaceNames: false }
  const design = await talk.invoke('report.design', asked)
  const run = await talk.invoke('report.run', asked)
  await talk.invoke('sweep.start', { ticket: 'walk', domain: 'host', failures: 2, at: 30_000 })
  const sweep = await talk.invoke('sweep.report', asked)
  const status = await talk.invoke('run.current', {})
  expect(status).not.toBeNull()
  await talk.invoke('compare.open', { a: { branch: 0 }, b: { branch: 1 } })
  const comparison = await talk.invoke('compare.report', asked)
  talk.close()
  for (const [name, file] of Object.entries({ design, run, sweep, comparison }))
    await w.at(`report-of-${name}`, async () => {
      await w.page.goto('about:blank')
      await w.page.setContent(file.text)
    })
})
