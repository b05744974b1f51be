/** Instants of a lab that its author marks: shown on the timeline, and where a run that plays may pause. */
import * as z from './schema.ts'
import { block, duration, expects, flag, list, ref, textOf, words } from './fields.ts'

const note = () => expects(textOf(1, 300), ['a note of at most 300 characters', '300자 이하의 메모'])

/** Tabs of the inspector that a bookmark may show. */
const bookmarkTabs = ['summary', 'ha', 'drs', 'vmotion', 'snapshots', 'ft', 'storage', 'why'] as const

export const bookmarksSchema = list(
  block({
    at: duration(),
    note: note(),
    /** The note in Korean; null: as `note`. */
    noteKo: z.nullable(note()).default(null),
    /** A run that plays stops there. */
    pause: flag().default(false),
    /** What the window shows when it is there: an object, and a tab of its inspector. null: what is shown stays. */
    host: z.nullable(ref('host')).default(null),
    vm: z.nullable(ref('vm')).default(null),
    tab: z.nullable(words(...bookmarkTabs)).default(null),
  }),
)
/** Times in ms. */
export type LabBookmark = z.output<typeof bookmarksSchema>[number]
