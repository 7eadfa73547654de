import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ConfigError } from '../config.ts'
import type { KeyEncryption } from './key-encryption-key.ts'

/** How a key in a vault is written: `vault+https://:<token>@<host>/<mount>/<key>`. */
export const isTransit = (text: string) => /^vault\+https?:/.test(text)

/** A request is answered within this, in ms, or tried again. */
const timeout = 10_000
/** A service that is away is asked again after these pauses, in ms, before who waits is told. */
const pauses = [100, 500, 2_000]

const encrypted = z.object({ ciphertext: z.string().startsWith('vault:v') })
const decrypted = z.object({ plaintext: z.base64() })
const failure = z.object({ errors: z.array(z.string()).default([]) })

/**
 * A key that never leaves HashiCorp Vault (or OpenBao): its transit engine wraps data keys, many in a request. What it has
 * wrapped is bound to the id of the data key by associated data, which takes a key of type aes256-gcm96 (the default),
 * aes128-gcm96 or chacha20-poly1305. A key that is rotated there goes on opening what its older versions have wrapped.
 * @throws ConfigError when `text` does not name a key; later, when the service refuses.
 */
export function transitKey(text: string): KeyEncryption {
  const { base, token, mount, key } = parsed(text)
  const id = `${base.host}/${mount}/${key}`

  async function ask(verb: 'encrypt' | 'decrypt', input: readonly object[]): Promise<unknown[]> {
    const url = new URL(`/v1/${mount}/${verb}/${key}`, base)
    const answer = await patiently(id, () =>
      fetch(url, {
        method: 'POST',
        headers: { 'x-vault-token': token, 'content-type': 'application/json' },
        body: JSON.stringify({ batch_input: input }),
        redirect: 'error',
        signal: AbortSignal.timeout(timeout),
      }),
    )
    const body: unknown = await answer.json().catch(() => undefined)
    if (!answer.ok) throw new ConfigError(refusalOf(id, verb, answer.status, body))
    const reply = z.object({ data: z.object({ batch_results: z.array(z.unknown()) }) }).safeParse(body)
    const results = reply.data?.data.batch_results ?? []
    if (results.length !== input.length) throw new Error(`The key ${id} answered what is no answer.`)
    return results
  }

  return {
    id,
    async wrap(keys) {
      const input = keys.map((one) => ({ plaintext: base64(one.secret), associated_data: base64(one.id) }))
      const results = await ask('encrypt', input)
      return results.map((result) => Buffer.from(encrypted.parse(result).ciphertext))
    },
    async unwrap(keys) {
      const input = keys.map((one) => ({
        ciphertext: one.wrapped.toString(),
        associated_data: base64(one.id),
      }))
      const results = await ask('decrypt', input)
      return results.map((result) => Buffer.from(decrypted.parse(result).plaintext, 'base64'))
    },
  }
}

const base64 = (value: string | Buffer) => Buffer.from(value).toString('base64')

function parsed(text: string): { base: URL; token: string; mount: string; key: string } {
  const address = text.slice('vault+'.length)
  const base = URL.canParse(address) ? new URL(address) : undefined
  const [, mount = '', key = ''] = /^\/([\w./-]+)\/([\w.-]+)$/.exec(base?.pathname ?? '') ?? []
  if (!base || mount === '' || base.password === '')
    throw new ConfigError(
      'A key-encryption key in a vault is written vault+https://:<token>@<host>/<mount>/<key>, such as /transit/hindsight.',
    )
  if (base.protocol === 'http:' && !['127.0.0.1', '[::1]', 'localhost'].includes(base.hostname))
    throw new ConfigError(`The vault at ${base.host} must be asked over https: data keys cross the wire.`)
  return { base: new URL(base.origin), token: decodeURIComponent(base.password), mount, key }
}

/** Asks again while the service is away, sealed, or has too much to do. */
async function patiently(id: string, ask: () => Promise<Response>): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const answer = await ask().catch((error: unknown) => error)
    if (answer instanceof Response && answer.status !== 429 && answer.status < 500) return answer
    const pause = pauses[attempt]
    if (pause === undefined) {
      const why = answer instanceof Response ? `answers ${answer.status}` : 'does not answer'
      throw new Error(`The vault of the key ${id} ${why}; personal data cannot be read or written.`, {
        cause: answer,
      })
    }
    await sleep(pause)
  }
}

function refusalOf(id: string, verb: string, status: number, body: unknown): string {
  const said = failure.safeParse(body).data?.errors.join('; ') ?? ''
  if (status === 403)
    return `The vault refuses to ${verb} with the key ${id}: give the token's policy the capability update on it, or renew the token. ${said}`
  return `The vault cannot ${verb} with the key ${id} (${status}): it must exist, be of type aes256-gcm96, and have wrapped what is to be opened. ${said}`
}
