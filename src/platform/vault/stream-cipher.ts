import { createCipheriv, createDecipheriv } from 'node:crypto'
import { BrokenSeal } from './cipher.ts'

const algorithm = 'aes-256-gcm'
const authTagLength = 16
/** Encrypted as one, in bytes. */
const segment = 64 * 1024

/**
 * What is too long to be held whole: segments of 64 KiB, each AES-256-GCM ciphertext and tag. The nonce counts them and says
 * which is the last, so that none is left out, moved or cut off unseen (Hoang et al., "Online Authenticated-Encryption", 2015:
 * STREAM). It repeats with each use of a key: a key is for one content alone.
 */
export async function* encryptStream(key: Uint8Array, plain: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const { part, index, last } of segments(plain, segment)) {
    const cipher = createCipheriv(algorithm, key, nonceOf(index, last), { authTagLength })
    yield Buffer.concat([cipher.update(part), cipher.final(), cipher.getAuthTag()])
  }
}

/** @throws BrokenSeal when it is not what was encrypted under this key; nothing of such a segment is handed out. */
export async function* decryptStream(key: Uint8Array, sealed: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const { part, index, last } of segments(sealed, segment + authTagLength)) {
    yield opened(key, part, nonceOf(index, last))
  }
}

/** Some bytes of many, counted from 0; the last belongs to them. */
export interface ByteRange {
  from: number
  to: number
}

/** Where those segments lie, encrypted, that some bytes of a content are in. */
export function sealedRange({ from, to }: ByteRange): ByteRange {
  const sealed = segment + authTagLength
  return { from: Math.floor(from / segment) * sealed, to: (Math.floor(to / segment) + 1) * sealed - 1 }
}

/**
 * Some bytes of a content that has so many, of what lies at its `sealedRange`.
 * @throws BrokenSeal as `decryptStream`, also when it is not all there.
 */
export async function* decryptRange(
  key: Uint8Array,
  sealed: AsyncIterable<Buffer>,
  { from, to }: ByteRange,
  bytes: number,
): AsyncGenerator<Buffer> {
  const last = Math.ceil(bytes / segment) - 1
  let index = Math.floor(from / segment)
  for await (const { part } of segments(sealed, segment + authTagLength)) {
    const start = index * segment
    const plain = opened(key, part, nonceOf(index, index === last))
    yield plain.subarray(Math.max(0, from - start), to + 1 - start)
    index++
  }
  if (index <= Math.floor(to / segment)) throw new BrokenSeal('The ciphertext was cut.')
}

function opened(key: Uint8Array, part: Buffer, nonce: Buffer): Buffer {
  try {
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength })
    const end = part.length - authTagLength
    decipher.setAuthTag(part.subarray(end))
    const plain = decipher.update(part.subarray(0, end))
    decipher.final()
    return plain
  } catch (cause) {
    throw new BrokenSeal('The ciphertext was altered or cut, or its key is another one.', { cause })
  }
}

function nonceOf(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(index, 7)
  nonce[11] = last ? 1 : 0
  return nonce
}

/** Pieces of one size, but for the last; of nothing, one that is empty. */
async function* segments(bytes: AsyncIterable<Buffer>, size: number) {
  let held: Buffer[] = []
  let length = 0
  let index = 0
  for await (const piece of bytes) {
    held.push(piece)
    length += piece.length
    // One is kept back, as long as it may be the last.
    if (length <= size) continue
    let all = Buffer.concat(held)
    for (; all.length > size; all = all.subarray(size))
      yield { part: all.subarray(0, size), index: index++, last: false }
    held = [all]
    length = all.length
  }
  yield { part: Buffer.concat(held), index, last: true }
}
