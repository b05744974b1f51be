/** The API of a web shell without a window: what a page does over its socket, for specs that need no page. */
import { WebSocket } from 'ws'
import type { ApiInput, ApiMethod, ApiOutput, ApiReply } from '../src-main/contract/api.ts'

export interface Talk {
  /** Rejects with the code and message of the reply, or when the connection is lost. */
  invoke<M extends ApiMethod>(method: M, input: ApiInput<M>): Promise<ApiOutput<M>>
  close(): void
}

/** `url`: the address that the shell printed, with its token. */
export async function talkTo(url: string): Promise<Talk> {
  const welcome = await fetch(url, { redirect: 'manual' })
  const cookie = (welcome.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const { host, origin } = new URL(url)
  const socket = new WebSocket(`ws://${host}/ws`, { headers: { cookie, origin } })
  const waiting = new Map<number, { resolve: (output: never) => void; reject: (error: Error) => void }>()
  let lastId = 0
  const lost = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('The connection was lost'))
    waiting.clear()
  }
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  socket.on('error', lost)
  socket.on('close', lost)
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as ApiReply | { readonly push: string }
    if ('push' in message) return
    const asked = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.ok) asked?.resolve(message.output as never)
    else asked?.reject(Object.assign(new Error(message.message), { code: message.code }))
  })
  return {
    invoke: (method, input) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) return reject(new Error('The connection was lost'))
        const id = ++lastId
        waiting.set(id, { resolve, reject })
        socket.send(JSON.stringify({ id, method, input }))
      }),
    close: () => socket.close(),
  }
}
