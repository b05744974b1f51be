// Writes a zip file: deflated entries, UTF-8 names, no ZIP64 (none of ours comes near 4 GB). Times are fixed, so that the same files give the same bytes.
import { crc32, deflateRawSync } from 'node:zlib'

/** 1 January 2025, as DOS has it. */
const date = ((2025 - 1980) << 9) | (1 << 5) | 1
const UTF8 = 0x800
/** Made on Unix, so that the mode counts: plain files that everybody reads. */
const madeBy = (3 << 8) | 20
const mode = 0o100644 * 0x10000

/** `files`: [path with forward slashes, content]. */
export function zipOf(files) {
  const parts = []
  const directory = []
  let offset = 0
  for (const [path, content] of files) {
    const name = Buffer.from(path, 'utf8')
    const packed = deflateRawSync(content, { level: 9 })
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(UTF8, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt16LE(date, 8)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(name.length, 22)
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, name, packed)
    const more = Buffer.alloc(14)
    more.writeUInt32LE(mode, 6)
    more.writeUInt32LE(offset, 10)
    const maker = Buffer.alloc(2)
    maker.writeUInt16LE(madeBy)
    directory.push(Buffer.from('PK\x01\x02', 'latin1'), maker, common, more, name)
    offset += 30 + name.length + packed.length
  }
  const listing = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(files.length, 8)
  end.writeUInt16LE(files.length, 10)
  end.writeUInt32LE(listing.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, listing, end])
}
