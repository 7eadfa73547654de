import { inflateSync } from 'node:zlib'

/** The largest side of a picture that is drawn, in pixels, so that a small file cannot unpack to a huge one. */
const largest = 2000
/** Bytes of a pixel in the PNG kinds that are drawn, by colour type: 8 bits a channel, no palette. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 }

/**
 * The bytes of a data URL, if they are a PNG or JPEG that can be drawn safely; else undefined. What draws pictures trusts
 * what a file says of itself, and ends the process where that is wrong.
 */
export function readPicture(url: string): Buffer | undefined {
  const [head = '', content = ''] = url.split(',', 2)
  const bytes = Buffer.from(content, 'base64')
  if (head === 'data:image/png;base64') return isSoundPng(bytes) ? bytes : undefined
  return head === 'data:image/jpeg;base64' && isSoundJpeg(bytes) ? bytes : undefined
}

const signature = Buffer.from('89504e470d0a1a0a', 'hex')

/** Chunks that fit into the file, a sane size, and exactly the pixels it speaks of (PNG, third edition, 5 and 9). */
function isSoundPng(bytes: Buffer): boolean {
  if (bytes.length < 45 || !bytes.subarray(0, 8).equals(signature)) return false
  if (bytes.readUInt32BE(8) !== 13 || bytes.toString('latin1', 12, 16) !== 'IHDR') return false
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  const [depth, kind, compression, filter, interlace] = bytes.subarray(24, 29)
  const pixel = channels[kind ?? -1]
  if (pixel === undefined || depth !== 8 || compression !== 0 || filter !== 0 || interlace !== 0) return false
  if (width === 0 || height === 0 || width > largest || height > largest) return false
  const data: Buffer[] = []
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    const end = at + 12 + length
    if (end > bytes.length) return false
    if (type === 'IEND') return hasPixels(Buffer.concat(data), height, width * pixel)
    if (type === 'IDAT') data.push(bytes.subarray(at + 8, end - 4))
    else if (type === 'tRNS' || type === 'PLTE') return false
    at = end
  }
  return false
}

/** Each row is one of five filters and its bytes. */
function hasPixels(data: Buffer, height: number, row: number): boolean {
  const size = height * (row + 1)
  try {
    const unpacked = inflateSync(data, { maxOutputLength: size + 1 })
    if (unpacked.length !== size) return false
    for (let y = 0; y < height; y++) if ((unpacked[y * (row + 1)] ?? 5) > 4) return false
    return true
  } catch {
    return false
  }
}

/** Segments that fit into the file, up to the one that tells size and colours (ITU T.81, annex B). */
function isSoundJpeg(bytes: Buffer): boolean {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return false
  for (let at = 2; at + 10 <= bytes.length; ) {
    const marker = bytes.readUInt16BE(at)
    // Frames that every reader of PDF knows: baseline and progressive.
    if (marker === 0xffc0 || marker === 0xffc2) {
      const [height, width, colours] = [bytes.readUInt16BE(at + 5), bytes.readUInt16BE(at + 7), bytes[at + 9]]
      const isSane = width > 0 && height > 0 && width <= largest && height <= largest
      return isSane && bytes[at + 4] === 8 && (colours === 1 || colours === 3)
    }
    if (marker < 0xffc1 || marker > 0xfffe) return false
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return false
}
