import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { request as plain } from 'node:http'
import { request as secure } from 'node:https'
import { Readable } from 'node:stream'
import { AwsV4Signer } from 'aws4fetch'
import type { ByteRange } from '../vault/stream-cipher.ts'
import { type Storage, StorageUnavailable } from './storage.ts'

/** Without a word from the storage, in ms. */
const patience = 60_000
const ofNothing = createHash('sha256').digest('hex')

/**
 * Files in a bucket of S3 or what speaks like it: `s3://<key>:<secret>@<bucket>/<folder>?endpoint=<url>&region=<name>`. What is
 * put is signed with its hash, which is its address, so that the storage takes it as it is or not at all.
 */
export function openBucket(url: string): Storage {
  const { username, password, hostname: bucket, pathname, searchParams } = new URL(url)
  const region = searchParams.get('region') ?? 'us-east-1'
  const endpoint = searchParams.get('endpoint') ?? `https://s3.${region}.amazonaws.com`
  const folder = pathname.replace(/^\/|\/$/g, '')
  const base = [endpoint.replace(/\/$/, ''), bucket, ...(folder ? [folder] : [])].join('/')
  const keys = { accessKeyId: decodeURIComponent(username), secretAccessKey: decodeURIComponent(password) }

  async function ask(
    method: 'GET' | 'PUT' | 'DELETE',
    address: string,
    body?: { of: AsyncIterable<Buffer>; bytes: number },
    range?: ByteRange,
  ) {
    const at = `${base}/${address}`
    const headers = { 'x-amz-content-sha256': body ? address : ofNothing }
    const signer = new AwsV4Signer({ method, url: at, headers, ...keys, region, service: 's3' })
    const signed = Object.fromEntries((await signer.sign()).headers)
    if (body) signed['content-length'] = String(body.bytes)
    if (range) signed.range = `bytes=${range.from}-${range.to}`
    return reaching(() => exchange(at, method, signed, body?.of))
  }

  return {
    place: base,
    async put(address, body, bytes) {
      const reply = await ask('PUT', address, { of: body, bytes })
      if (reply.statusCode !== 200) throw await refused(reply)
      reply.resume()
    },
    async get(address, range) {
      const reply = await ask('GET', address, undefined, range)
      if (reply.statusCode === (range ? 206 : 200)) return reply
      if (reply.statusCode !== 404) throw await refused(reply)
      reply.resume()
      return undefined
    },
    async remove(address) {
      const reply = await ask('DELETE', address)
      if (![200, 204, 404].includes(reply.statusCode ?? 0)) throw await refused(reply)
      reply.resume()
    },
  }
}

function exchange(
  url: string,
  method: string,
  headers: Record<string, string>,
  body: AsyncIterable<Buffer> | undefined,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asking = (url.startsWith('https:') ? secure : plain)(url, { method, headers, timeout: patience })
    asking.on('timeout', () => asking.destroy(new Error('no answer in time')))
    asking.on('response', resolve)
    asking.on('error', reject)
    if (!body) return void asking.end()
    const content = Readable.from(body, { objectMode: false })
    content.on('error', (error) => asking.destroy(error))
    content.pipe(asking)
  })
}

/** What went wrong, by the word that the storage has for it. */
async function refused(reply: IncomingMessage): Promise<StorageUnavailable> {
  let text = ''
  for await (const piece of reply) if (text.length < 10_000) text += String(piece)
  const [, code = ''] = /<Code>([^<]+)<\/Code>/.exec(text) ?? []
  return new StorageUnavailable(`The storage of files refuses: ${[reply.statusCode, code].join(' ').trim()}.`)
}

async function reaching<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new StorageUnavailable(`The storage of files does not answer: ${why}.`, { cause })
  }
}
