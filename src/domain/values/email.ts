import { domainToASCII, domainToUnicode } from 'node:url'
import { z } from 'zod'
import { vocabulary } from './vocabulary.ts'

/**
 * An e-mail address in lower case: two spellings of one mailbox are one value. A dot-atom of RFC 5322 with the letters
 * of every script (RFC 6531), at a domain that may have them too (IDNA: `xn--mller-kva.de` is kept as `müller.de`); at
 * most 254 octets as it goes over the wire (RFC 5321).
 */
export const email = z
  .string()
  .max(254)
  .overwrite(oneSpelling)
  .refine(isAddress, 'must be an e-mail address')
  .meta({ format: 'idn-email', examples: ['ada@example.com', 'grace.hopper@example.org'] })
  .register(vocabulary, { id: 'Email' })

const atom = String.raw`[\p{L}\p{M}\p{N}!#$%&'*+/=?^_\x60{|}~-]+`
const localPart = new RegExp(String.raw`^${atom}(?:\.${atom})*$`, 'u')
const domain = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{2,59})$/

function parts(address: string): [local: string, domain: string] {
  const at = address.lastIndexOf('@')
  return [address.slice(0, Math.max(at, 0)), address.slice(at + 1)]
}

/** Where an address is, in the form that goes over the wire: no two domains that only look alike are one. */
export function domainOf(address: string | null): string | null {
  if (address === null) return null
  const [, host] = parts(address)
  return isPlain(address) ? host : domainToASCII(host) || host
}

/** An address as IDNA leaves it: most are, and cost less. */
const plain =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/
const isPlain = (address: string) => plain.test(address) && !address.includes('xn--')

function oneSpelling(written: string): string {
  if (isPlain(written)) return written
  const address = written.trim().normalize('NFC').toLowerCase()
  const [local, host] = parts(address)
  const unicode = domainToUnicode(domainToASCII(host))
  return unicode === '' ? address : `${local}@${unicode}`
}

function isAddress(address: string): boolean {
  if (isPlain(address)) return address.length <= 254
  const [local, host] = parts(address)
  const ascii = domainToASCII(host)
  return localPart.test(local) && domain.test(ascii) && Buffer.byteLength(local) + 1 + ascii.length <= 254
}
