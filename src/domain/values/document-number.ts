/** Crockford's base 32: no letter that is read as a digit or another letter. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The number people quote for a document, `Q-7K3F9-XH04B`: fifty bits of its id, so that it needs no counter and
 * no second writer can ever wait for it. (Among a million documents two are alike once in two thousand cases.)
 */
export function documentNumber(prefix: string, id: string): string {
  const bits = BigInt(`0x${id.replaceAll('-', '').slice(-13)}`)
  const letters = Array.from(
    { length: 10 },
    (_, place) => alphabet[Number((bits >> BigInt(5 * place)) & 31n)],
  )
  return `${prefix}-${letters.slice(0, 5).join('')}-${letters.slice(5).join('')}`
}
