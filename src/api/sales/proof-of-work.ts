import { createHash } from 'node:crypto'

/** Leading zero bits that a browser has to find: some ten thousand attempts, a second of its time. */
export const workBits = 14

/** Whether with this a hash of the token begins with so many zeros. */
export function proves(token: string, work: string): boolean {
  if (!/^\d{1,10}$/.test(work)) return false
  const hash = createHash('sha256').update(`${token}:${work}`).digest()
  return hash.readUInt32BE(0) >>> (32 - workBits) === 0
}

/** Does the work that is asked for while somebody writes. Without it, somebody looks at what was sent. */
export const workScript = `const form = document.querySelector('form[data-bits]')
const zeros = (bytes) => {
  let count = 0
  for (const byte of bytes) {
    if (byte !== 0) return count + Math.clz32(byte) - 24
    count += 8
  }
  return count
}
async function work(token, bits) {
  const encoder = new TextEncoder()
  for (let tried = 0; ; tried++) {
    const hash = await crypto.subtle.digest('SHA-256', encoder.encode(token + ':' + tried))
    if (zeros(new Uint8Array(hash)) >= bits) return String(tried)
  }
}
if (form && globalThis.crypto?.subtle) {
  const { token, work: field } = form.elements
  let sent = false
  const done = work(token.value, Number(form.dataset.bits)).then((found) => { field.value = found })
  form.addEventListener('submit', async (event) => {
    if (sent) return event.preventDefault()
    sent = true
    if (field.value) return
    event.preventDefault()
    await done
    form.submit()
  })
}
`
