/** What the windows showed at an instant, as changes since the view before, one a line: what is left of a run when its engine is gone. */
import type { RunFrame } from '../contract/api.ts'
import type { HostState, LabState } from '../contract/state.ts'

export type RecordedFrame = RunFrame<HostState, NonNullable<LabState['ha']>>

export interface RecordedView {
  readonly t: number
  readonly frame: RecordedFrame
}

/** The instant comes first: the store cuts a text of views by it. */
export const viewLine = ({ t, frame }: RecordedView): string => `${JSON.stringify({ t, frame })}\n`

export function viewsFromText(text: string): readonly RecordedView[] {
  return text === '' ? [] : (JSON.parse(`[${text.trimEnd().replaceAll('\n', ',')}]`) as readonly RecordedView[])
}
