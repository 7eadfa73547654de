/**
 * The Merkle tree of RFC 9162 §2.1 over SHA-256, as far as a browser needs it to check what the server says. It shares no
 * code with the server: who checks must not be whom is checked.
 */

export type Subtle = typeof crypto.subtle
export type Bytes = Uint8Array<ArrayBuffer>

export const hashSize = 32

/** The leaf's bytes after a zero byte (RFC 9162 §2.1.1). */
export const leafHash = (subtle: Subtle, leaf: Bytes): Promise<Bytes> =>
  sha256(subtle, Uint8Array.of(0), leaf)

/**
 * The root that a leaf and its proof lead to (RFC 9162 §2.1.3.2); undefined where they lead nowhere: a leaf outside the
 * tree, or a proof that is too long, too short or of something else than hashes.
 */
export async function rootFrom(
  subtle: Subtle,
  of: { index: number; size: number; leaf: Bytes; proof: readonly Bytes[] },
): Promise<Bytes | undefined> {
  const { index, size, leaf, proof } = of
  if (!isPlace(index) || !isPlace(size) || index >= size) return undefined
  if ([leaf, ...proof].some(({ length }) => length !== hashSize)) return undefined
  let [node, last] = [index, size - 1]
  let hash = leaf
  for (const beside of proof) {
    if (last === 0) return undefined
    if (node % 2 === 1 || node === last) {
      hash = await sha256(subtle, Uint8Array.of(1), beside, hash)
      while (node % 2 === 0 && node !== 0) [node, last] = [half(node), half(last)]
    } else hash = await sha256(subtle, Uint8Array.of(1), hash, beside)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 ? hash : undefined
}

export async function sha256(subtle: Subtle, ...parts: readonly Bytes[]): Promise<Bytes> {
  return new Uint8Array(await subtle.digest('SHA-256', joined(parts)))
}

export function same(a: Bytes, b: Bytes): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

/** Undefined for what is not the one way to write these bytes: two texts must never mean the same. */
export function bytesOf(base64: string): Bytes | undefined {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return undefined
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
  return base64Of(bytes) === base64 ? bytes : undefined
}

export const base64Of = (bytes: Bytes): string => btoa(String.fromCharCode(...bytes))
export const utf8 = (text: string): Bytes => new TextEncoder().encode(text)

function joined(parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Shifting with `>>` would cut off what is beyond 32 bits. */
const half = (number: number) => Math.floor(number / 2)
const isPlace = (number: number) => Number.isSafeInteger(number) && number >= 0
