/** The window without an application: `?fake=KIND` of the development server. Never part of a build. */
import type { LinkedTransport } from '../api/client.ts'
import { articleStory } from './article-run.ts'
import { bigFrame, bigLab } from './big-run.ts'
import { drsStory } from './drs-run.ts'
import { FakeDesign, someDesign } from './fake-design.ts'
import { manyProjects } from './fake-library.ts'
import { FakeRun } from './fake-run.ts'
import { ftStory } from './ft-run.ts'
import { haStory } from './ha-run.ts'
import { historyEvents, historyPast } from './history-run.ts'
import { snapshotStory } from './snapshot-run.ts'
import { vmotionStory } from './vmotion-run.ts'

/** `big`, `ha` (moments of vSphere HA), `vmotion` (a live migration), `snapshots`, `ft`, `drs`, `tasks`, `history` (a run of another engine), `library` (projects of every size), `broken` (nothing can be kept), else the article for a first start. */
export function fakeTransport(kind: string): LinkedTransport {
  const problem = {
    code: 'readOnly',
    path: '/home/ana/.local/share/Hostdown/hostdown.sqlite',
    text: 'EACCES: the database cannot be written',
  } as const
  const backups = (['asked', 'upgrade', 'restore'] as const).map((reason, at) => ({
    fileName: `hostdown-${String(at)}.sqlite`,
    bytes: 16_100_000 - at * 2_000_000,
    madeAt: Date.now() - (at + 1) * 50_000_000,
    reason,
  }))
  switch (kind) {
    case 'big': {
      const big = new FakeRun({ lab: bigLab(96, 8000), events: [], frame: bigFrame(96, 8000), facts: [] })
      big.design = new FakeDesign(someDesign(96, 8000, 4))
      return big.transport()
    }
    case 'ha':
      return new FakeRun(haStory).transport()
    case 'vmotion':
      return new FakeRun(vmotionStory).transport()
    case 'history':
      return new FakeRun({ ...articleStory, events: historyEvents }, {}, historyPast).transport()
    case 'tasks':
      return new FakeRun({ ...articleStory, events: historyEvents }).transport()
    case 'library':
      return new FakeRun(articleStory, { projects: manyProjects(Date.now()), backups }).transport()
    case 'ft':
      return new FakeRun(ftStory).transport()
    case 'drs':
      return new FakeRun(drsStory()).transport()
    case 'snapshots':
      return new FakeRun(snapshotStory).transport()
    case 'broken':
      return new FakeRun(articleStory, { problem }).transport()
    default:
      return new FakeRun(articleStory).transport()
  }
}
