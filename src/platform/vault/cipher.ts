import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const algorithm = 'aes-256-gcm'
const ivLength = 12
const authTagLength = 16

/** What could not be decrypted: altered, moved from where it belongs, or under another key. */
export class BrokenSeal extends Error {
  override name = 'BrokenSeal'
}

/** AES-256-GCM: nonce (12 bytes), tag (16), ciphertext. It opens only together with the same `bound` text. */
export function encrypt(key: Uint8Array, plain: Uint8Array, bound: string): Buffer {
  const iv = nonce()
  const cipher = createCipheriv(algorithm, key, iv, { authTagLength })
  cipher.setAAD(Buffer.from(bound))
  const text = cipher.update(plain)
  cipher.final()
  return Buffer.concat([iv, cipher.getAuthTag(), text])
}

let nonces = Buffer.alloc(0)

/** Drawn many at a time: each call to the system's source costs as much as a short encryption. */
function nonce(): Buffer {
  if (nonces.length < ivLength) nonces = randomBytes(256 * ivLength)
  const iv = nonces.subarray(0, ivLength)
  nonces = nonces.subarray(ivLength)
  return iv
}

/** @throws BrokenSeal */
export function decrypt(key: Uint8Array, sealed: Uint8Array, bound: string): Buffer {
  try {
    const iv = sealed.subarray(0, ivLength)
    // Without its length a tag of four bytes would do.
    const decipher = createDecipheriv(algorithm, key, iv, { authTagLength })
    decipher.setAuthTag(sealed.subarray(ivLength, ivLength + authTagLength))
    decipher.setAAD(Buffer.from(bound))
    const plain = decipher.update(sealed.subarray(ivLength + authTagLength))
    decipher.final()
    return plain
  } catch (cause) {
    throw new BrokenSeal('The ciphertext was altered or moved, or its key is another one.', { cause })
  }
}
