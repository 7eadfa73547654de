import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits that only their holder knows: sessions, half-finished sign-ins, API keys. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a token. There is nothing to guess in it, so a plain SHA-256 will do. */
export function tokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567'

/** A secret that people copy by hand: this many letters of 5 random bits each, in groups of four. */
export function newSecret(length: number): string {
  const text = Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join('')
  return text.match(/.{1,4}/g)?.join('-') ?? text
}
