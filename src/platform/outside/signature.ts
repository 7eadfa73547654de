import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Messages between programs, signed as Standard Webhooks has it: HMAC-SHA-256 over id, seconds and body, under a secret that
 * both know.
 */
export interface Signed {
  'webhook-id': string
  'webhook-timestamp': string
  'webhook-signature': string
}

/** How much older or younger than now a message may be, in ms: one that was overheard is good for no longer. */
const tolerance = 5 * 60_000

/** A secret as people carry it from one program to the other. */
export const secretText = (secret: Uint8Array): string => `whsec_${Buffer.from(secret).toString('base64')}`

/** By each of these secrets, the newest first: some who check read the first signature only. */
export function signed(
  secrets: readonly Uint8Array[],
  of: { id: string; at: string; body: string | Uint8Array },
): Signed {
  const seconds = String(Math.floor(Date.parse(of.at) / 1000))
  return {
    'webhook-id': of.id,
    'webhook-timestamp': seconds,
    'webhook-signature': secrets
      .map((secret) => `v1,${mac(secret, of.id, seconds, of.body).toString('base64')}`)
      .join(' '),
  }
}

/** Whether a message is by who knows the secret, and of about now; more than one signature may be given, while secrets change. */
export function isGenuine(
  secret: Uint8Array,
  headers: Readonly<Record<string, unknown>>,
  body: Uint8Array,
  now: string,
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures } = headers
  if (typeof id !== 'string' || typeof seconds !== 'string' || typeof signatures !== 'string') return false
  if (!/^\d{1,12}$/.test(seconds) || Math.abs(Number(seconds) * 1000 - Date.parse(now)) > tolerance)
    return false
  const expected = mac(secret, id, seconds, body)
  return signatures.split(' ').some((one) => {
    const given = Buffer.from(one.startsWith('v1,') ? one.slice(3) : '', 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
}

function mac(secret: Uint8Array, id: string, seconds: string, body: string | Uint8Array): Buffer {
  return createHmac('sha256', secret).update(`${id}.${seconds}.`).update(body).digest()
}
