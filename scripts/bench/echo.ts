/**
 * The least that can answer the client: EventStoreDB's protocol from memory, without storing, ordering or checking
 * anything. Appends are counted and confirmed; every read gets the same events, encoded once. A process of its own;
 * reports `{ port }`.
 */
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http2'
import { frame, type Handler, serveGrpc } from '../../src/embedded/event-store/grpc.ts'
import {
  encodeReadEvents,
  type ReadEvent,
  readProposed,
  readWriteOptions,
} from '../../src/embedded/event-store/messages.ts'
import { supportedMethods } from '../../src/embedded/event-store/services/features.ts'
import { Reader, Writer } from '../../src/platform/log/event-store/protobuf.ts'
import { exampleData, exampleType } from './example.ts'

const page = 512
/** As the store's, in answer to a filter of the client's defaults. */
const checkpointEvery = 32
const service = '/event_store.client.streams.Streams'

const event = (revision: number): ReadEvent => ({
  event: {
    id: randomUUID(),
    type: exampleType,
    json: true,
    data: Buffer.from(JSON.stringify(exampleData)),
    metadata: Buffer.from('{}'),
    stream: `deal-${randomUUID()}`,
    revision,
    position: 1e9 + revision,
    created: Date.now() * 1000,
  },
})
const checkpoint = frame(new Writer(32).message(3, (at) => at.uint(1, 1e9).uint(2, 1e9)).finish())
const chunk = encodeReadEvents(
  Array.from({ length: page }, (_, index) => event(index)),
  false,
)
const filteredChunk = Buffer.concat(
  Array.from({ length: page / checkpointEvery }, (_, part) => [
    encodeReadEvents(
      Array.from({ length: checkpointEvery }, (_, index) => event(part * checkpointEvery + index)),
      false,
    ),
    checkpoint,
  ]).flat(),
)
const caughtUp = frame(new Writer(8).message(8, () => {}).finish())

let position = 0
const revisions = new Map<string, number>()

const batchAppend: Handler = async (call) => {
  for await (const message of call.messages()) {
    const request = new Reader(message)
    let correlation: Buffer = Buffer.alloc(0)
    let stream = ''
    let events = 0
    for (let field = request.next(); field !== 0; field = request.next()) {
      if (field === 1) correlation = request.bytes()
      else if (field === 2) stream = readWriteOptions(request.message()).stream
      else if (field === 3) {
        readProposed(request.message())
        events++
      } else request.skip()
    }
    const revision = (revisions.get(stream) ?? -1) + events
    revisions.set(stream, revision)
    position += events
    const answer = new Writer(160).bytes(1, correlation).message(3, (success) => {
      success.uint(1, revision).message(3, (at) => at.uint(1, position).uint(2, position))
    })
    // Not awaited: the client's pace is what is measured.
    void call.send(frame(answer.message(4, (name) => name.string(3, stream)).finish()))
  }
}

/** As many events as asked for; a subscription gets what the stream's name says and then has caught up. */
const read: Handler = async (call) => {
  const request = new Reader(await call.message())
  request.next()
  const options = request.message()
  let count = 0
  let subscription = false
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === 5) count = options.uint()
    else {
      if (field === 6) subscription = true
      options.skip()
    }
  }
  const wanted = subscription ? Number(process.env.ECHO_EVENTS) : count
  if (subscription)
    await call.send(frame(new Writer(32).message(2, (body) => body.string(1, 'echo')).finish()))
  for (let sent = 0; sent < wanted && !call.signal.aborted; sent += page)
    await call.send(subscription ? filteredChunk : chunk)
  if (!subscription) return
  await call.send(caughtUp)
  await new Promise((resolve) => call.signal.addEventListener('abort', resolve))
}

const features = '/event_store.client.server_features.ServerFeatures/GetSupportedMethods'
const handlers = new Map<string, Handler>([
  [`${service}/BatchAppend`, batchAppend],
  [`${service}/Read`, read],
])
handlers.set(features, supportedMethods([...handlers.keys(), features]))

const server = createServer({ settings: { maxConcurrentStreams: 10_000, initialWindowSize: 1024 * 1024 } })
serveGrpc(server, { handlers, authorize: () => {}, log: (message) => process.stderr.write(`${message}\n`) })
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address !== 'string') process.send?.({ port: address.port })
})
process.on('disconnect', () => process.exit(0))
