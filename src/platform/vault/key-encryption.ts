import type { Log } from '../process/log.ts'

/**
 * Wraps data keys, so that they lie in the database as ciphertext only. A key management service is another
 * implementation of this: its key never leaves it, and many are wrapped in one call.
 */
export interface KeyEncryption {
  /** Names the key; kept beside what it has wrapped. */
  id: string
  wrap(secrets: readonly DataKey[]): Promise<Buffer[]>
  unwrap(wrapped: readonly { id: string; wrapped: Buffer }[]): Promise<Buffer[]>
  /** Keeps what it is asked with valid, where that ends by itself. Returns how to stop. */
  keep?(log: Pick<Log, 'info' | 'warn'>): () => Promise<void>
}

/** A key for personal data: its id, and 32 bytes. */
export interface DataKey {
  id: string
  secret: Buffer
}
