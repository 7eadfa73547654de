import { connect, type IncomingHttpHeaders } from 'node:http2'
import { Writer } from '../../src/platform/log/event-store/protobuf.ts'

export interface RawAnswer {
  /** gRPC status. */
  status: number
  message: string
  trailers: IncomingHttpHeaders
  /** The messages of the answer. */
  messages: Buffer[]
}

const patience = 10_000

/**
 * A call as the client of EventStoreDB would never make it; `url` as the client takes it. Ends with the call, or when
 * there are as many messages as are `wanted`: a server leaves a call of appends open.
 */
export async function rawCall(
  url: string,
  path: string,
  messages: readonly Buffer[],
  {
    headers = {},
    wanted = Number.POSITIVE_INFINITY,
  }: { headers?: Record<string, string>; wanted?: number } = {},
): Promise<RawAnswer> {
  const session = connect(url.replace('esdb:', 'http:').replace(/\?.*/, ''))
  try {
    return await new Promise<RawAnswer>((resolve, reject) => {
      session.once('error', reject)
      const stream = session.request({
        ':method': 'POST',
        ':path': `/event_store.client.${path}`,
        'content-type': 'application/grpc',
        te: 'trailers',
        ...headers,
      })
      const chunks: Buffer[] = []
      let seen: IncomingHttpHeaders = {}
      stream.on('response', (response) => {
        seen = { ...seen, ...response }
      })
      stream.on('trailers', (trailers) => {
        seen = { ...seen, ...trailers }
      })
      stream.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        if (framesOf(Buffer.concat(chunks)).length >= wanted) stream.close()
      })
      stream.setTimeout(patience, () => stream.destroy(new Error('no answer')))
      stream.once('error', reject)
      stream.once('close', () =>
        resolve({
          status: Number(seen['grpc-status'] ?? -1),
          message: decodeURIComponent(String(seen['grpc-message'] ?? '')),
          trailers: seen,
          messages: framesOf(Buffer.concat(chunks)),
        }),
      )
      stream.write(Buffer.concat(messages))
      if (wanted === Number.POSITIVE_INFINITY) stream.end()
    })
  } finally {
    session.destroy()
  }
}

/** A message on the wire. `packed`: as the header grpc-encoding says. */
export function framed(body: (writer: Writer) => void, packed?: (bytes: Buffer) => Buffer): Buffer {
  const writer = new Writer(256)
  body(writer)
  const bytes = packed === undefined ? writer.finish() : packed(writer.finish())
  const prefix = Buffer.alloc(5)
  prefix[0] = packed === undefined ? 0 : 1
  prefix.writeUInt32BE(bytes.length, 1)
  return Buffer.concat([prefix, bytes])
}

function framesOf(bytes: Buffer): Buffer[] {
  const frames: Buffer[] = []
  for (let at = 0; at + 5 <= bytes.length; ) {
    const size = bytes.readUInt32BE(at + 1)
    frames.push(bytes.subarray(at + 5, at + 5 + size))
    at += 5 + size
  }
  return frames
}
