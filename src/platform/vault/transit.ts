import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { ConfigError } from '../process/config.ts'
import type { KeyEncryption } from './key-encryption.ts'
import { keepToken, tokenIn } from './token.ts'

/**
 * How a key in a vault is written: `vault+https://:<token>@<host>/<mount>/<key>`, or with the token in a file that may be
 * replaced at any time, `vault+https://<host>/<mount>/<key>?token-file=<path>`.
 */
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

  async function send(method: 'GET' | 'POST', path: string, body?: object): Promise<Response> {
    const once = (by: string) =>
      patiently(id, () =>
        fetch(new URL(`/v1/${path}`, base), {
          method,
          headers: { 'x-vault-token': by, ...(body && { 'content-type': 'application/json' }) },
          ...(body && { body: JSON.stringify(body) }),
          redirect: 'error',
          signal: AbortSignal.timeout(timeout),
        }),
      )
    const by = token()
    const answer = await once(by)
    // It may have been replaced meanwhile, as the one before was ending.
    const now = answer.status === 403 ? token() : by
    return now === by ? answer : once(now)
  }

  async function ask(verb: 'encrypt' | 'decrypt', input: readonly object[]): Promise<unknown[]> {
    const answer = await send('POST', `${mount}/${verb}/${key}`, { batch_input: input })
    const body: unknown = await answer.json().catch(() => undefined)
    if (!answer.ok) throw new ConfigError(refusalOf(id, verb, answer.status, body))
    const reply = z.object({ data: z.object({ batch_results: z.array(z.unknown()) }) }).safeParse(body)
    const results = reply.data?.data.batch_results ?? []
    if (results.length !== input.length) throw new Error(`The key ${id} answered what is no answer.`)
    return results
  }

  async function askOfToken(method: 'GET' | 'POST', path: string): Promise<unknown> {
    const answer = await send(method, path)
    const body: unknown = await answer.json().catch(() => undefined)
    if (!answer.ok) throw new Error(`${path} was answered ${answer.status}: ${errorsIn(body)}`)
    return body
  }

  return {
    id,
    keep: (log) => keepToken(id, askOfToken, log),
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

function parsed(text: string): { base: URL; token: () => string; mount: string; key: string } {
  const address = text.slice('vault+'.length)
  const base = URL.canParse(address) ? new URL(address) : undefined
  const [, mount = '', key = ''] = /^\/([\w./-]+)\/([\w.-]+)$/.exec(base?.pathname ?? '') ?? []
  const file = base?.searchParams.get('token-file') ?? ''
  if (!base || mount === '' || (base.password === '') === (file === ''))
    throw new ConfigError(
      'A key-encryption key in a vault is written vault+https://:<token>@<host>/<mount>/<key>, such as /transit/hindsight, ' +
        'or vault+https://<host>/<mount>/<key>?token-file=<path>.',
    )
  if (base.protocol === 'http:' && !['127.0.0.1', '[::1]', 'localhost'].includes(base.hostname))
    throw new ConfigError(`The vault at ${base.host} must be asked over https: data keys cross the wire.`)
  const token = file === '' ? decodeURIComponent(base.password) : undefined
  return { base: new URL(base.origin), token: () => token ?? tokenIn(file), mount, key }
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

const errorsIn = (body: unknown) => failure.safeParse(body).data?.errors.join('; ') ?? ''

function refusalOf(id: string, verb: string, status: number, body: unknown): string {
  const said = errorsIn(body)
  if (status === 403)
    return `The vault refuses to ${verb} with the key ${id}: give the token's policy the capability update on it, or replace the token if it has ended. ${said}`
  return `The vault cannot ${verb} with the key ${id} (${status}): it must exist, be of type aes256-gcm96, and have wrapped what is to be opened. ${said}`
}
