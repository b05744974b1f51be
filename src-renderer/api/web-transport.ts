/** The API over the web shell's WebSocket: JSON requests and replies by id, pushes beside them; reconnects by itself. */
import type { ApiInput, ApiMethod, ApiOutput, ApiPush, ApiPushes, ApiPushMessage, ApiReply, ApiRequest } from '../../src-main/contract/api.ts'
import { ApiError, type LinkedTransport, type LinkState } from './client.ts'

const firstDelayMs = 250
const maxDelayMs = 4000

interface Waiting {
  readonly resolve: (output: never) => void
  readonly reject: (error: ApiError) => void
}

export interface WebTransportOptions {
  readonly url: string
  readonly createSocket?: (url: string) => WebSocket
}

export function webTransport(options: WebTransportOptions): LinkedTransport {
  const createSocket = options.createSocket ?? ((url) => new WebSocket(url))
  const waiting = new Map<number, Waiting>()
  const pushListeners = new Map<ApiPush, Set<(payload: never) => void>>()
  const linkListeners = new Set<(state: LinkState) => void>()
  const unsent: string[] = []
  let socket: WebSocket | null = null
  let link: LinkState = 'connecting'
  let delayMs = firstDelayMs
  let timer: ReturnType<typeof setTimeout> | null = null
  let nextId = 1

  function setLink(state: LinkState): void {
    if (link === state) return
    link = state
    for (const listener of [...linkListeners]) listener(state)
  }

  function receive(text: string): void {
    const message = JSON.parse(text) as ApiReply | ApiPushMessage
    if ('push' in message) {
      for (const listener of [...(pushListeners.get(message.push) ?? [])]) listener(message.payload as never)
      return
    }
    const request = waiting.get(message.id)
    if (request === undefined) return
    waiting.delete(message.id)
    if (message.ok) request.resolve(message.output as never)
    else request.reject(new ApiError(message.code, message.message, message.messageKo ?? null))
  }

  function lost(): void {
    socket = null
    unsent.length = 0
    const failed = [...waiting.values()]
    waiting.clear()
    for (const request of failed) request.reject(new ApiError('disconnected', 'The connection to the lab was lost'))
    setLink('lost')
    timer = setTimeout(connect, delayMs)
    delayMs = Math.min(delayMs * 2, maxDelayMs)
  }

  function connect(): void {
    if (timer !== null) clearTimeout(timer)
    timer = null
    const mine = createSocket(options.url)
    socket = mine
    mine.onopen = () => {
      delayMs = firstDelayMs
      for (const text of unsent.splice(0)) mine.send(text)
      setLink('open')
    }
    mine.onmessage = (event: MessageEvent<unknown>) => {
      if (socket === mine && typeof event.data === 'string') receive(event.data)
    }
    mine.onclose = () => {
      if (socket === mine) lost()
    }
  }

  function invoke<M extends ApiMethod>(method: M, input: ApiInput<M>): Promise<ApiOutput<M>> {
    return new Promise((resolve, reject) => {
      if (link === 'lost' || socket === null) {
        reject(new ApiError('disconnected', 'The connection to the lab was lost'))
        return
      }
      const id = nextId++
      const text = JSON.stringify({ id, method, input } satisfies ApiRequest)
      waiting.set(id, { resolve, reject })
      if (link === 'open') socket.send(text)
      else unsent.push(text)
    })
  }

  function subscribe<P extends ApiPush>(push: P, listener: (payload: ApiPushes[P]) => void): () => void {
    const listeners = pushListeners.get(push) ?? new Set()
    pushListeners.set(push, listeners)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  connect()
  return {
    get link() {
      return link
    },
    invoke,
    subscribe,
    onLink(listener) {
      linkListeners.add(listener)
      listener(link)
      return () => linkListeners.delete(listener)
    },
    reconnect() {
      if (link === 'lost' && timer !== null) connect()
    },
  }
}

/** Same origin as the page; the cookie that came with it opens the socket. */
export function socketUrl(at: Pick<Location, 'protocol' | 'host'>): string {
  return `${at.protocol === 'https:' ? 'wss' : 'ws'}://${at.host}/ws`
}
