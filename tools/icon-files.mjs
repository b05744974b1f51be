// The two containers of icons, around PNG files: Windows' .ico (Vista and later) and Apple's .icns (10.7 and later).

/** Sizes in px and their PNG files. A directory of 16-byte entries, then the files; 256 px are written as 0. */
export function icoOf(pictures) {
  const header = Buffer.alloc(6 + 16 * pictures.size)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(pictures.size, 4)
  let offset = header.length
  let entry = 6
  for (const [size, png] of pictures) {
    header.writeUInt8(size % 256, entry)
    header.writeUInt8(size % 256, entry + 1)
    header.writeUInt16LE(1, entry + 4)
    header.writeUInt16LE(32, entry + 6)
    header.writeUInt32LE(png.length, entry + 8)
    header.writeUInt32LE(offset, entry + 12)
    offset += png.length
    entry += 16
  }
  return Buffer.concat([header, ...pictures.values()])
}

/** Types by px: as one pixel for one point, and as two. */
const icnsTypes = { 16: ['icp4'], 32: ['icp5', 'ic11'], 64: ['ic12'], 128: ['ic07'], 256: ['ic08', 'ic13'], 512: ['ic09', 'ic14'], 1024: ['ic10'] }

export function icnsOf(pictures) {
  const chunks = []
  for (const [size, png] of pictures) for (const type of icnsTypes[size] ?? []) chunks.push(chunk(type, png))
  return chunk('icns', Buffer.concat(chunks))
}

function chunk(type, body) {
  const head = Buffer.alloc(8)
  head.write(type, 0, 'latin1')
  head.writeUInt32BE(8 + body.length, 4)
  return Buffer.concat([head, body])
}
