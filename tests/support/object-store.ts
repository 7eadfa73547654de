import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ObjectStore {
  /** As `FILES_URL` names it. */
  url: string
  objects: Map<string, Buffer>
  close(): Promise<void>
}

const bucket = 'files'
const region = 'eu-central-1'
const keyId = 'AKIDTEST'
const secret = 'a+secret/with=signs'

const sha256 = (bytes: string | Buffer) => createHash('sha256').update(bytes).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/**
 * Stands in for S3 with one bucket, and takes no more than it does: requests are signed (AWS Signature Version 4) with the
 * right secret within a quarter of an hour, what is put has its length and the hash it was signed with. With `secretKey`, by
 * somebody who has another one.
 */
export async function objectStore({ secretKey = secret } = {}): Promise<ObjectStore> {
  const objects = new Map<string, Buffer>()
  const server = createServer((request, response) => void serve(objects, request, response)).listen(
    0,
    '127.0.0.1',
  )
  await once(server, 'listening')
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: `s3://${keyId}:${encodeURIComponent(secretKey)}@${bucket}/crm?endpoint=${endpoint}&region=${region}`,
    objects,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

async function serve(objects: Map<string, Buffer>, request: IncomingMessage, response: ServerResponse) {
  const refuse = (status: number, code: string) =>
    void response.writeHead(status).end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`)
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  const body = Buffer.concat(pieces)
  const wrong = wrongIn(request)
  if (wrong) return refuse(403, wrong)
  const { method, url = '' } = request
  if (!url.startsWith(`/${bucket}/`)) return refuse(404, 'NoSuchBucket')
  if (method === 'PUT') {
    if (request.headers['content-length'] === undefined) return refuse(411, 'MissingContentLength')
    if (sha256(body) !== request.headers['x-amz-content-sha256'])
      return refuse(400, 'XAmzContentSHA256Mismatch')
    objects.set(url, body)
    return void response.writeHead(200).end()
  }
  if (method === 'DELETE') {
    objects.delete(url)
    return void response.writeHead(204).end()
  }
  const found = objects.get(url)
  if (!found) return refuse(404, 'NoSuchKey')
  const { range } = request.headers
  if (range === undefined) return void response.writeHead(200, { 'content-length': found.length }).end(found)
  const [, from = '', to = ''] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? []
  if (from === '' || Number(from) >= found.length) return refuse(416, 'InvalidRange')
  const part = found.subarray(Number(from), Number(to) + 1)
  const which = `bytes ${from}-${Number(from) + part.length - 1}/${found.length}`
  return void response.writeHead(206, { 'content-length': part.length, 'content-range': which }).end(part)
}

/** What S3 would say of the signature; undefined: it is right. */
function wrongIn({ method, url = '', headers }: IncomingMessage): string | undefined {
  const [, id, day, scope, names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/(\S+), ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    ) ?? []
  const at = String(headers['x-amz-date'] ?? '')
  if (!signature || id !== keyId) return id ? 'InvalidAccessKeyId' : 'AccessDenied'
  if (scope !== `${region}/s3/aws4_request`) return 'AuthorizationHeaderMalformed'
  const instant = Date.parse(at.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (!(Math.abs(Date.now() - instant) < 900_000)) return 'RequestTimeTooSkewed'
  const signed = names.split(';')
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every((name) => signed.includes(name)))
    return 'AccessDenied'
  const canonical = [
    method,
    url,
    '',
    ...signed.map((name) => `${name}:${String(headers[name]).trim()}`),
    '',
    names,
    headers['x-amz-content-sha256'],
  ].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', at, `${day}/${scope}`, sha256(canonical)].join('\n')
  const key = ['s3', 'aws4_request'].reduce(
    (inner: Buffer, part) => hmac(inner, part),
    hmac(hmac(`AWS4${secret}`, String(day)), region),
  )
  return hmac(key, toSign).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch'
}
