import type { ByteRange } from '../vault/stream-cipher.ts'

/**
 * Where the contents of files lie, encrypted: each under its address, the SHA-256 of what lies there, so that whoever reads it
 * can tell whether it is what was written, and nobody needs a key for that.
 */
export interface Storage {
  /** Where it is, for operators: without secrets. */
  place: string
  /** Once it resolves, all of it is there for good; until then nothing is. */
  put(address: string, body: AsyncIterable<Buffer>, bytes: number): Promise<void>
  /** All that lies there, or some bytes of it as far as there are any. Undefined: nothing lies there. */
  get(address: string, range?: ByteRange): Promise<AsyncIterable<Buffer> | undefined>
  /** Nothing to do where nothing lies. */
  remove(address: string): Promise<void>
}

/** The storage cannot be reached, or does not take what it is given. */
export class StorageUnavailable extends Error {
  override name = 'StorageUnavailable'
}
