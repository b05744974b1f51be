/** A warm state as bytes that threads share: whoever hands it on has nothing to copy. */
import { deserialize, serialize } from 'node:v8'
import type { Warm } from './warm.ts'

export type PackedWarm = SharedArrayBuffer

export function packed({ lab, keyframe, at, runMs, comeBy, first }: Warm): PackedWarm {
  const bytes = serialize({ lab, keyframe, at, runMs, comeBy, first } satisfies Warm)
  const shared = new SharedArrayBuffer(bytes.byteLength)
  new Uint8Array(shared).set(bytes)
  return shared
}

export function unpacked(warm: PackedWarm): Warm {
  return deserialize(Buffer.from(new Uint8Array(warm))) as Warm
}
