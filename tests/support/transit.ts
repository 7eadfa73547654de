import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Item {
  plaintext?: string
  ciphertext?: string
  associated_data?: string
}

/**
 * A stand-in for the transit engine of HashiCorp Vault, as its API documentation has it: keys with versions that really
 * encrypt, tokens, batches, associated data, and its answers to what is wrong.
 */
export async function transitServer(first: string) {
  /** What is accepted, and what is told of it: how long it is valid yet, and after a renewal, in seconds. */
  const token = { text: first, left: 0, full: 0, renewable: true, renewals: 0 }
  const keys = new Map<string, Buffer[]>()
  /** Answers with this instead, so many times. */
  const trouble = { status: 0, times: 0 }
  const asked: string[] = []

  function encrypt(versions: readonly Buffer[], { plaintext = '', associated_data = '' }: Item) {
    const iv = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', versions.at(-1) ?? '', iv)
    cipher.setAAD(Buffer.from(associated_data, 'base64'))
    const text = Buffer.concat([cipher.update(Buffer.from(plaintext, 'base64')), cipher.final()])
    const sealed = Buffer.concat([iv, text, cipher.getAuthTag()]).toString('base64')
    return { ciphertext: `vault:v${versions.length}:${sealed}`, key_version: versions.length }
  }

  function decrypt(versions: readonly Buffer[], { ciphertext = '', associated_data = '' }: Item) {
    const [, version, sealed = ''] = /^vault:v(\d+):(.+)$/.exec(ciphertext) ?? []
    const key = versions[Number(version) - 1]
    if (!key) return { error: 'invalid ciphertext: version is too new' }
    const bytes = Buffer.from(sealed, 'base64')
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(associated_data, 'base64'))
      decipher.setAuthTag(bytes.subarray(-16))
      const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()])
      return { plaintext: plain.toString('base64') }
    } catch {
      return { error: 'cipher: message authentication failed' }
    }
  }

  function answer(request: IncomingMessage, body: string): [number, object] {
    if (trouble.times-- > 0) return [trouble.status, { errors: ['Vault is sealed'] }]
    if (request.headers['x-vault-token'] !== token.text) return [403, { errors: ['permission denied'] }]
    const { left: ttl, full: period, renewable } = token
    if (request.url === '/v1/auth/token/lookup-self') return [200, { data: { ttl, period, renewable } }]
    if (request.url === '/v1/auth/token/renew-self') {
      if (!renewable) return [400, { errors: ['lease is not renewable'] }]
      token.renewals++
      token.left = token.full
      return [200, { auth: { lease_duration: token.left, renewable } }]
    }
    const [, verb = '', name = ''] = /^\/v1\/transit\/(encrypt|decrypt)\/(.+)$/.exec(request.url ?? '') ?? []
    const versions = keys.get(name)
    if (verb === '') return [404, { errors: ['no handler for route'] }]
    if (!versions) return [400, { errors: ['encryption key not found'] }]
    const { batch_input: input } = JSON.parse(body) as { batch_input: Item[] }
    const results = input.map((item) =>
      verb === 'encrypt' ? encrypt(versions, item) : decrypt(versions, item),
    )
    const broken = results.some((result) => 'error' in result)
    return [broken ? 400 : 200, { data: { batch_results: results } }]
  }

  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      asked.push(request.url ?? '')
      const [status, reply] = answer(request, body)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(reply))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: (key: string, as = token.text) => `vault+http://:${as}@127.0.0.1:${port}/transit/${key}`,
    /** The same with the token in a file. */
    urlWithFile: (key: string, file: string) =>
      `vault+http://127.0.0.1:${port}/transit/${key}?token-file=${file}`,
    asked,
    token,
    /** Makes a key, or a newer version of it. */
    rotate: (name: string) => void keys.set(name, [...(keys.get(name) ?? []), randomBytes(32)]),
    fail(status: number, times: number) {
      Object.assign(trouble, { status, times })
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
