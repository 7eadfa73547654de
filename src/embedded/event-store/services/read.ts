import { randomUUID } from 'node:crypto'
import { Reader, Writer } from '../../../platform/log/event-store/protobuf.ts'
import { type Filter, readFilter } from '../filter.ts'
import { type Call, CallError, frame, type Handler, status } from '../grpc.ts'
import { resolveLinks } from '../links.ts'
import type { Direction, EventLog } from '../log.ts'
import { encodeReadEvents, type ReadEvent, readStreamName, streamDeleted } from '../messages.ts'
import { isSoftDeleted } from '../streams.ts'
import { beginning, followAll, followStream, type Step } from '../subscription.ts'

interface ReadRequest {
  /** Undefined: $all. */
  stream: string | undefined
  /** A revision of the stream or a place in the log. */
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
  const { from, direction } = request
  if (typeof from === 'number' && !(await isPlace(log, from, direction)))
    throw new CallError(status.unknown, 'Unexpected ReadAllResult: InvalidPosition')
  const start = from === 'start' ? 0 : from === 'end' ? Number.MAX_SAFE_INTEGER : from
  let left = count
  // Filtered-out events do not count towards what was asked for.
  const wanted = request.filter === undefined ? count : Number.MAX_SAFE_INTEGER
  for await (const page of oneAhead(log.all(start, direction, wanted))) {
    const matching = page.filter((event) => request.filter?.matches(event) ?? true).slice(0, left)
    await sendSteps(log, call, request, [{ kind: 'events', events: matching }])
    left -= matching.length
    if (left <= 0 || call.signal.aborted) return
  }
}

/** Positions are the store's: one that it never gave is refused. Forwards one beyond the end is no mistake. */
async function isPlace(log: EventLog, place: number, direction: Direction): Promise<boolean> {
  const position = Math.ceil(place)
  return position === 0 || (direction === 'forwards' && position > log.position) || log.has(position)
}

async function readStream(
  log: EventLog,
  call: Call,
  request: ReadRequest,
  stream: string,
  count: number,
): Promise<void> {
  const { from, direction } = request
  if (count === 0 || (from === 'end' && direction === 'forwards'))
    throw new CallError(status.unknown, 'Unexpected ReadStreamResult: Error')
  // As it is now: what is written while it is read is not in it, or the start of a stream could be of before its deletion and the end
  // of after it.
  const state = { ...(await log.stream(stream)) }
  if (state.tombstoned) throw streamDeleted(stream)
  if (state.last < 0 || isSoftDeleted(state)) {
    const notFound = new Writer(64).message(4, (body) => body.message(1, (name) => name.string(3, stream)))
    return call.send(frame(notFound.finish()))
  }
  const start = from === 'start' ? 0 : from === 'end' ? Number.MAX_SAFE_INTEGER : from
  for await (const page of oneAhead(log.ofStream(state, start, direction, count, state.last))) {
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
  if (step.kind !== 'events') return [step.kind === 'checkpoint' ? checkpoint(step.place) : caughtUp]
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
  const { stream, from, filter } = request
  if (stream !== undefined && (await log.stream(stream)).tombstoned) throw streamDeleted(stream)
  const confirmation = new Writer(64).message(2, (body) => body.string(1, randomUUID()))
  await call.send(frame(confirmation.finish()))
  if (stream === undefined && typeof from === 'number' && !(await isPlace(log, from, 'forwards')))
    throw new CallError(status.invalidArgument, 'Trying to read from an invalid position.')
  const source =
    stream === undefined
      ? followAll(log, from === 'start' ? beginning : from, filter, call.signal)
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

function checkpoint(place: number): Buffer {
  const commit = place === beginning ? noPosition : BigInt(Math.ceil(place))
  const prepare = Number.isInteger(place) ? commit : 0n
  return frame(new Writer(32).message(3, (body) => body.bigint(1, commit).bigint(2, prepare)).finish())
}

const noPosition = 2n ** 64n - 1n

function readRequest(reader: Reader): ReadRequest {
  let request: ReadRequest | undefined
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) request = readOptions(reader.message())
    else reader.skip()
  }
  if (request === undefined) throw missing('options')
  return request
}

