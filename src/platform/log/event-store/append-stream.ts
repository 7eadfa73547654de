import { randomUUID } from 'node:crypto'
import { AccessDeniedError, convertToCommandError, type EventStoreDBClient } from '@eventstore/db-client'
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js'
import type { Connection } from './connection.ts'
import {
  type Appended,
  type ExpectedRevision,
  StreamDeleted,
  TooLarge,
  WrongExpectedRevision,
} from './contract.ts'
import { positionOf } from './position.ts'
import { Reader, Writer } from './protobuf.ts'

/** An event as it is sent: what is in it is text already. */
export interface SerialisedEvent {
  id: string
  type: string
  data: string
  metadata: string
}

/** The stream has ended, and nobody has said what became of the appends that were under way on it. */
export class Cut extends Error {
  override readonly cause: Error

  constructor(cause: Error) {
    super('The stream of appends has ended.')
    this.cause = cause
  }
}

/** The server says that it did not take the events, and not that it never will. */
export class NotNow extends Error {}

/** The server has no such stream: nothing was sent. */
export class NotServed extends Error {}

interface UnderWay {
  answered: (answer: Reader) => void
  ended: (error: Error) => void
}

/**
 * All appends of a client on one stream of messages, which is made anew when it has ended. The client has such a stream, too,
 * but gives the server deadlines by our clock, rejects what is under way in the whole process when one stream ends, and ends
 * the process by an answer that nobody waits for. Here an append says how long it may take, an end is told to those whose
 * appends were under way on that stream, and an answer that nobody waits for is none.
 */
export class AppendStream {
  private readonly connection: Connection
  private readonly client: EventStoreDBClient
  private readonly underWay = new Map<string, UnderWay>()
  private stream: Promise<Stream> | undefined
  private served = true

  constructor(connection: Connection, client: EventStoreDBClient) {
    this.connection = connection
    this.client = client
  }

  /**
   * Whoever waits for it does so as long as they like.
   * @throws WrongExpectedRevision, StreamDeleted, TooLarge, AccessDeniedError when the server refuses; NotNow, Cut, NotServed.
   */
  async append(
    name: string,
    events: readonly SerialisedEvent[],
    expected: ExpectedRevision,
    milliseconds: number,
  ): Promise<Appended> {
    if (!this.served) throw new NotServed()
    const stream = await this.open().catch((error: Error) => Promise.reject(new Cut(error)))
    const id = randomUUID()
    const answer = new Promise<Reader>((answered, ended) => this.underWay.set(id, { answered, ended }))
    // Kept in memory until it can be sent: there are only so many under way, and each is small.
    stream.write(encode(id, name, events, expected, milliseconds))
    try {
      return outcomeOf(await answer, name, expected)
    } finally {
      this.underWay.delete(id)
    }
  }

  private open(): Promise<Stream> {
    if (this.stream) return this.stream
    const calls = this.client as unknown as Calls
    const open = calls.GRPCStreamCreator(StreamsClient, 'appendToStream', (stub) =>
      this.listening(
        openStream(stub, ...calls.callArguments({ requiresLeader: true }, { deadline: Infinity })),
      ),
    )
    const opening = open()
    this.stream = opening
    opening.catch(() => {
      this.stream = undefined
    })
    return opening
  }

  private listening(stream: Stream): Stream {
    let began = false
    let over = false
    const end = (error: Error & { code?: number }): void => {
      if (over) return
      over = true
      this.stream = undefined
      this.connection.appendStreams--
      this.served &&= error.code !== unimplemented
      const why = convertToCommandError(error)
      // Who refuses to begin has taken nothing.
      const refused = why instanceof AccessDeniedError && !began
      const told = this.served ? (refused ? why : new Cut(why)) : new NotServed()
      for (const { ended } of this.underWay.values()) ended(told)
      // Also if nobody waits for anything: what is connected next may be another log.
      if (this.served && !refused) void this.connection.failed(this.client, why)
    }
    stream.on('data', (message: Buffer) => {
      began = true
      const answer = readAnswer(message)
      if (answer) this.underWay.get(answer.id)?.answered(answer.rest)
      else stream.cancel()
    })
    stream.on('error', end)
    // An error comes before it, if there is one.
    stream.on('status', () => {
      end(new Error('the connection dropped'))
      stream.end()
    })
    this.connection.appendStreams++
    return stream
  }
}

/** What the client makes its own calls with: its channel and its way to the leader, with the credentials of the URL. */
interface Calls {
  GRPCStreamCreator(
    stub: typeof StreamsClient,
    name: string,
    open: (stub: StreamsClient) => Stream,
  ): () => Promise<Stream>
  callArguments(options: { requiresLeader: boolean }, call: { deadline: number }): CallArguments
}

