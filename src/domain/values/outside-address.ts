import { z } from 'zod'

/** Where something is sent to: whatever is sent there is read by nobody between. */
export const outsideAddress = z
  .url()
  .max(500)
  .refine(isProtected, 'must begin with https://, or be an address of this machine, and name nobody')

const loopback = new Set(['localhost', '127.0.0.1', '[::1]'])

function isProtected(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username || password) return false
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname))
}
