import { randomUUID } from 'node:crypto'
import { type Filter, readFilter } from '../filter.ts'
import { type Call, CallError, frame, type Handler, status } from '../grpc.ts'
import { resolveLinks } from '../links.ts'
import type { Direction, EventLog } from '../log.ts'
import { encodeReadEvents, type ReadEvent, readStreamName, streamDeleted } from '../messages.ts'
import { Reader, Writer } from '../protobuf.ts'
import { isSoftDeleted } from '../streams.ts'
import { followAll, followStream, type Step } from '../subscription.ts'

interface ReadRequest {
  /** Undefined: $all. */
  stream: string | undefined
  /** A revision of the stream or a position in the log. */
  from: number | 'start' | 'end'
  direction: Direction
  resolveLinks: boolean
  /** Undefined: a subscription. */
  count: number | undefined
  filter: Filter | undefined
  structuredIds: boolean
}

/** Streams/Read: reads and catch-up subscriptions, of one stream or of the whole log. */
export const read =
  (log: EventLog): Handler =>
  async (call) => {
    const request = readRequest(new Reader(await call.message()))
    if (request.count === undefined) return subscribe(log, call, request)
    if (request.stream === undefined) return readAll(log, call, request, request.count)
    return readStream(log, call, request, request.stream, request.count)
  }

async function readAll(log: EventLog, call: Call, request: ReadRequest, count: number): Promise<void> {
  const from = request.from === 'start' ? 0 : request.from === 'end' ? Number.MAX_SAFE_INTEGER : request.from
  let left = count
  // Filtered-out events do not count towards what was asked for.
  const wanted = request.filter === undefined ? count : Number.MAX_SAFE_INTEGER
  for await (const page of oneAhead(log.all(from, request.direction, wanted))) {
    const matching = page.filter((event) => request.filter?.matches(event) ?? true).slice(0, left)
    await sendSteps(log, call, request, [{ kind: 'events', events: matching }])
    left -= matching.length
    if (left <= 0 || call.signal.aborted) return
  }
}

async function readStream(
  log: EventLog,
  call: Call,
  request: ReadRequest,
  stream: string,
  count: number,
): Promise<void> {
  const state = await log.stream(stream)
  if (state.tombstoned) throw streamDeleted(stream)
  if (state.last < 0 || isSoftDeleted(state)) {
    const notFound = new Writer(64).message(4, (body) => body.message(1, (name) => name.string(3, stream)))
    return call.send(frame(notFound.finish()))
  }
  const from = request.from === 'start' ? 0 : request.from === 'end' ? Number.MAX_SAFE_INTEGER : request.from
  for await (const page of oneAhead(log.ofStream(state, from, request.direction, count))) {
    await sendSteps(log, call, request, [{ kind: 'events', events: page }])
    if (call.signal.aborted) return
  }
}

/** Sends steps a few events at a time: the client has the first while the others are made. */
async function sendSteps(
  log: EventLog,
  call: Call,
  request: ReadRequest,
  steps: readonly Step[],
): Promise<void> {
  let frames: Buffer[] = []
  let size = 0
  const flush = (): Promise<void> => {
    const all = Buffer.concat(frames)
    frames = []
    size = 0
    return call.send(all)
  }
  for (const step of steps) {
    for (const encoded of await encodeStep(log, request, step)) {
      frames.push(encoded)
      size += encoded.length
      if (size >= sendSize) await flush()
    }
  }
  if (size > 0) await flush()
}

const sendSize = 48 * 1024
const eventsAtOnce = 128

async function encodeStep(log: EventLog, request: ReadRequest, step: Step): Promise<Iterable<Buffer>> {
  if (step.kind !== 'events') return [step.kind === 'checkpoint' ? checkpoint(step.position) : caughtUp]
  const events: ReadEvent[] = request.resolveLinks
    ? await resolveLinks(log, step.events)
    : step.events.map((event) => ({ event }))
  return encodePieces(events, request.structuredIds)
}

function* encodePieces(events: readonly ReadEvent[], structured: boolean): Generator<Buffer> {
  for (let at = 0; at < events.length; at += eventsAtOnce)
    yield encodeReadEvents(events.slice(at, at + eventsAtOnce), structured)
}

async function subscribe(log: EventLog, call: Call, request: ReadRequest): Promise<void> {
  const confirmation = new Writer(64).message(2, (body) => body.string(1, randomUUID()))
  await call.send(frame(confirmation.finish()))
  const { stream, from, filter } = request
  const source =
    stream === undefined
      ? followAll(log, from === 'start' ? 0 : from === 'end' ? log.position : from, filter, call.signal)
      : followStream(log, stream, from, call.signal)
  for await (const steps of oneAhead(source)) await sendSteps(log, call, request, steps)
}

/** Begins the next step before the last one is consumed: the database works while the client does. */
async function* oneAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = source.next()
  try {
    for (;;) {
      const { value, done } = await next
      if (done === true) return
      next = source.next()
      // Looked at in the next round, or not at all.
      next.catch(() => {})
      yield value
    }
  } finally {
    void source.return(undefined)
  }
}

const caughtUp = frame(new Writer(8).message(8, () => {}).finish())

function checkpoint(position: number): Buffer {
  return frame(new Writer(32).message(3, (body) => body.uint(1, position).uint(2, position)).finish())
}

function readRequest(reader: Reader): ReadRequest {
  let request: ReadRequest | undefined
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) request = readOptions(reader.message())
    else reader.skip()
  }
  if (request === undefined) throw new CallError(status.invalidArgument, 'The options are missing.')
  return request
}

function readOptions(reader: Reader): ReadRequest {
  const request: ReadRequest = {
    stream: undefined,
    from: 'start',
    direction: 'forwards',
    resolveLinks: false,
    count: undefined,
    filter: undefined,
    structuredIds: false,
  }
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) readStreamOptions(reader.message(), request)
    else if (field === 2) request.from = readAllOptions(reader.message())
    else if (field === 3) request.direction = reader.uint() === 0 ? 'forwards' : 'backwards'
    else if (field === 4) request.resolveLinks = reader.bool()
    else if (field === 5) request.count = Math.min(reader.uint(), Number.MAX_SAFE_INTEGER)
    else if (field === 7) request.filter = readFilter(reader.message())
    else if (field === 9) request.structuredIds = reader.message().next() === 1
    else reader.skip()
  }
  return request
}

function readStreamOptions(reader: Reader, request: ReadRequest): void {
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) request.stream = readStreamName(reader.message())
    else if (field === 2) request.from = reader.uint()
    else {
      if (field === 3) request.from = 'start'
      else if (field === 4) request.from = 'end'
      reader.skip()
    }
  }
  if (request.stream === undefined) throw new CallError(status.invalidArgument, 'The stream name is missing.')
}

/** AllOptions: `start`, `end`, or a position of which the commit part counts, because both parts are equal here. */
export function readAllOptions(reader: Reader): number | 'start' | 'end' {
  let from: number | 'start' | 'end' = 'start'
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) from = readPosition(reader.message())
    else {
      if (field === 2) from = 'start'
      else if (field === 3) from = 'end'
      reader.skip()
    }
  }
  return from
}

export function readPosition(reader: Reader): number {
  let commit = 0
  let prepare = 0
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) commit = reader.uint()
    else if (field === 2) prepare = reader.uint()
    else reader.skip()
  }
  // Compared as a pair: (n, less than n) lies just below the event at n.
  return prepare < commit ? commit - 0.5 : commit
}
