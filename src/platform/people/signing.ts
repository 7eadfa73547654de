import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { z } from 'zod'

/**
 * What people without an account bring back to us, by a link or with a form, is signed and not kept: whoever has this key
 * makes the same again, and nobody else can make any. Nothing that is stored, here or in the log, opens anything. What is
 * signed for one purpose is nothing for another.
 */
export type Signing = <T>(purpose: string, schema: z.ZodType<T>) => Signed<T>

export interface Signed<T> {
  tokenOf(value: T): string
  /** Undefined: not signed here, for another purpose, or by a release that meant something else by it. */
  read(token: unknown): T | undefined
}

const signatureBytes = 24

export function createSigning(seed: Uint8Array): Signing {
  const key = Buffer.from(hkdfSync('sha256', seed, '', 'hindsight links', 32))
  return (purpose, schema) => {
    const signed = (text: string) => {
      const signature = createHmac('sha256', key)
        .update(`${purpose}:${text}`)
        .digest()
        .subarray(0, signatureBytes)
      return `${text}.${signature.toString('base64url')}`
    }
    return {
      tokenOf: (value) => signed(Buffer.from(JSON.stringify(value)).toString('base64url')),
      read(token) {
        if (typeof token !== 'string') return undefined
        const text = token.slice(0, Math.max(0, token.lastIndexOf('.')))
        const [given, right] = [Buffer.from(token), Buffer.from(signed(text))]
        // Before anything is looked up: who has no token learns nothing, not by time either.
        if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
        return schema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString())).data
      },
    }
  }
}
