/** The four reports as a browser shows them. */
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
  await talk.invoke('sweep.start', { ticket: 'walk', domain: 'host', failures: 2, at: 30_000 })
  await talk.invoke('compare.open', { a: { branch: 0 }, b: { branch: 1 } })
  for (const language of ['en', 'ko'] as const) {
    const asked = { language, replaceNames: false }
    const files = {
      design: await talk.invoke('report.design', asked),
      run: await talk.invoke('report.run', asked),
      sweep: await talk.invoke('sweep.report', asked),
      comparison: await talk.invoke('compare.report', asked),
    }
    for (const [name, file] of Object.entries(files))
      for (const share of [0, 0.5, 1])
        await w.atDocument(`report-of-${name}-${String(share)}`, language, async () => {
          await w.page.goto('about:blank')
          await w.page.setContent(file.text)
          await w.page.evaluate((part) => scrollTo(0, document.body.scrollHeight * part), share)
        })
  }
  talk.close()
})