const missing = (what: string): CallError =>
  new CallError(status.invalidArgument, `The ${what} is missing from the request.`)

/** Nothing is assumed for an option that the request leaves out: each has to be there, as on a server. */
function readOptions(reader: Reader): ReadRequest {
  let source: Pick<ReadRequest, 'stream' | 'from'> | undefined
  let direction: Direction = 'forwards'
  let links = false
  let count: number | 'subscription' | undefined
  let filter: Filter | 'none' | undefined
  let structuredIds: boolean | undefined
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) source = readStreamOptions(reader.message())
    else if (field === 2) source = { stream: undefined, from: readAllOptions(reader.message()) }
    else if (field === 3) direction = reader.uint() === 0 ? 'forwards' : 'backwards'
    else if (field === 4) links = reader.bool()
    else if (field === 5) count = Math.min(reader.uint(), Number.MAX_SAFE_INTEGER)
    else if (field === 7) filter = readFilter(reader.message())
    else if (field === 9) structuredIds = reader.message().next() === 1
    else {
      if (field === 6) count = 'subscription'
      else if (field === 8) filter = 'none'
      reader.skip()
    }
  }
  if (structuredIds === undefined) throw missing('form of ids')
  if (source === undefined) throw missing('stream')
  if (count === undefined) throw missing('count')
  if (filter === undefined) throw missing('filter, or that there is none,')
  if (filter !== 'none' && source.stream !== undefined)
    throw new CallError(status.invalidArgument, 'A stream is read without a filter.')
  if (count === 'subscription' && direction === 'backwards')
    throw new CallError(status.invalidArgument, 'A subscription goes forwards.')
  return {
    ...source,
    direction,
    resolveLinks: links,
    count: count === 'subscription' ? undefined : count,
    filter: filter === 'none' ? undefined : filter,
    structuredIds,
  }
}

function readStreamOptions(reader: Reader): Pick<ReadRequest, 'stream' | 'from'> {
  let stream: string | undefined
  let from: ReadRequest['from'] | undefined
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) stream = readStreamName(reader.message())
    else if (field === 2) from = readNumber(reader)
    else {
      if (field === 3) from = 'start'
      else if (field === 4) from = 'end'
      reader.skip()
    }
  }
  if (stream === undefined) throw missing('stream name')
  if (from === undefined) throw missing('revision')
  return { stream, from }
}

/** AllOptions: `start`, `end`, or a place. */
export function readAllOptions(reader: Reader): number | 'start' | 'end' {
  let from: number | 'start' | 'end' | undefined
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) from = readPosition(reader.message())
    else {
      if (field === 2) from = 'start'
      else if (field === 3) from = 'end'
      reader.skip()
    }
  }
  if (from === undefined) throw missing('position')
  return from
}

function readPosition(reader: Reader): number | 'end' {
  let commit: number | 'end' = 0
  let prepare: number | 'end' = 0
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) commit = readNumber(reader)
    else if (field === 2) prepare = readNumber(reader)
    else reader.skip()
  }
  if (commit === 'end') return prepare === 'end' ? 'end' : 2 ** 63
  if (prepare === 'end' || prepare > commit)
    throw new CallError(status.unknown, 'The commit position cannot be less than the prepare position.')
  // Compared as a pair: (n, less than n) lies just before the event at n.
  return prepare < commit ? commit - 0.5 : commit
}

/** A revision or a part of a position, of which the largest number means the end. */
function readNumber(reader: Reader): number | 'end' {
  const number = reader.uint64()
  if (number === noPosition) return 'end'
  if (number >= 2n ** 63n) throw new CallError(status.unknown, `${number} is no revision and no position.`)
  return Number(number)
}
