/** Texts as they lie in the database: deflated, with a checksum; an empty text is an empty blob. */
import { constants, deflateSync, inflateSync } from 'node:zlib'

const EMPTY = new Uint8Array(0)

/** As fast as zlib goes: what a run records. */
export function packFast(text: string): Uint8Array {
  return text === '' ? EMPTY : deflateSync(text, { level: constants.Z_BEST_SPEED })
}

export function pack(text: string): Uint8Array {
  return text === '' ? EMPTY : deflateSync(text)
}

/** Throws where the blob is no deflated text, is cut off, fails its checksum, or holds more than `bytesMax`. */
export function unpack(blob: Uint8Array, bytesMax = 2 ** 29 - 25): string {
  return blob.length === 0 ? '' : inflateSync(blob, { maxOutputLength: bytesMax }).toString('utf8')
}
