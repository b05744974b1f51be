/** A step: edits of a design, all of them or none. */
import type { DesignEdit, DesignStep } from '../contract/api-design.ts'
import { add, copy, paste } from './add-edits.ts'
import type { LabDocument } from './lab-document.ts'
import type { Note } from './notes.ts'
import { readDocument } from './read.ts'
import { remove } from './remove-edit.ts'
import { rename } from './rename-edit.ts'
import { EditError, Session } from './session.ts'
import { enable, set, setLab } from './set-edits.ts'

export interface Applied {
  readonly text: string
  /** Null: the text is no YAML. */
  readonly document: LabDocument | null
  readonly notes: readonly Note[]
}

/** Throws an EditError; then nothing was done. */
export function applyEdits(text: string, document: LabDocument | null, fileName: string, edits: readonly DesignEdit[]): Applied {
  let at: Applied = { text, document, notes: [] }
  let session = document === null ? null : new Session(document)
  for (const edit of edits) {
    if (edit.do === 'text') {
      const read = readDocument(edit.text, fileName)
      const notes = session?.notes ?? at.notes
      const next = 'document' in read ? read.document : null
      at = { text: edit.text, document: next, notes }
      session = next === null ? null : new Session(next)
      if (session !== null) for (const note of notes) session.note(note)
      continue
    }
    if (session === null)
      throw new EditError(['The file is no YAML: its text has to be mended first.', '파일이 YAML이 아닙니다. 먼저 텍스트를 고치십시오.'])
    try {
      apply(session, edit)
    } catch (error) {
      if (error instanceof RangeError) throw new EditError(['That is nested too deeply, or too much.', '중첩이 너무 깊거나 내용이 너무 많습니다.'])
      throw error
    }
  }
  if (session === null) return at
  const { document: done, notes } = session
  // What was there twice may still be, further down.
  if (document !== null && document.duplicates.length > 0 && done !== document) {
    const read = readDocument(done.text, fileName)
    return { text: done.text, document: 'document' in read ? read.document : null, notes }
  }
  return { text: done.text, document: done, notes }
}

function apply(session: Session, edit: Exclude<DesignEdit, { do: 'text' }>): void {
  switch (edit.do) {
    case 'add':
      return add(session, edit)
    case 'copy':
      return copy(session, edit)
    case 'remove':
      return remove(session, edit)
    case 'rename':
      return rename(session, edit)
    case 'set':
      return set(session, edit)
    case 'setLab':
      return setLab(session, edit)
    case 'enable':
      return enable(session, edit)
    case 'paste':
      return paste(session, edit)
  }
}

/** What a step is called. */
export function stepOf(edits: readonly DesignEdit[]): DesignStep {
  const [edit] = edits
  const none = { kind: null, name: null, count: edits.length, key: [] }
  if (edit === undefined) return { do: 'several', ...none }
  const alike = edits.every(
    (one) => one.do === edit.do && ('kind' in one && 'kind' in edit ? one.kind === edit.kind : !('kind' in one) && !('kind' in edit)),
  )
  if (!alike) return { do: 'several', ...none }
  const names = edits.flatMap((one): readonly string[] =>
    'names' in one ? one.names : 'name' in one ? [one.name] : 'entry' in one ? [String(one.entry['name'] ?? '')] : [],
  )
  const copies = edit.do === 'copy' ? edit.copies : 1
  const key = 'key' in edit ? edit.key : edit.do === 'enable' ? ['cluster', edit.service] : []
  return {
    do: edit.do,
    kind: 'kind' in edit ? edit.kind : null,
    name: names[0] ?? null,
    count: Math.max(1, names.length) * copies,
    key: edits.length === 1 || edits.every((one) => 'key' in one && String(one.key) === String(key)) ? key : [],
  }
}