type CallArguments = Required<Parameters<StreamsClient['batchAppend']>>
type Stream = ReturnType<typeof openStream>

/** gRPC's code for what a server does not serve. */
const unimplemented = 12

const openStream = (stub: StreamsClient, ...[metadata, options]: CallArguments) =>
  stub.makeBidiStreamRequest<Buffer, Buffer>(
    '/event_store.client.streams.Streams/BatchAppend',
    asItIs,
    asItIs,
    metadata,
    options,
  )

const asItIs = (message: Buffer): Buffer => message

/** BatchAppendReq, whole. The client's own code for it takes several times as long. */
function encode(
  id: string,
  name: string,
  events: readonly SerialisedEvent[],
  expected: ExpectedRevision,
  milliseconds: number,
): Buffer {
  const writer = new Writer(256 + sizeOf(events))
  writer.message(1, (uuid) => uuid.string(2, id))
  writer.message(2, (options) => {
    options.message(1, (identifier) => identifier.string(3, name))
    if (expected === 'no-stream') options.empty(3)
    else options.bigint(2, expected)
    // A duration: the other field, an instant, would be one of the server's clock.
    const seconds = Math.floor(milliseconds / 1000)
    options.message(7, (duration) => {
      duration.uint(1, seconds).uint(2, Math.round((milliseconds - seconds * 1000) * 1e6))
    })
  })
  for (const { id: eventId, type, data, metadata } of events)
    writer.message(3, (event) => {
      event.message(1, (uuid) => uuid.string(2, eventId))
      event.message(2, (entry) => entry.string(1, 'type').string(2, type))
      event.message(2, (entry) => entry.string(1, 'content-type').string(2, 'application/json'))
      event.string(3, metadata).string(4, data)
    })
  return writer.uint(4, 1).finish()
}

/** Characters of an append, about. */
export const sizeOf = (events: readonly SerialisedEvent[]): number =>
  events.reduce((sum, { data, metadata }) => sum + data.length + metadata.length + 128, 0)

/** BatchAppendResp: the id of the append, which comes first, and the rest; undefined where it is none. */
function readAnswer(message: Buffer): { id: string; rest: Reader } | undefined {
  try {
    const rest = new Reader(message)
    if (rest.next() !== 1) return undefined
    const uuid = rest.message()
    // Given back in the form it was given in.
    return uuid.next() === 2 ? { id: uuid.string(), rest } : undefined
  } catch {
    return undefined
  }
}

function outcomeOf(answer: Reader, name: string, expected: ExpectedRevision): Appended {
  for (let field = answer.next(); field !== 0; field = answer.next()) {
    if (field === 2) throw refusalOf(answer.message(), name, expected)
    if (field === 3) return readSuccess(answer.message())
    answer.skip()
  }
  throw new NotNow('the store has answered nothing')
}

function readSuccess(success: Reader): Appended {
  let revision: bigint | undefined
  let commit: bigint | undefined
  for (let field = success.next(); field !== 0; field = success.next()) {
    if (field === 1) revision = success.uint64()
    else if (field === 3) {
      const position = success.message()
      // Zero is not sent.
      commit = position.next() === 1 ? position.uint64() : 0n
    } else success.skip()
  }
  if (revision === undefined || commit === undefined) throw new NotNow('the store gave no position')
  return { revision, position: positionOf(commit) }
}

/** google.rpc.Status, whose details say by their type what they are. */
function refusalOf(status: Reader, name: string, expected: ExpectedRevision): Error {
  let message = ''
  let type = ''
  let details: Reader | undefined
  for (let field = status.next(); field !== 0; field = status.next()) {
    if (field === 2) message = status.string()
    else if (field === 3) {
      const any = status.message()
      for (let part = any.next(); part !== 0; part = any.next()) {
        if (part === 1) type = any.string()
        else if (part === 2) details = any.message()
        else any.skip()
      }
    } else status.skip()
  }
  switch (type.slice(type.lastIndexOf('.') + 1)) {
    case 'WrongExpectedVersion':
      return new WrongExpectedRevision(name, expected, currentRevision(details))
    case 'StreamDeleted':
      return new StreamDeleted(name)
    case 'MaximumAppendSizeExceeded':
      return new TooLarge()
    case 'AccessDenied':
      return new AccessDeniedError()
    case 'Timeout':
      return new NotNow('the store has timed out')
    default:
      return new NotNow(message)
  }
}

/** The beginning of a WrongExpectedVersion. */
const currentRevision = (details: Reader | undefined): ExpectedRevision =>
  details?.next() === 1 ? details.uint64() : 'no-stream'
