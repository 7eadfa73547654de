import { constants, type Http2Server, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { promisify } from 'node:util'
import { gunzip, inflate } from 'node:zlib'

/** gRPC status codes that this server answers with. */
export const status = {
  ok: 0,
  cancelled: 1,
  unknown: 2,
  invalidArgument: 3,
  deadlineExceeded: 4,
  notFound: 5,
  alreadyExists: 6,
  permissionDenied: 7,
  resourceExhausted: 8,
  failedPrecondition: 9,
  aborted: 10,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const

/** Ends a call with a status; `details` become trailers, which is where EventStoreDB puts its typed errors. */
export class CallError extends Error {
  readonly code: number
  readonly details: Record<string, string>

  constructor(code: number, message: string, details: Record<string, string> = {}) {
    super(message)
    this.code = code
    this.details = details
  }
}

export interface Call {
  readonly headers: IncomingHttpHeaders
  /** Address and port of the client. */
  readonly peer: string
  /** Aborted when the client cancels, its connection is lost, the deadline passes or the server stops. */
  readonly signal: AbortSignal
  /** The incoming messages; they are read no faster than they are consumed. */
  messages(): AsyncIterable<Buffer>
  /** The one message of a unary request. */
  message(): Promise<Buffer>
  /** Sends bytes made by `frame`, and resolves when little enough is on its way to make more of it. */
  send(frames: Buffer): Promise<void>
}

export type Handler = (call: Call) => Promise<void>

/** Of a message, unpacked: what EventStoreDB takes (its largest log record). */
const maxMessageSize = 16 * 1024 * 1024 - 10_000

/**
 * Bytes on their way to a client before its call waits: enough that the next events are made while it takes these,
 * and all that a slow one costs.
 */
const roomSize = 256 * 1024

/** The bytes of a message on the wire: an uncompressed marker, the length, the message. */
export function frame(message: Uint8Array): Buffer {
  const framed = Buffer.allocUnsafe(message.length + 5)
  framed[0] = 0
  framed.writeUInt32BE(message.length, 1)
  framed.set(message, 5)
  return framed
}

export interface GrpcOptions {
  /** By path, `/package.Service/Method`. */
  handlers: ReadonlyMap<string, Handler>
  /** Throws a `CallError` for callers that may not call this path. */
  authorize: (path: string, headers: IncomingHttpHeaders) => void
  log: (message: string) => void
}

/** Serves gRPC calls on an HTTP/2 server; returns what ends all running calls, with a reason for each path. */
export function serveGrpc(
  server: Pick<Http2Server, 'on'>,
  options: GrpcOptions,
): (reason: (path: string) => CallError) => void {
  const running = new Map<(reason: CallError) => void, string>()
  server.on('stream', (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => {
    const abort = new AbortController()
    const cancel = (reason: CallError): void => abort.abort(reason)
    running.set(cancel, String(headers[constants.HTTP2_HEADER_PATH]))
    stream.on('error', () => {})
    stream.once('close', () => {
      running.delete(cancel)
      abort.abort(new CallError(status.cancelled, 'The call was cancelled.'))
    })
    answer(stream, headers, abort, options).catch((error: unknown) =>
      options.log(`A call failed: ${String(error)}`),
    )
  })
  return (reason) => {
    for (const [cancel, path] of running) cancel(reason(path))
  }
}

async function answer(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  abort: AbortController,
  options: GrpcOptions,
): Promise<void> {
  const path = String(headers[constants.HTTP2_HEADER_PATH])
  const patience = readTimeout(headers['grpc-timeout'])
  const deadline = performance.now() + patience
  const timer = Number.isFinite(patience)
    ? setTimeout(() => abort.abort(deadlineExceeded), patience)
    : undefined
  let outcome: CallError | undefined
  try {
    const handler = options.handlers.get(path)
    if (handler === undefined)
      throw new CallError(
        status.unimplemented,
        `${path} is served by EventStoreDB, not by the embedded store.`,
      )
    options.authorize(path, headers)
    const ended = new Promise<never>((_, reject) => {
      if (abort.signal.aborted) reject(abort.signal.reason)
      abort.signal.addEventListener('abort', () => reject(abort.signal.reason), { once: true })
    })
    await Promise.race([handler(callOf(stream, headers, abort.signal)), ended])
  } catch (error) {
    outcome =
      error instanceof CallError
        ? error
        : new CallError(status.unknown, error instanceof Error ? error.message : String(error))
    if (!(error instanceof CallError))
      options.log(`${path}: ${error instanceof Error ? error.stack : String(error)}`)
  } finally {
    clearTimeout(timer)
  }
  // A busy moment may have delayed the timer.
  if (outcome !== undefined && performance.now() >= deadline) outcome = deadlineExceeded
  finish(stream, outcome)
  abort.abort(outcome)
}

const deadlineExceeded = new CallError(status.deadlineExceeded, 'Deadline exceeded.')

/** `grpc-timeout` in milliseconds. */
function readTimeout(timeout: string | string[] | undefined): number {
  const match = /^(\d{1,8})([HMSmun])$/.exec(String(timeout ?? ''))
  if (match === null) return Number.POSITIVE_INFINITY
  const unit = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 0.001, n: 0.000001 }[match[2] ?? ''] ?? 1
  return Math.min(Number(match[1]) * unit, 2 ** 31 - 1)
}

function callOf(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, signal: AbortSignal): Call {
  const messages = (): AsyncIterable<Buffer> => readMessages(stream, headers, signal)
  const { remoteAddress = '', remotePort = 0 } = stream.session?.socket ?? {}
  const room = createRoom(signal)
  return {
    headers,
    peer: `${remoteAddress}:${remotePort}`,
    signal,
    messages,
    async message() {
      for await (const message of messages()) return message
      throw new CallError(status.internal, 'The request holds no message.')
    },
    async send(frames) {
      if (stream.destroyed || signal.aborted) return
      if (!stream.headersSent) respond(stream)
      stream.write(frames, room.take(frames.length))
      await room.free()
    },
  }
}

interface Room {
  /** Takes so many bytes of it, until the returned function is called. */
  take(size: number): () => void
  /** Resolves when there is some, or the signal is aborted. */
  free(): Promise<void>
}

function createRoom(signal: AbortSignal): Room {
  const waiting: (() => void)[] = []
  let taken = 0
  const wake = (): void => {
    for (const resolve of waiting.splice(0)) resolve()
  }
  signal.addEventListener('abort', wake, { once: true })
  return {
    take(size) {
      taken += size
      return () => {
        taken -= size
        if (taken <= roomSize) wake()
      }
    },
    async free() {
      while (taken > roomSize && !signal.aborted) await new Promise<void>((resolve) => waiting.push(resolve))
    },
  }
}

async function* readMessages(
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  signal: AbortSignal,
): AsyncGenerator<Buffer> {
  const chunks: Buffer[] = []
  let held = 0
  /** The first bytes that arrived, joined only as far as they are wanted. */
  const take = (size: number): Buffer => {
    let first = chunks[0] ?? Buffer.alloc(0)
    if (first.length < size) {
      first = Buffer.concat(chunks)
      chunks.length = 0
    } else chunks.shift()
    if (first.length > size) chunks.unshift(first.subarray(size))
    held -= size
    return first.subarray(0, size)
  }
  let prefix: Buffer | undefined
  // Not destroyed when the consumer stops early: the answer is still to be sent.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    if (signal.aborted) return
    chunks.push(chunk)
    held += chunk.length
    for (;;) {
      if (prefix === undefined && held >= 5) prefix = take(5)
      if (prefix === undefined) break
      const size = prefix.readUInt32BE(1)
      if (size > maxMessageSize) throw tooLarge
      if (held < size) break
      const message = take(size)
      yield prefix[0] === 0 ? message : await unpack(message, String(headers['grpc-encoding']))
      prefix = undefined
    }
  }
}

const tooLarge = new CallError(
  status.resourceExhausted,
  'Received message exceeds the maximum configured message size.',
)

const unpackers = new Map([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
])

async function unpack(message: Buffer, encoding: string): Promise<Buffer> {
  const unpacker = unpackers.get(encoding)
  if (unpacker === undefined)
    throw new CallError(status.unimplemented, `Messages packed as "${encoding}" are not served.`)
  try {
    return await unpacker(message, { maxOutputLength: maxMessageSize })
  } catch (error) {
    const isTooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw isTooLarge ? tooLarge : new CallError(status.internal, `A message is no ${encoding}.`)
  }
}

const responseHeaders = {
  ':status': 200,
  'content-type': 'application/grpc',
  'grpc-accept-encoding': 'identity,gzip,deflate',
}

function respond(stream: ServerHttp2Stream): void {
  stream.respond(responseHeaders, { waitForTrailers: true })
}

function finish(stream: ServerHttp2Stream, error: CallError | undefined): void {
  if (stream.destroyed) return
  const trailers =
    error === undefined
      ? { 'grpc-status': '0' }
      : { 'grpc-status': String(error.code), 'grpc-message': encodeURI(error.message), ...error.details }
  if (!stream.headersSent) {
    stream.respond({ ...responseHeaders, ...trailers }, { endStream: true })
  } else if (error?.code === status.cancelled && error.details.exception === undefined) {
    // Overtakes what the client has not taken yet.
    stream.close(constants.NGHTTP2_CANCEL)
  } else {
    stream.once('wantTrailers', () => stream.sendTrailers(trailers))
    stream.end()
  }
  // Whatever the client still sends is of no interest.
  stream.resume()
}
