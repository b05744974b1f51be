/** Reads a file that a person named: what is no file, too large, unreadable or not text is refused with one line, before it costs anything. */
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'

/** Text of the file, or what is wrong with it, in words that follow its name. */
export type TextFile = { readonly text: string } | { readonly problem: string }

const MEGABYTE = 1_000_000

const errnoTexts: { readonly [code: string]: string } = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
  EISDIR: 'is a folder, not a file',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'its links go round in a circle',
  ENXIO: 'is not a file',
  EMFILE: 'too many files are open',
}

export function readTextFile(path: string, bytesMax: number): TextFile {
  let handle: number | null = null
  try {
    // Non-blocking: opening a pipe that nobody writes to would wait for ever.
    handle = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
    const stat = fstatSync(handle)
    if (stat.isDirectory()) return { problem: 'is a folder, not a file' }
    if (!stat.isFile()) return { problem: 'is not a file' }
    if (stat.size > bytesMax) {
      return { problem: `has ${Math.round(stat.size / MEGABYTE)} MB, at most ${Math.floor(bytesMax / MEGABYTE)} MB are read` }
    }
    return decoded(readAll(handle, stat.size))
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return { problem: errnoTexts[code] ?? `cannot be read (${code === '' ? String(error) : code})` }
  } finally {
    if (handle !== null) closeSync(handle)
  }
}

/** No more than the size that was checked, even when the file grows meanwhile. */
function readAll(handle: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size)
  let read = 0
  while (read < size) {
    const more = readSync(handle, bytes, read, size - read, read)
    if (more === 0) break
    read += more
  }
  return read === size ? bytes : bytes.subarray(0, read)
}

function decoded(bytes: Uint8Array): TextFile {
  if (bytes.subarray(0, 8_192).includes(0)) return { problem: 'is not text (it holds binary data)' }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { problem: 'is not UTF-8 text' }
  }
}
