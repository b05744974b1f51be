/** The thread of an import: large exports and what they hold stay here, and end with it. Started by `ImportHost`. */
import { parentPort } from 'node:worker_threads'
import { ImportSession } from '../inventory/import-session.ts'
import { InventoryError } from '../inventory/input-error.ts'
import { readHanded } from '../inventory/read/read-source.ts'
import type { ImportWorkerMessage, ImportWorkerRequest } from './import-protocol.ts'

const port = parentPort
if (port === null) throw new Error('import.worker is the entry of a worker thread')
const send = (message: ImportWorkerMessage): void => port.postMessage(message)
const PROGRESS_EVERY_MS = 60

let session: ImportSession | null = null
let told = 0

function tell(step: 'reading' | 'building', tab: string, rows: number, share: number): void {
  const now = performance.now()
  if (share < 1 && now - told < PROGRESS_EVERY_MS) return
  told = now
  send({ kind: 'progress', step, tab, rows, share })
}

async function answer(request: ImportWorkerRequest): Promise<unknown> {
  if (request.method === 'read') {
    const tables = await readHanded(request.files, { onProgress: ({ tab, rows, share }) => tell('reading', tab, rows, share) })
    session = new ImportSession(tables)
    return null
  }
  if (session === null) throw new Error('nothing was read')
  const onLab = (share: number): void => tell('building', '', 0, share)
  if (request.method === 'preview') return session.preview(request.choice, onLab)
  return session.labs(request.choice, request.labs, onLab)
}

port.on('message', (request: ImportWorkerRequest) => {
  answer(request).then(
    (output) => send({ kind: 'reply', id: request.id, output }),
    (error: unknown) => send({ kind: 'refused', id: request.id, lines: error instanceof InventoryError ? error.lines : null }),
  )
})
